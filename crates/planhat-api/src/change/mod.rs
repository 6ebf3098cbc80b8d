//! Writing with care: what an update would change, and whether it did.

mod changes;
mod compare;
mod identity;
mod macros;
mod pairs;
mod part;
mod verify;

pub use changes::{Change, Changes};
pub(crate) use compare::Comparison;
pub(crate) use macros::edit;
pub(crate) use part::changed_part;
pub use verify::{Verified, VerifyError};

use crate::draft::{Draft, InvalidValue};
use crate::record::Record;
use compare::Verdict;
use pairs::{Pair, pairs};

pub(crate) mod sealed {
    use super::Comparison;

    /// What the specification says of the properties that a body sets.
    pub trait Settable {
        /// The names on the wire, and how a value is held against that of a record.
        const SETTABLE: &'static [(&'static str, Comparison)];
    }
}

/// A body that changes a record which is there already: an update, or an item of a bulk upsert that
/// finds one. Each type has [`diff`](Self::diff) as an inherent method, too; the trait is for code
/// that works on any of them.
pub trait Edit: Draft + sealed::Settable {
    /// The record that it changes.
    type Record: Record;

    /// What sending this would change in a record that was read as a whole, by a get or a list
    /// without a selection. Of a part of a record, what is missing counts as not set.
    ///
    /// - Numbers are held against each other by value: `5000` is `5000.0`, but no digit is rounded.
    /// - Dates of the specification, and texts of custom fields that both name an instant, are held
    ///   against each other by instant.
    /// - Custom fields are held against each other one by one, by their labels.
    /// - A `null` changes nothing where the record has none.
    /// - Properties that only the server sets are [left out](Changes::left_out).
    ///
    /// An update of which nothing is left need not be sent:
    ///
    /// ```
    /// use planhat_api::{License, LicenseUpdate};
    ///
    /// let license = License::from_json(
    ///     br#"{"mrr": 120.0, "toDate": "2026-09-30T00:00:00.000Z", "custom": {"Tier": "gold", "Logins": 7}}"#,
    /// )?;
    /// let same = LicenseUpdate::new().mrr(120).to_date("2026-09-30").custom("Tier", "gold");
    /// assert!(same.diff(&license)?.is_empty());
    ///
    /// let changes = same.mrr(150).clear_custom("Logins").diff(&license)?;
    /// let lines: Vec<String> = changes
    ///     .iter()
    ///     .map(|change| format!("{}: {:?} -> {}", change.property(), change.before(), change.after()))
    ///     .collect();
    /// assert_eq!(lines, ["mrr: Some(120.0) -> 150", "custom.Logins: Some(7) -> null"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// With the first value that was set and cannot be sent.
    fn diff(&self, record: &Self::Record) -> Result<Changes, InvalidValue> {
        let body = self.to_json()?;
        Ok(changes::<Self>(&body, record.as_json()))
    }
}

/// What sending the text of a body would change in the text of a record.
pub(crate) fn changes<E: Edit>(body: &str, record: &str) -> Changes {
    // What may be a date counts as one.
    let pairs = pairs(body, record, E::SETTABLE, Comparison::Instant);
    let is_generated = |pair: &Pair<'_>| pair.is_generated(E::SETTABLE, E::Record::PROPERTIES);
    changes_of(pairs, &is_generated)
}

/// `is_generated` is whether only the server sets what a pair is of.
fn changes_of(pairs: Vec<Pair<'_>>, is_generated: &dyn Fn(&Pair<'_>) -> bool) -> Changes {
    let mut changes = Changes::default();
    for pair in pairs {
        if is_generated(&pair) {
            changes.leave_out(pair.name);
            continue;
        }
        match pair.verdict {
            Verdict::Same => {}
            Verdict::Different => changes.add(pair),
            Verdict::Undetermined => changes.cannot_tell(pair.name),
        }
    }
    changes
}

/// Whether the text of a record demonstrably has every value of that of a body. Two spellings of an instant
/// are two values of a custom field, which may be one of texts.
pub(crate) fn has_all<E: Edit>(body: &str, record: &str) -> bool {
    let pairs = pairs(body, record, E::SETTABLE, Comparison::Plain);
    pairs.iter().all(|pair| pair.verdict == Verdict::Same)
}

/// Whether a record could ever show that: not where the text of a body names another one in a way that no
/// record has.
pub(crate) fn can_be_shown<E: Edit>(body: &str) -> bool {
    let pairs = pairs(body, "{}", E::SETTABLE, Comparison::Plain);
    let mut verdicts = pairs.iter().map(|pair| pair.verdict);
    verdicts.all(|verdict| verdict != Verdict::Undetermined)
}

#[cfg(test)]
mod tests;
