//! The body of a request in the making.

use std::convert::Infallible;
use std::ops::Range;

use bytes::Bytes;

/// A JSON array to which items are written one by one. The last one can be taken out again.
pub(super) struct Body(String);

impl Body {
    pub(super) fn new() -> Self {
        Self(String::from("["))
    }

    /// Makes room for so many more bytes.
    pub(super) fn reserve(&mut self, more: usize) {
        self.0.reserve(more);
    }

    /// The bytes of a body of an item of so many.
    pub(super) fn alone(item: &Range<usize>) -> usize {
        item.len() + "[]".len()
    }

    /// Adds the item that `write` appends, and tells where it is, and what `write` tells. An error leaves the body
    /// as it was.
    pub(super) fn add<T, E>(
        &mut self,
        write: impl FnOnce(&mut String) -> Result<T, E>,
    ) -> Result<(Range<usize>, T), E> {
        let Self(text) = self;
        let before = text.len();
        if before > "[".len() {
            text.push(',');
        }
        let start = text.len();
        match write(text) {
            Ok(told) => Ok((start..text.len(), told)),
            Err(error) => {
                text.truncate(before);
                Err(error)
            }
        }
    }

    pub(super) fn push(&mut self, item: &str) -> Range<usize> {
        let Ok((at, ())) = self.add(|text| {
            text.push_str(item);
            Ok::<_, Infallible>(())
        });
        at
    }

    /// The text of an item.
    pub(super) fn text(&self, item: &Range<usize>) -> &str {
        self.0.get(item.clone()).unwrap_or_default()
    }

    /// Takes the last item out, and hands it back.
    pub(super) fn take_out(&mut self, last: &Range<usize>) -> String {
        let text = self.text(last).to_owned();
        self.drop_last(last);
        text
    }

    /// Takes the last item out.
    pub(super) fn drop_last(&mut self, last: &Range<usize>) {
        // With the comma before it, unless it is the first one.
        self.0.truncate(last.start.saturating_sub(1).max("[".len()));
    }

    /// Gives back the room beyond so many bytes.
    pub(super) fn give_back(&mut self, beyond: usize) {
        self.0.shrink_to(beyond);
    }

    /// How many bytes it has once it is finished.
    pub(super) fn bytes(&self) -> usize {
        self.0.len() + "]".len()
    }

    pub(super) fn finish(mut self) -> Bytes {
        self.0.push(']');
        self.0.into()
    }
}
