//! Who calls, and what they may do.

use std::collections::HashMap;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::refusal::Refusal;

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Full,
    ReadOnly,
}

/// The tokens that are accepted.
#[derive(Clone, Default)]
pub(crate) struct Tokens(HashMap<String, Access>);

impl Tokens {
    pub(crate) fn add(&mut self, token: String, access: Access) {
        self.0.insert(token, access);
    }

    /// All of them, in no order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// What the token of an `Authorization` header may do.
    pub(crate) fn access(&self, header: Option<&[u8]>) -> Result<Access, Refusal> {
        let Some(header) = header else {
            return Err(refused("there is no Authorization header"));
        };
        let Some(token) = token(header) else {
            return Err(refused(
                "the Authorization header is neither `Bearer` and a token nor `Basic` and base64 of a token with a colon",
            ));
        };
        let known = self.0.get(&token).copied();
        known.ok_or_else(|| refused("the token is not known here"))
    }
}

/// A token is shown nowhere.
impl fmt::Debug for Tokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Tokens")
            .field("count", &self.0.len())
            .finish()
    }
}

fn refused(why: &str) -> Refusal {
    Refusal::new(401, why)
}

/// The token of a header; of basic authentication the user name, whose password is empty.
fn token(header: &[u8]) -> Option<String> {
    let header = std::str::from_utf8(header).ok()?;
    let (scheme, rest) = header.split_once(' ')?;
    let rest = rest.trim_matches(' ');
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.to_owned());
    }
    if scheme.eq_ignore_ascii_case("basic") {
        let decoded = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
        return Some(decoded.strip_suffix(':')?.to_owned());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_as_bearer_or_as_a_user_name_without_a_password() {
        let mut tokens = Tokens::default();
        tokens.add("secret".to_owned(), Access::Full);
        tokens.add("reader".to_owned(), Access::ReadOnly);
        let access = |header: &str| tokens.access(Some(header.as_bytes()));
        assert_eq!(access("Bearer secret"), Ok(Access::Full));
        assert_eq!(access("bearer  reader"), Ok(Access::ReadOnly));
        assert_eq!(access("Basic c2VjcmV0Og=="), Ok(Access::Full));
        for header in [
            "",
            "secret",
            "Bearer",
            "Bearer other",
            "Token secret",
            "Basic secret",
            "Basic c2VjcmV0",     // without the colon
            "Basic c2VjcmV0OnB3", // with a password
            "Basic /w==",
        ] {
            assert_eq!(
                access(header).map_err(|refusal| refusal.status),
                Err(401),
                "{header}"
            );
        }
        assert_eq!(tokens.access(None).unwrap_err().status, 401);
    }

    #[test]
    fn debug_shows_no_token() {
        let mut tokens = Tokens::default();
        tokens.add("secret".to_owned(), Access::Full);
        assert_eq!(format!("{tokens:?}"), "Tokens { count: 1 }");
    }
}
