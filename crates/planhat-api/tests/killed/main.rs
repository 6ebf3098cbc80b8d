//! Runs in processes of their own that are killed at any point, and go on: they end as an undisturbed run does.
//!
//! A life of a run is a child: this file's own program, which runs [`child`] alone. What it sends goes
//! through a relay to an emulator that fails, before and after it writes.
#![allow(clippy::unwrap_used, reason = "a test stops where it cannot go on")]

mod child;
mod items;
mod point;
mod relay;
mod run;
mod truth;
mod watch;

use std::io::Write as _;
use std::ops::Range;
use std::time::Instant;

use crate::point::Point;
use crate::run::Figures;

/// What a child does; without a parent, nothing.
#[tokio::test]
#[ignore = "it is a child of the other tests"]
async fn child() {
    child::live().await;
}

/// The runs of these seeds, two at a time.
async fn runs(seeds: Range<u64>, items: u64) -> Figures {
    let lanes = [0, 1].map(|first| {
        let seeds = seeds.clone().skip(first).step_by(2);
        tokio::spawn(async move {
            let mut figures = Figures::default();
            for seed in seeds {
                let run = tokio::spawn(run::run(seed, items)).await;
                figures.add(&run.unwrap_or_else(|_| panic!("the run of seed {seed} failed")));
            }
            figures
        })
    });
    let mut figures = Figures::default();
    for lane in lanes {
        figures.add(&lane.await.unwrap());
    }
    figures
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_whose_process_is_killed_and_resumed_ends_as_an_undisturbed_one() {
    let figures = runs(0..24, 100).await;
    // Kills that hit nothing would prove nothing.
    for (kills, name) in figures.kills.iter().zip(Point::NAMES) {
        assert!(*kills > 0, "none was killed {name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it takes long: 200 runs of 20,000 items"]
async fn twenty_thousand_items_end_so_in_two_hundred_runs() {
    let seeds = match std::env::var("PLANHAT_KILLED_SEED") {
        Ok(seed) => {
            let seed = seed.parse().unwrap();
            seed..seed + 1
        }
        Err(_) => 0..200,
    };
    let began = Instant::now();
    let figures = runs(seeds, 20_000).await;
    writeln!(std::io::stdout(), "{figures} in {:?}", began.elapsed()).unwrap();
}
