//! What every body that changes a record has, so that generated code holds only what differs.

/// Makes a body of one that changes a record of a type. Its properties come as an implementation of
/// `Settable`.
macro_rules! edit {
    ($name:ident, $record:ident) => {
        impl $crate::Edit for $name {
            type Record = $record;
        }

        impl $name {
            /// What sending this would change in a record that was read as a whole. See
            /// [`Edit::diff`](crate::Edit::diff).
            ///
            /// # Errors
            /// With the first value that was set and cannot be sent.
            #[inline]
            pub fn diff(
                &self,
                record: &$record,
            ) -> ::std::result::Result<$crate::Changes, $crate::InvalidValue> {
                $crate::Edit::diff(self, record)
            }
        }
    };
}

pub(crate) use edit;
