//! What a case expects against what happened, and what holds for every case.

use std::time::Duration;

use planhat_api::TokenNeed;

use crate::calls::{Answer, Outcome};
use crate::case::{Address, Ask, Case, Item, Need, Op, Range};
use crate::mismatch::Mismatches;
use crate::secrets::TOKENS;
use crate::server::{Arrival, Asked};
use crate::step::{Fault, Step};

/// What happened in a case.
pub(crate) struct Facts<'a> {
    pub(crate) op: Op,
    pub(crate) case: &'a Case,
    pub(crate) outcome: &'a Outcome,
    /// What came to the server from this call; that of calls before it is not among it.
    pub(crate) arrivals: &'a [Arrival],
    /// When it began and ended, on the client's clock.
    pub(crate) span: (Duration, Duration),
    pub(crate) asks: &'a [TokenNeed],
    /// What the observer heard of this call: number, status, and whether another attempt follows.
    pub(crate) heard: &'a [(u32, Option<u16>, bool)],
    /// Connections to where a redirect pointed.
    pub(crate) elsewhere: usize,
}

/// Everything that is not as it should be.
pub(crate) fn check(facts: &Facts<'_>) -> Vec<String> {
    let mut found = Mismatches::default();
    facts.attempts(&mut found);
    facts.waits(&mut found);
    facts.requests(&mut found);
    facts.observed(&mut found);
    match facts.outcome {
        Outcome::Answered(answer) => facts.answered(answer, &mut found),
        Outcome::Failed(error) => facts.failed(error, &mut found),
    }
    found.equal("connections to where a redirect points", 0, facts.elsewhere);
    found.0
}

