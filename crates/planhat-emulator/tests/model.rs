//! Random calls against the emulator and against a model of it that knows lists of records and nothing else.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod support;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{Caller, state};
use tokio::runtime;

const COMPANIES: [&str; 2] = ["61006bc89a3e0b702ed8ea49", "61006bc89a3e0b702ed8ea50"];

/// What is sent of a deal. Few values, so that ids meet.
#[derive(Debug, Clone, Default)]
struct Item {
    id: Option<usize>,
    company: Option<usize>,
    external: Option<&'static str>,
    source: Option<&'static str>,
    name: Option<&'static str>,
    mrr: Option<i32>,
    key: Option<bool>,
}

#[derive(Debug, Clone)]
enum Named {
    Id(usize),
    External(&'static str),
    Source(&'static str),
}

#[derive(Debug, Clone)]
enum Call {
    Create(Item),
    Update(Named, Item),
    Delete(usize),
    Get(Named),
    Bulk(Vec<Item>),
    List(Option<usize>, bool, usize, usize),
}

/// A deal of the model.
#[derive(Debug, Clone, PartialEq)]
struct Deal {
    id: String,
    company: usize,
    external: Option<&'static str>,
    source: Option<&'static str>,
    name: Option<&'static str>,
    mrr: Option<i32>,
    key: Option<bool>,
}

#[derive(Debug, Default)]
struct Model {
    deals: Vec<Deal>,
    /// Every id that was ever seen, the deleted ones included.
    ids: Vec<String>,
}

impl Item {
    /// `id` is the one that the number means.
    fn body(&self, id: Option<&str>) -> Value {
        let mut body = Map::new();
        let company = self.company.map(|company| COMPANIES[company]);
        for (name, text) in [
            ("_id", id),
            ("companyId", company),
            ("externalId", self.external),
            ("sourceId", self.source),
            ("name", self.name),
        ] {
            if let Some(text) = text {
                body.insert(name.to_owned(), text.into());
            }
        }
        if let Some(mrr) = self.mrr {
            body.insert("mrr".to_owned(), mrr.into());
        }
        if let Some(key) = self.key {
            body.insert("custom.Some key".to_owned(), key.into());
        }
        body.into()
    }
}

impl Deal {
    /// Two deals may not stand beside each other if one has the other's id.
    fn clashes(&self, other: &Self) -> bool {
        let same =
            |a: Option<&str>, b: Option<&str>| a.is_some_and(|a| !a.is_empty() && Some(a) == b);
        same(self.source, other.source)
            || (self.company == other.company && same(self.external, other.external))
    }

    fn with(&self, item: &Item) -> Self {
        Self {
            id: self.id.clone(),
            company: item.company.unwrap_or(self.company),
            external: item.external.or(self.external),
            source: item.source.or(self.source),
            name: item.name.or(self.name),
            mrr: item.mrr.or(self.mrr),
            key: item.key.or(self.key),
        }
    }

    fn shown(&self) -> Value {
        let mut item = Item {
            company: Some(self.company),
            external: self.external,
            source: self.source,
            name: self.name,
            mrr: self.mrr,
            ..Item::default()
        }
        .body(Some(&self.id));
        item["custom"] = self.key.map_or(json!({}), |key| json!({ "Some key": key }));
        if let Some(mrr) = self.mrr {
            item["arr"] = json!(i64::from(mrr) * 12);
        }
        item
    }
}

impl Model {
    fn id(&self, number: usize) -> String {
        let known = self.ids.get(number);
        known.cloned().unwrap_or_else(|| format!("{number:024x}"))
    }

    fn path(&self, named: &Named) -> String {
        match named {
            Named::Id(number) => self.id(*number),
            Named::External(key) => format!("extid-{key}"),
            Named::Source(key) => format!("srcid-{key}"),
        }
    }

    /// The place of the deal that is meant, or the status for none or several.
    fn find(&self, named: &Named) -> Result<usize, u16> {
        let id = |number| self.id(number);
        let means = |deal: &Deal| match named {
            Named::Id(number) => deal.id == id(*number),
            Named::External(key) => deal.external == Some(key),
            Named::Source(key) => deal.source == Some(key),
        };
        let places = self.deals.iter().enumerate();
        let found: Vec<usize> = places
            .filter(|(_, deal)| means(deal))
            .map(|(place, _)| place)
            .collect();
        match found[..] {
            [] => Err(404),
            [one] => Ok(one),
            _ => Err(400),
        }
    }

    fn fits(&self, deal: &Deal) -> bool {
        let others = self.deals.iter().filter(|other| other.id != deal.id);
        others.into_iter().all(|other| !deal.clashes(other))
    }

    /// A deal of which all but the id is known.
    fn made(&self, item: &Item) -> Option<Deal> {
        let deal = Deal {
            id: String::new(),
            company: item.company?,
            external: item.external,
            source: item.source,
            name: item.name,
            mrr: item.mrr,
            key: item.key,
        };
        self.fits(&deal).then_some(deal)
    }

    fn add(&mut self, mut deal: Deal, id: &str) {
        deal.id = id.to_owned();
        self.ids.push(deal.id.clone());
        self.deals.push(deal);
    }

    /// The place of the deal that an item means; an error for several.
    fn matched(&self, item: &Item) -> Result<Option<usize>, ()> {
        let named = match (
            item.id,
            item.source.filter(|key| !key.is_empty()),
            item.external.filter(|key| !key.is_empty()),
        ) {
            (Some(number), ..) => Named::Id(number),
            (None, Some(key), _) => Named::Source(key),
            (None, None, Some(key)) => match item.company {
                Some(company) => {
                    let mut deals = self.deals.iter();
                    return Ok(deals
                        .position(|deal| deal.company == company && deal.external == Some(key)));
                }
                None => Named::External(key),
            },
            (None, None, None) => return Ok(None),
        };
        match self.find(&named) {
            Err(400) => Err(()),
            found => Ok(found.ok()),
        }
    }
}

fn key(values: [&'static str; 3]) -> impl Strategy<Value = Option<&'static str>> {
    prop::option::of(prop::sample::select(values.to_vec()))
}

fn item() -> impl Strategy<Value = Item> {
    let ids = prop::option::weighted(0.2, 0..6_usize);
    let company = prop::option::weighted(0.7, 0..2_usize);
    let names = key(["A", "B", ""]);
    let figures = (prop::option::of(-2..3_i32), prop::option::of(any::<bool>()));
    (
        ids,
        company,
        key(["x", "y", ""]),
        key(["s", "t", ""]),
        names,
        figures,
    )
        .prop_map(|(id, company, external, source, name, (mrr, key))| Item {
            id,
            company,
            external,
            source,
            name,
            mrr,
            key,
        })
}

fn named() -> impl Strategy<Value = Named> {
    prop_oneof![
        (0..6_usize).prop_map(Named::Id),
        prop::sample::select(vec!["x", "y"]).prop_map(Named::External),
        prop::sample::select(vec!["s", "t"]).prop_map(Named::Source),
    ]
}

fn call() -> impl Strategy<Value = Call> {
    let company = prop::option::of(0..2_usize);
    prop_oneof![
        3 => item().prop_map(Call::Create),
        3 => (named(), item()).prop_map(|(named, item)| Call::Update(named, item)),
        1 => (0..6_usize).prop_map(Call::Delete),
        2 => named().prop_map(Call::Get),
        3 => prop::collection::vec(item(), 0..6).prop_map(Call::Bulk),
        1 => (company, any::<bool>(), 0..4_usize, 1..4_usize)
            .prop_map(|(company, descending, offset, limit)| Call::List(company, descending, offset, limit)),
    ]
}

/// Makes a call and holds the answer against the model, which it changes as the call should.
async fn step(caller: &Caller, model: &mut Model, call: &Call) {
    match call {
        Call::Create(item) => {
            let reply = caller.call("POST /deals", Some(&item.body(None))).await;
            let made = model.made(item);
            assert_eq!(reply.status == 200, made.is_some(), "{}", reply.body);
            if let Some(deal) = made {
                model.add(deal, reply.body["_id"].as_str().unwrap());
            }
        }
        Call::Update(named, item) => {
            let line = format!("PUT /deals/{}", model.path(named));
            let reply = caller.call(&line, Some(&item.body(None))).await;
            let changed = model.find(named).and_then(|place| {
                let deal = model.deals[place].with(item);
                if model.fits(&deal) {
                    Ok((place, deal))
                } else {
                    Err(400)
                }
            });
            match changed {
                Err(status) => assert_eq!(reply.status, status, "{}", reply.body),
                Ok((place, deal)) => {
                    assert_eq!(reply.status, 200, "{}", reply.body);
                    model.deals[place] = deal;
                }
            }
        }
        Call::Delete(number) => {
            let id = model.id(*number);
            let reply = caller.call(&format!("DELETE /deals/{id}"), None).await;
            let before = model.deals.len();
            model.deals.retain(|deal| deal.id != id);
            let deleted = before - model.deals.len();
            assert_eq!(reply.body["deletedCount"], deleted);
        }
        Call::Get(named) => {
            let reply = caller
                .call(&format!("GET /deals/{}", model.path(named)), None)
                .await;
            match model.find(named) {
                Err(status) => assert_eq!(reply.status, status, "{}", reply.body),
                Ok(place) => assert_eq!(reply.body["_id"], model.deals[place].id),
            }
        }
        Call::Bulk(items) => bulk(caller, model, items).await,
        Call::List(company, descending, offset, limit) => {
            let sign = if *descending { "-" } else { "" };
            let filter = company.map(|company| format!("&companyId={}", COMPANIES[company]));
            let line = format!(
                "GET /deals?select=_id&sort={sign}mrr&offset={offset}&limit={limit}{}",
                filter.unwrap_or_default()
            );
            let reply = caller.call(&line, None).await;
            let all = model.deals.iter();
            let mut all: Vec<&Deal> = all
                .filter(|deal| company.is_none_or(|company| deal.company == company))
                .collect();
            all.sort_by(|a, b| {
                if *descending {
                    b.mrr.cmp(&a.mrr)
                } else {
                    a.mrr.cmp(&b.mrr)
                }
            });
            let page = all.into_iter().skip(*offset).take(*limit);
            assert_eq!(
                reply.body,
                page.map(|deal| json!({ "_id": deal.id }))
                    .collect::<Value>()
            );
        }
    }
}

async fn bulk(caller: &Caller, model: &mut Model, items: &[Item]) {
    let bodies = items
        .iter()
        .map(|item| item.body(item.id.map(|number| model.id(number)).as_deref()));
    // A number means the id that it meant when the request was made.
    let ids = model.ids.clone();
    let reply = caller.call("PUT /deals", Some(&bodies.collect())).await;
    let mut made = reply.body["upsertedIds"].as_array().unwrap().iter();
    let (mut created, mut updated, mut nonupdates, mut failed) = (0, 0, 0, 0);
    for item in items {
        let known = item.id.map(|number| {
            ids.get(number)
                .cloned()
                .unwrap_or_else(|| format!("{number:024x}"))
        });
        let found = match &known {
            Some(id) => Ok(model.deals.iter().position(|deal| deal.id == *id)),
            None => model.matched(item),
        };
        match found {
            Err(()) => failed += 1,
            Ok(Some(place)) => {
                let deal = model.deals[place].with(item);
                if deal.shown() == model.deals[place].shown() {
                    nonupdates += 1;
                } else if model.fits(&deal) {
                    updated += 1;
                    model.deals[place] = deal;
                } else {
                    failed += 1;
                }
            }
            Ok(None) => {
                let has_one = item.external.or(item.source).or(item.name).is_some();
                match model.made(item).filter(|_| has_one) {
                    None => failed += 1,
                    Some(deal) => {
                        created += 1;
                        model.add(deal, made.next().unwrap().as_str().unwrap());
                    }
                }
            }
        }
    }
    let counted = |key: &str| reply.body[key].as_array().unwrap().len();
    assert_eq!(reply.body["created"], created, "{}", reply.body);
    assert_eq!(reply.body["updated"], updated, "{}", reply.body);
    assert_eq!(reply.body["nonupdates"], nonupdates, "{}", reply.body);
    assert_eq!(counted("createdErrors") + counted("updatedErrors"), failed);
    let status = match (failed, created + updated + nonupdates) {
        (0, _) => 200,
        (_, 0) => 400,
        _ => 206,
    };
    assert_eq!(reply.status, status);
}

async fn run(calls: &[Call]) {
    const SHOWN: &str = "_id,companyId,externalId,sourceId,name,mrr,arr,custom";
    let emulator = state::builder(&json!({})).start().await.unwrap();
    let caller = Caller::new(&emulator);
    let mut model = Model::default();
    for call in calls {
        step(&caller, &mut model, call).await;
        let all = caller
            .call(&format!("GET /deals?limit=2000&select={SHOWN}"), None)
            .await;
        let expected: Value = model.deals.iter().map(Deal::shown).collect();
        assert_eq!(all.body, expected, "after {call:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_emulator_does_as_the_model(calls in prop::collection::vec(call(), 1..40)) {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(&calls));
    }
}
