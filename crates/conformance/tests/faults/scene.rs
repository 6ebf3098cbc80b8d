//! A client as a case wants it, before a server that plays the case's script.

use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::time::{Duration, Instant, SystemTime};

use planhat_api::clock::{Clock, Sleep, SystemClock, TestClock};
use planhat_api::limits::Limits;
use planhat_api::retry::{Backoff, RetryBudget, StandardRetryPolicy};
use planhat_api::{Attempt, Client, Observer, Token, TokenFuture, TokenNeed, TokenProvider};

use crate::case::{Address, Ask, Settings};
use crate::secrets::{TOKENS, Watch};
use crate::server::Server;

/// All that a case takes part in.
pub(crate) struct Scene {
    pub(crate) client: Client,
    pub(crate) server: Arc<Server>,
    pub(crate) clock: Arc<SuiteClock>,
    pub(crate) notes: Arc<Notes>,
}

/// What the client asks and tells others.
#[derive(Default)]
pub(crate) struct Notes {
    /// Why a token was asked for, each time.
    pub(crate) asks: Mutex<Vec<TokenNeed>>,
    /// What the observer heard: the number of an attempt, its status, and whether another follows.
    pub(crate) attempts: Mutex<Vec<(u32, Option<u16>, bool)>>,
}

/// A clock on which time passes by waiting alone, unless it is the real one. It tells the server that the client waits.
#[derive(Debug)]
pub(crate) struct SuiteClock {
    test: Option<TestClock>,
    server: OnceLock<Weak<Server>>,
    since: Instant,
}

impl SuiteClock {
    pub(crate) fn new(real: bool) -> Self {
        let test = (!real).then(|| TestClock::at(SystemTime::UNIX_EPOCH + NEW_YEAR));
        let since = match &test {
            Some(clock) => clock.now(),
            None => SystemClock.now(),
        };
        Self {
            test,
            server: OnceLock::new(),
            since,
        }
    }

    /// How long it runs.
    pub(crate) fn passed(&self) -> Duration {
        self.now().saturating_duration_since(self.since)
    }

    fn of(&self) -> &dyn Clock {
        match &self.test {
            Some(clock) => clock,
            None => &SystemClock,
        }
    }
}

/// 1 January 2026, which the cases' dates are held against.
const NEW_YEAR: Duration = Duration::from_secs(1_767_225_600);

impl Clock for SuiteClock {
    fn now(&self) -> Instant {
        self.of().now()
    }

    fn wall(&self) -> SystemTime {
        self.of().wall()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        if let Some(server) = self.server.get().and_then(Weak::upgrade) {
            server
                .client_waits()
                .expect("the port is kept for this server");
        }
        self.of().sleep(duration)
    }
}

/// Waits the same each time.
#[derive(Debug)]
struct Steady(Duration);

impl Backoff for Steady {
    fn delay(&self, _: u32, _: f64) -> Duration {
        self.0
    }
}

/// Gives the case's tokens in turn, the last one for ever.
struct Tokens {
    gives: Vec<Ask>,
    notes: Arc<Notes>,
}

impl TokenProvider for Tokens {
    fn token(&self, need: TokenNeed) -> TokenFuture<'_> {
        let mut asks = lock(&self.notes.asks);
        let gives = self.gives.get(asks.len()).or(self.gives.last()).copied();
        asks.push(need);
        Box::pin(async move {
            match gives {
                Some(Ask::First) => Ok(Token::new(TOKENS[0])?),
                Some(Ask::Second) => Ok(Token::new(TOKENS[1])?),
                Some(Ask::Hangs) => std::future::pending().await,
                Some(Ask::Fails) | None => Err("the vault is sealed".into()),
            }
        })
    }
}

/// The observer of one client.
struct Heard(Arc<Notes>);

impl Observer for Heard {
    fn attempt(&self, attempt: &Attempt<'_>) {
        Watch::of_the_suite().debug("Attempt", attempt);
        let told = (attempt.number(), attempt.status(), attempt.is_repeated());
        lock(&self.0.attempts).push(told);
    }
}

impl Scene {
    /// Builds the client. What is set for a call goes to the client here, unless `per_call`.
    pub(crate) fn new(
        settings: &Settings,
        per_call: bool,
        server: Server,
        clock: Arc<SuiteClock>,
    ) -> Result<Self, planhat_api::Error> {
        let server = Arc::new(server);
        clock.server.get_or_init(|| Arc::downgrade(&server));
        let notes = Arc::<Notes>::default();
        let here = format!("http://127.0.0.1:{}", server.port());
        let mut builder = Client::builder()
            .clock(Arc::clone(&clock) as Arc<dyn Clock>)
            .observer(Heard(Arc::clone(&notes)))
            .limits(limits(settings));
        builder = match settings.address {
            Address::Http => builder.base_url(&here),
            Address::Https => builder.base_url(here.replace("http:", "https:")),
            // A label of more than 63 characters: no resolver asks the network for it.
            Address::NoSuchName => builder
                .base_url(format!("http://{}.invalid", "x".repeat(64)))
                .allow_http(),
            Address::ThroughProxy => builder.base_url("https://planhat.invalid").proxy(&here),
        };
        builder = match &settings.tokens {
            Some(gives) => builder.token_provider(Tokens {
                gives: gives.clone(),
                notes: Arc::clone(&notes),
            }),
            None => builder.token(TOKENS[0]),
        };
        let millis = Duration::from_millis;
        // A real time-out is short, and one that is not asked for must not be met on a busy machine.
        let timeout = settings.timeout_ms.filter(|_| !per_call);
        builder = builder.timeout(timeout.map_or(Duration::from_secs(30), millis));
        if let Some(timeout) = settings.connect_timeout_ms.filter(|_| !per_call) {
            builder = builder.connect_timeout(millis(timeout));
        }
        if let Some(deadline) = settings.deadline_s.filter(|_| !per_call) {
            builder = builder.deadline(Duration::from_secs_f64(deadline));
        }
        if let Some(patience) = settings.patience_s.filter(|_| !per_call) {
            builder = builder.patience(Duration::from_secs_f64(patience));
        }
        if let Some(attempts) = settings.max_attempts {
            builder = builder.retry_policy(StandardRetryPolicy::default().max_attempts(attempts));
        }
        if let Some(seconds) = settings.backoff_s {
            builder = builder.backoff(Steady(Duration::from_secs_f64(seconds)));
        }
        if let Some(budget) = settings.budget {
            builder = builder.retry_budget(RetryBudget::new(budget.reserve, budget.percent));
        }
        if let Some(bytes) = settings.max_reply_bytes {
            builder = builder.max_reply_bytes(bytes);
        }
        if let Some(label) = &settings.label {
            builder = builder.label(label);
        }
        if settings.basic {
            builder = builder.basic_auth();
        }
        if settings.only_documented_keys {
            builder = builder.trust_inferred_keys(false);
        }
        if settings.read_only {
            builder = builder.read_only();
        }
        Watch::of_the_suite().debug("Builder", &builder);
        let client = builder.build()?;
        Watch::of_the_suite().debug("Client", &client);
        Ok(Self {
            client,
            server,
            clock,
            notes,
        })
    }
}

fn limits(settings: &Settings) -> Limits {
    let Some(limits) = settings.limits else {
        return Limits::off();
    };
    Limits::off()
        .per_minute(limits.per_minute)
        .per_second(limits.per_second)
        .in_flight(limits.in_flight)
}

/// A panic elsewhere leaves lists that are still whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
