//! The spec against the oracle: the same exchanges, the same properties, the same rules.

mod comparison;
mod contradictions;
mod difference;
mod exchanges;
mod resources;
mod roles;
mod rows;
mod rules;
mod rules_of_parameters;
mod rules_of_replies;
mod rules_of_requests;

pub(super) use comparison::{decisions, properties};
pub(super) use exchanges::exchanges;
pub(super) use resources::taken;
pub use rules::is_prose;
pub(super) use rules::rules;
