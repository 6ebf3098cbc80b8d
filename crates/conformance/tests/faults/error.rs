//! What is expected of an error, and what holds for each.

use planhat_api::{DecodeError, Error};

use crate::calls::template;
use crate::case::{Effect, Range};
use crate::check::Facts;
use crate::mismatch::Mismatches;
use crate::play::Extent;

/// Tells whether something holds for an error.
type Predicate = fn(&Error) -> bool;

/// All predicates of an error but those that a case cannot bring about.
pub(crate) const PREDICATES: [(&str, Predicate); 17] = [
    ("bad_request", Error::is_bad_request),
    ("configuration", Error::is_configuration),
    ("connect", Error::is_connect),
    ("deadline", Error::is_deadline),
    ("decode", Error::is_decode),
    ("forbidden", Error::is_forbidden),
    ("interrupted", Error::is_interrupted),
    ("invalid_request", Error::is_invalid_request),
    ("limit_store", Error::is_limit_store),
    ("not_found", Error::is_not_found),
    ("rate_limited", Error::is_rate_limited),
    ("redirect", Error::is_redirect),
    ("server_error", Error::is_server_error),
    ("timeout", Error::is_timeout),
    ("token_provider", Error::is_token_provider),
    ("too_large", Error::is_too_large),
    ("unauthorized", Error::is_unauthorized),
];

impl Facts<'_> {
    pub(crate) fn failed(&self, error: &Error, found: &mut Mismatches) {
        let expected = &self.case.expect;
        let predicates: Vec<_> = PREDICATES
            .iter()
            .filter(|(_, holds)| holds(error))
            .map(|(name, _)| *name)
            .collect();
        let mut wanted: Option<Vec<_>> = expected
            .error
            .as_ref()
            .map(|names| names.iter().map(String::as_str).collect());
        if let Some(wanted) = &mut wanted {
            wanted.sort_unstable();
        }
        found.equal("error", wanted, Some(predicates));
        found.equal("effect", expected.effect, Effect::of(error));
        found.equal("status", expected.status, error.status());
        found.equal("message", expected.message.clone(), error.message());
        found.equal(
            "request id",
            expected.request_id.as_deref(),
            error.request_id(),
        );
        let decode = error
            .inner()
            .and_then(|cause| cause.downcast_ref::<DecodeError>());
        found.equal(
            "place where reading stopped",
            expected.decode_path.as_deref(),
            decode.map(DecodeError::path),
        );
        match (expected.retry_after_s, error.retry_after()) {
            (Some(range), Some(told)) => found.within("retry after", range, told),
            (expected, told) => found.equal(
                "retry after",
                expected,
                told.map(|told| Range::exactly(told.as_secs_f64())),
            ),
        }
        self.shown(error, found);
        self.kept(error, found);
    }

    /// Operation, template, status and label are what every text of an error shows.
    fn shown(&self, error: &Error, found: &mut Mismatches) {
        let expected = &self.case.expect;
        found.equal("path template", template(self.op), error.path_template());
        found.equal("label", self.case.client.label.as_deref(), error.label());
        let mut asked = self
            .arrivals
            .iter()
            .filter_map(|arrival| arrival.asked.as_ref());
        if let Some(asked) = asked.find(|asked| asked.method != "CONNECT") {
            found.equal("path", asked.target.split('?').next(), error.path());
        }
        for text in [error.to_string(), format!("{error:?}")] {
            let status = expected.status.map(|status| status.to_string());
            let parts = [template(self.op), error.operation()];
            let parts = parts
                .into_iter()
                .chain(status.as_deref())
                .chain(error.label());
            for part in parts.chain(expected.says.iter().map(String::as_str)) {
                found.holds(&format!("{part:?} is not in {text:?}"), text.contains(part));
            }
        }
    }

    /// An error keeps all of the reply that came.
    fn kept(&self, error: &Error, found: &mut Mismatches) {
        /// So much of a body is shown as text.
        const TEXT: usize = 64 * 1024;
        /// A few words at most.
        const MARK: usize = 24;
        let Some(body) = error.body() else {
            found.equal("headers without a body", false, error.headers().is_some());
            return;
        };
        if let Some(sent) = self
            .arrivals
            .last()
            .and_then(|arrival| arrival.sent.as_ref())
        {
            let kept = match sent.extent {
                // The client stopped reading somewhere.
                _ if error.is_too_large() => {
                    sent.body.starts_with(body) || body.starts_with(&sent.body)
                }
                Extent::Whole => body == sent.body,
                Extent::AtLeast => body.starts_with(&sent.body),
                Extent::AtMost => sent.body.starts_with(body),
            };
            found.holds("the error's body is not what was sent", kept);
            let headers = error.headers();
            let whole = sent.headers.iter().all(|(name, value)| {
                headers.is_some_and(|headers| headers.get(name) == Some(value.as_str()))
            });
            found.holds("a header of the reply is missing on the error", whole);
        }
        let text = error.body_text().unwrap_or_default();
        let beginning = &body[..body.len().min(TEXT)];
        let marked = text.strip_prefix(&*String::from_utf8_lossy(beginning));
        found.equal(
            "text of the body that is cut",
            Some(self.case.expect.text_cut),
            marked.map(|mark| !mark.is_empty()),
        );
        let mark = marked.unwrap_or_default();
        found.holds("more than a mark follows the text", mark.len() <= MARK);
    }
}
