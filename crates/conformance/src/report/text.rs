//! The report as text, for people.

use std::io::{self, Write};

use crate::oracle::Evidence;

use super::{Case, CheckResult, Counter, Failure, Registered, Report, Target, table};

/// How many differences of one check are shown; the JSON report has them all.
const SHOWN_FAILURES: usize = 8;

/// How many characters of a value are shown.
const SHOWN_CHARACTERS: usize = 300;

/// Writes the report as text: the target, the table, then what differs, then the counts.
pub fn write_text(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let through = if report.through_proxy {
        ", through a proxy"
    } else {
        ""
    };
    writeln!(out, "against {}{through}\n", report.target.in_words())?;
    write_table(report, out)?;
    for case in report.failed() {
        for result in case
            .checks
            .iter()
            .filter(|result| !result.failures.is_empty())
        {
            writeln!(out)?;
            write_failures(report.target, case, result, out)?;
        }
    }
    writeln!(out)?;
    write_counts(report, out)
}

fn write_table(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let rows = table(report);
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let mut lines = vec![vec!["operation".to_owned()]];
    lines[0].extend(first.cells.iter().map(|cell| cell.check.word().to_owned()));
    for row in &rows {
        let mut line = vec![row.operation.clone()];
        line.extend(row.cells.iter().map(|cell| match cell.cases {
            Counter { of: 0, .. } => "-".to_owned(),
            Counter { passed, of } if passed == of => format!("{passed}/{of}"),
            Counter { passed, of } => format!("{passed}/{of} FAILED"),
        }));
        lines.push(line);
    }
    let width = |column: usize| {
        lines
            .iter()
            .map(|line| line[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..lines[0].len()).map(width).collect();
    for line in &lines {
        let cells: Vec<_> = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

fn write_failures(
    target: Target,
    case: &Case,
    result: &CheckResult,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "FAILED  {}  {}  {}",
        case.id,
        case.operation,
        result.check.word()
    )?;
    for failure in result.failures.iter().take(SHOWN_FAILURES) {
        write_failure(failure, out)?;
    }
    let more = result.failures.len().saturating_sub(SHOWN_FAILURES);
    if more > 0 {
        writeln!(out, "  and {more} more; `--format json` has them all")?;
    }
    writeln!(out, "  stands    {}", case.at)?;
    let target = match target {
        Target::Replay => "",
        Target::Emulator => "--target emulator ",
    };
    writeln!(
        out,
        "  run       cargo run -p conformance -- {target}--case {}",
        case.id
    )
}

fn write_registered(registered: &[Registered], out: &mut dyn Write) -> io::Result<()> {
    match registered.len() {
        0 => {}
        1 => writeln!(out, "1 registered difference")?,
        many => writeln!(out, "{many} registered differences")?,
    }
    for Registered { case, at, reason } in registered {
        writeln!(out, "  {case}: {}\n    {reason}", at.join(", "))?;
    }
    Ok(())
}

fn write_failure(failure: &Failure, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "  {} at {}",
        failure.what,
        if failure.place.is_empty() {
            "the whole value"
        } else {
            &failure.place
        }
    )?;
    if let Some(rule) = &failure.rule {
        writeln!(
            out,
            "    rule      {} ({}, {})",
            rule.says, rule.id, rule.at
        )?;
    }
    writeln!(out, "    expected  {}", shortened(&failure.expected))?;
    writeln!(out, "    found     {}", shortened(&failure.found))
}

fn shortened(text: &str) -> String {
    let shown = text.replace('\n', "\\n");
    match shown.char_indices().nth(SHOWN_CHARACTERS) {
        Some((cut, _)) => {
            let in_all = text.chars().count();
            format!("{} … ({in_all} characters in all)", &shown[..cut])
        }
        None => shown,
    }
}

fn write_counts(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    if let Some(only) = &report.only {
        let ran = report.cases.len();
        writeln!(
            out,
            "only {only} was asked for: {ran} run, everything else was not"
        )?;
        if ran == 0 {
            writeln!(out, "there is no case {only}")?;
        }
    } else {
        let Counter { passed, of } = report.documented_exchanges();
        writeln!(out, "{passed} of {of} documented exchanges")?;
    }
    for evidence in Evidence::ALL {
        let Counter { passed, of } = report.other_cases(evidence);
        let other = if evidence == Evidence::Documented {
            "other documented"
        } else {
            evidence.word()
        };
        if of > 0 {
            writeln!(out, "{passed} of {of} {other} cases")?;
        }
    }
    for id in report.not_run() {
        writeln!(out, "NOT RUN  {id}")?;
    }
    let holes = report.holes.len();
    writeln!(out, "{holes} {}", if holes == 1 { "hole" } else { "holes" })?;
    for hole in &report.holes {
        writeln!(out, "  {}: {}", hole.operation, hole.missing)?;
    }
    write_registered(&report.registered, out)?;
    let failed = report.failed().count();
    if failed > 0 {
        writeln!(
            out,
            "{failed} {} failed",
            if failed == 1 { "case" } else { "cases" }
        )?;
    }
    Ok(())
}
