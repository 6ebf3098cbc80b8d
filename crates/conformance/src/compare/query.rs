//! Query strings: what they mean, and what they should hold.

use super::RequestMismatch;

/// What a query should hold, as decoded pairs. Pairs form a multiset: their order means nothing, their number does.
#[derive(Clone, Debug, Default)]
pub struct QueryRule {
    /// Exactly these pairs, and nothing else.
    pub equal: Option<Vec<(String, String)>>,
    /// At least these pairs.
    pub required: Vec<(String, String)>,
    /// No parameter of these names.
    pub forbidden: Vec<String>,
}

impl QueryRule {
    /// Exactly these pairs.
    pub fn exactly(pairs: Vec<(String, String)>) -> Self {
        Self {
            equal: Some(pairs),
            ..Self::default()
        }
    }

    pub(super) fn check(&self, query: Option<&str>, out: &mut Vec<RequestMismatch>) {
        let decoded = decode_query(query.unwrap_or_default());
        out.extend(
            decoded
                .malformed
                .into_iter()
                .map(|found| RequestMismatch::QueryMalformed { found }),
        );
        let mut left = decoded.pairs;
        if let Some(equal) = &self.equal {
            take_all(equal, &mut left.clone(), out);
            let mut wanted = equal.clone();
            let surplus = left.iter().filter(|pair| !take(pair, &mut wanted));
            out.extend(surplus.map(|(name, found)| unexpected(name, found)));
        }
        take_all(&self.required, &mut left, out);
        let forbidden = left
            .iter()
            .filter(|(name, _)| self.forbidden.contains(name));
        out.extend(forbidden.map(|(name, found)| unexpected(name, found)));
    }
}

fn take_all(
    wanted: &[(String, String)],
    left: &mut Vec<(String, String)>,
    out: &mut Vec<RequestMismatch>,
) {
    for pair in wanted {
        if !take(pair, left) {
            let (name, expected) = pair.clone();
            out.push(RequestMismatch::QueryMissing { name, expected });
        }
    }
}

fn take(pair: &(String, String), from: &mut Vec<(String, String)>) -> bool {
    let place = from.iter().position(|other| other == pair);
    place.map(|index| from.remove(index)).is_some()
}

fn unexpected(name: &str, found: &str) -> RequestMismatch {
    RequestMismatch::QueryUnexpected {
        name: name.to_owned(),
        found: found.to_owned(),
    }
}

/// A query string, decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The pairs, in order. A parameter without `=` has an empty value.
    pub pairs: Vec<(String, String)>,
    /// The parts that are no percent-encoded UTF-8, as they stand.
    pub malformed: Vec<String>,
}

/// Decodes a query string as web servers do: parted at `&`, then at the first `=`, with `+` for a space.
pub fn decode_query(query: &str) -> Decoded {
    let mut decoded = Decoded::default();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match (decode_part(name), decode_part(value)) {
            (Some(name), Some(value)) => decoded.pairs.push((name, value)),
            _ => decoded.malformed.push(part.to_owned()),
        }
    }
    decoded
}

fn decode_part(part: &str) -> Option<String> {
    decode_segment(&part.replace('+', " "))
}

/// Decodes a segment of a path, unless it is no percent-encoded UTF-8.
pub fn decode_segment(segment: &str) -> Option<String> {
    let (bytes, well_formed) = percent_decoded(segment.as_bytes());
    String::from_utf8(bytes).ok().filter(|_| well_formed)
}

/// The bytes behind a percent-encoding, and whether every `%` was followed by two hexadecimal digits.
pub(super) fn percent_decoded(text: &[u8]) -> (Vec<u8>, bool) {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(text.len());
    let (mut rest, mut well_formed) = (text, true);
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let escaped = match tail {
            [high, low, ..] => digit(*high).zip(digit(*low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            bytes.push(high << 4 | low);
            rest = &tail[2..];
        } else {
            bytes.push(b'%');
            well_formed = false;
        }
    }
    (bytes, well_formed)
}
