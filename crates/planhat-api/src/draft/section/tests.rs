use super::super::key::key;
use super::*;

/// A section with something before it.
struct Object {
    text: String,
    section: Section,
}

const BEFORE: &str = ",\"b\":\"before\"";

impl Object {
    fn new() -> Self {
        Self {
            text: BEFORE.to_owned(),
            section: Section::default(),
        }
    }

    fn set(&mut self, name: impl Name, value: &str) -> Set {
        let Self { text, section } = self;
        let set = section.set(text, BEFORE.len(), name, |out| {
            out.push_str(value);
            Ok::<_, std::convert::Infallible>(())
        });
        let Ok(set) = set;
        assert_eq!(&self.text[set.value.clone()], value);
        set
    }

    fn members(&self) -> &str {
        self.text.strip_prefix(BEFORE).unwrap()
    }

    fn json(&self) -> String {
        format!("{{{}}}", self.members().trim_start_matches(','))
    }

    fn value_of(&self, name: &str) -> Option<&str> {
        let members = self.members();
        let place = self.section.place_of(members, name)?;
        Some(&members[place])
    }
}

#[test]
fn setting_again_replaces_whatever_name_and_value_hold() {
    let mut object = Object::new();
    for (name, value) in [
        ("a\"\u{e9}", r#""x,\"y\":1""#),
        ("", "null"),
        ("a\n", "[1,{}]"),
        (r"a\n", "2"),
        ("", "3"),
        ("a\n", "4"),
        ("a\"\u{e9}", "5"),
    ] {
        object.set(name, value);
        assert_eq!(object.value_of(name), Some(value));
    }
    assert_eq!(object.json(), r#"{"a\\n":2,"":3,"a\n":4,"a\"é":5}"#);
    let all: Vec<_> = names(object.members()).collect();
    assert_eq!(all, [r"a\n", "", "a\n", "a\"\u{e9}"]);
}

#[test]
fn setting_again_replaces_wherever_the_member_stood() {
    for (names, expected) in [
        ("a", r#"{"a":0}"#),
        ("aa", r#"{"a":1}"#),
        ("abca", r#"{"b":1,"c":2,"a":3}"#),
        ("abcb", r#"{"a":0,"c":2,"b":3}"#),
        ("abcc", r#"{"a":0,"b":1,"c":3}"#),
        ("abab", r#"{"a":2,"b":3}"#),
        ("abcabcbca", r#"{"b":6,"c":7,"a":8}"#),
    ] {
        let mut object = Object::new();
        for (value, name) in names.char_indices() {
            object.set(&*name.to_string(), &value.to_string());
        }
        assert_eq!(object.json(), expected, "{names}");
        for name in ["a", "b", "c", "d"] {
            let is_set = object.value_of(name).is_some();
            assert_eq!(is_set, names.contains(name), "{name} of {names}");
        }
    }
}

#[test]
fn names_with_the_same_bit_are_told_apart() {
    // The same length, and the same at both ends and between them.
    assert_eq!(mark(b"axcde"), mark(b"abcde"));
    let mut object = Object::new();
    assert!(object.set(key!("axcde"), "1").replaced.is_none());
    assert!(object.set(key!("abcde"), "2").replaced.is_none());
    assert!(object.set(key!("axcde"), "3").replaced.is_some());
    assert!(object.set("abcde", "4").replaced.is_some());
    assert_eq!(object.json(), r#"{"axcde":3,"abcde":4}"#);
}

#[test]
fn many_members_are_set_like_few() {
    let mut object = Object::new();
    for turn in 0..2 {
        for number in 0..5000 {
            object.set(&*format!("label {number}"), &turn.to_string());
        }
        // One of those that were set, and one that was not.
        object.set("label 70", "7");
        object.set("other", "8");
    }
    let all: std::collections::BTreeMap<String, u8> = serde_json::from_str(&object.json()).unwrap();
    assert_eq!(names(object.members()).count(), 5001);
    assert_eq!(all.len(), 5001);
    assert_eq!(
        (all["label 70"], all["other"], all["label 4999"]),
        (7, 8, 1)
    );
}

#[test]
fn what_has_no_text_leaves_nothing_behind() {
    for earlier in [&[][..], &["a"], &["a", "b"]] {
        let mut object = Object::new();
        for name in earlier.iter().copied() {
            object.set(name, "1");
        }
        let before = object.json();
        let Object { text, section } = &mut object;
        let failed = section.set(text, BEFORE.len(), "c", |out| {
            out.push_str("[half");
            Err(())
        });
        assert!(failed.is_err());
        assert_eq!(object.json(), before);
        assert_eq!(object.value_of("c"), None);
        object.set("c", "2");
        assert_eq!(names(object.members()).last().as_deref(), Some("c"));
    }
}
