//! What every request body has, so that generated code holds only what differs.

/// Makes a request body of `struct $name(Fields)`.
macro_rules! draft {
    ($name:ident) => {
        impl $name {
            /// Sets a property that this version of the crate has no setter for, by its name on
            /// the wire. The server drops top-level names it does not know without a word
            /// (observed).
            pub fn property(
                mut self,
                name: impl Into<String>,
                value: impl ::serde::Serialize,
            ) -> Self {
                self.0.property(name.into(), &value);
                self
            }

            /// The JSON text as it will be sent.
            ///
            /// # Errors
            /// With the first value that was set and cannot be sent.
            #[inline]
            pub fn to_json(&self) -> ::std::result::Result<String, $crate::InvalidValue> {
                self.0.to_json()
            }
        }

        impl $crate::draft::sealed::Sealed for $name {
            #[inline]
            fn as_fields(&self) -> &Fields {
                &self.0
            }
        }

        impl $crate::Draft for $name {}

        /// The names of what is set; values can be names and addresses of people.
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.0.fmt_names(stringify!($name), formatter)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    };
}

pub(crate) use draft;
