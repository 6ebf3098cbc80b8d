//! Single ways through a list, call by call.

use super::world::{Change, Fault, Query, Turn, World, object_id};
use crate::paging::Incomplete;
use crate::paging::error::Stop;
use crate::paging::known::Order;

const EIGHT: [u32; 8] = [1, 2, 3, 4, 5, 6, 7, 8];

/// The same thing at one call, and calm at all others.
fn at(call: usize, turn: Turn) -> Vec<Turn> {
    let mut script = vec![Turn::default(); call];
    script.push(turn);
    script
}

fn changing(changes: &[Change]) -> Turn {
    Turn {
        changes: changes.to_vec(),
        ..Turn::default()
    }
}

fn failing(fault: Fault) -> Turn {
    Turn {
        fault: Some(fault),
        ..Turn::default()
    }
}

fn capped(records: usize) -> Turn {
    Turn {
        cap: Some(records),
        ..Turn::default()
    }
}

fn world(script: Vec<Turn>) -> World {
    let mut world = World::of(&EIGHT);
    world.script = script;
    world
}

#[test]
fn the_end_takes_two_calls_or_three_and_an_empty_list_one() {
    for (records, limit, calls) in [
        (0, 4, 1),
        (1, 4, 3),
        (3, 4, 3),
        (4, 4, 4),
        (6, 4, 4),
        (7, 4, 5),
    ] {
        let mut world = World::of(&EIGHT[..records]);
        let read = world.read(&Query::pages_of(limit));
        assert!(read.is_complete(), "{read:?}");
        assert_eq!(read.ids, EIGHT[..records]);
        assert_eq!(world.calls, calls, "{records} records");
    }
}

#[test]
fn nothing_is_read_ahead_of_what_may_be_the_end() {
    // Behind a full page five more are asked for, and of those none behind the overlap is used.
    for (records, calls) in [(0, 1), (3, 3), (4, 8)] {
        let mut world = World::of(&EIGHT[..records]);
        let read = world.read(&Query {
            read_ahead: 5,
            ..Query::pages_of(4)
        });
        assert!(read.is_complete(), "{read:?}");
        assert_eq!(world.calls, calls, "{records} records");
    }
}

#[test]
fn a_deletion_between_pages_is_seen_where_it_may_have_hidden_a_record() {
    let mut world = world(at(1, changing(&[Change::Delete(0), Change::Delete(0)])));
    let read = world.read(&Query::pages_of(4));
    assert_eq!(read.ids, [1, 2, 3, 4, 6, 7, 8]);
    let signs: Vec<_> = read.report.incomplete().collect();
    assert_eq!(signs, [Incomplete::MissingOverlap { offset: 3 }]);
}

#[test]
fn what_an_insertion_pushes_back_is_dropped_and_counted() {
    let mut world = world(at(1, changing(&[Change::Insert(0)])));
    let read = world.read(&Query::pages_of(4));
    assert_eq!(read.ids, EIGHT);
    assert_eq!(read.report.duplicates(), 2);
    let signs: Vec<_> = read.report.incomplete().collect();
    assert_eq!(signs, [Incomplete::MissingOverlap { offset: 3 }]);
}

