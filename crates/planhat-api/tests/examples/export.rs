//! The export: all licenses, or the file of the day before.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use planhat_emulator::{Emulator, Fault};
use serde_json::{Value, json};

use super::tenant::{COMPANY, assert_all_struck, inject, tenant};
use super::{Ran, example_at};

/// Thirty licenses, in this order.
async fn thirty(numbers: impl Iterator<Item = u32>) -> Emulator {
    let record = |number: u32| {
        json!({
            "_id": format!("{number:024x}"),
            "companyId": COMPANY,
            "custom": { "Days in Phase": number, "Owner": "anna" },
        })
    };
    let tenant = tenant().records("licenses", numbers.map(record));
    tenant.start().await.unwrap()
}

/// A folder with the export of the day before.
struct Files {
    folder: tempfile::TempDir,
}

const YESTERDAY: &str = "yesterday's\n";

impl Files {
    fn new() -> Self {
        let files = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(files.path(""), YESTERDAY).unwrap();
        files
    }

    fn path(&self, extension: &str) -> PathBuf {
        let name = format!("licenses.ndjson{extension}");
        self.folder.path().join(name)
    }

    fn export(&self, emulator: &Emulator) -> Ran {
        let path = self.path("");
        let arguments = [path.to_str().unwrap(), "10"];
        let output = example_at("export", &arguments, emulator.url()).output();
        Ran::from(&output.unwrap())
    }

    fn is_of_yesterday(&self) -> bool {
        fs::read_to_string(self.path("")).unwrap() == YESTERDAY
    }

    /// The lines; nothing but the lock is beside them.
    fn lines(&self) -> Vec<Value> {
        assert_eq!(fs::read_dir(self.folder.path()).unwrap().count(), 2);
        let text = fs::read_to_string(self.path("")).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        lines.collect()
    }

    /// The custom field of each line.
    fn exported(&self) -> Vec<u64> {
        let lines = self.lines().into_iter();
        let days = lines.map(|line| line["usage"]["Days in Phase"].as_u64().unwrap());
        days.collect()
    }

    /// As if what an export has left had been left so long before.
    fn age(&self, hours: u64) {
        let position = fs::read(self.path(".position")).unwrap();
        let mut position: Value = serde_json::from_slice(&position).unwrap();
        let begun = &mut position["begun"]["secs_since_epoch"];
        *begun = json!(begun.as_u64().unwrap() - hours * 60 * 60);
        fs::write(self.path(".position"), position.to_string()).unwrap();
    }
}

fn all() -> Vec<u64> {
    (1..=30).collect()
}

#[tokio::test]
async fn an_export_that_stopped_goes_on_where_it_was() {
    let emulator = thirty(1..=30).await;
    let files = Files::new();
    let fault = Fault::status(400).on("license_list").skip(2);
    emulator.inject(fault).unwrap();
    let ran = files.export(&emulator);
    assert_eq!((ran.code, &*ran.printed), (Some(1), ""));
    assert!(files.path(".position").exists() && files.is_of_yesterday());
    // As if it had been killed while it wrote the next page.
    let torn = fs::read_to_string(files.path(".partial")).unwrap() + "{\"id\":";
    fs::write(files.path(".partial"), torn).unwrap();

    let ran = files.export(&emulator);
    let said = "going on from offset 19\n11 licenses in this run\n";
    assert_eq!((ran.code, &*ran.printed), (Some(0), said), "{ran:?}");
    assert_eq!(files.exported(), all());
}

#[tokio::test]
async fn an_export_bears_a_vendor_in_trouble() {
    let emulator = thirty(1..=30).await;
    let faults = vec![
        Fault::status(503),
        Fault::cut_off(),
        Fault::reset(),
        Fault::status(429).retry_after(Duration::from_secs(1)),
    ];
    inject(&emulator, "license_list", faults);
    let files = Files::new();
    let ran = files.export(&emulator);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_all_struck(&emulator);
    assert_eq!(files.exported(), all());
}

#[tokio::test]
async fn an_export_that_may_lack_licenses_replaces_nothing() {
    let emulator = thirty((1..=30).rev()).await;
    emulator.inject(Fault::ignored_sort().always()).unwrap();
    let files = Files::new();
    let ran = files.export(&emulator);
    assert_eq!(ran.code, Some(1));
    assert!(ran.said.contains("did not sort"), "{ran:?}");
    assert!(files.is_of_yesterday());

    emulator.clear_faults();
    assert_eq!(files.export(&emulator).code, Some(0));
    assert_eq!(files.exported(), all());
}

#[tokio::test]
async fn an_export_of_another_day_does_not_go_on() {
    for (hours, offset, records) in [(11, Some(19), 11), (13, None, 30)] {
        let emulator = thirty(1..=30).await;
        let files = Files::new();
        let fault = Fault::status(400).on("license_list").skip(2);
        emulator.inject(fault).unwrap();
        assert_eq!(files.export(&emulator).code, Some(1));
        files.age(hours);

        let ran = files.export(&emulator);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let said = match offset {
            Some(offset) => format!("going on from offset {offset}\n"),
            None => "the export that stopped is too old to go on, beginning anew\n".to_owned(),
        };
        let said = said + &format!("{records} licenses in this run\n");
        assert_eq!(ran.printed, said);
        assert_eq!(files.exported(), all());
    }
}

#[tokio::test]
async fn a_second_export_of_the_same_file_is_kept_out() {
    let emulator = thirty(1..=30).await;
    let files = Files::new();
    let lock = fs::File::create(files.path(".lock")).unwrap();
    let mut lock = fd_lock::RwLock::new(lock);
    let first = lock.write().unwrap();
    let ran = files.export(&emulator);
    assert_eq!(ran.code, Some(1));
    assert!(ran.said.contains("another export"), "{ran:?}");
    assert!(files.is_of_yesterday() && !files.path(".partial").exists());
    drop(first);
    assert_eq!(files.export(&emulator).code, Some(0));
}

#[tokio::test]
async fn a_license_that_does_not_fit_is_named_and_does_not_stop_the_export() {
    let days = [json!(1), json!(3.5), json!(3)];
    let record = |(number, days): (usize, &Value)| {
        json!({
            "_id": format!("{number:024x}"),
            "companyId": COMPANY,
            "custom": { "Days in Phase": days },
        })
    };
    let records = days.iter().enumerate().map(record);
    let emulator = tenant().records("licenses", records);
    let emulator = emulator.start().await.unwrap();
    let files = Files::new();
    let ran = files.export(&emulator);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for said in [
        &format!("license {:024x} is without usage: at `Days in Phase`: ", 1),
        "exported; licenses without usage: 1",
    ] {
        assert!(ran.said.contains(said), "{ran:?}");
    }
    let exported = files.lines();
    let usage: Vec<_> = exported.iter().map(|line| &line["usage"]).collect();
    let fits = |days: &Value| json!({ "Days in Phase": days, "Owner": null });
    assert_eq!(usage, [&fits(&days[0]), &Value::Null, &fits(&days[2])]);
}
