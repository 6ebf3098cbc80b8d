//! The server.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use httpmock::HttpMockResponse;
use planhat_api::Operation;
use planhat_api::verb::Verb;

use crate::call::Call;
use crate::json::Json;
use crate::log::Log;
use crate::mock::Mock;
use crate::request::Arrived;
use crate::then::Then;
use crate::when::When;

/// A server on this machine that answers what it is told, and nothing else.
///
/// It has a method for every operation, named as the operation is: `deal_create`, `license_bulk_upsert` and so on.
/// Of several mocks that fit a call, the one that was set up first answers.
///
/// A call that no mock fits is answered with 501, which no client takes for a success and planhat-api does not repeat.
/// When the server is dropped after such a call, the test fails, with a list of what was called and why no mock fits.
/// A server that is dropped outside the test's own thread tells nobody: call
/// [`assert_nothing_unexpected`](Self::assert_nothing_unexpected) there.
///
/// Up to 25 servers run in one process; another one waits for one of these to end. (httpmock's
/// `HTTPMOCK_MAX_SERVERS` says otherwise.)
pub struct MockServer {
    http: httpmock::MockServer,
    log: Arc<Log>,
    /// The mock of everything that no other mock takes. httpmock asks its mocks in the order of their making, so this
    /// one is made anew after each.
    rest: Mutex<usize>,
}

impl MockServer {
    /// Starts a server on a free port. Fine in asynchronous tests, too: it waits for nothing while ports are free.
    pub fn start() -> Self {
        Self::around(httpmock::MockServer::start())
    }

    /// Starts a server on a free port, without blocking the thread while 25 others run.
    pub async fn start_async() -> Self {
        Self::around(httpmock::MockServer::start_async().await)
    }

    fn around(http: httpmock::MockServer) -> Self {
        let log = Arc::new(Log::default());
        let rest = Mutex::new(take_the_rest(&http, &log));
        Self { http, log, rest }
    }

    /// Where it listens, for [`Client::for_tests`](planhat_api::Client::for_tests).
    pub fn url(&self) -> String {
        self.http.base_url()
    }

    /// Mocks what no operation is, such as a call of planhat-api's `Client::request`, with httpmock's own words. Calls
    /// of it are expected, and listed by httpmock alone.
    ///
    /// ```
    /// # use planhat_mock::MockServer;
    /// # let server = MockServer::start();
    /// server.mock(|when, then| {
    ///     when.method("GET").path("/companies/extid-acme");
    ///     then.status(200).body(r#"{"name": "Acme"}"#);
    /// });
    /// ```
    pub fn mock(&self, set_up: impl FnOnce(httpmock::When, httpmock::Then)) -> httpmock::Mock<'_> {
        self.before_the_rest(|| self.http.mock(set_up))
    }

    /// Mocks an operation.
    #[track_caller]
    pub(crate) fn operation<V: Verb>(
        &self,
        operation: &'static Operation,
        set_up: impl FnOnce(&mut When<V>, &mut Then<V>),
    ) -> Mock<'_> {
        let (mut when, mut then) = (When::new(operation), Then::new());
        set_up(&mut when, &mut then);
        let replies = then.finish(operation);
        let conditions = Arc::new(when.conditions);
        let number = self.log.add(Arc::clone(&conditions));
        let one = |reply: crate::then::Reply| {
            let (conditions, log) = (Arc::clone(&conditions), Arc::clone(&self.log));
            self.http.mock(|when, mut then| {
                when.is_true(move |request| conditions.fit(&Arrived::new(request)));
                if let Some(times) = reply.times {
                    then = then.up_to_n_times(times);
                }
                if let Some(delay) = reply.delay {
                    then = then.delay(delay);
                }
                then.respond_with(move |request| {
                    log.answered(request, reply.status);
                    reply.response()
                });
            })
        };
        let replies = self.before_the_rest(|| replies.into_iter().map(one).collect());
        Mock::new(replies, conditions, &self.log, number)
    }

    /// All calls so far that a mock of an operation answered, or none did, in the order of their answers.
    pub fn calls(&self) -> Vec<Call> {
        self.log.calls()
    }

    /// The calls that no mock fits, for tests that mean them: they are no longer held against the test.
    pub fn take_unexpected(&self) -> Vec<Call> {
        self.log.take_unexpected()
    }

    /// Asserts that every call so far met a mock.
    ///
    /// # Panics
    /// When one did not; the message lists what was called, and why no mock fits.
    #[track_caller]
    pub fn assert_nothing_unexpected(&self) {
        if let Some(complaint) = self.log.complaint() {
            panic!("{complaint}");
        }
    }

    /// Makes mocks, and puts the one of everything else behind them.
    fn before_the_rest<T>(&self, make: impl FnOnce() -> T) -> T {
        let mut rest = self.rest.lock().unwrap_or_else(PoisonError::into_inner);
        let made = make();
        let before = std::mem::replace(&mut *rest, take_the_rest(&self.http, &self.log));
        httpmock::Mock::new(before, &self.http).delete();
        made
    }
}

/// Makes the mock of everything that no earlier one takes.
fn take_the_rest(http: &httpmock::MockServer, log: &Arc<Log>) -> usize {
    let log = Arc::clone(log);
    let mock = http.mock(|when, then| {
        when.any_request();
        then.respond_with(move |request| {
            let call = log.unexpected(request);
            let said = Json::of(&format!("planhat-mock: {call}"));
            HttpMockResponse {
                status: Some(501),
                headers: Some(vec![(
                    "content-type".to_owned(),
                    "application/json".to_owned(),
                )]),
                body: Some(said.text().to_owned().into_bytes().into()),
            }
        });
    });
    mock.id()
}

/// Fails the test that called what no mock fits, unless it is failing already.
impl Drop for MockServer {
    fn drop(&mut self) {
        if !thread::panicking() {
            self.assert_nothing_unexpected();
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MockServer")
            .field("url", &self.url())
            .finish_non_exhaustive()
    }
}
