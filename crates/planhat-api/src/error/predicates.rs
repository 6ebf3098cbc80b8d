//! What went wrong, as questions.

use super::{Error, Failure, Kind};
use crate::limits::Bound;

impl Error {
    /// The client could not be built as it was asked for: [`inner`](Self::inner) is an
    /// [`InvalidConfiguration`](crate::InvalidConfiguration), which tells what to mend.
    #[inline]
    pub fn is_configuration(&self) -> bool {
        matches!(self.0.kind, Kind::Configuration(_))
    }

    /// Something was set that cannot be sent, and nothing was: [`inner`](Self::inner) is an
    /// [`InvalidValue`](crate::InvalidValue), which names it.
    #[inline]
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.0.kind, Kind::InvalidRequest(_))
    }

    /// No token came from the [`TokenProvider`](crate::TokenProvider): it failed, which `source`
    /// tells of, or took longer than an attempt may. Attempts before it may have been sent; see
    /// [`effect`](Self::effect).
    #[inline]
    pub fn is_token_provider(&self) -> bool {
        matches!(self.failure(), Some(Failure::Token(_)))
    }

    /// No connection came about.
    ///
    /// Troubleshooting: is the base URL right, does its name resolve, does a proxy stand between,
    /// are the root certificates of this machine current?
    #[inline]
    pub fn is_connect(&self) -> bool {
        matches!(self.failure(), Some(Failure::Connect(_)))
    }

    /// The last attempt took longer than its time-out, or the call longer than its deadline. The
    /// server may have acted all the same; see [`effect`](Self::effect).
    ///
    /// Troubleshooting: a bulk upsert of thousands of items may need a longer
    /// [`timeout`](crate::Request::timeout) than the default.
    #[inline]
    pub fn is_timeout(&self) -> bool {
        matches!(self.failure(), Some(Failure::Timeout)) || self.is_deadline()
    }

    /// The call's [`deadline`](crate::Request::deadline) came, or would have come before the limits
    /// let it be sent. A call whose next attempt would be too late fails with what the last one
    /// failed with instead.
    pub fn is_deadline(&self) -> bool {
        match self.failure() {
            Some(Failure::Deadline { .. }) => true,
            Some(Failure::Limited(refusal)) => refusal.bound() == Bound::Deadline,
            _ => false,
        }
    }

    /// The connection broke before the whole reply was there, or what came was no HTTP. The server
    /// may have acted all the same.
    ///
    /// Troubleshooting: a proxy or load balancer that closes connections; its time-outs may be
    /// shorter than the client's.
    pub fn is_interrupted(&self) -> bool {
        matches!(
            self.failure(),
            Some(Failure::Exchange(_) | Failure::Interrupted(_))
        )
    }

    /// The body of the reply was larger than the client reads. The server has acted, if the status
    /// says so.
    ///
    /// Troubleshooting: ask for smaller pages or fewer properties, or raise
    /// [`max_reply_bytes`](crate::Builder::max_reply_bytes).
    #[inline]
    pub fn is_too_large(&self) -> bool {
        matches!(self.failure(), Some(Failure::TooLarge { .. }))
    }

    /// A reply that cannot be read as what the operation answers. With a success status the server
    /// has acted all the same. [`inner`](Self::inner) is a [`DecodeError`](crate::DecodeError),
    /// which names the place.
    ///
    /// Troubleshooting: a proxy or a login page that answers 200 in the API's place.
    #[inline]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode(_))
    }

    /// 300 to 399. Redirects are not followed, as they would carry the token elsewhere.
    ///
    /// Troubleshooting: a base URL of another host than the API's, or a login page.
    pub fn is_redirect(&self) -> bool {
        self.status()
            .is_some_and(|status| (300..400).contains(&status))
    }

    /// 400 (documented): the payload. [`message`](Self::message) may say what of it.
    ///
    /// Troubleshooting: a company that does not exist, a property that callers may not set, or an
    /// id in the path that is none.
    #[inline]
    pub fn is_bad_request(&self) -> bool {
        self.is_status(400)
    }

    /// 401 (observed).
    ///
    /// Troubleshooting: a token of another region's host, a revoked one, or one that was pasted
    /// in part.
    #[inline]
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(401)
    }

    /// 403: the token has no right to the operation (documented), or the tenant has no such
    /// resource (observed).
    ///
    /// Troubleshooting: [`availability`](crate::Collection::availability) tells whether lists work;
    /// the rights of a token are those of its service account.
    #[inline]
    pub fn is_forbidden(&self) -> bool {
        self.is_status(403)
    }

    /// 404 (observed): no such record; on a list, no such resource in this tenant.
    ///
    /// Troubleshooting: an external id of another company, or a base URL with a path too much.
    #[inline]
    pub fn is_not_found(&self) -> bool {
        self.is_status(404)
    }

    /// 429 (observed), after the last attempt that the policy allows; or a status that is worth
    /// another attempt, with a `Retry-After` past 120 s or past the deadline; or the client's own
    /// limits kept the call from being sent in time. [`retry_after`](Self::retry_after) tells how long to wait.
    ///
    /// Troubleshooting: other programs with the same token, or more calls than the documented 200
    /// a minute; share a [`Limiter`](crate::limits::Limiter) between clients.
    pub fn is_rate_limited(&self) -> bool {
        self.is_status(429)
            || self.call().is_some_and(|call| call.put_off)
            || matches!(self.failure(), Some(Failure::Limited(_)))
    }

    /// The store of the client's limits failed, which `source` tells of. Attempts before it may have
    /// been sent; see [`effect`](Self::effect).
    #[inline]
    pub fn is_limit_store(&self) -> bool {
        matches!(self.failure(), Some(Failure::LimitStore(_)))
    }

    /// 500 to 599. 500 is documented as worth a repetition, and was repeated where that may be.
    ///
    /// Troubleshooting: run again later; look first whether a create was done, as
    /// [`effect`](Self::effect) cannot know.
    pub fn is_server_error(&self) -> bool {
        self.status()
            .is_some_and(|status| (500..600).contains(&status))
    }

    /// The status speaks even where the body broke off.
    fn is_status(&self, status: u16) -> bool {
        self.status() == Some(status)
    }

    fn failure(&self) -> Option<&Failure> {
        match &self.0.kind {
            Kind::Failed(failure) => Some(failure),
            _ => None,
        }
    }
}
