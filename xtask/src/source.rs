//! YAML (and JSON, which is a part of it), read to a value that keeps every key and number, and of which
//! every part knows its line.

mod events;
pub mod pointer;
mod scalar;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// Why a file could not be read to a [`Document`].
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file could not be opened or is not UTF-8.
    #[error("{}: cannot be read: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// The text is not YAML as this project uses it.
    #[error("{}", crate::problem::render(.0))]
    Syntax(Vec<Problem>),
}

/// Where a part of the document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    line: usize,
    /// Parts are numbered as they come, so that keys can be told in the order of the file.
    order: usize,
}

/// A file read to a JSON value, with the line of each of its parts.
#[derive(Debug, Clone)]
pub struct Document {
    path: String,
    text: String,
    sha256: String,
    value: Value,
    marks: BTreeMap<String, Mark>,
}

impl Document {
    /// Reads a file; `shown` is the path that problems name.
    ///
    /// # Errors
    /// When the file cannot be read, or is not YAML as this project uses it.
    pub fn read(path: &Path, shown: &str) -> Result<Self, ReadError> {
        let text = std::fs::read_to_string(path).map_err(|error| ReadError::Io {
            path: path.to_owned(),
            error,
        })?;
        Self::parse(shown, text).map_err(ReadError::Syntax)
    }

    /// Reads a text; `shown` is the path that problems name.
    ///
    /// # Errors
    /// All problems with the syntax, as far as it could be read.
    pub fn parse(shown: &str, text: impl Into<String>) -> Result<Self, Vec<Problem>> {
        let text = text.into();
        let events::Read { value, marks } = events::read(shown, &text)?;
        let mut sha256 = String::with_capacity(64);
        for byte in Sha256::digest(text.as_bytes()) {
            // Writing to a string cannot fail.
            let _ = write!(sha256, "{byte:02x}");
        }
        Ok(Self {
            path: shown.to_owned(),
            text,
            sha256,
            value,
            marks,
        })
    }

    /// The path that problems name.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the text, in hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The whole value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The part at a JSON pointer.
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.value.pointer(pointer)
    }

    /// The line of the part at a JSON pointer, or of the nearest part around it that exists.
    pub fn line(&self, pointer: &str) -> usize {
        let mut rest = pointer;
        loop {
            if let Some(mark) = self.marks.get(rest) {
                return mark.line;
            }
            match rest.rfind('/') {
                Some(cut) => rest = &rest[..cut],
                None => return 1,
            }
        }
    }

    /// The keys of the object at a JSON pointer, in the order in which the file has them.
    ///
    /// The value itself keeps no order: `serde_json` would do so only by a feature that changes every crate
    /// of the workspace.
    pub fn keys(&self, pointer: &str) -> Vec<&str> {
        let Some(Value::Object(object)) = self.at(pointer) else {
            return Vec::new();
        };
        let mut keys: Vec<&str> = object.keys().map(String::as_str).collect();
        keys.sort_by_key(|key| {
            self.marks
                .get(&pointer::join(pointer, key))
                .map(|mark| mark.order)
        });
        keys
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TEXT: &str = "\
zebra: 1
apple:
  - name: first
    size: 83.33333333333333

  - { name: second, size: 5000.0 }
'200': >-
  folded
  text
a/b~c: null
";

    fn document() -> Document {
        Document::parse("some.yaml", TEXT).unwrap()
    }

    #[test]
    fn the_value_is_what_the_yaml_says() {
        let expected = json!({
            "zebra": 1,
            "apple": [{ "name": "first", "size": 83.33333333333333 }, { "name": "second", "size": 5000.0 }],
            "200": "folded text",
            "a/b~c": null,
        });
        assert_eq!(*document().value(), expected);
        assert_eq!(
            document()
                .at("/apple/1/size")
                .map(Value::to_string)
                .as_deref(),
            Some("5000.0")
        );
        assert_eq!(document().at("/a~1b~0c"), Some(&Value::Null));
    }

    #[test]
    fn every_part_knows_its_line_and_what_is_not_there_the_line_around_it() {
        let cases = [
            ("", 1),
            ("/zebra", 1),
            ("/apple", 2),
            ("/apple/0", 3),
            ("/apple/0/size", 4),
            ("/apple/1", 6),
            ("/apple/1/size", 6),
            ("/200", 7),
            ("/a~1b~0c", 10),
            ("/apple/0/weight/unit", 3),
            ("/none", 1),
        ];
        for (pointer, line) in cases {
            assert_eq!(document().line(pointer), line, "{pointer}");
        }
    }

    #[test]
    fn keys_come_in_the_order_of_the_file() {
        assert_eq!(document().keys(""), ["zebra", "apple", "200", "a/b~c"]);
        assert_eq!(document().keys("/apple/1"), ["name", "size"]);
        assert_eq!(document().keys("/zebra"), Vec::<&str>::new());
    }

    #[test]
    fn json_is_read_as_the_yaml_that_it_is() {
        let text = r#"{"a": "tab\t\u00e9 \/ \"", "b": [1, -0.0, 1e2, true, null], "c": {}}"#;
        let document = Document::parse("some.json", text).unwrap();
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(*document.value(), expected);
    }

    #[test]
    fn the_hash_is_that_of_the_text() {
        let empty_object = Document::parse("some.yaml", "{}").unwrap();
        assert_eq!(
            empty_object.sha256(),
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
    }

    #[test]
    fn what_nests_without_end_is_refused_and_not_a_crash() {
        for text in [
            "[".repeat(100_000),
            "a: ".repeat(1_000),
            "- ".repeat(100_000),
        ] {
            assert!(Document::parse("some.yaml", text).is_err());
        }
    }
}
