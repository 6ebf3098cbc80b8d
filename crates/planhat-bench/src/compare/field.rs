//! All contenders, ready to work.

use std::hint::black_box;
use std::time::Instant;

use anyhow::ensure;
use bytes::Bytes;
use clap::ValueEnum;
use tokio::runtime::Runtime;

use super::work::Work;
use crate::contenders::by_hand::ByHand;
use crate::contenders::flatten::Flatten;
use crate::contenders::floor::Floor;
use crate::contenders::lossy::Lossy;
use crate::contenders::ours::{BySerde, Ours};
use crate::contenders::stock::Stock;
use crate::contenders::value::Untyped;
use crate::contenders::{Caller, Coder, PAGE, Seen};
use crate::data;
use crate::data::items::{Row, rows};
use crate::data::records;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Contender {
    Ours,
    /// Ours, through a consumer's serde, or with pages read ahead.
    OursToo,
    Lossy,
    Flatten,
    Value,
    Stock,
    Floor,
}

impl Contender {
    pub(crate) const ALL: &[Self] = &[
        Self::Ours,
        Self::OursToo,
        Self::Lossy,
        Self::Flatten,
        Self::Value,
        Self::Stock,
        Self::Floor,
    ];

    /// Who does a work.
    pub(super) fn of(work: Work) -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().copied();
        all.filter(move |contender| match contender {
            Self::OursToo => is_in_memory(work) || work == Work::Stream,
            Self::Floor => !is_in_memory(work),
            _ => true,
        })
    }

    /// The name, in a work.
    pub(super) fn name(self, work: Work) -> &'static str {
        match (self, work) {
            (Self::OursToo, Work::Stream) => "ours, 4 pages ahead",
            (Self::OursToo, _) => "ours, by a consumer's serde",
            (Self::Ours, _) => "ours",
            (Self::Lossy, _) => "lossy struct",
            (Self::Flatten, _) => "struct with flatten",
            (Self::Value, _) => "serde_json::Value",
            (Self::Stock, _) => "stock progenitor",
            (Self::Floor, _) => "floor",
        }
    }
}

/// How many items a bulk upsert has.
pub(crate) const ITEMS: u64 = 5000;

pub(crate) struct Field {
    runtime: Runtime,
    page: Bytes,
    /// How many records a stream has.
    records: u64,
    rows: Vec<Row>,
    ours: Ours,
    ahead: Ours,
    lossy: ByHand<Lossy>,
    flatten: ByHand<Flatten>,
    untyped: ByHand<Untyped>,
    stock: Stock,
    floor: Floor,
}

impl Field {
    pub(crate) fn new(url: &str, records: u64) -> anyhow::Result<Self> {
        let rows = rows(ITEMS);
        Ok(Self {
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?,
            page: records::page(0, PAGE, PAGE).into(),
            records,
            ours: Ours::new(url, 0)?,
            ahead: Ours::new(url, 4)?,
            lossy: ByHand::new(url)?,
            flatten: ByHand::new(url)?,
            untyped: ByHand::new(url)?,
            stock: Stock::new(url)?,
            floor: Floor::new(url, Ours::encode_rows(rows.clone())?.into())?,
            rows,
        })
    }

    /// Does a work several times; tells the seconds of one time.
    pub(crate) fn measure(
        &self,
        contender: Contender,
        work: Work,
        times: usize,
    ) -> anyhow::Result<f64> {
        match contender {
            Contender::Ours => self.work(&self.ours, work, times),
            Contender::OursToo if is_in_memory(work) => self.code::<BySerde>(work, times),
            Contender::OursToo => self.work(&self.ahead, work, times),
            Contender::Lossy => self.work(&self.lossy, work, times),
            Contender::Flatten => self.work(&self.flatten, work, times),
            Contender::Value => self.work(&self.untyped, work, times),
            Contender::Stock => self.work(&self.stock, work, times),
            Contender::Floor => self.call(&self.floor, work, times),
        }
    }

    fn work<C: Caller + Coder>(
        &self,
        contender: &C,
        work: Work,
        times: usize,
    ) -> anyhow::Result<f64> {
        match is_in_memory(work) {
            true => self.code::<C>(work, times),
            false => self.call(contender, work, times),
        }
    }

    fn call<C: Caller>(&self, caller: &C, work: Work, times: usize) -> anyhow::Result<f64> {
        let mut rows = self.rows_for(work, times);
        let items = match work {
            Work::Bulk => std::mem::take(&mut rows),
            _ => Vec::new(),
        };
        let items: anyhow::Result<Vec<_>> = items.into_iter().map(C::items).collect();
        let mut items = items?;
        let since = Instant::now();
        let seen = self.runtime.block_on(async {
            let mut seen = Vec::with_capacity(times);
            for _ in 0..times {
                seen.push(match work {
                    Work::Get => caller.get().await?,
                    Work::Gets => caller.gets(16).await?,
                    Work::Bulk => caller.bulk(items.pop().unwrap_or_default()).await?,
                    Work::BulkRows => caller.bulk_rows(rows.pop().unwrap_or_default()).await?,
                    Work::Stream => caller.stream().await?,
                    _ => caller.page(0, PAGE).await?,
                });
            }
            anyhow::Ok(seen)
        })?;
        let took = since.elapsed();
        seen.into_iter()
            .try_for_each(|seen| self.check(work, seen))?;
        Ok(took.as_secs_f64() / divisor(times))
    }

    fn code<C: Coder>(&self, work: Work, times: usize) -> anyhow::Result<f64> {
        let decoded = C::decode(&self.page)?;
        self.check(work, Seen::of(&decoded, C::mrr))?;
        let items = match work {
            Work::EncodeItems => C::items(self.rows.clone())?,
            _ => Vec::new(),
        };
        let mut rows = self.rows_for(work, times);
        let since = Instant::now();
        for _ in 0..times {
            match work {
                Work::Decode => {
                    let records = C::decode(black_box(&self.page))?;
                    black_box(Seen::of(&records, C::mrr));
                }
                Work::Encode => drop(black_box(C::encode(black_box(&decoded))?)),
                Work::EncodeItems => drop(black_box(C::encode_items(black_box(&items))?)),
                _ => drop(black_box(C::encode_rows(rows.pop().unwrap_or_default())?)),
            }
        }
        Ok(since.elapsed().as_secs_f64() / divisor(times))
    }

    /// Whether a contender has seen what there is.
    fn check(&self, work: Work, seen: Seen) -> anyhow::Result<()> {
        let records = |count| Seen::of(0..count, |number| Some(data::mrr(number)));
        let expected = match work {
            Work::Get => records(1),
            Work::Gets => Seen::of([0; 16], |number| Some(data::mrr(number))),
            Work::Bulk | Work::BulkRows => Seen::items(ITEMS),
            Work::Stream => records(self.records),
            _ => records(PAGE),
        };
        ensure!(
            seen == expected,
            "{work}: seen {seen:?}, and not {expected:?}"
        );
        Ok(())
    }

    /// The rows of each time.
    fn rows_for(&self, work: Work, times: usize) -> Vec<Vec<Row>> {
        match work {
            Work::Bulk | Work::BulkRows | Work::EncodeRows => vec![self.rows.clone(); times],
            _ => Vec::new(),
        }
    }
}

fn is_in_memory(work: Work) -> bool {
    use Work::{Decode, Encode, EncodeItems, EncodeRows};
    matches!(work, Decode | Encode | EncodeItems | EncodeRows)
}

fn divisor(times: usize) -> f64 {
    u32::try_from(times).map_or(f64::NAN, f64::from)
}
