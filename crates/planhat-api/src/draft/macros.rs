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

            /// The JSON text as it would be sent.
            pub fn to_json(&self) -> String {
                self.0.to_json()
            }

            /// Whether everything that was set can be sent. Sending checks it, too.
            ///
            /// # Errors
            /// With the first value that cannot be sent.
            pub fn check(&self) -> ::std::result::Result<(), $crate::InvalidValue> {
                self.0.check()
            }
        }

        impl $crate::draft::sealed::Sealed for $name {}

        impl $crate::Draft for $name {
            fn write_json(&self, out: &mut String) {
                self.0.write(out);
            }

            fn check(&self) -> ::std::result::Result<(), $crate::InvalidValue> {
                self.0.check()
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(
                    formatter,
                    concat!(stringify!($name), "({})"),
                    self.0.to_json()
                )
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
