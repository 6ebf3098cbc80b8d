//! Who is who: object ids, references to records, and companies.

mod companies;
mod generator;
mod object_id;
mod reference;

pub(crate) use companies::Companies;
pub use companies::Company;
pub(crate) use generator::Ids;
pub(crate) use object_id::ObjectId;
pub(crate) use reference::Reference;
