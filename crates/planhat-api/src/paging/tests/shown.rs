//! What errors and reports show.

use std::collections::BTreeSet;

use super::world::{Query, World, object_id};
use crate::error::Error;
use crate::paging::error::Stop;
use crate::paging::{Incomplete, ListReport, PagingError};
use crate::{InvalidBaseUrl, InvalidConfiguration};

const AT: u64 = 4711;

/// One of each kind, numbered without a gap; a new kind does not compile before it has a number.
fn stops() -> Vec<Stop> {
    let number = |stop: &Stop| match stop {
        Stop::Call(_) => 0,
        Stop::OtherCompany { .. } => 1,
        Stop::NothingNew { .. } => 2,
        Stop::NoId { .. } => 3,
        Stop::TaskLost => 4,
        Stop::Incomplete => 5,
    };
    let stops = vec![
        Stop::Call(Error::configuration(InvalidConfiguration::from(
            InvalidBaseUrl::NotLoopback,
        ))),
        Stop::OtherCompany { offset: AT },
        Stop::NothingNew { offset: AT },
        Stop::NoId { offset: AT },
        Stop::TaskLost,
        Stop::Incomplete,
    ];
    assert!(stops.iter().map(number).eq(0..=5));
    stops
}

/// One of each kind, as [`stops`] are.
fn signs() -> Vec<Incomplete> {
    let offset = AT;
    let number = |sign: &Incomplete| match sign {
        Incomplete::Unread { .. } => 0,
        Incomplete::MissingOverlap { .. } => 1,
        Incomplete::OutOfOrder { .. } => 2,
        Incomplete::Repeated { .. } => 3,
        Incomplete::NoOverlap { .. } => 4,
    };
    let signs = vec![
        Incomplete::Unread { offset },
        Incomplete::MissingOverlap { offset },
        Incomplete::OutOfOrder { offset },
        Incomplete::Repeated { offset },
        Incomplete::NoOverlap { offset },
    ];
    assert!(signs.iter().map(number).eq(0..=4));
    signs
}

/// Reports that know the id of the last record: of a list half read, and of whole ones with any sign.
fn reports() -> Vec<ListReport> {
    let read =
        |pages| World::of(&[0xabcdef, 0xfedcba]).read_from(&Query::pages_of(3), (0, None), pages);
    let mut reports = vec![read(1).report, read(9).report];
    reports.extend(signs().into_iter().map(|sign| {
        let mut report = read(9).report;
        report.doubt(sign);
        report
    }));
    for report in &reports {
        assert_eq!(report.last_id(), Some(object_id(0xfedcba)));
    }
    reports
}

#[test]
fn no_error_and_no_report_shows_an_id() {
    let mut shown = Vec::new();
    for report in reports() {
        shown.push(format!("{report:?} {report:#?}"));
        for stop in stops() {
            shown.push(format!("{stop:?}"));
            let error = PagingError::new(stop, report.clone());
            shown.push(format!("{error} {error:?} {error:#?}"));
        }
    }
    for sign in signs() {
        shown.push(format!("{sign} {sign:?}"));
    }
    for shown in shown {
        let shown = shown.to_lowercase();
        // As digits, and as bytes in either way to write them.
        for id in [
            "abcdef",
            "fedcba",
            "171, 205, 239",
            "254, 220, 186",
            "ab, cd, ef",
            "fe, dc, ba",
        ] {
            assert!(!shown.contains(id), "{shown}");
        }
    }
}

#[test]
fn each_error_says_something_else_and_each_sign_where_it_showed() {
    let report = reports().swap_remove(1);
    let errors = stops()
        .into_iter()
        .map(|stop| PagingError::new(stop, report.clone()).to_string());
    let errors: BTreeSet<String> = errors.collect();
    assert_eq!(errors.len(), stops().len());
    let texts: BTreeSet<String> = signs().iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), signs().len());
    for sign in signs() {
        assert_eq!(sign.offset(), AT);
        assert!(sign.to_string().contains("offset 4711"), "{sign}");
    }
}
