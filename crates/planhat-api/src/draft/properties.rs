//! The properties of an object in the making.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use super::key::{IDENTIFYING, Key, identifying};
use super::object::{Name, Object};
use crate::json::Value;

/// What is set, and where what says which record is meant stands in it.
#[derive(Clone, Default)]
pub(super) struct Properties {
    object: Object,
    /// Where the value of each of [`IDENTIFYING`] stands; empty where it is not set.
    identifying: [Range<u32>; IDENTIFYING.len()],
}

impl Properties {
    /// Sets a property, in place of an earlier one with the same name. `write` appends its value.
    #[inline(always)]
    pub(super) fn set(&mut self, key: &'static Key, write: impl FnOnce(&mut String)) {
        self.set_as(key, key.identifying(), write);
    }

    /// The same by any name.
    pub(super) fn set_other(&mut self, name: &str, json: &str) {
        self.set_as(name, identifying(name.as_bytes()), |out| out.push_str(json));
    }

    #[inline(always)]
    fn set_as(
        &mut self,
        name: impl Name,
        identifying: Option<usize>,
        write: impl FnOnce(&mut String),
    ) {
        /// What a body of the printed shape has.
        const USUAL: usize = 384;
        let Ok(set) = self.object.set(name, USUAL, |out| {
            write(out);
            Ok::<_, Infallible>(())
        });
        if set.replaces {
            self.find_identifying();
        } else if let Some(at) = identifying {
            self.note(at, set.value);
        }
    }

    #[inline(always)]
    fn note(&mut self, identifying: usize, value: Range<usize>) {
        if let Some(place) = self.identifying.get_mut(identifying) {
            *place = narrow(value).unwrap_or_default();
        }
    }

    #[cold]
    fn find_identifying(&mut self) {
        let places = IDENTIFYING.map(|name| self.object.place_of(name));
        self.identifying = places.map(|place| place.and_then(narrow).unwrap_or_default());
    }

    pub(super) fn value_of(&self, name: &str) -> Option<Value<'_>> {
        self.object.value_of(name).map(Value::new)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.object.names()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.object.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.object.len()
    }

    /// Appends the object, but for the brace at its end. Tells of each of [`IDENTIFYING`] that is set where its value
    /// stands behind what was there.
    pub(super) fn write_open(&self, out: &mut String, mut note: impl FnMut(usize, Range<usize>)) {
        self.object.write_open(out);
        for (at, place) in self.identifying.iter().enumerate() {
            if !place.is_empty() {
                note(at, place.start as usize..place.end as usize);
            }
        }
    }
}

/// None for what no request has room for.
fn narrow(place: Range<usize>) -> Option<Range<u32>> {
    let (start, end) = (u32::try_from(place.start), u32::try_from(place.end));
    Some(start.ok()?..end.ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::key::key;
    use super::*;

    fn noted(properties: &Properties) -> (String, Vec<(usize, String)>) {
        let (mut json, mut places) = (String::from("before"), Vec::new());
        properties.write_open(&mut json, |at, place| places.push((at, place)));
        let json = json.split_off("before".len());
        let of = |(at, place): &(usize, Range<usize>)| (*at, json[place.clone()].to_owned());
        let noted = places.iter().map(of).collect();
        (json + "}", noted)
    }

    #[test]
    fn what_identifies_is_noted_where_it_stands_whatever_else_is_set() {
        let mut properties = Properties::default();
        let set = [
            ("a\"\u{e9}", r#""x,\"y\":1""#),
            ("companyId", "null"),
            ("", "null"),
            ("_id", "[1,2]"),
            ("a\n", "1"),
            (r"a\n", "2"),
            ("_idd", "3"),
            ("sourceid", "4"),
        ];
        for (name, value) in set {
            properties.set_other(name, value);
        }
        properties.set(key!("externalId"), |out| out.push_str(r#""e""#));
        properties.set(key!("mrr"), |out| out.push('1'));
        let (json, places) = noted(&properties);
        let expected = [(0, "[1,2]"), (2, "\"e\""), (3, "null")];
        assert_eq!(places, expected.map(|(at, json)| (at, json.to_owned())));
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read.as_object().unwrap().len(), set.len() + 2);
        assert_eq!(properties.names().count(), set.len() + 2);
    }

    #[test]
    fn what_identifies_is_found_again_when_what_stands_before_it_moves() {
        let mut properties = Properties::default();
        for (name, value) in [
            ("name", r#""a long one""#),
            ("_id", "1"),
            ("sourceId", "2"),
            ("name", "3"),
            ("sourceId", "44"),
            ("companyId", "5"),
        ] {
            properties.set_other(name, value);
        }
        let (json, places) = noted(&properties);
        assert_eq!(json, r#"{"_id":1,"name":3,"sourceId":44,"companyId":5}"#);
        let expected = [(0, "1"), (1, "44"), (3, "5")];
        assert_eq!(places, expected.map(|(at, json)| (at, json.to_owned())));
    }
}
