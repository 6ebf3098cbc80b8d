//! Where the vendor's pages contradict themselves, the spec takes a side and says why.

use super::resources::{answered, record, taken};
use super::rules::Context;
use crate::lint::{Problems, quoted};
use crate::schema::Located;
use crate::spec::Operation;

/// What an operation can decide for the properties that it takes or answers.
const OF_OPERATIONS: [&str; 2] = ["rule", "reply"];

/// Some decision must stand on one of the properties that a contradiction is about, or on an operation
/// that it bears on.
pub(super) fn decided(
    context: &Context<'_, '_>,
    covered: &[&Operation<'_>],
    problems: &mut Problems<'_>,
) {
    let names = context.rule.texts("properties");
    let decides = |about: &str| names.is_empty() || OF_OPERATIONS.contains(&about);
    let mut operations = covered.iter().flat_map(|operation| abouts(&operation.at));
    if operations.any(decides) {
        return;
    }
    let mut first = None;
    for place in places(context, covered, &names) {
        if abouts(&place).next().is_some() {
            return;
        }
        first.get_or_insert(place);
    }
    let (at, subject) = match (first, covered.first()) {
        (Some(property), _) => (property.pointer, quoted(names)),
        (None, Some(operation)) => (operation.at.pointer.clone(), operation.name()),
        (None, None) => return,
    };
    problems.add(
        &at,
        format!(
            "nothing decides a contradiction about {subject}; {}",
            context.said()
        ),
        "take a side there: x-decides: [ { about: …, because: … } ]",
    );
}

/// What the decisions of a part are about.
pub(super) fn abouts<'d>(at: &Located<'d>) -> impl Iterator<Item = &'d str> + use<'d> {
    let decisions = at
        .get("x-decides")
        .map(|all| all.items())
        .unwrap_or_default();
    decisions
        .into_iter()
        .filter_map(|entry| entry.text("about"))
}

/// The properties of these names: in the record, then in what the operations take and answer. Most
/// decisions stand on the record, so that the others need not be looked at.
fn places<'a, 'd>(
    context: &'a Context<'_, 'd>,
    covered: &'a [&Operation<'d>],
    names: &'a [&str],
) -> impl Iterator<Item = Located<'d>> + use<'a, 'd> {
    let spec = context.spec;
    let schemas = covered
        .iter()
        .flat_map(move |operation| [taken(spec, operation), answered(spec, operation)]);
    let flats = schemas.flatten().map(move |schema| spec.flatten(schema));
    record(spec, &context.rule.resource)
        .map(|(_, flat)| flat)
        .into_iter()
        .chain(flats)
        .flat_map(|flat| flat.properties)
        .filter(move |property| names.contains(&property.name.as_str()))
        .map(|property| property.schema)
}
