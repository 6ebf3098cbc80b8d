//! What a journal's file has of each key, at 32 bytes an item.

use super::{Entry, Left, Mark};

/// Key, then when it was told, then as much of the content as there is room for, then the mark: so
/// sorted, what was told last of a key comes last.
type Row = [u8; 32];

const KEY: usize = 16;
const CONTENT: usize = 20;
const MARK: usize = 31;

/// What earlier runs left. Of this run it follows what it has already: of other keys nobody asks.
#[derive(Debug, Default)]
pub(super) struct Index {
    rows: Vec<Row>,
    /// How many of the last rows belong to the last chunk, while the file is read.
    open: usize,
}

impl Index {
    /// Makes room for what a file of this length can hold: no copy is made while it is read.
    pub(super) fn for_file(length: u64) -> Self {
        Self {
            rows: Vec::with_capacity(usize::try_from(length / 32).unwrap_or_default()),
            open: 0,
        }
    }

    pub(super) fn begin(&mut self, entries: &[Entry]) {
        self.open = entries.len();
        for entry in entries {
            let told = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
            self.rows.push(row(entry, told, Mark::InFlight));
        }
    }

    /// False if there are not as many as were begun.
    pub(super) fn done(&mut self, marks: &[Mark]) -> bool {
        let first = self.rows.len() - self.open;
        let rows = self.rows.get_mut(first..).unwrap_or_default();
        for (row, mark) in rows.iter_mut().zip(marks) {
            row[MARK] = mark.to_byte();
        }
        rows.len() == marks.len()
    }

    /// Ends the reading.
    pub(super) fn finish(&mut self) {
        self.rows.sort_unstable();
        // Of equal keys the last one stays.
        self.rows.reverse();
        self.rows
            .dedup_by(|later, kept| later[..KEY] == kept[..KEY]);
        self.rows.reverse();
        // What was sent more than once had more than one.
        self.rows.shrink_to_fit();
        self.open = 0;
    }

    pub(super) fn look_up(&self, entry: &Entry) -> Option<Left> {
        let found = self.rows.get(self.place(entry)?)?;
        let same = row(entry, 0, Mark::InFlight);
        Some(Left {
            same_content: found[CONTENT..MARK] == same[CONTENT..MARK],
            mark: Mark::from_byte(found[MARK])?,
        })
    }

    /// What is now told of a key that an earlier run left something of.
    pub(super) fn tell(&mut self, entry: &Entry, mark: Mark) {
        let place = self.place(entry);
        if let Some(known) = place.and_then(|place| self.rows.get_mut(place)) {
            *known = row(entry, 0, mark);
        }
    }

    fn place(&self, entry: &Entry) -> Option<usize> {
        let key = entry.key.to_bytes();
        self.rows
            .binary_search_by(|row| row[..KEY].cmp(&key[..]))
            .ok()
    }
}

fn row(entry: &Entry, told: u32, mark: Mark) -> Row {
    let mut row = [0; 32];
    row[..KEY].copy_from_slice(&entry.key.to_bytes());
    row[KEY..CONTENT].copy_from_slice(&told.to_be_bytes());
    row[CONTENT..MARK].copy_from_slice(&entry.content.to_bytes()[..MARK - CONTENT]);
    row[MARK] = mark.to_byte();
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::fingerprint::Fingerprint;

    #[test]
    fn it_takes_32_bytes_an_item_however_often_that_was_sent() {
        let items: Vec<Entry> = (0..100_u32)
            .map(|item| {
                Entry::new(
                    Fingerprint::of(&[&item.to_string()]),
                    Fingerprint::of(&["a"]),
                )
            })
            .collect();
        let mut index = Index::for_file(33 * 5 * 100);
        for _ in 0..5 {
            index.begin(&items);
            assert!(index.done(&[Mark::Stored; 100]));
        }
        index.finish();
        assert_eq!((index.rows.len(), index.rows.capacity()), (100, 100));
    }
}
