//! A journal's file: what it keeps, and what it makes of one that is unfinished or damaged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

fn folder() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.journal");
    (folder, path)
}

fn entry(key: u8, content: u8) -> Entry {
    Entry::new(
        Fingerprint::of(&[&key.to_string()]),
        Fingerprint::of(&[&content.to_string()]),
    )
}

fn open(path: &Path) -> FileJournal {
    FileJournal::open(path).unwrap()
}

fn left(journal: &mut FileJournal, key: u8, content: u8) -> Option<Left> {
    journal.look_up(&entry(key, content)).unwrap()
}

/// A journal of two chunks, the second of which is not done.
fn two_chunks(path: &Path) -> Vec<u8> {
    let mut journal = open(path);
    journal.begin(&[entry(1, 1), entry(2, 1)]).unwrap();
    journal.done(&[Mark::Stored, Mark::Failed]).unwrap();
    journal.begin(&[entry(3, 1)]).unwrap();
    drop(journal);
    fs::read(path).unwrap()
}

#[test]
fn what_was_told_is_there_when_it_is_opened_again() {
    let (_folder, path) = folder();
    assert!(open(&path).was_empty());
    two_chunks(&path);
    let mut journal = open(&path);
    assert!(!journal.was_empty());
    assert_eq!(
        left(&mut journal, 1, 1),
        Some(Left::new(true, Mark::Stored))
    );
    assert_eq!(
        left(&mut journal, 1, 2),
        Some(Left::new(false, Mark::Stored))
    );
    assert_eq!(
        left(&mut journal, 2, 1),
        Some(Left::new(true, Mark::Failed))
    );
    assert_eq!(
        left(&mut journal, 3, 1),
        Some(Left::new(true, Mark::InFlight))
    );
    assert_eq!(left(&mut journal, 4, 1), None);
    // What this run tells of such a key counts from then on.
    journal.begin(&[entry(1, 2)]).unwrap();
    assert_eq!(
        left(&mut journal, 1, 2),
        Some(Left::new(true, Mark::InFlight))
    );
    journal.done(&[Mark::Stored]).unwrap();
    assert_eq!(
        left(&mut journal, 1, 1),
        Some(Left::new(false, Mark::Stored))
    );
}

#[test]
fn a_file_that_ends_anywhere_is_one_with_fewer_parts() {
    let (_folder, path) = folder();
    let whole = two_chunks(&path);
    for length in 0..whole.len() {
        for garbage in [&b""[..], &[0; 40]] {
            // Zeros are what a file system leaves of what was not written.
            if length < 16 && !garbage.is_empty() {
                continue;
            }
            fs::write(&path, [&whole[..length], garbage].concat()).unwrap();
            let mut journal = open(&path);
            let told = [1, 2, 3].map(|key| left(&mut journal, key, 1).map(|left| left.mark));
            let begun = told.iter().flatten().count();
            assert!([0, 2].contains(&begun), "{length}: {told:?}");
            assert!(told[0] != Some(Mark::Stored) || told[1] == Some(Mark::Failed));
            // It goes on as a new one would.
            journal.begin(&[entry(9, 9)]).unwrap();
            drop(journal);
            assert_eq!(
                left(&mut open(&path), 9, 9),
                Some(Left::new(true, Mark::InFlight))
            );
        }
    }
}

#[test]
fn damage_before_the_end_is_an_error_and_changes_nothing() {
    let (_folder, path) = folder();
    let whole = two_chunks(&path);
    let last = whole.len() - (9 + 32 + 8);
    for place in 0..last {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x10;
        fs::write(&path, &damaged).unwrap();
        let error = FileJournal::open(&path).unwrap_err();
        assert_eq!(
            (error.is_no_journal(), error.is_corrupt()),
            (place < 16, place >= 16),
            "{place}: {error}"
        );
        assert_eq!(fs::read(&path).unwrap(), damaged);
    }
}

#[test]
fn another_file_or_version_is_refused_and_left_alone() {
    let (_folder, path) = folder();
    for (text, words) in [
        ("something else", "another file"),
        ("planhat-journal\u{2}", "version 2"),
        ("planhat-journey", "another file"),
    ] {
        fs::write(&path, text).unwrap();
        let error = FileJournal::open(&path).unwrap_err();
        assert!(
            error.is_no_journal() && error.to_string().contains(words),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), text.as_bytes());
    }
}

