//! Finds the items of a list whose entries stand in the order of the items.

use std::borrow::Cow;

use super::find::Finder;
use crate::bulk::keyables::Keyables;
use crate::bulk::places::{EXTERNAL_ID, ID, SOURCE_ID};
use crate::json::{Value, all_plain, inside_quotes};

/// Looks behind the item that was found last, so that a list takes one walk over the items. Where that does not tell
/// which item is meant, all of them are searched from then on.
pub(super) struct InOrder<'f, 'a> {
    finder: &'f Finder<'a>,
    /// Where the walk goes on; none once it is given up.
    next: Option<usize>,
}

impl<'f, 'a> InOrder<'f, 'a> {
    pub(super) fn new(finder: &'f Finder<'a>) -> Self {
        Self {
            finder,
            next: Some(0),
        }
    }

    /// The one item that is meant by an entry that has these values under [`KEYS`](crate::bulk::places::KEYS).
    pub(super) fn item_of(&mut self, values: [Option<Value<'_>>; 4]) -> Option<usize> {
        if let Some(place) = self.as_it_stands(&values) {
            self.next = Some(place + 1);
            return Some(place);
        }
        let named = Keyables::from_values(values);
        let ahead = self.next.and_then(|next| self.ahead(next, &named));
        self.next = ahead.map(|(place, _)| place + 1);
        match ahead {
            // No other item has the keyable.
            Some((place, key)) => self.fits(place, key, &named).then_some(place),
            None => self.finder.item_of(&named),
        }
    }

    /// The same for what most entries are, without a look at what their values mean: a source id without escapes,
    /// which decides, and nothing else that the item has as well.
    fn as_it_stands(&self, values: &[Option<Value<'_>>; 4]) -> Option<usize> {
        let Finder { items, shared, .. } = self.finder;
        let value = |key: usize| values.get(key).copied().flatten();
        let may_differ = |place, key| value(key).is_some() && items.has(place, key);
        let text = inside_quotes(value(SOURCE_ID)?.as_json())?;
        // A text that begins with what is seen is not blank.
        let begins_visibly = text.as_bytes().first().is_some_and(u8::is_ascii_graphic);
        if shared.keys || !begins_visibly || !all_plain(text.as_bytes()) {
            return None;
        }
        let place = self.first_from(self.next?, SOURCE_ID, text)?;
        (!may_differ(place, ID) && !may_differ(place, EXTERNAL_ID)).then_some(place)
    }

    /// The next item with the keyable that an entry is searched by, if no other item can have it; and under which
    /// key that is.
    fn ahead(&self, next: usize, named: &Keyables<'_>) -> Option<(usize, usize)> {
        let shared = self.finder.shared;
        let (key, text) = match (&named.source_id, &named.external_id, &named.id) {
            (Some(text), _, _) if !shared.keys => (SOURCE_ID, text),
            (None, Some(text), _) if !shared.external_ids => (EXTERNAL_ID, text),
            (None, None, Some(text)) if !shared.keys => (ID, text),
            _ => return None,
        };
        Some((self.first_from(next, key, text)?, key))
    }

    /// The first item from this place on that has this keyable.
    fn first_from(&self, next: usize, key: usize, text: &str) -> Option<usize> {
        let items = self.finder.items;
        (next..items.count()).find(|place| items.is(*place, key, text))
    }

    /// Whether the item has none of the other keyables otherwise.
    fn fits(&self, place: usize, searched: usize, named: &Keyables<'_>) -> bool {
        let items = self.finder.items;
        let differs = |key, text: &Option<Cow<'_, str>>| match text {
            Some(text) if key != searched => items.has(place, key) && !items.is(place, key, text),
            _ => false,
        };
        !differs(ID, &named.id)
            && !differs(SOURCE_ID, &named.source_id)
            && !differs(EXTERNAL_ID, &named.external_id)
    }
}
