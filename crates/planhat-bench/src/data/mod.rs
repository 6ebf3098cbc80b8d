//! What goes over the wire: made from a number, so that both sides know all of it.

pub(crate) mod items;
pub(crate) mod records;

/// The monthly value of a record or item: a quarter of them with all the digits of a division by twelve, as the vendor
/// prints them, the others with two decimals at most.
pub(crate) fn mrr(number: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "both are small")]
    let (years, cents) = ((number % 40_000) as f64, (number * 37 % 500_000) as f64);
    match number % 4 {
        0 => years / 12.0,
        _ => cents / 100.0,
    }
}

/// The object id of a record: ascending with its number.
pub(crate) fn object_id(number: u64) -> String {
    format!("61007752{number:016x}")
}

pub(crate) fn source_id(number: u64) -> String {
    format!("0060O{number:010}QAA")
}
