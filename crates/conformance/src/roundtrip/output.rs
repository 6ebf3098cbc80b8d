//! What is told, line by line and in the end.

use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::json;

use super::tally::{Entries, shortened};
use super::{Loss, Outcome, Tally, Verdict};

/// How results are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// How many losses of one line are told.
const SHOWN_LOSSES: usize = 20;

/// Tells results to a writer, in a format, with values or without.
pub(super) struct Teller<'a> {
    pub(super) out: &'a mut dyn Write,
    pub(super) format: Format,
    pub(super) show_values: bool,
}

/// A loss in words.
struct Told {
    what: &'static str,
    at: String,
    expected: String,
    found: String,
}

impl Teller<'_> {
    pub(super) fn line(
        &mut self,
        number: u64,
        records: usize,
        verdict: &Verdict,
    ) -> io::Result<()> {
        match self.format {
            Format::Text => self.line_as_text(number, records, verdict),
            Format::Json => self.line_as_json(number, records, verdict),
        }
    }

    fn line_as_text(&mut self, number: u64, records: usize, verdict: &Verdict) -> io::Result<()> {
        let list = if records == 1 {
            String::new()
        } else {
            format!(" ({records} records)")
        };
        match verdict {
            Verdict::Survived => writeln!(self.out, "line {number}: survived{list}"),
            Verdict::Unreadable(problem) => {
                writeln!(self.out, "line {number}: UNREADABLE, {problem}")
            }
            Verdict::Lost(losses) => {
                writeln!(self.out, "line {number}: LOST{list}")?;
                for loss in losses.iter().take(SHOWN_LOSSES) {
                    let Told {
                        what,
                        at,
                        expected,
                        found,
                    } = self.told(loss);
                    let at = if at.is_empty() {
                        "the whole value"
                    } else {
                        &at
                    };
                    writeln!(
                        self.out,
                        "  {what} at {at}: expected {expected}, found {found}"
                    )?;
                }
                match losses.len().saturating_sub(SHOWN_LOSSES) {
                    0 => Ok(()),
                    more => writeln!(self.out, "  and {more} more"),
                }
            }
        }
    }

    fn line_as_json(&mut self, number: u64, records: usize, verdict: &Verdict) -> io::Result<()> {
        let value = match verdict {
            Verdict::Survived => {
                json!({ "line": number, "verdict": "survived", "records": records })
            }
            Verdict::Unreadable(problem) => {
                json!({ "line": number, "verdict": "unreadable", "problem": problem })
            }
            Verdict::Lost(losses) => {
                let told = losses.iter().take(SHOWN_LOSSES).map(|loss| self.told(loss));
                let told = told.map(
                    |Told {
                         what,
                         at,
                         expected,
                         found,
                     }| {
                        json!({ "what": what, "at": at, "expected": expected, "found": found })
                    },
                );
                let (told, in_all) = (told.collect::<Vec<_>>(), losses.len());
                json!({ "line": number, "verdict": "lost", "records": records, "losses": told, "losses_in_all": in_all })
            }
        };
        writeln!(self.out, "{value}")
    }

    fn told(&self, loss: &Loss) -> Told {
        let hint = |message: &str| {
            if self.show_values {
                shortened(message)
            } else {
                "(--show-values tells)".to_owned()
            }
        };
        match loss {
            Loss::Refused { at, message } => Told {
                what: "refused",
                at: at.to_string(),
                expected: "a value that decodes".to_owned(),
                found: format!("an error: {}", hint(message)),
            },
            Loss::Broken { at, problem } => Told {
                what: "broken",
                at: at.to_string(),
                expected: "JSON".to_owned(),
                found: format!("something else: {}", hint(problem)),
            },
            Loss::Differs { record, mismatch } => {
                let (expected, found) = if self.show_values {
                    (
                        shortened(&mismatch.expected()),
                        shortened(&mismatch.found()),
                    )
                } else {
                    mismatch.kinds()
                };
                Told {
                    what: mismatch.word(),
                    at: format!("{record}{}", mismatch.at()),
                    expected,
                    found,
                }
            }
            Loss::Misfiled { at } => Told {
                what: "misfiled",
                at: at.to_string(),
                expected: "a key that the client knows".to_owned(),
                found: "it among the unknown ones".to_owned(),
            },
        }
    }

    pub(super) fn end(&mut self, schema: &str, outcome: &Outcome, tally: &Tally) -> io::Result<()> {
        if self.format == Format::Json {
            let counts = json!({
                "lines": outcome.lines, "records": outcome.records, "survived": outcome.survived, "lost": outcome.lost,
                "unreadable": outcome.unreadable, "unreadable_lines": outcome.unreadable_lines, "blank": outcome.blank,
            });
            let summary = json!({ "schema": schema, "counts": counts, "exit": outcome.exit_code(), "unknown_keys": tally.unknown, "misfits": tally.misfits });
            return writeln!(self.out, "{}", json!({ "summary": summary }));
        }
        let Outcome {
            lines,
            records,
            survived,
            lost,
            unreadable,
            blank,
            ..
        } = outcome;
        writeln!(self.out)?;
        writeln!(
            self.out,
            "{schema}: {survived} of {lines} lines survived, {records} records; {lost} lost, {unreadable} unreadable"
        )?;
        if *blank > 0 {
            writeln!(self.out, "blank lines passed over: {blank}")?;
        }
        if *unreadable > 0 {
            let numbers: Vec<_> = outcome
                .unreadable_lines
                .iter()
                .map(u64::to_string)
                .collect();
            let more = unreadable - outcome.unreadable_lines.len() as u64;
            let more = if more == 0 {
                String::new()
            } else {
                format!(" and {more} more")
            };
            writeln!(self.out, "unreadable lines: {}{more}", numbers.join(", "))?;
        }
        self.entries("keys that the spec does not know", &tally.unknown)?;
        self.entries("values that do not fit the spec", &tally.misfits)
    }

    fn entries(&mut self, title: &str, entries: &Entries) -> io::Result<()> {
        writeln!(self.out, "{title}: {}", entries.entries.len())?;
        for (key, entry) in &entries.entries {
            let expected = key
                .expected
                .as_ref()
                .map(|expected| format!(", expected {expected}"))
                .unwrap_or_default();
            writeln!(
                self.out,
                "  {} x  {}  {}{expected}",
                entry.count, key.at, key.found
            )?;
            for value in &entry.values {
                writeln!(self.out, "        {value}")?;
            }
        }
        match entries.beyond {
            0 => Ok(()),
            beyond => writeln!(
                self.out,
                "  {beyond} x  others, for which there was no room"
            ),
        }
    }
}
