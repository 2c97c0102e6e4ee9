//! git for tests: histories that are the same on every machine. Must not know what is tested.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Nobody's settings, one author, and one day unless another is given.
const ENVIRONMENT: [(&str, &str); 15] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_CONFIG_NOSYSTEM", "1"),
    ("GIT_CONFIG_COUNT", "1"),
    ("GIT_CONFIG_KEY_0", "init.defaultBranch"),
    ("GIT_CONFIG_VALUE_0", "main"),
    ("GIT_DEFAULT_HASH", "sha1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_AUTHOR_NAME", "A Person"),
    ("GIT_AUTHOR_EMAIL", "person@example.org"),
    ("GIT_AUTHOR_DATE", "2026-06-01T12:00:00Z"),
    ("GIT_COMMITTER_NAME", "A Person"),
    ("GIT_COMMITTER_EMAIL", "person@example.org"),
    ("GIT_COMMITTER_DATE", "2026-06-01T12:00:00Z"),
    ("LC_ALL", "C"),
];

/// What git, and who asks it, needs to know of the machine and of these tests. No repository is looked
/// for above `home`.
pub fn environment(home: &Path) -> Vec<(OsString, OsString)> {
    let fixed = ENVIRONMENT.iter().map(|&(name, value)| (name.into(), value.into()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let above = home.parent().unwrap_or(home);
    fixed.chain([("PATH".into(), path), ("GIT_CEILING_DIRECTORIES".into(), above.into())]).collect()
}

/// git in a folder below `home`.
pub fn command(home: &Path, folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).env_clear().envs(environment(home)).stdin(Stdio::null());
    command
}

/// What git says, which must succeed.
#[track_caller]
pub fn run(home: &Path, folder: &Path, arguments: &[&str]) -> String {
    fed(home, folder, arguments, "")
}

/// The same, with something on its standard input.
#[track_caller]
pub fn fed(home: &Path, folder: &Path, arguments: &[&str], input: &str) -> String {
    let mut command = command(home, folder);
    let command = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("these tests need git");
    // It may not read what it is given.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}
