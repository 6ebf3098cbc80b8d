//! Refuses what would be generated wrongly in silence: every rule, one table.

mod bodies;
mod compositions;
mod descriptions;
mod documented;
mod evidence;
mod examples;
mod exchanges;
mod keyed;
mod keys;
mod operations;
mod parameters;
mod paths;
mod references;
mod replies;
mod security;
mod types;
mod upserts;
mod words;

use crate::documented::Documented;
use crate::problem::Problem;
use crate::schema::Located;
use crate::source::Document;
use crate::spec::Spec;

pub use documented::is_prose;

/// One thing that lint looks after.
pub struct Rule {
    /// Its name, as problems give it.
    pub name: &'static str,
    /// What it asks for.
    pub about: &'static str,
    check: fn(&Spec<'_>, &mut Problems<'_>),
}

const fn rule(
    name: &'static str,
    about: &'static str,
    check: fn(&Spec<'_>, &mut Problems<'_>),
) -> Rule {
    Rule { name, about, check }
}

/// All rules. (The rule `yaml` is the reader's: nothing else can be asked of a file that it refuses.)
#[rustfmt::skip] // a table reads best with one rule a line
pub const RULES: &[Rule] = &[
    rule("openapi", "the document is OpenAPI 3.0, and no key is one that OpenAPI does not know", keys::openapi),
    rule("x-words", "the `x-` words are those of this project, where they belong, with values they may have", words::known),
    rule("refs", "every `$ref` stands alone and leads to a part of its kind in this file", references::refs),
    rule("unused", "every component is used", references::unused),
    rule("operation-id", "every operation has an id of its own, in snake case", operations::ids),
    rule("verb", "every operation is a verb of the client, with its method, on the path of its resource", operations::verbs),
    rule("tags", "every operation has one tag, and every tag is declared and used", operations::tags),
    rule("retry", "every operation says when it may be repeated, as its verb has it", operations::retry),
    rule("keyed", "what is repeated by its items says by which keys none of them is created twice", keyed::rules),
    rule("upsert", "a bulk upsert says by which keys an item finds its record, and what an item that finds none needs", upserts::words),
    rule("get-body", "no GET, HEAD or DELETE has a body", operations::bodiless),
    rule("paths", "no path is ambiguous, ends in a slash or carries a query", paths::shape),
    rule("path-parameters", "path templates and path parameters name each other", paths::parameters),
    rule("parameters", "parameters are scalars in path or query, each once", parameters::simple),
    rule("security", "every operation is secured by schemes that exist, and every scheme is used", security::schemes),
    rule("inline-schema", "bodies and replies are a named schema or an array of one, as JSON", bodies::named),
    rule("success-type", "all success replies of an operation have one type", bodies::success),
    rule("error-type", "error replies are `Error`, or a named `anyOf` of the success type and `Error`", bodies::errors),
    rule("types", "schemas use only the forms that lowering understands", types::forms),
    rule("array-items", "every array says what it holds", types::arrays),
    rule("nullable", "`nullable` stands beside a `type`, or beside the `allOf` of one reference", types::nullable),
    rule("open-enum", "listed values stay open, by `x-extensible-enum`", types::enums),
    rule("reply-schema", "what replies use has no `default`, `pattern` or length", replies::tolerant),
    rule("id-beside-id", "no object has both `_id` and `id`", compositions::ids),
    rule("required", "every required name is a property", compositions::required),
    rule("written-once", "a composed object has each property once", compositions::once),
    rule("description", "operations, parameters, responses, schemas and properties are described", descriptions::present),
    rule("evidence", "operations and replies give their evidence; other parts only where it is not documented", evidence::given),
    rule("examples", "every example fits its schema", examples::fit),
    rule("format", "what is a date or an id in every example has that format", examples::formats),
    rule("exchange", "the parts of an example exchange share one name", exchanges::pair),
    rule("documented-exchange", "the examples named `documented` equal the vendor's exchanges", documented::exchanges),
    rule("documented-property", "the schemas say of each property what the vendor's tables say", documented::properties),
    rule("documented-rule", "parameters, limits and required names are those that the vendor states", documented::rules),
    rule("decisions", "a decision is about something that the vendor's pages and the spec differ in", documented::decisions),
];

/// Holds a spec against all rules, and against the oracle where one is given.
pub fn check(document: &Document, documented: Option<&Documented>) -> Vec<Problem> {
    let spec = Spec::new(document, documented);
    let mut problems = Problems {
        document,
        rule: "",
        found: Vec::new(),
    };
    // Of what is no object at all, only the first rule has something to say.
    let rules = if document.value().is_object() {
        RULES
    } else {
        &RULES[..1]
    };
    for rule in rules {
        problems.rule = rule.name;
        (rule.check)(&spec, &mut problems);
    }
    problems.found
}

/// Where rules put what they find.
struct Problems<'d> {
    document: &'d Document,
    rule: &'static str,
    found: Vec<Problem>,
}

impl Problems<'_> {
    /// Something is wrong at `pointer` of the spec.
    fn add(&mut self, pointer: &str, what: impl Into<String>, mend: impl Into<String>) {
        self.add_in(self.document, pointer, what, mend);
    }

    /// Something is wrong at this part of the spec.
    fn at(&mut self, part: &Located<'_>, what: impl Into<String>, mend: impl Into<String>) {
        self.add(&part.pointer, what, mend);
    }

    /// Something is wrong in another file.
    fn add_in(
        &mut self,
        document: &Document,
        pointer: &str,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let problem = Problem::new(document, self.rule, pointer, what, mend);
        if !self.found.contains(&problem) {
            self.found.push(problem);
        }
    }
}

/// A value for people: texts without their quotes.
fn plain(value: &serde_json::Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// Words in a row, quoted: `a`, `b`, `c`.
fn quoted<T: std::fmt::Display>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
