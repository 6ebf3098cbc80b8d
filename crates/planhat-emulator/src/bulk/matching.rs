//! Which record an item means, and what it needs where it means none.

use super::Body;
use crate::identity::ObjectId;
use crate::refusal::Refusal;
use crate::tenant::{Index, Tenant, ambiguous};

/// What becomes of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// It updates this record.
    Record(ObjectId),
    /// It creates one.
    New,
}

impl Tenant {
    /// The first keyable that an item carries decides; where it finds nothing, the others are not asked.
    pub(super) fn target(&self, index: Index, item: Body<'_>) -> Result<Target, Refusal> {
        let keyables = &self.resource(index).matched_by;
        let carried = keyables
            .iter()
            .find_map(|name| Some((name.as_str(), item.key(name)?)));
        let store = self.store(index);
        let found = match carried {
            Some(("_id", key)) => ObjectId::parse(key).filter(|id| store.contains(id)),
            Some(("sourceId", key)) => store.of_source_id(key),
            Some(("externalId", key)) => self.of_external_id(index, item, key)?,
            _ => None,
        };
        Ok(found.map_or(Target::New, Target::Record))
    }

    /// External ids are unique within a company only, so the company of the item is where it is looked for. An item
    /// without a company can mean the only record of its external id.
    fn of_external_id(
        &self,
        index: Index,
        item: Body<'_>,
        key: &str,
    ) -> Result<Option<ObjectId>, Refusal> {
        let resource = self.resource(index);
        let owners = self.store(index).of_external_id(key);
        let company = item
            .key("companyId")
            .filter(|_| resource.property("companyId").is_some());
        match (company, owners) {
            (Some(reference), _) => {
                let Ok(company) = self.companies.resolve(reference) else {
                    // Whoever creates the record says what is wrong with its company.
                    return Ok(None);
                };
                let owner = owners.iter().find(|owner| owner.company == Some(company));
                Ok(owner.map(|owner| owner.record))
            }
            (None, []) => Ok(None),
            (None, [owner]) => Ok(Some(owner.record)),
            (None, _) => Err(ambiguous(&resource.name, owners.len())),
        }
    }

    /// Refuses an item that has less than a new record needs.
    pub(super) fn minimum(&self, index: Index, item: Body<'_>) -> Result<(), Refusal> {
        let resource = self.resource(index);
        let needed = &resource.creates_with;
        let missing: Vec<String> = needed
            .all
            .iter()
            .filter(|name| !item.has(name))
            .map(|name| format!("`{name}`"))
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::bad(format!(
                "no {} was found to update, and a new one needs {}",
                resource.name,
                missing.join(" and ")
            )));
        }
        if !needed.any.is_empty() && !needed.any.iter().any(|name| item.has(name)) {
            return Err(Refusal::bad(format!(
                "no {} was found to update, and a new one needs one of `{}`",
                resource.name,
                needed.any.join("`, `")
            )));
        }
        Ok(())
    }
}
