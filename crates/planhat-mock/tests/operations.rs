//! Every operation, mocked and called through the client.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

use std::collections::BTreeSet;

use planhat_api::{
    Client, Deal, DealCreate, DealUpdate, DealUpsert, Deletion, License, LicenseCreate,
    LicenseUpdate, LicenseUpsert, OPERATIONS, ObjectId, Product, ProductCreate, ProductUpdate,
    ProductUpsert, RecordRef, Select,
};
use planhat_mock::{BulkItem, MockServer, Sample, bulk_result, object_id, sample};

fn company() -> RecordRef {
    RecordRef::external("acme").unwrap()
}

/// Calls the six operations of a resource, each with conditions that another call does not fit.
macro_rules! call_all {
    ($server:ident, $record:ident, $collection:ident, $create:expr, $update:expr, $upsert:expr,
     $create_mock:ident, $update_mock:ident, $get_mock:ident, $list_mock:ident, $delete_mock:ident, $bulk_mock:ident) => {{
        let client = Client::for_tests($server.url()).unwrap();
        let records = client.$collection();
        let record = $record::sample();
        let id = RecordRef::source("a/b").unwrap();

        let mock = $server.$create_mock(|when, then| {
            when.body(&$create);
            then.ok(&record);
        });
        let stored = records.create($create).send().await.unwrap();
        assert_eq!(stored.into_inner(), record);
        mock.assert();

        let mock = $server.$update_mock(|when, then| {
            when.id(&id).body(&$update);
            then.ok(&record);
        });
        let changed = records.update(&id, $update).send().await.unwrap();
        assert_eq!(changed.into_inner(), record);
        mock.assert();

        let mock = $server.$get_mock(|when, then| {
            when.id(&id);
            then.ok(&record);
        });
        let read = records.get(&id).send().await.unwrap();
        assert_eq!(read.into_inner(), record);
        mock.assert();

        let page = $record::samples(3);
        let mock = $server.$list_mock(|when, then| {
            when.limit(3).offset(6).sort("-_id").select(["_id", "name"]);
            then.ok(&page);
        });
        let select = Select::from("_id,name");
        let list = records
            .list()
            .limit(3)
            .offset(6)
            .sort("-_id")
            .select(select);
        assert_eq!(list.send().await.unwrap().into_inner(), page);
        mock.assert();

        let mock = $server.$delete_mock(|when, then| {
            when.id(object_id(1));
            then.deleted();
        });
        let deleted = records.delete(object_id(1)).send().await.unwrap();
        assert_eq!(deleted.deletion(), Deletion::Deleted(1));
        mock.assert();

        let items = [$upsert.source_id("s-1"), $upsert.external_id("e-1")];
        let result = bulk_result([BulkItem::created(&items[0]), BulkItem::updated(&items[1])]);
        let mock = $server.$bulk_mock(|when, then| {
            when.items(&items);
            then.ok(&result);
        });
        let done = records.bulk_upsert(items.clone()).send().await.unwrap();
        assert_eq!(done.into_inner(), result);
        mock.assert();
    }};
}

#[tokio::test]
async fn every_operation_is_mocked_and_called() {
    let server = MockServer::start();
    call_all!(
        server,
        Deal,
        deals,
        DealCreate::new(company()).name("A"),
        DealUpdate::new().mrr(1),
        DealUpsert::new().mrr(2),
        deal_create,
        deal_update,
        deal_get,
        deal_list,
        deal_delete,
        deal_bulk_upsert
    );
    call_all!(
        server,
        Product,
        products,
        ProductCreate::new("A"),
        ProductUpdate::new().mrr(1),
        ProductUpsert::new().mrr(2),
        product_create,
        product_update,
        product_get,
        product_list,
        product_delete,
        product_bulk_upsert
    );
    call_all!(
        server,
        License,
        licenses,
        LicenseCreate::new(company()).mrr(1),
        LicenseUpdate::new().mrr(1),
        LicenseUpsert::new().mrr(2),
        license_create,
        license_update,
        license_get,
        license_list,
        license_delete,
        license_bulk_upsert
    );
    let called: BTreeSet<_> = server
        .calls()
        .iter()
        .filter_map(|call| call.operation())
        .collect();
    let known: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.id).collect();
    assert_eq!(called, known);
}

#[tokio::test]
async fn a_list_of_one_company_is_told_from_another() {
    let server = MockServer::start();
    let client = Client::for_tests(server.url()).unwrap();
    let (one, other): (ObjectId, ObjectId) = (object_id(1), object_id(2));
    for (company, count) in [(one, 1), (other, 2)] {
        server.license_list(|when, then| {
            when.company_id(company).no_parameter("offset");
            then.ok(&License::samples(count));
        });
    }
    for (company, count) in [(other, 2), (one, 1)] {
        let page = client
            .licenses()
            .list()
            .company_id(company)
            .send()
            .await
            .unwrap();
        assert_eq!(page.len(), count);
    }
    let beyond = client
        .licenses()
        .list()
        .company_id(one)
        .offset(1)
        .send()
        .await;
    assert!(beyond.is_err());
    assert_eq!(server.take_unexpected().len(), 1);
}

#[tokio::test]
async fn the_samples_are_those_that_the_vendor_prints() {
    assert_eq!(sample::deal().company_name(), Some("Acme"));
    assert_eq!(sample::license().product(), Some("Large License"));
    assert_eq!(sample::product().mrr(), Some(5000.0));
    for json in [Deal::JSON, License::JSON, Product::JSON] {
        assert!(!json.contains("null,null"), "{json}");
    }
}

#[test]
fn a_sample_takes_values_and_keeps_what_is_not_named() {
    let base = sample::license_with(serde_json::json!({"custom": {"Tier": "gold", "Seats": 5}}));
    assert_eq!(base.company_name(), sample::license().company_name());
    let tier = |license: &License, label: &str| {
        license
            .custom()
            .and_then(|custom| custom.get(label).map(|value| value.to_string()))
    };
    assert_eq!(tier(&base, "Tier").as_deref(), Some(r#""gold""#));
    let update = LicenseUpdate::new()
        .mrr(12.5)
        .clear_to_date()
        .custom("Tier", 1.50);
    let license = sample::license_with(&update);
    assert_eq!(license.mrr(), Some(12.5));
    assert!(license.to_date_field().is_null());
    assert_eq!(tier(&license, "Tier").as_deref(), Some("1.5"));
}

#[test]
fn many_samples_have_ids_of_their_own() {
    let ids: BTreeSet<_> = Deal::samples(300).iter().filter_map(Deal::id).collect();
    assert_eq!(ids.len(), 300);
}
