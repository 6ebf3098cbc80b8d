//! From the events of a YAML parser to a value with marks.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use super::scalar::{self, Scalar};
use super::{Mark, pointer};
use crate::problem::Problem;

const RULE: &str = "yaml";
/// Deeper than any honest spec; keeps what walks the value afterwards off the end of the stack.
const MAX_DEPTH: usize = 64;

pub(super) struct Read {
    pub(super) value: Value,
    pub(super) marks: BTreeMap<String, Mark>,
}

pub(super) fn read(file: &str, text: &str) -> Result<Read, Vec<Problem>> {
    let mut builder = Builder {
        file,
        open: Vec::new(),
        root: None,
        marks: BTreeMap::new(),
        problems: Vec::new(),
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                if builder.take(event, span.start.line()).is_err() {
                    break;
                }
            }
            Err(error) => {
                builder.report(
                    error.marker().line(),
                    format!("not YAML: {}", error.info()),
                    "look for wrong indentation, an unclosed quote or bracket, or a tab",
                );
                break;
            }
        }
    }
    match (builder.problems.is_empty(), builder.root) {
        (true, Some(value)) => Ok(Read {
            value,
            marks: builder.marks,
        }),
        (true, None) => Err(vec![Problem {
            rule: RULE,
            file: file.to_owned(),
            line: 1,
            pointer: String::new(),
            what: "the file holds nothing".to_owned(),
            mend: "write a document".to_owned(),
        }]),
        (false, _) => Err(builder.problems),
    }
}

/// Reading cannot go on in a useful way; the reason is among the problems.
struct Stop;

enum Open {
    Array {
        pointer: String,
        items: Vec<Value>,
    },
    Object {
        pointer: String,
        entries: Map<String, Value>,
        /// The key whose value comes next, and whether it came before.
        key: Option<(String, bool)>,
    },
}

struct Builder<'t> {
    file: &'t str,
    open: Vec<Open>,
    root: Option<Value>,
    marks: BTreeMap<String, Mark>,
    problems: Vec<Problem>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, line: usize) -> Result<(), Stop> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                self.report(
                    line,
                    "a second document in one file",
                    "keep one document, without further `---`",
                );
                return Err(Stop);
            }
            Event::Alias(_) => {
                self.report(
                    line,
                    "an alias (`*name`)",
                    "write the value out, or share it by a `$ref`",
                );
                self.value(Value::Null, line);
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse_decoration(anchor, tag.is_some(), line);
                return self.scalar(&text, style, line);
            }
            Event::SequenceStart(anchor, tag) => {
                self.refuse_decoration(anchor, tag.is_some(), line);
                let pointer = self.enter(line)?;
                self.open.push(Open::Array {
                    pointer,
                    items: Vec::new(),
                });
            }
            Event::MappingStart(anchor, tag) => {
                self.refuse_decoration(anchor, tag.is_some(), line);
                let pointer = self.enter(line)?;
                self.open.push(Open::Object {
                    pointer,
                    entries: Map::new(),
                    key: None,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let value = match self.open.pop() {
                    Some(Open::Array { items, .. }) => Value::Array(items),
                    Some(Open::Object { entries, .. }) => Value::Object(entries),
                    None => return Err(Stop),
                };
                self.place(value);
            }
            Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::StreamStart
            | Event::StreamEnd
            | Event::Nothing => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, line: usize) -> Result<(), Stop> {
        let plain = style == ScalarStyle::Plain;
        if let Some(Open::Object {
            pointer,
            entries,
            key: key @ None,
        }) = self.open.last_mut()
        {
            let here = pointer::join(pointer, text);
            let repeated = entries.contains_key(text);
            *key = Some((text.to_owned(), repeated));
            if repeated {
                let first = self.marks.get(&here).map_or(0, |mark| mark.line);
                self.problems.push(Problem {
                    rule: RULE,
                    file: self.file.to_owned(),
                    line,
                    pointer: here,
                    what: format!("the key `{text}` stands twice; first in line {first}"),
                    mend: "keep one of the two".to_owned(),
                });
            } else {
                self.mark(here, line);
            }
            if plain && text == "<<" {
                self.report(
                    line,
                    "a merge key (`<<`)",
                    "write the keys out, or compose by `allOf`",
                );
            } else if plain && let Scalar::Ambiguous(taken) = scalar::plain(text) {
                self.ambiguous(line, text, taken);
            }
            return Ok(());
        }
        let value = if plain {
            match scalar::plain(text) {
                Scalar::Value(value) => value,
                Scalar::NotInJson(what) => {
                    self.report(
                        line,
                        format!("`{text}` is {what}, which JSON does not have"),
                        "write a number that JSON can hold",
                    );
                    Value::Null
                }
                Scalar::Ambiguous(taken) => {
                    self.ambiguous(line, text, taken);
                    Value::Null
                }
            }
        } else {
            Value::String(text.to_owned())
        };
        self.value(value, line);
        Ok(())
    }

    /// A value that is complete as it comes.
    fn value(&mut self, value: Value, line: usize) {
        let here = self.next_pointer();
        self.mark(here, line);
        self.place(value);
    }

    /// The pointer of the array or object that opens here.
    fn enter(&mut self, line: usize) -> Result<String, Stop> {
        if self.open.len() == MAX_DEPTH {
            self.report(
                line,
                format!("nested deeper than {MAX_DEPTH} levels"),
                "name the inner parts under `components`",
            );
            return Err(Stop);
        }
        if let Some(Open::Object { key: None, .. }) = self.open.last() {
            self.report(
                line,
                "a key that is not a scalar",
                "use a plain or quoted text as key",
            );
            return Err(Stop);
        }
        let here = self.next_pointer();
        self.mark(here.clone(), line);
        Ok(here)
    }

    fn next_pointer(&self) -> String {
        match self.open.last() {
            None => String::new(),
            Some(Open::Array { pointer, items }) => pointer::join(pointer, items.len()),
            Some(Open::Object { pointer, key, .. }) => {
                let key = key.as_ref().map_or("", |(key, _)| key);
                pointer::join(pointer, key)
            }
        }
    }

    /// Marks what was not marked before: a value below a key keeps the line of its key.
    fn mark(&mut self, pointer: String, line: usize) {
        let order = self.marks.len();
        self.marks.entry(pointer).or_insert(Mark { line, order });
    }

    fn place(&mut self, value: Value) {
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::Array { items, .. }) => items.push(value),
            Some(Open::Object { entries, key, .. }) => {
                if let Some((key, repeated)) = key.take()
                    && !repeated
                {
                    entries.insert(key, value);
                }
            }
        }
    }

    fn refuse_decoration(&mut self, anchor: usize, tagged: bool, line: usize) {
        if anchor != 0 {
            self.report(
                line,
                "an anchor (`&name`)",
                "write the value where it is used, or share it by a `$ref`",
            );
        }
        if tagged {
            self.report(
                line,
                "a tag (`!name`)",
                "leave it out; quote what must be text",
            );
        }
    }

    fn ambiguous(&mut self, line: usize, text: &str, taken: &str) {
        self.report(
            line,
            format!("`{text}` without quotes is {taken} to readers of YAML 1.1"),
            format!("write \"{text}\""),
        );
    }

    fn report(&mut self, line: usize, what: impl Into<String>, mend: impl Into<String>) {
        self.problems.push(Problem {
            rule: RULE,
            file: self.file.to_owned(),
            line,
            pointer: self.next_pointer(),
            what: what.into(),
            mend: mend.into(),
        });
    }
}
