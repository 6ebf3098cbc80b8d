//! Who is compared. Each does the same works in the way that is usual with it.

pub(crate) mod by_hand;
pub(crate) mod flatten;
pub(crate) mod floor;
pub(crate) mod lossy;
pub(crate) mod ours;
pub(crate) mod stock;
pub(crate) mod value;

use anyhow::ensure;
use bytes::Bytes;
use futures_util::future::try_join_all;

use crate::data::items::Row;

/// What a work has seen, to know that all have seen the same.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Seen {
    /// Records, or items of which the reply tells.
    pub(crate) items: u64,
    /// The bits of each `mrr`, added up: whoever loses one of them, or a record, has another sum.
    pub(crate) checksum: u64,
}

impl Seen {
    pub(crate) fn of<T>(
        records: impl IntoIterator<Item = T>,
        mrr: impl Fn(T) -> Option<f64>,
    ) -> Self {
        let mut seen = Self::default();
        for record in records {
            seen.add(Self {
                items: 1,
                checksum: mrr(record).unwrap_or(f64::NAN).to_bits(),
            });
        }
        seen
    }

    /// Items of which only the number is known.
    pub(crate) fn items(items: u64) -> Self {
        Self { items, checksum: 0 }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.items += other.items;
        self.checksum = self.checksum.wrapping_add(other.checksum);
    }
}

/// Has items of a bulk upsert.
pub(crate) trait Maker {
    type Item;

    fn items(rows: Vec<Row>) -> anyhow::Result<Vec<Self::Item>>;
}

/// Makes calls.
pub(crate) trait Caller: Maker {
    /// Reads one record.
    async fn get(&self) -> anyhow::Result<Seen>;

    /// Reads a page of records.
    async fn page(&self, offset: u64, limit: u64) -> anyhow::Result<Seen>;

    /// Sends the items, and takes from the reply how many it tells of.
    async fn bulk(&self, items: Vec<Self::Item>) -> anyhow::Result<Seen>;

    /// The same from rows, in the way that is usual with it.
    async fn bulk_rows(&self, rows: Vec<Row>) -> anyhow::Result<Seen> {
        self.bulk(Self::items(rows)?).await
    }

    /// Reads a list to its end, page by page.
    async fn stream(&self) -> anyhow::Result<Seen> {
        let mut seen = Seen::default();
        loop {
            let page = self.page(seen.items, PAGE).await?;
            if page.items == 0 {
                return Ok(seen);
            }
            seen.add(page);
        }
    }

    /// Reads a record several times at once.
    async fn gets(&self, count: usize) -> anyhow::Result<Seen> {
        let mut seen = Seen::default();
        for one in try_join_all((0..count).map(|_| self.get())).await? {
            seen.add(one);
        }
        Ok(seen)
    }
}

/// Reads and writes JSON in memory.
pub(crate) trait Coder: Maker {
    type Record;

    fn decode(page: &[u8]) -> anyhow::Result<Vec<Self::Record>>;

    fn mrr(record: &Self::Record) -> Option<f64>;

    /// The records as an array.
    fn encode(records: &[Self::Record]) -> anyhow::Result<Vec<u8>>;

    /// The body of a bulk upsert.
    fn encode_items(items: &[Self::Item]) -> anyhow::Result<Vec<u8>>;

    /// The same from rows, in the way that is usual with it.
    fn encode_rows(rows: Vec<Row>) -> anyhow::Result<Vec<u8>> {
        Self::encode_items(&Self::items(rows)?)
    }
}

/// Most records of a page.
pub(crate) const PAGE: u64 = 2000;

/// The reply's body, if the status is that of a success.
pub(crate) async fn body(response: reqwest::Response) -> anyhow::Result<Bytes> {
    ensure!(response.status().is_success(), "{}", response.status());
    Ok(response.bytes().await?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]
mod tests {
    use serde_json::Value;

    use super::by_hand::ByHand;
    use super::{
        Coder, flatten::Flatten, lossy::Lossy, ours::BySerde, ours::Ours, stock::Stock,
        value::Untyped,
    };
    use crate::data::{items::rows, records};

    fn body<C: Coder>() -> Value {
        let body = C::encode_items(&C::items(rows(9)).unwrap()).unwrap();
        assert_eq!(C::encode_rows(rows(9)).unwrap(), body);
        serde_json::from_slice(&body).unwrap()
    }

    #[test]
    fn all_send_the_same_items() {
        let ours = body::<Ours>();
        assert_eq!(ours.as_array().unwrap().len(), 9);
        assert_eq!(body::<BySerde>(), ours);
        assert_eq!(body::<ByHand<Lossy>>(), ours);
        assert_eq!(body::<ByHand<Flatten>>(), ours);
        assert_eq!(body::<ByHand<Untyped>>(), ours);
        // It writes instants in a form of its own.
        let stock = body::<Stock>()
            .to_string()
            .replace("00:00:00Z", "00:00:00.000Z");
        assert_eq!(serde_json::from_str::<Value>(&stock).unwrap(), ours);
    }

    #[test]
    fn ours_gives_back_what_it_read() {
        let page = records::page(0, 5, 5);
        let decoded = Ours::decode(page.as_bytes()).unwrap();
        assert_eq!(Ours::encode(&decoded).unwrap(), page.as_bytes());
        assert_eq!(BySerde::encode(&decoded).unwrap(), page.as_bytes());
    }
}
