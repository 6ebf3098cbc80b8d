//! Recorded replies: what survives, what is lost, what the spec does not know.

use std::io::{BufReader, Read};

use conformance::json::{self, Node};
use conformance::roundtrip::{Codec, Format, MAX_ENTRIES, Options, Outcome, run};
use conformance::spec::{ObjectShape, Spec};

const SCHEMAS: &str = "
components:
  schemas:
    License:
      type: object
      properties:
        _id: { type: string, format: object-id }
        mrr: { type: number, nullable: true }
        path: { type: array, items: { type: object, properties: { id: { type: string } } } }
        custom: { type: object, additionalProperties: true }
";

fn shape() -> ObjectShape {
    Spec::parse(SCHEMAS, "test.yaml")
        .expect("YAML")
        .object("License")
        .expect("it is there")
}

/// A client that keeps everything, but for what it is told to do to it.
struct Client {
    spoil: fn(&str) -> Result<String, String>,
    unknown: &'static [&'static str],
}

const FAITHFUL: Client = Client {
    spoil: |json| Ok(json.to_owned()),
    unknown: &[],
};

impl Codec for Client {
    fn name(&self) -> &str {
        "License"
    }

    fn reencode(&self, json: &str) -> Result<String, String> {
        (self.spoil)(json)
    }

    fn unknown(&self, _: &str) -> Result<Vec<String>, String> {
        Ok(self.unknown.iter().map(|key| (*key).to_owned()).collect())
    }
}

struct Told {
    outcome: Outcome,
    text: String,
    emitted: String,
}

fn told(client: &Client, options: Options, input: impl Read) -> Told {
    let (mut text, mut emitted) = (Vec::new(), Vec::new());
    let outcome = run(
        client,
        &shape(),
        options,
        BufReader::new(input),
        &mut text,
        Some(&mut emitted),
    );
    let utf8 = |bytes| String::from_utf8(bytes).expect("text");
    Told {
        outcome: outcome.expect("vectors take everything"),
        text: utf8(text),
        emitted: utf8(emitted),
    }
}

fn as_text(client: &Client, input: &str) -> Told {
    told(client, Options::default(), input.as_bytes())
}

#[test]
fn what_survives_is_told_line_by_line_and_emitted() {
    let input = "{\"mrr\": 5000.0}\n[{\"mrr\":1}, {\"mrr\":null}]\r\n\n[]\n{ }";
    let Told {
        outcome,
        text,
        emitted,
    } = as_text(&FAITHFUL, input);
    assert_eq!(outcome.exit_code(), 0);
    assert_eq!(
        (
            outcome.lines,
            outcome.records,
            outcome.survived,
            outcome.blank
        ),
        (4, 4, 4, 1)
    );
    assert_eq!(
        emitted,
        "{\"mrr\": 5000.0}\n[{\"mrr\":1},{\"mrr\":null}]\n[]\n{ }\n"
    );
    assert_eq!(
        text,
        "\
line 1: survived
line 2: survived (2 records)
line 4: survived (0 records)
line 5: survived

License: 4 of 4 lines survived, 4 records; 0 lost, 0 unreadable
blank lines passed over: 1
keys that the spec does not know: 0
values that do not fit the spec: 0
"
    );
}

