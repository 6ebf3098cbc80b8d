//! The command: replays the documented exchanges and reports, or holds recorded replies against client and spec.

mod cli;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

/// What the command exits with when it could not do its work at all.
const COULD_NOT_RUN: u8 = 2;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let done = cli::run(&cli, &mut out).and_then(|code| Ok(out.flush().map(|()| code)?));
    match done {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // What was told so far comes before why it ended. If neither can be told, the code still says it.
            let _ = out.flush();
            let _ = writeln!(std::io::stderr(), "conformance: {error:#}");
            ExitCode::from(COULD_NOT_RUN)
        }
    }
}
