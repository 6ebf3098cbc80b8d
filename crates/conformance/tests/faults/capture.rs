//! Everything that any crate of this process logs or traces, at every level, put before a [`Watch`].

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::secrets::Watch;

/// Collects spans, events and log records for the suite's watch.
struct Capture {
    watch: &'static Watch,
    spans: AtomicU64,
}

/// Starts to collect from every thread. To be called before anything is to be seen.
pub(crate) fn start() {
    let watch = Watch::of_the_suite();
    tracing::subscriber::set_global_default(Capture::new(watch)).expect("nobody else collects");
    log::set_boxed_logger(Box::new(Capture::new(watch))).expect("nobody else collects");
    log::set_max_level(log::LevelFilter::Trace);
}

impl Capture {
    fn new(watch: &'static Watch) -> Self {
        Self {
            watch,
            spans: AtomicU64::new(1),
        }
    }

    fn see(&self, kind: &str, metadata: &Metadata<'_>, record: impl FnOnce(&mut Fields)) {
        let mut fields = Fields(metadata.name().to_owned());
        record(&mut fields);
        self.watch
            .text(&format!("{kind} {}", metadata.target()), &fields.0);
    }
}

impl Subscriber for Capture {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.see("span", span.metadata(), |fields| span.record(fields));
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut fields = Fields(String::new());
        values.record(&mut fields);
        self.watch.text("span, later", &fields.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.see("event", event.metadata(), |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl log::Log for Capture {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.watch.text(
            &format!("log {}", record.target()),
            &record.args().to_string(),
        );
    }

    fn flush(&self) {}
}

/// Every field, as text.
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, " {}={value:?}", field.name());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let _ = write!(self.0, " {}={value:?} {value}", field.name());
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use tracing::subscriber::with_default;

    use super::*;
    use crate::secrets::{MARK, OBJECT_ID, Seen, TOKENS};

    /// What a watch sees of what happens in `during`.
    fn seen(during: impl FnOnce(&'static Watch)) -> Seen {
        let watch: &'static Watch = Box::leak(Box::default());
        with_default(Capture::new(watch), || during(watch));
        watch.seen()
    }

    #[test]
    fn a_secret_in_an_event_is_found_wherever_it_stands() {
        let events: [fn(); 5] = [
            || tracing::trace!("{MARK} in the message"),
            || tracing::info!(value = %MARK, "a field"),
            || tracing::info!(value = ?MARK.as_bytes(), "bytes"),
            || tracing::info!(value = MARK.to_ascii_lowercase(), "another case"),
            || tracing::info!(error = &io::Error::other(TOKENS[1]) as &dyn std::error::Error),
        ];
        for (position, event) in events.iter().enumerate() {
            assert_eq!(seen(|_| event()).leaks.len(), 1, "{position}");
        }
    }

    #[test]
    fn a_secret_in_a_span_is_found_at_its_beginning_and_later() {
        let leaks = |during: fn()| seen(|_| during()).leaks.len();
        assert_eq!(
            leaks(|| drop(tracing::info_span!("call", id = OBJECT_ID))),
            1
        );
        let later = || {
            let span = tracing::trace_span!("call", id = tracing::field::Empty);
            span.record("id", OBJECT_ID);
        };
        assert_eq!(leaks(later), 1);
    }

    #[test]
    fn a_secret_in_a_log_record_is_found() {
        let of = |text: &str| {
            seen(|watch| {
                let capture = Capture::new(watch);
                let mut record = log::Record::builder();
                log::Log::log(
                    &capture,
                    &record
                        .target("reqwest")
                        .args(format_args!("{text}"))
                        .build(),
                );
            })
        };
        assert_eq!(of(&format!("GET /licenses/extid-{MARK}")).leaks.len(), 1);
        assert!(of("GET /licenses/{id}").leaks.is_empty());
    }

    #[test]
    fn a_secret_in_debug_display_or_a_source_is_found() {
        #[derive(Debug)]
        struct Outer(io::Error);
        impl fmt::Display for Outer {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("outer")
            }
        }
        impl std::error::Error for Outer {
            fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
                Some(&self.0)
            }
        }
        assert!(
            !seen(|watch| watch.debug("bytes", &MARK.as_bytes()))
                .leaks
                .is_empty()
        );
        assert!(
            !seen(|watch| watch.display("id", &OBJECT_ID))
                .leaks
                .is_empty()
        );
        let planted = Outer(io::Error::other(format!("of {MARK}")));
        assert!(
            !seen(|watch| watch.error("error", &planted))
                .leaks
                .is_empty()
        );
        // printf 'tok-LEAK7Q-first:' | base64
        let basic = "Basic dG9rLUxFQUs3US1maXJzdDo=";
        assert!(!seen(|watch| watch.text("header", basic)).leaks.is_empty());
        assert!(
            seen(|watch| watch.text("header", "Basic …"))
                .leaks
                .is_empty()
        );
    }
}
