//! What an emulator is to hold from the start, or is given while it runs.

mod documented;
mod error;
mod read;

use serde_json::Value;

use crate::identity::Company;
use crate::spec::Spec;
use crate::tenant::{Index, Tenant};

pub use error::{SeedError, SeedSyntax};

/// Companies and records to start from.
///
/// As text it is JSON: one document, or lines (NDJSON), or both.
///
/// ```
/// use planhat_emulator::Seed;
///
/// let document: Seed = r#"{
///     "companies": [{ "_id": "61006bc89a3e0b702ed8ea49", "name": "Acme", "externalId": "acme-corp" }],
///     "records": { "licenses": [{ "companyId": "extid-acme-corp", "externalId": "lic-7", "mrr": 120 }] }
/// }"#
/// .parse()?;
///
/// let lines: Seed = r#"
/// { "company": { "_id": "61006bc89a3e0b702ed8ea49", "name": "Acme", "externalId": "acme-corp" } }
/// { "resource": "licenses", "record": { "companyId": "extid-acme-corp", "externalId": "lic-7", "mrr": 120 } }
/// "#
/// .parse()?;
/// # assert_eq!((document.len(), lines.len()), (1, 1));
/// # Ok::<(), planhat_emulator::SeedSyntax>(())
/// ```
///
/// A record is kept as it is given: unknown keys, properties that only the server sets, and unexpected types included. A
/// missing `_id`, times and calculated properties are added. Its company may be named by `extid-` or `srcid-`, once the
/// company is known.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Seed {
    companies: Vec<Company>,
    /// Each with the name in the path of its resource.
    records: Vec<(String, Value)>,
}

impl Seed {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// The records of the vendor's printed replies: deals, products and licenses with all that they can hold, and the
    /// company of the deals, known as `extid-acme-corp`.
    pub fn documented() -> Self {
        documented::seed()
    }

    /// Adds a company that is known by its other ids and its name.
    pub fn company(mut self, company: Company) -> Self {
        self.companies.push(company);
        self
    }

    /// Adds a record, by the name in the path of its resource: `deals`, `products` or `licenses`.
    pub fn record(mut self, resource: impl Into<String>, record: Value) -> Self {
        self.records.push((resource.into(), record));
        self
    }

    /// Adds all of another seed.
    pub fn and(mut self, other: Self) -> Self {
        self.companies.extend(other.companies);
        self.records.extend(other.records);
        self
    }

    /// How many records there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is nothing in it, no company either.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.companies.is_empty()
    }
}

impl Tenant {
    /// Takes a seed in: all of it, or nothing.
    pub(crate) fn sow(&mut self, seed: Seed) -> Result<(), SeedError> {
        let mut sown = self.clone();
        for company in seed.companies {
            sown.companies
                .add(company)
                .map_err(|error| SeedError::Company(error.to_string()))?;
        }
        let mut counts = vec![0; self.spec.resources.len()];
        for (resource, record) in seed.records {
            let place = self.spec.resource(&resource);
            let index =
                place.ok_or_else(|| SeedError::Resource(no_resource(self.spec, &resource)))?;
            let result = sown.seed(Index(index), record);
            result.map_err(|problem| SeedError::Record {
                resource,
                place: counts[index],
                problem,
            })?;
            counts[index] += 1;
        }
        *self = sown;
        Ok(())
    }
}

/// What is said of a resource that is not in the specification.
pub(crate) fn no_resource(spec: &Spec, name: &str) -> String {
    let known: Vec<_> = spec.resources.iter().map(|known| known.segment()).collect();
    format!(
        "there is no resource `{name}`; there are {}",
        known.join(", ")
    )
}
