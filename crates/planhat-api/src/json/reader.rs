//! Reads text that may be anything: what is JSON is told from what is not while it is walked, in one
//! pass and without a tree or recursion.
//!
//! `serde_json` accepts the same texts, and says why one is none.

use super::scan::plain_end;

/// A place in a text, up to which it is JSON.
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
}

/// A string or another value, as it stands in the text.
#[derive(Clone, Copy)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it is a string with a backslash in it.
    pub(crate) has_escapes: bool,
}

/// What `read` makes of the one value that the bytes hold; none if they hold anything else.
pub(crate) fn read_whole<'a, T>(
    bytes: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Option<T>,
) -> Option<T> {
    let mut reader = Reader::new(std::str::from_utf8(bytes).ok()?);
    reader.space();
    let value = read(&mut reader)?;
    reader.space();
    (reader.at == bytes.len()).then_some(value)
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The whole text, read or not.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// Reads an object; `each` hears the key of each member, quotes included, and its value.
    pub(crate) fn members(&mut self, mut each: impl FnMut(Token, Token)) -> Option<()> {
        self.expect(b'{')?;
        self.space();
        if self.eat(b'}') {
            return Some(());
        }
        loop {
            let key = self.key()?;
            let value = self.value()?;
            each(key, value);
            self.space();
            match self.next()? {
                b',' => self.space(),
                b'}' => return Some(()),
                _ => return None,
            }
        }
    }

    /// Reads an array, each element by `element`.
    pub(crate) fn elements<T>(
        &mut self,
        mut element: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        /// The documented most of a page, so that a small first element reserves no more than that.
        const MOST: usize = 2000;
        let mut elements = Vec::new();
        self.expect(b'[')?;
        self.space();
        if self.eat(b']') {
            return Some(elements);
        }
        let first = self.at;
        loop {
            elements.push(element(self)?);
            if elements.len() == 1 {
                let like_it = (self.text.len() - first) / (self.at - first).max(1);
                elements.reserve_exact(like_it.min(MOST));
            }
            self.space();
            match self.next()? {
                b',' => self.space(),
                b']' => return Some(elements),
                _ => return None,
            }
        }
    }

    /// Reads a value of any kind.
    pub(crate) fn value(&mut self) -> Option<Token> {
        let start = self.at;
        let has_escapes = match self.peek()? {
            b'"' => self.string()?,
            b'{' | b'[' => {
                self.container()?;
                false
            }
            _ => {
                self.scalar()?;
                false
            }
        };
        Some(Token {
            start,
            end: self.at,
            has_escapes,
        })
    }

    fn container(&mut self) -> Option<()> {
        let mut open = Nesting::default();
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' => {
                    self.at += 1;
                    self.space();
                    if !self.eat(b'}') {
                        open.push(true);
                        self.key()?;
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    self.space();
                    if !self.eat(b']') {
                        open.push(false);
                        continue;
                    }
                }
                _ => self.scalar()?,
            }
            loop {
                let Some(is_object) = open.innermost() else {
                    return Some(());
                };
                self.space();
                match self.next()? {
                    b',' => {
                        self.space();
                        if is_object {
                            self.key()?;
                        }
                        break;
                    }
                    b'}' if is_object => open.pop(),
                    b']' if !is_object => open.pop(),
                    _ => return None,
                }
            }
        }
    }

    /// A key and its colon, up to the value.
    fn key(&mut self) -> Option<Token> {
        let start = self.at;
        if self.peek()? != b'"' {
            return None;
        }
        let has_escapes = self.string()?;
        let end = self.at;
        self.space();
        self.expect(b':')?;
        self.space();
        Some(Token {
            start,
            end,
            has_escapes,
        })
    }

    /// The string whose opening quote is next; whether there is a backslash in it.
    fn string(&mut self) -> Option<bool> {
        let bytes = self.text.as_bytes();
        let mut has_escapes = false;
        self.at += 1;
        loop {
            self.at = plain_end(bytes, self.at);
            match self.next()? {
                b'"' => return Some(has_escapes),
                b'\\' => {
                    has_escapes = true;
                    self.escape()?;
                }
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let digits = self.text.as_bytes().get(self.at..self.at + 4)?;
                self.at += 4;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(())
            }
            _ => None,
        }
    }

    fn scalar(&mut self) -> Option<()> {
        match self.peek()? {
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += word.len();
        rest.starts_with(word).then_some(())
    }

    fn number(&mut self) -> Option<()> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Some(())
    }

    /// One digit or more.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.eat(byte).then_some(())
    }
}

/// Which of the containers that are open are objects: one bit each, the innermost lowest.
#[derive(Default)]
struct Nesting {
    depth: usize,
    lowest: u64,
    /// Full words of the bits above.
    above: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.above.push(self.lowest);
        }
        self.depth += 1;
        self.lowest = self.lowest << 1 | u64::from(is_object);
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.lowest >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.lowest = self.above.pop().unwrap_or_default();
        }
    }

    fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.lowest & 1 == 1)
    }
}

#[cfg(test)]
mod tests;
