//! What a call gives back.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use super::history::History;
use super::reply::{Headers, Reply};

/// The result of a call, with the reply it was read from. It can be used as the result itself;
/// what belongs to the reply is named for HTTP, so that no property of a record hides behind it.
///
/// ```no_run
/// # async fn run(client: planhat_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let deals = client.deals().list().limit(10).send().await?;
/// println!("{} deals, request {:?}", deals.len(), deals.http_headers().get("x-request-id"));
/// for deal in deals {
///     println!("{:?}", deal.name());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    result: T,
    reply: Reply,
    history: History,
}

impl<T> Response<T> {
    pub(crate) fn new(result: T, reply: Reply, history: History) -> Self {
        Self {
            result,
            reply,
            history,
        }
    }

    /// The HTTP status. A bulk upsert in which items failed can have another than 200.
    pub fn http_status(&self) -> u16 {
        self.reply.status
    }

    /// The headers.
    pub fn http_headers(&self) -> &Headers {
        &self.reply.headers
    }

    /// The body, byte for byte.
    pub fn http_body(&self) -> &[u8] {
        &self.reply.body
    }

    /// How many attempts it took.
    pub fn http_attempts(&self) -> u32 {
        self.history.attempts
    }

    /// How long it took, waits and all attempts included, by the client's clock.
    pub fn http_elapsed(&self) -> Duration {
        self.history.elapsed
    }

    /// Whether an attempt before the last one may have been processed: what the reply says is new
    /// or gone may then be that attempt's doing.
    pub fn after_unclear_attempt(&self) -> bool {
        self.history.unclear()
    }

    /// The result without the reply.
    pub fn into_inner(self) -> T {
        self.result
    }
}

/// The records of a page.
impl<T> IntoIterator for Response<Vec<T>> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.result.into_iter()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.result
    }
}

/// The status; results and headers can hold what belongs in no log.
impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.http_status())
            .finish_non_exhaustive()
    }
}
