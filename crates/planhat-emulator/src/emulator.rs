//! A running emulator.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::builder::{Builder, StartError};
use crate::faults::{Checked, Fault, FaultError, FaultId, InjectedFault};
use crate::http::{Running, Server};
use crate::requests::ReceivedRequest;
use crate::seed::{Seed, SeedError};
use crate::state::StateError;

/// An emulator that runs until it is dropped.
///
/// ```
/// use planhat_emulator::Emulator;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), planhat_emulator::StartError> {
/// let emulator = Emulator::start().await?;
/// println!("{} takes the token {}", emulator.url(), emulator.token());
/// # Ok(())
/// # }
/// ```
///
/// It has a thread of its own, so that a test may pause the time of its runtime, or block. Dropping it closes its port
/// and ends its thread; requests that are under way have a quarter of a second to end.
pub struct Emulator {
    running: Option<Running>,
    server: Arc<Server>,
    address: SocketAddr,
    url: String,
    token: String,
}

impl Emulator {
    /// The token that an emulator takes unless it is given others.
    pub const TOKEN: &str = "emulator-token";

    /// Starts an empty emulator on a free port of this machine, for this machine.
    ///
    /// # Errors
    /// When there is no port, or no thread.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// An emulator with settings.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(running: Running, server: Arc<Server>, token: String) -> Self {
        let address = running.address();
        Self {
            running: Some(running),
            server,
            address,
            url: format!("http://{address}"),
            token,
        }
    }

    /// Where it is, without a slash at the end: `http://127.0.0.1:4010`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A token that may do everything: the first one given, or [`TOKEN`](Self::TOKEN). Empty where only tokens that may
    /// not write were given.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Stores a seed: all of it, or nothing.
    ///
    /// # Errors
    /// When something of it cannot be stored.
    pub fn seed(&self, seed: Seed) -> Result<(), SeedError> {
        self.server.tenant().sow(seed)
    }

    /// Makes something go wrong from now on; faults that are there are asked before it.
    ///
    /// # Errors
    /// When the fault cannot be, such as one of an unknown operation.
    pub fn inject(&self, fault: Fault) -> Result<FaultId, FaultError> {
        let checked = Checked::new(fault, self.server.start.spec)?;
        Ok(self.server.inject(checked))
    }

    /// The faults that were injected and not removed, and what they have done.
    pub fn faults(&self) -> Vec<InjectedFault> {
        self.server.faults.all()
    }

    /// Removes a fault, and tells whether it was there.
    pub fn remove_fault(&self, id: FaultId) -> bool {
        self.server.faults.remove(id)
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.server.faults.clear();
    }

    /// Puts everything back as it started: records, companies, ids, faults, what is remembered of requests
    /// and counted of limits.
    pub fn reset(&self) {
        self.server.reset();
    }

    /// What was called of Planhat, in the order in which it was answered; the last 1,000 unless
    /// [told otherwise](Builder::remember_requests). There is no token in it.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.server.log.all(&self.server.tokens)
    }

    /// Saves the state to the [file](Builder::state_file) that it is kept in.
    ///
    /// # Errors
    /// When there is no such file, or it cannot be written.
    pub fn save(&self) -> Result<(), StateError> {
        self.server.save()
    }

    /// Ends the emulator, and saves its state if that is kept in a file. Dropping does the same, but cannot tell why a state
    /// was not saved.
    ///
    /// # Errors
    /// When the state cannot be saved.
    pub fn stop(mut self) -> Result<(), StateError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), StateError> {
        // Once it has ended nothing is left to save.
        match self.running.take() {
            Some(running) => drop(running),
            None => return Ok(()),
        }
        match self.server.save() {
            Err(StateError::NoFile) => Ok(()),
            saved => saved,
        }
    }
}

/// Neither its tokens nor its records are shown.
impl fmt::Debug for Emulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Emulator")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.end();
    }
}
