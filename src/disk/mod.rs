//! The only place that touches the file system and git. Owns reading trees and carrying out a plan;
//! must not know what the files mean.

pub(crate) mod apply;
pub(crate) mod checkout;
mod fault;
pub(crate) mod git;
pub(crate) mod named;
pub(crate) mod project;
pub(crate) mod root;
pub(crate) mod walk;

pub(crate) use fault::Fault;

use std::path::Path;

/// Nobody writes a larger file by hand.
pub(crate) const MOST_BYTES: u64 = 16 << 20;

/// A path as people read it, with `/` between names on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
