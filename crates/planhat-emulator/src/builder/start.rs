//! From settings to a running emulator.

use std::sync::{Arc, Mutex};

use super::{Absent, Builder, StartError};
use crate::auth::{Access, Tokens};
use crate::emulator::Emulator;
use crate::faults::{Checked, Faults};
use crate::http::{self, Server};
use crate::identity::{Ids, ObjectId};
use crate::limits::Counters;
use crate::requests::Log;
use crate::seed::no_resource;
use crate::spec::Spec;
use crate::state::StateFile;
use crate::tenant::Tenant;

impl Builder {
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
        let file = self.state.clone().map(StateFile::at);
        let tenant = self.tenant(spec, file.as_ref())?;
        let faults = Faults::new(self.all_faults(spec)?, &tenant);
        let server = Arc::new(Server {
            tokens: accepted,
            absent: self.all_absent(spec)?,
            is_controlled: self.is_controlled,
            is_loopback: address.ip().is_loopback(),
            limits: self.limits.map(Counters::new),
            log: Log::of(self.remembers),
            faults,
            state: file,
            clock: self.clock,
            start: tenant.clone(),
            tenant: Mutex::new(tenant),
        });
        let running = http::run(address, http::router(&server, spec)).await;
        let running = running.map_err(|error| StartError::Listen { address, error })?;
        Ok(Emulator::new(running, server, token))
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

    fn all_faults(&self, spec: &'static Spec) -> Result<Vec<Checked>, StartError> {
        let faults = self.faults.iter().cloned();
        let checked = faults.map(|fault| Checked::new(fault, spec));
        let checked: Result<_, _> = checked.collect();
        checked.map_err(|error| setting("fault", error.to_string()))
    }

    fn tenant(&self, spec: &'static Spec, file: Option<&StateFile>) -> Result<Tenant, StartError> {
        let ids = self.next_ids.iter().map(|text| {
            let id = ObjectId::parse(text);
            id.ok_or_else(|| setting("next_ids", format!("`{text}` is no object id")))
        });
        let ids = Ids::new(self.ids, ids.collect::<Result<Vec<_>, _>>()?);
        let mut tenant = Tenant::new(spec, Arc::clone(&self.clock), ids);
        tenant.nulls = self.nulls;
        tenant.refuses_generated = self.refuses_generated;
        let is_loaded = match file {
            Some(file) => file.load(&mut tenant)?,
            None => false,
        };
        if !is_loaded {
            tenant.sow(self.seed.clone())?;
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
