//! Settings of an emulator.

mod error;
mod start;

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use crate::auth::Access;
use crate::clock::{Clock, SystemClock};
use crate::faults::Fault;
use crate::identity::Company;
use crate::limits::RateLimits;
use crate::seed::Seed;
use crate::semantics::Nulls;

pub use error::StartError;

/// How many requests are remembered.
const REMEMBERED: usize = 1000;

/// Makes an [`Emulator`](crate::Emulator). Every setting has a default, and a wrong one is told by [`start`](Self::start).
///
/// ```
/// use planhat_emulator::{Company, Emulator};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder()
///     .company(Company::new("61006bc89a3e0b702ed8ea49").name("Acme").external_id("acme-corp"))
///     .record("licenses", r#"{"companyId":"extid-acme-corp","externalId":"lic-7","mrr":120}"#.parse()?)
///     .ids_of_seed(7)
///     .start()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct Builder {
    bind: SocketAddr,
    tokens: Vec<(String, Access)>,
    clock: Arc<dyn Clock>,
    ids: Option<u64>,
    next_ids: Vec<String>,
    nulls: Nulls,
    refuses_generated: bool,
    is_controlled: bool,
    absent: Vec<(String, Absent)>,
    seed: Seed,
    state: Option<PathBuf>,
    limits: Option<RateLimits>,
    remembers: usize,
    faults: Vec<Fault>,
}

/// How a resource that the tenant does not have answers. Both have been seen on live tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absent {
    /// With 403.
    Forbidden,
    /// With 404.
    NotFound,
}

/// Neither its tokens nor its records are shown.
impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
            .field("bind", &self.bind)
            .field("records", &self.seed.len())
            .finish_non_exhaustive()
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            tokens: Vec::new(),
            clock: Arc::new(SystemClock),
            ids: None,
            next_ids: Vec::new(),
            nulls: Nulls::default(),
            refuses_generated: true,
            is_controlled: true,
            absent: Vec::new(),
            seed: Seed::new(),
            state: None,
            limits: None,
            remembers: REMEMBERED,
            faults: Vec::new(),
        }
    }
}

impl Builder {
    /// Where to listen; a free port of the loopback interface unless set. Whoever can reach another interface can reach
    /// the emulator.
    pub fn bind(mut self, address: SocketAddr) -> Self {
        self.bind = address;
        self
    }

    /// Takes this token for everything. Once a token is given, [`Emulator::TOKEN`](crate::Emulator::TOKEN) is unknown.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.tokens.push((token.into(), Access::Full));
        self
    }

    /// Takes this token for reading alone: what it writes is answered with 403, a bulk upsert with `permissionErrors`.
    pub fn read_only_token(mut self, token: impl Into<String>) -> Self {
        self.tokens.push((token.into(), Access::ReadOnly));
        self
    }

    /// Goes by this clock; the machine's unless set.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Makes the object ids of two emulators with the same clock the same; at random unless set.
    pub fn ids_of_seed(mut self, seed: u64) -> Self {
        self.ids = Some(seed);
        self
    }

    /// Gives the next new records these object ids, in this order, before any are made. One that a record has already is
    /// passed over.
    pub fn next_ids<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.next_ids.extend(ids.into_iter().map(Into::into));
        self
    }

    /// What a null that is sent does; it is stored unless set.
    pub fn nulls(mut self, nulls: Nulls) -> Self {
        self.nulls = nulls;
        self
    }

    /// Whether an update by id that sends `_id` or a property that only the server sets is answered with 400 (observed,
    /// and the default), or the property dropped.
    pub fn refuse_generated(mut self, refuse: bool) -> Self {
        self.refuses_generated = refuse;
        self
    }

    /// Whether the paths under `/_emulator` answer, as they do unless this is set to false. They need no token.
    pub fn control(mut self, is_on: bool) -> Self {
        self.is_controlled = is_on;
        self
    }

    /// Takes a resource away, by the name in its path: `deals`, `products` or `licenses`. Tenants have been seen with one
    /// of the two revenue models only.
    pub fn absent(mut self, resource: impl Into<String>, how: Absent) -> Self {
        self.absent.push((resource.into(), how));
        self
    }

    /// Makes a company known by its other ids and its name.
    pub fn company(mut self, company: Company) -> Self {
        self.seed = self.seed.company(company);
        self
    }

    /// Stores a record from the start, by the name in the path of its resource. It is kept as it is given, as a
    /// [`Seed`] tells.
    pub fn record(mut self, resource: impl Into<String>, record: Value) -> Self {
        self.seed = self.seed.record(resource, record);
        self
    }

    /// Stores records from the start, as [`record`](Self::record) does.
    pub fn records(self, resource: &str, records: impl IntoIterator<Item = Value>) -> Self {
        let records = records.into_iter();
        records.fold(self, |builder, record| builder.record(resource, record))
    }

    /// Stores all of a seed from the start.
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = self.seed.and(seed);
        self
    }

    /// Keeps the state in this file. It is read at the start if it is there, in place of every seed, and written when the
    /// emulator ends or is [asked to](crate::Emulator::save); a reader finds the one before or the new one, and never a part.
    /// Of two emulators with one file, the last one that writes wins.
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state = Some(path.into());
        self
    }

    /// Refuses calls beyond these limits with 429; there are none unless set.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.limits = Some(limits);
        self
    }

    /// Remembers this many of the last requests; 1,000 unless set.
    pub fn remember_requests(mut self, most: usize) -> Self {
        self.remembers = most;
        self
    }

    /// Makes something go wrong from the start.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }
}
