//! Recorded replies, held against client and spec: does each survive decoding and encoding, and what in it does the spec
//! not know?

mod codec;
mod judge;
mod lines;
mod misfits;
mod output;
mod run;
mod tally;

pub use codec::Codec;
pub use judge::{Judged, Loss, Verdict, judge};
pub use lines::{Line, LineError, Lines, MAX_LINE};
pub use misfits::{Finding, findings};
pub use output::Format;
pub use run::{Options, Outcome, run};
pub use tally::{Entries, Entry, Key, MAX_ENTRIES, Tally};
