//! Random calls against the emulator and against a model of it that knows lists of records and nothing else.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod deals;
#[path = "../support/mod.rs"]
mod support;

use deals::{COMPANIES, Deal, Item, Model, Named};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{Caller, state};
use tokio::runtime;

#[derive(Debug, Clone)]
enum Call {
    Create(Item),
    Update(Named, Item),
    Delete(usize),
    Get(Named),
    Bulk(Vec<Item>),
    List(Option<usize>, bool, usize, usize),
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
