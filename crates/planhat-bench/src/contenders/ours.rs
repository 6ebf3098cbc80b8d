//! `planhat-api`, with default features and what is set unless one says otherwise; only its limits are so far off that
//! they never make a call wait.

use anyhow::ensure;
use planhat_api::bulk::{BulkItem, Outcome};
use planhat_api::limits::Limits;
use planhat_api::verb::{List, Verb as _};
use planhat_api::{Client, Draft as _, License, LicenseUpsert, ObjectId};

use super::{Caller, Coder, Maker, Seen};
use crate::data::{self, items::Row};

pub(crate) struct Ours {
    client: Client,
    id: ObjectId,
    /// Pages that a stream reads ahead.
    ahead: usize,
}

impl Ours {
    pub(crate) fn new(url: &str, ahead: usize) -> anyhow::Result<Self> {
        let limits = Limits::default()
            .per_minute(u32::MAX)
            .per_second(u32::MAX)
            .in_flight(u32::MAX);
        Ok(Self {
            client: Client::builder()
                .token("bench")
                .base_url(url)
                .limits(limits)
                .build()?,
            id: data::object_id(0).parse()?,
            ahead,
        })
    }
}

impl Ours {
    async fn run(
        &self,
        items: impl Iterator<Item = LicenseUpsert> + Send + 'static,
    ) -> anyhow::Result<Seen> {
        let items = items.map(BulkItem::upsert);
        let mut run = self.client.licenses().bulk_upsert_all(items);
        let mut seen = Seen::default();
        while let Some(chunk) = run.next().await {
            for item in chunk? {
                ensure!(
                    matches!(
                        item.outcome,
                        Outcome::Created(Some(_)) | Outcome::Updated(Some(_))
                    ),
                    "{:?}",
                    item.outcome
                );
                seen.items += 1;
            }
        }
        Ok(seen)
    }
}

impl Maker for Ours {
    type Item = LicenseUpsert;

    fn items(rows: Vec<Row>) -> anyhow::Result<Vec<LicenseUpsert>> {
        rows.into_iter().map(Row::upsert).collect()
    }
}

impl Caller for Ours {
    async fn get(&self) -> anyhow::Result<Seen> {
        let license = self.client.licenses().get(self.id).send().await?;
        Ok(Seen::of([&*license], License::mrr))
    }

    async fn page(&self, offset: u64, limit: u64) -> anyhow::Result<Seen> {
        let list = self.client.licenses().list();
        let page = list.limit(limit).offset(offset).sort("_id").send().await?;
        Ok(Seen::of(&*page, License::mrr))
    }

    /// With an outcome for each item.
    async fn bulk(&self, items: Vec<LicenseUpsert>) -> anyhow::Result<Seen> {
        self.run(items.into_iter()).await
    }

    async fn bulk_rows(&self, rows: Vec<Row>) -> anyhow::Result<Seen> {
        // Each is made when it is asked for; the number of outcomes tells whether one is missing.
        let items = rows.into_iter().filter_map(|row| row.upsert().ok());
        self.run(items).await
    }

    async fn stream(&self) -> anyhow::Result<Seen> {
        let mut licenses = self
            .client
            .licenses()
            .list()
            .stream()
            .read_ahead(self.ahead);
        let mut seen = Seen::default();
        while let Some(license) = licenses.next().await {
            seen.add(Seen::of([license?], |license| license.mrr()));
        }
        Ok(seen)
    }
}

/// In the crate's own ways: as a call decodes a page, and by the texts that records and request bodies are.
impl Coder for Ours {
    type Record = License;

    fn decode(page: &[u8]) -> anyhow::Result<Vec<License>> {
        Ok(List::<License>::decode(page)?)
    }

    fn mrr(record: &License) -> Option<f64> {
        record.mrr()
    }

    fn encode(records: &[License]) -> anyhow::Result<Vec<u8>> {
        array(records, |record, array| {
            array.push_str(record.as_json());
            Ok(())
        })
    }

    fn encode_items(items: &[LicenseUpsert]) -> anyhow::Result<Vec<u8>> {
        array(items, |item, array| Ok(item.write_json(array)?))
    }

    /// One after another, as a run takes them.
    fn encode_rows(rows: Vec<Row>) -> anyhow::Result<Vec<u8>> {
        array(rows, |row, array| Ok(row.upsert()?.write_json(array)?))
    }
}

fn array<T>(
    parts: impl IntoIterator<Item = T>,
    write: impl Fn(T, &mut String) -> anyhow::Result<()>,
) -> anyhow::Result<Vec<u8>> {
    let mut array = String::from("[");
    for part in parts {
        if array.len() > 1 {
            array.push(',');
        }
        write(part, &mut array)?;
    }
    array.push(']');
    Ok(array.into_bytes())
}

/// As a program does that has records and request bodies in types of its own.
pub(crate) struct BySerde;

impl Maker for BySerde {
    type Item = LicenseUpsert;

    fn items(rows: Vec<Row>) -> anyhow::Result<Vec<LicenseUpsert>> {
        Ours::items(rows)
    }
}

impl Coder for BySerde {
    type Record = License;

    fn decode(page: &[u8]) -> anyhow::Result<Vec<License>> {
        Ok(serde_json::from_slice(page)?)
    }

    fn mrr(record: &License) -> Option<f64> {
        record.mrr()
    }

    fn encode(records: &[License]) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(records)?)
    }

    fn encode_items(items: &[LicenseUpsert]) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(items)?)
    }
}
