//! A list on a server that changes and misbehaves from call to call, and a reader of it.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::rc::{Rc, Weak};

use crate::License;
use crate::id::ObjectId;
use crate::paging::ListReport;
use crate::paging::error::Stop;
use crate::paging::known::Order;
use crate::paging::walk::{Ask, Walk};
use crate::paging::window::Window;

/// A record: its id, what it may be sorted by, and whose it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) id: u32,
    pub(super) key: u32,
    pub(super) is_ours: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Change {
    /// Creates a record with an id beyond all others, as a database does.
    Append,
    /// Creates a record with any id.
    Insert(u32),
    /// Deletes the record at a place.
    Delete(usize),
    /// Sets what the record at a place may be sorted by.
    Move(usize, u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    IgnoredOffset,
    IgnoredSort,
    IgnoredFilter,
    /// The offset counts round and round.
    Wrapped,
}

/// What happens before the server takes up a call, and to it.
#[derive(Debug, Clone, Default)]
pub(super) struct Turn {
    /// Which of the calls under way it takes up, counted round and round.
    pub(super) pick: usize,
    pub(super) changes: Vec<Change>,
    pub(super) cap: Option<usize>,
    pub(super) fault: Option<Fault>,
}

/// A list on a server. What is not in the script is calm.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) entries: Vec<Entry>,
    pub(super) script: Vec<Turn>,
    /// The calls that it was sent.
    pub(super) calls: usize,
    /// Those that it took up.
    turns: usize,
    /// All ids that there ever were.
    ever: BTreeSet<u32>,
    /// Those that were there all the while.
    stable: BTreeSet<u32>,
}

/// What is asked of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Query {
    pub(super) order: Order,
    pub(super) is_filtered: bool,
    pub(super) limit: u64,
    pub(super) read_ahead: usize,
}

impl Query {
    pub(super) fn pages_of(limit: u64) -> Self {
        Self {
            order: Order::Ascending,
            is_filtered: false,
            limit,
            read_ahead: 1,
        }
    }
}

/// What a call is answered, once it is.
type Reply = Rc<RefCell<Option<Vec<License>>>>;

/// A call that the server has not taken up.
type UnderWay = (Ask, Weak<RefCell<Option<Vec<License>>>>);

/// How reading ended.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) ids: Vec<u32>,
    pub(super) report: ListReport,
    pub(super) stop: Option<Stop>,
}

impl Read {
    pub(super) fn is_complete(&self) -> bool {
        self.stop.is_none() && self.report.is_complete()
    }
}

pub(super) fn object_id(id: u32) -> ObjectId {
    format!("{id:024x}").parse().unwrap()
}

const OURS: u32 = 7;

impl World {
    pub(super) fn new(entries: Vec<Entry>, script: Vec<Turn>) -> Self {
        let ids: BTreeSet<u32> = entries.iter().map(|entry| entry.id).collect();
        Self {
            entries,
            script,
            calls: 0,
            turns: 0,
            ever: ids.clone(),
            stable: ids,
        }
    }

    /// Records of these ids, in the order in which they were created.
    pub(super) fn of(ids: &[u32]) -> Self {
        let entry = |id: &u32| Entry {
            id: *id,
            key: 0,
            is_ours: true,
        };
        Self::new(ids.iter().map(entry).collect(), Vec::new())
    }

    pub(super) fn stable(&self) -> &BTreeSet<u32> {
        &self.stable
    }

    pub(super) fn ever(&self) -> &BTreeSet<u32> {
        &self.ever
    }

    fn change(&mut self, change: Change) {
        let place = |place: usize| place.checked_rem(self.entries.len());
        let beyond = self.ever.last().map_or(1, |last| last + 1);
        match change {
            Change::Append => self.add(beyond),
            Change::Insert(id) if !self.ever.contains(&id) => self.add(id),
            Change::Insert(_) => {}
            Change::Delete(at) => {
                if let Some(at) = place(at) {
                    let gone = self.entries.remove(at);
                    self.stable.remove(&gone.id);
                }
            }
            Change::Move(at, key) => {
                if let Some(at) = place(at) {
                    self.entries[at].key = key;
                }
            }
        }
    }

