//! JSON values with one thing changed.

use crate::json::{Node, Text};

/// A string.
pub(super) fn string(text: &str) -> Node {
    Node::String(Text::from(text))
}

/// A number by its text.
pub(super) fn number(text: &str) -> Node {
    Node::Number(text.to_owned())
}

/// An object.
pub(super) fn object<const N: usize>(members: [(&str, Node); N]) -> Node {
    Node::Object(members.map(|(key, value)| (Text::from(key), value)).into())
}

/// The object with another value for a key, which is added unless it is there; anything else as it is.
pub(super) fn with(node: &Node, key: &str, value: Node) -> Node {
    let Node::Object(members) = node else {
        return node.clone();
    };
    let mut members: Vec<_> = members.clone();
    match members.iter_mut().find(|(name, _)| *name == key) {
        Some((_, old)) => *old = value,
        None => members.push((Text::from(key), value)),
    }
    Node::Object(members)
}

/// The object without a key; anything else as it is.
pub(super) fn without(node: &Node, key: &str) -> Node {
    match node {
        Node::Object(members) => {
            let others = members.iter().filter(|(name, _)| *name != key);
            Node::Object(others.cloned().collect())
        }
        other => other.clone(),
    }
}

/// The value with a member added to every object in it, at whatever depth.
pub(super) fn with_everywhere(node: &Node, key: &str, value: &Node) -> Node {
    match node {
        Node::Array(items) => {
            let items = items.iter().map(|item| with_everywhere(item, key, value));
            Node::Array(items.collect())
        }
        Node::Object(members) => {
            let deeper = members
                .iter()
                .map(|(name, inner)| (name.clone(), with_everywhere(inner, key, value)));
            with(&Node::Object(deeper.collect()), key, value.clone())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn one_thing_changes_and_the_rest_stays() {
        let node = parse(r#"{"a":1.0,"b":[{"c":null}]}"#).unwrap();
        let edited = [
            with(&node, "a", string("x")),
            with(&node, "d", Node::Bool(true)),
            without(&node, "b"),
            with_everywhere(&node, "n", &number("2")),
        ];
        let texts = edited.map(|node| node.to_string());
        assert_eq!(texts[0], r#"{"a":"x","b":[{"c":null}]}"#);
        assert_eq!(texts[1], r#"{"a":1.0,"b":[{"c":null}],"d":true}"#);
        assert_eq!(texts[2], r#"{"a":1.0}"#);
        assert_eq!(texts[3], r#"{"a":1.0,"b":[{"c":null,"n":2}],"n":2}"#);
    }
}