#[test]
fn what_is_lost_is_told_by_pointer_and_type_without_values() {
    let input = "{\"mrr\":5000.0,\"custom\":{\"Owner\":\"ann@example.com\"}}\n";
    let clients = [
        (
            Client {
                spoil: |_| Ok(r#"{"mrr":5000,"custom":{"Owner":"ann@example.com"}}"#.to_owned()),
                unknown: &[],
            },
            "  value at /mrr: expected number, found another number\n",
        ),
        (
            Client {
                spoil: |_| Ok(r#"{"mrr":5000.0,"custom":{}}"#.to_owned()),
                unknown: &[],
            },
            "  missing at /custom/Owner: expected string, found nothing\n",
        ),
        (
            Client {
                spoil: |_| Err("ann@example.com is no number".to_owned()),
                unknown: &[],
            },
            "  refused at the whole value: expected a value that decodes, found an error: (--show-values tells)\n",
        ),
        (
            Client {
                spoil: |_| Ok("{ann@example.com".to_owned()),
                unknown: &[],
            },
            "  broken at the whole value: expected JSON, found something else: (--show-values tells)\n",
        ),
        (
            Client {
                unknown: &["mrr", "other"],
                ..FAITHFUL
            },
            "  misfiled at /mrr: expected a key that the client knows, found it among the unknown ones\n",
        ),
    ];
    for (client, expected) in clients {
        let Told { outcome, text, .. } = as_text(&client, input);
        assert_eq!((outcome.exit_code(), outcome.lost), (1, 1), "{text}");
        assert!(
            text.starts_with(&format!("line 1: LOST\n{expected}\n")),
            "{text}"
        );
        assert!(!text.contains("ann@"), "{text}");
    }
}

#[test]
fn a_loss_within_a_list_is_told_with_its_index() {
    let client = Client {
        spoil: |json| Ok(json.replace("null", "0")),
        unknown: &[],
    };
    let Told { text, .. } = as_text(&client, "[{\"mrr\":1},{\"mrr\":null}]");
    assert!(
        text.contains("line 1: LOST (2 records)\n  kind at /1/mrr: expected null, found number\n"),
        "{text}"
    );
}

#[test]
fn a_line_of_which_a_part_does_not_decode_is_not_emitted() {
    let client = Client {
        spoil: |json| {
            if json.contains("null") {
                Err("no".to_owned())
            } else {
                Ok(json.to_owned())
            }
        },
        unknown: &[],
    };
    let Told {
        outcome, emitted, ..
    } = as_text(&client, "[{\"mrr\":1},{\"mrr\":null}]\n{\"mrr\":2}\n");
    assert_eq!(
        (outcome.survived, outcome.lost, emitted.as_str()),
        (1, 1, "{\"mrr\":2}\n")
    );
}

#[test]
fn unreadable_lines_are_named_by_number_and_the_others_still_judged() {
    let input = b"{\"mrr\":1}\n{\"mrr\":\n7\n[{},\"x\"]\n{\"a\":\"\xff\"}\nnull\n{} {}\n{}\n";
    let Told { outcome, text, .. } = told(&FAITHFUL, Options::default(), &input[..]);
    assert_eq!(outcome.exit_code(), 2);
    assert_eq!((outcome.survived, outcome.unreadable), (2, 6));
    assert_eq!(outcome.unreadable_lines, [2, 3, 4, 5, 6, 7]);
    for line in [
        "line 2: UNREADABLE, column 8: the text ends where a value should stand\n",
        "line 3: UNREADABLE, a License is an object, and here stands: number\n",
        "line 4: UNREADABLE, a License is an object, and here stands: string\n",
        "line 5: UNREADABLE, the line is not UTF-8 from byte 6 on\n",
        "line 7: UNREADABLE, column 4: the value ends before this\n",
        "unreadable lines: 2, 3, 4, 5, 6, 7\n",
    ] {
        assert!(text.contains(line), "{line:?} is not told:\n{text}");
    }
}

#[test]
fn unreadable_lines_weigh_more_than_lost_ones() {
    let client = Client {
        spoil: |_| Ok("{}".to_owned()),
        unknown: &[],
    };
    let outcome = as_text(&client, "{\"mrr\":1}\nx\n").outcome;
    assert_eq!(
        (outcome.lost, outcome.unreadable, outcome.exit_code()),
        (1, 1, 2)
    );
}

#[test]
fn keys_and_values_that_the_spec_does_not_know_are_counted_by_pointer_and_type() {
    let input = r#"{"_id":"extid-7","mrr":"12","salesRep":{"name":"Ann"},"custom":{"anything":1}}
[{"path":[{"id":"a"},{"id":"b","secretKey":"Ann"}]},{"path":[{"id":1},{"id":null}],"mrr":null,"salesRep":null}]
{"_id":"61006bc89a3e0b702ed8ea49","path":{},"mrr":"Ann"}
"#;
    let Told { outcome, text, .. } = as_text(&FAITHFUL, input);
    assert_eq!(
        outcome.exit_code(),
        0,
        "what the spec does not know survives all the same"
    );
    let (_, summary) = text.split_once("keys that").expect("there is a summary");
    assert_eq!(
        summary,
        " the spec does not know: 3
  1 x  /path/*/secretKey  string
  1 x  /salesRep  null
  1 x  /salesRep  object
values that do not fit the spec: 5
  1 x  /_id  string of another form, expected string (object-id)
  2 x  /mrr  string, expected number or null
  1 x  /path  object, expected array
  1 x  /path/*/id  null, expected string
  1 x  /path/*/id  number, expected string
"
    );
    assert!(!text.contains("Ann"), "{text}");
}

#[test]
fn values_are_shown_only_on_demand_and_never_at_length() {
    let options = Options {
        show_values: true,
        ..Options::default()
    };
    let long = "x".repeat(1_000);
    let input = format!("{{\"mrr\":\"Ann\"}}\n{{\"mrr\":\"Ann\"}}\n{{\"mrr\":\"{long}\"}}\n");
    let client = Client {
        spoil: |_| Ok("{}".to_owned()),
        unknown: &[],
    };
    let text = told(&client, options, input.as_bytes()).text;
    assert!(
        text.contains("  missing at /mrr: expected \"Ann\", found nothing\n"),
        "{text}"
    );
    assert!(
        text.contains(
            "  3 x  /mrr  string, expected number or null\n        \"Ann\"\n        \"xxx"
        ),
        "{text}"
    );
    assert!(
        text.lines().all(|line| line.chars().count() < 300),
        "{text}"
    );
}

#[test]
fn as_json_every_line_is_a_value_and_the_last_the_summary() {
    let options = Options {
        format: Format::Json,
        show_values: false,
    };
    let client = Client {
        spoil: |json| Ok(json.replace("null", "0")),
        unknown: &[],
    };
    let input = "{\"mrr\":1,\"new\":[]}\n{\"mrr\":null}\nx\n";
    let text = told(&client, options, input.as_bytes()).text;
    let lines: Vec<Node> = text
        .lines()
        .map(|line| json::parse(line).expect("JSON"))
        .collect();
    let word = |line: &Node, key: &str| line.get(key).and_then(Node::as_str).map(str::to_owned);
    let verdicts: Vec<_> = lines
        .iter()
        .filter_map(|line| word(line, "verdict"))
        .collect();
    assert_eq!(verdicts, ["survived", "lost", "unreadable"]);
    let loss = &lines[1].get("losses").expect("losses").items()[0];
    assert_eq!(
        (word(loss, "at"), word(loss, "found")),
        (Some("/mrr".to_owned()), Some("number".to_owned()))
    );
    let summary = lines[3].get("summary").expect("a summary");
    assert_eq!(summary.get("exit").and_then(Node::as_number), Some("2"));
    assert_eq!(
        summary
            .get("counts")
            .expect("counts")
            .get("unreadable_lines")
            .expect("lines")
            .to_string(),
        "[3]"
    );
    let unknown = summary
        .get("unknown_keys")
        .expect("unknown")
        .get("entries")
        .expect("entries");
    assert_eq!(
        unknown.to_string(),
        r#"[{"at":"/new","count":1,"found":"array"}]"#
    );
}

#[test]
fn a_byte_order_mark_before_the_first_line_is_no_part_of_it() {
    let outcome = as_text(&FAITHFUL, "\u{feff}{}\n\u{feff}{}\n").outcome;
    assert_eq!((outcome.survived, outcome.unreadable_lines), (1, vec![2]));
}

/// Endless different keys and lines, without a place where they are all kept.
struct Endless {
    line: usize,
    lines: usize,
    rest: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.rest.is_empty() && self.line < self.lines {
            self.line += 1;
            self.rest = format!(
                "{{\"key{}\":\"{}\",\"mrr\":\"x\"}}\n",
                self.line,
                "v".repeat(300)
            )
            .into_bytes();
        }
        let count = buffer.len().min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        Ok(count)
    }
}

#[test]
fn different_keys_without_end_are_counted_but_not_all_kept() {
    let beyond = 500;
    let lines = MAX_ENTRIES + beyond;
    let mut text = Vec::new();
    let input = BufReader::new(Endless {
        line: 0,
        lines,
        rest: Vec::new(),
    });
    let outcome = run(
        &FAITHFUL,
        &shape(),
        Options::default(),
        input,
        &mut text,
        None,
    )
    .expect("it can be read");
    let text = String::from_utf8(text).expect("text");
    assert_eq!(outcome.survived, lines as u64);
    assert!(text.contains(&format!(
        "keys that the spec does not know: {MAX_ENTRIES}\n"
    )));
    assert!(text.contains(&format!(
        "  {beyond} x  others, for which there was no room\n"
    )));
    assert!(text.contains(&format!(
        "  {lines} x  /mrr  string, expected number or null\n"
    )));
}
