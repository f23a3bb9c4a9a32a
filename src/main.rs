//! Picks the front end: a command of the command line, or the window. The only place that exits.

use std::process::ExitCode;

fn main() -> ExitCode {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("error")).init();
    milieu::cli::main()
}
