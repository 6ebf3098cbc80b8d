//! Deals as a list, and nothing else.

use serde_json::{Map, Value, json};

pub(crate) const COMPANIES: [&str; 2] = ["61006bc89a3e0b702ed8ea49", "61006bc89a3e0b702ed8ea50"];

/// What is sent of a deal. Few values, so that ids meet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Item {
    pub(crate) id: Option<usize>,
    pub(crate) company: Option<usize>,
    pub(crate) external: Option<&'static str>,
    pub(crate) source: Option<&'static str>,
    pub(crate) name: Option<&'static str>,
    pub(crate) mrr: Option<i32>,
    pub(crate) key: Option<bool>,
}

#[derive(Debug, Clone)]
pub(crate) enum Named {
    Id(usize),
    External(&'static str),
    Source(&'static str),
}

/// A deal of the model.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Deal {
    pub(crate) id: String,
    pub(crate) company: usize,
    pub(crate) external: Option<&'static str>,
    pub(crate) source: Option<&'static str>,
    pub(crate) name: Option<&'static str>,
    pub(crate) mrr: Option<i32>,
    pub(crate) key: Option<bool>,
}

#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) deals: Vec<Deal>,
    /// Every id that was ever seen, the deleted ones included.
    pub(crate) ids: Vec<String>,
}

impl Item {
    /// `id` is the one that the number means.
    pub(crate) fn body(&self, id: Option<&str>) -> Value {
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
    pub(crate) fn clashes(&self, other: &Self) -> bool {
        let same =
            |a: Option<&str>, b: Option<&str>| a.is_some_and(|a| !a.is_empty() && Some(a) == b);
        same(self.source, other.source)
            || (self.company == other.company && same(self.external, other.external))
    }

    pub(crate) fn with(&self, item: &Item) -> Self {
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

    pub(crate) fn shown(&self) -> Value {
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
    pub(crate) fn id(&self, number: usize) -> String {
        let known = self.ids.get(number);
        known.cloned().unwrap_or_else(|| format!("{number:024x}"))
    }

    pub(crate) fn path(&self, named: &Named) -> String {
        match named {
            Named::Id(number) => self.id(*number),
            Named::External(key) => format!("extid-{key}"),
            Named::Source(key) => format!("srcid-{key}"),
        }
    }

    /// The place of the deal that is meant, or the status for none or several.
    pub(crate) fn find(&self, named: &Named) -> Result<usize, u16> {
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

    pub(crate) fn fits(&self, deal: &Deal) -> bool {
        let others = self.deals.iter().filter(|other| other.id != deal.id);
        others.into_iter().all(|other| !deal.clashes(other))
    }

    /// A deal of which all but the id is known.
    pub(crate) fn made(&self, item: &Item) -> Option<Deal> {
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

    pub(crate) fn add(&mut self, mut deal: Deal, id: &str) {
        deal.id = id.to_owned();
        self.ids.push(deal.id.clone());
        self.deals.push(deal);
    }

    /// The place of the deal that an item means; an error for several.
    pub(crate) fn matched(&self, item: &Item) -> Result<Option<usize>, ()> {
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
