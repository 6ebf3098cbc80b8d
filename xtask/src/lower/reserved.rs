//! Names that are taken: by Rust, and by the hand-written code that generated code meets.
//!
//! What the vendor calls things cannot be changed, so a property, parameter, path or listed value with such a name
//! gets a trailing underscore in Rust. Schemas are named here, so a schema with such a name is a problem of the
//! spec. A test holds the lists against the hand-written code.

/// Names in a row, with white space between.
#[derive(Clone, Copy)]
pub(super) struct Names(&'static str);

impl Names {
    pub(super) const NONE: Self = Self("");

    pub(super) fn have(self, name: &str) -> bool {
        self.0.split_whitespace().any(|taken| taken == name)
    }
}

/// The keywords of Rust, and those that it keeps for later.
pub(super) const KEYWORDS: Names = Names(
    "abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen
     if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true
     try type typeof unsafe unsized use virtual where while yield",
);

/// The methods of records, results, request bodies and replies, in that order, and those of traits that they have.
/// A property has one name on all of them.
pub(super) const PROPERTIES: Names = Names(
    "as_json from_json get unknown
     as_fields check clear_custom custom_from diff new property to_json write_json
     after_unclear_attempt deletion deref http_attempts http_body http_elapsed http_headers http_status into_inner into_iter
     borrow borrow_mut clone clone_from clone_into default deserialize eq fmt into ne serialize to_owned try_into
     type_id json_schema schema_id schema_name",
);

/// What the result of a bulk upsert has besides.
pub(super) const BULK_RESULT: (&str, Names) =
    ("BulkUpsertResult", Names("errors has_errors is_envelope"));

/// The methods of a request and of a mock's conditions, which a query parameter stands beside. Some are to come.
pub(super) const PARAMETERS: Names = Names(
    "bounded_parameter call connect_timeout deadline header idempotent json matches new no_parameter pages parameter
     path_param patience problem query read result send stream timeout verify
     borrow borrow_mut clone clone_from clone_into fmt into to_owned try_into type_id",
);

/// The methods of a client, which a collection stands beside.
pub(super) const COLLECTIONS: Names = Names(
    "builder for_tests from_env new request transport
     borrow borrow_mut clone clone_from clone_into fmt into to_owned try_into type_id",
);

/// The modules that those of resources stand beside.
pub(super) const MODULES: Names = Names("operations results schemas");

/// The variants that listed values stand beside.
pub(super) const VARIANTS: Names = Names("Other Self");

/// The types that generated ones stand beside: the client's own, and those that every Rust file sees.
pub(super) const TYPES: Names = Names(
    "Attempt Availability Builder Change Changes Client Collection Comparison Custom Date DecodeError Deletion Draft Edit Effect Error Evidence Field
     Fields Headers Indexed IntoTimestamp InvalidBaseUrl InvalidConfiguration InvalidObjectId InvalidRecordRef
     InvalidToken InvalidValue Keying Kind Method Minimum Number ObjectId Observer Operation Operations ParseNumberError
     ParseTimestampError Record RecordRef Request Resource Response RetrySafety Select Serialize Timestamp Token
     TokenFuture TokenNeed TokenProvider UnknownValue Value
     Verified VerifyError
     AsMut AsRef Box Clone Copy Debug Default DoubleEndedIterator Drop Eq Err ExactSizeIterator Extend Fn FnMut
     FnOnce From FromIterator Hash Into IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Self
     Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec",
);

#[cfg(test)]
mod tests;
