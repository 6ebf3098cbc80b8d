//! What a run would do, told before it does it.

use planhat_api::bulk::journal::{Entry, Journal, JournalError, Left, Mark};
use planhat_api::bulk::{
    BulkError, BulkItem, Check, DryItem, DryOutcome, DryRun, DryTally, OnFinding,
};
use planhat_api::{Client, License, LicenseUpsert, RecordRef};
use planhat_emulator::Fault;

use crate::reread::{company, reads, tenant};
use crate::server::closed_port;
use crate::support::{COMPANY, client, impatient, stored, upsert};

/// What would come of each item, and the error that ended the dry run, if one did.
pub(crate) async fn told(run: &mut DryRun<License>) -> (Vec<DryItem>, Option<BulkError>) {
    let mut items = Vec::new();
    while let Some(chunk) = run.next().await {
        match chunk {
            Ok(chunk) => {
                assert_eq!(chunk.indexes().start, items.len() as u64);
                items.extend(chunk);
            }
            Err(error) => {
                assert_eq!(error.not_sent_from(), items.len() as u64);
                assert!(run.next().await.is_none(), "an error is the last of it");
                return (items, Some(error));
            }
        }
    }
    assert!(run.next().await.is_none());
    let indexes: Vec<u64> = items.iter().map(|item| item.index).collect();
    assert_eq!(indexes, (0..items.len() as u64).collect::<Vec<_>>());
    (items, None)
}

/// Each outcome in words.
fn words(items: &[DryItem]) -> Vec<String> {
    let word = |item: &DryItem| match &item.outcome {
        DryOutcome::WouldCreate => "create".to_owned(),
        DryOutcome::WouldChange(changes) => {
            let names: Vec<&str> = changes.iter().map(|change| change.property()).collect();
            format!("change {}", names.join(" "))
        }
        DryOutcome::Unchanged => "unchanged".to_owned(),
        DryOutcome::NoRecord { missing } => format!("no record, nor {missing}"),
        DryOutcome::SetAside(finding) => format!("set aside: {:?}", finding.check()),
        DryOutcome::DoneBefore => "done before".to_owned(),
        DryOutcome::Undetermined(changes) => {
            let names: Vec<&str> = changes.undetermined().collect();
            format!("undetermined {}", names.join(" "))
        }
        other => panic!("{other:?}"),
    };
    items.iter().map(word).collect()
}

pub(crate) fn licenses(
    client: &Client,
    items: Vec<BulkItem<License>>,
) -> planhat_api::bulk::BulkRun<License> {
    client.licenses().bulk_upsert_all(items)
}

pub(crate) fn by_source_id(id: &str) -> LicenseUpsert {
    LicenseUpsert::new().source_id(id)
}

/// Items of each kind, enough for a list, and what would come of each in a tenant of some licenses.
fn each_kind() -> Vec<(BulkItem<License>, &'static str)> {
    let here = company(COMPANY);
    let acme = || RecordRef::external("acme").unwrap();
    let external = |id: &str| LicenseUpsert::new().external_id(id);
    let mut kinds = vec![
        (
            upsert(by_source_id("new").company_id(here).mrr(1)),
            "create",
        ),
        (upsert(by_source_id("new too").company_id(acme())), "create"),
        (upsert(LicenseUpsert::new().company_id(here)), "create"),
        (
            upsert(by_source_id("s3").company_id(here).mrr(3.0)),
            "unchanged",
        ),
        (
            upsert(by_source_id("s4").company_id(here).clear_product()),
            "unchanged",
        ),
        (
            upsert(by_source_id("s5").mrr(6).product("Seats")),
            "change mrr product",
        ),
        (
            upsert(
                by_source_id("s6")
                    .custom("Tier", "gold")
                    .clear_custom("Other"),
            ),
            "unchanged",
        ),
        (
            upsert(by_source_id("s7").clear_custom("Tier")),
            "change custom.Tier",
        ),
        // It would move, and its company is another list's.
        (
            upsert(by_source_id("o8").company_id(here).mrr(8)),
            "change companyId",
        ),
        (
            upsert(external("es9").company_id(here).mrr(1)),
            "change mrr",
        ),
        (upsert(external("es10").mrr(10)), "unchanged"),
        (
            BulkItem::update_only(by_source_id("s11").mrr(1)),
            "change mrr",
        ),
        (
            BulkItem::update_only(by_source_id("gone").mrr(1)),
            "no record, nor companyId",
        ),
        (
            upsert(by_source_id("gone too").mrr(1)),
            "no record, nor companyId",
        ),
        (
            upsert(by_source_id("s12").company_id(acme()).mrr(12)),
            "undetermined companyId",
        ),
        (
            upsert(by_source_id("s13").company_id(acme()).mrr(1)),
            "change mrr",
        ),
        (
            upsert(external("es14").company_id(acme()).mrr(1)),
            "undetermined ",
        ),
        (upsert(by_source_id("s3").mrr(9)), "set aside: TwiceInChunk"),
        (
            upsert(by_source_id("s15").mrr(f64::NAN)),
            "set aside: Sendable",
        ),
        (
            BulkItem::update_only(by_source_id("s16").company_id(here)),
            "set aside: UpdateOnly",
        ),
    ];
    let same = |number: i64| upsert(by_source_id(&format!("s{number}")).mrr(number));
    kinds.extend((20..30).map(|number| (same(number), "unchanged")));
    kinds
}

