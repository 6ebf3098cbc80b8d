//! The nightly sync: each row is stored or a dead letter, whatever comes between.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::time::{Duration, SystemTime};

use planhat_api::Client;
use planhat_emulator::{Emulator, Fault, Items};
use serde_json::{Value, json};

use super::tenant::{assert_all_struck, calls, inject, licenses, tenant};
use super::{Ran, example_at};

/// A folder with a file of sixty rows and the state of a sync.
struct Night {
    folder: tempfile::TempDir,
    emulator: Emulator,
}

/// What is wrong with a row, and what its dead letter says. The row's number is its line less two.
const BAD: [(usize, &str, &str); 6] = [
    (3, "s3,acme,Seats,much,2026-01-01,gold", "`mrr`: "),
    (14, "s14,acme,Seats", "it has 3 cells, and the header has 6"),
    (25, ",acme,Seats,25,2026-01-01,gold", "has none of `_id`"),
    (36, "s5,acme,Seats,36,2026-01-01,gold", "an earlier item"),
    (47, "s47,acme,Seats,47,2026-02-30,gold", "`from`: "),
    // The emulator fails this one.
    (58, "s58,acme,Seats,58.10,2026-01-01,tier 58", "refused: "),
];

const CSV: &str = "licenses.csv";

const HEADER: &str = "source_id,company,product,mrr,from,custom:Tier";

fn row(number: usize) -> String {
    match BAD.iter().find(|(bad, ..)| *bad == number) {
        Some((_, row, _)) => (*row).to_owned(),
        None => format!("s{number},acme,Seats,{number}.10,2026-01-01,tier {number}"),
    }
}

impl Night {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rows: Vec<String> = (0..60).map(row).collect();
        let csv = format!("{HEADER}\n{}\n", rows.join("\n"));
        fs::write(folder.path().join(CSV), csv).unwrap();
        let emulator = tenant().start().await.unwrap();
        let refused = Items::Keys(vec!["s58".to_owned()]);
        emulator
            .inject(Fault::item_errors(refused).always())
            .unwrap();
        Self { folder, emulator }
    }

    fn state(&self, name: &str) -> PathBuf {
        self.folder.path().join("state").join(name)
    }

    /// Chunks are small, and nobody waits for a server on this machine to finish what a killed run sent.
    fn command(&self, csv: &str) -> Command {
        let csv = self.folder.path().join(csv);
        let state = self.folder.path().join("state");
        let paths = [csv.to_str().unwrap(), state.to_str().unwrap()];
        let arguments = [&paths[..], &["--chunk", "10", "--settle", "0"]].concat();
        example_at("nightly_sync", &arguments, self.emulator.url())
    }

    fn run(&self) -> Ran {
        self.run_on(CSV)
    }

    fn run_on(&self, csv: &str) -> Ran {
        Ran::from(&self.command(csv).output().unwrap())
    }

    /// Starts a run, and comes back when a fault has struck it.
    fn start_until_struck(&self, fault: Fault) -> Child {
        let id = self.emulator.inject(fault).unwrap();
        let struck = || {
            let faults = self.emulator.faults();
            faults
                .iter()
                .any(|fault| fault.id == id && fault.struck > 0)
        };
        let mut child = self.command(CSV).spawn().unwrap();
        while !struck() {
            assert!(child.try_wait().unwrap().is_none(), "it ended too soon");
            std::thread::yield_now();
        }
        child
    }

    /// Every good row is stored as it says, every bad one is a dead letter, and nothing else is either.
    async fn assert_done(&self) {
        let mut stored = BTreeMap::new();
        for license in licenses(&self.emulator).await {
            let json: Value = serde_json::from_str(license.as_json()).unwrap();
            let tier = json["custom"]["Tier"].as_str().unwrap().to_owned();
            let id = license.source_id().unwrap().to_owned();
            let says = (license.mrr().unwrap().to_string(), tier);
            assert!(stored.insert(id, says).is_none(), "stored twice");
        }
        let is_good = |number: &usize| BAD.iter().all(|(bad, ..)| bad != number);
        let says = |number: usize| {
            let mrr = format!("{number}.1");
            (format!("s{number}"), (mrr, format!("tier {number}")))
        };
        let good: BTreeMap<_, _> = (0..60).filter(is_good).map(says).collect();
        assert_eq!(stored, good);

        let letters = fs::read_to_string(self.state("licenses.dead.csv")).unwrap();
        let mut options = csv::ReaderBuilder::new();
        let mut letters = options.flexible(true).from_reader(letters.as_bytes());
        assert_eq!(
            letters.headers().unwrap(),
            &*format!("error,{HEADER}").split(',').collect::<Vec<_>>()
        );
        let letters = letters.records().map(|letter| {
            let letter: Vec<String> = letter.unwrap().iter().map(str::to_owned).collect();
            let (error, row) = letter.split_first().unwrap();
            (row.join(","), error.clone())
        });
        let mut letters: Vec<_> = letters.collect();
        letters.sort_by_key(|(_, error)| {
            BAD.iter()
                .position(|(number, ..)| error.starts_with(&line(*number)))
        });
        assert_eq!(letters.len(), BAD.len(), "{letters:?}");
        for ((row, error), (number, bad, why)) in letters.iter().zip(BAD) {
            assert_eq!(row, bad);
            assert!(
                error.starts_with(&line(number)) && error.contains(why),
                "{error}"
            );
        }

        let left = fs::read_dir(self.state("")).unwrap();
        assert_eq!(
            left.count(),
            2,
            "only the dead letters and the lock are left"
        );
    }
}

