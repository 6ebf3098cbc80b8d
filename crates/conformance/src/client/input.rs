//! What a call is made from: a documented request, taken apart for the client's arguments and setters.

use planhat_api::{Number, ObjectId, RecordRef};
use serde_json::value::RawValue;

use crate::json::Node;

/// Why a documented request cannot be said through the client.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unbuildable {
    /// The client has no such operation.
    #[error("the client has no operation `{0}`")]
    NoOperation(String),
    /// The request names something that the client cannot set.
    #[error("the client has no setter for `{0}`")]
    NoSetter(String),
    /// The request lacks what the client insists on.
    #[error("the request has no `{0}`, which the client insists on")]
    Missing(String),
    /// A value is none that the setter takes.
    #[error("`{name}` is no {expected} that the client takes")]
    Value {
        /// What was to be set.
        name: String,
        /// What the setter takes.
        expected: &'static str,
    },
}

impl Unbuildable {
    /// The client has no such operation.
    pub fn no_operation(operation: &str) -> Self {
        Self::NoOperation(operation.to_owned())
    }
}

/// A request to be made: the id in the path, the query, and the body.
#[derive(Debug, Clone, Default)]
pub struct Input<'a> {
    /// The id in the path, not percent-encoded.
    pub id: Option<String>,
    /// The query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// The body.
    pub body: Option<&'a Node>,
}

impl<'a> Input<'a> {
    /// The id as an object id.
    ///
    /// # Errors
    /// When there is none.
    pub fn object_id(&self) -> Result<ObjectId, Unbuildable> {
        parse("id", self.id.as_deref(), "object id")
    }

    /// The id as any reference to a record.
    ///
    /// # Errors
    /// When there is none.
    pub fn record_ref(&self) -> Result<RecordRef, Unbuildable> {
        parse("id", self.id.as_deref(), "reference to a record")
    }

    /// The query parameters.
    pub fn query(&self) -> impl Iterator<Item = Parameter<'_>> {
        self.query
            .iter()
            .map(|(name, value)| Parameter { name, value })
    }

    /// The members of the body.
    ///
    /// # Errors
    /// When there is no body.
    pub fn body(&self) -> Result<Members<'a>, Unbuildable> {
        let body = self
            .body
            .ok_or_else(|| Unbuildable::Missing("body".into()))?;
        Members::of("body", body)
    }

    /// The items of the body, each built by `build`.
    ///
    /// # Errors
    /// When the body is no array, or an item cannot be built.
    pub fn items<T>(
        &self,
        build: impl Fn(&Members<'_>) -> Result<T, Unbuildable>,
    ) -> Result<Vec<T>, Unbuildable> {
        let body = self
            .body
            .ok_or_else(|| Unbuildable::Missing("body".into()))?;
        let Node::Array(items) = body else {
            return Err(value("body", "array"));
        };
        items
            .iter()
            .map(|item| build(&Members::of("body", item)?))
            .collect()
    }
}

/// One query parameter.
#[derive(Debug, Clone, Copy)]
pub struct Parameter<'a> {
    name: &'a str,
    value: &'a str,
}

impl<'a> Parameter<'a> {
    /// Its name on the wire.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Its value.
    pub fn text(&self) -> &'a str {
        self.value
    }

    /// Its value as an integer.
    ///
    /// # Errors
    /// When it is none.
    pub fn integer(&self) -> Result<u64, Unbuildable> {
        parse(self.name, Some(self.value), "integer")
    }

    /// Its value as an object id.
    ///
    /// # Errors
    /// When it is none.
    pub fn object_id(&self) -> Result<ObjectId, Unbuildable> {
        parse(self.name, Some(self.value), "object id")
    }

    /// The client cannot set it.
    pub fn without_setter(&self) -> Unbuildable {
        Unbuildable::NoSetter(self.name.to_owned())
    }
}

/// The members of an object to be built.
#[derive(Debug, Clone)]
pub struct Members<'a>(Vec<Member<'a>>);

impl<'a> Members<'a> {
    fn of(name: &str, node: &'a Node) -> Result<Self, Unbuildable> {
        let Node::Object(members) = node else {
            return Err(value(name, "object"));
        };
        let named = members.iter().map(|(key, node)| {
            let name = key
                .as_str()
                .ok_or_else(|| value(name, "object with Unicode keys"))?;
            Ok(Member { name, node })
        });
        named.collect::<Result<_, _>>().map(Self)
    }

