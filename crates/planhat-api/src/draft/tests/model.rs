//! Any chain of setters, against lists of names and values.

use proptest::prelude::*;
use serde::ser::{Error as _, SerializeSeq};
use serde_json::Value as Json;

use super::super::*;

/// A value that a caller sets.
#[derive(Clone, Debug)]
enum Given {
    Json(Json),
    NotFinite,
    /// Fails when a part of it is written.
    Half,
}

impl Serialize for Given {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Json(json) => json.serialize(serializer),
            Self::NotFinite => serializer.serialize_f64(f64::NAN),
            Self::Half => {
                let mut list = serializer.serialize_seq(None)?;
                list.serialize_element("\",\"_id\":1")?;
                Err(S::Error::custom("no more"))
            }
        }
    }
}

impl Given {
    fn json(&self) -> Option<String> {
        let mut json = String::new();
        write_value(self, &mut json).ok().map(|()| json)
    }
}

#[derive(Clone, Debug)]
enum Setter {
    Text(usize, String),
    Texts(usize, Vec<String>),
    Number(usize, f64),
    Date(usize, bool),
    Clear(usize),
    Property(String, Given),
    Custom(String, Given),
    /// As many of them that a text is no longer searched for each name.
    Many(bool, u16, u16),
    Clone,
}

/// Two of them have the same bit, as have some of the names below.
fn keys() -> [&'static Key; 7] {
    [
        key!("_id"),
        key!("sourceId"),
        key!("externalId"),
        key!("companyId"),
        key!("axcde"),
        key!("abcde"),
        key!("n1"),
    ]
}

const NAMES: [&str; 15] = [
    "_id",
    "sourceId",
    "companyId",
    "abcde",
    "aycde",
    "",
    "a\"é",
    "a\n",
    "a\\n",
    "\u{0}",
    "Tier",
    "custom.Tier",
    "custom.a\"é",
    "n1",
    "n299",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(&NAMES[..]).prop_map(str::to_owned),
        1 => ".{0,3}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    let awkward = ["\",\"_id\":1", "\"", "\\", "}", "{", ":", ",", "null"];
    prop_oneof![
        4 => ".{0,6}",
        2 => proptest::sample::select(awkward.to_vec()).prop_map(str::to_owned),
        1 => (0..2000_usize).prop_map(|length| "é\"".repeat(length)),
    ]
}

fn given() -> impl Strategy<Value = Given> {
    let json = prop_oneof![
        Just(Json::Null),
        any::<i64>().prop_map(Json::from),
        text().prop_map(Json::from),
        proptest::collection::vec(text(), 0..3).prop_map(Json::from),
        (name(), text()).prop_map(|(name, text)| serde_json::json!({ name: [text, {}] })),
    ];
    prop_oneof![10 => json.prop_map(Given::Json), 1 => Just(Given::NotFinite), 1 => Just(Given::Half)]
}

fn setter() -> impl Strategy<Value = Setter> {
    let key = || 0..keys().len();
    prop_oneof![
        4 => (key(), text()).prop_map(|(key, text)| Setter::Text(key, text)),
        1 => (key(), proptest::collection::vec(text(), 0..4)).prop_map(|(key, texts)| Setter::Texts(key, texts)),
        1 => (key(), prop_oneof![Just(f64::NAN), Just(1.5)]).prop_map(|(key, number)| Setter::Number(key, number)),
        1 => (key(), any::<bool>()).prop_map(|(key, is_one)| Setter::Date(key, is_one)),
        1 => key().prop_map(Setter::Clear),
        5 => (name(), given()).prop_map(|(name, given)| Setter::Property(name, given)),
        5 => (name(), given()).prop_map(|(label, given)| Setter::Custom(label, given)),
        1 => (any::<bool>(), 0..300_u16, 0..300_u16).prop_map(|(custom, from, count)| Setter::Many(custom, from, count)),
        1 => Just(Setter::Clone),
    ]
}

type List = Vec<(String, String)>;

/// What is set, and what was wrong, as lists.
#[derive(Default)]
struct Model {
    properties: List,
    custom: List,
    problems: Vec<String>,
}

fn put(list: &mut List, name: &str, json: Option<String>) {
    list.retain(|(other, _)| other != name);
    list.extend(json.map(|json| (name.to_owned(), json)));
}

fn quoted(text: &str) -> String {
    let mut json = String::new();
    write_string(text, &mut json);
    json
}

fn object(list: &List) -> Vec<String> {
    let member = |(name, json): &(String, String)| format!("{}:{json}", quoted(name));
    list.iter().map(member).collect()
}

impl Model {
    fn property(&mut self, name: &str, json: Option<String>) {
        match json {
            Some(json) => {
                self.problems.retain(|problem| problem != name);
                put(&mut self.properties, name, Some(json));
            }
            None => self.problems.push(name.to_owned()),
        }
    }

