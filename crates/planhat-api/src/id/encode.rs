//! Percent-encoding. RFC 3986 section 2.3 names what needs none; all else is encoded, so that no
//! id can end a segment, start a query, or mean a parent folder.

/// A whole path segment.
pub(crate) fn encode_segment(text: &str, out: &mut String) {
    encode(text, out, is_unreserved);
}

/// A query name or value. Commas stay, as the documented `select=_id,product` has them.
pub(crate) fn encode_query(text: &str, out: &mut String) {
    encode(text, out, |byte| is_unreserved(byte) || byte == b',');
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn encode(text: &str, out: &mut String, plain: fn(u8) -> bool) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        for (plain, encoded) in [
            ("AZaz09-._~", "AZaz09-._~"),
            ("a/b\\c", "a%2Fb%5Cc"),
            ("a b+c&d=e#f?g%h", "a%20b%2Bc%26d%3De%23f%3Fg%25h"),
            (
                "[{(é—🦀)}]",
                "%5B%7B%28%C3%A9%E2%80%94%F0%9F%A6%80%29%7D%5D",
            ),
            ("a\r\n\0", "a%0D%0A%00"),
        ] {
            let mut out = String::new();
            encode_segment(plain, &mut out);
            assert_eq!(out, encoded);
        }
    }
}
