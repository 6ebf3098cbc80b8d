//! The whole stream.

use std::io::{self, BufRead, Write};

use crate::spec::ObjectShape;

use super::judge::Judged;
use super::output::Teller;
use super::{Codec, Format, Lines, MAX_LINE, Tally, Verdict, findings, judge};

/// How many unreadable lines the summary names; each is named when it comes, too.
const NAMED_LINES: usize = 1_000;

/// How a run is done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How results are written.
    pub format: Format,
    /// Whether values may be shown.
    pub show_values: bool,
}

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Lines that are not blank.
    pub lines: u64,
    /// Records in them.
    pub records: u64,
    /// Lines that came back as they were.
    pub survived: u64,
    /// Lines of which something did not come back.
    pub lost: u64,
    /// Lines that cannot be read.
    pub unreadable: u64,
    /// The numbers of those, the first thousand.
    pub unreadable_lines: Vec<u64>,
    /// Lines with nothing on them.
    pub blank: u64,
}

impl Outcome {
    /// 0 if all survived, 1 if something was lost, 2 if lines could not be read, whatever became of the others.
    pub fn exit_code(&self) -> u8 {
        match (self.unreadable, self.lost) {
            (0, 0) => 0,
            (0, _) => 1,
            _ => 2,
        }
    }
}

/// Judges every line of a stream, tells of each, and sums up. What the client encodes goes to `emit`, a line for a line;
/// lines that it does not encode are left out there.
pub fn run(
    codec: &dyn Codec,
    shape: &ObjectShape,
    options: Options,
    input: impl BufRead,
    out: &mut dyn Write,
    mut emit: Option<&mut dyn Write>,
) -> io::Result<Outcome> {
    let mut lines = Lines::new(input, MAX_LINE);
    let mut teller = Teller {
        out,
        format: options.format,
        show_values: options.show_values,
    };
    let (mut outcome, mut tally) = (Outcome::default(), Tally::default());
    while let Some(line) = lines.next_line()? {
        let judged = match line.text {
            Ok(text) if text.bytes().all(|byte| b" \t\r".contains(&byte)) => {
                outcome.blank += 1;
                continue;
            }
            Ok(text) => judge(codec, shape, &text),
            Err(error) => Judged {
                verdict: Verdict::Unreadable(error.to_string()),
                records: Vec::new(),
                reencoded: None,
            },
        };
        outcome.count(line.number, &judged);
        for record in &judged.records {
            findings(shape, record)
                .iter()
                .for_each(|finding| tally.add(finding, options.show_values));
        }
        teller.line(line.number, judged.records.len(), &judged.verdict)?;
        if let (Some(emit), Some(reencoded)) = (emit.as_deref_mut(), judged.reencoded) {
            writeln!(emit, "{reencoded}")?;
        }
    }
    if let Some(emit) = emit {
        emit.flush()?;
    }
    teller.end(codec.name(), &outcome, &tally)?;
    Ok(outcome)
}

impl Outcome {
    fn count(&mut self, number: u64, judged: &Judged) {
        self.lines += 1;
        self.records += judged.records.len() as u64;
        match judged.verdict {
            Verdict::Survived => self.survived += 1,
            Verdict::Lost(_) => self.lost += 1,
            Verdict::Unreadable(_) => {
                self.unreadable += 1;
                if self.unreadable_lines.len() < NAMED_LINES {
                    self.unreadable_lines.push(number);
                }
            }
        }
    }
}
