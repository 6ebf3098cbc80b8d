//! The way through a list: what is asked next, and what of a reply is new. It knows nothing of calls.

use super::error::Stop;
use super::known::{Known, Order};
use super::report::{Incomplete, ListReport};
use crate::id::{IdBytes, ObjectId};
use crate::json::Value;
use crate::record::Record;

/// A page to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    pub(super) offset: u64,
    pub(super) limit: u64,
}

/// A new record, and where it stands.
pub(super) struct Listed<R> {
    pub(super) offset: u64,
    pub(super) id: IdBytes,
    pub(super) record: R,
}

/// What the next page is to tell.
#[derive(Clone, Copy)]
enum Aim {
    /// What comes, with nothing before it that it could overlap with.
    Start,
    /// What follows the last record, which is to come first.
    Overlap,
    /// Whether anything follows.
    Probe,
    /// Whether the last record is still the last one, where nothing seemed to follow. Alone the
    /// probe could not tell: the page before may have been cut short by the server, and what it
    /// lacked moved to the front as other records went.
    Confirm,
}

/// How many pages in a row may show that the list has moved back, and nothing else. A list that grows in front seldom
/// grows at each of a few calls; a server that ignores the offset looks like one that does.
const MOST_SHIFTS: u8 = 3;

/// A way through a list.
pub(super) struct Walk {
    aim: Aim,
    /// Most records of a page; two at least, or nothing could follow the overlap.
    limit: u64,
    order: Order,
    company: Option<ObjectId>,
    known: Known,
    /// The offset at which a probe found something although the overlap had come alone.
    doubted: Option<u64>,
    /// Whether the server hands out one record a page.
    is_single: bool,
    /// Whether the page before was full, so that it can be told where those to come begin.
    is_striding: bool,
    /// How many pages in a row held nothing but records that have moved back.
    shifts: u8,
    report: ListReport,
}

impl Walk {
    /// A way from an offset on. `last` is the record in front of it, where that is known.
    pub(super) fn new(
        resource: &'static str,
        order: Order,
        company: Option<ObjectId>,
        limit: u64,
        (start, last): (u64, Option<IdBytes>),
    ) -> Self {
        let last = last.filter(|_| start > 0);
        Self {
            aim: last.map_or(Aim::Start, |_| Aim::Overlap),
            limit: limit.max(2),
            order,
            company,
            known: Known::new(order, last),
            doubted: None,
            is_single: false,
            is_striding: false,
            shifts: 0,
            report: ListReport::new(resource, start, last),
        }
    }

    pub(super) fn report(&self) -> &ListReport {
        &self.report
    }

    /// The page to be read next.
    pub(super) fn ask(&self) -> Ask {
        let offset = self.report.offset;
        match self.aim {
            Aim::Start => self.page(offset),
            Aim::Overlap | Aim::Confirm => self.page(offset.saturating_sub(1)),
            Aim::Probe => Ask { offset, limit: 1 },
        }
    }

    /// The page after another one, as far as it can be told before that one is read.
    pub(super) fn ask_behind(&self, ask: Ask) -> Option<Ask> {
        let stride = self.limit.saturating_sub(1);
        self.is_striding
            .then(|| self.page(ask.offset.saturating_add(stride)))
    }

    fn page(&self, offset: u64) -> Ask {
        let limit = self.limit;
        Ask { offset, limit }
    }

