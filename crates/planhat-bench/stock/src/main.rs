//! Writes what progenitor makes of the specification into the benchmark. The specification is changed as little as
//! progenitor needs; each change says why.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// What the benchmark calls; all else would only be compiled.
const OPERATIONS: [&str; 3] = ["license_get", "license_list", "license_bulk_upsert"];

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let text = std::fs::read_to_string(root.join("openapi/planhat.yaml"))?;
    let mut document: Value = serde_yaml_ng::from_str(&text)?;
    lower(&mut document).context("the specification has another form")?;
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged);
    let tokens = Generator::new(&settings).generate_tokens(&serde_json::from_value(document)?)?;
    let code = prettyplease::unparse(&syn::parse2(tokens)?);
    let mut sha = String::new();
    for byte in Sha256::digest(&text) {
        write!(sha, "{byte:02x}")?;
    }
    let header = format!(
        "// Made by progenitor 0.15.1 with `cargo run --manifest-path crates/planhat-bench/stock/Cargo.toml`. Do not edit.\n\
         // openapi/planhat.yaml, sha256 {sha}, of which the program there says what it changes.\n\n"
    );
    let file = root.join("crates/planhat-bench/src/contenders/stock/generated.rs");
    std::fs::write(&file, header + &code).with_context(|| file.display().to_string())
}

fn lower(document: &mut Value) -> Option<()> {
    let paths = document.get_mut("paths")?.as_object_mut()?;
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        item.retain(|_, operation| {
            let id = operation.get("operationId").and_then(Value::as_str);
            id.is_none_or(|id| OPERATIONS.contains(&id))
        });
        // Several types for one operation's replies make it panic.
        let replies = item
            .values_mut()
            .filter_map(|operation| operation.get_mut("responses")?.as_object_mut());
        replies.for_each(|replies| replies.retain(|status, _| status == "200"));
    }
    paths.retain(|_, item| {
        let mut operations = item.as_object().into_iter().flat_map(Map::values);
        operations.any(|operation| operation.get("operationId").is_some())
    });
    let needed = needed(document);
    let schemas = document
        .get_mut("components")?
        .get_mut("schemas")?
        .as_object_mut()?;
    // Of two readings of a string it makes a struct, which reads none.
    let date = json!({ "type": "string", "format": "date-time", "nullable": true });
    *schemas.get_mut("DateOrDateTime")? = date;
    schemas.retain(|name, _| needed.contains(name));
    Some(())
}

/// The schemas that the paths refer to.
fn needed(document: &Value) -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    let mut parts = vec![&document["paths"]];
    while let Some(part) = parts.pop() {
        let reference = part
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|path| path.rsplit('/').next());
        if let Some(name) = reference.filter(|name| needed.insert((*name).to_owned())) {
            for section in ["schemas", "parameters", "requestBodies", "responses"] {
                parts.extend(document["components"][section].get(name));
            }
        }
        parts.extend(part.as_array().into_iter().flatten());
        parts.extend(part.as_object().into_iter().flat_map(Map::values));
    }
    needed
}
