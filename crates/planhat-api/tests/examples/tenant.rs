//! An emulator that knows the examples' token, and what became of it.

use planhat_api::{Client, License};
use planhat_emulator::{Builder, Company, Emulator, Fault};

use super::TOKEN;

pub(crate) const COMPANY: &str = "61006bc89a3e0b702ed8ea49";

/// With a company `acme`.
pub(crate) fn tenant() -> Builder {
    let acme = Company::new(COMPANY).external_id("acme");
    Emulator::builder().token(TOKEN).token("test").company(acme)
}

/// Each fault strikes one call of this operation, so that the call behind it is answered.
pub(crate) fn inject(emulator: &Emulator, operation: &str, faults: Vec<Fault>) {
    for (fault, skipped) in faults.into_iter().zip((0..).step_by(2)) {
        emulator.inject(fault.on(operation).skip(skipped)).unwrap();
    }
}

/// Every fault that was to strike once did.
pub(crate) fn assert_all_struck(emulator: &Emulator) {
    for fault in emulator.faults() {
        assert_ne!(fault.left, Some(1), "{fault:?}");
    }
}

pub(crate) fn calls(emulator: &Emulator, method: &str) -> usize {
    let requests = emulator.requests();
    let same = requests.iter().filter(|request| request.method == method);
    same.count()
}

pub(crate) async fn licenses(emulator: &Emulator) -> Vec<License> {
    let client = Client::for_tests(emulator.url()).unwrap();
    let mut list = client.licenses().list().stream();
    list.collect_complete().await.unwrap()
}
