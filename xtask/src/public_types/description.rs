//! rustdoc's JSON, read loosely: its shape changes with the toolchain, and little of it is needed.

use serde_json::{Map, Value};

use super::PublicTypesError;

/// A crate, its items by number.
pub(super) struct Description<'a> {
    document: &'a Value,
    index: &'a Map<String, Value>,
    paths: &'a Map<String, Value>,
    crates: &'a Map<String, Value>,
}

/// One item of the crate, or of another that this one re-exports.
pub(super) struct Item<'a> {
    pub(super) id: String,
    pub(super) name: Option<&'a str>,
    pub(super) file: &'a str,
    pub(super) line: u64,
    pub(super) kind: &'a str,
    pub(super) inner: &'a Value,
    pub(super) is_local: bool,
    visibility: &'a Value,
}

/// A type or trait, named in a signature.
pub(super) struct Mention<'a> {
    pub(super) id: String,
    written: &'a str,
}

impl<'a> Description<'a> {
    pub(super) fn of(document: &'a Value) -> Result<Self, PublicTypesError> {
        let table = |key: &str| {
            let table = document.get(key).and_then(Value::as_object);
            table.ok_or_else(|| not_understood(document, format!("it has no object `{key}`")))
        };
        Ok(Self {
            document,
            index: table("index")?,
            paths: table("paths")?,
            crates: table("external_crates")?,
        })
    }

    pub(super) fn not_understood(&self, what: &str) -> PublicTypesError {
        not_understood(self.document, what.to_owned())
    }

    pub(super) fn root(&self) -> Result<Item<'a>, PublicTypesError> {
        let root = self
            .document
            .get("root")
            .and_then(id)
            .and_then(|id| self.item(&id));
        root.ok_or_else(|| self.not_understood("it has no root module"))
    }

    pub(super) fn item(&self, id: &str) -> Option<Item<'a>> {
        let (key, item) = self.index.get_key_value(id)?;
        let (kind, inner) = item.get("inner")?.as_object()?.iter().next()?;
        let span = &item["span"];
        Some(Item {
            id: key.clone(),
            name: item["name"].as_str(),
            file: span["filename"].as_str().unwrap_or_default(),
            line: span["begin"][0].as_u64().unwrap_or_default(),
            kind,
            inner,
            is_local: item["crate_id"] == 0,
            visibility: &item["visibility"],
        })
    }

    /// Those that this crate writes: none that the compiler derives from others' blanket ones.
    pub(super) fn implementations(&self) -> Vec<Item<'a>> {
        let written = |item: &Item<'_>| {
            item.kind == "impl"
                && item.is_local
                && item.inner["blanket_impl"].is_null()
                && item.inner["is_synthetic"].as_bool() != Some(true)
        };
        self.index
            .keys()
            .filter_map(|id| self.item(id))
            .filter(written)
            .collect()
    }

    pub(super) fn is_local(&self, mention: &Mention<'_>) -> bool {
        self.crate_number(mention) == Some(0)
    }

    /// The name of its crate; a name that no crate has where rustdoc does not say.
    pub(super) fn crate_of(&self, mention: &Mention<'_>) -> &'a str {
        let number = self.crate_number(mention);
        let found = number.and_then(|number| self.crates.get(&number.to_string()));
        found
            .and_then(|found| found["name"].as_str())
            .unwrap_or("(unknown)")
    }

    /// Its path where it is defined, or as it is written.
    pub(super) fn full_name(&self, mention: &Mention<'_>) -> String {
        let path = self
            .paths
            .get(&mention.id)
            .and_then(|path| path["path"].as_array());
        let path = path.map(|path| {
            path.iter()
                .filter_map(Value::as_str)
                .collect::<Vec<_>>()
                .join("::")
        });
        path.filter(|path| !path.is_empty())
            .unwrap_or_else(|| mention.written.to_owned())
    }

    fn crate_number(&self, mention: &Mention<'_>) -> Option<u64> {
        let known = self
            .paths
            .get(&mention.id)
            .or_else(|| self.index.get(&mention.id))?;
        known["crate_id"].as_u64()
    }
}

impl<'a> Item<'a> {
    /// To those who can reach what it is a part of. Variants and a trait's items say nothing, which is yes.
    pub(super) fn is_public(&self) -> bool {
        self.visibility == "public" || self.visibility == "default"
    }

    /// The items it consists of: fields, variants, functions. Its implementations are apart.
    pub(super) fn parts(&self) -> Vec<String> {
        let lists: &[&Value] = match self.kind {
            "module" | "trait" | "impl" => &[&self.inner["items"]],
            "enum" => &[&self.inner["variants"]],
            "union" => &[&self.inner["fields"]],
            "struct" | "variant" => {
                let kind = &self.inner["kind"];
                &[
                    &kind["tuple"],
                    &kind["plain"]["fields"],
                    &kind["struct"]["fields"],
                ]
            }
            _ => &[],
        };
        lists
            .iter()
            .filter_map(|list| list.as_array())
            .flatten()
            .filter_map(id)
            .collect()
    }

    /// What a re-export stands for.
    pub(super) fn mention(&self) -> Option<Mention<'a>> {
        let id = id(&self.inner["id"])?;
        Some(Mention {
            id,
            written: self.inner["source"].as_str().unwrap_or_default(),
        })
    }
}

impl<'a> Mention<'a> {
    /// Every object that has both a path and a number, at any depth, is one.
    pub(super) fn collect(value: &'a Value, found: &mut Vec<Self>) {
        match value {
            Value::Object(object) => {
                if let (Some(id), Some(path)) = (object.get("id").and_then(id), object.get("path"))
                {
                    found.push(Self {
                        id,
                        written: path.as_str().unwrap_or_default(),
                    });
                }
                object
                    .values()
                    .for_each(|value| Self::collect(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| Self::collect(value, found)),
            _ => {}
        }
    }
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn not_understood(document: &Value, what: String) -> PublicTypesError {
    let version = format!("format version {}", document["format_version"]);
    PublicTypesError::Format {
        program: "rustdoc",
        version,
        what,
    }
}
