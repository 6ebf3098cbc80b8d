//! What a run has to cover, before anything ran.

use crate::oracle::{EXCHANGE_VERBS, Oracle};
use crate::spec::{Operation, Spec};

use super::{Hole, Report};

impl Report {
    /// An empty report over everything that oracle and spec name: whatever does not run will be missed.
    pub fn plan(oracle: &Oracle, spec: &Spec) -> Self {
        let mut operations = spec.operations();
        operations.sort_by(|one, other| place(&one.id).cmp(&place(&other.id)));
        let mut documented: Vec<String> = oracle
            .exchanges()
            .map(|exchange| exchange.id.clone())
            .collect();
        // An operation that the spec calls documented has an exchange. If its file is gone, that is no hole.
        let promised = operations
            .iter()
            .filter(|operation| operation.evidence == "documented")
            .map(exchange_id);
        for id in promised {
            if !documented.contains(&id) {
                documented.push(id);
            }
        }
        let holes = operations
            .iter()
            .filter_map(|operation| hole(oracle, operation))
            .collect();
        Self {
            operations: operations
                .into_iter()
                .map(|operation| operation.id)
                .collect(),
            documented,
            holes,
            ..Self::default()
        }
    }
}

fn hole(oracle: &Oracle, operation: &Operation) -> Option<Hole> {
    let exchange = oracle
        .exchanges()
        .find(|exchange| exchange.operation == operation.id);
    let missing = match exchange {
        Some(exchange) if exchange.reply.is_some() => return None,
        Some(exchange) => format!("no reply is documented ({})", exchange.request.at),
        None if operation.evidence == "documented" => return None,
        None => format!(
            "no exchange is documented; the operation is {}",
            operation.evidence
        ),
    };
    Some(Hole {
        operation: operation.id.clone(),
        missing,
    })
}

/// The resource and the verb of an operation, the verb by its place in the order of reports.
fn place(operation: &str) -> (&str, usize) {
    let verbs = EXCHANGE_VERBS.iter().enumerate();
    let mut parted = verbs.filter_map(|(index, verb)| {
        Some((operation.strip_suffix(verb)?.strip_suffix('_')?, index))
    });
    parted.next().unwrap_or((operation, EXCHANGE_VERBS.len()))
}

fn exchange_id(operation: &Operation) -> String {
    let (resource, verb) = place(&operation.id);
    format!(
        "{resource}.{}.documented",
        EXCHANGE_VERBS.get(verb).unwrap_or(&"other")
    )
}
