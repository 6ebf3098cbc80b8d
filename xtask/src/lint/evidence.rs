//! How sure each statement is.

use super::Problems;
use crate::schema::Located;
use crate::source::pointer;
use crate::spec::{Kind, Node, Spec};

/// The name of the examples that hold what the vendor printed.
pub(super) const DOCUMENTED: &str = "documented";

pub(super) fn given(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in spec
        .nodes
        .iter()
        .filter(|node| crate::schema::reference(node.at.value).is_none())
    {
        let evidence = node.at.text("x-evidence");
        match node.kind {
            Kind::Operation | Kind::Response if evidence.is_none() => {
                problems.at(
                    &node.at,
                    "no evidence is given",
                    "add x-evidence: documented, observed or inferred",
                );
            }
            Kind::Example => example(node, evidence, problems),
            Kind::Parameter | Kind::Schema if evidence == Some(DOCUMENTED) => {
                problems.add(
                    &pointer::join(&node.at.pointer, "x-evidence"),
                    "what is documented goes without saying here",
                    "remove it; it is for what is observed or inferred",
                );
            }
            _ => {}
        }
        if node.kind == Kind::Schema && node.at.is("nullable") && !null_is_known(spec, &node.at) {
            problems.add(
                &pointer::join(&node.at.pointer, "nullable"),
                "no evidence that this can be null",
                "add x-null-evidence, here or on the schema that holds the properties",
            );
        }
    }
}

fn example(node: &Node<'_>, evidence: Option<&str>, problems: &mut Problems<'_>) {
    let name = node.at.name();
    match (name.as_str(), evidence) {
        (DOCUMENTED, None) | (_, Some("observed" | "inferred"))
            if name != DOCUMENTED || evidence.is_none() => {}
        (DOCUMENTED, _) => problems.at(
            &node.at,
            "an example named `documented` that says something else of itself",
            "remove x-evidence, or name the example otherwise",
        ),
        _ => problems.at(
            &node.at,
            format!("the example `{name}` is not the vendor's and does not say so"),
            "add x-evidence: observed or inferred",
        ),
    }
}

/// Whether the part itself, or one that it stands in, says how this is known to be null.
fn null_is_known(spec: &Spec<'_>, at: &Located<'_>) -> bool {
    let mut here = at.pointer.as_str();
    loop {
        let said = pointer::join(here, "x-null-evidence");
        if spec.document.at(&said).is_some() {
            return true;
        }
        match here.rsplit_once('/') {
            Some((around, _)) => here = around,
            None => return false,
        }
    }
}
