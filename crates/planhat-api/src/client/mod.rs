//! The client: who calls, and where to.

mod base_url;
mod builder;
mod custom_fields;
mod invalid;

use std::fmt;
use std::sync::Arc;

pub(crate) use base_url::BaseUrl;
pub use base_url::InvalidBaseUrl;
pub use builder::Builder;
pub(crate) use custom_fields::{AllowedFields, CustomFields};
pub use invalid::InvalidConfiguration;

use crate::call::Transport;
use crate::clock::TestClock;
use crate::error::Error;
use crate::limits::Limits;
use crate::retry::RetryBudget;

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
    #[inline]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A client from the environment: [`Builder::from_env`], built.
    ///
    /// # Errors
    /// When there is no token, or a variable cannot work.
    #[inline]
    pub fn from_env() -> Result<Self, Error> {
        Builder::from_env()?.build()
    }

    /// A client for tests against a server on this machine, such as a mock or an emulator. It has a
    /// token of no meaning, no limits, and a [`TestClock`]: waits between attempts end at once.
    ///
    /// ```
    /// # use planhat_api::Client;
    /// let client = Client::for_tests("http://127.0.0.1:8080")?;
    /// assert!(Client::for_tests("https://api.planhat.com").is_err());
    /// # Ok::<(), planhat_api::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the URL is none, or of another machine.
    pub fn for_tests(base_url: impl Into<String>) -> Result<Self, Error> {
        let client = Self::builder()
            .token("test")
            .base_url(base_url)
            .limits(Limits::off())
            .retry_budget(RetryBudget::unlimited())
            .clock(TestClock::new())
            .no_proxy()
            .build()?;
        if client.transport().base_url.is_loopback() {
            Ok(client)
        } else {
            Err(Error::configuration(InvalidConfiguration::from(
                InvalidBaseUrl::NotLoopback,
            )))
        }
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

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.transport.base_url)
            .field("label", &self.transport.settings.label)
            .finish_non_exhaustive()
    }
}
