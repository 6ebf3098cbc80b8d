//! Records that stand for their kind.

use serde_json::Value;

use super::Lowering;
use crate::model::Verb;
use crate::spec::{Operation as SpecOperation, json};

/// Whose replies are looked at, and in this order: what was just created is the plainest.
const VERBS: [Verb; 4] = [Verb::Create, Verb::Get, Verb::Update, Verb::List];

impl<'d> Lowering<'d> {
    /// The first example of a record among the replies of its operations; of a page, the first record on it.
    pub(super) fn sample(&self, operations: &[(Verb, SpecOperation<'d>)]) -> Option<Value> {
        VERBS.into_iter().find_map(|verb| {
            let (_, operation) = operations.iter().find(|(other, _)| *other == verb)?;
            let replies = operation.successes();
            replies.iter().find_map(|(_, reply)| {
                let examples = json(reply)?.get("examples")?.members(self.spec.document);
                examples.into_iter().find_map(|(_, example)| {
                    let value = self.spec.resolve(example)?.get("value")?.value;
                    let record = match value {
                        Value::Array(page) => page.first()?,
                        record => record,
                    };
                    record.is_object().then(|| record.clone())
                })
            })
        })
    }
}
