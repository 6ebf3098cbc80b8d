//! What is true of ids, and of the addresses that they become part of.

use std::str::FromStr;
use std::sync::OnceLock;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use planhat_api::fuzzing::address;
use planhat_api::verb::Verb;
use planhat_api::{Client, Method, ObjectId, RecordRef, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

/// A client whose calls go nowhere.
pub fn client() -> &'static Client {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    CLIENT
        .get_or_init(|| Client::for_tests("http://127.0.0.1:9/api").expect("a client can be built"))
}

/// Where a call would go: the segments behind the base, decoded, if it would be sent. Host, port and base are as
/// they were set, whatever is called.
fn sent_to<V: Verb>(request: &Request<V>) -> Option<(Vec<String>, Url)> {
    let address = address(request)?;
    let url = Url::parse(&address).expect("what is called is a URL");
    assert_eq!(url.as_str(), address);
    assert_eq!(url.scheme(), "http");
    assert_eq!((url.host_str(), url.port()), (Some("127.0.0.1"), Some(9)));
    assert_eq!(
        (url.username(), url.password(), url.fragment()),
        ("", None, None)
    );
    let path = url.path().strip_prefix("/api/").expect("the base stays");
    let segments = path.split('/').map(decoded).collect();
    Some((segments, url))
}

fn decoded(segment: &str) -> String {
    percent_decode_str(segment)
        .decode_utf8()
        .expect("what was encoded is text")
        .into_owned()
}

/// Whatever is read from a text is written as that text, and read again from it.
fn survives<T>(text: &str) -> Option<T>
where
    T: FromStr + ToString + PartialEq + Serialize + DeserializeOwned,
{
    let read = text.parse::<T>().ok()?;
    assert_eq!(read.to_string(), text);
    let json = serde_json::to_string(&read).expect("it is a string");
    assert_eq!(
        serde_json::from_str::<String>(&json).ok().as_deref(),
        Some(text)
    );
    assert!(serde_json::from_str::<T>(&json).is_ok_and(|again| again == read));
    Some(read)
}

/// What is true of a text that may name a record.
pub fn hold_references(text: &str) {
    let digits = text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bare = |prefix| text.strip_prefix(prefix).filter(|id: &&str| !id.is_empty());
    let (external, source) = (bare("extid-"), bare("srcid-"));

    let id = survives::<ObjectId>(text);
    assert_eq!(id.is_some(), digits);
    let named = survives::<RecordRef>(text);
    assert_eq!(
        named.is_some(),
        digits || external.is_some() || source.is_some()
    );
    if let Some(named) = &named {
        assert_eq!(named.object_id(), id);
        assert_eq!((named.external_id(), named.source_id()), (external, source));
    }
    if let Some(id) = id {
        assert_eq!(format!("{id:?}"), "ObjectId(…)");
        let (segments, _) = sent_to(&client().deals().delete(id)).expect("an id is sent");
        assert_eq!(segments, ["deals", text]);
    }

    let made = [RecordRef::external(text).ok(), RecordRef::source(text).ok()];
    let is_bare = !text.is_empty() && !text.starts_with("extid-") && !text.starts_with("srcid-");
    assert_eq!(made.each_ref().map(Option::is_some), [is_bare; 2]);
    for reference in made.into_iter().flatten().chain(named) {
        let written = reference.to_string();
        assert!(survives::<RecordRef>(&written).is_some_and(|again| again == reference));
        let shown = format!("{reference:?}");
        assert!(
            ["object id …", "extid-…", "srcid-…"]
                .iter()
                .any(|kind| shown == format!("RecordRef({kind})"))
        );
        let (segments, url) =
            sent_to(&client().licenses().get(reference)).expect("a reference is sent");
        assert_eq!(segments, ["licenses", &written]);
        assert_eq!(url.query(), None);
    }
}

/// What is true of a path that nobody documented, and of the values in it: `other` goes to the place `{b}`.
pub fn hold_path(template: &str, name: &str, value: &str, other: &str) {
    let mut request = client().request::<serde_json::Value>(Method::Get, template.to_owned());
    let mut places = vec![(format!("{{{name}}}"), value)];
    if template.contains("{b}") && name != "b" {
        places.push(("{b}".to_owned(), other));
    }
    for (place, value) in &places {
        request = request.path_param(&place[1..place.len() - 1], value);
    }
    let Some((segments, url)) = sent_to(&request) else {
        let is_plain = template == "/companies/{id}" && name == "id";
        assert!(
            !is_plain || ["", ".", ".."].contains(&value),
            "a value is refused"
        );
        return;
    };
    assert_eq!(url.query(), None);
    let filled = filled(template, &places);
    let expected: Vec<_> = filled.split('/').skip(1).map(decoded).collect();
    assert_eq!(segments, expected, "{url}");
}

/// A path with values, encoded, in their places; what stands in a value is no place.
fn filled(template: &str, places: &[(String, &str)]) -> String {
    let mut rest = template;
    let mut filled = String::new();
    while let Some(first) = rest.chars().next() {
        match places
            .iter()
            .find(|(place, _)| rest.starts_with(place.as_str()))
        {
            Some((place, value)) => {
                filled.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
                rest = &rest[place.len()..];
            }
            None => {
                filled.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    filled
}

/// A parameter arrives as it was set, and nothing else changes.
pub fn hold_query(name: &str, value: &str) {
    let Some((segments, url)) = sent_to(&client().licenses().list().query(name, value)) else {
        assert_eq!(name, "");
        return;
    };
    assert_eq!(segments, ["licenses"]);
    let pairs: Vec<_> = url.query_pairs().collect();
    assert_eq!(pairs, [(name.into(), value.into())]);
}
