//! What becomes of what is sent: which parts are stored, in what form, and what follows from them.

mod body;
pub(crate) mod dates;
mod deal;
mod draft;
mod license;
pub(crate) mod numbers;
mod product;
mod rules;

pub(crate) use body::Body;
pub(crate) use draft::Draft;
pub(crate) use rules::{Rules, rules};

/// What a `null` in a create, an update or a bulk item does to its property. No page says it (documented nowhere), so
/// that a test can try each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Nulls {
    /// It is stored, and replies show it. The default: the printed licenses hold nulls.
    #[default]
    Store,
    /// It removes the property.
    Unset,
    /// It does nothing, as if it had not been sent.
    Ignore,
}
