//! The server's own words in an error body.

use crate::json::{Kind, Value, validate};

/// The message of an error body: a JSON string, plain text, or the first text under the keys that servers use
/// for one (inferred; the vendor says only "an object or string").
pub(crate) fn message(body: &[u8]) -> Option<String> {
    let Ok(json) = validate(body) else {
        return plain(body);
    };
    let value = Value::new(json);
    let mut candidates = vec![value];
    // Each key may hold the text, an object with it, or a list of either.
    for _ in 0..5 {
        let mut inner = Vec::new();
        for value in candidates {
            match value.kind() {
                Kind::String => {
                    let text = value.as_str().filter(|text| !text.trim().is_empty());
                    if let Some(text) = text {
                        return Some(text.into_owned());
                    }
                }
                Kind::Object => {
                    for found in &value.get_each(KEYS) {
                        inner.extend(*found);
                    }
                }
                Kind::Array => inner.extend(value.each_element().next()),
                _ => {}
            }
        }
        candidates = inner;
    }
    None
}

/// A body that is no JSON, unless it is the beginning of some, or a page.
fn plain(body: &[u8]) -> Option<String> {
    const LONGEST: usize = 4096;
    let text = std::str::from_utf8(body).ok()?.trim();
    let is_other = matches!(text.as_bytes().first(), Some(b'<' | b'{' | b'[' | b'"'));
    let is_words = !text.is_empty() && text.len() <= LONGEST && !is_other;
    is_words.then(|| text.to_owned())
}

const KEYS: [&str; 4] = ["message", "error", "errors", "detail"];

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn the_first_text_under_a_usual_key_is_the_message() {
        for (body, expected) in [
            (r#""companyId is required""#, Some("companyId is required")),
            (r#"{"message":"no","error":"other"}"#, Some("no")),
            (r#"{"error":{"message":"inner"}}"#, Some("inner")),
            (
                r#"{"errors":[{"detail":"first"},{"detail":"second"}]}"#,
                Some("first"),
            ),
            (r#"{"message":"","detail":"d"}"#, Some("d")),
            (r#"{"status":400}"#, None),
            ("companyId is required\n", Some("companyId is required")),
            ("<html>", None),
            (r#"{"message":"#, None),
            ("", None),
            ("[]", None),
        ] {
            assert_eq!(message(body.as_bytes()).as_deref(), expected, "{body}");
        }
    }
}
