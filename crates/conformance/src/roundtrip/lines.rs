//! Lines of a stream, one at a time and none without bound.

use std::io::{self, BufRead};

use thiserror::Error;

/// How long a line may be: as long as the longest reply that the client reads.
pub const MAX_LINE: usize = 64 * 1024 * 1024;

/// A line of the stream.
#[derive(Debug)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// Its text without the line end, or why it has none.
    pub text: Result<String, LineError>,
}

/// Why a line has no text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LineError {
    /// It is too long.
    #[error("the line is longer than {0} bytes")]
    TooLong(usize),
    /// It is no UTF-8.
    #[error("the line is not UTF-8 from byte {0} on")]
    NotUtf8(usize),
}

/// The lines of a stream. Memory is bounded by the longest line that is allowed.
#[derive(Debug)]
pub struct Lines<R> {
    source: R,
    number: u64,
    limit: usize,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a stream, none longer than `limit` bytes.
    pub fn new(source: R, limit: usize) -> Self {
        Self {
            source,
            number: 0,
            limit,
        }
    }

    /// The next line; none at the end.
    pub fn next_line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut too_long = false;
        let mut ended = false;
        let mut any = false;
        while !ended {
            let buffer = match self.source.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if buffer.is_empty() {
                break;
            }
            any = true;
            let newline = buffer.iter().position(|&byte| byte == b'\n');
            let part = &buffer[..newline.unwrap_or(buffer.len())];
            too_long |= bytes.len() + part.len() > self.limit;
            if too_long {
                bytes = Vec::new();
            } else {
                bytes.extend_from_slice(part);
            }
            ended = newline.is_some();
            let used = part.len() + usize::from(ended);
            self.source.consume(used);
        }
        if !any {
            return Ok(None);
        }
        self.number += 1;
        let text = if too_long {
            Err(LineError::TooLong(self.limit))
        } else {
            self.text(bytes)
        };
        Ok(Some(Line {
            number: self.number,
            text,
        }))
    }

    fn text(&self, mut bytes: Vec<u8>) -> Result<String, LineError> {
        // Some programs put a byte order mark before the first line of a file, which is no part of its JSON.
        if self.number == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        String::from_utf8(bytes)
            .map_err(|error| LineError::NotUtf8(error.utf8_error().valid_up_to()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_be_as_long_as_allowed_and_a_longer_one_does_not_stop_the_rest() {
        let input = "12345\r\n123456789\n1234567890\n\n123";
        let mut lines = Lines::new(io::BufReader::with_capacity(4, input.as_bytes()), 9);
        let mut told = Vec::new();
        while let Some(line) = lines.next_line().expect("a slice can be read") {
            told.push((line.number, line.text.map_err(|error| error.to_string())));
        }
        let ok = |text: &str| Ok(text.to_owned());
        let too_long = Err("the line is longer than 9 bytes".to_owned());
        assert_eq!(
            told,
            [
                (1, ok("12345\r")),
                (2, ok("123456789")),
                (3, too_long),
                (4, ok("")),
                (5, ok("123"))
            ]
        );
    }
}
