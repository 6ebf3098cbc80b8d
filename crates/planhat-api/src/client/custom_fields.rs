//! The custom fields that a client writes.

use std::collections::HashSet;
use std::sync::Arc;

use crate::draft::{Draft, InvalidValue};

/// Which custom fields may be written of which kind of record; any where nothing is said.
#[derive(Clone, Default)]
pub(crate) struct CustomFields(Vec<Arc<AllowedFields>>);

/// The custom fields of one kind of record that may be written.
pub(crate) struct AllowedFields {
    record: &'static str,
    labels: HashSet<Box<str>>,
}

impl CustomFields {
    /// Allows these, in place of those that were allowed before.
    pub(crate) fn allow(&mut self, record: &'static str, labels: HashSet<Box<str>>) {
        let allowed = AllowedFields { record, labels };
        match self.0.iter_mut().find(|before| before.record == record) {
            Some(before) => *before = Arc::new(allowed),
            None => self.0.push(Arc::new(allowed)),
        }
    }

    /// Those of a kind of record; none where any may be written.
    pub(crate) fn of(&self, record: &str) -> Option<Arc<AllowedFields>> {
        let mut kinds = self.0.iter();
        kinds.find(|allowed| allowed.record == record).cloned()
    }
}

impl AllowedFields {
    /// Why a body cannot be sent: the first custom field that may not be written, not even cleared.
    pub(crate) fn problem(&self, body: &impl Draft) -> Option<InvalidValue> {
        let mut labels = body.as_fields().custom_labels();
        let other = labels.find(|label| !self.labels.contains(&**label))?;
        let reason = format!(
            "not among the custom fields of a {} that this client writes; the server would store it without a word: correct the label, or name it in `Builder::custom_fields`",
            self.record
        );
        Some(InvalidValue::new(format!("custom.{other}"), reason))
    }
}
