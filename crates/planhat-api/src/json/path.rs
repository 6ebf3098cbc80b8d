//! Where a text that is no JSON ceases to be some.

use std::fmt::Write as _;

use super::unescape;

/// Where in a container that is not closed.
enum Step<'a> {
    /// At the member of this key, once there is a whole one.
    Key(Option<&'a [u8]>),
    /// At the element of this index.
    Index(usize),
}

/// A path of more steps, or of more bytes, tells nobody anything.
const DEEPEST: usize = 128;
const LONGEST: usize = 4096;

/// The path of what a text ends in that could be the beginning of some JSON, such as `[17].custom`. Empty where that
/// stands too deep or has too long a name. Of other texts it may be another place, but never holds a value.
pub(super) fn last_path(text: &[u8]) -> String {
    let mut open = Vec::new();
    // How many more are open than are kept.
    let mut deeper = 0_usize;
    let mut string = None;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let is_full = open.len() == DEEPEST;
        match (byte, open.last_mut()) {
            (b'"', _) => {
                let end = string_end(text, at);
                string = text.get(at + 1..end);
                at = end;
            }
            (b'{' | b'[', _) if is_full => deeper += 1,
            (b'}' | b']', _) if deeper > 0 => deeper -= 1,
            (b':' | b',', _) if deeper > 0 => {}
            // Only where a key is due: any other string is a value.
            (b':', Some(Step::Key(key @ None))) => *key = string.take(),
            (b',', Some(Step::Key(key))) => {
                *key = None;
                string = None;
            }
            (b',', Some(Step::Index(index))) => *index += 1,
            (b'{', _) => {
                open.push(Step::Key(None));
                string = None;
            }
            (b'[', _) => open.push(Step::Index(0)),
            (b'}' | b']', _) => {
                open.pop();
                string = None;
            }
            _ => {}
        }
        at += 1;
    }
    let mut path = String::new();
    if deeper > 0 {
        return path;
    }
    for (depth, step) in open.iter().enumerate() {
        match step {
            Step::Key(Some(key)) => {
                if path.len() + key.len() > LONGEST {
                    return String::new();
                }
                if depth > 0 {
                    path.push('.');
                }
                path.push_str(&unescape(&String::from_utf8_lossy(key)));
            }
            Step::Key(None) => {}
            Step::Index(index) => {
                let _ = write!(path, "[{index}]");
            }
        }
    }
    path
}

/// The place of the closing quote of the string whose opening one stands at `at`.
fn string_end(text: &[u8], mut at: usize) -> usize {
    at += 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => break,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::last_path;

    #[test]
    fn the_path_leads_to_the_last_value_that_was_begun() {
        for (text, path) in [
            ("", ""),
            ("x", ""),
            ("{", ""),
            (r#"{"a"#, ""),
            (r#"{"a""#, ""),
            (r#"{"a":"#, "a"),
            (r#"{"a":1,"#, ""),
            (r#"{"a":1,"b":{"c":"x,[{"#, "b.c"),
            (r#"{"a\"\u0062":tru"#, "a\"b"),
            ("[", "[0]"),
            (r#"[1,{"a":[{},[]],"b":[[1,2"#, "[1].b[0][1]"),
            (r#"[{"a":1},{"b":"\"#, "[1].b"),
            ("]}{", ""),
            ("1,2:3", ""),
            ("[1:2", "[0]"),
            (r#"{"":{"a":"#, ".a"),
            // Values are no keys, whatever comes behind them.
            (r#"{"a":"value":"#, "a"),
            (r#"{"a":{"b":"value"}:"#, "a"),
            (r#"{"a":["value"],:"#, ""),
            (r#"{"a":"value","b":"value":"#, "b"),
            (r#"["value":{:"#, "[0]"),
            (r#"{["value"]:"#, ""),
            (r#"{{"a":"value"}:"#, ""),
            (r#"{"a":"value\u1":1"#, "a"),
        ] {
            assert_eq!(last_path(text.as_bytes()), path, "{text}");
        }
        assert_eq!(last_path(b"{\"a\xff\":["), "a\u{fffd}[0]");
        assert_eq!(last_path(&[b'['; 128]), "[0]".repeat(128));
        assert_eq!(last_path(&[b'['; 129]), "");
        let long = |length| format!("{{\"{}\":", "k".repeat(length));
        assert_eq!(last_path(long(4096).as_bytes()).len(), 4096);
        assert_eq!(last_path(long(4097).as_bytes()), "");
        let back = [&[b'['; 500][..], b"1,{", &[b']'; 373], b",1"].concat();
        assert_eq!(last_path(&back), "[0]".repeat(127) + "[1]");
    }
}
