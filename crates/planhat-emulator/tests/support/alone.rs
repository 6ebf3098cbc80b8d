//! Tests that count what a process holds, and so have one to themselves.
#![cfg(target_os = "linux")]

use std::time::{Duration, Instant};

const MARK: &str = "PLANHAT_EMULATOR_TEST_ALONE";

/// Threads and open files of this process.
pub(crate) fn held() -> (usize, usize) {
    let count = |folder| std::fs::read_dir(folder).unwrap().count();
    (count("/proc/self/task"), count("/proc/self/fd"))
}

/// Waits until this process holds as much as it did. The system takes a moment to forget a thread that has been waited for,
/// and a server to notice that a peer has gone.
pub(crate) async fn until_held(before: (usize, usize)) {
    let since = Instant::now();
    while held() != before {
        let is_late = since.elapsed() > Duration::from_secs(10);
        assert!(!is_late, "{:?}, {before:?}", held());
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Runs the test of this name in a process of its own.
pub(crate) fn run(name: &str, test: impl Future<Output = ()>) {
    if std::env::var_os(MARK).is_none() {
        let alone = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env(MARK, "1")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&alone.stdout);
        assert!(alone.status.success(), "{told}");
        assert!(told.contains("1 passed"), "{told}");
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(test);
}
