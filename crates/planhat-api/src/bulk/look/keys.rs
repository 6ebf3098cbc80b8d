//! By what the records of items are found in a list.

use crate::bulk::fingerprint::Fingerprint;
use crate::bulk::keyables::Keyables;
use crate::id::{ObjectId, RecordRef};
use crate::json::Value;

pub(super) const COMPANY: &str = "companyId";

/// How well a key names a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    /// No other record has it.
    One,
    /// It is an external id without a company: records of several companies may have it.
    OneOfSome,
    /// It is an external id with a company that no record names in this way.
    AnotherPerhaps,
}

/// By what an item finds its record.
pub(super) enum Key {
    This(Fingerprint, Names),
    /// It has no keyable, so it finds none.
    None,
    /// It has one that no record can have.
    Odd,
}

/// The first keyable that an item has decides (documented order).
pub(super) fn key_of(item: &str) -> Key {
    let item = Value::new(item);
    let keyables = Keyables::of(item);
    match (&keyables.id, &keyables.source_id, &keyables.external_id) {
        (Some(id), _, _) => match id.parse::<ObjectId>() {
            Ok(id) => Key::This(of_id(id), Names::One),
            Err(_) => Key::Odd,
        },
        (None, Some(id), _) => Key::This(of_source_id(id), Names::One),
        (None, None, Some(id)) => match (company_of(item), item.get(COMPANY)) {
            (Some(company), _) => Key::This(of_external_id(id, Some(company)), Names::One),
            (None, Some(_)) => Key::This(of_external_id(id, None), Names::AnotherPerhaps),
            (None, None) => Key::This(of_external_id(id, None), Names::OneOfSome),
        },
        (None, None, None) => Key::None,
    }
}

/// How that keyable names a record in a path.
pub(super) fn reference(item: &str) -> Option<RecordRef> {
    let keyables = Keyables::of(Value::new(item));
    match (&keyables.id, &keyables.source_id, &keyables.external_id) {
        (Some(id), _, _) => Some(RecordRef::from(id.parse::<ObjectId>().ok()?)),
        (None, Some(id), _) => RecordRef::source(&**id).ok(),
        (None, None, Some(id)) => RecordRef::external(&**id).ok(),
        (None, None, None) => None,
    }
}

/// The company of an item or a record, where it is named by its object id.
pub(super) fn company_of(value: Value<'_>) -> Option<ObjectId> {
    value.get(COMPANY)?.as_str()?.parse().ok()
}

/// All by which an item can find a record.
pub(super) fn keys_of(record: &str) -> impl Iterator<Item = Fingerprint> {
    let record = Value::new(record);
    let keyables = Keyables::of(record);
    let id = keyables.id.and_then(|id| id.parse().ok()).map(of_id);
    let source_id = keyables.source_id.as_deref().map(of_source_id);
    let external_id = keyables.external_id.as_deref();
    let company = company_of(record);
    let in_company = company.and_then(|company| Some(of_external_id(external_id?, Some(company))));
    let anywhere = external_id.map(|id| of_external_id(id, None));
    [id, source_id, in_company, anywhere].into_iter().flatten()
}

fn of_id(id: ObjectId) -> Fingerprint {
    Fingerprint::of(&["_id", small(id).as_str()])
}

fn of_source_id(id: &str) -> Fingerprint {
    Fingerprint::of(&["sourceId", id])
}

fn of_external_id(id: &str, company: Option<ObjectId>) -> Fingerprint {
    match company {
        Some(company) => Fingerprint::of(&["externalId", id, small(company).as_str()]),
        None => Fingerprint::of(&["externalId", id]),
    }
}

/// Two spellings of one object id are one id.
fn small(id: ObjectId) -> ObjectId {
    ObjectId::from_bytes(id.to_bytes())
}
