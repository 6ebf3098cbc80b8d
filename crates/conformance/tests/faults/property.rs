//! Scripts that nobody thought of: how often a call is made, against a few lines that say it.

use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::case::{Budget, Case, Op, Settings};
use crate::play::Extent;
use crate::step::{Body, Ending, Fault, Reply, Step};
use crate::suite::{self, Performed, Stage};

/// What a step makes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// The call is over.
    Over,
    /// It may pass, and the server may have acted.
    Unclear,
    /// It may pass, and the server did not act.
    Unprocessed,
}

fn status(status: u16) -> Reply {
    Reply {
        status,
        headers: Vec::new(),
        body: Body::Text("LEAK7Q".to_owned()),
        ends: Ending::Whole,
    }
}

fn step() -> impl Strategy<Value = (Step, Meaning)> {
    let over = prop::sample::select(vec![301, 400, 401, 403, 404, 409, 413, 422, 501, 505, 599]);
    let unclear = prop::sample::select(vec![408, 500, 502, 503, 504]);
    let fault = prop::sample::select(vec![Fault::Closes, Fault::Resets, Fault::HangsUp]);
    let ends = prop::sample::select(vec![
        Ending::CutOff,
        Ending::Reset,
        Ending::ChunkCutOff,
        Ending::BadChunk,
    ]);
    let asked = prop::option::of(0..=120_u32);
    let success = Reply {
        body: Body::Success,
        ..status(200)
    };
    let broken = success.clone();
    prop_oneof![
        1 => Just((Step::Reply(success), Meaning::Over)),
        1 => over.prop_map(|code| (Step::Reply(status(code)), Meaning::Over)),
        3 => unclear.prop_map(|code| (Step::Reply(status(code)), Meaning::Unclear)),
        2 => fault.prop_map(|fault| (Step::Fault(fault), Meaning::Unclear)),
        2 => ends.prop_map(move |ends| (Step::Reply(Reply { ends, ..broken.clone() }), Meaning::Unclear)),
        3 => asked.prop_map(|seconds| {
            let headers = seconds.map(|seconds| ("retry-after".to_owned(), seconds.to_string()));
            let reply = Reply { headers: headers.into_iter().collect(), ..status(429) };
            (Step::Reply(reply), Meaning::Unprocessed)
        }),
    ]
}

/// A case and what its steps mean. Attempts that reach nobody come first, if at all.
#[derive(Debug, Clone)]
struct Scripted {
    op: Op,
    case: Case,
    meanings: Vec<Meaning>,
}

fn scripted() -> impl Strategy<Value = Scripted> {
    let ops = [&Op::ALL[..], &[Op::UndocumentedGet, Op::UndocumentedPost]].concat();
    let idempotent = prop_oneof![4 => Just(None), 1 => any::<bool>().prop_map(Some)];
    let steps = prop::collection::vec(step(), 8);
    (
        prop::sample::select(ops),
        1..=6_u32,
        idempotent,
        0..3_usize,
        steps,
    )
        .prop_map(|(op, max_attempts, idempotent, refused, steps)| {
            let (steps, meanings): (Vec<_>, Vec<_>) = steps.into_iter().unzip();
            let refusals = std::iter::repeat_n(Step::Fault(Fault::Refused), refused);
            let client = Settings {
                max_attempts: Some(max_attempts),
                idempotent,
                // Beyond what six cool-downs take.
                patience_s: Some(1000.0),
                ..Settings::default()
            };
            Scripted {
                op,
                case: Case::scripted(client, refusals.chain(steps).collect()),
                meanings: std::iter::repeat_n(Meaning::Unprocessed, refused)
                    .chain(meanings)
                    .collect(),
            }
        })
}

impl Scripted {
    /// The attempts that there should be.
    fn attempts(&self) -> usize {
        let most = self
            .case
            .client
            .max_attempts
            .map_or(4, |most| most as usize);
        let repeatable = self
            .case
            .client
            .idempotent
            .unwrap_or(self.op.is_repeatable());
        let goes_on = |meaning: &Meaning| match meaning {
            Meaning::Over => false,
            Meaning::Unclear => repeatable,
            Meaning::Unprocessed => true,
        };
        let passed = self
            .meanings
            .iter()
            .take_while(|meaning| goes_on(meaning))
            .count();
        (passed + 1).min(most)
    }
}

/// Performs a case to its end.
fn performed(op: Op, case: &Case) -> Result<Performed, TestCaseError> {
    // Work beside the suite would make its time-outs late.
    suite::report();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let stage = Stage::new(op, case, false)
            .await
            .map_err(TestCaseError::fail)?;
        let performed = stage.perform(op, case, false).await;
        performed.map_err(TestCaseError::fail)
    })
}

proptest! {
    #![proptest_config(Config { cases: 100, failure_persistence: None, ..Config::default() })]

    #[test]
    fn a_call_is_made_as_often_as_policy_and_safety_allow(scripted in scripted()) {
        let performed = performed(scripted.op, &scripted.case)?;
        let refusals = scripted.case.server.iter().filter(|step| matches!(step, Step::Fault(Fault::Refused))).count();
        let attempts = scripted.attempts();
        prop_assert_eq!(performed.outcome.attempts(), attempts);
        prop_assert_eq!(performed.arrivals.len(), attempts - refusals.min(attempts));
    }

    #[test]
    fn the_budget_bounds_the_attempts_of_all_calls(
        steps in prop::collection::vec(step(), 60),
        calls in 1..10_usize,
        reserve in 0..4_u32,
        percent in prop::sample::select(vec![0, 10, 50, 100]),
        op in prop::sample::select(vec![Op::Get, Op::Update, Op::Delete, Op::BulkUpsert]),
    ) {
        let client = Settings {
            max_attempts: Some(6),
            budget: Some(Budget { reserve, percent }),
            patience_s: Some(1000.0),
            calls_before: calls - 1,
            ..Settings::default()
        };
        let steps = steps.into_iter().map(|(step, _)| step).collect();
        let performed = performed(op, &Case::scripted(client, steps))?;
        let successes = performed.arrivals.iter().filter(|arrival| {
            arrival.sent.as_ref().is_some_and(|sent| sent.status == 200 && sent.extent == Extent::Whole)
        });
        let refilled = successes.count() * usize::try_from(percent).unwrap_or(0) / 100;
        let most = calls + usize::try_from(reserve).unwrap_or(0) + refilled;
        prop_assert!(performed.arrivals.len() <= most, "{} attempts, {most} at most", performed.arrivals.len());
    }
}
