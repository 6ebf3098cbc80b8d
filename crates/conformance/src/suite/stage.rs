//! A local server, and the client before it.

use planhat_api::clock::TestClock;
use planhat_api::limits::Limits;
use planhat_api::retry::NeverRetry;
use planhat_api::{Builder as ClientBuilder, Client};
use tokio::runtime::{Builder, Runtime};

use crate::capture::{CapturedRequest, Reply, Server};
use crate::client::{Input, Outcome, Unbuildable};
use crate::compare::Secret;
use crate::generated::calls;

use super::SuiteError;

/// The token of every call: all characters that a token may have beside letters and digits.
pub(super) const TOKEN: &str = "c0nf0rmance-._~+/t0ken==";

/// A way to be given the token, and to send it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Credentials {
    /// As a bearer token.
    Bearer,
    /// As the user name of basic authentication.
    Basic,
    /// As a bearer token, with the white space of a paste around it.
    Pasted,
}

impl Credentials {
    pub(super) const ALL: [Self; 3] = [Self::Bearer, Self::Basic, Self::Pasted];

    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Bearer => "bearer",
            Self::Basic => "basic",
            Self::Pasted => "bearer, token with a newline behind it",
        }
    }

    /// The scheme that goes over the wire.
    pub(super) fn scheme(self) -> &'static str {
        match self {
            Self::Bearer | Self::Pasted => "Bearer",
            Self::Basic => "Basic",
        }
    }

    /// The header that must arrive.
    pub(super) fn header(self) -> String {
        match self {
            Self::Bearer | Self::Pasted => format!("Bearer {TOKEN}"),
            Self::Basic => Secret::basic_header(TOKEN),
        }
    }

    fn client(self, base_url: String) -> Result<Client, planhat_api::Error> {
        let builder = bare(base_url);
        match self {
            Self::Bearer => builder.token(TOKEN),
            Self::Basic => builder.token(TOKEN).basic_auth(),
            Self::Pasted => builder.token(format!("{TOKEN}\r\n")),
        }
        .build()
    }
}

/// A client that makes each call once and at once.
pub(super) fn bare(base_url: String) -> ClientBuilder {
    Client::builder()
        .base_url(base_url)
        .limits(Limits::off())
        .retry_policy(NeverRetry)
        // A 429 makes the next call wait, of which nothing is to be learnt here.
        .clock(TestClock::new())
}

/// A local server, and the client before it. Calls are made one after another.
pub(super) struct Stage {
    server: Server,
    runtime: Runtime,
    client: Client,
}

/// What a call came to, on both ends.
pub(super) struct Call {
    /// What arrived.
    pub(super) arrived: Vec<CapturedRequest>,
    /// What the client made of the reply.
    pub(super) came: Result<Outcome, Unbuildable>,
}

impl Stage {
    pub(super) fn open() -> Result<Self, SuiteError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let server = Server::start();
        Ok(Self {
            runtime: runtime.map_err(SuiteError::Runtime)?,
            client: Credentials::Bearer.client(server.base_url())?,
            server,
        })
    }

    /// Makes a call with the bearer token.
    pub(super) fn call(&self, operation: &str, input: &Input<'_>, reply: Reply) -> Call {
        self.call_as(&self.client, operation, input, reply)
    }

    /// Makes a call with a client of its own.
    pub(super) fn call_with(
        &self,
        credentials: Credentials,
        operation: &str,
        input: &Input<'_>,
        reply: Reply,
    ) -> Result<Call, planhat_api::Error> {
        let client = credentials.client(self.server.base_url())?;
        Ok(self.call_as(&client, operation, input, reply))
    }

    fn call_as(&self, client: &Client, operation: &str, input: &Input<'_>, reply: Reply) -> Call {
        self.server.reply_with(reply);
        let came = self.runtime.block_on(calls::call(client, operation, input));
        let arrived = self.server.take();
        Call { arrived, came }
    }
}
