//! The three ways to name a record or a company.

use super::ObjectId;

/// What a path or a `companyId` means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reference {
    /// An object id.
    Id(ObjectId),
    /// `extid-` and an external id.
    External(String),
    /// `srcid-` and a source id.
    Source(String),
}

impl Reference {
    /// What a live tenant answers to any other identifier (observed).
    pub(crate) const NONE: &str =
        "Params identifier must be planhat _id OR start with `extid-` or `srcid-`";

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = |prefix| text.strip_prefix(prefix).filter(|id: &&str| !id.is_empty());
        if let Some(id) = rest("extid-") {
            return Some(Self::External(id.to_owned()));
        }
        if let Some(id) = rest("srcid-") {
            return Some(Self::Source(id.to_owned()));
        }
        ObjectId::parse(text).map(Self::Id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_an_object_id_or_a_prefix_and_any_text() {
        let id = "61006fbf1df7fa77a20d9d0a";
        assert_eq!(Reference::parse(id), ObjectId::parse(id).map(Reference::Id));
        assert_eq!(
            Reference::parse("extid-extid-a b/%"),
            Some(Reference::External("extid-a b/%".to_owned()))
        );
        assert_eq!(
            Reference::parse("srcid-é"),
            Some(Reference::Source("é".to_owned()))
        );
        for text in ["", "extid-", "srcid-", "acme", "EXTID-acme", " extid-acme"] {
            assert_eq!(Reference::parse(text), None, "{text:?}");
        }
    }
}
