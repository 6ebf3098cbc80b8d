//! From what is asked for to what can be done.

use super::effect::Effect;
use super::scope::Scope;
use super::turns::Turns;
use super::{Fault, FaultError};
use crate::spec::Spec;

/// A fault that can strike.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    pub(super) fault: Fault,
    pub(super) effect: Effect,
    pub(super) scope: Scope,
    pub(super) turns: Turns,
}

impl Checked {
    /// Holds a fault against the specification and itself.
    pub(crate) fn new(fault: Fault, spec: &Spec) -> Result<Self, FaultError> {
        Ok(Self {
            effect: Effect::check(&fault)?,
            scope: Scope::check(&fault, spec)?,
            turns: Turns::check(&fault)?,
            fault,
        })
    }
}
