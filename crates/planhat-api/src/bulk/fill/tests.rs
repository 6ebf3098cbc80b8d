//! Every item is in one chunk, in its order, whatever the bounds.

use proptest::prelude::*;

use super::super::check::Check;
use super::super::journal::{Entry, Journal, Mark};
use super::*;
use crate::{License, LicenseUpsert, RecordRef};

fn company() -> RecordRef {
    RecordRef::external("acme").unwrap()
}

fn filler(items: Vec<BulkItem<License>>, checks: Checks, bounds: Bounds) -> Filler<License> {
    let source = Box::pin(Iterated(items.into_iter()));
    Filler::new(source, Examiner::new(None), checks, bounds, None)
}

/// Runs what never waits.
fn now<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(future)
}

fn chunks(filler: &mut Filler<License>) -> Vec<Chunk> {
    now(async {
        let mut chunks = Vec::new();
        while let Some(chunk) = filler.fill().await.unwrap() {
            chunks.push(chunk);
        }
        chunks
    })
}

fn bounds(items: usize, bytes: usize) -> Bounds {
    Bounds { items, bytes }
}

/// An item of any size, with a keyable of few, or one that cannot be sent.
fn item() -> impl Strategy<Value = LicenseUpsert> {
    (0..12_u8, 0..200_usize, proptest::bool::weighted(0.1)).prop_map(|(key, size, broken)| {
        let item = LicenseUpsert::new()
            .company_id(company())
            .source_id(format!("s{key}"));
        let item = item.product("p".repeat(size));
        match broken {
            true => item.mrr(f64::NAN),
            false => item,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn chunking_never_loses_repeats_or_reorders(
        items in proptest::collection::vec(item(), 0..60),
        most in bounds_of_items(),
        bytes in 2..600_usize,
        twice in proptest::bool::ANY,
    ) {
        let bounds = bounds(most, bytes);
        let mut checks = Checks::default();
        if twice {
            checks.set(Check::TwiceInChunk, OnFinding::Send);
        }
        let texts: Vec<_> = items.iter().map(|item| item.to_json().ok()).collect();
        let mut filler = filler(items.into_iter().map(BulkItem::upsert).collect(), checks, bounds);
        let mut next = 0;
        for chunk in chunks(&mut filler) {
            prop_assert_eq!(chunk.indexes.start, next);
            prop_assert!(chunk.indexes.end > next);
            next = chunk.indexes.end;
            let mut all: Vec<u64> = chunk.items.iter().map(|item| item.index).collect();
            prop_assert!(all.is_sorted());
            all.extend(chunk.decided.iter().map(|(index, _)| *index));
            all.sort_unstable();
            prop_assert_eq!(all, chunk.indexes.clone().collect::<Vec<_>>());
            prop_assert!(chunk.indexes.clone().count() <= most);
            prop_assert!(chunk.body.len() <= bytes, "{} of {bytes}", chunk.body.len());
            // The body is the array of the items' own texts.
            let sent: Vec<&str> = chunk.items.iter().map(|item| chunk.text(item)).collect();
            let body = format!("[{}]", sent.join(","));
            prop_assert_eq!(&chunk.body[..], body.as_bytes());
            let mut names = std::collections::BTreeSet::new();
            for item in &chunk.items {
                prop_assert_eq!(Some(chunk.text(item)), texts[item.index as usize].as_deref());
                let is_new = names.insert(chunk.keyables(item).deciding());
                prop_assert!(is_new || twice);
            }
            // What the reply is read by: whether a keyable can mean two of them.
            prop_assert_eq!(chunk.shared.keys, names.len() < chunk.items.len());
            for (index, outcome) in &chunk.decided {
                let text = texts[*index as usize].as_deref();
                let Outcome::SetAside(finding) = outcome else { panic!("{outcome:?}") };
                match finding {
                    Finding::Unsendable(_) => prop_assert!(text.is_none()),
                    Finding::TooLarge { .. } => prop_assert!(text.unwrap().len() + 2 > bytes),
                    Finding::TwiceInChunk { first } => {
                        prop_assert!(!twice);
                        prop_assert!(chunk.indexes.contains(first) && first < index);
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
        prop_assert_eq!(next, texts.len() as u64);
        prop_assert_eq!(filler.position(), next);
    }
}

fn bounds_of_items() -> impl Strategy<Value = usize> {
    prop_oneof![1..5_usize, 1..100_usize]
}

#[test]
fn what_fits_to_the_byte_is_one_chunk() {
    let item = || LicenseUpsert::new().product("p");
    let length = item().to_json().unwrap().len();
    let three = 3 * length + "[,,]".len();
    for (bytes, expected) in [
        (three, vec![3]),
        (three - 1, vec![2, 1]),
        (length + 2, vec![1, 1, 1]),
    ] {
        let items = (0..3).map(|_| BulkItem::upsert(item())).collect();
        let chunks = chunks(&mut filler(items, Checks::default(), bounds(10, bytes)));
        let counts: Vec<_> = chunks.iter().map(|chunk| chunk.items.len()).collect();
        assert_eq!(counts, expected, "{bytes}");
    }
}

#[test]
fn each_finding_is_told_of_the_item_that_has_it() {
    let upsert = BulkItem::<License>::upsert;
    let update = BulkItem::<License>::update_only;
    let body = LicenseUpsert::new;
    let all = [
        Check::Sendable,
        Check::Size,
        Check::UpdateOnly,
        Check::Minimum,
        Check::Keyable,
        Check::TwiceInChunk,
        Check::TwiceInRun,
    ];
    let id: crate::ObjectId = "61006bc89a3e0b702ed8ea49".parse().unwrap();
    for (item, expected) in [
        (upsert(body().company_id(company()).source_id("a")), None),
        (upsert(body().id(id)), None),
        (upsert(body().source_id("a")), Some(Check::Minimum)),
        (upsert(body().company_id(company())), Some(Check::Keyable)),
        (
            upsert(body().company_id(company()).external_id("")),
            Some(Check::Keyable),
        ),
        (
            upsert(body().company_id(company()).source_id("\t")),
            Some(Check::Keyable),
        ),
        (upsert(body().mrr(f64::INFINITY)), Some(Check::Sendable)),
        (upsert(body().product("p".repeat(1000))), Some(Check::Size)),
        (update(body().source_id("a").mrr(1)), None),
        (update(body().id(id).mrr(1)), None),
        (
            update(body().id(id).company_id(company())),
            Some(Check::UpdateOnly),
        ),
        (
            update(body().source_id("a").property("companyId", ())),
            Some(Check::UpdateOnly),
        ),
        (update(body().external_id("a")), Some(Check::UpdateOnly)),
        (update(body().mrr(1)), Some(Check::UpdateOnly)),
    ] {
        let mut checks = Checks::default();
        for check in all {
            checks.set(check, OnFinding::SetAside);
        }
        let what = format!("{item:?}");
        let chunks = chunks(&mut filler(vec![item], checks, bounds(10, 500)));
        let found = chunks[0].decided.iter().map(|(_, outcome)| match outcome {
            Outcome::SetAside(finding) => finding.check(),
            other => panic!("{other:?}"),
        });
        assert_eq!(
            found.collect::<Vec<_>>(),
            expected.into_iter().collect::<Vec<_>>(),
            "{what}"
        );
    }
}

#[test]
fn what_may_be_sent_is_unless_told_otherwise_and_what_may_not_never_is() {
    let items = || {
        vec![
            BulkItem::upsert(LicenseUpsert::new().source_id("a")),
            BulkItem::upsert(LicenseUpsert::new().product("p")),
            BulkItem::update_only(LicenseUpsert::new().source_id("b").company_id(company())),
            BulkItem::upsert(LicenseUpsert::new().mrr(f64::NAN)),
        ]
    };
    let mut checks = Checks::default();
    let sent = |checks| {
        let chunks = chunks(&mut filler(items(), checks, bounds(10, 500)));
        chunks[0]
            .items
            .iter()
            .map(|item| item.index)
            .collect::<Vec<_>>()
    };
    assert_eq!(sent(checks), [0, 1]);
    for check in [Check::UpdateOnly, Check::Sendable] {
        checks.set(check, OnFinding::Send);
    }
    assert_eq!(sent(checks), [0, 1]);
}

#[test]
fn an_external_id_is_the_same_keyable_if_its_companies_can_be_one() {
    let item = |company: RecordRef| {
        BulkItem::upsert(LicenseUpsert::new().external_id("e").company_id(company))
    };
    let id: crate::ObjectId = "61006bc89a3e0b702ed8ea49".parse().unwrap();
    let other = RecordRef::external("other").unwrap();
    let items = vec![item(company()), item(other), item(id.into())];
    let chunks = chunks(&mut filler(items, Checks::default(), bounds(10, 500)));
    let [(2, Outcome::SetAside(finding))] = &chunks[0].decided[..] else {
        panic!("{:?}", chunks[0].decided);
    };
    assert_eq!(*finding, Finding::TwiceInChunk { first: 0 });
    // A reply that names the external id alone can mean either.
    assert!(chunks[0].shared.external_ids);
    assert!(!chunks[0].shared.keys);
}

#[test]
fn a_keyable_of_an_earlier_chunk_is_found_if_the_run_is_to_remember() {
    let item = |key: &str| BulkItem::upsert(LicenseUpsert::new().source_id(key));
    for (then, expected) in [
        (OnFinding::Send, vec![0, 1, 2]),
        (OnFinding::SetAside, vec![0, 1]),
    ] {
        let mut checks = Checks::default();
        checks.set(Check::TwiceInRun, then);
        let items = vec![item("a"), item("b"), item("a")];
        let chunks = chunks(&mut filler(items, checks, bounds(1, 500)));
        let sent: Vec<u64> = chunks
            .iter()
            .flat_map(|chunk| &chunk.items)
            .map(|item| item.index)
            .collect();
        assert_eq!(sent, expected);
    }
}

#[test]
fn a_check_that_stops_names_the_item_and_sends_nothing_of_its_chunk() {
    let mut checks = Checks::default();
    checks.set(Check::TwiceInChunk, OnFinding::Stop);
    let item = |key: &str| BulkItem::upsert(LicenseUpsert::new().source_id(key));
    let items = vec![
        item("a"),
        item("b"),
        item("b"),
        item("c"),
        item("d"),
        item("c"),
    ];
    let mut filler = filler(items, checks, bounds(3, 500));
    let Err(Stopped::Finding(index, finding)) = now(filler.fill()) else {
        panic!("it goes on");
    };
    assert_eq!((index, filler.position()), (2, 0));
    assert_eq!(finding, Finding::TwiceInChunk { first: 1 });
}

/// A journal in which all items with one content are stored.
struct Stored(Fingerprint);

impl Journal for Stored {
    fn look_up(&mut self, entry: &Entry) -> Result<Option<Left>, JournalError> {
        Ok((entry.content == self.0).then(|| Left::new(true, Mark::Stored)))
    }

    fn begin(&mut self, _: &[Entry]) -> Result<(), JournalError> {
        Ok(())
    }

    fn done(&mut self, _: &[Mark]) -> Result<(), JournalError> {
        Ok(())
    }
}

#[test]
fn an_item_that_is_passed_over_has_its_keyables_all_the_same() {
    let item = |key: &str, mrr: i64| LicenseUpsert::new().source_id(key).mrr(mrr);
    let stored = item("a", 1).to_json().unwrap();
    let items = [
        item("b", 1),
        item("a", 1),
        item("c", 1),
        item("a", 2),
        item("b", 2),
    ];
    let source = Box::pin(Iterated(items.into_iter().map(BulkItem::upsert)));
    let journal = Stored(Fingerprint::of(&[&stored]));
    let ledger = Ledger::new("License", Box::new(journal));
    let bounds = bounds(10, 500);
    let checks = Checks::default();
    let mut filler: Filler<License> =
        Filler::new(source, Examiner::new(None), checks, bounds, Some(ledger));
    let chunks = chunks(&mut filler);
    let [chunk] = &chunks[..] else { panic!() };
    assert_eq!(
        &chunk.body[..],
        format!(
            "[{},{}]",
            item("b", 1).to_json().unwrap(),
            item("c", 1).to_json().unwrap()
        )
        .as_bytes()
    );
    let [
        (1, Outcome::DoneBefore),
        (3, Outcome::SetAside(later)),
        (4, Outcome::SetAside(last)),
    ] = &chunk.decided[..]
    else {
        panic!("{:?}", chunk.decided);
    };
    assert_eq!(*later, Finding::TwiceInChunk { first: 1 });
    assert_eq!(*last, Finding::TwiceInChunk { first: 0 });
}
