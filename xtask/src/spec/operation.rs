//! One operation and its parts, every `$ref` followed.

use crate::schema::{self, Located};
use crate::source::Document;

/// The methods that a path item may hold.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The one media type of this API.
const JSON: &str = "application/json";

/// One operation.
#[derive(Debug, Clone)]
pub struct Operation<'d> {
    /// The path template, such as `/licenses/{id}`.
    pub path: &'d str,
    /// The method in lower case.
    pub method: &'d str,
    /// The operation object.
    pub at: Located<'d>,
    item: Located<'d>,
    document: &'d Document,
}

impl<'d> Operation<'d> {
    /// The `operationId`; empty where there is none.
    pub fn id(&self) -> &'d str {
        self.at.text("operationId").unwrap_or_default()
    }

    /// How people call it: its id, or else method and path.
    pub fn name(&self) -> String {
        match self.id() {
            "" => format!("{} {}", self.method, self.path),
            id => id.to_owned(),
        }
    }

    /// The parameters, those of the path first.
    pub fn parameters(&self) -> Vec<Located<'d>> {
        [&self.item, &self.at]
            .into_iter()
            .filter_map(|holder| holder.get("parameters"))
            .flat_map(|list| list.items())
            .filter_map(|parameter| schema::resolve(self.document, parameter))
            .collect()
    }

    /// The parameter of this name and place.
    pub fn parameter(&self, place: &str, name: &str) -> Option<Located<'d>> {
        self.parameters().into_iter().find(|parameter| {
            parameter.text("in") == Some(place) && parameter.text("name") == Some(name)
        })
    }

    /// The request body.
    pub fn body(&self) -> Option<Located<'d>> {
        schema::resolve(self.document, self.at.get("requestBody")?)
    }

    /// The JSON part of the request body.
    pub fn body_content(&self) -> Option<Located<'d>> {
        json(&self.body()?)
    }

    /// The responses by status, in the order of the file.
    pub fn responses(&self) -> Vec<(&'d str, Located<'d>)> {
        let Some(responses) = self.at.get("responses") else {
            return Vec::new();
        };
        responses
            .members(self.document)
            .into_iter()
            .filter(|(status, _)| !status.starts_with("x-"))
            .filter_map(|(status, response)| {
                Some((status, schema::resolve(self.document, response)?))
            })
            .collect()
    }

    /// The responses that say success.
    pub fn successes(&self) -> Vec<(&'d str, Located<'d>)> {
        let mut responses = self.responses();
        responses.retain(|(status, _)| status.starts_with('2'));
        responses
    }
}

/// The JSON part of a request body or response.
pub(crate) fn json<'d>(holder: &Located<'d>) -> Option<Located<'d>> {
    holder.get("content")?.get(JSON)
}

/// All operations, in the order of the file.
pub(super) fn all(document: &Document) -> Vec<Operation<'_>> {
    let paths = Located::new(document, "/paths");
    let items = paths.map(|paths| paths.members(document));
    items
        .into_iter()
        .flatten()
        .filter(|(path, _)| !path.starts_with("x-"))
        .flat_map(|(path, item)| {
            let members = item.members(document).into_iter();
            members
                .filter(|(method, _)| METHODS.contains(method))
                .map(|(method, at)| Operation {
                    path,
                    method,
                    at,
                    item: item.clone(),
                    document,
                })
                .collect::<Vec<_>>()
        })
        .collect()
}
