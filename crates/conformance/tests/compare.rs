//! The comparer, held against `tests/cases/compare.json`: a proof is worth as much as what it refuses.

use conformance::capture::CapturedRequest;
use conformance::compare::{
    BodyRule, HeaderRule, QueryRule, RequestRule, Secret, compare, compare_request,
};
use conformance::json::{self, Node};
use conformance::workspace::Workspace;

fn cases() -> Node {
    let file = Workspace::default().file("tests/cases/compare.json");
    let text = std::fs::read_to_string(file).expect("the cases are in the workspace");
    json::parse(&text).expect("the cases are JSON")
}

fn get<'a>(node: &'a Node, key: &str) -> &'a Node {
    node.get(key)
        .unwrap_or_else(|| panic!("{key} is missing in {node}"))
}

fn text(node: &Node) -> String {
    node.as_str()
        .unwrap_or_else(|| panic!("{node} is no string"))
        .to_owned()
}

fn texts(node: Option<&Node>) -> Vec<String> {
    node.map(Node::items)
        .unwrap_or_default()
        .iter()
        .map(text)
        .collect()
}

fn pairs(node: &Node) -> Vec<(String, String)> {
    node.items()
        .iter()
        .map(|pair| (text(&pair.items()[0]), text(&pair.items()[1])))
        .collect()
}

fn ids(cases: &Node) -> Vec<String> {
    cases
        .items()
        .iter()
        .map(|case| text(get(case, "id")))
        .collect()
}

#[test]
fn there_are_enough_cases_and_each_has_a_name_of_its_own() {
    let cases = cases();
    let requests = get(&cases, "requests");
    for (list, least) in [
        (get(&cases, "differ"), 40),
        (get(&cases, "match"), 12),
        (get(requests, "differ"), 30),
        (get(requests, "match"), 12),
    ] {
        let mut ids = ids(list);
        let in_all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), in_all, "an id is used twice: {ids:?}");
        assert!(in_all >= least, "{in_all} cases of at least {least}");
    }
}

#[test]
fn values_that_differ_are_told_apart_where_and_how_they_differ() {
    for case in get(&cases(), "differ").items() {
        let found = compare(get(case, "expected"), get(case, "found"));
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.word().to_owned(), one.at().to_string()))
            .collect();
        let expected = get(case, "mismatches").items().iter();
        let expected: Vec<_> = expected
            .map(|one| (text(get(one, "what")), text(get(one, "at"))))
            .collect();
        assert!(!expected.is_empty(), "{}", get(case, "id"));
        assert_eq!(found, expected, "{}", get(case, "id"));
    }
}

#[test]
fn values_that_differ_do_so_in_both_directions() {
    for case in get(&cases(), "differ").items() {
        assert!(
            !compare(get(case, "found"), get(case, "expected")).is_empty(),
            "{}",
            get(case, "id")
        );
    }
}

#[test]
fn values_that_mean_the_same_match() {
    for case in get(&cases(), "match").items() {
        let found = compare(get(case, "expected"), get(case, "found"));
        assert!(found.is_empty(), "{}: {found:?}", get(case, "id"));
    }
}

#[test]
fn every_value_matches_itself_and_what_is_written_of_it() {
    let all = cases();
    for case in get(&all, "differ")
        .items()
        .iter()
        .chain(get(&all, "match").items())
    {
        for side in ["expected", "found"] {
            let value = get(case, side);
            let written = json::parse(&value.to_string()).expect("what is written is JSON");
            assert!(
                compare(value, &written).is_empty(),
                "{} {side}: {written}",
                get(case, "id")
            );
        }
    }
}

#[test]
fn a_mismatch_says_what_should_be_and_what_is() {
    let differ = |expected: &str, found: &str| {
        let [expected, found] = [expected, found].map(|text| json::parse(text).expect("JSON"));
        let mismatches = compare(&expected, &found);
        mismatches
            .iter()
            .map(|one| format!("{} / {}", one.expected(), one.found()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        differ(r#"{"a": 5000}"#, r#"{"a": 5000.0}"#),
        ["5000 / 5000.0"]
    );
    assert_eq!(
        differ(r#"{"a": null}"#, r#"{"b": "\ud800\n"}"#),
        ["null / nothing", r#"nothing / "\ud800\n""#]
    );
    assert_eq!(differ("[1]", "[1, 2]"), ["1 item / 2 items"]);
    assert_eq!(differ(r#"[{"a": [true]}]"#, "[{}]"), ["[true] / nothing"]);
}

/// A request case: what it says of itself before what the base says.
struct RequestCase<'a> {
    base: &'a Node,
    case: &'a Node,
}

impl RequestCase<'_> {
    fn part(&self, side: &str, key: &str) -> &Node {
        let own = self.case.get(side).and_then(|side| side.get(key));
        own.or_else(|| get(self.base, side).get(key))
            .unwrap_or(&Node::Null)
    }

    fn rule(&self) -> RequestRule {
        let part = |key| self.part("rule", key);
        let (query, headers, body) = (part("query"), part("headers"), part("body"));
        RequestRule {
            method: text(part("method")),
            path: text(part("path")),
            query: QueryRule {
                equal: query.get("equal").map(pairs),
                required: query.get("required").map(pairs).unwrap_or_default(),
                forbidden: texts(query.get("forbidden")),
            },
            headers: HeaderRule {
                required: pairs(get(headers, "required")),
                forbidden: texts(headers.get("forbidden")),
                allowed: headers.get("allowed").map(|allowed| texts(Some(allowed))),
            },
            body: match body.as_str() {
                Some("empty") => BodyRule::Empty,
                Some("any") => BodyRule::Any,
                _ => BodyRule::Json(get(body, "json").clone()),
            },
            secrets: Secret::token(&text(part("token"))),
        }
    }

    fn arrived(&self) -> CapturedRequest {
        let part = |key| self.part("arrived", key);
        CapturedRequest {
            method: text(part("method")),
            path: text(part("path")),
            query: part("query").as_str().map(str::to_owned),
            headers: pairs(part("headers")),
            body: text(part("body")).into_bytes(),
        }
    }
}

#[test]
fn requests_that_differ_are_told_apart_and_no_secret_is_shown() {
    let cases = cases();
    let requests = get(&cases, "requests");
    for case in get(requests, "differ").items() {
        let id = get(case, "id");
        let request = RequestCase {
            base: get(requests, "base"),
            case,
        };
        let found = compare_request(&request.rule(), &request.arrived());
        let expected = get(case, "mismatches").items();
        assert!(!expected.is_empty(), "{id}");
        assert_eq!(found.len(), expected.len(), "{id}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found.word(), text(get(expected, "what")), "{id}: {found:?}");
            if let Some(place) = expected.get("place") {
                assert_eq!(found.place(), text(place), "{id}: {found:?}");
            }
            let shown = format!(
                "{found:?} {} {} {}",
                found.place(),
                found.expected(),
                found.found()
            );
            for form in ["tok-1", "dG9rLTEv"] {
                assert!(!shown.contains(form), "{id} shows the secret: {shown}");
            }
        }
    }
}

#[test]
fn requests_that_mean_the_same_match() {
    let cases = cases();
    let requests = get(&cases, "requests");
    for case in get(requests, "match").items() {
        let request = RequestCase {
            base: get(requests, "base"),
            case,
        };
        let found = compare_request(&request.rule(), &request.arrived());
        assert!(found.is_empty(), "{}: {found:?}", get(case, "id"));
    }
}
