//! What holds of any list, whatever the server does.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::world::{Change, Entry, Fault, Query, Read, Turn, World};
use crate::paging::Incomplete;
use crate::paging::error::Stop;
use crate::paging::known::Order;

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (0..60_u32, 0..5_u32, prop::bool::weighted(0.9));
    vec(entry, 0..24).prop_map(|entries| {
        let mut ids = BTreeSet::new();
        let entries = entries.into_iter().map(|(number, key, is_ours)| Entry {
            id: number * 3,
            key,
            is_ours,
        });
        entries.filter(|entry| ids.insert(entry.id)).collect()
    })
}

fn by_id() -> impl Strategy<Value = Order> {
    prop_oneof![Just(Order::Ascending), Just(Order::Descending)]
}

fn query(order: impl Strategy<Value = Order>) -> impl Strategy<Value = Query> {
    (order, any::<bool>(), 2..7_u64, 0..5_usize).prop_map(|(order, is_filtered, limit, ahead)| {
        Query {
            order,
            is_filtered,
            limit,
            read_ahead: ahead,
        }
    })
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        5 => comings_and_goings(),
        1 => (0..24_usize, 0..5_u32).prop_map(|(place, key)| Change::Move(place, key)),
    ]
}

fn comings_and_goings() -> impl Strategy<Value = Change> {
    prop_oneof![
        1 => Just(Change::Append),
        2 => (0..200_u32).prop_map(Change::Insert),
        3 => (0..24_usize).prop_map(Change::Delete),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::IgnoredOffset),
        Just(Fault::IgnoredSort),
        Just(Fault::IgnoredFilter),
        Just(Fault::Wrapped),
    ]
}

fn turns(
    changes: impl Strategy<Value = Vec<Change>>,
    cap: impl Strategy<Value = Option<usize>>,
    fault: impl Strategy<Value = Option<Fault>>,
) -> impl Strategy<Value = Vec<Turn>> {
    // Pages that are read ahead are taken up in any order.
    let turn = (0..6_usize, changes, cap, fault).prop_map(|(pick, changes, cap, fault)| Turn {
        pick,
        changes,
        cap,
        fault,
    });
    vec(turn, 0..24)
}

/// Holds of every reading: nothing comes twice, nothing is made up, and the report counts right.
fn is_sane(world: &World, read: &Read) {
    let ids: BTreeSet<u32> = read.ids.iter().copied().collect();
    assert_eq!(ids.len(), read.ids.len(), "{read:?}");
    assert!(ids.is_subset(world.ever()), "{read:?}");
    assert_eq!(read.report.records(), ids.len() as u64);
    let is_ended = read.stop.is_none();
    let is_read = |sign| !matches!(sign, Incomplete::Unread { .. });
    assert_eq!(read.report.incomplete().all(is_read), is_ended, "{read:?}");
}

/// The ids that a reader must have been given if the list is called complete.
fn wanted(world: &World, query: &Query, before: &World) -> BTreeSet<u32> {
    let ours = |id: &u32| {
        let mut entries = before.entries.iter();
        let entry = entries.find(|entry| entry.id == *id);
        !query.is_filtered || entry.is_some_and(|entry| entry.is_ours)
    };
    world.stable().iter().copied().filter(ours).collect()
}

