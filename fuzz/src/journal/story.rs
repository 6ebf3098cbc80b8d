//! A journal as a run writes it, and then damage.

use std::collections::BTreeMap;

use planhat_api::bulk::journal::{Entry, FileJournal, Journal as _, Left, Mark};

use super::disk::Told;
use super::{CONTENTS, Disk, KEYS, entry};
use crate::input::Bytes;

/// What a journal should have of each key: content and mark.
#[derive(Clone, Default)]
struct Model(BTreeMap<u8, (u8, Mark)>);

impl Model {
    fn told(&self) -> Told {
        let of = |key| (0..CONTENTS).map(move |content| (key, content));
        let pairs = (0..KEYS).flat_map(of);
        pairs
            .map(|(key, content)| {
                self.0
                    .get(&key)
                    .map(|(told, mark)| Left::new(*told == content, *mark))
            })
            .collect()
    }
}

/// The file after each part that was written: its length, and what it has.
struct Chapters(Vec<(usize, Model)>);

/// Writes a journal as the input has it, damages its file, and opens it again.
pub fn story(disk: &Disk, input: &mut Bytes<'_>) {
    let damage = Damage::read(input);
    let chapters = write(disk, input);
    let whole = disk.bytes();
    assert_eq!(
        disk.told().expect("nothing happened to it"),
        chapters.at(whole.len()).1.told()
    );
    assert_eq!(disk.bytes(), whole);

    let damaged = damage.to(&whole);
    let same = whole
        .iter()
        .zip(&damaged)
        .take_while(|(was, is)| was == is)
        .count();
    let found = disk.hold_any(&damaged);
    let Some((length, model)) = chapters.0.iter().rev().find(|(length, _)| *length <= same) else {
        // Of the header a part is left, or something else.
        let is_new = damaged.len() < HEADER && same == damaged.len();
        assert_eq!(found.is_some(), is_new);
        return;
    };
    if chapters.is_whole_behind(*length, &whole, &damaged) {
        assert!(found.is_none(), "there is damage before the last part");
    } else {
        assert_eq!(found, Some(model.told()));
    }
}

const HEADER: usize = 16;

fn write(disk: &Disk, input: &mut Bytes<'_>) -> Chapters {
    disk.remove();
    let mut journal = disk.open().expect("a new one can be made");
    let mut chapters = Chapters(vec![(disk.bytes().len(), Model::default())]);
    let mut begun = Vec::new();
    while !input.is_empty() {
        let step = input.next();
        let mut model = chapters.at(usize::MAX).1.clone();
        match step % 4 {
            0 => {
                drop(journal);
                journal = disk.open().expect("nothing happened to it");
                begun.clear();
            }
            1 => begun = begin(&mut journal, input, step >> 4, &mut model),
            _ => {
                done(&mut journal, input, step >> 4, &begun, &mut model);
                begun.clear();
            }
        }
        chapters.0.push((disk.bytes().len(), model));
    }
    chapters
}

fn begin(
    journal: &mut FileJournal,
    input: &mut Bytes<'_>,
    count: u8,
    model: &mut Model,
) -> Vec<u8> {
    let pairs: Vec<_> = (0..count)
        .map(|_| (input.next() % KEYS, input.next() % CONTENTS))
        .collect();
    let entries: Vec<Entry> = pairs
        .iter()
        .map(|(key, content)| entry(*key, *content))
        .collect();
    journal.begin(&entries).expect("it can be written");
    for (key, content) in &pairs {
        model.0.insert(*key, (*content, Mark::InFlight));
    }
    pairs.iter().map(|(key, _)| *key).collect()
}

/// Tells what became of what was begun, or of another number of items.
fn done(
    journal: &mut FileJournal,
    input: &mut Bytes<'_>,
    count: u8,
    begun: &[u8],
    model: &mut Model,
) {
    let odd = count == 15;
    let count = begun.len() + usize::from(odd);
    let marks: Vec<Mark> = (0..count)
        .filter_map(|_| Mark::from_byte(input.next() % 5))
        .collect();
    let told = journal.done(&marks);
    assert_eq!(told.is_err(), odd, "{told:?}");
    if odd {
        return;
    }
    for (key, mark) in begun.iter().zip(marks) {
        if let Some(told) = model.0.get_mut(key) {
            told.1 = mark;
        }
    }
}

impl Chapters {
    /// The last one in a file of this length.
    fn at(&self, length: usize) -> &(usize, Model) {
        let mut chapters = self.0.iter().rev();
        chapters
            .find(|chapter| chapter.0 <= length)
            .expect("a journal begins with its header")
    }

    /// Whether a part behind this length is as it was written.
    fn is_whole_behind(&self, length: usize, whole: &[u8], damaged: &[u8]) -> bool {
        self.0.windows(2).any(|pair| {
            let part = pair[0].0..pair[1].0;
            part.start >= length && !part.is_empty() && damaged.get(part.clone()) == whole.get(part)
        })
    }
}

/// What happens to a file.
enum Damage {
    None,
    CutAt(usize),
    CutAndZeros(usize, u8),
    CutAndOther(usize, Vec<u8>),
    Flipped(usize, u8),
    Left(usize, u8),
}

impl Damage {
    fn read(input: &mut Bytes<'_>) -> Self {
        let kind = input.next();
        let at = usize::from(u16::from_le_bytes([input.next(), input.next()]));
        let by = input.next();
        match kind % 6 {
            0 => Self::None,
            1 => Self::CutAt(at),
            2 => Self::CutAndZeros(at, by),
            3 => Self::CutAndOther(at, (0..by % 32).map(|_| input.next()).collect()),
            4 => Self::Flipped(at, by.max(1)),
            _ => Self::Left(at, by),
        }
    }

    fn to(&self, whole: &[u8]) -> Vec<u8> {
        let at = |place: usize| place % (whole.len() + 1);
        let before = |place: usize| whole[..at(place)].to_vec();
        match self {
            Self::None => whole.to_vec(),
            Self::CutAt(place) => before(*place),
            Self::CutAndZeros(place, count) => {
                [before(*place), vec![0; usize::from(*count)]].concat()
            }
            Self::CutAndOther(place, bytes) => [&before(*place), bytes.as_slice()].concat(),
            Self::Flipped(place, by) => {
                let mut damaged = whole.to_vec();
                if let Some(byte) = damaged.get_mut(at(*place)) {
                    *byte ^= by;
                }
                damaged
            }
            // Some bytes from the midst are gone.
            Self::Left(place, count) => {
                let behind = (at(*place) + usize::from(*count)).min(whole.len());
                [&before(*place), &whole[behind..]].concat()
            }
        }
    }
}
