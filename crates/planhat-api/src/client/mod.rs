//! The client: who calls, and where to.

mod base_url;
mod builder;
mod token;

use std::fmt;
use std::sync::Arc;

pub(crate) use base_url::BaseUrl;
pub use base_url::InvalidBaseUrl;
pub use builder::{Builder, InvalidConfiguration};
pub use token::InvalidToken;

use crate::call::Transport;

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
            .field("base_url", &self.transport.base_url())
            .finish_non_exhaustive()
    }
}
