//! By what an item of a bulk upsert cannot be created twice, and what it needs to be created at all.

use super::Lowering;
use super::properties::EVIDENCE;
use crate::model::{Keying, Minimum};
use crate::schema::{Flat, Located};
use crate::spec::Operation;

impl<'d> Lowering<'d> {
    /// The rules of an operation; none where nothing is repeated by its items.
    pub(super) fn keyed_by(&mut self, operation: &Operation<'d>) -> Vec<Keying> {
        let Some(said) = operation.at.get("x-keyed-by") else {
            return Vec::new();
        };
        let item = self.item(operation);
        let mut rules = Vec::new();
        for entry in said.items() {
            let rule = Keying {
                has: self.keys(&entry, "has", &item),
                lacks: self.keys(&entry, "lacks", &item),
                evidence: self.word(&entry, "evidence", EVIDENCE, "inferred"),
            };
            if rule.has.is_empty() {
                self.problem(
                    &entry.pointer,
                    "a rule that every item would fit",
                    "write has: and the keys that an item must have",
                );
            }
            rules.push(rule);
        }
        rules
    }

    /// What an item needs to be created.
    pub(super) fn creates_with(&mut self, operation: &Operation<'d>) -> Option<Minimum> {
        let said = operation.at.get("x-creates-with")?;
        let item = self.item(operation);
        Some(Minimum {
            all: self.keys(&said, "all", &item),
            any: self.keys(&said, "any", &item),
        })
    }

    fn item(&self, operation: &Operation<'d>) -> Flat<'d> {
        self.body_schema(operation)
            .map(|item| self.spec.flatten(item))
            .unwrap_or_default()
    }

    fn keys(&mut self, rule: &Located<'d>, list: &str, item: &Flat<'d>) -> Vec<String> {
        let mut keys = Vec::new();
        for name in rule.get(list).into_iter().flat_map(|names| names.items()) {
            match name
                .value
                .as_str()
                .filter(|key| item.property(key).is_some())
            {
                Some(key) => keys.push(key.to_owned()),
                None => self.problem(
                    &name.pointer,
                    format!("no item has the key {}", name.value),
                    "name a property of the schema of the items",
                ),
            }
        }
        keys
    }
}
