//! Names on the wire as names in Rust.

/// `companyId` as `company_id`, `_id` as `id`, `type` as `type_`.
pub(super) fn snake_case(wire: &str) -> String {
    let mut name = String::new();
    for character in wire.trim_matches('_').chars() {
        if character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(if character.is_ascii_alphanumeric() {
            character.to_ascii_lowercase()
        } else {
            '_'
        });
    }
    if is_keyword(&name) {
        name.push('_');
    }
    name
}

/// `renewalStatus` as `RenewalStatus`, `Closed Won` as `ClosedWon`.
pub(super) fn upper_camel_case(text: &str) -> String {
    let mut name = String::new();
    let mut starts = true;
    for character in text.chars() {
        if !character.is_ascii_alphanumeric() {
            starts = true;
        } else if starts {
            name.push(character.to_ascii_uppercase());
            starts = false;
        } else {
            name.push(character);
        }
    }
    name
}

/// Whether Rust can use it as an identifier.
pub(super) fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "abstract"
            | "as"
            | "async"
            | "await"
            | "become"
            | "box"
            | "break"
            | "const"
            | "continue"
            | "crate"
            | "do"
            | "dyn"
            | "else"
            | "enum"
            | "extern"
            | "false"
            | "final"
            | "fn"
            | "for"
            | "gen"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "macro"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "override"
            | "priv"
            | "pub"
            | "ref"
            | "return"
            | "self"
            | "static"
            | "struct"
            | "super"
            | "trait"
            | "true"
            | "try"
            | "type"
            | "typeof"
            | "unsafe"
            | "unsized"
            | "use"
            | "virtual"
            | "where"
            | "while"
            | "yield"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_names_become_rust_names() {
        for (wire, rust) in [
            ("companyId", "company_id"),
            ("_id", "id"),
            ("__v", "v"),
            ("_currency", "currency"),
            ("fcNewMrrOptimistic", "fc_new_mrr_optimistic"),
            ("type", "type_"),
            ("n", "n"),
        ] {
            assert_eq!(snake_case(wire), rust);
        }
        assert_eq!(upper_camel_case("Closed Won"), "ClosedWon");
        assert_eq!(upper_camel_case("semiAnnual"), "SemiAnnual");
    }
}
