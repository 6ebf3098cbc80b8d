//! What a resumed run looks at before it sends again: the same, by single reads and by lists.

use std::time::Duration;

use planhat_api::bulk::BulkItem;
use planhat_api::bulk::journal::{Entry, Journal, JournalError, Left, Mark};
use planhat_api::{License, LicenseUpsert, ObjectId, RecordRef};
use planhat_emulator::{Company, Emulator, Fault};
use serde_json::json;

use crate::support::{COMPANY, client, finish, upsert, words};

pub(crate) const OTHER: &str = "56bccdf554d64d837d01beaf";

/// Has every item in flight.
struct AllInFlight;

impl Journal for AllInFlight {
    fn look_up(&mut self, _: &Entry) -> Result<Option<Left>, JournalError> {
        Ok(Some(Left::new(true, Mark::InFlight)))
    }

    fn begin(&mut self, _: &[Entry]) -> Result<(), JournalError> {
        Ok(())
    }

    fn done(&mut self, _: &[Mark]) -> Result<(), JournalError> {
        Ok(())
    }
}

/// A tenant with so many licenses of one company, and as many of another.
pub(crate) async fn tenant(licenses: usize) -> Emulator {
    let of = |company: &'static str, name: &'static str| {
        move |number: usize| {
            json!({ "companyId": company, "sourceId": format!("{name}{number}"), "mrr": number,
                "externalId": format!("e{name}{number}"), "custom": { "Tier": "gold" } })
        }
    };
    let records = (0..licenses).map(of(COMPANY, "s"));
    let others = (0..licenses).map(of(OTHER, "o"));
    Emulator::builder()
        .company(Company::new(COMPANY).external_id("acme"))
        .company(Company::new(OTHER))
        .ids_of_seed(7)
        .records("licenses", records.chain(others))
        .remember_requests(100_000)
        .start()
        .await
        .unwrap()
}

pub(crate) fn company(id: &str) -> ObjectId {
    id.parse().unwrap()
}

/// How often each operation was called, gets and lists.
pub(crate) fn reads(emulator: &Emulator) -> (usize, usize) {
    let requests = emulator.requests();
    let gets = requests.iter().filter(|request| request.method == "GET");
    let (lists, gets): (Vec<_>, Vec<_>) = gets.partition(|request| request.path == "/licenses");
    (gets.len(), lists.len())
}

fn same(number: usize) -> LicenseUpsert {
    LicenseUpsert::new()
        .source_id(format!("s{number}"))
        .company_id(company(COMPANY))
        .mrr(i64::try_from(number).unwrap())
}

/// What comes of items that were all in flight, in chunks of this size.
async fn resumed(emulator: &Emulator, items: Vec<BulkItem<License>>, chunk: usize) -> Vec<String> {
    let run = client(emulator).licenses().bulk_upsert_all(items);
    let (outcomes, end) = finish(&mut run.chunk_items(chunk).journal(AllInFlight)).await;
    assert!(end.is_none(), "{end:?}");
    words(&outcomes)
}

#[tokio::test]
async fn a_whole_chunk_in_flight_takes_a_few_lists_and_no_single_read() {
    let emulator = tenant(2500).await;
    let items = (0..2500).map(|number| upsert(same(number))).collect();
    let outcomes = resumed(&emulator, items, 2500).await;
    assert_eq!(outcomes, vec!["done before"; 2500]);
    // Two pages of the company's 2,500, and one read ahead; nothing is sent.
    let (gets, lists) = reads(&emulator);
    assert!(gets == 0 && lists <= 3, "{gets} gets, {lists} lists");
    assert_eq!(emulator.requests().len(), lists);
}

/// Items whose records are as they say, are not, are not there, or cannot be compared.
fn mixed() -> Vec<BulkItem<License>> {
    let mut items = Vec::new();
    for number in 0..24 {
        let item = same(number);
        let acme = RecordRef::external("acme").unwrap();
        let by_external_id = LicenseUpsert::new().external_id(format!("es{number}"));
        items.push(upsert(match number % 8 {
            0 | 1 => item,
            2 => item.mrr(7000),
            3 => item.source_id(format!("new{number}")),
            // Its record is one of another company, which it is to leave.
            4 => item.source_id(format!("o{number}")),
            5 => item.company_id(acme),
            6 => by_external_id
                .company_id(company(COMPANY))
                .custom("Tier", "gold"),
            _ => item.custom("Tier", "silver"),
        }));
    }
    items
}

