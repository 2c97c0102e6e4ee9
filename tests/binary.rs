//! The binary under test, and projects for it. Must not know what is tested.

use std::path::Path;
use std::process::{Command, Stdio};

/// The binary in a folder, in an environment of nothing but a width of 100 columns.
pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pep11"));
    command.current_dir(folder).env_clear().env("COLUMNS", "100").stdin(Stdio::null());
    command
}
