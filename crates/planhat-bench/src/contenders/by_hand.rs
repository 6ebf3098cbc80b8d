//! `reqwest`, and types of one's own: what people write who need three calls.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Caller, Coder, Maker, Seen, body};
use crate::data::{self, items::Row};

/// The types of a way to do it.
pub(crate) trait Types {
    type Record: DeserializeOwned + Serialize;
    type Item: Serialize;
    type Result: DeserializeOwned;

    fn mrr(record: &Self::Record) -> Option<f64>;

    fn item(row: Row) -> Self::Item;

    /// How many items the reply tells of.
    fn told(result: &Self::Result) -> Option<u64>;
}

pub(crate) struct ByHand<T> {
    http: reqwest::Client,
    url: String,
    types: PhantomData<T>,
}

impl<T: Types> ByHand<T> {
    pub(crate) fn new(url: &str) -> anyhow::Result<Self> {
        Ok(Self {
            http: client()?,
            url: format!("{url}/licenses"),
            types: PhantomData,
        })
    }
}

/// The HTTP client of all that have `reqwest`.
pub(super) fn client() -> reqwest::Result<reqwest::Client> {
    let mut headers = reqwest::header::HeaderMap::new();
    let token = reqwest::header::HeaderValue::from_static("Bearer bench");
    headers.insert(reqwest::header::AUTHORIZATION, token);
    reqwest::Client::builder().default_headers(headers).build()
}

impl<T: Types> Maker for ByHand<T> {
    type Item = T::Item;

    fn items(rows: Vec<Row>) -> anyhow::Result<Vec<T::Item>> {
        Ok(rows.into_iter().map(T::item).collect())
    }
}

impl<T: Types> Caller for ByHand<T> {
    async fn get(&self) -> anyhow::Result<Seen> {
        let url = format!("{}/{}", self.url, data::object_id(0));
        let record: T::Record =
            serde_json::from_slice(&body(self.http.get(url).send().await?).await?)?;
        Ok(Seen::of([&record], T::mrr))
    }

    async fn page(&self, offset: u64, limit: u64) -> anyhow::Result<Seen> {
        let url = format!("{}?limit={limit}&offset={offset}&sort=_id", self.url);
        let response = self.http.get(url).send().await?;
        let records: Vec<T::Record> = serde_json::from_slice(&body(response).await?)?;
        Ok(Seen::of(&records, T::mrr))
    }

    async fn bulk(&self, items: Vec<T::Item>) -> anyhow::Result<Seen> {
        let json = "application/json";
        let request = self
            .http
            .put(&self.url)
            .header(reqwest::header::CONTENT_TYPE, json);
        let response = request.body(Self::encode_items(&items)?).send().await?;
        let result: T::Result = serde_json::from_slice(&body(response).await?)?;
        let items = T::told(&result).unwrap_or_default();
        Ok(Seen::items(items))
    }
}

impl<T: Types> Coder for ByHand<T> {
    type Record = T::Record;

    fn decode(page: &[u8]) -> anyhow::Result<Vec<T::Record>> {
        Ok(serde_json::from_slice(page)?)
    }

    fn mrr(record: &T::Record) -> Option<f64> {
        T::mrr(record)
    }

    fn encode(records: &[T::Record]) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(records)?)
    }

    fn encode_items(items: &[T::Item]) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec(items)?)
    }
}
