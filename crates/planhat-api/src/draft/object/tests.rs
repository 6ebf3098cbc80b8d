use super::super::key::key;
use super::*;

fn set<'n>(object: &mut Object, name: &'n str, value: &str) {
    let set = object.set(name, 0, |out| {
        out.push_str(value);
        Ok::<_, ()>(())
    });
    assert!(set.is_ok());
}

fn json(object: &Object) -> String {
    let mut json = String::new();
    object.write_open(&mut json);
    json + "}"
}

#[test]
fn setting_again_replaces_whatever_name_and_value_hold() {
    let mut object = Object::default();
    for (name, value) in [
        ("a\"\u{e9}", r#""x,\"y\":1""#),
        ("", "null"),
        ("a\n", "[1,{}]"),
        (r"a\n", "2"),
        ("", "3"),
        ("a\n", "4"),
        ("a\"\u{e9}", "5"),
    ] {
        set(&mut object, name, value);
        assert_eq!(object.value_of(name), Some(value));
    }
    assert_eq!(json(&object), r#"{"a\\n":2,"":3,"a\n":4,"a\"é":5}"#);
    let all: Vec<_> = object.names().collect();
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
        let mut object = Object::default();
        for (value, name) in names.char_indices() {
            set(&mut object, &name.to_string(), &value.to_string());
        }
        assert_eq!(json(&object), expected, "{names}");
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
    let mut object = Object::default();
    let mut set_known = |key: &'static Key, value: &str| {
        let set = object.set(key, 0, |out| {
            out.push_str(value);
            Ok::<_, ()>(())
        });
        set.is_ok_and(|set| set.replaces)
    };
    assert!(!set_known(key!("axcde"), "1"));
    assert!(!set_known(key!("abcde"), "2"));
    assert!(set_known(key!("axcde"), "3"));
    set(&mut object, "abcde", "4");
    assert_eq!(json(&object), r#"{"axcde":3,"abcde":4}"#);
}

#[test]
fn many_members_are_set_like_few() {
    let mut object = Object::default();
    for turn in 0..2 {
        for number in 0..5000 {
            set(&mut object, &format!("label {number}"), &turn.to_string());
        }
        // One of those that were set, and one that was not.
        set(&mut object, "label 70", "7");
        set(&mut object, "other", "8");
    }
    let all: std::collections::BTreeMap<String, u8> = serde_json::from_str(&json(&object)).unwrap();
    assert_eq!(object.names().count(), 5001);
    assert_eq!(all.len(), 5001);
    assert_eq!(
        (all["label 70"], all["other"], all["label 4999"]),
        (7, 8, 1)
    );
}

#[test]
fn what_has_no_text_leaves_nothing_behind() {
    for earlier in [&[][..], &["a"], &["a", "b"]] {
        let mut object = Object::default();
        for name in earlier {
            set(&mut object, name, "1");
        }
        let before = json(&object);
        let failed = object.set("c", 0, |out| {
            out.push_str("[half");
            Err(())
        });
        assert!(failed.is_err());
        assert_eq!(json(&object), before);
        assert_eq!(object.is_empty(), earlier.is_empty());
        set(&mut object, "c", "2");
        assert_eq!(object.names().last().as_deref(), Some("c"));
    }
}
