//! The emulator as a command.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use planhat_emulator::{Absent, Builder, Emulator, Nulls, StartError};

/// A Planhat in memory, to develop and test against. It forgets everything when it ends.
#[derive(Debug, Parser)]
#[command(version)]
struct Cli {
    /// Where to listen. Whoever can reach the address can reach the emulator; port 0 is a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
    listen: SocketAddr,
    /// Take this token for everything (may be repeated)
    #[arg(long, value_name = "TOKEN", default_value = Emulator::TOKEN)]
    token: Vec<String>,
    /// Take this token for reading alone (may be repeated)
    #[arg(long, value_name = "TOKEN")]
    read_only_token: Vec<String>,
    /// Make object ids of this seed, so that two runs differ by their times alone
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// What a null that is sent does
    #[arg(long, value_enum, default_value_t = Null::Store)]
    nulls: Null,
    /// Answer everything about this resource with 403 (may be repeated)
    #[arg(long, value_name = "RESOURCE")]
    forbidden: Vec<String>,
    /// Answer everything about this resource with 404 (may be repeated)
    #[arg(long, value_name = "RESOURCE")]
    not_found: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Null {
    /// It is stored
    Store,
    /// It removes the property
    Unset,
    /// It does nothing
    Ignore,
}

/// Why the command ended.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to tell if this fails too.
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), Failed> {
    let emulator = builder(cli).start().await?;
    // The first line is for programs that start this one, and wait for it.
    writeln!(io::stdout(), "{}", emulator.url())?;
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn builder(cli: Cli) -> Builder {
    let mut builder = Emulator::builder().bind(cli.listen).nulls(match cli.nulls {
        Null::Store => Nulls::Store,
        Null::Unset => Nulls::Unset,
        Null::Ignore => Nulls::Ignore,
    });
    if let Some(seed) = cli.seed {
        builder = builder.ids_of_seed(seed);
    }
    for token in cli.token {
        builder = builder.token(token);
    }
    for token in cli.read_only_token {
        builder = builder.read_only_token(token);
    }
    for resource in cli.forbidden {
        builder = builder.absent(resource, Absent::Forbidden);
    }
    for resource in cli.not_found {
        builder = builder.absent(resource, Absent::NotFound);
    }
    builder
}
