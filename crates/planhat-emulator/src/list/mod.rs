//! Lists: filter, sort, page, select.

mod order;
mod query;
mod select;

use std::sync::Arc;

use jiff::civil::DateTime;
use serde::ser::{Serialize, SerializeSeq, Serializer};

pub(crate) use query::Query;

use crate::spec::Resource;
use crate::store::{Record, Store};
use crate::tenant::shown;
use select::{Finder, Name, Selected};

/// The records of a page. They are those of the moment at which the page was made; it is written out later.
#[derive(Debug)]
pub(crate) struct Page {
    resource: &'static Resource,
    records: Vec<Arc<Record>>,
    select: Option<Vec<Name>>,
    now: DateTime,
}

impl Page {
    pub(crate) fn of(
        resource: &'static Resource,
        store: &Store,
        query: &Query,
        now: DateTime,
    ) -> Self {
        let company = query.company.map(|company| company.to_string());
        let is_wanted = |record: &&Arc<Record>| {
            let wanted = company.as_deref();
            wanted.is_none_or(|wanted| record.text("companyId") == Some(wanted))
        };
        let records = store.records().filter(is_wanted);
        let records = match &query.sort {
            None => {
                let page = records.skip(query.offset).take(query.limit);
                page.cloned().collect()
            }
            Some(sort) => order::page(resource, records, sort, query, now),
        };
        Self {
            resource,
            records,
            select: query.select.clone(),
            now,
        }
    }
}

impl Serialize for Page {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.records.len()))?;
        let names = self.select.iter().flatten();
        let finders: Vec<Finder<'_>> = names
            .map(|name| Finder::new(self.resource, name, self.now))
            .collect();
        for record in &self.records {
            if self.select.is_none() {
                list.serialize_element(&shown(self.resource, record, self.now))?;
            } else {
                list.serialize_element(&Selected {
                    record,
                    finders: &finders,
                })?;
            }
        }
        list.end()
    }
}
