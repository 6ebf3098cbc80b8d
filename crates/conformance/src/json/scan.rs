//! Where the parts of a JSON text stand: a body must be replayed byte for byte, and a report must name its line.

use super::reader::Reader;
use super::{ReadError, Text};

/// A member of an object, as it stands in the text.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// The key.
    pub key: Text,
    /// The byte at which the key starts.
    pub key_at: usize,
    /// The text of the value, without the white space around it.
    pub value: &'a str,
    /// The byte at which the value starts.
    pub value_at: usize,
}

/// An item of an array, as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub struct Item<'a> {
    /// The text of the item, without the white space around it.
    pub value: &'a str,
    /// The byte at which the item starts.
    pub value_at: usize,
}

/// The members of the object that a text is; none if it is something else.
pub fn members(text: &str) -> Result<Vec<Member<'_>>, ReadError> {
    let mut found = Vec::new();
    each(text, b'{', b'}', |reader| {
        reader.space();
        let key_at = reader.at;
        let key = reader.key()?;
        let (value, value_at) = slice(reader)?;
        found.push(Member {
            key,
            key_at,
            value,
            value_at,
        });
        Ok(())
    })?;
    Ok(found)
}

/// The items of the array that a text is; none if it is something else.
pub fn items(text: &str) -> Result<Vec<Item<'_>>, ReadError> {
    let mut found = Vec::new();
    each(text, b'[', b']', |reader| {
        let (value, value_at) = slice(reader)?;
        found.push(Item { value, value_at });
        Ok(())
    })?;
    Ok(found)
}

/// The line, from 1, on which a byte of the text stands.
pub fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    before.iter().filter(|&&byte| byte == b'\n').count() + 1
}

type Step<T> = Result<T, (usize, super::Problem)>;

fn each<'a>(
    text: &'a str,
    open: u8,
    close: u8,
    mut part: impl FnMut(&mut Reader<'a>) -> Step<()>,
) -> Result<(), ReadError> {
    super::parse(text)?;
    let mut reader = Reader { text, at: 0 };
    reader.space();
    if !reader.take(open) {
        return Ok(());
    }
    reader.space();
    let mut walk = || {
        while !reader.take(close) {
            part(&mut reader)?;
            reader.space();
            reader.take(b',');
            reader.space();
        }
        Ok(())
    };
    walk().map_err(|(offset, problem)| ReadError::at(text, offset, problem))
}

fn slice<'a>(reader: &mut Reader<'a>) -> Step<(&'a str, usize)> {
    reader.space();
    let start = reader.at;
    // One level down, since the text around it was read already.
    reader.value(1)?;
    Ok((&reader.text[start..reader.at], start))
}
