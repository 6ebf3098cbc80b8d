//! The command line: what is asked for, done, and told.

mod run;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub use run::Exit;

/// Makes the client from the spec, and tells whether the two agree.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", term_width = 100, after_help = EXITS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    places: Places,
}

const EXITS: &str = "\
Exit codes:
  0  all is well
  1  stale: generated files do not follow from the spec; cargo xtask regen mends it
  2  the spec, or the oracle beside it, does not pass lint
  3  anything else: a wrong argument, a file that cannot be written, a build that failed";

#[derive(Debug, Subcommand)]
enum Command {
    /// Read, lint, lower and generate, then write what changed
    #[command(after_help = EXITS)]
    Regen {
        /// Write nothing; show what would change and exit with 1 if anything would
        #[arg(long)]
        check: bool,
    },
    /// Read and lint the spec, and hold it against tests/documented
    #[command(after_help = EXITS)]
    Lint {
        /// List the rules instead
        #[arg(long)]
        rules: bool,
    },
    /// Regen, then cargo build --workspace
    #[command(after_help = EXITS)]
    Build,
    /// Break the client in every known way and expect conformance to fail each
    #[command(after_help = EXITS)]
    Drill {
        /// Only the ways whose name holds this
        #[arg(long)]
        only: Option<String>,
    },
    /// Build a copy of the client with more resources, added as YAML alone
    #[command(after_help = EXITS)]
    Fixture,
    /// Look for types of other crates in the client's public signatures
    #[command(after_help = EXITS)]
    PublicTypes,
}

/// Where things stand; other places than the usual are for tests.
#[derive(Debug, Args)]
struct Places {
    #[arg(long, global = true, hide = true)]
    root: Option<PathBuf>,
    #[arg(long, global = true, hide = true)]
    spec: Option<PathBuf>,
    #[arg(long, global = true, hide = true)]
    documented: Option<PathBuf>,
}

/// Runs one command line and gives its exit code; everything that is told goes to `out`.
pub fn run<I, T>(arguments: I, out: &mut dyn Write) -> u8
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    let done = match Cli::try_parse_from(arguments) {
        Ok(cli) => run::run(&cli, out),
        Err(error) => {
            let exit = if error.use_stderr() {
                Exit::Failed
            } else {
                Exit::Fine
            };
            write!(out, "{}", error.render())
                .map(|()| exit)
                .map_err(Into::into)
        }
    };
    let exit = done.unwrap_or_else(|error| {
        // Nobody is left to tell if this fails too.
        let _ = writeln!(out, "error: {error:#}");
        Exit::Failed
    });
    exit.code()
}
