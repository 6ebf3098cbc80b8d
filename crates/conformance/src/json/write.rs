//! From tree to text: compact, for reports.

use std::fmt::{self, Write};

use super::text::Part;
use super::{Node, Text};

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => write_string(f, text),
            Self::Array(items) => {
                f.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_char(',')?;
                    }
                    write!(f, "{item}")?;
                }
                f.write_char(']')
            }
            Self::Object(members) => {
                f.write_char('{')?;
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        f.write_char(',')?;
                    }
                    write_string(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_char('}')
            }
        }
    }
}

fn write_string(f: &mut fmt::Formatter<'_>, text: &Text) -> fmt::Result {
    f.write_char('"')?;
    let mut result = Ok(());
    text.each(|part| {
        if result.is_ok() {
            result = match part {
                Part::Char('"') => f.write_str("\\\""),
                Part::Char('\\') => f.write_str("\\\\"),
                Part::Char('\n') => f.write_str("\\n"),
                Part::Char('\r') => f.write_str("\\r"),
                Part::Char('\t') => f.write_str("\\t"),
                Part::Char(c) if c.is_control() => write!(f, "\\u{:04x}", u32::from(c)),
                Part::Char(c) => f.write_char(c),
                Part::Surrogate(unit) => write!(f, "\\u{unit:04x}"),
            };
        }
    });
    result?;
    f.write_char('"')
}
