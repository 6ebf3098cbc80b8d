use std::time::SystemTime;

use serde_json::{Value, json};

use super::*;
use crate::clock::FixedClock;
use crate::generated::DOCUMENT;
use crate::list::Query;
use crate::spec::Verb;

/// The specification with a resource that this crate has no rules for: products by another name.
fn with_notes() -> (Tenant, Index) {
    let text = DOCUMENT
        .replace("Product", "Note")
        .replace("product", "note");
    let spec: &'static Spec = Box::leak(Box::new(Spec::read(&text).unwrap()));
    let clock = FixedClock::at(SystemTime::UNIX_EPOCH);
    let tenant = Tenant::new(spec, Arc::new(clock), Ids::new(Some(1), []));
    let notes = Index(spec.resource("notes").unwrap());
    (tenant, notes)
}

fn all(tenant: &Tenant, index: Index) -> Value {
    let operation = tenant.operation(index, Verb::List).unwrap();
    let query = Query::parse(
        tenant.resource(index),
        operation,
        "sort=-name&select=name,mrr,arr",
    );
    json!(tenant.list(index, &query.unwrap()))
}

#[test]
fn a_resource_without_rules_of_its_own_is_served_by_the_specification() {
    let (mut tenant, notes) = with_notes();
    let made = tenant.create(notes, &json!({ "name": "A", "mrr": 5, "externalId": "x" }));
    let made = json!(made.unwrap());
    assert_eq!(made["createdAt"], "1970-01-01T00:00:00.000Z");
    assert_eq!(made.get("packages"), None, "no default");
    let refused = tenant.create(notes, &json!({ "mrr": "5" })).unwrap_err();
    assert_eq!(refused.faults.len(), 2);
    let items = json!([{ "externalId": "x", "mrr": 6 }, { "name": "B" }, { "mrr": 1 }]);
    let envelope = tenant.bulk_upsert(notes, &items, None).unwrap();
    assert_eq!(envelope.status(), 206);
    let expected = json!([{ "name": "B" }, { "name": "A", "mrr": 6 }]);
    assert_eq!(all(&tenant, notes), expected);
    let id = ObjectId::parse(made["_id"].as_str().unwrap()).unwrap();
    assert_eq!(tenant.delete(notes, &id)["deletedCount"], 1);
}

#[test]
fn every_resource_of_the_specification_is_served() {
    let spec = Spec::load().unwrap();
    let clock = FixedClock::at(SystemTime::UNIX_EPOCH);
    let mut tenant = Tenant::new(spec, Arc::new(clock), Ids::new(Some(1), []));
    for (place, resource) in spec.resources.iter().enumerate() {
        let index = Index(place);
        let record = json!({ "sourceId": "a", "unknown": [1.5, null] });
        let id = tenant.seed(index, record).unwrap();
        let reference = Reference::Source("a".to_owned());
        let record = json!(tenant.get(index, &reference).unwrap());
        assert_eq!(record["unknown"], json!([1.5, null]), "{}", resource.name);
        let operation = tenant.operation(index, Verb::List).unwrap();
        let query = Query::parse(resource, operation, "sort=-_id").unwrap();
        assert_eq!(json!(tenant.list(index, &query)), json!([record]));
        assert_eq!(tenant.delete(index, &id)["deletedCount"], 1);
    }
}

#[test]
fn an_id_that_is_given_and_taken_is_passed_over() {
    let (mut tenant, notes) = with_notes();
    let id = ObjectId::new([7; 12]);
    tenant.ids = Ids::new(Some(1), [id, id]);
    for is_given in [true, false] {
        let made = json!(tenant.create(notes, &json!({ "name": "A" })).unwrap());
        assert_eq!(made["_id"] == id.to_string(), is_given);
    }
}

#[test]
fn a_snapshot_of_the_stores_does_not_see_what_comes_later() {
    let (mut tenant, notes) = with_notes();
    tenant.create(notes, &json!({ "name": "A" })).unwrap();
    let snapshot = tenant.stores.clone();
    tenant.create(notes, &json!({ "name": "B" })).unwrap();
    assert_eq!(snapshot[notes.0].records().len(), 1);
    assert_eq!(tenant.store(notes).records().len(), 2);
}
