//! Tokens in places where none belongs.

use std::borrow::Cow;
use std::cmp::Reverse;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::auth::Tokens;

/// What stands in place of a token.
const HIDDEN: &str = "[token]";

/// What is not to be shown.
pub(super) struct Secrets(Vec<String>);

impl Secrets {
    /// The tokens as they are, as a form has them, and as basic authentication has them.
    pub(super) fn of(tokens: &Tokens) -> Self {
        let forms = |token: &str| {
            let basic = STANDARD.encode(format!("{token}:"));
            let basic = basic.trim_end_matches('=').to_owned();
            [token.to_owned(), token.replace(' ', "+"), basic]
        };
        let mut secrets: Vec<String> = tokens.all().flat_map(forms).collect();
        // The longest first, so that none is found in a part of another.
        secrets.sort_by_key(|secret| Reverse(secret.len()));
        Self(secrets)
    }

    /// A text without the secrets in it. One that is there once the text is percent-decoded hides all of it: which of its
    /// characters are encoded is up to whoever sends it.
    pub(super) fn out_of(&self, text: &str) -> String {
        let secrets = self.0.iter();
        let text = secrets.fold(text.to_owned(), |text, secret| text.replace(secret, HIDDEN));
        match percent_decode_str(&text).decode_utf8_lossy() {
            Cow::Owned(decoded) if self.are_in(&decoded) => HIDDEN.to_owned(),
            _ => text,
        }
    }

    /// Takes the secrets out of a value.
    pub(super) fn out_of_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.out_of(text),
            Value::Number(number) => {
                if self.are_in(&number.to_string()) {
                    *value = HIDDEN.into();
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.out_of_json(item)),
            Value::Object(members) => {
                let old = std::mem::take(members);
                members.extend(old.into_iter().map(|(key, mut value)| {
                    self.out_of_json(&mut value);
                    (self.out_of(&key), value)
                }));
            }
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::auth::Access;

    #[test]
    fn a_token_is_hidden_wherever_it_is_repeated() {
        let mut tokens = Tokens::default();
        for token in ["s3cret/+", "90125", "two words"] {
            tokens.add(token.to_owned(), Access::Full);
        }
        let secrets = Secrets::of(&tokens);
        for (text, shown) in [
            ("/licenses/a%20b", "/licenses/a%20b"),
            ("/licenses/s3cret/+", "/licenses/[token]"),
            ("key=s3cret%2F%2b&limit=2", "[token]"),
            ("%73%33cret/%2B", "[token]"),
            ("key=two+words&limit=2", "key=[token]&limit=2"),
            ("Basic czNjcmV0Lys6", "Basic [token]"),
            ("Basic OTAxMjU6", "Basic [token]"),
        ] {
            assert_eq!(secrets.out_of(text), shown);
        }
        let mut body =
            json!({ "a s3cret/+": ["x", { "b": "is s3cret%2F+" }], "c": 1, "d": 90125, "e": null });
        secrets.out_of_json(&mut body);
        let hidden =
            json!({ "a [token]": ["x", { "b": "[token]" }], "c": 1, "d": "[token]", "e": null });
        assert_eq!(body, hidden);
    }
}
