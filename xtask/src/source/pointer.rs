//! JSON pointers (RFC 6901), as text.

use std::fmt::Display;

/// The pointer of the part `token` of `pointer`.
pub fn join(pointer: &str, token: impl Display) -> String {
    let token = token.to_string().replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{token}")
}

/// The parts of a pointer, unescaped.
pub fn tokens(pointer: &str) -> Vec<String> {
    pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// The last part of a pointer, unescaped: the name of what it points at.
pub fn last(pointer: &str) -> String {
    tokens(pointer).pop().unwrap_or_default()
}
