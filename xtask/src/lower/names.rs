//! Names on the wire as names in Rust.

use std::collections::BTreeSet;

use super::reserved::{self, Names};

/// `companyId` as `company_id`, `_id` as `id`, `MRRTotal` as `mrr_total`. The result may be no name yet: see
/// [`is_identifier`] and [`beside`].
pub(super) fn snake_case(wire: &str) -> String {
    let characters: Vec<char> = wire.chars().collect();
    let mut name = String::new();
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        let after = characters.get(at + 1);
        let begins_a_word = character.is_ascii_uppercase()
            && (before.is_some_and(|before| !before.is_ascii_uppercase())
                || after.is_some_and(char::is_ascii_lowercase));
        let parted = name.is_empty() || name.ends_with('_');
        if !character.is_ascii_alphanumeric() {
            if !parted {
                name.push('_');
            }
            continue;
        }
        if begins_a_word && !parted {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name.truncate(name.trim_end_matches('_').len());
    name
}

/// `renewalStatus` as `RenewalStatus`, `Closed Won` as `ClosedWon`.
pub(super) fn upper_camel_case(text: &str) -> String {
    let mut name = String::new();
    let mut starts = true;
    for character in text.chars() {
        if !character.is_ascii_alphanumeric() {
            starts = true;
        } else if starts {
            name.push(character.to_ascii_uppercase());
            starts = false;
        } else {
            name.push(character);
        }
    }
    name
}

/// `License` as `license`, for a module or a function.
pub(crate) fn lower_case(name: &str) -> String {
    beside(name.to_ascii_lowercase(), Names::NONE)
}

/// A name beside those that are taken, by Rust or by others: it ends in an underscore where it is one of them.
pub(super) fn beside(mut name: String, taken: Names) -> String {
    if taken.have(&name) || reserved::KEYWORDS.have(&name) {
        name.push('_');
    }
    name
}

/// The name of a property among the snake-cased names of all properties of its record: beside what every record
/// and request body has, and beside what other properties bring along, `x_field` and `clear_x`.
pub(super) fn property(wire: &str, owner: &str, all: &BTreeSet<String>) -> String {
    let name = snake_case(wire);
    let brought_along = [name.strip_suffix("_field"), name.strip_prefix("clear_")]
        .into_iter()
        .flatten()
        .any(|other| all.contains(other));
    let (bulk_result, its_own) = reserved::BULK_RESULT;
    if brought_along || owner == bulk_result && its_own.have(&name) {
        return name + "_";
    }
    beside(name, reserved::PROPERTIES)
}

/// Whether Rust can use it as the name of a function or a module.
pub(super) fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Whether Rust can use it as the name of a type or a variant, a trailing underscore aside.
pub(super) fn is_type_name(name: &str) -> bool {
    let name = name.strip_suffix('_').unwrap_or(name);
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_rust_names() {
        for (wire, rust) in [
            ("companyId", "company_id"),
            ("_id", "id"),
            ("__v", "v"),
            ("_currency", "currency"),
            ("fcNewMrrOptimistic", "fc_new_mrr_optimistic"),
            ("companyID", "company_id"),
            ("MRR", "mrr"),
            ("MRRTotal", "mrr_total"),
            ("Days in Phase", "days_in_phase"),
            ("a - b_", "a_b"),
            ("sha256Sum", "sha256_sum"),
            ("n", "n"),
            ("\u{2014}", ""),
        ] {
            assert_eq!(snake_case(wire), rust);
        }
        assert_eq!(upper_camel_case("Closed Won"), "ClosedWon");
        assert_eq!(upper_camel_case("semiAnnual"), "SemiAnnual");
    }

    #[test]
    fn a_name_that_is_taken_ends_in_an_underscore() {
        let all = ["x", "x_field", "clear_x", "y_field"].map(str::to_owned);
        let all = BTreeSet::from(all);
        for (wire, rust) in [
            ("type", "type_"),
            ("get", "get_"),
            ("toJson", "to_json_"),
            ("clearCustom", "clear_custom_"),
            ("httpStatus", "http_status_"),
            ("x", "x"),
            ("xField", "x_field_"),
            ("clearX", "clear_x_"),
            ("yField", "y_field"),
            ("clearXField", "clear_x_field_"),
            ("status", "status"),
            ("body", "body"),
        ] {
            assert_eq!(property(wire, "Deal", &all), rust);
        }
        assert_eq!(property("errors", "Deal", &all), "errors");
        assert_eq!(property("errors", "BulkUpsertResult", &all), "errors_");
    }
}
