//! What holds of policy, guard and budget together, whatever happens to the calls.

use proptest::prelude::*;

use super::*;

/// What becomes of an attempt, as the server knows it and the client often does not.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    /// No connection.
    Unreachable,
    /// A time-out that struck while the request waited for a connection.
    NeverLeft,
    /// 429.
    Throttled,
    /// 429, of which only the status came.
    ThrottledAndCutOff,
    /// The work was done, or may have been: what came back is this.
    Acted(FailureKind, Option<u16>),
    /// The work was done, and the client knows.
    Succeeded,
}

impl Fate {
    fn may_have_acted(self) -> bool {
        matches!(self, Self::Acted(..) | Self::Succeeded)
    }

    /// What the client sees of it; nothing where it is no failure.
    fn seen(self, safety: RepeatSafety, attempt: u32) -> Option<AttemptFailure> {
        let failure = |kind, status| AttemptFailure::new(kind, status, safety, attempt);
        Some(match self {
            Self::Unreachable => failure(FailureKind::Connect, None),
            Self::NeverLeft => failure(FailureKind::Timeout, None).with_nothing_sent(),
            Self::Throttled => failure(FailureKind::Status, Some(429)),
            Self::ThrottledAndCutOff => failure(FailureKind::CutOff, Some(429)),
            Self::Acted(kind, status) => failure(kind, status),
            Self::Succeeded => return None,
        })
    }
}

fn fate() -> impl Strategy<Value = Fate> {
    let status = (100..=599_u16).prop_filter("a 429 has not acted", |status| *status != 429);
    let broken = prop_oneof![
        Just(FailureKind::CutOff),
        Just(FailureKind::Timeout),
        Just(FailureKind::Other)
    ];
    prop_oneof![
        Just(Fate::Unreachable),
        Just(Fate::NeverLeft),
        Just(Fate::Throttled),
        Just(Fate::ThrottledAndCutOff),
        status
            .clone()
            .prop_map(|status| Fate::Acted(FailureKind::Status, Some(status))),
        (broken, prop::option::of(status)).prop_map(|(kind, status)| Fate::Acted(kind, status)),
        Just(Fate::Succeeded),
    ]
}

fn decision() -> impl Strategy<Value = Decision> {
    prop_oneof![4 => Just(Decision::Retry), 1 => Just(Decision::GiveUp)]
}

/// Answers what it was told to, whatever the failure; in the end, that it be tried again.
#[derive(Debug)]
struct Told(Vec<Decision>);

impl RetryPolicy for Told {
    fn decide(&self, failure: &AttemptFailure) -> Decision {
        let index = failure.attempt() as usize - 1;
        self.0.get(index).copied().unwrap_or(Decision::Retry)
    }
}

/// One call from its first attempt to its end, as a list of what became of its attempts.
fn call(policy: &dyn RetryPolicy, safety: RepeatSafety, fates: &[Fate]) -> Vec<Fate> {
    let mut made = Vec::new();
    for (fate, attempt) in fates.iter().zip(1..) {
        made.push(*fate);
        match fate.seen(safety, attempt) {
            Some(failure) if decide(policy, &failure) == Decision::Retry => {}
            _ => break,
        }
    }
    made
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 256,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_may_not_be_repeated_never_acts_twice(
        answers in prop::collection::vec(decision(), 0..8),
        fates in prop::collection::vec(fate(), 1..8),
    ) {
        let made = call(&Told(answers), RepeatSafety::OnlyIfUnprocessed, &fates);
        let (_, repeated) = made.split_last().unwrap();
        prop_assert!(repeated.iter().all(|fate| !fate.may_have_acted()), "{made:?}");
    }

    #[test]
    fn what_may_be_repeated_is_the_policys_to_decide(answer in decision(), fate in fate()) {
        let policy = Told(vec![answer]);
        if let Some(failure) = fate.seen(RepeatSafety::Always, 1) {
            prop_assert_eq!(decide(&policy, &failure), answer);
        }
        if let Some(failure) = fate.seen(RepeatSafety::OnlyIfUnprocessed, 1)
            && !fate.may_have_acted()
        {
            prop_assert_eq!(decide(&policy, &failure), answer);
        }
    }

    #[test]
    fn no_failure_that_anyone_can_make_up_gets_past_the_guard(
        kind in prop::sample::select(vec![
            FailureKind::Status,
            FailureKind::Connect,
            FailureKind::CutOff,
            FailureKind::Timeout,
            FailureKind::Other,
        ]),
        status in prop::option::of(prop_oneof![Just(429), any::<u16>()]),
        nothing_sent in any::<bool>(),
        attempt in prop_oneof![0..6_u32, any::<u32>()],
    ) {
        let mut failure =
            AttemptFailure::new(kind, status, RepeatSafety::OnlyIfUnprocessed, attempt);
        if nothing_sent {
            failure = failure.with_nothing_sent();
        }
        let harmless = match status {
            Some(status) => status == 429,
            None => nothing_sent || kind == FailureKind::Connect,
        };
        let repeated = decide(&Told(Vec::new()), &failure) == Decision::Retry;
        prop_assert_eq!(repeated, harmless, "{:?}", failure);
    }

    #[test]
    fn the_budget_bounds_the_attempts_of_calls_that_run_side_by_side(
        reserve in 0..6_u32,
        percent in 0..150_u32,
        events in prop::collection::vec((0..4_usize, fate()), 0..100),
    ) {
        let policy = Told(Vec::new());
        let budget = RetryBudget::new(reserve, percent);
        let clones = [(); 4].map(|()| budget.clone());
        // The attempt that each of four callers is at; each begins anew when its call is over.
        let mut at = [1; 4];
        let (mut calls, mut attempts, mut successes) = (0, 0, 0);
        for (caller, fate) in events {
            calls += u64::from(at[caller] == 1);
            attempts += 1;
            let again = match fate.seen(RepeatSafety::Always, at[caller]) {
                Some(failure) => {
                    decide(&policy, &failure) == Decision::Retry && clones[caller].withdraw()
                }
                None => {
                    clones[caller].deposit();
                    successes += 1;
                    false
                }
            };
            at[caller] = if again { at[caller] + 1 } else { 1 };
            let allowed = u64::from(reserve) + successes * u64::from(percent) / 100;
            prop_assert!(attempts <= calls + allowed);
        }
    }
}

#[test]
fn a_create_is_repeated_while_it_cannot_have_happened() {
    let fates = [
        Fate::Throttled,
        Fate::Unreachable,
        Fate::Acted(FailureKind::Timeout, None),
        Fate::Succeeded,
    ];
    let policy = StandardRetryPolicy::default();
    let made = call(&policy, RepeatSafety::OnlyIfUnprocessed, &fates);
    assert_eq!(made, fates[..3]);
    assert_eq!(call(&policy, RepeatSafety::Always, &fates), fates);
}
