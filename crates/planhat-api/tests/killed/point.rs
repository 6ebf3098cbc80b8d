//! Where a child is killed.

use std::time::Duration;

use fastrand::Rng;

use crate::items::Plan;

/// A point in a life. Requests are counted from 1, attempts each.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Point {
    /// Before a bulk upsert leaves: it is begun in the journal.
    Asked(u64),
    /// Within a bulk upsert, of which this share arrives.
    Part(u64, f64),
    /// A bulk upsert is on its way, and arrives when a later life has waited for it.
    Late(u64),
    /// The server has answered a bulk upsert, and the child does not hear of it.
    Answered(u64),
    /// The child has begun to hear the answer: it reads on, or tells the journal, or goes on already.
    Heard(u64),
    /// What may have been sent is looked for, by a get or a list.
    Read(u64),
    /// The journal has so many bytes more: it is being written, synced, or just done.
    Journal(u64),
    /// Anywhere.
    Time(Duration),
}

impl Point {
    pub(crate) const NAMES: [&str; 8] = [
        "before a request leaves",
        "within a request",
        "with a request that is late",
        "before an answer is heard",
        "while an answer is heard",
        "while records are read",
        "while the journal grows",
        "after some time",
    ];

    /// One of a life, so that about as many lives as are told make a run.
    pub(crate) fn draw(rng: &mut Rng, plan: &Plan, life: u32, lives: u64) -> Self {
        let chunks = plan.items.div_ceil(plan.chunk as u64);
        // The first life sends most, and has nothing to read again: it is to be killed in any case.
        let (request, kinds) = match life {
            1 => (rng.u64(1..=1 + chunks / lives), 7),
            _ => (rng.u64(1..=1 + 2 * chunks / lives), 8),
        };
        match rng.u8(0..kinds) {
            0 => Self::Asked(request),
            1 => Self::Part(request, rng.f64()),
            2 => Self::Late(request),
            3 => Self::Answered(request),
            4 => Self::Heard(request),
            // 33 bytes an item.
            5 => Self::Journal(rng.u64(1..=1 + 33 * plan.items / lives)),
            6 => Self::Time(Duration::from_micros(
                rng.u64(0..=20_000 + 100 * plan.items / lives),
            )),
            _ => Self::Read(rng.u64(1..=8)),
        }
    }

    /// Its place among the names.
    pub(crate) fn kind(self) -> usize {
        match self {
            Self::Asked(_) => 0,
            Self::Part(..) => 1,
            Self::Late(_) => 2,
            Self::Answered(_) => 3,
            Self::Heard(_) => 4,
            Self::Read(_) => 5,
            Self::Journal(_) => 6,
            Self::Time(_) => 7,
        }
    }
}
