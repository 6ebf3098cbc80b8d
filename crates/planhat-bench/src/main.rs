//! The command.

fn main() -> std::process::ExitCode {
    planhat_bench::main()
}
