//! Companies. They have no operations here: records refer to them, and that is all there is to see of them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{ObjectId, Reference};
use crate::refusal::Refusal;

/// A company that records can refer to by its external or source id, and whose name they show.
///
/// ```
/// use planhat_emulator::Company;
///
/// let company = Company::new("61006bc89a3e0b702ed8ea49").name("Acme").external_id("acme-corp");
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Company {
    #[serde(rename = "_id", alias = "id")]
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source_id: Option<String>,
}

impl Company {
    /// A company of this object id, 24 hexadecimal digits. What is none is told when the emulator starts.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: None,
            external_id: None,
            source_id: None,
        }
    }

    /// The `companyName` of its records.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Makes it known as `extid-…`.
    #[must_use]
    pub fn external_id(mut self, id: impl Into<String>) -> Self {
        self.external_id = Some(id.into());
        self
    }

    /// Makes it known as `srcid-…`.
    #[must_use]
    pub fn source_id(mut self, id: impl Into<String>) -> Self {
        self.source_id = Some(id.into());
        self
    }
}

/// Why a company cannot be known.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InvalidCompany {
    #[error("`{0}` is no object id: 24 hexadecimal digits are one")]
    Id(String),
    #[error("two companies are known as `{0}`")]
    Twice(String),
}

/// The companies that are known by more than an id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Companies {
    told: Vec<Company>,
    names: HashMap<ObjectId, String>,
    by_external_id: HashMap<String, ObjectId>,
    by_source_id: HashMap<String, ObjectId>,
}

impl Companies {
    pub(crate) fn add(&mut self, company: Company) -> Result<(), InvalidCompany> {
        let Some(id) = ObjectId::parse(&company.id) else {
            return Err(InvalidCompany::Id(company.id));
        };
        let keys = [
            ("extid-", &company.external_id, &mut self.by_external_id),
            ("srcid-", &company.source_id, &mut self.by_source_id),
        ];
        let mut is_news = false;
        for (prefix, key, known) in keys {
            // An empty id finds nothing, so that several may have it.
            let Some(key) = key.as_ref().filter(|key| !key.is_empty()) else {
                continue;
            };
            match known.insert(key.clone(), id) {
                None => is_news = true,
                Some(other) if other == id => {}
                Some(_) => return Err(InvalidCompany::Twice(format!("{prefix}{key}"))),
            }
        }
        if let Some(name) = &company.name {
            is_news |= self.names.insert(id, name.clone()).as_ref() != Some(name);
        }
        // Seeded again and again, it is to take no more room in memory and in the state.
        if is_news {
            self.told.push(company);
        }
        Ok(())
    }

    /// What they were made known by.
    pub(crate) fn all(&self) -> &[Company] {
        &self.told
    }

    /// Takes the name of a company from a record that tells it, unless it has one.
    pub(crate) fn learn(&mut self, id: ObjectId, name: &str) {
        self.names.entry(id).or_insert_with(|| {
            self.told.push(Company::new(id.to_string()).name(name));
            name.to_owned()
        });
    }

    pub(crate) fn name(&self, id: &ObjectId) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// The company that a `companyId` means. Any object id is one.
    pub(crate) fn resolve(&self, reference: &str) -> Result<ObjectId, Refusal> {
        let found = match Reference::parse(reference) {
            Some(Reference::Id(id)) => Some(id),
            Some(Reference::External(key)) => self.by_external_id.get(&key).copied(),
            Some(Reference::Source(key)) => self.by_source_id.get(&key).copied(),
            None => {
                return Err(Refusal::at(
                    "/companyId",
                    "is neither an object id nor `extid-` or `srcid-` and an id",
                ));
            }
        };
        found.ok_or_else(|| {
            Refusal::at(
                "/companyId",
                format!(
                    "there is no company `{reference}`; companies with such ids are to be seeded"
                ),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACME: &str = "61006bc89a3e0b702ed8ea49";

    fn known() -> Companies {
        let mut companies = Companies::default();
        let acme = Company::new(ACME)
            .name("Acme")
            .external_id("acme")
            .source_id("7");
        companies.add(acme).unwrap();
        companies
    }

    #[test]
    fn a_company_is_found_by_each_of_its_ids_and_an_unknown_one_only_by_its_object_id() {
        let companies = known();
        let acme = ObjectId::parse(ACME).unwrap();
        for reference in [ACME, "extid-acme", "srcid-7"] {
            assert_eq!(companies.resolve(reference), Ok(acme), "{reference}");
        }
        assert!(companies.resolve("61006bc89a3e0b702ed8ea40").is_ok());
        for reference in ["extid-7", "srcid-acme", "acme", ""] {
            assert!(companies.resolve(reference).is_err(), "{reference}");
        }
    }

    #[test]
    fn two_companies_of_one_external_id_are_refused_and_one_told_twice_is_not() {
        let mut companies = known();
        for company in known().all() {
            companies.add(company.clone()).unwrap();
        }
        companies
            .add(Company::new(ACME).external_id("acme"))
            .unwrap();
        assert_eq!(companies.all().len(), 1, "it was no news");
        companies.add(Company::new(ACME).name("Acme 2")).unwrap();
        assert_eq!(companies.all().len(), 2);
        for id in [ACME, "61006bc89a3e0b702ed8ea41"] {
            companies
                .add(Company::new(id).external_id("").source_id(""))
                .unwrap();
        }
        let other = Company::new("61006bc89a3e0b702ed8ea40").external_id("acme");
        assert!(matches!(
            companies.add(other),
            Err(InvalidCompany::Twice(_))
        ));
        assert!(matches!(
            companies.add(Company::new("acme")),
            Err(InvalidCompany::Id(_))
        ));
    }
}
