//! Whether what an earlier run may have sent is stored.

use super::chunk::Chunk;
use super::error::Kind;
use super::look::{Elsewhere, Reader, Seen, look};
use crate::change::{can_be_shown, has_all};
use crate::resource::Resource;

/// The places of the items, in their order, whose records have all that the items set. Only those are
/// looked at that an earlier run may have sent, and whose records could tell.
pub(super) async fn in_place<R: Resource>(
    chunk: &Chunk,
    reader: Reader<'_>,
) -> Result<Vec<usize>, Kind> {
    let to_be_read = (0..)
        .zip(&chunk.items)
        .filter(|(_, item)| item.is_to_be_read())
        .map(|(place, item)| (place, chunk.text(item)))
        .filter(|(_, text)| can_be_shown::<R::Upsert>(text));
    let (places, texts): (Vec<usize>, Vec<&str>) = to_be_read.unzip();
    let has_all = |place: usize, record: &str| {
        let item = texts.get(place);
        item.is_some_and(|item| has_all::<R::Upsert>(item, record))
    };
    let elsewhere = Elsewhere::CountsAsNone;
    let seen = look::<R, _>(reader, &texts, elsewhere, has_all).await?;
    let stored = places.into_iter().zip(seen);
    Ok(stored
        .filter_map(|(place, seen)| (seen == Seen::Record(true)).then_some(place))
        .collect())
}
