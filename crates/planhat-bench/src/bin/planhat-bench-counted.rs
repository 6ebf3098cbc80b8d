//! Counts allocations: a program of its own, so that counting disturbs no time.

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static HEAP: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() -> std::process::ExitCode {
    planhat_bench::counted(|| {
        let stats = HEAP.stats();
        planhat_bench::Heap {
            allocations: stats.allocations + stats.reallocations,
            bytes: stats
                .bytes_allocated
                .saturating_sub(stats.bytes_deallocated),
        }
    })
}
