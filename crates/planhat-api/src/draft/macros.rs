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
            fn write_noting(
                &self,
                out: &mut String,
                note: &mut dyn FnMut(usize, ::std::ops::Range<usize>),
            ) -> ::std::result::Result<(), $crate::InvalidValue> {
                self.0.write_noting(out, note)
            }

            #[inline]
            fn value_of(&self, name: &str) -> ::std::option::Option<$crate::Value<'_>> {
                self.0.value_of(name)
            }

            #[inline]
            fn custom_labels(
                &self,
            ) -> impl ::std::iter::Iterator<Item = ::std::borrow::Cow<'_, str>> {
                self.0.custom_labels()
            }
        }

        impl $crate::Draft for $name {
            #[inline]
            fn write_json(
                &self,
                out: &mut String,
            ) -> ::std::result::Result<(), $crate::InvalidValue> {
                self.0.write_noting(out, &mut |_, _| {})
            }

            #[inline]
            fn to_json(&self) -> ::std::result::Result<String, $crate::InvalidValue> {
                self.0.to_json()
            }
        }

        /// The names of what is set; values can be names and addresses of people.
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), " "))?;
                formatter.debug_set().entries(self.0.names()).finish()
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
