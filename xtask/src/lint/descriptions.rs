//! Words for people.

use super::Problems;
use crate::schema::{self, Located};
use crate::source::pointer;
use crate::spec::{Kind, Spec};

pub(super) fn present(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for node in &spec.nodes {
        let what = match node.kind {
            Kind::Info => "the document",
            Kind::Tag => "the tag",
            Kind::Operation => "the operation",
            Kind::Parameter => "the parameter",
            Kind::Header => "the header",
            Kind::Response => "the response",
            Kind::SecurityScheme => "the security scheme",
            Kind::Schema => match pointer::tokens(&node.at.pointer).as_slice() {
                [components, _, _] if components == "components" => "the schema",
                [.., properties, _] if properties == "properties" => "the property",
                _ => continue,
            },
            _ => continue,
        };
        if !described(spec, &node.at) {
            let name = name(&node.at);
            problems.at(
                &node.at,
                format!("{what} `{name}` has no description"),
                "say in a sentence of your own what it means: unit, default, rule, limit",
            );
        }
    }
}

fn described(spec: &Spec<'_>, at: &Located<'_>) -> bool {
    schema::says(spec.document, at, "description")
        .and_then(|found| found.value.as_str())
        .is_some_and(|text| !text.trim().is_empty())
}

/// How people know the part: by the name it gives itself, or else the last part of its pointer.
fn name(at: &Located<'_>) -> String {
    ["operationId", "name", "title"]
        .iter()
        .find_map(|key| at.text(key))
        .map_or_else(|| at.name(), str::to_owned)
}
