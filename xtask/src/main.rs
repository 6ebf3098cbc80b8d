//! `cargo xtask`: see `cargo xtask --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(xtask::cli::run(
        std::env::args_os(),
        &mut std::io::stdout().lock(),
    ))
}
