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

    /// The custom field of each line; nothing else is in the folder.
    fn exported(&self) -> Vec<u64> {
        assert_eq!(fs::read_dir(self.folder.path()).unwrap().count(), 1);
        let text = fs::read_to_string(self.path("")).unwrap();
        let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
        let days = lines.map(|line: Value| line["usage"]["Days in Phase"].as_u64().unwrap());
        days.collect()
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
