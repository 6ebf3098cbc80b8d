//! How a file of cases is read: what is said of all operations, and of some of them.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::case::{Case, Op};

/// A file of cases.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "says")]
    _says: String,
    cases: Vec<Map<String, Value>>,
}

/// Reads a file's cases: each with the operations it holds for, and what it says for each of them.
pub(crate) fn read(text: &str) -> Result<Vec<(Op, Case)>, String> {
    let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut cases = Vec::new();
    let mut names = HashSet::new();
    for written in file.cases {
        let name = written
            .get("name")
            .map(Value::to_string)
            .unwrap_or_default();
        if !names.insert(name.clone()) {
            return Err(format!("{name} is the name of two cases"));
        }
        cases.extend(resolve(written).map_err(|problem| format!("{name}: {problem}"))?);
    }
    Ok(cases)
}

fn resolve(mut written: Map<String, Value>) -> Result<Vec<(Op, Case)>, String> {
    let ops = written.remove("ops").ok_or("`ops` is missing")?;
    let ops = match &ops {
        Value::Array(names) => names
            .iter()
            .map(group)
            .collect::<Result<Vec<_>, _>>()?
            .concat(),
        name => group(name)?,
    };
    let mut overrides = Vec::new();
    if let Some(by_op) = written.remove("by_op") {
        let Value::Object(by_op) = by_op else {
            return Err("`by_op` is no object".to_owned());
        };
        for (name, overlay) in by_op {
            let of = group(&Value::String(name.clone()))?;
            if !of.iter().any(|op| ops.contains(op)) {
                return Err(format!(
                    "`by_op` names {name}, for which the case does not hold"
                ));
            }
            overrides.push((of, overlay));
        }
        // What is said of one operation goes before what is said of a group.
        overrides.sort_by_key(|(of, _)| std::cmp::Reverse(of.len()));
    }
    ops.into_iter()
        .map(|op| {
            let mut case = Value::Object(written.clone());
            for (_, overlay) in overrides.iter().filter(|(of, _)| of.contains(&op)) {
                merge(&mut case, overlay);
            }
            let case: Case = serde_json::from_value(case).map_err(|error| error.to_string())?;
            case.check()?;
            Ok((op, case))
        })
        .collect()
}

/// An operation or a group of them, by name.
fn group(name: &Value) -> Result<Vec<Op>, String> {
    let of_a_resource = |wanted: bool| {
        Op::ALL
            .into_iter()
            .filter(move |op| op.is_repeatable() == wanted)
            .collect()
    };
    match name.as_str() {
        Some("all") => Ok(Op::ALL.into()),
        Some("repeatable") => Ok(of_a_resource(true)),
        Some("once_only") => Ok(of_a_resource(false)),
        _ => Op::deserialize(name)
            .map(|op| vec![op])
            .map_err(|error| error.to_string()),
    }
}

/// Puts what an operation says of its own in place of what the case says; `client` and `expect` key by key.
fn merge(case: &mut Value, overlay: &Value) {
    match (case, overlay) {
        (Value::Object(case), Value::Object(overlay)) => {
            for (key, value) in overlay {
                match case.get_mut(key) {
                    Some(inner) if key == "client" || key == "expect" => merge(inner, value),
                    _ => drop(case.insert(key.clone(), value.clone())),
                }
            }
        }
        (case, overlay) => *case = overlay.clone(),
    }
}
