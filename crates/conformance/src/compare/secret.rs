//! Secrets: where they may stand, and keeping them out of reports.

/// A text that may stand in one header of a request and nowhere else.
#[derive(Clone)]
pub struct Secret {
    text: String,
    only_in: String,
}

/// What a report shows in place of a secret.
const SHOWN_AS: &str = "{secret}";

impl Secret {
    /// A secret that only the named header may carry.
    pub fn new(text: impl Into<String>, only_in: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            only_in: only_in.into().to_ascii_lowercase(),
        }
    }

    /// The forms in which an API token can stand in a request: plain, and as user name of HTTP Basic. Both may stand in
    /// `authorization` alone.
    pub fn token(token: &str) -> Vec<Self> {
        [token.to_owned(), base64(format!("{token}:").as_bytes())]
            .map(|form| Self::new(form, "authorization"))
            .into()
    }

    /// The value of `authorization` that HTTP Basic needs for a token: the token as user name, no password.
    pub fn basic_header(token: &str) -> String {
        format!("Basic {}", base64(format!("{token}:").as_bytes()))
    }

    pub(super) fn may_stand_in(&self, header: &str) -> bool {
        self.only_in.eq_ignore_ascii_case(header)
    }

    /// Whether a text holds the secret, plain or percent-encoded.
    pub(super) fn is_in(&self, text: &[u8]) -> bool {
        let holds = |text: &[u8]| {
            text.windows(self.text.len())
                .any(|part| part == self.text.as_bytes())
        };
        !self.text.is_empty() && (holds(text) || holds(&super::query::percent_decoded(text).0))
    }

    /// The text without any of the secrets.
    pub(super) fn hide(secrets: &[Self], text: &str) -> String {
        let mut shown = text.to_owned();
        for secret in secrets {
            if !secret.text.is_empty() {
                shown = shown.replace(&secret.text, SHOWN_AS);
            }
            if secret.is_in(shown.as_bytes()) {
                // Encoded in some way: there is no telling which part of the text gives it away.
                shown = SHOWN_AS.to_owned();
            }
        }
        shown
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret")
            .field("only_in", &self.only_in)
            .finish_non_exhaustive()
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place) & 0x3f) as usize;
            out.push(if place <= chunk.len() {
                char::from(DIGITS[digit])
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_rfc_4648_has_it() {
        let pairs = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("tok-1:", "dG9rLTE6"),
        ];
        for (plain, encoded) in pairs {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn a_hidden_text_never_holds_the_secret_in_any_form() {
        let secrets = Secret::token("tök/1");
        for text in [
            "Bearer tök/1",
            "Basic dMO2ay8xOg==",
            "a=t%C3%B6k%2F1",
            "t%c3%b6k/1 tök/1",
        ] {
            let shown = Secret::hide(&secrets, text);
            assert!(shown.contains(SHOWN_AS), "{text} is shown as {shown}");
            assert!(
                secrets.iter().all(|secret| !secret.is_in(shown.as_bytes())),
                "{shown} gives the secret away"
            );
        }
        assert_eq!(Secret::hide(&secrets, "Bearer other"), "Bearer other");
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        assert!(!format!("{:?}", Secret::token("tok-1")).contains("tok-1"));
    }
}