    /// Takes the reply to [`ask`](Self::ask), and gives what of it is new.
    pub(super) fn take<R: Record>(&mut self, records: Vec<R>) -> Result<Vec<Listed<R>>, Stop> {
        let ask = self.ask();
        self.report.pages += 1;
        let page = self.read(ask, records)?;
        let offset = ask.offset;
        let last = self.report.last;
        let overlaps = page.first().is_some_and(|first| Some(first.id) == last);
        match (self.aim, page.len()) {
            (Aim::Start, 0) => self.report.ended = true,
            (Aim::Start, _) => return self.accept(ask, page, false),
            (Aim::Probe, 0) => self.go(Aim::Confirm),
            (Aim::Probe, _) if self.is_single || self.doubted == Some(offset) => {
                self.is_single = true;
                self.report.doubt(Incomplete::NoOverlap { offset });
                return self.accept(ask, page, false);
            }
            (Aim::Probe, _) => {
                self.doubted = Some(offset);
                self.go(Aim::Overlap);
            }
            (Aim::Overlap | Aim::Confirm, 0) => {
                self.report.doubt(Incomplete::MissingOverlap { offset });
                self.report.ended = true;
            }
            (Aim::Overlap, 1) if overlaps => self.go(Aim::Probe),
            (Aim::Confirm, 1) if overlaps => self.report.ended = true,
            (Aim::Overlap | Aim::Confirm, _) => {
                if !overlaps {
                    self.report.doubt(Incomplete::MissingOverlap { offset });
                }
                return self.accept(ask, page, overlaps);
            }
        }
        Ok(Vec::new())
    }

    fn go(&mut self, aim: Aim) {
        self.aim = aim;
        self.is_striding = false;
    }

    /// The records with their ids and places, once all of them may be handed over.
    fn read<R: Record>(&self, ask: Ask, records: Vec<R>) -> Result<Vec<Listed<R>>, Stop> {
        let offsets = (0..).map(|place| ask.offset.saturating_add(place));
        let listed = records.into_iter().zip(offsets).map(|(record, offset)| {
            let json = Value::new(record.as_json());
            let id = |key| json.get(key)?.as_str()?.parse::<ObjectId>().ok();
            let company = self.company.map(|company| company.to_bytes());
            if company.is_some() && id("companyId").map(|id| id.to_bytes()) != company {
                return Err(Stop::OtherCompany { offset });
            }
            let id = id("_id").ok_or(Stop::NoId { offset })?.to_bytes();
            Ok(Listed { offset, id, record })
        });
        listed.collect()
    }

    /// Goes on behind a page that holds something.
    fn accept<R>(
        &mut self,
        ask: Ask,
        page: Vec<Listed<R>>,
        overlaps: bool,
    ) -> Result<Vec<Listed<R>>, Stop> {
        let length = page.len() as u64;
        let last = page.last().map(|listed| listed.id);
        self.known.begin_page(self.report.last);
        let mut before = self.report.last.filter(|_| overlaps);
        let mut duplicates = 0;
        let mut doubt = None;
        let mut new = Vec::with_capacity(page.len());
        for listed in page.into_iter().skip(usize::from(overlaps)) {
            let (offset, id) = (listed.offset, listed.id);
            if before.is_some_and(|before| self.order.is_before(id, before)) {
                self.known.lose_order();
                doubt = doubt.or(Some(Incomplete::OutOfOrder { offset }));
            }
            before = Some(id);
            if self.known.is_new(id) {
                new.push(listed);
            } else {
                duplicates += 1;
                let repeated = Incomplete::Repeated { offset };
                doubt = doubt.or((self.order == Order::Own).then_some(repeated));
            }
        }
        self.shifts = if !new.is_empty() {
            0
        } else if !overlaps && self.has_moved_back(length, last) {
            self.shifts + 1
        } else {
            let offset = ask.offset;
            return Err(Stop::NothingNew { offset });
        };
        if let Some(sign) = doubt {
            self.report.doubt(sign);
        }
        self.report.duplicates += duplicates;
        self.report.records += new.len() as u64;
        self.report.offset = ask.offset.saturating_add(length);
        self.report.last = last;
        self.go(if length < ask.limit {
            Aim::Probe
        } else {
            Aim::Overlap
        });
        self.is_striding = length == self.limit;
        Ok(new)
    }

    /// Whether a page of known records ends with the last one, which then stands further back than it did: records
    /// were created in front of it. That its overlap is missing is a sign by itself, so a list that is read on from
    /// there is not called complete. A full page is what a server sends that ignores the offset.
    fn has_moved_back(&self, length: u64, last: Option<IdBytes>) -> bool {
        length < self.limit && last == self.report.last && self.shifts < MOST_SHIFTS
    }

    pub(super) fn has_ended(&self) -> bool {
        self.report.ended
    }
}