impl Facts<'_> {
    fn attempts(&self, found: &mut Mismatches) {
        let attempts = self.expected_attempts();
        found.equal("attempts reported", attempts, self.outcome.attempts());
        let steps = self.case.server.iter();
        let unreached =
            |step: &&Step| matches!(step, Step::Fault(Fault::Refused | Fault::Unanswered));
        let unreached = steps.take(attempts).filter(unreached).count();
        found.equal(
            "attempts on the wire",
            attempts - unreached,
            self.arrivals.len(),
        );
        let in_script = self.arrivals.iter().all(|arrival| arrival.step.is_some());
        found.holds("one attempt more than the case has", in_script);
        let earlier = self
            .arrivals
            .split_last()
            .map_or(&[][..], |(_, earlier)| earlier);
        if !self.may_repeat() {
            found.holds(
                "what may not be repeated was sent again after it may have been processed",
                earlier.iter().all(|arrival| self.is_unprocessed(arrival)),
            );
        }
        // Without a token for it, the last attempt is one that was never made.
        let earlier = match self.outcome {
            Outcome::Failed(error) if error.is_token_provider() && !error.is_unauthorized() => {
                self.arrivals
            }
            _ => earlier,
        };
        let unclear = earlier.iter().any(|arrival| !self.is_unprocessed(arrival));
        let told = match self.outcome {
            Outcome::Answered(answer) => answer.after_unclear,
            Outcome::Failed(error) => error.after_unclear_attempt(),
        };
        found.equal("after an unclear attempt", unclear, told);
    }

    fn expected_attempts(&self) -> usize {
        usize::try_from(self.case.expect.attempts).unwrap_or(usize::MAX)
    }

    /// Whether the call may be sent again whatever became of it.
    fn may_repeat(&self) -> bool {
        let client = &self.case.client;
        let keyed = |items: &Vec<Item>| {
            let creates = |item: &Item| match item {
                Item::SourceId | Item::ObjectIdAlone => false,
                Item::ExternalIdAndCompany => client.only_documented_keys,
                Item::ExternalIdAlone | Item::ObjectIdAndCompany | Item::CompanyAlone => true,
            };
            !items.iter().any(creates)
        };
        let by_itself = match (self.op, &client.items) {
            (Op::BulkUpsert | Op::BulkUpsertUnkeyed, Some(items)) => keyed(items),
            (op, _) => op.is_repeatable(),
        };
        client.idempotent.unwrap_or(by_itself)
    }

    fn waits(&self, found: &mut Mismatches) {
        let elapsed = match self.outcome {
            Outcome::Answered(answer) => answer.elapsed,
            Outcome::Failed(error) => error.elapsed(),
        };
        let (began, ended) = self.span;
        if self.case.client.real_clock {
            found.holds("the time that passed is told", elapsed <= ended - began);
            return;
        }
        found.equal("elapsed", ended - began, elapsed);
        let mut last = began;
        // Attempts that reached nobody come first; their waits are in that of the first that did.
        let unseen = self.expected_attempts().saturating_sub(self.arrivals.len());
        let range = |attempt: usize| match &self.case.expect.waits_s {
            Some(waits) => waits.get(attempt - 1).copied().unwrap_or_default(),
            None if attempt == 1 => Range::default(),
            None => Range::jitter(attempt),
        };
        let mut expected = (1..=unseen).map(range).fold(Range::default(), Range::plus);
        for (position, arrival) in self.arrivals.iter().enumerate() {
            let attempt = unseen + position + 1;
            expected = expected.plus(range(attempt));
            found.within(
                &format!("wait before attempt {attempt}"),
                expected,
                arrival.at.saturating_sub(last),
            );
            expected = Range::default();
            last = arrival.at;
        }
        let after = self.case.expect.waits_after_s.plus(expected);
        found.within(
            "wait after the last attempt",
            after,
            ended.saturating_sub(last),
        );
    }

    /// The wait before the second attempt, where it is up to half a second at random.
    pub(crate) fn first_jitter(&self) -> Option<Duration> {
        let random = !self.case.client.real_clock
            && self.case.expect.waits_s.is_none()
            && self.case.client.backoff_s.is_none();
        match self.arrivals {
            [first, second, ..] if random => second.at.checked_sub(first.at),
            _ => None,
        }
    }

    /// What is sent is the same each time, but for the token.
    fn requests(&self, found: &mut Mismatches) {
        let asked: Vec<_> = self
            .arrivals
            .iter()
            .filter_map(|arrival| arrival.asked.as_ref())
            .collect();
        if let Some((first, others)) = asked.split_first() {
            let without_token = |asked: &Asked| Asked {
                headers: asked
                    .headers
                    .iter()
                    .filter(|(name, _)| name != "authorization")
                    .cloned()
                    .collect(),
                ..asked.clone()
            };
            let same = others
                .iter()
                .all(|other| without_token(other) == without_token(first));
            found.holds("a repeat was not the same request", same);
        }
        if self.case.client.address == Address::ThroughProxy {
            let token = asked
                .iter()
                .any(|asked| asked.header("authorization").is_some());
            found.holds("the token went to the proxy", !token);
            return;
        }
        let expected: Vec<_> = match &self.case.expect.tokens {
            Some(tokens) => tokens.clone(),
            None => vec![Ask::First; asked.len()],
        };
        let expected: Vec<_> = expected
            .into_iter()
            .map(|ask| self.authorization(ask))
            .collect();
        let sent: Vec<_> = asked
            .iter()
            .map(|asked| asked.header("authorization").unwrap_or_default())
            .collect();
        found.holds(
            "the token of an attempt is another than expected",
            expected == sent,
        );
    }

    fn authorization(&self, ask: Ask) -> String {
        let token = if ask == Ask::Second {
            TOKENS[1]
        } else {
            TOKENS[0]
        };
        if self.case.client.basic {
            conformance::compare::Secret::basic_header(token)
        } else {
            format!("Bearer {token}")
        }
    }

    /// The observer hears of every attempt, in order.
    fn observed(&self, found: &mut Mismatches) {
        let attempts = self.case.expect.attempts;
        let numbers: Vec<_> = self.heard.iter().map(|(number, ..)| *number).collect();
        found.equal("attempts observed", (1..=attempts).collect(), numbers);
        let repeated: Vec<_> = self.heard.iter().map(|(.., repeated)| *repeated).collect();
        let follows = |number| number < attempts || self.case.expect.announced;
        let expected: Vec<_> = (1..=attempts).map(follows).collect();
        found.equal("attempts observed as repeated", expected, repeated);
        let through_proxy = self.case.client.address == Address::ThroughProxy;
        let sent = |arrival: &Arrival| {
            arrival
                .sent
                .as_ref()
                .filter(|_| !through_proxy)
                .map(|sent| sent.status)
        };
        let unseen =
            std::iter::repeat_n(None, self.heard.len().saturating_sub(self.arrivals.len()));
        let sent: Vec<_> = unseen.chain(self.arrivals.iter().map(sent)).collect();
        let heard: Vec<_> = self.heard.iter().map(|(_, status, _)| *status).collect();
        found.equal("statuses observed", sent, heard);
        if let Some(expected) = &self.case.expect.asks {
            let asks = self.asks.iter().map(|need| match need {
                TokenNeed::Rejected(_) => Need::Rejected,
                _ => Need::Attempt,
            });
            found.equal("asks for a token", expected.clone(), asks.collect());
        }
    }

    fn answered(&self, answer: &Answer, found: &mut Mismatches) {
        let expected = &self.case.expect;
        found.equal("error", expected.error.as_ref(), None);
        found.equal("status", expected.status, Some(answer.status));
        found.equal("result", expected.result.as_ref(), answer.result.as_ref());
        if let Some(sent) = self
            .arrivals
            .last()
            .and_then(|arrival| arrival.sent.as_ref())
        {
            found.holds("the body is not what was sent", answer.body == sent.body);
            let whole = sent.headers.iter().all(|(name, value)| {
                answer
                    .headers
                    .iter()
                    .any(|(other, found)| name == other && value.as_bytes() == found)
            });
            found.holds("a header of the reply is missing", whole);
        }
    }

    /// Whether an attempt was refused before anything was done: limited, not authorized, or never sent.
    fn is_unprocessed(&self, arrival: &Arrival) -> bool {
        let refused = arrival
            .sent
            .as_ref()
            .is_some_and(|sent| matches!(sent.status, 401 | 429));
        let to_a_proxy = arrival
            .asked
            .as_ref()
            .is_some_and(|asked| asked.method == "CONNECT");
        let step = arrival.step.and_then(|step| self.case.server.get(step));
        let no_tls = matches!(step, Some(Step::Fault(Fault::NotTls | Fault::TlsAlert)));
        refused || to_a_proxy || no_tls
    }
}
