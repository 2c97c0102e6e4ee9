//! A plan: what should become of files, before anything is written. Owns the edits; must not know
//! how they are carried out.

use std::path::PathBuf;

/// One file, as it is and as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where it is.
    pub path: PathBuf,
    /// What it held when it was read; none if there was no file.
    pub before: Option<Vec<u8>>,
    /// What it should hold; none if there should be no file.
    pub after: Option<Vec<u8>>,
}
