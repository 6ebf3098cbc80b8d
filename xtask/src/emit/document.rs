//! The spec itself as JSON, for whoever reads it at run time and brings no YAML reader.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use crate::schema::Located;
use crate::source::Document;

/// The file that holds it.
pub(super) const NAME: &str = "planhat.json";

/// The module that hands the copy out. Its header tells the build which spec the copy was made from.
pub(super) fn module() -> TokenStream {
    quote! {
        /// The specification, as JSON.
        pub(crate) const DOCUMENT: &str = include_str!(#NAME);
    }
}

/// The document, its keys in the order of the YAML. JSON has no comments, so the header is a member.
pub(super) fn json(document: &Document, written_by: &str) -> String {
    let mut out = String::from("{\n");
    for (key, text) in [
        ("x-generated", written_by),
        ("x-spec-sha256", document.sha256()),
    ] {
        out.push_str(&format!("  {}: {},\n", quoted(key), quoted(text)));
    }
    let whole = Located::new(document, "");
    let members = whole.map(|whole| whole.members(document));
    all(members.unwrap_or_default(), 1, document, &mut out);
    out.push_str("}\n");
    out
}

/// The members of an object, one a line.
fn all(members: Vec<(&str, Located<'_>)>, depth: usize, document: &Document, out: &mut String) {
    let last = members.len().saturating_sub(1);
    for (index, (key, value)) in members.into_iter().enumerate() {
        indent(depth, out);
        out.push_str(&quoted(key));
        out.push_str(": ");
        write(&value, depth, document, out);
        out.push_str(if index == last { "\n" } else { ",\n" });
    }
}

fn write(at: &Located<'_>, depth: usize, document: &Document, out: &mut String) {
    match at.value {
        Value::Object(object) if !object.is_empty() => {
            out.push_str("{\n");
            all(at.members(document), depth + 1, document, out);
            indent(depth, out);
            out.push('}');
        }
        Value::Array(array) if !array.is_empty() => {
            out.push_str("[\n");
            let items = at.items();
            let last = items.len().saturating_sub(1);
            for (index, item) in items.iter().enumerate() {
                indent(depth + 1, out);
                write(item, depth + 1, document, out);
                out.push_str(if index == last { "\n" } else { ",\n" });
            }
            indent(depth, out);
            out.push(']');
        }
        plain => out.push_str(&plain.to_string()),
    }
}

fn indent(depth: usize, out: &mut String) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
zebra: { b: [1, { c: null, a: -0.5 }], a: {} }
apple: \"a \\\" quote\"
";

    #[test]
    fn the_copy_says_the_same_in_the_order_of_the_file() {
        let document = Document::parse("some.yaml", TEXT).unwrap();
        let copy = json(&document, "made here");
        let mut value: Value = serde_json::from_str(&copy).unwrap();
        let members = value.as_object_mut().unwrap();
        assert_eq!(members.remove("x-generated"), Some("made here".into()));
        assert_eq!(
            members.remove("x-spec-sha256"),
            Some(document.sha256().into())
        );
        assert_eq!(value, *document.value());
        let at = |text: &str| copy.find(text).unwrap();
        assert!(at("zebra") < at("apple"), "{copy}");
        assert!(at("\"c\"") < at("\"a\": -0.5"), "{copy}");
    }
}
