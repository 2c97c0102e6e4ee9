//! Virtual environments for tests, each made once under the target folder. Owns making them, also when
//! several test runs want one at the same time; must not know what is done with them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::untested;

/// The interpreter of the environment of that name with those requirements, which is made if it is not
/// there or if the requirements have changed.
pub fn python(name: &str, requirements: &str) -> Result<PathBuf, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let folder = target.join(name);
    // Held until the end of this function, or of this process.
    let lock = File::create(target.join(format!("{name}.lock"))).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    // Written last: a half-made environment has none.
    let stamp = folder.join("requirements.txt");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if fs::read_to_string(&stamp).is_ok_and(|made| made == requirements) && runs(&python) {
        return Ok(python);
    }
    make(&folder, &python, requirements)?;
    fs::write(&stamp, requirements).map_err(|error| error.to_string())?;
    Ok(python)
}

/// Says that a test is skipped, and why; fails instead where nothing may be skipped.
pub fn skip(why: &str) -> Option<PathBuf> {
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{why}");
    untested::say(why);
    None
}

/// The system's Python may have gone since the environment was made.
fn runs(python: &Path) -> bool {
    Command::new(python).arg("--version").output().is_ok_and(|done| done.status.success())
}

fn make(folder: &Path, python: &Path, requirements: &str) -> Result<(), String> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let system = if cfg!(windows) { "python" } else { "python3" };
    run(Command::new(system).args(["-m", "venv"]).arg(folder))?;
    let wanted = folder.join("wanted.txt");
    fs::write(&wanted, requirements).map_err(|error| error.to_string())?;
    run(Command::new(python)
        .args(["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps", "-r"])
        .arg(&wanted))
}

fn run(command: &mut Command) -> Result<(), String> {
    let done = command.output().map_err(|error| format!("{command:?} did not start: {error}"))?;
    if done.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(format!("{command:?} failed:\n{said}"))
}
