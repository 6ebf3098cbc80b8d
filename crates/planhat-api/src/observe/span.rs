//! Spans and events, by the names that OpenTelemetry has for HTTP clients.

use tracing::field::Empty;
use tracing::{Level, Span};

use super::Attempt;
use crate::call::{Endpoint, Transport};
use crate::error::Error;

/// The span of a call: what is called, never with which id.
pub(crate) fn call(endpoint: &Endpoint, transport: &Transport) -> Span {
    tracing::info_span!(
        target: "planhat_api",
        "planhat.call",
        otel.name = format_args!("{} {}", endpoint.method(), endpoint.path()),
        otel.kind = "client",
        otel.status_code = Empty,
        http.request.method = endpoint.method().as_str(),
        url.template = endpoint.path(),
        server.address = transport.base_url.host(),
        server.port = transport.base_url.port(),
        planhat.operation = endpoint.id(),
        planhat.label = transport.settings.label.as_deref(),
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}

/// Completes the span with how the call ended.
pub(crate) fn finish(span: &Span, status: Option<u16>, attempts: u32, error: Option<&Error>) {
    if span.is_disabled() {
        return;
    }
    if let Some(status) = status {
        span.record("http.response.status_code", status);
    }
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    if let Some(error) = error {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", &*error.kind_name());
    }
}

/// The event of an attempt: at level `DEBUG` when it is the last, at `WARN` when another one has to
/// follow.
pub(crate) fn event(attempt: &Attempt<'_>) {
    macro_rules! event {
        ($level:expr) => {
            tracing::event!(
                target: "planhat_api",
                $level,
                planhat.operation = attempt.operation(),
                url.template = attempt.path_template(),
                planhat.attempt = attempt.number(),
                http.response.status_code = attempt.status(),
                error.type = attempt.error_type().as_deref(),
                duration_ms = milliseconds(attempt.duration()),
                waited_ms = milliseconds(attempt.waited()),
                waited_for = attempt.wait_reason(),
                "attempt"
            )
        };
    }
    if attempt.is_repeated() {
        event!(Level::WARN);
    } else {
        event!(Level::DEBUG);
    }
}

fn milliseconds(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
