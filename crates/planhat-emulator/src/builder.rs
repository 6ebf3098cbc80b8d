//! Settings of an emulator.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use serde_json::Value;

use crate::auth::{Access, Tokens};
use crate::clock::{Clock, SystemClock};
use crate::emulator::Emulator;
use crate::http::{self, Server};
use crate::identity::{Company, Ids, ObjectId};
use crate::semantics::Nulls;
use crate::spec::Spec;
use crate::tenant::{Index, Tenant};

/// Makes an [`Emulator`]. Every setting has a default, and a wrong one is told by [`start`](Self::start).
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
#[derive(Debug)]
#[must_use]
pub struct Builder {
    bind: SocketAddr,
    tokens: Vec<(String, Access)>,
    clock: Arc<dyn Clock>,
    seed: Option<u64>,
    next_ids: Vec<String>,
    nulls: Nulls,
    refuses_generated: bool,
    absent: Vec<(String, Absent)>,
    companies: Vec<Company>,
    records: Vec<(String, Value)>,
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

/// Why an emulator did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is taken, or no thread can be had.
    #[error("the emulator cannot listen on {address}: {error}")]
    Listen {
        /// The address it was to listen on.
        address: SocketAddr,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// A setting cannot be what it is.
    #[error("{setting}: {problem}")]
    Setting {
        /// The method of the builder.
        setting: &'static str,
        /// What is wrong with what it was given.
        problem: String,
    },
    /// A record cannot be stored.
    #[error("record {place} of {resource}: {problem}")]
    Record {
        /// The resource that was named.
        resource: String,
        /// The record among all those given, counted from 0.
        place: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// A defect of this crate: its specification is not the one that it was made for.
    #[error("{0}")]
    Specification(String),
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            tokens: Vec::new(),
            clock: Arc::new(SystemClock),
            seed: None,
            next_ids: Vec::new(),
            nulls: Nulls::default(),
            refuses_generated: true,
            absent: Vec::new(),
            companies: Vec::new(),
            records: Vec::new(),
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

    /// Takes this token for everything. Once a token is given, [`Emulator::TOKEN`] is unknown.
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
        self.seed = Some(seed);
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

    /// Takes a resource away, by the name in its path: `deals`, `products` or `licenses`. Tenants have been seen with one
    /// of the two revenue models only.
    pub fn absent(mut self, resource: impl Into<String>, how: Absent) -> Self {
        self.absent.push((resource.into(), how));
        self
    }

    /// Makes a company known by its other ids and its name.
    pub fn company(mut self, company: Company) -> Self {
        self.companies.push(company);
        self
    }

    /// Stores a record from the start, by the name in the path of its resource. It is kept as it is given: unknown keys,
    /// properties that only the server sets, and unexpected types included. A missing `_id`, times and calculated
    /// properties are added. Its company may be named by `extid-` or `srcid-`, once the company is known.
    pub fn record(mut self, resource: impl Into<String>, record: Value) -> Self {
        self.records.push((resource.into(), record));
        self
    }

    /// Stores records from the start, as [`record`](Self::record) does.
    pub fn records(mut self, resource: &str, records: impl IntoIterator<Item = Value>) -> Self {
        let records = records.into_iter();
        self.records
            .extend(records.map(|record| (resource.to_owned(), record)));
        self
    }

    /// Starts the emulator. It answers once this is done.
    ///
    /// # Errors
    /// When a setting cannot be, or the address cannot be had.
    pub async fn start(self) -> Result<Emulator, StartError> {
        let address = self.bind;
        let tokens = self.all_tokens()?;
        let full = tokens.iter().find(|(_, access)| *access == Access::Full);
        let token = full.map(|(token, _)| token.clone()).unwrap_or_default();
        let mut accepted = Tokens::default();
        for (token, access) in tokens {
            accepted.add(token, access);
        }
        let spec = Spec::load().map_err(|error| StartError::Specification(error.to_string()))?;
        let absent = self.all_absent(spec)?;
        let tenant = self.tenant(spec)?;
        let server = Arc::new(Server::new(tenant, accepted, absent));
        let running = http::run(address, http::router(&server)).await;
        let running = running.map_err(|error| StartError::Listen { address, error })?;
        Ok(Emulator::new(running, token))
    }

    fn all_tokens(&self) -> Result<Vec<(String, Access)>, StartError> {
        if self.tokens.is_empty() {
            return Ok(vec![(Emulator::TOKEN.to_owned(), Access::Full)]);
        }
        let cannot_be_sent = |token: &str| {
            token.trim() != token || token.is_empty() || token.contains(char::is_control)
        };
        if self.tokens.iter().any(|(token, _)| cannot_be_sent(token)) {
            return Err(setting(
                "token",
                "a token is not empty, and has no space around it and no control character",
            ));
        }
        Ok(self.tokens.clone())
    }

    fn all_absent(&self, spec: &Spec) -> Result<Vec<Option<u16>>, StartError> {
        let mut statuses = vec![None; spec.resources.len()];
        for (name, how) in &self.absent {
            let Some(place) = spec.resource(name) else {
                return Err(setting("absent", no_resource(spec, name)));
            };
            statuses[place] = Some(match how {
                Absent::Forbidden => 403,
                Absent::NotFound => 404,
            });
        }
        Ok(statuses)
    }

    fn tenant(self, spec: &'static Spec) -> Result<Tenant, StartError> {
        let ids = self.next_ids.iter().map(|text| {
            let id = ObjectId::parse(text);
            id.ok_or_else(|| setting("next_ids", format!("`{text}` is no object id")))
        });
        let ids = Ids::new(self.seed, ids.collect::<Result<Vec<_>, _>>()?);
        let mut tenant = Tenant::new(spec, self.clock, ids);
        tenant.nulls = self.nulls;
        tenant.refuses_generated = self.refuses_generated;
        for company in self.companies {
            let added = tenant.companies.add(company);
            added.map_err(|error| setting("company", error.to_string()))?;
        }
        for (place, (resource, record)) in self.records.into_iter().enumerate() {
            let refused = |problem| StartError::Record {
                resource: resource.clone(),
                place,
                problem,
            };
            let index = spec
                .resource(&resource)
                .ok_or_else(|| refused(no_resource(spec, &resource)))?;
            tenant.seed(Index(index), record).map_err(refused)?;
        }
        Ok(tenant)
    }
}

fn setting(setting: &'static str, problem: impl Into<String>) -> StartError {
    StartError::Setting {
        setting,
        problem: problem.into(),
    }
}

fn no_resource(spec: &Spec, name: &str) -> String {
    let known: Vec<_> = spec.resources.iter().map(|known| known.segment()).collect();
    format!(
        "there is no resource `{name}`; there are {}",
        known.join(", ")
    )
}
