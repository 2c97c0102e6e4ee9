//! What the file system refused. Owns the words for it; must not know which command met it.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A file or folder that could not be read or written: exit status 2.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    /// Where.
    pub(crate) path: PathBuf,
    /// What is wrong: one clause, in lower case.
    pub(crate) message: String,
    /// What to do: one sentence in the imperative.
    pub(crate) help: String,
}

impl Fault {
    pub(crate) fn new(path: &Path, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { path: path.to_owned(), message: message.into(), help: help.into() }
    }

    /// Something that was there a moment ago could not be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::new(path, "vanished while it was read", "Run the command again."),
            ErrorKind::PermissionDenied => {
                Self::new(path, "cannot be read: permission denied", "Make it readable with `chmod u+rX`.")
            }
            ErrorKind::IsADirectory => {
                Self::new(path, "is a folder, where a file belongs", "Rename or remove the folder.")
            }
            ErrorKind::NotADirectory => Self::new(
                path,
                "cannot be there: a file stands where its folder belongs",
                "Rename or remove that file.",
            ),
            _ => Self::new(
                path,
                format!("cannot be read: {error}"),
                "Mend the file system, then run the command again.",
            ),
        }
    }

    /// Something could not be written; all is as it was.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Self {
        match error.kind() {
            ErrorKind::PermissionDenied => Self::new(
                path,
                "cannot be written: permission denied; nothing has been changed",
                "Make its folder writable with `chmod u+w`, then run the command again.",
            ),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::new(
                path,
                "cannot be written: no space left; nothing has been changed",
                "Free some space, then run the command again.",
            ),
            _ => Self::new(
                path,
                format!("cannot be written: {error}; nothing has been changed"),
                "Remove what is in the way, then run the command again.",
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path.display(), self.message)
    }
}