    /// A member that must be there.
    ///
    /// # Errors
    /// When it is not.
    pub fn required(&self, name: &str) -> Result<Member<'a>, Unbuildable> {
        let found = self.0.iter().find(|member| member.name == name);
        found
            .copied()
            .ok_or_else(|| Unbuildable::Missing(name.to_owned()))
    }

    /// All members but those of these names.
    pub fn except(&self, names: &[&str]) -> impl Iterator<Item = Member<'a>> {
        self.0
            .iter()
            .copied()
            .filter(|member| !names.contains(&member.name))
    }

    /// All members.
    pub fn all(&self) -> impl Iterator<Item = Member<'a>> {
        self.except(&[])
    }
}

/// One member of an object to be built.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    name: &'a str,
    node: &'a Node,
}

impl<'a> Member<'a> {
    /// Its name on the wire.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.node, Node::Null)
    }

    /// The client cannot set it.
    pub fn without_setter(&self) -> Unbuildable {
        Unbuildable::NoSetter(self.name.to_owned())
    }

    /// Its characters.
    ///
    /// # Errors
    /// When it is no string.
    pub fn text(&self) -> Result<&'a str, Unbuildable> {
        self.node.as_str().ok_or_else(|| value(self.name, "string"))
    }

    /// The object id it is.
    ///
    /// # Errors
    /// When it is none.
    pub fn object_id(&self) -> Result<ObjectId, Unbuildable> {
        parse(self.name, self.node.as_str(), "object id")
    }

    /// The reference to a record that it is.
    ///
    /// # Errors
    /// When it is none.
    pub fn record_ref(&self) -> Result<RecordRef, Unbuildable> {
        parse(self.name, self.node.as_str(), "reference to a record")
    }

    /// The number it is, digit by digit.
    ///
    /// # Errors
    /// When it is none.
    pub fn number(&self) -> Result<Number<'static>, Unbuildable> {
        parse(self.name, self.node.as_number(), "number")
    }

    /// The integer it is.
    ///
    /// # Errors
    /// When it is none.
    pub fn integer(&self) -> Result<i64, Unbuildable> {
        parse(self.name, self.node.as_number(), "integer")
    }

    /// The boolean it is.
    ///
    /// # Errors
    /// When it is none.
    pub fn boolean(&self) -> Result<bool, Unbuildable> {
        self.node
            .as_bool()
            .ok_or_else(|| value(self.name, "boolean"))
    }

    /// The strings of an array.
    ///
    /// # Errors
    /// When it is none.
    pub fn texts(&self) -> Result<Vec<&'a str>, Unbuildable> {
        self.elements()?.map(|element| element.text()).collect()
    }

    /// The object ids of an array.
    ///
    /// # Errors
    /// When it is none.
    pub fn object_ids(&self) -> Result<Vec<ObjectId>, Unbuildable> {
        self.elements()?
            .map(|element| element.object_id())
            .collect()
    }

    /// The members of an object.
    ///
    /// # Errors
    /// When it is none.
    pub fn members(&self) -> Result<Members<'a>, Unbuildable> {
        Members::of(self.name, self.node)
    }

    /// Any value, digit by digit.
    ///
    /// # Errors
    /// When serde_json does not take it.
    pub fn json(&self) -> Result<Box<RawValue>, Unbuildable> {
        RawValue::from_string(self.node.to_string()).map_err(|_| value(self.name, "JSON value"))
    }

    fn elements(&self) -> Result<impl Iterator<Item = Member<'a>> + use<'a>, Unbuildable> {
        let Node::Array(items) = self.node else {
            return Err(value(self.name, "array"));
        };
        let name = self.name;
        Ok(items.iter().map(move |node| Member { name, node }))
    }
}

fn value(name: &str, expected: &'static str) -> Unbuildable {
    Unbuildable::Value {
        name: name.to_owned(),
        expected,
    }
}

fn parse<T: std::str::FromStr>(
    name: &str,
    text: Option<&str>,
    expected: &'static str,
) -> Result<T, Unbuildable> {
    let parsed = text.and_then(|text| text.parse().ok());
    parsed.ok_or_else(|| value(name, expected))
}
