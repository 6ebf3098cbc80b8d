//! Measures `planhat-api`, against a server in a process of its own. See `--help`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for a terminal"
)]

mod child;
mod data;
mod memory;
mod million;
mod server;
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
    /// A million items through a bulk upsert and a million records through a stream: time, rate, and the peak memory of
    /// the process that does it. Fails when a bound on the memory is passed.
    Million(million::Options),
    /// The server.
    #[command(hide = true)]
    Serve(server::Options),
    /// One work of `million`, in a process of its own.
    #[command(hide = true)]
    Work(million::work::Options),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Million(options) => million::run(&options),
        Command::Serve(options) => server::run(&options).map(|()| true),
        Command::Work(options) => million::work::run(&options).map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("planhat-bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}
