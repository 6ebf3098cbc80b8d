//! What a list is read by: the request, and what of it matters for paging.

use super::known::Order;
use super::walk::{Ask, Walk};
use crate::call::Request;
use crate::call::verb::List;
use crate::draft::InvalidValue;
use crate::id::{IdBytes, ObjectId};
use crate::resource::Resource;

/// The most records of a page (documented), and so the default.
const PAGE: u64 = 2000;

/// What a list is read by.
pub(super) struct Plan<R> {
    request: Request<List<R>>,
    order: Order,
    company: Option<ObjectId>,
    limit: u64,
    start: (u64, Option<IdBytes>),
}

impl<R: Resource> Plan<R> {
    pub(super) fn new(mut request: Request<List<R>>) -> Self {
        let outgoing = &mut request.outgoing;
        let number = |name| outgoing.queried(name)?.parse::<u64>().ok();
        let limit = number("limit").unwrap_or(PAGE);
        let start = number("offset").unwrap_or(0);
        let order = match outgoing.queried("sort").unwrap_or_default() {
            "" | "_id" => Order::Ascending,
            "-_id" => Order::Descending,
            _ => Order::Own,
        };
        if order == Order::Ascending {
            outgoing.query("sort", "_id");
        }
        let company = outgoing.queried("companyId").map(str::parse::<ObjectId>);
        if let Some(Err(error)) = &company {
            let problem = InvalidValue::new(
                "companyId",
                format!("each record is held against it: {error}"),
            );
            outgoing.refuse_parameter(problem);
        }
        let company = company.and_then(Result::ok);
        if let Some(selected) = outgoing
            .queried("select")
            .filter(|names| !names.trim().is_empty())
        {
            let needed = ["_id"].into_iter().chain(company.map(|_| "companyId"));
            let selected = with_names(selected, needed);
            outgoing.query("select", selected);
        }
        Self {
            request,
            order,
            company,
            limit,
            start: (start, None),
        }
    }

    pub(super) fn page_size(&mut self, records: u64) {
        let request = self.request.clone();
        self.request = request.bounded_parameter("limit", records, 1..=PAGE);
        self.limit = records;
    }

    pub(super) fn start(&mut self, offset: u64, last: Option<ObjectId>) {
        self.start = (offset, last.map(|last| last.to_bytes()));
    }

    pub(super) fn walk(&self) -> Walk {
        Walk::new(R::NAME, self.order, self.company, self.limit, self.start)
    }

    /// The call for a page. One that cannot be sent stays as it is, and says so itself.
    pub(super) fn call(&self, ask: Ask) -> Request<List<R>> {
        let mut request = self.request.clone();
        if request.outgoing.problem().is_none() {
            request.outgoing.query("limit", ask.limit.to_string());
            request.outgoing.query("offset", ask.offset.to_string());
        }
        request
    }
}

/// Names with commas between them, and those that were missing.
fn with_names<'a>(names: &str, needed: impl Iterator<Item = &'a str>) -> String {
    let mut all = names.to_owned();
    for name in needed {
        if !names.split(',').any(|given| given.trim() == name) {
            all.push(',');
            all.push_str(name);
        }
    }
    all
}
