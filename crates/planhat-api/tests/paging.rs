//! Lists read to their end, from a server that keeps records and misbehaves on demand.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use futures_core::Stream;
use planhat_api::limits::{Call, Limiter, Limits};
use planhat_api::paging::{Incomplete, ListReport, PagingError};
use planhat_api::{Client, License, LicenseUpdate, ObjectId};
use planhat_emulator::{Emulator, Fault, Seed};
use serde_json::json;
use support::{Behaviour, Server};

const ACME: &str = "61006bc89a3e0b702ed8ea49";
const OTHER: &str = "56bccdf554d64d837d01beaf";

fn id(number: usize) -> ObjectId {
    format!("{number:024x}").parse().unwrap()
}

fn number(license: &License) -> usize {
    usize::from_str_radix(license.id().unwrap().as_str(), 16).unwrap()
}

/// A tenant with so many licenses, numbered from 1; every tenth one is of another company.
async fn tenant(licenses: usize) -> (Emulator, Client) {
    let record = |number: usize| {
        let company = if number.is_multiple_of(10) {
            OTHER
        } else {
            ACME
        };
        json!({ "_id": id(number).as_str(), "companyId": company, "product": "Seats", "mrr": number % 7 })
    };
    let emulator = Emulator::builder()
        .records("licenses", (1..=licenses).map(record))
        .start()
        .await
        .unwrap();
    let client = client(&emulator).build().unwrap();
    (emulator, client)
}

fn client(emulator: &Emulator) -> planhat_api::Builder {
    Client::builder()
        .token(emulator.token())
        .base_url(emulator.url())
        .clock(planhat_api::clock::TestClock::new())
        .limits(Limits::off())
}

fn numbers(licenses: &[License]) -> Vec<usize> {
    licenses.iter().map(number).collect()
}

/// The queries of all lists that were asked for.
fn queries(emulator: &Emulator) -> Vec<String> {
    let requests = emulator.requests().into_iter();
    requests.filter_map(|request| request.query).collect()
}

/// Reads to the end or to an error.
async fn read<S>(records: &mut S) -> (Vec<usize>, Option<PagingError>)
where
    S: Stream<Item = Result<License, PagingError>> + Unpin,
{
    let mut read = Vec::new();
    while let Some(record) = poll_fn(|context| Pin::new(&mut *records).poll_next(context)).await {
        match record {
            Ok(license) => read.push(number(&license)),
            Err(error) => {
                let after = poll_fn(|context| Pin::new(&mut *records).poll_next(context)).await;
                assert!(after.is_none(), "an error is the last of it");
                return (read, Some(error));
            }
        }
    }
    (read, None)
}

fn signs(report: &ListReport) -> Vec<Incomplete> {
    report.incomplete().collect()
}

#[tokio::test]
async fn a_list_longer_than_its_pages_comes_whole_and_in_order() {
    let (emulator, client) = tenant(4_500).await;
    for read_ahead in [0, 1, 5] {
        let records = client.licenses().list().select(["mrr"]).stream();
        let all = records.read_ahead(read_ahead).collect_complete().await;
        assert_eq!(numbers(&all.unwrap()), (1..=4_500).collect::<Vec<_>>());
    }
    let pages = queries(&emulator);
    assert!(
        pages
            .iter()
            .all(|query| query.contains("limit=2000") || query.contains("limit=1&"))
    );
}

#[tokio::test]
async fn every_page_is_asked_for_as_the_list_was() {
    let page = concat!(
        r#"[{"_id":"00000000000000000000000a","companyId":"61006bc89a3e0b702ed8ea49"},"#,
        r#"{"_id":"00000000000000000000000b","companyId":"61006bc89a3e0b702ed8ea49"}]"#,
    );
    let last = r#"[{"_id":"00000000000000000000000b","companyId":"61006bc89a3e0b702ed8ea49"}]"#;
    let script = [page, last, "[]", last].map(|body| Behaviour::Answer { status: 200, body });
    let server = Server::scripted(&script);
    let client = Client::for_tests(server.url()).unwrap();
    let list = client
        .licenses()
        .list()
        .company_id(ACME.parse::<ObjectId>().unwrap());
    let list = list
        .select("product")
        .query("x", "y z")
        .header("x-team", "blue")
        .limit(2);
    let all = list.stream().collect_complete().await.unwrap();
    assert_eq!(numbers(&all), [10, 11]);
    let line =
        format!("GET /licenses?companyId={ACME}&x=y%20z&sort=_id&select=product,_id,companyId");
    let pages = [("2", "0"), ("2", "1"), ("1", "2"), ("2", "1")];
    let lines = pages.map(|(limit, offset)| format!("{line}&limit={limit}&offset={offset}"));
    assert_eq!(server.calls(), lines);
    assert_eq!(
        server.heard().matches("x-team: blue\r\n").count(),
        lines.len()
    );
}

