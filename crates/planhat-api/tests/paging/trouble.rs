//! Servers that fail, cap, ignore, and change in between.

use planhat_api::ObjectId;
use planhat_api::paging::Incomplete;
use planhat_emulator::{Fault, Seed};
use serde_json::json;

use crate::tenant::{ACME, OTHER, id, number, numbers, read, signs, tenant};

#[tokio::test]
async fn a_short_page_is_not_taken_for_the_last_one() {
    for cap in [2, 3, 17] {
        let (emulator, client) = tenant(60).await;
        let fault = Fault::capped_page(cap).on("license_list").share(0.4, 7);
        emulator.inject(fault).unwrap();
        let mut records = client
            .licenses()
            .list()
            .stream()
            .page_size(20)
            .read_ahead(3);
        let all = records.collect_complete().await.unwrap();
        assert_eq!(numbers(&all), (1..=60).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn an_ignored_filter_hands_over_no_record_of_another_company() {
    let (emulator, client) = tenant(30).await;
    let list = client.licenses().list().select("product");
    let list = list.company_id(ACME.parse::<ObjectId>().unwrap());
    emulator
        .inject(Fault::ignored_filter().on("license_list").skip(2).always())
        .unwrap();
    let mut records = list.stream().page_size(8).read_ahead(0);
    let (read, error) = read(&mut records).await;
    assert_eq!(read, [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16]);
    let error = error.unwrap();
    assert!(error.is_other_company(), "{error}");
    assert_eq!(
        (error.offset(), error.report().last_id()),
        (15, Some(id(16)))
    );
    assert!(!error.to_string().contains(ACME) && !error.to_string().contains(OTHER));
}

#[tokio::test]
async fn an_ignored_sort_is_told() {
    let (emulator, client) = tenant(0).await;
    let shuffled = [5, 3, 8, 1]
        .into_iter()
        .map(|number| json!({ "_id": id(number).as_str(), "companyId": ACME }));
    let seed = shuffled.fold(Seed::new(), |seed, record| seed.record("licenses", record));
    emulator.seed(seed).unwrap();
    emulator
        .inject(Fault::ignored_sort().on("license_list").always())
        .unwrap();
    let mut records = client.licenses().list().stream();
    let (read, error) = read(&mut records).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(read, [5, 3, 8, 1]);
    assert_eq!(
        signs(records.report()),
        [Incomplete::OutOfOrder { offset: 1 }]
    );
}

#[tokio::test]
async fn an_ignored_offset_is_an_error_and_no_loop() {
    let (emulator, client) = tenant(30).await;
    emulator
        .inject(Fault::ignored_offset().on("license_list").always())
        .unwrap();
    let error = client
        .licenses()
        .list()
        .stream()
        .page_size(10)
        .collect_complete()
        .await;
    let error = error.unwrap_err();
    assert!(error.is_nothing_new(), "{error}");
    assert_eq!(error.offset(), 10);
}

#[tokio::test]
async fn records_that_go_meanwhile_make_the_list_incomplete() {
    let (_emulator, client) = tenant(30).await;
    let mut records = client
        .licenses()
        .list()
        .stream()
        .page_size(10)
        .read_ahead(0);
    let mut read = Vec::new();
    while let Some(license) = records.next().await {
        let license = license.unwrap();
        if number(&license) == 10 {
            for gone in [2, 3] {
                client.licenses().delete(id(gone)).send().await.unwrap();
            }
        }
        read.push(number(&license));
    }
    let all_but_one = (1..=30).filter(|number| *number != 11);
    assert_eq!(read, all_but_one.collect::<Vec<_>>());
    assert_eq!(
        signs(records.report()),
        [Incomplete::MissingOverlap { offset: 9 }]
    );
}

#[tokio::test]
async fn records_that_come_meanwhile_do_not() {
    let (emulator, client) = tenant(30).await;
    let mut pages = client.licenses().list().pages().page_size(10);
    let mut read = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.offset() as usize, read.len());
        read.extend(numbers(page.records()));
        assert_eq!(page.next_offset() as usize, read.len());
        if read.len() < 35 {
            let next = 31 + pages.report().pages();
            let record = json!({ "_id": format!("{next:024x}"), "companyId": ACME });
            emulator
                .seed(Seed::new().record("licenses", record))
                .unwrap();
        }
    }
    assert!(pages.report().is_complete(), "{:?}", pages.report());
    assert!(read.len() > 30 && read.is_sorted(), "{read:?}");
}

#[tokio::test]
async fn a_record_that_comes_in_front_of_the_end_stops_nobody() {
    let (emulator, client) = tenant(30).await;
    let list = client.licenses().list().sort("-_id");
    let mut records = list.stream().page_size(20).read_ahead(0);
    let mut read = Vec::new();
    while let Some(license) = records.next().await {
        read.push(number(&license.unwrap()));
        if read.len() == 30 {
            let record = json!({ "_id": id(31).as_str(), "companyId": ACME });
            emulator
                .seed(Seed::new().record("licenses", record))
                .unwrap();
        }
    }
    assert_eq!(read, (1..=30).rev().collect::<Vec<_>>());
    let report = records.report();
    assert_eq!((report.records(), report.offset()), (30, 31));
    assert_eq!(signs(report), [Incomplete::MissingOverlap { offset: 29 }]);
}

#[tokio::test]
async fn an_error_tells_where_to_go_on_and_going_on_gives_the_rest() {
    let (emulator, client) = tenant(30).await;
    for behind in [true, false] {
        emulator
            .inject(Fault::status(400).on("license_list").skip(2).times(1))
            .unwrap();
        let mut records = client
            .licenses()
            .list()
            .stream()
            .page_size(10)
            .read_ahead(0);
        let (mut all, error) = read(&mut records).await;
        let error = error.unwrap();
        assert_eq!(error.call_error().unwrap().status(), Some(400));
        assert_eq!((error.offset(), error.report().records()), (19, 19));
        let rest = client.licenses().list().stream();
        let mut rest = if behind {
            rest.start_after(error.report().last_id().unwrap(), error.offset())
        } else {
            rest.start_at(error.offset())
        };
        all.extend(numbers(&rest.collect_complete().await.unwrap()));
        assert_eq!(all, (1..=30).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn who_goes_on_in_a_list_that_has_changed_hears_of_it() {
    let (_emulator, client) = tenant(30).await;
    client.licenses().delete(id(3)).send().await.unwrap();
    let mut rest = client.licenses().list().stream().start_after(id(19), 19);
    let error = rest.collect_complete().await.unwrap_err();
    assert!(error.is_incomplete(), "{error}");
    assert_eq!(
        signs(error.report()),
        [Incomplete::MissingOverlap { offset: 18 }]
    );
}

#[tokio::test]
async fn failures_that_pass_are_not_noticed() {
    let (emulator, client) = tenant(200).await;
    emulator
        .inject(Fault::status(503).on("license_list").share(0.3, 3))
        .unwrap();
    emulator
        .inject(Fault::cut_off().on("license_list").share(0.2, 5))
        .unwrap();
    let mut records = client
        .licenses()
        .list()
        .stream()
        .page_size(20)
        .read_ahead(3);
    let all = records.collect_complete().await.unwrap();
    assert_eq!(numbers(&all), (1..=200).collect::<Vec<_>>());
}
