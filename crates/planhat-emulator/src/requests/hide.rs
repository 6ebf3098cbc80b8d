//! Tokens in places where none belongs.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::auth::Tokens;

/// What stands in place of a token.
const HIDDEN: &str = "[token]";

/// A text without the tokens in it.
pub(super) fn in_text(tokens: &Tokens, text: &str) -> String {
    tokens
        .all()
        .fold(text.to_owned(), |text, token| text.replace(token, HIDDEN))
}

/// A part of a URL without the tokens in it. One that is there once the part is decoded hides all of it: which of its
/// characters are encoded is up to whoever sends it.
pub(super) fn in_encoded(tokens: &Tokens, text: &str) -> String {
    let text = in_text(tokens, text);
    let decoded = percent_decode_str(&text).decode_utf8_lossy();
    if tokens.all().any(|token| decoded.contains(token)) {
        return HIDDEN.to_owned();
    }
    text
}

/// Hides the tokens in the texts of a value.
pub(super) fn in_json(tokens: &Tokens, value: &mut Value) {
    match value {
        Value::String(text) => *text = in_text(tokens, text),
        Value::Array(items) => items.iter_mut().for_each(|item| in_json(tokens, item)),
        Value::Object(members) => {
            let old = std::mem::take(members);
            members.extend(old.into_iter().map(|(key, mut value)| {
                in_json(tokens, &mut value);
                (in_text(tokens, &key), value)
            }));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::auth::Access;

    fn tokens() -> Tokens {
        let mut tokens = Tokens::default();
        tokens.add("s3cret/+".to_owned(), Access::Full);
        tokens
    }

    #[test]
    fn a_token_is_hidden_wherever_it_is_repeated() {
        let tokens = tokens();
        for (text, shown) in [
            ("/licenses/a", "/licenses/a"),
            ("/licenses/s3cret/+", "/licenses/[token]"),
            ("key=s3cret%2F%2b&limit=2", "[token]"),
            ("%73%33cret/%2B", "[token]"),
        ] {
            assert_eq!(in_encoded(&tokens, text), shown);
        }
        let mut body = json!({ "a s3cret/+": ["x", { "b": "is s3cret/+" }], "c": 1 });
        in_json(&tokens, &mut body);
        let hidden = json!({ "a [token]": ["x", { "b": "is [token]" }], "c": 1 });
        assert_eq!(body, hidden);
    }
}
