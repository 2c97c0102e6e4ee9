//! Commands as they have to be typed here, for messages. Owns the quoting of words for the shell; must
//! not know what any command does.

use std::path::{Path, PathBuf};

/// A command for the project that this one was given.
pub(super) fn command(given: Option<&Path>, name: &str) -> String {
    match given {
        Some(folder) => format!("pep11 -C {} {name}", quoted(folder)),
        None => format!("pep11 {name}"),
    }
}

/// An option for each path, with a blank before each.
pub(super) fn options(name: &str, paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!(" {name} {}", quoted(path))).collect()
}

/// A path as a word for the shell.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy().into_owned();
    // What begins with a dash would be an option.
    let text = if text.starts_with('-') { format!("./{text}") } else { text };
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
