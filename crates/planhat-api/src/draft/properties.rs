//! The properties of an object in the making.

use std::convert::Infallible;
use std::ops::Range;

use super::key::{IDENTIFYING, Key, identifying};
use super::section::{Name, Section};
use crate::json::Value;

/// Knows which properties stand at the beginning of a text, and where what says which record is meant.
#[derive(Clone, Default)]
pub(super) struct Properties {
    section: Section,
    /// Where the value of each of [`IDENTIFYING`] stands; empty where it is not set.
    identifying: [Range<u32>; IDENTIFYING.len()],
}

impl Properties {
    /// Sets a property at the end of a text of properties, in place of an earlier one with the same name. `write`
    /// appends its value.
    #[inline(always)]
    pub(super) fn set(
        &mut self,
        text: &mut String,
        key: &'static Key,
        write: impl FnOnce(&mut String),
    ) {
        self.set_as(text, key, key.identifying(), write);
    }

    /// The same by any name.
    pub(super) fn set_other(&mut self, text: &mut String, name: &str, json: &str) {
        self.set_as(text, name, identifying(name.as_bytes()), |out| {
            out.push_str(json)
        });
    }

    #[inline(always)]
    fn set_as(
        &mut self,
        text: &mut String,
        name: impl Name,
        identifying: Option<usize>,
        write: impl FnOnce(&mut String),
    ) {
        let Ok(set) = self.section.set(text, 0, name, |out| {
            write(out);
            Ok::<_, Infallible>(())
        });
        if let Some(gap) = set.replaced {
            self.close(gap);
        }
        if let Some(place) = identifying.and_then(|at| self.identifying.get_mut(at)) {
            *place = narrow(set.value).unwrap_or_default();
        }
    }

    /// What stood behind a gap has moved into it.
    #[cold]
    fn close(&mut self, gap: Range<usize>) {
        // What is noted stands before any other gap.
        let Some(gap) = narrow(gap) else { return };
        let length = gap.end - gap.start;
        for place in &mut self.identifying {
            if place.start >= gap.end {
                *place = place.start - length..place.end - length;
            } else if place.start >= gap.start {
                *place = Range::default();
            }
        }
    }

    /// What a property is set to in such a text.
    pub(super) fn value_of<'t>(&self, text: &'t str, name: &str) -> Option<Value<'t>> {
        let place = self.section.place_of(text, name)?;
        text.get(place).map(Value::new)
    }

    /// Tells of each of [`IDENTIFYING`] that is set where its value stands.
    pub(super) fn note_identifying(&self, note: &mut dyn FnMut(usize, Range<usize>)) {
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

    fn noted(properties: &Properties, text: &str) -> Vec<(usize, String)> {
        let mut noted = Vec::new();
        properties.note_identifying(&mut |at, place| noted.push((at, text[place].to_owned())));
        noted
    }

    #[test]
    fn what_identifies_is_noted_where_it_stands_whatever_else_is_set() {
        let (mut text, mut properties) = (String::new(), Properties::default());
        for (name, value) in [
            ("a\"\u{e9}", r#""x,\"y\":1""#),
            ("companyId", "null"),
            ("", "null"),
            ("_id", "[1,2]"),
            ("_idd", "3"),
            ("sourceid", "4"),
        ] {
            properties.set_other(&mut text, name, value);
        }
        let mut set = |key, json| properties.set(&mut text, key, |out| out.push_str(json));
        set(key!("externalId"), r#""e""#);
        set(key!("mrr"), "1");
        let expected = [(0, "[1,2]"), (2, "\"e\""), (3, "null")];
        let expected = expected.map(|(at, json)| (at, json.to_owned()));
        assert_eq!(noted(&properties, &text), expected);
    }

    #[test]
    fn what_identifies_is_found_again_when_what_stands_before_it_moves() {
        let (mut text, mut properties) = (String::new(), Properties::default());
        for (name, value) in [
            ("name", r#""a long one""#),
            ("_id", "1"),
            ("sourceId", "2"),
            ("name", "3"),
            ("sourceId", "44"),
            ("companyId", "5"),
        ] {
            properties.set_other(&mut text, name, value);
        }
        assert_eq!(text, r#","_id":1,"name":3,"sourceId":44,"companyId":5"#);
        let expected = [(0, "1"), (1, "44"), (3, "5")];
        let expected = expected.map(|(at, json)| (at, json.to_owned()));
        assert_eq!(noted(&properties, &text), expected);
    }
}
