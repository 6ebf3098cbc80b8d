//! An item meets exactly those that can mean the same record, whatever its names hash to.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::json::Value;
use crate::slots::tests::Few;

fn keyables(json: &str) -> Keyables<'_> {
    Keyables::of(Value::new(json))
}

/// What each item meets, if the names of all are taken.
fn met<S: BuildHasher>(hasher: S, items: &[&str]) -> Vec<Met> {
    let mut names = Names(Slots::with_hasher(hasher));
    let mut all = Vec::new();
    for (place, json) in (0..).zip(items) {
        let earlier = |of: u32| {
            assert!(of < place, "{of} is not earlier than {place}");
            items.get(of as usize).map(|json| keyables(json))
        };
        let met = names.meet(&keyables(json), earlier);
        names.take(&met, place);
        all.push(met);
    }
    all
}

fn rivals<S: BuildHasher>(hasher: S, items: &[&str]) -> Vec<Option<u32>> {
    let met = met(hasher, items);
    met.iter().map(|met| met.rival).collect()
}

#[test]
fn an_external_id_can_mean_the_same_record_where_companies_are_spelled_in_two_ways() {
    let items = [
        r#"{"externalId":"e"}"#,
        r#"{"externalId":"e","companyId":"61006bc89a3e0b702ed8ea49"}"#,
        r#"{"externalId":"e","companyId":"extid-acme"}"#,
        r#"{"externalId":"e","companyId":"srcid-acme"}"#,
        r#"{"externalId":"e","companyId":"acme"}"#,
    ];
    let are_rivals = |earlier: &'static str, later| {
        rivals(RandomState::new(), &[earlier, later]) == [None, Some(0)]
    };
    for earlier in items {
        for later in items {
            assert!(are_rivals(earlier, later), "{earlier} {later}");
        }
    }
    for (earlier, later, expected) in [
        (
            items[1],
            r#"{"externalId":"e","companyId":"61006BC89A3E0B702ED8EA49"}"#,
            true,
        ),
        (
            items[1],
            r#"{"externalId":"e","companyId":"61006bc89a3e0b702ed8ea40"}"#,
            false,
        ),
        (
            items[2],
            r#"{"externalId":"e","companyId":"extid-other"}"#,
            false,
        ),
        (
            items[3],
            r#"{"externalId":"e","companyId":"srcid-other"}"#,
            false,
        ),
        (
            items[1],
            r#"{"externalId":"other","companyId":"extid-acme"}"#,
            false,
        ),
        (
            items[1],
            r#"{"sourceId":"e","companyId":"extid-acme"}"#,
            false,
        ),
    ] {
        assert_eq!(are_rivals(earlier, later), expected, "{earlier} {later}");
        assert_eq!(are_rivals(later, earlier), expected, "{later} {earlier}");
    }
}

fn item() -> impl Strategy<Value = String> {
    let key = |name: &'static str| {
        let text = proptest::sample::select(vec!["a", "b", "ab", "ba", "c"]);
        proptest::option::weighted(0.5, text.prop_map(move |text| (name, json!(text))))
    };
    let company = proptest::sample::select(vec![
        "61006bc89a3e0b702ed8ea49",
        "61006BC89A3E0B702ED8EA49",
        "61006bc89a3e0b702ed8ea40",
        "extid-a",
        "extid-b",
        "srcid-a",
        "a",
        "b",
        " ",
    ]);
    let company = company.prop_map(|company| ("companyId", json!(company)));
    let company = proptest::option::weighted(0.8, company);
    (key("_id"), key("sourceId"), key("externalId"), company).prop_map(
        |(id, source, external, company)| {
            let members = [id, source, external, company].into_iter().flatten();
            let members = members.map(|(key, value)| (key.to_owned(), value));
            serde_json::Value::Object(members.collect()).to_string()
        },
    )
}

fn is_shared(
    one: &Option<std::borrow::Cow<'_, str>>,
    other: &Option<std::borrow::Cow<'_, str>>,
) -> bool {
    one.is_some() && one == other
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn hashes_that_are_the_same_say_nothing(items in proptest::collection::vec(item(), 0..40)) {
        let items: Vec<&str> = items.iter().map(String::as_str).collect();
        let all: Vec<_> = items.iter().map(|json| keyables(json)).collect();
        let by_random = met(RandomState::new(), &items);
        let by_few = met(Few(7), &items);
        let by_one = met(Few(1), &items);
        for (place, item) in all.iter().enumerate() {
            let earlier = &all[..place];
            let shares_key = |other: &Keyables<'_>| {
                is_shared(&item.id, &other.id) || is_shared(&item.source_id, &other.source_id)
            };
            let shares_external_id = |other: &Keyables<'_>| is_shared(&item.external_id, &other.external_id);
            let is_rival = |other: &Keyables<'_>| {
                let other_company = item.spelling() == other.spelling() && item.company != other.company;
                shares_key(other) || shares_external_id(other) && !other_company
            };
            let rival = earlier.iter().position(is_rival).map(|place| u32::try_from(place).unwrap());
            let shared = Shared {
                keys: earlier.iter().any(shares_key),
                external_ids: earlier.iter().any(shares_external_id),
            };
            for met in [&by_random, &by_few, &by_one] {
                prop_assert_eq!(met[place].rival, rival, "{} of {:?}", place, items);
                prop_assert_eq!(met[place].shared, shared, "{} of {:?}", place, items);
            }
        }
    }
}

#[test]
fn what_was_cleared_is_met_no_more() {
    let mut names = Names::new();
    let one = keyables(r#"{"sourceId":"a","externalId":"b"}"#);
    let met = names.meet(&one, |_| None);
    names.take(&met, 0);
    let mut names = names.cleared();
    assert_eq!((names.count(), names.meet(&one, |_| None).rival), (0, None));
    names.reserve(1000);
    names.take(&met, 3);
    let rival = names
        .meet(&one, |place| Some(one.clone()).filter(|_| place == 3))
        .rival;
    assert_eq!(rival, Some(3));
}
