//! The table of operation by check.

use serde::Serialize;

use super::{Check, Counter, Report};

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The operation, or what else the row is about.
    pub operation: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A cell of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The column.
    pub check: Check,
    /// The cases that looked at it; of none, nothing looked.
    pub cases: Counter,
}

/// The table: a row for every operation there is, then one for everything else that cases are about. Columns that no case
/// looked at are left out.
pub fn table(report: &Report) -> Vec<Row> {
    let mut operations: Vec<&str> = report.operations.iter().map(String::as_str).collect();
    for case in &report.cases {
        if !operations.contains(&case.operation.as_str()) {
            operations.push(&case.operation);
        }
    }
    let looked_at = |check: &Check| {
        report
            .cases
            .iter()
            .any(|case| case.checks.iter().any(|one| one.check == *check))
    };
    let columns: Vec<Check> = Check::ALL.into_iter().filter(looked_at).collect();
    let row = |operation: &str| Row {
        operation: operation.to_owned(),
        cells: columns
            .iter()
            .map(|&check| Cell {
                check,
                cases: count(report, operation, check),
            })
            .collect(),
    };
    operations.into_iter().map(row).collect()
}

fn count(report: &Report, operation: &str, check: Check) -> Counter {
    let cases = report
        .cases
        .iter()
        .filter(|case| case.operation == operation);
    let results = cases
        .flat_map(|case| &case.checks)
        .filter(|result| result.check == check);
    results.fold(Counter::default(), |counter, result| Counter {
        passed: counter.passed + usize::from(result.failures.is_empty()),
        of: counter.of + 1,
    })
}
