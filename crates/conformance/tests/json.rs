//! The JSON reader: what it takes, what it refuses and where, and that nothing brings it down.

use conformance::compare::compare;
use conformance::json::{self, Kind, MAX_DEPTH, Node, Problem};
use conformance::oracle::Oracle;
use conformance::workspace::Workspace;

#[test]
fn texts_that_are_no_json_are_refused_with_line_and_column() {
    let cases = [
        ("", 1, 1, "the text ends where a value should stand"),
        (" \n ", 2, 2, "the text ends where a value should stand"),
        (
            "{\"a\": 1,}",
            1,
            9,
            "found '}' where a key in quotes should stand",
        ),
        ("{\"a\" 1}", 1, 6, "found '1' where `:` should stand"),
        (
            "{a: 1}",
            1,
            2,
            "found 'a' where a key in quotes should stand",
        ),
        (
            "{\"a\": 1",
            1,
            8,
            "the text ends where `,` or `}` should stand",
        ),
        ("[1 2]", 1, 4, "found '2' where `,` or `]` should stand"),
        ("[1,]", 1, 4, "found ']' where a value should stand"),
        ("[1]]", 1, 4, "the value ends before this"),
        ("{}\n\n  x", 3, 3, "the value ends before this"),
        (
            "01",
            1,
            2,
            "found '1' where the end of the number should stand",
        ),
        ("-", 1, 2, "the text ends where a digit should stand"),
        ("+1", 1, 1, "found '+' where a value should stand"),
        (".5", 1, 1, "found '.' where a value should stand"),
        ("5.", 1, 3, "the text ends where a digit should stand"),
        ("1.e3", 1, 3, "found 'e' where a digit should stand"),
        ("1e", 1, 3, "the text ends where a digit should stand"),
        ("1e+-2", 1, 4, "found '-' where a digit should stand"),
        (
            "1.2.3",
            1,
            4,
            "found '.' where the end of the number should stand",
        ),
        (
            "0x10",
            1,
            2,
            "found 'x' where the end of the number should stand",
        ),
        ("NaN", 1, 1, "found 'N' where a value should stand"),
        ("-Infinity", 1, 2, "found 'I' where a digit should stand"),
        ("nul", 1, 4, "the text ends where null should stand"),
        ("True", 1, 1, "found 'T' where a value should stand"),
        ("truex", 1, 5, "the value ends before this"),
        ("'a'", 1, 1, "found '\\'' where a value should stand"),
        (
            "\"a",
            1,
            3,
            "the text ends where the closing quote of a string should stand",
        ),
        (
            "\"é\\x\"",
            1,
            4,
            "found 'x' where one of `\"\\/bfnrtu` after a backslash should stand",
        ),
        (
            "\"\\u12g4\"",
            1,
            6,
            "found 'g' where four hexadecimal digits should stand",
        ),
        (
            "\"\\ud800\\u12\"",
            1,
            12,
            "found '\"' where four hexadecimal digits should stand",
        ),
        (
            "\"a\nb\"",
            1,
            3,
            "the control character U+000A stands unescaped in a string",
        ),
        (
            "\"\u{0}\"",
            1,
            2,
            "the control character U+0000 stands unescaped in a string",
        ),
        (
            "\u{feff}{}",
            1,
            1,
            "found '\\u{feff}' where a value should stand",
        ),
        (
            "\u{a0}{}",
            1,
            1,
            "found '\\u{a0}' where a value should stand",
        ),
        ("{} // no", 1, 4, "the value ends before this"),
    ];
    for (text, line, column, problem) in cases {
        let error = json::parse(text).expect_err(text);
        assert_eq!(
            (error.line, error.column, error.problem.to_string().as_str()),
            (line, column, problem),
            "{text:?}"
        );
        assert_eq!(
            error.to_string(),
            format!("line {line}, column {column}: {problem}")
        );
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_where_they_stand() {
    let error = json::parse_bytes(b"[\n \"a\xffb\"]").expect_err("not UTF-8");
    assert_eq!(
        (error.line, error.column, error.problem),
        (2, 4, Problem::NotUtf8)
    );
    assert!(json::parse_bytes("[\"é\"]".as_bytes()).is_ok());
}

#[test]
fn a_number_stays_the_text_it_was() {
    for text in [
        "0",
        "-0",
        "-0.0",
        "5000",
        "5000.0",
        "5e3",
        "5E+03",
        "1e-400",
        "9007199254740993",
        "83.33333333333333",
    ] {
        assert_eq!(json::parse(text).expect("a number").as_number(), Some(text));
    }
}

#[test]
fn a_string_is_the_characters_that_its_escapes_mean() {
    let cases = [
        (r#""\u0041\n\/\\\"""#, "A\n/\\\""),
        (r#""\ud83d\ude00""#, "😀"),
        (r#""x\ud83d\ud83d\ude00y""#, "x\\ud83d😀y"),
        (r#""\ude00\ud83d""#, "\\ude00\\ud83d"),
        (r#""\udbff\udfff\uffff""#, "\u{10ffff}\u{ffff}"),
    ];
    for (text, shown) in cases {
        let Ok(Node::String(found)) = json::parse(text) else {
            panic!("{text} is a string")
        };
        assert_eq!(found.to_display(), shown, "{text}");
        assert_eq!(found.as_str().is_some(), !shown.contains("\\u"), "{text}");
    }
}

#[test]
fn every_member_is_kept_and_the_last_of_a_key_counts() {
    let node = json::parse(r#"{"b": 1, "a": 2, "b": {"c": null}}"#).expect("JSON");
    let keys: Vec<_> = node
        .members()
        .iter()
        .map(|(key, _)| key.to_display())
        .collect();
    assert_eq!(keys, ["b", "a", "b"]);
    assert_eq!(node.get("b").map(Node::kind), Some(Kind::Object));
    assert_eq!(node.get("c").map(Node::kind), None);
    assert_eq!(node.to_string(), r#"{"b":1,"a":2,"b":{"c":null}}"#);
}

#[test]
fn nesting_is_bounded_and_hostile_nesting_is_refused() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("{}1{}", open.repeat(depth), close.repeat(depth))
    };
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deepest = json::parse(&nested(open, close, MAX_DEPTH)).expect("as deep as allowed");
        assert!(compare(&deepest, &deepest.clone()).is_empty());
        let error = json::parse(&nested(open, close, MAX_DEPTH + 1)).expect_err("one too deep");
        assert_eq!(error.problem, Problem::TooDeep(MAX_DEPTH));
        assert!(json::parse(&open.repeat(1_000_000)).is_err());
        assert!(json::items(&open.repeat(1_000_000)).is_err());
    }
}

#[test]
fn the_parts_of_a_text_are_found_where_they_stand() {
    let text = "{\n  \"a\" : [ 1.50 ,\n {} ] ,\n \"a\":\"\\u0041\" }";
    let members = json::members(text).expect("an object");
    let found: Vec<_> = members
        .iter()
        .map(|one| (one.value, json::line_of(text, one.key_at)))
        .collect();
    assert_eq!(found, [("[ 1.50 ,\n {} ]", 2), ("\"\\u0041\"", 4)]);
    let items = json::items(members[0].value).expect("an array");
    let found: Vec<_> = items.iter().map(|one| (one.value, one.value_at)).collect();
    assert_eq!(found, [("1.50", 2), ("{}", 10)]);
    assert_eq!(json::members("[1]").expect("JSON").len(), 0);
    assert_eq!(json::items("{}").expect("JSON").len(), 0);
    assert!(json::members("{\"a\": 1,, }").is_err());
}

/// Another reader of JSON agrees on every text that is one byte short of a documented body, and on every start of one.
#[test]
fn damaged_texts_are_refused_just_where_another_reader_refuses_them() {
    let oracle = Oracle::read(&Workspace::default()).expect("the oracle can be read");
    let bodies = oracle
        .exchanges()
        .filter_map(|exchange| Some(exchange.reply.as_ref()?.body.text.clone()));
    let hand_made =
        r#" {"a\u00e9\"": [0, -1.5e+3, true, false, null, "b\/\n", {}, []]} "#.to_owned();
    let (mut taken, mut refused) = (0, 0);
    for body in bodies.chain([hand_made]) {
        for place in 0..body.len() {
            if !body.is_char_boundary(place) || !body.is_char_boundary(place + 1) {
                continue;
            }
            for damaged in [
                format!("{}{}", &body[..place], &body[place + 1..]),
                body[..place].to_owned(),
            ] {
                let other = serde_json::from_str::<serde_json::Value>(&damaged).is_ok();
                assert_eq!(json::parse(&damaged).is_ok(), other, "{damaged}");
                if other { taken += 1 } else { refused += 1 }
            }
        }
    }
    assert!(
        taken > 1_000 && refused > 1_000,
        "{taken} were taken, {refused} refused"
    );
}
