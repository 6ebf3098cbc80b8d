//! Whether a tenant has a kind of record.

/// Whether this tenant has a kind of record, and this token may read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Availability {
    /// A list can be read. It may be empty.
    Available,
    /// 403: the token may not read it, or the tenant does not have it.
    Forbidden,
    /// 404: the tenant does not have it.
    Absent,
}