#[test]
fn a_record_that_is_created_before_the_end_is_seen_is_read_as_well() {
    // Before the probe, and before the confirmation.
    for call in [3, 4] {
        let mut world = world(at(call, changing(&[Change::Append])));
        let read = world.read(&Query::pages_of(4));
        assert!(read.is_complete(), "{read:?}");
        assert_eq!(read.ids, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
}

#[test]
fn pages_of_one_record_are_asked_for_as_pages_of_two() {
    let read = world(Vec::new()).read(&Query::pages_of(1));
    assert!(read.is_complete(), "{read:?}");
    assert_eq!(read.ids, EIGHT);
}

#[test]
fn a_list_that_shrinks_while_its_end_is_looked_for_is_said_to_have_changed() {
    let script = vec![capped(2), changing(&[Change::Delete(0); 6])];
    let read = world(script).read(&Query::pages_of(9));
    assert_eq!(read.ids, [1, 2, 8]);
    let signs: Vec<_> = read.report.incomplete().collect();
    assert_eq!(signs, [Incomplete::MissingOverlap { offset: 1 }]);
}

#[test]
fn a_page_of_known_records_is_an_error_and_no_loop() {
    for fault in [Fault::IgnoredOffset, Fault::Wrapped] {
        let read = world(vec![failing(fault); 40]).read(&Query::pages_of(4));
        assert!(
            matches!(read.stop, Some(Stop::NothingNew { .. })),
            "{read:?}"
        );
    }
    let read = world(at(1, failing(Fault::IgnoredOffset))).read(&Query::pages_of(4));
    assert!(matches!(read.stop, Some(Stop::NothingNew { offset: 3 })));
    assert_eq!(read.report.offset(), 4);
}

#[test]
fn what_comes_in_front_while_the_end_is_looked_for_stops_nobody() {
    // The calls are those for two pages, the probe and the confirmation.
    for call in [2, 3] {
        for order in [Order::Descending, Order::Own] {
            let mut world = world(at(call, changing(&[Change::Append])));
            let keys = (1..=8).rev();
            world
                .entries
                .iter_mut()
                .zip(keys)
                .for_each(|(entry, key)| entry.key = key + 10);
            let read = world.read(&Query {
                order,
                ..Query::pages_of(6)
            });
            assert!(read.stop.is_none(), "{read:?}");
            assert_eq!(read.ids, [8, 7, 6, 5, 4, 3, 2, 1]);
            assert_eq!(read.report.offset(), 9);
            let sign = read.report.incomplete().next();
            assert_eq!(sign, Some(Incomplete::MissingOverlap { offset: 7 }));
            assert_eq!(world.calls, 6, "{order:?}");
        }
    }
}

#[test]
fn a_list_may_grow_in_front_as_often_as_new_records_are_read_in_between() {
    let mut world = world(vec![capped(2); 99]);
    // Pages of two hold one new record each, and these none.
    for call in [2, 6, 10, 14] {
        world.script[call].changes.push(Change::Append);
    }
    let read = world.read(&Query {
        order: Order::Descending,
        ..Query::pages_of(4)
    });
    assert!(read.stop.is_none(), "{read:?}");
    assert_eq!(read.ids, [8, 7, 6, 5, 4, 3, 2, 1]);
    assert_eq!(read.report.incomplete().count(), 4);
}

#[test]
fn a_list_that_seems_to_grow_in_front_for_ever_is_an_error() {
    for (limit, calls) in [(9, 9), (8, 2)] {
        for order in [Order::Ascending, Order::Own] {
            let mut world = world(vec![failing(Fault::IgnoredOffset); 99]);
            let read = world.read(&Query {
                order,
                ..Query::pages_of(limit)
            });
            assert!(
                matches!(read.stop, Some(Stop::NothingNew { .. })),
                "{read:?}"
            );
            assert_eq!(read.ids, EIGHT);
            assert_eq!(world.calls, calls);
        }
    }
}

#[test]
fn a_list_that_is_not_sorted_loses_nothing_that_can_be_told() {
    let mut world = World::of(&[1, 9, 4, 2, 7]);
    world.script = vec![failing(Fault::IgnoredSort); 9];
    let read = world.read(&Query::pages_of(9));
    assert_eq!(read.ids, [1, 9, 4, 2, 7]);
    let signs: Vec<_> = read.report.incomplete().collect();
    assert_eq!(signs, [Incomplete::OutOfOrder { offset: 2 }]);
}

#[test]
fn a_page_in_order_that_does_not_follow_the_one_before_is_a_sign() {
    let mut world = World::of(&[1, 5, 9, 2, 12]);
    world.script = vec![failing(Fault::IgnoredSort); 9];
    let read = world.read(&Query::pages_of(3));
    assert_eq!(read.ids, [1, 5, 9, 12]);
    let signs: Vec<_> = read.report.incomplete().collect();
    assert_eq!(signs, [Incomplete::OutOfOrder { offset: 3 }]);
}

#[test]
fn pages_that_are_not_sorted_are_no_complete_list() {
    let mut world = World::of(&[1, 5, 9, 20, 2, 3, 12, 30]);
    world.script = vec![failing(Fault::IgnoredSort); 9];
    let read = world.read(&Query::pages_of(4));
    assert!(matches!(read.stop, Some(Stop::NothingNew { offset: 3 })));
    assert!(!read.is_complete());
}

#[test]
fn pages_of_one_record_are_read_and_not_called_complete() {
    let mut world = world(vec![capped(1); 99]);
    let read = world.read(&Query::pages_of(4));
    assert_eq!(read.ids, EIGHT);
    // Once it is known, a record takes its overlap and its probe.
    assert_eq!(world.calls, 19);
    assert!(
        read.report
            .incomplete()
            .all(|sign| matches!(sign, Incomplete::NoOverlap { .. }))
    );
    assert!(!read.is_complete());
}

#[test]
fn a_record_that_moves_in_a_list_of_another_order_is_a_sign() {
    let mut world = world(at(1, changing(&[Change::Move(0, 9), Change::Move(7, 0)])));
    world
        .entries
        .iter_mut()
        .zip(1..)
        .for_each(|(entry, key)| entry.key = key);
    let read = world.read(&Query {
        order: Order::Own,
        ..Query::pages_of(5)
    });
    assert_eq!(read.ids, [1, 2, 3, 4, 5, 6, 7]);
    let signs: Vec<_> = read.report.incomplete().collect();
    assert_eq!(signs, [Incomplete::Repeated { offset: 7 }]);
}

#[test]
fn who_starts_behind_a_record_sees_whether_it_is_still_there() {
    for (last, is_complete) in [(3, true), (2, false)] {
        let mut world = World::of(&EIGHT);
        let read = world.read_from(&Query::pages_of(4), (3, Some(object_id(last))), usize::MAX);
        assert_eq!(read.is_complete(), is_complete, "{read:?}");
        assert_eq!(read.report.started_at(), 3);
    }
}

#[test]
fn in_front_of_the_start_no_record_is_expected() {
    let place = (0, Some(object_id(8)));
    let read = world(Vec::new()).read_from(&Query::pages_of(4), place, usize::MAX);
    assert!(read.is_complete(), "{read:?}");
    assert_eq!(read.ids, EIGHT);
}

#[test]
fn who_starts_behind_a_record_that_has_moved_back_does_not_get_it_again() {
    for (order, ids) in [
        (Order::Ascending, &[5, 6, 7, 8][..]),
        (Order::Own, &[3, 5, 6, 7, 8]),
    ] {
        let query = Query {
            order,
            ..Query::pages_of(4)
        };
        let place = (3, Some(object_id(4)));
        let read = world(Vec::new()).read_from(&query, place, usize::MAX);
        assert_eq!(read.ids, ids);
        assert!(!read.is_complete());
    }
}

#[test]
fn what_was_read_ahead_of_a_short_page_is_not_used() {
    let script = at(1, capped(3));
    let mut world = world(script);
    let read = world.read(&Query {
        read_ahead: 3,
        ..Query::pages_of(4)
    });
    assert!(read.is_complete(), "{read:?}");
    assert_eq!(read.ids, EIGHT);
    assert_eq!(read.report.duplicates(), 0);
}
