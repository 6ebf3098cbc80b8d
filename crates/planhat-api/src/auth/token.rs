//! A token that keeps to itself.

use std::fmt;
use std::sync::Arc;

use zeroize::Zeroizing;

/// An API token of a service account. It does not show itself, and its memory is wiped when its last
/// clone is dropped. (What the HTTP stack copied into its buffers is not.)
///
/// ```
/// # use planhat_api::{InvalidToken, Token};
/// let token = Token::new(" secret\n")?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// assert_eq!(Token::new("se cret").unwrap_err(), InvalidToken::Character);
/// # Ok::<(), InvalidToken>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Arc<Zeroizing<String>>);

/// Why a text is no token. The token itself is not repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidToken {
    /// No token was given.
    #[error(
        "no token: pass one with `Client::builder().token(…)`, or set PLANHAT_API_TOKEN for `Client::from_env()`"
    )]
    Missing,
    /// Both a token and a token provider were given.
    #[error("both a token and a token provider were given: keep one")]
    Twice,
    /// A token that HTTP Basic cannot carry.
    #[error("HTTP Basic takes no colon in a user name: send the token as a bearer token")]
    Colon,
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
    /// Reads a token. White space around it is the newline of a paste or a file (observed): it is
    /// cut off.
    ///
    /// # Errors
    /// When it is empty or no header can carry it.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidToken> {
        let given = Zeroizing::new(text.into());
        let text = given.trim();
        if text.is_empty() {
            return Err(InvalidToken::Empty);
        }
        if !text.as_bytes().iter().all(u8::is_ascii_graphic) {
            return Err(InvalidToken::Character);
        }
        Ok(Self(Arc::new(Zeroizing::new(text.to_owned()))))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newline_of_a_paste_is_cut_off_and_damage_refused() {
        assert_eq!(Token::new(" secret\r\n").unwrap().expose(), "secret");
        assert_eq!(Token::new(" \n").err(), Some(InvalidToken::Empty));
        for damaged in ["a\nb", "a b", "a\u{0}b", "tök"] {
            assert_eq!(
                Token::new(damaged).err(),
                Some(InvalidToken::Character),
                "{damaged:?}"
            );
        }
    }
}
