//! What is asked of a server that does as documented, and what is handed over when.

use std::future::{Future, poll_fn};
use std::task::Poll;
use std::time::Duration;

use planhat_api::limits::{Call, Limiter, Limits};
use planhat_api::paging::Incomplete;
use planhat_api::{Client, LicenseUpdate, ObjectId};

use crate::support::{Behaviour, Server};
use crate::tenant::{ACME, client, id, number, numbers, queries, read, signs, tenant};

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
    for (mut records, said) in [
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
                0 => Poll::Pending,
                _ => Poll::Ready(()),
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
