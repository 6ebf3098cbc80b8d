//! Cases against an emulator that starts anew for each, in a state of the case's own.
//!
//! - `file`: the states of exchanges with what is excepted from them, and the conversations, as data; `state`: the emulator
//!   that a state asks for.
//! - `exchange`: a request of the oracle or of the spec's examples, and its reply; `conversation`: calls one after another.
//! - `stage`: the emulator, and the client before it; `look`: what is looked at in what came of a call; `violation`: what a
//!   proxy before the emulator objected to.

mod conversation;
mod exchange;
mod file;
mod look;
mod stage;
mod state;
mod violation;

use crate::report::{Registered, Report};

use super::material::Material;
use super::plan::Planned;

pub(super) use file::{Data, FileError};
pub(super) use stage::Stage;

/// All cases: those of each operation in the order of the report, then the conversations.
pub(super) fn cases<'a>(
    material: &'a Material<'a>,
    data: &'a Data,
    operations: &'a [String],
) -> Vec<Planned<'a, Stage>> {
    let exchange = |scene| exchange::case(material, data, scene);
    let mut all = Vec::new();
    for operation in operations {
        all.extend(material.scenes_of(operation).map(exchange));
        all.extend(exchange::writing(material, data, operation));
    }
    // An exchange of an operation that the spec does not have is run all the same, and fails.
    let strange = material.scenes.iter();
    let strange = strange.filter(|scene| !operations.contains(&scene.operation));
    all.extend(strange.map(exchange));
    let conversations = data.conversations.iter();
    all.extend(conversations.map(|one| conversation::case(material, one)));
    all
}

/// The differences that are registered for the cases that ran.
pub(super) fn registered(data: &Data, report: &Report) -> Vec<Registered> {
    let ran = |id: &str| report.cases.iter().any(|case| case.id == id);
    let excepted = data.exceptions.iter().map(|exception| Registered {
        case: exception.exchange.clone(),
        at: exception.at.clone(),
        reason: exception.reason.clone(),
    });
    let violations = data.conversations.iter().flat_map(|conversation| {
        let violations = conversation.steps.iter().flat_map(|step| &step.violations);
        violations.map(|violation| Registered {
            case: conversation.id.clone(),
            at: violation.at.clone(),
            reason: violation.reason.clone(),
        })
    });
    excepted
        .chain(violations.filter(|_| report.through_proxy))
        .filter(|registered| ran(&registered.case))
        .collect()
}
