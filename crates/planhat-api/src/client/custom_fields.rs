//! The custom fields that a client writes.

use std::sync::Arc;

use crate::draft::{Draft, InvalidValue};
use crate::slots::Slots;

/// Which custom fields may be written of which kind of record; any where nothing is said.
#[derive(Clone, Default)]
pub(crate) struct CustomFields(Vec<Arc<AllowedFields>>);

/// The custom fields of one kind of record that may be written.
pub(crate) struct AllowedFields {
    record: &'static str,
    labels: Vec<String>,
    /// Where they stand.
    places: Slots,
}

impl CustomFields {
    /// Allows these, in place of those that were allowed before.
    pub(crate) fn allow(&mut self, record: &'static str, labels: Vec<String>) {
        let allowed = AllowedFields::new(record, labels);
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
    fn new(record: &'static str, labels: Vec<String>) -> Self {
        let mut places = Slots::new();
        for (place, label) in (0..).zip(&labels) {
            let is_it = |other: u32| labels.get(other as usize) == Some(label);
            places.replace(places.hash(label.as_str()), place, &is_it);
        }
        Self {
            record,
            labels,
            places,
        }
    }

    fn has(&self, label: &str) -> bool {
        let is_it = |place| self.labels.get(place as usize).map(String::as_str) == Some(label);
        self.places.find(self.places.hash(label), &is_it).is_some()
    }

    /// Why a body cannot be sent: the first custom field that may not be written, not even cleared.
    pub(crate) fn problem(&self, body: &impl Draft) -> Option<InvalidValue> {
        let mut labels = body.as_fields().custom_labels();
        let other = labels.find(|label| !self.has(label))?;
        let reason = format!(
            "not among the custom fields of a {} that this client writes; the server would store it without a word: correct the label, or name it in `Builder::custom_fields`",
            self.record
        );
        Some(InvalidValue::new(format!("custom.{other}"), reason))
    }
}
