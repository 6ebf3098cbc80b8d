//! The report as JSON, for programs.

use std::io::{self, Write};

use serde::Serialize;

use crate::oracle::Evidence;

use super::{Case, Counter, Hole, Registered, Report, Row, Target, table};

#[derive(Serialize)]
struct Document<'a> {
    clean: bool,
    target: Target,
    through_proxy: bool,
    summary: Summary<'a>,
    table: Vec<Row>,
    holes: &'a [Hole],
    registered: &'a [Registered],
    cases: &'a [Case],
}

#[derive(Serialize)]
struct Summary<'a> {
    documented_exchanges: Counter,
    other_documented_cases: Counter,
    observed_cases: Counter,
    inferred_cases: Counter,
    holes: usize,
    failed: Vec<&'a str>,
    not_run: Vec<&'a str>,
    only: Option<&'a str>,
}

/// Writes the report as one JSON document.
pub fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = Summary {
        documented_exchanges: report.documented_exchanges(),
        other_documented_cases: report.other_cases(Evidence::Documented),
        observed_cases: report.other_cases(Evidence::Observed),
        inferred_cases: report.other_cases(Evidence::Inferred),
        holes: report.holes.len(),
        failed: report.failed().map(|case| case.id.as_str()).collect(),
        not_run: report.not_run(),
        only: report.only.as_deref(),
    };
    let (clean, table) = (report.is_clean(), table(report));
    let document = Document {
        clean,
        target: report.target,
        through_proxy: report.through_proxy,
        summary,
        table,
        holes: &report.holes,
        registered: &report.registered,
        cases: &report.cases,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
