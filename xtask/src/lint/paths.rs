//! Path templates and the parameters in them.

use std::collections::BTreeMap;

use super::Problems;
use crate::source::pointer;
use crate::spec::Spec;

pub(super) fn shape(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let mut shapes: BTreeMap<String, &str> = BTreeMap::new();
    for path in spec.document.keys("/paths") {
        if path.starts_with("x-") {
            continue;
        }
        let at = pointer::join("/paths", path);
        if !path.starts_with('/') {
            problems.add(
                &at,
                format!("`{path}` does not begin with a slash"),
                format!("write /{path}"),
            );
        }
        if path.ends_with('/') {
            problems.add(
                &at,
                format!("`{path}` ends in a slash"),
                "remove it: the server tells the two apart",
            );
        }
        if path.contains("//") || path.contains(['?', '#', ' ']) {
            problems.add(
                &at,
                format!("`{path}` is no path template"),
                "keep plain segments and {parameters}; a query belongs to the parameters",
            );
        }
        let shape = blank(path);
        if let Some(other) = shapes.get(&shape) {
            problems.add(
                &at,
                format!("`{path}` and `{other}` match the same requests"),
                "keep one of the two",
            );
        } else {
            shapes.insert(shape, path);
        }
    }
}

/// The template without the names of its parameters.
fn blank(path: &str) -> String {
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| {
            if segment.starts_with('{') {
                "{}"
            } else {
                segment
            }
        })
        .collect();
    segments.join("/")
}

/// The names of the parameters in a template.
pub(super) fn names(path: &str) -> Vec<&str> {
    path.split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .collect()
}

pub(super) fn parameters(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    for operation in &spec.operations {
        let template = names(operation.path);
        for name in &template {
            if operation.parameter("path", name).is_none() {
                problems.at(
                    &operation.at,
                    format!(
                        "{} does not define `{name}` of its path {}",
                        operation.name(),
                        operation.path
                    ),
                    "add a parameter of that name with in: path",
                );
            }
        }
        for parameter in operation.parameters() {
            if parameter.text("in") != Some("path") {
                continue;
            }
            let name = parameter.text("name").unwrap_or_default();
            if !template.contains(&name) {
                problems.at(
                    &parameter,
                    format!(
                        "the path {} of {} has no `{{{name}}}`",
                        operation.path,
                        operation.name()
                    ),
                    "put it into the path, or remove the parameter",
                );
            }
            if !parameter.is("required") {
                problems.at(
                    &parameter,
                    format!("the path parameter `{name}` is not required"),
                    "write required: true; a path cannot go without it",
                );
            }
        }
    }
}