#[tokio::test]
async fn a_sort_of_the_callers_stands() {
    let (emulator, client) = tenant(9).await;
    for (sort, first) in [("-_id", 9), ("mrr", 7), ("_id", 1)] {
        let list = client.licenses().list().sort(sort);
        let all = list.stream().page_size(4).collect_complete().await.unwrap();
        assert_eq!((all.len(), number(&all[0])), (9, first), "{sort}");
        let query = queries(&emulator).pop().unwrap();
        assert!(query.contains(&format!("sort={sort}&")), "{query}");
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_not() {
    let (emulator, client) = tenant(3).await;
    let licenses = client.licenses();
    for (records, said) in [
        (licenses.list().stream().page_size(0), "limit"),
        (licenses.list().stream().page_size(2_001), "limit"),
        (licenses.list().limit(5_000).stream(), "limit"),
        (
            licenses.list().query("companyId", "extid-acme").stream(),
            "companyId",
        ),
    ] {
        let error = records.collect_complete().await.unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert!(error.call_error().unwrap().is_invalid_request());
        assert_eq!(error.offset(), 0);
    }
    assert_eq!(queries(&emulator), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_asked_before_it_is_read() {
    let (emulator, client) = tenant(3).await;
    let records = client.licenses().list().stream().start_at(1).page_size(2);
    assert_eq!(signs(records.report()), [Incomplete::Unread { offset: 1 }]);
    drop(records);
    assert_eq!(queries(&emulator), Vec::<String>::new());
}

#[tokio::test]
async fn a_short_page_is_not_taken_for_the_last_one() {
    for cap in [2, 3, 17] {
        let (emulator, client) = tenant(60).await;
        let fault = Fault::capped_page(cap).on("license_list").share(0.4, 7);
        emulator.inject(fault).unwrap();
        let records = client
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
        let rest = if behind {
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
    let rest = client.licenses().list().stream().start_after(id(19), 19);
    let error = rest.collect_complete().await.unwrap_err();
    assert!(error.is_incomplete(), "{error}");
    assert_eq!(
        signs(error.report()),
        [Incomplete::MissingOverlap { offset: 18 }]
    );
}

#[tokio::test]
async fn a_report_is_as_far_as_the_reader_is() {
    let (_emulator, client) = tenant(30).await;
    let mut records = client.licenses().list().stream().page_size(10);
    for offset in 1..=25 {
        records.next().await.unwrap().unwrap();
        let report = records.report();
        assert_eq!((report.records(), report.offset()), (offset, offset));
        assert_eq!(report.last_id(), Some(id(offset as usize)));
    }
    assert_eq!(signs(records.report()), [Incomplete::Unread { offset: 25 }]);
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
    let records = client
        .licenses()
        .list()
        .stream()
        .page_size(20)
        .read_ahead(3);
    let all = records.collect_complete().await.unwrap();
    assert_eq!(numbers(&all), (1..=200).collect::<Vec<_>>());
}

#[tokio::test]
async fn pages_read_ahead_keep_nobody_from_a_turn() {
    let (emulator, _) = tenant(30).await;
    let client = client(&emulator)
        .limits(Limits::off().in_flight(1))
        .build()
        .unwrap();
    let mut records = client.licenses().list().stream().page_size(4).read_ahead(3);
    let mut read = 0;
    while let Some(license) = records.next().await {
        let id = license.unwrap().id().unwrap();
        let update = LicenseUpdate::new().product("Seats, paid");
        client.licenses().update(id, update).send().await.unwrap();
        read += 1;
    }
    assert_eq!(read, 30);
    assert!(records.report().is_complete());
}

#[tokio::test]
async fn a_stream_that_is_dropped_ends_its_calls() {
    let server = Server::start(Behaviour::Silence);
    let limiter = Limiter::new(Limits::off().in_flight(1)).unwrap();
    let client = Client::builder()
        .token("secret")
        .base_url(server.url())
        .limiter(limiter.clone())
        .timeout(Duration::from_secs(3600))
        .build()
        .unwrap();
    let mut records = client.licenses().list().stream();
    {
        let mut next = std::pin::pin!(records.next());
        poll_fn(|context| {
            assert!(next.as_mut().poll(context).is_pending());
            context.waker().wake_by_ref();
            match server.connections() {
                0 => std::task::Poll::Pending,
                _ => std::task::Poll::Ready(()),
            }
        })
        .await;
    }
    drop(records);
    // It would wait for an hour if the call were still under way.
    let permit = limiter.acquire(&Call::single(), None).await;
    assert!(permit.is_ok());
}

#[tokio::test]
async fn neither_errors_nor_debug_show_ids() {
    let (_emulator, client) = tenant(3).await;
    let mut pages = client.licenses().list().pages();
    let page = pages.next().await.unwrap().unwrap();
    let mut records = client.licenses().list().stream().start_after(id(2), 3);
    let (_, error) = read(&mut records).await;
    assert!(error.is_none());
    for shown in [
        format!("{page:?}"),
        format!("{pages:?}"),
        format!("{records:?}"),
    ] {
        for number in 1..=3 {
            assert!(!shown.contains(id(number).as_str()), "{shown}");
        }
        assert!(!shown.contains("[0, 0, 0"), "{shown}");
    }
}