#[tokio::test]
async fn lists_tell_what_single_reads_tell_whatever_is_wrong_with_them() {
    let one_by_one = tenant(40).await;
    let expected = resumed(&one_by_one, mixed(), 8).await;
    let (gets, lists) = reads(&one_by_one);
    // Of those that name their company in a way that no record has, none could tell.
    assert_eq!((gets, lists), (21, 0));
    let of_eight = [
        "done before",
        "done before",
        "*updated",
        "*created",
        "*updated",
        "*unchanged",
        "done before",
        "*updated",
    ];
    assert_eq!(expected, of_eight.repeat(3));

    let faults = [
        None,
        Some(Fault::ignored_filter()),
        Some(Fault::ignored_sort()),
        Some(Fault::ignored_offset()),
        Some(Fault::capped_page(3)),
        Some(Fault::capped_page(1)),
        Some(Fault::status(403)),
        Some(Fault::status(500)),
        Some(Fault::html(200)),
        Some(Fault::cut_off()),
    ];
    for fault in faults {
        let emulator = tenant(40).await;
        let what = format!("{fault:?}");
        if let Some(fault) = fault {
            emulator.inject(fault.on("license_list").always()).unwrap();
        }
        assert_eq!(resumed(&emulator, mixed(), 24).await, expected, "{what}");
        let (gets, lists) = reads(&emulator);
        assert!(
            lists > 0 && gets + lists <= 2 * 24,
            "{what}: {gets} gets, {lists} lists"
        );
    }
}

#[tokio::test]
async fn what_no_record_could_tell_is_not_looked_for() {
    let emulator = tenant(40).await;
    let acme = || RecordRef::external("acme").unwrap();
    let items = (0..40).map(|number| upsert(same(number).company_id(acme())));
    let outcomes = resumed(&emulator, items.collect(), 40).await;
    assert_eq!(outcomes, vec!["*unchanged"; 40]);
    assert_eq!(reads(&emulator), (0, 0));
}

#[tokio::test]
async fn records_that_can_never_be_read_do_not_hold_up_a_run() {
    for fault in [
        Fault::status(405),
        Fault::status(409),
        Fault::status(422),
        Fault::status(500),
        Fault::html(200),
        Fault::cut_off(),
    ] {
        let what = format!("{fault:?}");
        let emulator = tenant(10).await;
        // The first is read, and may not be sent again; the others can.
        let fault = fault.on("license_get").skip(1).always();
        emulator.inject(fault).unwrap();
        let unkeyed = LicenseUpsert::new()
            .id(company("61006bc89a3e0b702ed8ea99"))
            .company_id(company(COMPANY));
        let items = (0..10).map(same).chain([unkeyed]).map(upsert);
        let outcomes = resumed(&emulator, items.collect(), 11).await;
        let mut expected = vec!["*unchanged"; 9];
        expected.insert(0, "done before");
        expected.push("*unknown");
        assert_eq!(outcomes, expected, "{what}");
        // Nor is a vendor asked for ever that answers nothing.
        assert!(reads(&emulator).0 < 20, "{what}: {:?}", reads(&emulator));
    }
}

#[tokio::test]
async fn a_vendor_that_is_down_while_records_are_read_is_borne_as_long_as_the_run_bears_it() {
    for (operation, items) in [("license_get", 10), ("license_list", 60)] {
        let emulator = tenant(60).await;
        let items = || (0..items).map(|number| upsert(same(number)));
        let down = Fault::status(503).on(operation);
        emulator.inject(down.clone().times(40)).unwrap();
        let outcomes = resumed(&emulator, items().collect(), 60).await;
        assert_eq!(
            outcomes,
            vec!["done before"; items().count()],
            "{operation}"
        );
    }
    // Behind its first page a list begins anew, and what it showed before is no second record.
    let emulator = tenant(2500).await;
    let down = Fault::status(503).on("license_list").skip(1).times(9);
    emulator.inject(down).unwrap();
    let item = |number| LicenseUpsert::new().external_id(format!("es{number}"));
    let items = (0..2500).map(|number| upsert(item(number).custom("Tier", "gold")));
    let outcomes = resumed(&emulator, items.collect(), 2500).await;
    assert_eq!(outcomes, vec!["done before"; 2500]);
    assert_eq!(reads(&emulator).0, 0);

    let emulator = tenant(10).await;
    let down = Fault::status(503).on("license_get").always();
    emulator.inject(down).unwrap();
    let run = |patience: u64| {
        let items: Vec<_> = (0..10).map(|number| upsert(same(number))).collect();
        let run = client(&emulator).licenses().bulk_upsert_all(items);
        run.patience(Duration::from_secs(patience))
            .journal(AllInFlight)
    };
    let mut asked = Vec::new();
    for patience in [60, 3600] {
        let (outcomes, end) = finish(&mut run(patience)).await;
        assert!(outcomes.is_empty() && end.unwrap().is_out_of_patience());
        asked.push(reads(&emulator).0);
    }
    assert!(asked[1] > 3 * asked[0], "{asked:?}");
}