#[tokio::test]
async fn each_item_is_held_against_its_record_by_single_reads_and_by_lists() {
    let emulator = tenant(40).await;
    let client = client(&emulator);
    let before = stored(&client).await;
    let (items, expected): (Vec<_>, Vec<_>) = each_kind().into_iter().unzip();
    // In small groups they are read one by one; all at once, the list is read.
    for (at_once, lists_expected) in [(7, false), (30, true)] {
        let so_far = reads(&emulator);
        let run = licenses(&client, items.clone()).chunk_items(at_once);
        let (told, end) = told(&mut run.dry_run().at_once(at_once)).await;
        assert!(end.is_none(), "{end:?}");
        let (gets, lists) = reads(&emulator);
        assert_eq!(lists > so_far.1, lists_expected);
        assert!(lists_expected || gets > so_far.0);
        let told = words(&told);
        for (place, expected) in expected.iter().enumerate() {
            // What comes twice is found in its own chunk only.
            let is_in_another_chunk = *expected == "set aside: TwiceInChunk" && at_once == 7;
            let expected = if is_in_another_chunk {
                "change mrr"
            } else {
                expected
            };
            assert_eq!(told[place], expected, "item {place}, {at_once} at once");
        }
    }
    let wrote = emulator
        .requests()
        .iter()
        .any(|request| request.method != "GET");
    assert!(!wrote && stored(&client).await == before);
}

#[tokio::test]
async fn the_tally_tells_how_often_each_came() {
    let emulator = tenant(40).await;
    let items = each_kind().into_iter().map(|(item, _)| item).collect();
    let chunk = licenses(&client(&emulator), items).dry_run().next().await;
    let tally = chunk.unwrap().unwrap().tally();
    assert_eq!(
        tally.to_string(),
        "3 would be created, 6 would change, 14 unchanged, 2 without a record, 3 set aside, 2 undetermined"
    );
    assert_eq!(DryTally::default().to_string(), "no items");
}

#[tokio::test]
async fn chunks_share_a_reading_of_the_list() {
    let emulator = tenant(1000).await;
    let items = || (0..500).map(|number| upsert(by_source_id(&format!("s{number}")).mrr(number)));
    let mut calls = Vec::new();
    for at_once in [500, 250] {
        let before = emulator.requests().len();
        let run = licenses(&client(&emulator), items().collect()).chunk_items(50);
        let (told, end) = told(&mut run.dry_run().at_once(at_once)).await;
        assert!(end.is_none() && words(&told) == vec!["unchanged"; 500]);
        assert_eq!(reads(&emulator).0, 0);
        calls.push(emulator.requests().len() - before);
    }
    // A page ends a look once it has shown all that is looked for; another one may be read ahead.
    assert!(calls[0] <= 2 && calls[1] <= 4, "{calls:?}");
}

#[tokio::test]
async fn a_list_that_does_not_show_all_is_no_proof_that_a_record_is_not_there() {
    let faults = [
        Fault::ignored_filter(),
        Fault::ignored_sort(),
        Fault::ignored_offset(),
        Fault::capped_page(1),
        Fault::status(403),
    ];
    for fault in faults {
        let emulator = tenant(40).await;
        let what = format!("{fault:?}");
        emulator.inject(fault.on("license_list").always()).unwrap();
        let (items, expected): (Vec<_>, Vec<_>) = each_kind().into_iter().unzip();
        let (told, end) = told(&mut licenses(&client(&emulator), items).dry_run()).await;
        assert!(end.is_none(), "{what}");
        assert_eq!(words(&told), expected, "{what}");
    }
}

/// Knows one item by its content, and is to be told nothing.
struct Knows(std::collections::BTreeSet<u8>);

impl Journal for Knows {
    fn look_up(&mut self, entry: &Entry) -> Result<Option<Left>, JournalError> {
        // The first entry that is asked for is the one that it knows.
        let is_first = self.0.is_empty() && self.0.insert(entry.key.to_bytes()[0]);
        Ok(is_first.then(|| Left::new(true, Mark::Stored)))
    }

    fn begin(&mut self, _: &[Entry]) -> Result<(), JournalError> {
        panic!("a dry run begins nothing")
    }

