//! Where the keyables of an item stand in its text, so that each is asked for once.

use std::borrow::Cow;
use std::ops::Range;

use crate::draft::{Draft, InvalidValue, identifying};
use crate::json::{Value, all_plain, inside_quotes, is_blank};

/// What keyables are looked for under, and what beside them.
pub(super) use crate::draft::IDENTIFYING as KEYS;

/// Where each stands in [`KEYS`].
pub(super) const ID: usize = 0;
pub(super) const SOURCE_ID: usize = 1;
pub(super) const EXTERNAL_ID: usize = 2;
pub(super) const COMPANY_ID: usize = 3;

/// What stands under each of [`KEYS`], and where.
#[derive(Clone, Default)]
pub(super) struct Places([Place; 4]);

#[derive(Clone, Copy, Default)]
struct Place {
    start: u32,
    end: u32,
    form: Form,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Form {
    #[default]
    Absent,
    Null,
    /// A text that is blank, or what is no text: it names nothing.
    Nameless,
    /// A text whose characters are the keyable as they stand.
    Plain,
    /// Any other text.
    Written,
}

impl Places {
    /// Appends the text of an item, or nothing if there is none.
    pub(super) fn write(item: &impl Draft, out: &mut String) -> Result<Self, InvalidValue> {
        let start = out.len();
        let mut noted: [Option<Range<usize>>; 4] = Default::default();
        item.as_fields().write_noting(out, &mut |key, place| {
            if let Some(slot) = noted.get_mut(key) {
                *slot = Some(place);
            }
        })?;
        let text = out.get(start..).unwrap_or_default();
        let mut places = Self::default();
        for (key, (noted, place)) in noted.into_iter().zip(&mut places.0).enumerate() {
            if let Some(noted) = noted {
                *place = Place::of(noted, text, can_be_object_id(key));
            }
        }
        Ok(places)
    }

    /// Whether one of [`KEYS`] is set, be it to `null`.
    pub(super) fn is_set(&self, key: usize) -> bool {
        self.form(key) != Form::Absent
    }

    /// Whether one of [`KEYS`] is set to anything but `null`.
    pub(super) fn has_value(&self, key: usize) -> bool {
        !matches!(self.form(key), Form::Absent | Form::Null)
    }

    /// Whether one of [`KEYS`] is set to a text that is not blank.
    pub(super) fn has_text(&self, key: usize) -> bool {
        matches!(self.form(key), Form::Plain | Form::Written)
    }

    #[inline]
    fn form(&self, key: usize) -> Form {
        self.0.get(key).map_or(Form::Absent, |place| place.form)
    }

    /// What is set for one of [`KEYS`] as text, if that is not blank; an `_id` in small letters. `item` is the item's
    /// text.
    #[inline]
    pub(super) fn text_of<'a>(&self, key: usize, item: &'a str) -> Option<Cow<'a, str>> {
        let place = self.0.get(key)?;
        match place.form {
            Form::Absent | Form::Null | Form::Nameless => None,
            Form::Plain => item.get(place.inside_quotes()).map(Cow::Borrowed),
            Form::Written => written(key, Value::new(item.get(place.range())?)),
        }
    }

    /// Whether that is this text. `item` is the item's text.
    #[inline]
    pub(super) fn is(&self, key: usize, item: &[u8], text: &str) -> bool {
        match self.0.get(key) {
            Some(place) if place.form == Form::Plain => {
                item.get(place.inside_quotes()) == Some(text.as_bytes())
            }
            Some(place) if place.form == Form::Written => {
                let json = item.get(place.range()).map(std::str::from_utf8);
                let own = json.and_then(|json| written(key, Value::new(json.ok()?)));
                own.is_some_and(|own| own == text)
            }
            _ => false,
        }
    }
}

/// What is set for one of [`KEYS`] as text, if that is not blank; an `_id` in small letters.
#[inline]
pub(super) fn text_of(key: usize, value: Value<'_>) -> Option<Cow<'_, str>> {
    match Form::of(value.as_json(), can_be_object_id(key)) {
        Form::Plain => inside_quotes(value.as_json()).map(Cow::Borrowed),
        Form::Written => written(key, value),
        Form::Absent | Form::Null | Form::Nameless => None,
    }
}

#[cold]
fn written(key: usize, value: Value<'_>) -> Option<Cow<'_, str>> {
    let text = value.as_str()?;
    match key == ID && has_capital(text.as_bytes()) {
        true => Some(Cow::Owned(text.to_ascii_lowercase())),
        false => Some(text),
    }
}

/// All at once, without a way out in between, which is quicker.
pub(super) fn has_capital(text: &[u8]) -> bool {
    let one = |byte: &u8| byte.is_ascii_uppercase();
    text.iter().fold(false, |any, byte| any | one(byte))
}

/// Capital letters are one of two ways to write an object id.
fn can_be_object_id(key: usize) -> bool {
    key == ID || key == COMPANY_ID
}

/// Where one of [`KEYS`] stands among them.
pub(super) fn place_of(key: &str) -> Option<usize> {
    identifying(key.as_bytes())
}

impl Place {
    /// An item is shorter than a request may be.
    fn of(place: Range<usize>, text: &str, can_be_object_id: bool) -> Self {
        let bounds = (u32::try_from(place.start), u32::try_from(place.end));
        let (Ok(start), Ok(end)) = bounds else {
            return Self::default();
        };
        let json = text.get(place).unwrap_or_default();
        Self {
            start,
            end,
            form: Form::of(json, can_be_object_id),
        }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    fn inside_quotes(self) -> Range<usize> {
        self.start as usize + 1..self.end as usize - 1
    }
}

impl Form {
    fn of(json: &str, can_be_object_id: bool) -> Self {
        let [b'"', characters @ .., b'"'] = json.as_bytes() else {
            return match json {
                "null" => Self::Null,
                _ => Self::Nameless,
            };
        };
        // A text that begins with what is seen is not blank.
        if characters.first().is_some_and(u8::is_ascii_graphic)
            && all_plain(characters)
            && !(can_be_object_id && has_capital(characters))
        {
            return Self::Plain;
        }
        let text = Value::new(json).as_str();
        match text.is_some_and(|text| !is_blank(&text)) {
            true => Self::Written,
            false => Self::Nameless,
        }
    }
}

#[cfg(test)]
mod tests;
