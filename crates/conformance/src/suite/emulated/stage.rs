//! An emulator, and the client before it.

use planhat_api::Client;
use planhat_emulator::Emulator;
use tokio::runtime::{Builder, Runtime};

use crate::client::{Input, Outcome, Unbuildable};
use crate::generated::calls;
use crate::suite::stage::{TOKEN, bare};
use crate::suite::{Proxy, SuiteError};

use super::file::Token;
use super::state::State;

/// Where emulators are started, one after another.
pub(in crate::suite) struct Stage {
    runtime: Runtime,
    proxy: Option<Proxy>,
}

/// An emulator that runs, and the client before it.
pub(super) struct Running<'s> {
    stage: &'s Stage,
    url: String,
    _emulator: Emulator,
}

/// A token of the emulator's for reading alone.
const READ_ONLY: &str = "c0nf0rmance-read-only";

/// A token that the emulator does not know.
const UNKNOWN: &str = "c0nf0rmance-unknown";

impl Stage {
    pub(in crate::suite) fn open(proxy: Option<&Proxy>) -> Result<Self, SuiteError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        Ok(Self {
            runtime: runtime.map_err(SuiteError::Runtime)?,
            proxy: proxy.cloned(),
        })
    }

    /// Starts an emulator in a state.
    pub(super) fn start(&self, state: &State) -> Result<Running<'_>, String> {
        let mut builder = state.builder()?.token(TOKEN).read_only_token(READ_ONLY);
        if let Some(proxy) = &self.proxy {
            builder = builder.bind(proxy.upstream);
        }
        let started = self.runtime.block_on(builder.start());
        let emulator = started.map_err(|error| error.to_string())?;
        let proxy = self.proxy.as_ref();
        Ok(Running {
            stage: self,
            url: proxy.map_or_else(|| emulator.url().to_owned(), |proxy| proxy.url.clone()),
            _emulator: emulator,
        })
    }
}

impl Running<'_> {
    /// Whether calls go through a proxy.
    pub(super) fn is_behind_proxy(&self) -> bool {
        self.stage.proxy.is_some()
    }

    /// Makes a call.
    pub(super) fn call(
        &self,
        token: Token,
        operation: &str,
        input: &Input<'_>,
    ) -> Result<Came, planhat_api::Error> {
        let client = self.client(token)?;
        let runtime = &self.stage.runtime;
        Ok(runtime.block_on(calls::call(&client, operation, input)))
    }

    fn client(&self, token: Token) -> Result<Client, planhat_api::Error> {
        let token = match token {
            Token::Full => TOKEN,
            Token::ReadOnly => READ_ONLY,
            Token::Unknown => UNKNOWN,
        };
        bare(self.url.clone()).token(token).build()
    }
}

/// What a call came to.
pub(super) type Came = Result<Outcome, Unbuildable>;