fn line(number: usize) -> String {
    format!("line {}: ", number + 2)
}

#[tokio::test]
async fn each_row_is_stored_or_a_dead_letter_until_it_is_mended() {
    let night = Night::new().await;
    let ran = night.run();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let said =
        "54 created, 0 updated, 0 unchanged, 0 stored by an earlier run\ndead letters: 6, in ";
    assert!(ran.printed.starts_with(said), "{ran:?}");
    assert!(
        ran.said.starts_with("10 rows, "),
        "no bar but lines: {ran:?}"
    );
    night.assert_done().await;

    // The next night begins anew.
    let ran = night.run();
    assert!(
        ran.printed.contains("0 stored by an earlier run\n"),
        "{ran:?}"
    );
    night.assert_done().await;

    night.emulator.clear_faults();
    let letters = fs::read_to_string(night.state("licenses.dead.csv")).unwrap();
    let mended = letters
        .replace(",much,", ",3,")
        .replace("s14,acme,Seats\n", "s14,acme,Seats,14,,\n")
        .replace(",,acme", ",s25,acme")
        .replace(",s5,", ",s36,")
        .replace("2026-02-30", "2026-02-28");
    fs::write(night.folder.path().join("mended.csv"), mended).unwrap();
    let ran = night.run_on("mended.csv");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.printed.starts_with("6 created, "), "{ran:?}");
    assert!(!night.state("mended.dead.csv").exists());
    assert_eq!(licenses(&night.emulator).await.len(), 60);
}

#[tokio::test]
async fn a_vendor_in_trouble_changes_nothing_of_the_end() {
    let night = Night::new().await;
    let faults = vec![
        Fault::status(503),
        Fault::reset().after_write(),
        Fault::cut_off().after_write(),
        Fault::status(429).retry_after(Duration::from_secs(1)),
        Fault::html(502).after_write(),
        Fault::reset(),
    ];
    inject(&night.emulator, "license_bulk_upsert", faults);
    let ran = night.run();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_all_struck(&night.emulator);
    night.assert_done().await;
}

