//! The emulator as a command.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use planhat_emulator::{
    Absent, Builder, Emulator, Fault, Nulls, RateLimits, Seed, SeedSyntax, StartError, StateError,
};

/// A Planhat in memory, to develop and test against. It forgets everything when it ends, unless it has a file for its state.
#[derive(Parser)]
#[command(version)]
#[cfg_attr(
    feature = "docs",
    command(after_help = "The reference, to read and to try out, is at /_emulator/docs.")
)]
struct Cli {
    /// Where to listen. Whoever can reach the address can reach the emulator; port 0 is a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
    listen: SocketAddr,
    /// Take this token for everything (may be repeated); emulator-token, unless a token of either kind is given
    #[arg(long, value_name = "TOKEN")]
    token: Vec<String>,
    /// Take this token for reading alone (may be repeated)
    #[arg(long, value_name = "TOKEN")]
    read_only_token: Vec<String>,
    /// Start with the records that the vendor prints
    #[arg(long)]
    documented: bool,
    /// Start with the companies and records of this file, JSON or NDJSON (may be repeated)
    #[arg(long, value_name = "FILE")]
    seed: Vec<PathBuf>,
    /// Keep the state in this file: read at the start if it is there, and then in place of all seeds; written when an
    /// interrupt (Ctrl-C) or SIGTERM ends the program
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Make object ids of this number, so that two runs differ by their times alone
    #[arg(long, value_name = "NUMBER")]
    ids_of_seed: Option<u64>,
    /// Refuse calls beyond the documented limits
    #[arg(long)]
    rate_limits: bool,
    /// Make something go wrong from the start, as JSON: {"fault":"status","status":503,"share":0.1,"seed":7} (may be repeated)
    #[arg(long, value_name = "JSON")]
    fault: Vec<Fault>,
    /// Serve nothing under /_emulator
    #[arg(long)]
    no_control: bool,
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
    #[error("{path} cannot be read: {error}", path = path.display())]
    Read { path: PathBuf, error: io::Error },
    #[error("{path}: {error}", path = path.display())]
    Seed { path: PathBuf, error: SeedSyntax },
    #[error(transparent)]
    State(#[from] StateError),
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
    let mut ended = Ended::new()?;
    let emulator = builder(cli)?.start().await?;
    // The first line is for programs that start this one, and wait for it.
    writeln!(io::stdout(), "{}", emulator.url())?;
    ended.wait().await;
    Ok(emulator.stop()?)
}

/// The signals that end a program: those of a terminal, and of whatever else started it.
struct Ended {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Ended {
    /// Listens from now on.
    fn new() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self {
                signals: [
                    signal(SignalKind::interrupt())?,
                    signal(SignalKind::terminate())?,
                ],
            })
        }
        #[cfg(not(unix))]
        Ok(Self {})
    }

    async fn wait(&mut self) {
        #[cfg(unix)]
        {
            let [interrupt, terminate] = &mut self.signals;
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            // Nothing can end it but force.
            std::future::pending::<()>().await;
        }
    }
}

fn builder(cli: Cli) -> Result<Builder, Failed> {
    let mut builder = Emulator::builder()
        .bind(cli.listen)
        .control(!cli.no_control)
        .nulls(match cli.nulls {
            Null::Store => Nulls::Store,
            Null::Unset => Nulls::Unset,
            Null::Ignore => Nulls::Ignore,
        });
    if cli.documented {
        builder = builder.seed(Seed::documented());
    }
    for path in cli.seed {
        builder = builder.seed(seed(path)?);
    }
    if let Some(path) = cli.state {
        builder = builder.state_file(path);
    }
    if let Some(seed) = cli.ids_of_seed {
        builder = builder.ids_of_seed(seed);
    }
    if cli.rate_limits {
        builder = builder.rate_limits(RateLimits::documented());
    }
    for fault in cli.fault {
        builder = builder.fault(fault);
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
    Ok(builder)
}

fn seed(path: PathBuf) -> Result<Seed, Failed> {
    match std::fs::read_to_string(&path) {
        Ok(text) => text.parse().map_err(|error| Failed::Seed { path, error }),
        Err(error) => Err(Failed::Read { path, error }),
    }
}
