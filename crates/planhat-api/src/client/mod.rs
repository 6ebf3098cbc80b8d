//! The client: who calls, and where to.

mod base_url;
mod builder;
mod network;
mod token;

use std::fmt;
use std::sync::Arc;

pub(crate) use base_url::BaseUrl;
pub use base_url::InvalidBaseUrl;
pub use builder::{Builder, InvalidConfiguration};
pub use token::InvalidToken;

use crate::call::Transport;
use crate::error::Error;

/// A client of one Planhat tenant. Clones are cheap and share connections.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use planhat_api::{Client, RecordRef};
///
/// let client = Client::builder().token(std::env::var("PLANHAT_API_TOKEN")?).build()?;
/// let license = client.licenses().get(RecordRef::external("lic-7")?).send().await?;
/// println!("{:?} a month", license.mrr());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    transport: Arc<Transport>,
}

impl Client {
    /// A client in the making. A token is all it needs.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A client from the environment: `PLANHAT_API_TOKEN`, and `PLANHAT_BASE_URL` where that is
    /// set.
    ///
    /// # Errors
    /// When there is no token, or one of the two cannot work.
    pub fn from_env() -> Result<Self, Error> {
        let mut builder = Self::builder();
        if let Some(token) = variable("PLANHAT_API_TOKEN")? {
            builder = builder.token(token);
        }
        if let Some(base_url) = variable("PLANHAT_BASE_URL")? {
            builder = builder.base_url(base_url);
        }
        builder.build()
    }

    pub(crate) fn new(transport: Transport) -> Self {
        Self {
            transport: Arc::new(transport),
        }
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }
}

/// A variable of the environment; one that is empty counts as not set.
fn variable(name: &'static str) -> Result<Option<String>, Error> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Error::configuration(
            InvalidConfiguration::Environment(name),
        )),
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", self.transport.base_url())
            .field("label", &self.transport.settings().label)
            .finish_non_exhaustive()
    }
}
