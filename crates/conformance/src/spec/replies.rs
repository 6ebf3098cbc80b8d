//! What the spec says an operation takes and answers, and the examples of both.

use serde_json::Value;

use super::{Operation, Slot, Spec, SpecError, flatten, lines};

/// The successful reply of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The schema of the reply, or of the items of its list.
    pub schema: String,
    /// Whether it is a list.
    pub is_list: bool,
}

/// An exchange as the spec has it: the examples of one name on one operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Its name.
    pub name: String,
    /// Its evidence.
    pub evidence: String,
    /// The id in the path.
    pub id: Option<String>,
    /// The query parameters.
    pub query: Vec<(String, String)>,
    /// The request's body.
    pub body: Option<Value>,
    /// The reply's body.
    pub reply: Value,
    /// The line of the reply.
    pub line: usize,
}

const JSON: &str = "application/json";

impl Spec {
    /// What an operation answers with status 200; nothing if that is no schema of its own, nor a list of one.
    pub fn answers(&self, operation: &Operation) -> Option<Answers> {
        let schema = &self.reply(operation)["content"][JSON]["schema"];
        let name = |schema: &Value| Some(schema["$ref"].as_str()?.rsplit('/').next()?.to_owned());
        let of = |schema, is_list| Answers { schema, is_list };
        name(schema)
            .map(|schema| of(schema, false))
            .or_else(|| name(&schema["items"]).map(|schema| of(schema, true)))
    }

    /// The examples of the reply with status 200, each with the request of its name.
    pub fn examples(&self, operation: &Operation) -> Vec<Example> {
        let examples = self.reply(operation)["content"][JSON]["examples"].as_object();
        let examples = examples.into_iter().flatten();
        examples
            .map(|(name, example)| self.example(operation, name, example))
            .collect()
    }

    fn example(&self, operation: &Operation, name: &str, example: &Value) -> Example {
        let item = self.item(operation);
        let parameters = item["parameters"].as_array().into_iter().flatten();
        let parameters = parameters.filter_map(|parameter| {
            let parameter = self.resolved(parameter);
            let value = match &parameter["examples"].get(name)?["value"] {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let word = |key: &str| parameter[key].as_str().unwrap_or_default().to_owned();
            Some((word("in"), word("name"), value))
        });
        let (paths, query): (Vec<_>, Vec<_>) = parameters.partition(|(place, ..)| place == "path");
        let body = &self.resolved(&item["requestBody"])["content"][JSON]["examples"][name];
        Example {
            name: name.to_owned(),
            evidence: example["x-evidence"]
                .as_str()
                .unwrap_or("documented")
                .to_owned(),
            id: paths.into_iter().next().map(|(_, _, value)| value),
            query: query
                .into_iter()
                .map(|(_, name, value)| (name, value))
                .collect(),
            body: body.get("value").cloned(),
            reply: self.resolved(example)["value"].clone(),
            line: self.line_in(
                operation,
                &["responses", "200", "content", JSON, "examples", name],
            ),
        }
    }

    /// The body that an operation takes, if it takes one.
    pub fn body(&self, operation: &Operation) -> Result<Option<Slot>, SpecError> {
        let body = self.resolved(&self.item(operation)["requestBody"]);
        let schema = body["content"][JSON].get("schema");
        let slot = |schema| flatten::slot(&self.document, &operation.id, schema);
        schema.map(slot).transpose()
    }

    /// The query parameters of an operation, by name.
    pub fn query(&self, operation: &Operation) -> Result<Vec<(String, Slot)>, SpecError> {
        let parameters = self.item(operation)["parameters"]
            .as_array()
            .into_iter()
            .flatten();
        let parameters = parameters.map(|parameter| self.resolved(parameter));
        let query = parameters.filter(|parameter| parameter["in"] == "query");
        let slot = |parameter: &Value| {
            let name = parameter["name"].as_str().unwrap_or_default().to_owned();
            let slot = flatten::slot(&self.document, &operation.id, &parameter["schema"])?;
            Ok((name, slot))
        };
        query.map(slot).collect()
    }

    /// The line of an operation.
    pub fn line_of_operation(&self, operation: &Operation) -> usize {
        self.line_in(operation, &[])
    }

    /// The line of a schema.
    pub fn line_of_schema(&self, name: &str) -> usize {
        lines::line_of(&self.text, &["components", "schemas", name]).unwrap_or(1)
    }

    fn line_in(&self, operation: &Operation, below: &[&str]) -> usize {
        let method = operation.method.to_ascii_lowercase();
        let mut path = vec!["paths", operation.path.as_str(), method.as_str()];
        path.extend(below);
        lines::line_of(&self.text, &path).unwrap_or(1)
    }

    fn item(&self, operation: &Operation) -> &Value {
        &self.document["paths"][&operation.path][operation.method.to_ascii_lowercase()]
    }

    fn reply(&self, operation: &Operation) -> &Value {
        self.resolved(&self.item(operation)["responses"]["200"])
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        let pointer = value["$ref"]
            .as_str()
            .and_then(|reference| reference.strip_prefix('#'));
        pointer
            .and_then(|pointer| self.document.pointer(pointer))
            .unwrap_or(value)
    }
}
