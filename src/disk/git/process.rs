//! How git is run. Owns its environment, so that it answers the same everywhere and only reads; must
//! not know what is asked.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Refusal;

/// git in a folder.
#[derive(Debug)]
pub(super) struct Git {
    folder: PathBuf,
}

/// Where a hook or an alias says that the repository is. The folder alone decides here: a relative
/// `GIT_DIR` is wrong in any other, and with one git takes each folder for the top of the working tree.
const PLACES: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// Other readings of paths, which git refuses beside the literal one.
const PATTERNS: [&str; 3] = ["GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"];

const ENVIRONMENT: [(&str, &str); 6] = [
    // The words that are looked for in its messages are the untranslated ones.
    ("LC_ALL", "C"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_LITERAL_PATHSPECS", "1"),
    ("GIT_TERMINAL_PROMPT", "0"),
    // A partial clone does not fetch what it lacks; versions before 2.45 only obey the second.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
];

/// Programs that a checkout's own settings may name, which is anybody's checkout: none is run.
const SETTINGS: [&str; 4] = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];

impl Git {
    pub(super) fn in_folder(folder: &Path) -> Self {
        // The current folder has no name of its own, and no process starts in a folder without one.
        let folder = if folder == Path::new("") { Path::new(".") } else { folder };
        Self { folder: folder.to_owned() }
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(SETTINGS)
            .args(arguments)
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .envs(ENVIRONMENT);
        for name in PLACES.iter().chain(&PATTERNS) {
            command.env_remove(name);
        }
        command
    }

    /// What git says on standard output, if it succeeds.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<String, Refusal> {
        let done = self.command(arguments).output().map_err(|error| match error.kind() {
            ErrorKind::NotFound => Refusal::NotInstalled,
            _ => Refusal::Said(format!("git cannot be run: {error}")),
        })?;
        if done.status.success() {
            return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
        }
        Err(Refusal::read(&String::from_utf8_lossy(&done.stderr)))
    }

    /// The hash of the one object that a name stands for, or what git says of it instead.
    pub(super) fn id(&self, name: &str) -> Result<String, String> {
        let done = self.command(&["rev-parse", "--verify", name]).output();
        let done = done.map_err(|error| error.to_string())?;
        let id = String::from_utf8_lossy(&done.stdout).trim_end().to_owned();
        // `^name`, which means all but that, is also verified.
        if done.status.success() && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(id);
        }
        Err(String::from_utf8_lossy(&done.stderr).into_owned())
    }
}
