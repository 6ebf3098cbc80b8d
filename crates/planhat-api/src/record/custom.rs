//! The custom fields of a record.

use std::borrow::Cow;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::json::DecodeError;
use crate::json::Value;

/// The tenant's own fields of a record, under the labels people gave them: spaces, punctuation and
/// case count.
///
/// ```
/// # use planhat_api::License;
/// #[derive(serde::Deserialize)]
/// struct Usage {
///     #[serde(rename = "Days in Phase")]
///     days_in_phase: u32,
/// }
///
/// let license = License::from_json(br#"{"custom": {"Days in Phase": 12, "Logins": 0}}"#)?;
/// let custom = license.custom().unwrap();
/// assert_eq!(custom.decode::<Usage>()?.days_in_phase, 12);
/// assert_eq!(custom.get("Logins").and_then(|logins| logins.as_i64()), Some(0));
/// # Ok::<(), planhat_api::DecodeError>(())
/// ```
#[derive(Clone, Copy, PartialEq)]
pub struct Custom<'a>(Value<'a>);

impl<'a> Custom<'a> {
    pub(crate) fn new(object: Value<'a>) -> Self {
        Self(object)
    }

    /// The field under this label.
    pub fn get(&self, label: &str) -> Option<Value<'a>> {
        self.0.get(label)
    }

    /// All fields in the order of the reply.
    pub fn iter(&self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + use<'a> {
        self.0.each_member()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// All fields as a type of yours, such as a struct or a map.
    ///
    /// # Errors
    /// Where a field does not fit `T`; [`DecodeError::path`] names it.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        self.0.decode()
    }

    /// The fields as one value, as they came.
    pub fn as_value(&self) -> Value<'a> {
        self.0
    }
}

impl fmt::Debug for Custom<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
