//! What every record type has, so that generated code holds only what differs.

/// Makes a record of `struct $name(Indexed<N>)` with a function `find` that knows its properties.
macro_rules! record {
    ($name:ident, find = $find:path) => {
        impl $name {
            #[doc = concat!("Reads a `", stringify!($name), "` from the bytes of one JSON object.")]
            ///
            /// # Errors
            /// When the bytes are no JSON or another kind of value. Properties of an unexpected
            /// type are no error.
            #[inline]
            pub fn from_json(bytes: &[u8]) -> ::std::result::Result<Self, $crate::DecodeError> {
                $crate::json::read_whole(bytes, <Self as $crate::record::sealed::Sealed>::take)
                    .ok_or_else(|| $crate::json::DecodeError::of_object(bytes))
            }

            /// The JSON text it was read from and encodes to.
            #[inline]
            pub fn as_json(&self) -> &str {
                self.0.as_json()
            }

            /// The value under any key, documented or not, with the key as it is on the wire.
            #[inline]
            pub fn get(&self, key: &str) -> ::std::option::Option<$crate::Value<'_>> {
                self.0.get_known(key, $find(key))
            }

            /// What came under keys that the specification does not name.
            #[inline]
            pub fn unknown(
                &self,
            ) -> impl Iterator<Item = (::std::borrow::Cow<'_, str>, $crate::Value<'_>)> {
                $crate::record::unknown(self.as_json(), $find)
            }
        }

        impl $crate::record::sealed::Sealed for $name {
            #[inline]
            fn take(reader: &mut $crate::json::Reader<'_>) -> ::std::option::Option<Self> {
                $crate::record::Indexed::take(reader, $find).map(Self)
            }
        }

        impl $crate::Record for $name {
            const NAME: &'static str = stringify!($name);
            const PROPERTIES: &'static [&'static str] = $name::PROPERTIES;

            #[inline]
            fn from_json(bytes: &[u8]) -> ::std::result::Result<Self, $crate::DecodeError> {
                $name::from_json(bytes)
            }

            #[inline]
            fn as_json(&self) -> &str {
                self.0.as_json()
            }
        }

        /// Equal as JSON: keys in any order, numbers as written (`5000` is not `5000.0`).
        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::json::same_json(self.as_json(), other.as_json())
            }
        }

        /// The keys; values can be names and addresses of people. [`as_json`](Self::as_json) has
        /// them.
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::record::fmt_keys(stringify!($name), self.as_json(), formatter)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::json::serialize_members(self.as_json(), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let json = $crate::json::JsonText::deserialize(deserializer)?;
                json.read(|text| $name::from_json(text.as_bytes()))
                    .map_err(::serde::de::Error::custom)
            }
        }

        impl<'a> $crate::record::Read<'a> for $name {
            #[inline]
            fn read(present: $crate::record::Present<'a>) -> ::std::option::Option<Self> {
                match present {
                    $crate::record::Present::Json(json) => {
                        $crate::record::ReadElement::read_element(json)
                    }
                    $crate::record::Present::String(_) => None,
                }
            }
        }

        impl<'a> $crate::record::ReadElement<'a> for $name {
            #[inline]
            fn read_element(json: &'a str) -> ::std::option::Option<Self> {
                $name::from_json(json.as_bytes()).ok()
            }
        }
    };
}

pub(crate) use record;