fn is_never_silently_short(mut world: World, query: &Query) -> Read {
    let before = world.clone();
    let read = world.read(query);
    is_sane(&world, &read);
    let ids: BTreeSet<u32> = read.ids.iter().copied().collect();
    let wanted = wanted(&world, query, &before);
    assert!(
        !read.is_complete() || wanted.is_subset(&ids),
        "{:?} lack of {read:?}",
        wanted.difference(&ids)
    );
    read
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn a_calm_list_is_read_whole_and_in_order(entries in entries(), query in query(by_id())) {
        let world = World::new(entries, Vec::new());
        let mut ids: Vec<u32> = wanted(&world, &query, &world).into_iter().collect();
        if query.order == Order::Descending {
            ids.reverse();
        }
        let read = is_never_silently_short(world, &query);
        prop_assert!(read.is_complete(), "{read:?}");
        prop_assert_eq!(&read.ids, &ids);
        prop_assert_eq!(read.report.duplicates(), 0);
        prop_assert_eq!(read.report.offset(), ids.len() as u64);
    }

    #[test]
    fn capped_pages_cost_calls_and_no_records(
        entries in entries(),
        query in query(by_id()),
        script in turns(Just(Vec::new()), option::of(1..5_usize), Just(None)),
    ) {
        let is_single = script.iter().any(|turn| turn.cap == Some(1));
        let world = World::new(entries, script);
        let wanted = wanted(&world, &query, &world).len();
        let read = is_never_silently_short(world, &query);
        prop_assert!(read.stop.is_none());
        prop_assert_eq!(read.ids.len(), wanted);
        prop_assert!(read.is_complete() || is_single, "{read:?}");
    }

    #[test]
    fn a_list_that_changes_is_complete_or_said_not_to_be(
        entries in entries(),
        query in query(by_id()),
        script in turns(vec(change(), 0..4), option::of(2..5_usize), Just(None)),
    ) {
        is_never_silently_short(World::new(entries, script), &query);
    }

    /// Without a record that moves, a sort of the caller's keeps the records in their order as ids do.
    #[test]
    fn so_is_one_of_another_order_in_which_nothing_moves(
        entries in entries(),
        query in query(Just(Order::Own)),
        script in turns(vec(comings_and_goings(), 0..4), option::of(2..5_usize), Just(None)),
    ) {
        is_never_silently_short(World::new(entries, script), &query);
    }

    /// New ids come first in a list from the newest to the oldest.
    #[test]
    fn a_record_that_comes_in_front_costs_none(
        entries in entries(),
        query in query(Just(Order::Descending)),
        script in turns(Just(Vec::new()), option::of(2..5_usize), Just(None)),
        at in 0..24_usize,
    ) {
        let query = Query { limit: query.limit.max(3), ..query };
        let mut world = World::new(entries, script);
        if let Some(turn) = world.script.get_mut(at) {
            turn.changes.push(Change::Append);
        }
        let wanted = wanted(&world, &query, &world);
        let read = is_never_silently_short(world, &query);
        prop_assert!(read.stop.is_none(), "{read:?}");
        prop_assert!(read.ids.iter().copied().collect::<BTreeSet<_>>().is_superset(&wanted), "{read:?}");
    }

    /// Databases append new ids. What then follows is known even where pages hold one record.
    #[test]
    fn so_is_one_that_grows_and_shrinks_under_any_cap(
        entries in entries(),
        query in query(Just(Order::Ascending)),
        script in turns(
            vec(prop_oneof![Just(Change::Append), (0..24_usize).prop_map(Change::Delete)], 0..4),
            option::of(1..4_usize),
            Just(None),
        ),
    ) {
        is_never_silently_short(World::new(entries, script), &query);
    }

    #[test]
    fn whatever_a_server_ignores_is_seen(
        entries in entries(),
        query in query(by_id()),
        script in turns(Just(Vec::new()), option::of(2..5_usize), option::of(fault())),
    ) {
        let ignores_filter =
            query.is_filtered && script.iter().any(|turn| turn.fault == Some(Fault::IgnoredFilter));
        let read = is_never_silently_short(World::new(entries.clone(), script), &query);
        let is_ours = |id: &u32| entries.iter().any(|entry| entry.id == *id && entry.is_ours);
        prop_assert!(!query.is_filtered || read.ids.iter().all(is_ours));
        let stopped = matches!(read.stop, Some(Stop::OtherCompany { .. }));
        prop_assert!(!stopped || ignores_filter, "{read:?}");
    }

    /// Everything at once: no promise but that it ends, and doubles and invents nothing.
    #[test]
    fn nothing_makes_it_hand_over_a_record_twice(
        entries in entries(),
        query in query(prop_oneof![by_id(), Just(Order::Own)]),
        script in turns(vec(change(), 0..4), option::of(1..5_usize), option::of(fault())),
    ) {
        let mut world = World::new(entries, script);
        let read = world.read(&query);
        is_sane(&world, &read);
    }

    #[test]
    fn a_sort_of_the_callers_reads_a_calm_list_whole(
        entries in entries(),
        query in query(Just(Order::Own)),
        script in turns(Just(Vec::new()), option::of(2..5_usize), Just(None)),
    ) {
        let world = World::new(entries, script);
        let wanted = wanted(&world, &query, &world).len();
        let read = is_never_silently_short(world, &query);
        prop_assert!(read.is_complete(), "{read:?}");
        prop_assert_eq!(read.ids.len(), wanted);
    }

    #[test]
    fn a_reader_who_resumes_gets_the_rest_or_hears_of_the_change(
        entries in entries(),
        query in query(by_id()),
        script in turns(vec(change(), 0..2), Just(None), Just(None)),
        pages in 1..8_usize,
    ) {
        let mut world = World::new(entries, script);
        let before = world.clone();
        let first = world.read_from(&query, (0, None), pages);
        let place = (first.report.offset(), first.report.last_id());
        let second = world.read_from(&query, place, usize::MAX);
        let ids: BTreeSet<u32> = first.ids.iter().chain(&second.ids).copied().collect();
        let unread = |sign| matches!(sign, Incomplete::Unread { .. });
        let is_whole = first.stop.is_none() && first.report.incomplete().all(unread);
        if is_whole && second.is_complete() {
            prop_assert_eq!(ids.len(), first.ids.len() + second.ids.len());
            prop_assert!(wanted(&world, &query, &before).is_subset(&ids));
        }
    }
}
