//! A running emulator.

use std::net::SocketAddr;

use crate::builder::{Builder, StartError};
use crate::http::Running;

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
#[derive(Debug)]
pub struct Emulator {
    running: Running,
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

    pub(crate) fn new(running: Running, token: String) -> Self {
        let url = format!("http://{}", running.address());
        Self {
            running,
            url,
            token,
        }
    }

    /// Where it is, without a slash at the end: `http://127.0.0.1:4010`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.running.address()
    }

    /// A token that may do everything: the first one given, or [`TOKEN`](Self::TOKEN). Empty where only tokens that may
    /// not write were given.
    pub fn token(&self) -> &str {
        &self.token
    }
}