#[cfg(unix)]
#[test]
fn what_has_no_length_and_is_not_empty_is_no_journal() {
    let error = FileJournal::open("/dev/zero").unwrap_err();
    assert!(error.is_no_journal(), "{error}");
}

#[test]
fn a_second_opener_is_refused_until_the_first_is_gone() {
    let (_folder, path) = folder();
    let first = open(&path);
    assert!(FileJournal::open(&path).unwrap_err().is_in_use());
    drop(first);
    open(&path);
}

#[test]
fn marks_that_are_not_one_for_each_are_refused() {
    let (_folder, path) = folder();
    let mut journal = open(&path);
    journal.begin(&[entry(1, 1)]).unwrap();
    assert!(journal.done(&[Mark::Stored; 2]).is_err());
    assert!(journal.done(&[Mark::Stored]).is_err());
}

#[test]
fn marks_of_nothing_leave_the_journal_as_it_is() {
    let (_folder, path) = folder();
    two_chunks(&path);
    let mut journal = open(&path);
    journal.done(&[]).unwrap();
    journal.begin(&[]).unwrap();
    journal.done(&[]).unwrap();
    drop(journal);
    assert_eq!(
        left(&mut open(&path), 3, 1),
        Some(Left::new(true, Mark::InFlight))
    );
}

#[test]
fn an_entry_shows_nothing_of_what_it_stands_for() {
    let shown = format!("{:?}", entry(1, 1));
    assert_eq!(
        shown,
        "Entry { key: Fingerprint(…), content: Fingerprint(…) }"
    );
}

/// What happens to a journal.
#[derive(Debug, Clone)]
enum Step {
    Chunk(Vec<(u8, u8)>, Vec<u8>),
    Killed(Vec<(u8, u8)>),
    Reopened,
}

fn step() -> impl Strategy<Value = Step> {
    let entries = || proptest::collection::vec((0..12_u8, 0..3_u8), 1..6);
    let marks = proptest::collection::vec(1..5_u8, 6);
    prop_oneof![
        4 => (entries(), marks).prop_map(|(entries, marks)| Step::Chunk(entries, marks)),
        1 => entries().prop_map(Step::Killed),
        1 => Just(Step::Reopened),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_journal_has_of_each_key_what_was_told_last(steps in proptest::collection::vec(step(), 1..12)) {
        let (_folder, path) = folder();
        let mut model: BTreeMap<u8, (u8, Mark)> = BTreeMap::new();
        let mut journal = open(&path);
        for step in steps {
            let (entries, marks) = match &step {
                Step::Chunk(entries, marks) => (&entries[..], Some(marks)),
                Step::Killed(entries) => (&entries[..], None),
                Step::Reopened => (&[][..], None),
            };
            if !entries.is_empty() {
                let told: Vec<_> = entries.iter().map(|(key, content)| entry(*key, *content)).collect();
                journal.begin(&told).unwrap();
            }
            for (key, content) in entries {
                model.insert(*key, (*content, Mark::InFlight));
            }
            if let Some(marks) = marks {
                let marks: Vec<_> = entries.iter().zip(marks).map(|(_, mark)| Mark::from_byte(*mark).unwrap()).collect();
                journal.done(&marks).unwrap();
                for ((key, content), mark) in entries.iter().zip(marks) {
                    model.insert(*key, (*content, mark));
                }
            } else {
                drop(journal);
                journal = open(&path);
            }
        }
        drop(journal);
        let mut journal = open(&path);
        for key in 0..12 {
            for content in 0..3 {
                let expected = model.get(&key).map(|(told, mark)| Left::new(*told == content, *mark));
                prop_assert_eq!(left(&mut journal, key, content), expected);
            }
        }
    }
}

#[test]
fn a_mark_is_told_from_its_byte_alone() {
    let marks = (0..=u8::MAX).filter_map(|byte| Some((byte, Mark::from_byte(byte)?)));
    let marks: Vec<_> = marks.collect();
    assert_eq!(marks.len(), 5);
    for (byte, mark) in marks {
        assert_eq!(mark.to_byte(), byte);
    }
}
