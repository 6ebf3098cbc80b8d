//! Listed values that may grow.

use std::fmt;

/// A value that the specification does not list, as it came.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// The value.
    #[inline]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What every open enum has, so that generated code holds only the values.
macro_rules! open_enum {
    ($name:ident) => {
        impl $name {
            /// The value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                self.text().unwrap_or_else($crate::UnknownValue::as_str)
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self::listed(text).unwrap_or_else(|| Self::Other($crate::UnknownValue::new(text)))
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        /// From any string; one that is not listed is kept in `Other`.
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::json::deserialize_text(deserializer, "a string")
            }
        }

        impl<'a> $crate::record::Read<'a> for $name {
            #[inline]
            fn read(present: $crate::record::Present<'a>) -> ::std::option::Option<Self> {
                <&str>::read(present).map(Self::from)
            }
        }

        impl<'a> $crate::record::ReadElement<'a> for $name {
            #[inline]
            fn read_element(json: &'a str) -> ::std::option::Option<Self> {
                $crate::Value::new(json)
                    .as_str()
                    .map(|text| Self::from(&*text))
            }
        }
    };
}

pub(crate) use open_enum;