    fn custom(&mut self, label: &str, json: Option<String>) {
        let name = format!("custom.{label}");
        self.problems.retain(|problem| *problem != name);
        if json.is_none() {
            self.problems.push(name);
        }
        put(&mut self.custom, label, json);
    }

    fn json(&self) -> String {
        let mut members = object(&self.properties);
        if !self.custom.is_empty() {
            members.push(format!("\"custom\":{{{}}}", object(&self.custom).join(",")));
        }
        format!("{{{}}}", members.join(","))
    }

    fn value_of(&self, name: &str) -> Option<&str> {
        let mut properties = self.properties.iter();
        let (_, json) = properties.find(|(other, _)| other == name)?;
        Some(json)
    }
}

fn set(fields: &mut Fields, model: &mut Model, setter: &Setter) {
    let keys = keys();
    match setter {
        Setter::Text(key, text) => {
            fields.text(keys[*key], text);
            model.property(keys[*key].name(), Some(quoted(text)));
        }
        Setter::Texts(key, texts) => {
            fields.texts(keys[*key], texts);
            let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
            model.property(keys[*key].name(), Some(format!("[{}]", texts.join(","))));
        }
        Setter::Number(key, number) => {
            fields.number(keys[*key], (*number).into());
            let json = number.is_finite().then(|| number.to_string());
            model.property(keys[*key].name(), json);
        }
        Setter::Date(key, is_one) => {
            let text = if *is_one { "2026-09-30" } else { "30.9." };
            fields.timestamp(keys[*key], text);
            model.property(keys[*key].name(), is_one.then(|| quoted(text)));
        }
        Setter::Clear(key) => {
            fields.clear(keys[*key]);
            model.property(keys[*key].name(), Some("null".to_owned()));
        }
        Setter::Property(name, given) => {
            fields.property(name.clone(), given);
            model.property(name, given.json());
        }
        Setter::Custom(label, given) => {
            fields.custom(label, given);
            model.custom(label, given.json());
        }
        Setter::Many(custom, from, count) => {
            for number in *from..from + count {
                let (name, json) = (format!("n{number}"), Some(number.to_string()));
                match custom {
                    true => {
                        fields.custom(&name, &number);
                        model.custom(&name, json);
                    }
                    false => {
                        fields.property(name.clone(), &number);
                        model.property(&name, json);
                    }
                }
            }
        }
        Setter::Clone => *fields = fields.clone(),
    }
}

fn compare(fields: &Fields, model: &Model) -> Result<(), TestCaseError> {
    let (mut out, mut noted) = (String::from("before"), Vec::new());
    let written = fields.write_noting(&mut out, &mut |key, place| noted.push((key, place)));
    let text = &out["before".len()..];
    match model.problems.first() {
        Some(problem) => {
            let error = written.unwrap_err();
            prop_assert_eq!((error.property(), text), (&**problem, ""));
        }
        None => {
            prop_assert_eq!(written, Ok(()));
            prop_assert_eq!(text, model.json());
            serde_json::from_str::<Json>(text).unwrap();
            let noted = noted
                .iter()
                .map(|(key, place)| (*key, &text[place.clone()]));
            let set = (0..).zip(IDENTIFYING.map(|name| model.value_of(name)));
            let set = set.filter_map(|(key, json)| Some((key, json?)));
            prop_assert_eq!(noted.collect::<Vec<_>>(), set.collect::<Vec<_>>());
        }
    }
    for name in NAMES {
        let value = fields.value_of(name).map(|value| value.as_json());
        prop_assert_eq!(value, model.value_of(name), "{:?}", name);
    }
    let mut names: Vec<&str> = model.properties.iter().map(|(name, _)| &**name).collect();
    let by_name = names.iter().filter_map(|name| label_of(name));
    let mut labels: Vec<&str> = model.custom.iter().map(|(label, _)| &**label).collect();
    labels.extend(by_name);
    names.extend((!model.custom.is_empty()).then_some(CUSTOM));
    prop_assert_eq!(fields.names().collect::<Vec<_>>(), names);
    prop_assert_eq!(fields.custom_labels().collect::<Vec<_>>(), labels);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_body_is_what_was_set_last_in_that_order(
        setters in proptest::collection::vec(setter(), 0..40),
    ) {
        let (mut fields, mut model) = (Fields::default(), Model::default());
        for setter in &setters {
            set(&mut fields, &mut model, setter);
        }
        compare(&fields, &model)?;
        for problem in model.problems.clone() {
            set(&mut fields, &mut model, &Setter::Property(problem, Given::Json(1.into())));
        }
        compare(&fields, &model)?;
    }
}
