//! Who is meant: the only two types that can become part of a path.

mod encode;
mod object_id;
mod record_ref;

pub(crate) use encode::{encode_query, encode_segment};
pub(crate) use object_id::IdBytes;
pub use object_id::{InvalidObjectId, ObjectId};
pub use record_ref::{InvalidRecordRef, RecordRef};
