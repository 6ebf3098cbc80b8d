//! Whether a failed call may have changed something.

/// What a failed call may have done on the server: what matters before it is made again, or its
/// record is taken for unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Nothing was sent.
    NotSent,
    /// The server answered that it did not do it.
    Refused,
    /// The server may have done it: it was sent, and no answer says otherwise.
    Unknown,
}

impl Effect {
    /// What a status says. 408 comes from servers and proxies that lost patience, perhaps halfway.
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            408 => Self::Unknown,
            300..=499 => Self::Refused,
            _ => Self::Unknown,
        }
    }
}
