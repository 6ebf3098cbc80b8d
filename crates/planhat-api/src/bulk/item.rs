//! One item of a run, as the caller has it.

use std::fmt;

use crate::resource::Resource;

/// One item of a [run](super::BulkRun).
///
/// ```
/// use planhat_api::bulk::BulkItem;
/// use planhat_api::{License, LicenseUpsert};
///
/// // Creates a license, or updates the one with this source id.
/// let either = LicenseUpsert::new().source_id("s-7").company_id(company()).mrr(120);
/// let either = BulkItem::<License>::upsert(either);
/// // Can create none: what a new license needs is left out.
/// let update = LicenseUpsert::new().source_id("s-8").mrr(80);
/// let update = BulkItem::<License>::update_only(update);
/// # fn company() -> planhat_api::RecordRef { planhat_api::RecordRef::external("acme").unwrap() }
/// ```
pub struct BulkItem<R: Resource> {
    pub(super) body: R::Upsert,
    pub(super) may_create: bool,
}

impl<R: Resource> BulkItem<R> {
    /// An item that updates the record it matches, and creates one where it matches none.
    pub fn upsert(body: R::Upsert) -> Self {
        Self {
            body,
            may_create: true,
        }
    }

    /// An item that updates the record it matches, and creates none.
    ///
    /// The API has no such item, so it is kept from creating by what it leaves out: a new record
    /// needs [certain properties](crate::Minimum) (documented), and one of those is not set here,
    /// not even to `null`. It is to be found for sure, too, so it fits a rule of
    /// [`keyed_by`](crate::Operation::keyed_by): a deal or a license by `_id` or `sourceId` and
    /// without `companyId`, a product by any keyable and without `name`. An `externalId` alone does
    /// not do for a deal or a license, since it is unique within one company only.
    ///
    /// An item that is not so is never sent: it is a [finding](super::Finding::CouldCreate).
    pub fn update_only(body: R::Upsert) -> Self {
        Self {
            body,
            may_create: false,
        }
    }
}

impl<R: Resource> Clone for BulkItem<R> {
    fn clone(&self) -> Self {
        Self {
            body: self.body.clone(),
            may_create: self.may_create,
        }
    }
}

/// The names of what is set.
impl<R: Resource> fmt::Debug for BulkItem<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.may_create {
            true => "BulkItem::upsert",
            false => "BulkItem::update_only",
        };
        formatter.debug_tuple(name).field(&self.body).finish()
    }
}
