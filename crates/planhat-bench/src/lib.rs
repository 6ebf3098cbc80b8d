//! Measures `planhat-api`, against a server in a process of its own. See `--help`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal"
)]

mod child;
mod compare;
mod contenders;
mod cores;
mod data;
mod memory;
mod million;
mod scale;
mod server;
mod stats;
mod table;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Measures planhat-api, against a server of its own on the loopback interface. Build it with --release.
#[derive(Debug, Parser)]
#[command(name = "planhat-bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// All ways to call the API side by side: how fast each is against a hand-written struct, and what it takes of memory.
    /// Fails when a must is missed.
    Compare(compare::Options),
    /// A million items through a bulk upsert and a million records through a stream: time, rate, and the peak memory of
    /// the process that does it. Fails when a bound on the memory is passed.
    Million(million::Options),
    /// What a record and an item take, from a thousand of them to a million. Fails when that grows.
    Scale(scale::Options),
    /// The server.
    #[command(hide = true)]
    Serve(server::Options),
    /// One work of `million`, in a process of its own.
    #[command(hide = true)]
    Work(million::work::Options),
    /// One work of one contender, for a profiler. Prints the most memory that it took, in bytes.
    Alone(compare::peak::Options),
}

/// Does what the command line says.
#[must_use]
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Compare(options) => compare::run(&options),
        Command::Million(options) => million::run(&options),
        Command::Scale(options) => scale::run(&options),
        Command::Serve(options) => server::run(&options).map(|()| true),
        Command::Work(options) => million::work::run(&options).map(|()| true),
        Command::Alone(options) => compare::peak::run(&options).map(|()| true),
    };
    exit(done)
}

/// What an allocator has counted so far.
#[derive(Debug, Clone, Copy)]
pub struct Heap {
    /// Allocations and reallocations.
    pub allocations: usize,
    /// Bytes that are held.
    pub bytes: usize,
}

/// Prints what decoded records take, by what the allocator of the program tells.
#[must_use]
pub fn counted(heap: fn() -> Heap) -> ExitCode {
    let counted =
        compare::counted::count(heap).and_then(|counted| Ok(serde_json::to_string(&counted)?));
    exit(counted.map(|json| {
        println!("{json}");
        true
    }))
}

fn exit(done: anyhow::Result<bool>) -> ExitCode {
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("planhat-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}
