//! From text to tree.

use super::{Node, Problem, ReadError, Text};

/// How deep arrays and objects may nest. It bounds the stack that reading, comparing and writing take.
pub const MAX_DEPTH: usize = 512;

/// Reads one JSON value; nothing but white space may stand around it.
pub fn parse(text: &str) -> Result<Node, ReadError> {
    let mut reader = Reader { text, at: 0 };
    let parsed = reader.whole();
    parsed.map_err(|(offset, problem)| ReadError::at(text, offset, problem))
}

/// Reads one JSON value from bytes, which must be UTF-8.
pub fn parse_bytes(bytes: &[u8]) -> Result<Node, ReadError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(text),
        Err(error) => {
            let readable = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            Err(ReadError::at(&readable, readable.len(), Problem::NotUtf8))
        }
    }
}

type Step<T> = Result<T, (usize, Problem)>;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl Reader<'_> {
    fn whole(&mut self) -> Step<Node> {
        let value = self.value(0)?;
        self.space();
        if self.at < self.text.len() {
            return Err((self.at, Problem::Trailing));
        }
        Ok(value)
    }

    /// Reads the value that stands next, white space before it included.
    pub(super) fn value(&mut self, depth: usize) -> Step<Node> {
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Node::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Node::Bool(true)),
            Some(b'f') => self.word("false", Node::Bool(false)),
            Some(b'n') => self.word("null", Node::Null),
            _ => Err(self.wrong("a value")),
        }
    }

    fn object(&mut self, depth: usize) -> Step<Node> {
        self.deeper(depth)?;
        self.at += 1;
        let mut members = Vec::new();
        self.space();
        if self.take(b'}') {
            return Ok(Node::Object(members));
        }
        loop {
            let key = self.key()?;
            members.push((key, self.value(depth + 1)?));
            self.space();
            if self.take(b'}') {
                return Ok(Node::Object(members));
            }
            self.need(b',', "`,` or `}`")?;
        }
    }

    /// Reads a key and the colon behind it.
    pub(super) fn key(&mut self) -> Step<Text> {
        self.space();
        if self.peek() != Some(b'"') {
            return Err(self.wrong("a key in quotes"));
        }
        let key = self.string()?;
        self.space();
        self.need(b':', "`:`")?;
        Ok(key)
    }

    fn array(&mut self, depth: usize) -> Step<Node> {
        self.deeper(depth)?;
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.take(b']') {
            return Ok(Node::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(b']') {
                return Ok(Node::Array(items));
            }
            self.need(b',', "`,` or `]`")?;
        }
    }

    fn number(&mut self) -> Step<Node> {
        let start = self.at;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        // `01` and `0x1` would else be told as a value followed by rubbish.
        if matches!(
            self.peek(),
            Some(b'0'..=b'9' | b'.' | b'+' | b'-' | b'a'..=b'z' | b'A'..=b'Z')
        ) {
            return Err(self.wrong("the end of the number"));
        }
        Ok(Node::Number(self.text[start..self.at].to_owned()))
    }

    fn digits(&mut self) -> Step<()> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.wrong("a digit"));
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        Ok(())
    }

    fn string(&mut self) -> Step<Text> {
        self.at += 1;
        let mut text = Text::default();
        loop {
            let plain = self.at;
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | 0..=0x1f)) {
                self.at += 1;
            }
            text.push_str(&self.text[plain..self.at]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => self.escape(&mut text)?,
                Some(control) => return Err((self.at, Problem::Control(control.into()))),
                None => return Err(self.wrong("the closing quote of a string")),
            }
        }
    }

    fn escape(&mut self, text: &mut Text) -> Step<()> {
        self.at += 1;
        let meant = match self.peek() {
            Some(b'u') => return self.unicode_escape(text),
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            _ => return Err(self.wrong("one of `\"\\/bfnrtu` after a backslash")),
        };
        self.at += 1;
        text.push_char(meant);
        Ok(())
    }

    /// Reads from the `u` of an escape on; joins two halves of a pair, and keeps a half that stands alone.
    fn unicode_escape(&mut self, text: &mut Text) -> Step<()> {
        let unit = self.code_unit()?;
        if (0xd800..0xdc00).contains(&unit) && self.text[self.at..].starts_with("\\u") {
            let between = self.at;
            self.at += 1;
            let low = self.code_unit()?;
            let pair = char::decode_utf16([unit, low]).next();
            if let Some(Ok(joined)) = pair {
                text.push_char(joined);
                return Ok(());
            }
            self.at = between;
        }
        match char::from_u32(unit.into()) {
            Some(c) => text.push_char(c),
            None => text.push_surrogate(unit),
        }
        Ok(())
    }

    fn code_unit(&mut self) -> Step<u16> {
        self.at += 1;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else {
                return Err(self.wrong("four hexadecimal digits"));
            };
            unit = unit << 4 | digit as u16;
            self.at += 1;
        }
        Ok(unit)
    }

    fn word(&mut self, word: &'static str, node: Node) -> Step<Node> {
        for expected in word.bytes() {
            self.need(expected, word)?;
        }
        Ok(node)
    }

    fn deeper(&self, depth: usize) -> Step<()> {
        if depth >= MAX_DEPTH {
            return Err((self.at, Problem::TooDeep(MAX_DEPTH)));
        }
        Ok(())
    }

    pub(super) fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn take(&mut self, byte: u8) -> bool {
        let stands = self.peek() == Some(byte);
        self.at += usize::from(stands);
        stands
    }

    pub(super) fn need(&mut self, byte: u8, expected: &'static str) -> Step<()> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(self.wrong(expected))
        }
    }

    fn wrong(&self, expected: &'static str) -> (usize, Problem) {
        let problem = match self
            .text
            .get(self.at..)
            .and_then(|rest| rest.chars().next())
        {
            Some(found) => Problem::Unexpected { found, expected },
            None => Problem::End { expected },
        };
        (self.at, problem)
    }
}
