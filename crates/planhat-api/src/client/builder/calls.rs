//! Settings of how calls are made.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::Builder;
use crate::call::{Care, Settings};
use crate::client::{CustomFields, InvalidConfiguration};
use crate::clock::{Clock, SystemClock};
use crate::limits::{Limiter, Limits};
use crate::observe::Observer;
use crate::resource::Resource;
use crate::retry::{Backoff, FullJitter, Random, RetryBudget, RetryPolicy, StandardRetryPolicy};

#[derive(Clone)]
pub(super) struct Calls {
    timeout: Duration,
    deadline: Option<Duration>,
    patience: Duration,
    max_reply_bytes: usize,
    label: Option<Arc<str>>,
    read_only: bool,
    inferred_keys: bool,
    custom_fields: CustomFields,
    limits: Option<Limits>,
    limiter: Option<Limiter>,
    policy: Arc<dyn RetryPolicy>,
    backoff: Arc<dyn Backoff>,
    budget: Option<RetryBudget>,
    clock: Arc<dyn Clock>,
    observer: Option<Arc<dyn Observer>>,
}

/// 64 MiB; a page of 2,000 records stays far below.
const MAX_REPLY_BYTES: usize = 64 * 1024 * 1024;

impl Default for Calls {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            deadline: None,
            patience: Duration::from_secs(300),
            max_reply_bytes: MAX_REPLY_BYTES,
            label: None,
            read_only: false,
            inferred_keys: true,
            custom_fields: CustomFields::default(),
            limits: None,
            limiter: None,
            policy: Arc::new(StandardRetryPolicy::default()),
            backoff: Arc::new(FullJitter::default()),
            budget: None,
            clock: Arc::new(SystemClock),
            observer: None,
        }
    }
}

impl Calls {
    pub(super) fn settings(self) -> Result<(Settings, Care), InvalidConfiguration> {
        if self.timeout.is_zero() || self.deadline.is_some_and(|deadline| deadline.is_zero()) {
            return Err(InvalidConfiguration::Timeout);
        }
        if self.max_reply_bytes == 0 {
            return Err(InvalidConfiguration::MaxReplyBytes);
        }
        let limiter = match (self.limits, self.limiter) {
            (Some(_), Some(_)) => return Err(InvalidConfiguration::LimitsTwice),
            (None, Some(limiter)) => limiter,
            (limits, None) => Limiter::by(limits.unwrap_or_default(), Arc::clone(&self.clock))?,
        };
        let settings = Settings {
            timeout: self.timeout,
            deadline: self.deadline,
            patience: self.patience,
            max_reply_bytes: self.max_reply_bytes,
            label: self.label,
            read_only: self.read_only,
            inferred_keys: self.inferred_keys,
            custom_fields: self.custom_fields,
        };
        let care = Care {
            limiter,
            policy: self.policy,
            backoff: self.backoff,
            budget: self.budget.unwrap_or_default(),
            clock: self.clock,
            random: Random::system(),
            observer: self.observer,
        };
        Ok((settings, care))
    }
}

impl Builder {
    /// How long one attempt may take, from connecting to the last byte: 60 s unless set. Waits
    /// before it do not count.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.calls.timeout = timeout;
        self
    }

    /// How long a call may take, all its attempts and waits included: without end unless set. A
    /// call that cannot keep it fails as soon as that is known.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.calls.deadline = Some(deadline);
        self
    }

    /// How long a call waits in all for the cool-downs that follow a 429: 5 minutes unless set. A
    /// call that would have to wait longer fails at once, as
    /// [rate limited](crate::Error::is_rate_limited).
    pub fn patience(mut self, patience: Duration) -> Self {
        self.calls.patience = patience;
        self
    }

    /// The largest body of a reply that is read, after decompression: 64 MiB unless set.
    pub fn max_reply_bytes(mut self, bytes: usize) -> Self {
        self.calls.max_reply_bytes = bytes;
        self
    }

    /// A name of the tenant, for errors and spans only.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.calls.label = Some(label.into().into());
        self
    }

    /// Refuses every call that writes before it is sent.
    pub fn read_only(mut self) -> Self {
        self.calls.read_only = true;
        self
    }

    /// The only custom fields of a kind of record that creates, updates and bulk upserts may write
    /// or clear; any unless set. A call with another is refused before it is sent: the server stores
    /// labels that it does not know without a word (observed), misspelt ones among them.
    ///
    /// ```no_run
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// use planhat_api::{Client, License, LicenseUpdate, RecordRef};
    ///
    /// let builder = Client::builder().token("secret");
    /// let client = builder.custom_fields::<License>(["Tier", "Days in Phase"]).build()?;
    /// let update = LicenseUpdate::new().custom("tier", "gold");
    /// let result = client.licenses().update(RecordRef::external("lic-7")?, update).send().await;
    /// assert!(result.is_err_and(|error| error.is_invalid_request()));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Calls of [`Client::request`](crate::Client::request) are not looked into.
    pub fn custom_fields<R: Resource>(
        mut self,
        labels: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let labels = labels.into_iter().map(Into::into).collect();
        self.calls.custom_fields.allow(R::NAME, labels);
        self
    }

    /// Whether a bulk upsert may be repeated when only inferred keys keep its items from being
    /// created twice, such as `externalId` with `companyId`: yes unless set. See
    /// [`Operation::keyed_by`](crate::Operation::keyed_by).
    pub fn trust_inferred_keys(mut self, trust: bool) -> Self {
        self.calls.inferred_keys = trust;
        self
    }

    /// What may be called how often: the documented limits unless set. Clones of the client share
    /// them.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.calls.limits = Some(limits);
        self
    }

    /// A limiter that other clients or processes share, in place of one of this client's own.
    pub fn limiter(mut self, limiter: Limiter) -> Self {
        self.calls.limiter = Some(limiter);
        self
    }

    /// Which failed attempts are worth another one: those of a [`StandardRetryPolicy`] unless set,
    /// up to 4 attempts in all.
    pub fn retry_policy(mut self, policy: impl RetryPolicy) -> Self {
        self.calls.policy = Arc::new(policy);
        self
    }

    /// How long to wait before another attempt where the server does not say: [`FullJitter`]
    /// unless set.
    pub fn backoff(mut self, backoff: impl Backoff) -> Self {
        self.calls.backoff = Arc::new(backoff);
        self
    }

    /// A bound on all further attempts together, which other clients may share, in place of one of
    /// this client's own.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.calls.budget = Some(budget);
        self
    }

    /// The clock to wait by: the machine's unless set. A limiter that is passed has its own.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.calls.clock = Arc::new(clock);
        self
    }

    /// Hears of every attempt.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.calls.observer = Some(Arc::new(observer));
        self
    }
}

impl fmt::Debug for Calls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Calls")
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("patience", &self.patience)
            .field("max_reply_bytes", &self.max_reply_bytes)
            .field("label", &self.label)
            .field("read_only", &self.read_only)
            .field("inferred_keys", &self.inferred_keys)
            .field("limits", &self.limits)
            .field("policy", &self.policy)
            .field("backoff", &self.backoff)
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}
