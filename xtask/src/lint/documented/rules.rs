//! The rules of the prose that a spec can state, each kind by its own check.

use serde_json::Value;

use super::{
    contradictions, rules_of_parameters as parameters, rules_of_replies as replies,
    rules_of_requests as requests,
};
use crate::documented::Statement;
use crate::lint::Problems;
use crate::lint::evidence::DOCUMENTED;
use crate::schema::Located;
use crate::spec::{Operation, Spec};

/// Kinds that say what no schema can: they are for the descriptions, and for people to check.
const PROSE: &[&str] = &[
    "availability",
    "calculated",
    "conditional-required",
    "date-form",
    "depends-on",
    "meaning",
    "omission",
    "range",
    "recommended",
    "writable-when",
];

/// Whether a statement of this kind is for people to check, as no schema can say it.
pub fn is_prose(kind: &str) -> bool {
    PROSE.contains(&kind)
}

pub(in crate::lint) fn rules(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    if spec.documented.is_none() {
        return;
    }
    for rule in spec.rules() {
        for id in rule
            .operations
            .iter()
            .filter(|id| *id != "*" && spec.operation(id).is_none())
        {
            problems.add(
                "/paths",
                format!(
                    "no operation `{id}`, of which the vendor says: {} ({})",
                    rule.says, rule.place
                ),
                "add the operation, or correct its operationId",
            );
        }
        let covered: Vec<&Operation<'_>> = spec
            .operations
            .iter()
            .filter(|operation| rule.covers(operation.id()))
            .collect();
        let context = Context { spec, rule };
        match rule.kind.as_str() {
            "query-parameter" => parameters::query_parameter(&context, &covered, problems),
            "max-items" => requests::max_items(&context, &covered, problems),
            "keyables" => requests::keyables(&context, &covered, problems),
            "required" | "required-together" => requests::required(&context, &covered, problems),
            "identifiers" => requests::identifiers(&context, &covered, problems),
            "fixed-values" => requests::fixed_values(&context, &covered, problems),
            "default" => requests::default(&context, &covered, problems),
            "unlisted-properties" => replies::unlisted(&context, problems),
            "contradiction" => contradictions::decided(&context, &covered, problems),
            "host" => replies::host(&context, problems),
            "authentication" => replies::authentication(&context, problems),
            "status" => replies::status(&context, &covered, problems),
            "reply-keys" => replies::keys(&context, &covered, problems),
            "reply-headers" => replies::headers(&context, &covered, problems),
            "reply-form" => replies::form(&context, &covered, problems),
            "rate-limit" | "max-parallel" | "body-size" => limit(&context, problems),
            kind if is_prose(kind) => {}
            kind => problems.add_in(
                &rule.place.document,
                &rule.place.pointer,
                format!("lint does not know rules of kind `{kind}`"),
                "use a known kind, or teach lint this one",
            ),
        }
    }
    operations(spec, problems);
    parameters::unasked(spec, problems);
    requests::unasked(spec, problems);
    replies::unsaid(spec, problems);
}

/// One rule, to be held against a spec.
pub(super) struct Context<'a, 'd> {
    pub(super) spec: &'a Spec<'d>,
    pub(super) rule: &'a Statement,
}

impl Context<'_, '_> {
    /// The rule and its place, for a message.
    pub(super) fn said(&self) -> String {
        format!("{}: {} ({})", self.rule.id, self.rule.says, self.rule.place)
    }

    pub(super) fn number(&self, key: &str) -> Option<&Value> {
        self.rule.details.get(key).filter(|value| value.is_number())
    }
}

/// An operation is documented if and only if an exchange of it is printed.
fn operations(spec: &Spec<'_>, problems: &mut Problems<'_>) {
    let exchanges = spec.exchanges();
    for operation in &spec.operations {
        let printed = exchanges
            .iter()
            .find(|exchange| exchange.operation == operation.id());
        match (operation.at.text("x-evidence"), printed) {
            (Some(DOCUMENTED), None) => problems.at(
                &operation.at,
                format!(
                    "{} is said to be documented, and no exchange of it is printed",
                    operation.name()
                ),
                "write x-evidence: inferred, or observed",
            ),
            (Some(other), Some(exchange)) if other != DOCUMENTED => {
                problems.at(
                    &operation.at,
                    format!(
                        "{} is said to be {other}, and an exchange of it is printed ({})",
                        operation.name(),
                        exchange.place
                    ),
                    "write x-evidence: documented",
                );
            }
            _ => {}
        }
    }
}

/// Limits of the whole API have no place but the description of the document.
fn limit(context: &Context<'_, '_>, problems: &mut Problems<'_>) {
    if !context
        .rule
        .operations
        .iter()
        .any(|operation| operation == "*")
    {
        return;
    }
    let number = ["maximum", "maximum_megabytes"]
        .iter()
        .find_map(|key| context.number(key));
    let info = Located::new(context.spec.document, "/info");
    let description = info
        .and_then(|info| info.text("description"))
        .unwrap_or_default();
    if let Some(number) = number
        && !numbers(description).contains(&number.to_string())
    {
        problems.add(
            "/info/description",
            format!(
                "the description does not state {number}; {}",
                context.said()
            ),
            "state the limit there",
        );
    }
}

/// The whole numbers in a text, without the commas between thousands.
pub(super) fn numbers(text: &str) -> Vec<String> {
    let text = text.replace(',', "");
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(str::to_owned)
        .collect()
}
