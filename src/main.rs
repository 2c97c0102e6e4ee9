//! The command `pep11`. Owns the edges: arguments, the file system, the terminal, the exit status.

mod cli;
mod commands;
mod console;
mod disk;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    console::exit_code(commands::run(&cli))
}