    fn add(&mut self, id: u32) {
        self.ever.insert(id);
        self.entries.push(Entry {
            id,
            key: id % 5,
            is_ours: true,
        });
    }

    /// Sends a call.
    fn send(&mut self, ask: Ask, under_way: &mut Vec<UnderWay>) -> Reply {
        self.calls += 1;
        let reply = Reply::default();
        under_way.push((ask, Rc::downgrade(&reply)));
        reply
    }

    /// Takes up calls until one of them is answered. Those that nobody waits for any more are never taken up.
    fn wait_for(
        &mut self,
        reply: &Reply,
        query: &Query,
        under_way: &mut Vec<UnderWay>,
    ) -> Vec<License> {
        loop {
            if let Some(page) = reply.take() {
                return page;
            }
            under_way.retain(|(_, reply)| reply.strong_count() > 0);
            let turn = self.script.get(self.turns).cloned().unwrap_or_default();
            self.turns += 1;
            let (ask, reply) = under_way.remove(turn.pick % under_way.len());
            let page = self.answer(turn, query, ask);
            reply.upgrade().unwrap().replace(Some(page));
        }
    }

    fn answer(&mut self, turn: Turn, query: &Query, ask: Ask) -> Vec<License> {
        for change in turn.changes {
            self.change(change);
        }
        let is = |fault| turn.fault == Some(fault);
        let mut entries = self.entries.clone();
        match query.order {
            _ if is(Fault::IgnoredSort) => {}
            Order::Ascending => entries.sort_by_key(|entry| entry.id),
            Order::Descending => entries.sort_by_key(|entry| Reverse(entry.id)),
            Order::Own => entries.sort_by_key(|entry| entry.key),
        }
        if query.is_filtered && !is(Fault::IgnoredFilter) {
            entries.retain(|entry| entry.is_ours);
        }
        let mut offset = ask.offset as usize;
        if is(Fault::IgnoredOffset) {
            offset = 0;
        } else if is(Fault::Wrapped) && !entries.is_empty() {
            let length = entries.len();
            entries.rotate_left(offset % length);
            offset = 0;
        }
        let limit = turn.cap.unwrap_or(usize::MAX).min(ask.limit as usize);
        let page = entries.into_iter().skip(offset).take(limit);
        page.map(license).collect()
    }

    pub(super) fn read(&mut self, query: &Query) -> Read {
        self.read_from(query, (0, None), usize::MAX)
    }

    /// Reads from a place on, a bounded number of pages, as `Pages` does.
    pub(super) fn read_from(
        &mut self,
        query: &Query,
        (offset, last): (u64, Option<ObjectId>),
        pages: usize,
    ) -> Read {
        let start = (offset, last.map(ObjectId::to_bytes));
        let company = query.is_filtered.then(|| object_id(OURS));
        let mut walk = Walk::new("License", query.order, company, query.limit, start);
        let mut window = Window::new();
        let mut ids = Vec::new();
        let mut stop = None;
        let most = 100 + 10 * (self.ever.len() + self.script.len());
        let mut under_way = Vec::new();
        for _ in 0..pages {
            window.fill(&walk, 1, |ask| self.send(ask, &mut under_way));
            let Some(reply) = window.pop() else { break };
            let records = self.wait_for(&reply, query, &mut under_way);
            assert!(self.calls < most, "it reads on and on: {:?}", walk.report());
            match walk.take(records) {
                Ok(new) => {
                    let id = |id: ObjectId| u32::from_str_radix(id.as_str(), 16).unwrap();
                    ids.extend(new.iter().map(|new| id(ObjectId::from_bytes(new.id))));
                }
                Err(why) => {
                    stop = Some(why);
                    break;
                }
            }
            window.fill(&walk, query.read_ahead, |ask| {
                self.send(ask, &mut under_way)
            });
        }
        let report = walk.report().clone();
        Read { ids, report, stop }
    }
}

fn license(entry: Entry) -> License {
    let company = if entry.is_ours { OURS } else { OURS + 1 };
    let (id, company) = (object_id(entry.id), object_id(company));
    let json = format!(r#"{{"_id":"{id}","companyId":"{company}"}}"#);
    License::from_json(json.as_bytes()).unwrap()
}
