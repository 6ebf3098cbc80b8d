//! The token, and the header it becomes.

use std::fmt;

use reqwest::header::HeaderValue;

/// An API token that does not show itself.
#[derive(Clone)]
pub(crate) struct Token(String);

/// Why a text is no token. The token itself is not repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidToken {
    /// No token was given.
    #[error(
        "no token: pass one with `Client::builder().token(…)`, or set PLANHAT_API_TOKEN for `Client::from_env()`"
    )]
    Missing,
    /// Nothing is left of the token without the white space around it.
    #[error("the token is empty")]
    Empty,
    /// A character that no header can carry, often from a damaged paste.
    #[error(
        "the token holds a control character, a space inside, or a character beyond ASCII: copy it again"
    )]
    Character,
}

impl Token {
    /// White space around a token is the newline of a paste or a file (observed): it is cut off.
    pub(crate) fn new(text: &str) -> Result<Self, InvalidToken> {
        let text = text.trim();
        if text.is_empty() {
            return Err(InvalidToken::Empty);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidToken::Character);
        }
        Ok(Self(text.to_owned()))
    }

    /// The value of `Authorization`, in one of the two documented forms.
    pub(crate) fn authorization(&self, scheme: Scheme) -> Result<HeaderValue, InvalidToken> {
        let text = match scheme {
            Scheme::Bearer => format!("Bearer {}", self.0),
            Scheme::Basic => format!("Basic {}", base64(format!("{}:", self.0).as_bytes())),
        };
        let mut value = HeaderValue::try_from(text).map_err(|_| InvalidToken::Character)?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

/// How the token is sent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Scheme {
    #[default]
    Bearer,
    /// The token as user name, with an empty password.
    Basic,
}

/// RFC 4648 section 4; the only use does not merit a dependency.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .fold(0, |group, &byte| (group << 8) | u32::from(byte))
            << (8 * (3 - chunk.len()));
        for position in 0..4 {
            let sextet = (group >> (18 - 6 * position)) & 63;
            out.push(if position > chunk.len() {
                '='
            } else {
                char::from(ALPHABET[sextet as usize])
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(token: &str, scheme: Scheme) -> String {
        let value = Token::new(token).unwrap().authorization(scheme).unwrap();
        assert!(value.is_sensitive());
        value.to_str().unwrap().to_owned()
    }

    #[test]
    fn both_documented_forms_are_sent() {
        assert_eq!(header("secret", Scheme::Bearer), "Bearer secret");
        // printf 'secret:' | base64
        assert_eq!(header("secret", Scheme::Basic), "Basic c2VjcmV0Og==");
        for (plain, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn the_newline_of_a_paste_is_cut_off_and_damage_refused() {
        assert_eq!(header(" secret\r\n", Scheme::Bearer), "Bearer secret");
        assert_eq!(Token::new(" \n").err(), Some(InvalidToken::Empty));
        for damaged in ["a\nb", "a b", "a\u{0}b", "tök"] {
            assert_eq!(
                Token::new(damaged).err(),
                Some(InvalidToken::Character),
                "{damaged:?}"
            );
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Token::new("secret").unwrap()), "Token(…)");
    }
}
