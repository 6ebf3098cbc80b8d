//! What in a value the spec does not know, or says otherwise.

use crate::compare::Pointer;
use crate::json::Node;
use crate::spec::{ObjectShape, Shape, Slot};

/// Something in a value that the spec does not say. Its pointer has `*` for every index.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Finding<'a> {
    /// A key that the spec does not name.
    Unknown {
        /// Where.
        at: Pointer,
        /// What stands there.
        found: &'a Node,
    },
    /// A value that does not fit.
    Misfit {
        /// Where.
        at: Pointer,
        /// What should stand there.
        expected: String,
        /// What kind of thing stands there.
        kind: &'static str,
        /// What stands there.
        found: &'a Node,
    },
}

/// Everything in a record that the spec does not know, and every value that does not fit it. What stands below such a key
/// or value is not looked at: the spec says nothing of it.
pub fn findings<'a>(shape: &ObjectShape, record: &'a Node) -> Vec<Finding<'a>> {
    let mut found = Vec::new();
    object(shape, &Pointer::root(), record, &mut found);
    found
}

fn object<'a>(shape: &ObjectShape, at: &Pointer, node: &'a Node, out: &mut Vec<Finding<'a>>) {
    // An object without properties is free: its keys are the tenant's.
    if shape.properties.is_empty() {
        return;
    }
    for (key, value) in node.members() {
        let at = at.key(key);
        let property = key.as_str().and_then(|key| shape.property(key));
        match property {
            Some(property) => slot(&property.slot, at, value, out),
            None => out.push(Finding::Unknown { at, found: value }),
        }
    }
}

fn slot<'a>(slot_of: &Slot, at: Pointer, node: &'a Node, out: &mut Vec<Finding<'a>>) {
    if let Some(kind) = slot_of.refuses(node) {
        return out.push(Finding::Misfit {
            at,
            expected: slot_of.words(),
            kind,
            found: node,
        });
    }
    match &slot_of.shape {
        Shape::Object(shape) => object(shape, &at, node, out),
        Shape::Array(items) => {
            let at = at.any_item();
            node.items()
                .iter()
                .for_each(|item| slot(items, at.clone(), item, out));
        }
        _ => {}
    }
}