#[tokio::test]
async fn a_run_that_was_killed_goes_on_where_it_was() {
    let lost = Fault::delay(Duration::from_secs(600)).on("license_bulk_upsert");
    for fault in [lost.clone(), lost.after_write()] {
        let night = Night::new().await;
        let mut child = night.start_until_struck(fault.skip(2));
        let second = night.run();
        assert_eq!(second.code, Some(2), "{second:?}");
        assert!(second.said.contains("another run"), "{second:?}");
        child.kill().unwrap();
        child.wait().unwrap();

        let ran = night.run();
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.printed.starts_with("going on"), "{ran:?}");
        assert!(
            ran.printed.contains(" 20 stored by an earlier run\n"),
            "{ran:?}"
        );
        night.assert_done().await;
    }
}

#[tokio::test]
async fn a_file_that_was_written_again_is_sent_whole() {
    let night = Night::new().await;
    let refused = Fault::status(401).on("license_bulk_upsert").skip(2);
    night.emulator.inject(refused.always()).unwrap();
    assert_eq!(night.run().code, Some(2));
    night.emulator.clear_faults();
    let stored = licenses(&night.emulator).await;
    assert_eq!(stored.len(), 20);

    // What was stored on the first night is deleted on the day, and the same rows come on the next night.
    let client = Client::for_tests(night.emulator.url()).unwrap();
    let first = stored[0].id().unwrap();
    let _ = client.licenses().delete(first).send().await.unwrap();
    let csv = fs::File::options()
        .append(true)
        .open(night.folder.path().join(CSV))
        .unwrap();
    csv.set_modified(SystemTime::now() + Duration::from_secs(1))
        .unwrap();

    let ran = night.run();
    let said = "an earlier run did not end, and the file was written since: sending all rows\n";
    assert!(ran.printed.starts_with(said), "{ran:?}");
    assert!(
        ran.printed.contains(" 0 stored by an earlier run\n"),
        "{ran:?}"
    );
    assert_eq!(licenses(&night.emulator).await.len(), 55);
}

#[tokio::test]
async fn rows_that_failed_together_have_what_the_server_says() {
    let night = Night::new().await;
    night.emulator.clear_faults();
    let nameless = Fault::item_errors(Items::Keys(["s40", "s41"].map(str::to_owned).to_vec()));
    let nameless = nameless.body(json!("the product is sold out"));
    night.emulator.inject(nameless.always()).unwrap();
    assert_eq!(night.run().code, Some(1));
    let letters = fs::read_to_string(night.state("licenses.dead.csv")).unwrap();
    for number in [40, 41] {
        let letter = letters
            .lines()
            .find(|letter| letter.contains(&line(number)));
        assert!(letter.unwrap().contains("sold out"), "{letters}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_run_that_is_interrupted_ends_its_chunk_and_can_go_on() {
    let night = Night::new().await;
    let slow = Fault::delay(Duration::from_millis(300)).on("license_bulk_upsert");
    let child = night.start_until_struck(slow.skip(1).always());
    let kill = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let ran = Ran::from(&child.wait_with_output().unwrap());
    assert_eq!(ran.code, Some(2), "{ran:?}");
    for said in [
        "ending after this request",
        "the run was cancelled",
        "run it again",
    ] {
        assert!(ran.said.contains(said), "{ran:?}");
    }
    assert!(!night.state("licenses.dead.csv").exists());

    let ran = night.run();
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.printed.starts_with("going on"), "{ran:?}");
    night.assert_done().await;
}

#[tokio::test]
async fn a_file_that_is_no_list_of_licenses_is_refused_before_anything_is_sent() {
    for (csv, said) in [
        ("source_id,mmr\ns1,5\n", "no column is `mmr`"),
        ("mrr\n5\n", "no column `source_id`"),
        ("source_id,mrr,mrr\ns1,5,6\n", "two columns `mrr`"),
    ] {
        let night = Night::new().await;
        fs::write(night.folder.path().join("wrong.csv"), csv).unwrap();
        let ran = night.run_on("wrong.csv");
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.said.contains(said), "{ran:?}");
        assert_eq!(calls(&night.emulator, "PUT"), 0);
    }
}
