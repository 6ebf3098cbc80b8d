//! All values of a JSON text, found in one pass.
//!
//! `Members` and `Elements` scan a value anew for each level that is entered. That suits one
//! lookup; a walk over the whole of a deeply nested text would take a time that grows with the
//! square of its depth.

use super::scan::{scalar_end, skip_separators, string_end};

/// The values of one valid JSON text, in the order in which they start: the whole comes first.
pub(super) struct Tape<'a> {
    nodes: Vec<Node<'a>>,
}

/// One value.
pub(super) struct Node<'a> {
    /// The key between its quotes, still escaped; empty for what is no member.
    pub(super) key: &'a str,
    /// The text of a scalar; of a container, the bracket that opens it.
    pub(super) text: &'a str,
    /// The place behind the value and everything in it.
    next: usize,
}

impl<'a> Tape<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut nodes: Vec<Node<'a>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut key = None;
        let mut at = skip_separators(bytes, 0);
        while let Some(byte) = bytes.get(at) {
            let place = nodes.len();
            let end = match byte {
                b'{' | b'[' => at + 1,
                b'}' | b']' => at + 1,
                b'"' => string_end(bytes, at),
                _ => scalar_end(bytes, at),
            };
            let inside = open.last().and_then(|&container| nodes.get(container));
            let in_object = inside.is_some_and(|container| container.text == "{");
            match byte {
                b'}' | b']' => {
                    if let Some(node) = open.pop().and_then(|container| nodes.get_mut(container)) {
                        node.next = place;
                    }
                }
                b'"' if in_object && key.is_none() => {
                    key = text.get(at + 1..end - 1);
                }
                _ => {
                    if matches!(byte, b'{' | b'[') {
                        open.push(place);
                    }
                    nodes.push(Node {
                        key: key.take().unwrap_or_default(),
                        text: text.get(at..end).unwrap_or_default(),
                        next: place + 1,
                    });
                }
            }
            at = skip_separators(bytes, end);
        }
        Self { nodes }
    }

    /// The value at a place; the whole stands at 0.
    pub(super) fn node(&self, place: usize) -> Option<&Node<'a>> {
        self.nodes.get(place)
    }

    /// The places of a container's parts; none for a scalar.
    pub(super) fn parts(&self, container: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.node(container).map_or(0, |node| node.next);
        let first = Some(container + 1).filter(|&first| first < end);
        std::iter::successors(first, move |&place| {
            let next = self.node(place)?.next;
            (place < next && next < end).then_some(next)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<(String, String)> {
        let tape = Tape::new(text);
        tape.parts(0)
            .filter_map(|place| tape.node(place))
            .map(|node| (node.key.to_owned(), node.text.to_owned()))
            .collect()
    }

    #[test]
    fn the_parts_of_a_container_are_found_whatever_they_hold() {
        let text = r#"{ "a" : "x,}\"]" , "b":[1,{"c":"]"}],"d":{"e":{}},"f":-1.5e3 ,"a":null}"#;
        let expected = [
            ("a", r#""x,}\"]""#),
            ("b", "["),
            ("d", "{"),
            ("f", "-1.5e3"),
            ("a", "null"),
        ]
        .map(|(key, text)| (key.to_owned(), text.to_owned()));
        assert_eq!(parts(text), expected);
        assert_eq!(parts("[ ]"), []);
        assert_eq!(parts("[[],[[]],\"a\"]").len(), 3);
        assert_eq!(parts("7"), []);
    }

    #[test]
    fn text_that_is_no_json_neither_panics_nor_loops() {
        for text in [
            "", "{", "{\"", "{\"a", "{\"a\\", "{\"a\":", "{\"a\":[", "[", "[1,", "[\"", "{]", "[}",
            "]", "{\"é", "\"", "{1:2}", "[1]2",
        ] {
            let tape = Tape::new(text);
            for place in 0..tape.nodes.len() {
                assert!(tape.parts(place).take(100).count() < 100, "{text}");
            }
        }
    }
}
