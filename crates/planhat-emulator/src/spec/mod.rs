//! What the specification says, read from the copy that `cargo xtask regen` writes into this crate.

mod document;
mod parameter;
mod resource;

use std::sync::OnceLock;

use document::Document;
pub(crate) use parameter::Parameter;
pub(crate) use resource::{Operation, Resource, Verb};

use crate::generated::DOCUMENT;

/// The resources of the specification.
#[derive(Debug)]
pub(crate) struct Spec {
    pub(crate) resources: Vec<Resource>,
}

/// The copy of the specification is not what the emulator was made for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the specification inside this crate cannot be used: {0}")]
pub(crate) struct SpecError(String);

impl Spec {
    /// The specification of this crate, read once for all emulators of a process.
    pub(crate) fn load() -> Result<&'static Self, SpecError> {
        static SPEC: OnceLock<Result<Spec, SpecError>> = OnceLock::new();
        let spec = SPEC.get_or_init(|| Self::read(DOCUMENT));
        spec.as_ref().map_err(Clone::clone)
    }

    /// Reads a specification.
    pub(crate) fn read(text: &str) -> Result<Self, SpecError> {
        let document = Document::parse(text)?;
        let resources = resource::all(&document)?;
        Ok(Self { resources })
    }

    /// The place of a resource among them, by the name of its path: `licenses`.
    pub(crate) fn resource(&self, name: &str) -> Option<usize> {
        self.resources
            .iter()
            .position(|resource| resource.segment() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_has_its_six_operations() {
        let spec = Spec::load().unwrap();
        for name in ["deals", "licenses", "products"] {
            assert!(spec.resource(name).is_some(), "{name}");
        }
        for resource in &spec.resources {
            for verb in Verb::ALL {
                assert!(resource.operation(verb).is_some(), "{verb:?}");
            }
        }
    }

    #[test]
    fn what_a_new_record_needs_and_how_it_is_found_come_from_the_specification() {
        let spec = Spec::load().unwrap();
        let deals = &spec.resources[spec.resource("deals").unwrap()];
        assert_eq!(deals.matched_by, ["_id", "sourceId", "externalId"]);
        assert_eq!(deals.creates_with.all, ["companyId"]);
        assert_eq!(deals.creates_with.any, ["externalId", "sourceId", "name"]);
        assert_eq!(deals.max_items, Some(5000));
    }

    #[test]
    fn properties_are_told_apart_by_operation() {
        let spec = Spec::load().unwrap();
        let licenses = &spec.resources[spec.resource("licenses").unwrap()];
        assert!(licenses.properties["fromDate"].is_date);
        assert!(!licenses.properties["product"].is_date);
        let takes = |verb, name: &str| {
            let operation = licenses.operation(verb).unwrap();
            operation.takes.iter().any(|taken| &**taken == name)
        };
        assert!(takes(Verb::Create, "mrr") && takes(Verb::Update, "invoiceCycleInterval"));
        assert!(takes(Verb::BulkUpsert, "_id") && !takes(Verb::Update, "_id"));
        assert!(!takes(Verb::Create, "renewalDate"));
        assert!(licenses.properties.contains_key("renewalDate"));
    }

    #[test]
    fn another_document_is_refused_with_what_it_lacks() {
        for (text, lack) in [
            ("", "no JSON"),
            ("{}", "paths"),
            (r#"{ "paths": { "/notes": { "get": {} } } }"#, "operationId"),
        ] {
            let error = Spec::read(text).unwrap_err().to_string();
            assert!(error.contains(lack), "{error}");
        }
    }
}
