//! The kinds of records that the API keeps, and the verbs on them, once for all.

mod collection;

pub use collection::Collection;

use crate::change::Edit;
use crate::draft::Draft;
use crate::operation::Operation;
use crate::record::Record;

/// A kind of record that the API keeps: [`Deal`](crate::Deal), [`Product`](crate::Product) or
/// [`License`](crate::License).
pub trait Resource: Record {
    /// What creating one takes.
    type Create: Draft;
    /// What an update takes.
    type Update: Edit<Record = Self>;
    /// What one item of a bulk upsert takes.
    type Upsert: Edit<Record = Self>;

    /// The operations on it.
    const OPERATIONS: Operations;
}

/// The operations on one kind of record.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Operations {
    /// Creates one.
    pub create: &'static Operation,
    /// Updates one.
    pub update: &'static Operation,
    /// Reads one.
    pub get: &'static Operation,
    /// Reads a page.
    pub list: &'static Operation,
    /// Deletes one.
    pub delete: &'static Operation,
    /// Creates and updates many.
    pub bulk_upsert: &'static Operation,
}
