//! What a server was told to expect, and what it met.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use httpmock::HttpMockRequest;

use crate::call::Call;
use crate::request::Arrived;
use crate::when::Conditions;

/// The mocks and the calls of one server.
#[derive(Default)]
pub(crate) struct Log(Mutex<State>);

#[derive(Default)]
struct State {
    /// By number; none where it was deleted.
    mocks: Vec<Option<Arc<Conditions>>>,
    calls: Vec<Call>,
    /// How many of the first calls are no longer held against the test.
    excused: usize,
}

impl Log {
    /// Notes a mock, and gives its number.
    pub(crate) fn add(&self, conditions: Arc<Conditions>) -> usize {
        let mut state = self.state();
        state.mocks.push(Some(conditions));
        state.mocks.len() - 1
    }

    /// A mock is no more.
    pub(crate) fn remove(&self, number: usize) {
        if let Some(mock) = self.state().mocks.get_mut(number) {
            *mock = None;
        }
    }

    /// A mock answered.
    pub(crate) fn answered(&self, request: &HttpMockRequest, status: u16) {
        let call = Call::answered(&Arrived::new(request), status);
        self.state().calls.push(call);
    }

    /// No mock did.
    pub(crate) fn unexpected(&self, request: &HttpMockRequest) -> Call {
        let arrived = Arrived::new(request);
        // A condition of the test's own may take its time, so none is asked while others wait for this lock.
        let mocks = self.state().mocks.clone();
        let call = Call::unexpected(&arrived, reasons(&arrived, &mocks));
        self.state().calls.push(call.clone());
        call
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// The calls that no mock answered, each handed out once.
    pub(crate) fn take_unexpected(&self) -> Vec<Call> {
        let mut state = self.state();
        let fresh = state.calls.get(state.excused..).unwrap_or_default();
        let unexpected = fresh.iter().filter(|call| call.status().is_none());
        let unexpected = unexpected.cloned().collect();
        state.excused = state.calls.len();
        unexpected
    }

    /// What to say of calls that no mock answered; none where there are none.
    pub(crate) fn complaint(&self) -> Option<String> {
        let state = self.state();
        let fresh = state.calls.get(state.excused..).unwrap_or_default();
        let unexpected = fresh.iter().filter(|call| call.status().is_none()).count();
        (unexpected > 0).then(|| {
            let all = state.calls.len();
            format!(
                "planhat-mock: no mock fits {unexpected} of {all} calls\n{}",
                list(&state.calls)
            )
        })
    }

    /// All calls, a line each.
    pub(crate) fn list(&self) -> String {
        list(&self.state().calls)
    }

    /// A panic elsewhere leaves lists that are still whole.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn list(calls: &[Call]) -> String {
    if calls.is_empty() {
        return "  nothing was called".to_owned();
    }
    let lines: Vec<String> = calls
        .iter()
        .map(|call| match call.status() {
            Some(_) => format!("    {call}"),
            None => format!("  ! {call}"),
        })
        .collect();
    lines.join("\n")
}

/// What kept each mock of the operation from answering.
fn reasons(request: &Arrived<'_>, mocks: &[Option<Arc<Conditions>>]) -> Vec<String> {
    let of_operation = mocks.iter().flatten();
    let reasons: Vec<String> = of_operation
        .filter(|conditions| request.calls(conditions.operation))
        .map(|conditions| match &conditions.misfits(request)[..] {
            [] => format!("{conditions}: it fits, but its replies are used up"),
            misfits => format!("{conditions}: {}", misfits.join("; ")),
        })
        .collect();
    match request.operation() {
        Some(operation) if reasons.is_empty() => vec![format!("nothing mocks {}", operation.id)],
        _ => reasons,
    }
}
