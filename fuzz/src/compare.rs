//! Two JSON values, as they are written: the order of keys counts, and so do repeated ones.

use crate::json::Node;

/// The places, from the outside in, at which `found` differs from `expected`: none, or the first.
pub fn compare(expected: &Node, found: &Node) -> Vec<String> {
    let same = match (expected, found) {
        (Node::Null, Node::Null) => true,
        (Node::Bool(expected), Node::Bool(found)) => expected == found,
        (Node::Number(expected), Node::Number(found)) => expected == found,
        (Node::String(expected), Node::String(found)) => expected == found,
        (Node::Array(expected), Node::Array(found)) if expected.len() == found.len() => {
            return first(expected.iter().zip(found), |index| format!("[{index}]"));
        }
        (Node::Object(expected), Node::Object(found)) if keys(expected).eq(keys(found)) => {
            let values = expected
                .iter()
                .zip(found)
                .map(|(expected, found)| (&expected.1, &found.1));
            return first(values, |index| {
                format!("{{{}}}", expected[index].0.to_display())
            });
        }
        _ => false,
    };
    if same {
        Vec::new()
    } else {
        vec![format!("{expected} became {found}")]
    }
}

fn keys<K, V>(members: &[(K, V)]) -> impl Iterator<Item = &K> {
    members.iter().map(|(key, _)| key)
}

fn first<'a>(
    pairs: impl Iterator<Item = (&'a Node, &'a Node)>,
    name: impl Fn(usize) -> String,
) -> Vec<String> {
    for (index, (expected, found)) in pairs.enumerate() {
        let mut differences = compare(expected, found);
        if !differences.is_empty() {
            differences.insert(0, name(index));
            return differences;
        }
    }
    Vec::new()
}