    fn done(&mut self, _: &[Mark]) -> Result<(), JournalError> {
        panic!("a dry run does nothing")
    }
}

#[tokio::test]
async fn a_journal_is_asked_and_told_nothing() {
    let emulator = tenant(4).await;
    let items = ["s1", "s2"].map(|id| upsert(by_source_id(id).mrr(9)));
    let run = licenses(&client(&emulator), items.to_vec()).journal(Knows(Default::default()));
    let (told, _) = told(&mut run.dry_run()).await;
    assert_eq!(words(&told), ["done before", "change mrr"]);
}

#[tokio::test]
async fn a_misspelt_custom_field_is_set_aside_in_a_dry_run_too() {
    let emulator = tenant(4).await;
    let client = Client::builder()
        .base_url(emulator.url())
        .token(emulator.token())
        .custom_fields::<License>(["Tier"])
        .build()
        .unwrap();
    let items = ["Tier", "Teir"].map(|label| upsert(by_source_id("s1").custom(label, "gold")));
    let run = licenses(&client, items.to_vec()).check(Check::TwiceInChunk, OnFinding::Send);
    let (told, _) = told(&mut run.dry_run()).await;
    assert_eq!(words(&told), ["unchanged", "set aside: Sendable"]);
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_undetermined_and_a_few_in_a_row_end_it() {
    let emulator = tenant(10).await;
    let client = client(&emulator);
    let run = || {
        let items = (0..10).map(|number| upsert(by_source_id(&format!("s{number}"))));
        licenses(&client, items.collect()).dry_run()
    };
    // A client of tests tries a read four times.
    for skip in [1, 6] {
        let odd = Fault::status(500).on("license_get").skip(skip).times(4);
        emulator.inject(odd).unwrap();
    }
    let (told_of, end) = told(&mut run()).await;
    assert!(end.is_none());
    let mut expected = vec!["unchanged"; 10];
    expected[1] = "undetermined ";
    expected[3] = "undetermined ";
    assert_eq!(words(&told_of), expected);

    let broken = Fault::status(500).on("license_get").always();
    emulator.inject(broken).unwrap();
    let before = reads(&emulator).0;
    let (told_of, end) = told(&mut run()).await;
    assert!(told_of.is_empty() && end.unwrap().is_out_of_patience());
    assert_eq!(reads(&emulator).0, before + 3 * 4);
}

#[tokio::test]
async fn it_ends_as_a_run_does_and_tells_what_came_before() {
    let emulator = tenant(4).await;
    let items = || {
        vec![
            by_source_id("s1"),
            by_source_id("s2"),
            by_source_id("s3").mrr(f64::NAN),
        ]
    };
    let items = || items().into_iter().map(upsert).collect::<Vec<_>>();
    let run = |client: &Client| licenses(client, items()).chunk_items(1);

    let stops = run(&client(&emulator)).check(Check::Sendable, OnFinding::Stop);
    let (before, end) = told(&mut stops.dry_run()).await;
    assert_eq!(words(&before), ["unchanged"; 2]);
    assert_eq!(end.unwrap().finding().unwrap().0, 2);

    let (before, end) = told(&mut run(&impatient(emulator.url())).dry_run()).await;
    assert!(before.is_empty() && end.unwrap().is_refused());

    let (before, end) = told(&mut run(&impatient(&closed_port())).dry_run()).await;
    assert!(before.is_empty() && end.unwrap().is_out_of_patience());

    // A list that fails for now is no reason to read one by one.
    let down = Fault::status(503).on("license_list").always();
    let down = emulator.inject(down).unwrap();
    let before = reads(&emulator).0;
    let many = (0..40).map(|number| upsert(by_source_id(&format!("s{number}"))));
    let client_of_one = Client::builder()
        .base_url(emulator.url())
        .token(emulator.token())
        .retry_policy(planhat_api::retry::NeverRetry)
        .build()
        .unwrap();
    let (_, end) = told(&mut licenses(&client_of_one, many.collect()).dry_run()).await;
    assert!(end.unwrap().is_out_of_patience() && reads(&emulator).0 == before);
    assert!(emulator.remove_fault(down));

    let (_, end) = told(&mut run(&client(&emulator)).chunk_items(0).dry_run()).await;
    assert!(end.unwrap().is_configuration());

    let mut begun = run(&client(&emulator));
    begun.next().await.unwrap().unwrap();
    let (_, end) = told(&mut begun.dry_run()).await;
    assert!(end.unwrap().is_configuration());

    let mut cancelled = run(&client(&emulator)).dry_run();
    assert_eq!(cancelled.next().await.unwrap().unwrap().indexes(), 0..1);
    cancelled.canceller().finish();
    let end = cancelled.next().await.unwrap().unwrap_err();
    assert!(end.is_cancelled() && end.not_sent_from() == 1);
    assert!(cancelled.next().await.is_none());
}
