//! What changed between two states of the data, by meaning: a line for each fact, in a reviewer's
//! words. Owns how facts of two states are matched; must not know whether a change is allowed, nor
//! how it is shown.

use crate::model::Registry;
use crate::source::Place;

/// One fact that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of fact it is; the order in which changes are told.
    pub section: Section,
    /// What it is about: `Python 3.12`.
    pub about: String,
    /// The fact: `WASI SDK`.
    pub what: String,
    /// What was said before, whole; none where nothing was.
    pub before: Option<String>,
    /// What is said now, whole; none where nothing is.
    pub after: Option<String>,
    /// The change as a clause that goes on from what it is about: `WASI SDK 16 → 21, recorded 2025-12-17`.
    /// Prose is shortened in it.
    pub says: String,
    /// Why it changed, where the data says so: Markdown.
    pub why: Option<String>,
    /// Where it can be read.
    pub source: Option<String>,
    /// Where it was said before.
    pub base: Option<Place>,
    /// Where it is said now.
    pub head: Option<Place>,
}

/// The kinds of facts, in the order in which a reviewer wants them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What Python versions are locked to.
    Locks,
    /// The targets of PEP 11.
    Tiers,
    /// The releases of Python.
    Releases,
    /// Platforms and their components.
    Platforms,
    /// What branches and distributions build with, and what others state.
    Builds,
    /// The platforms that are no longer supported.
    Retired,
}

/// Every fact of `head` that is not what it is in `base`, in the order of the sections; within one, by
/// what it is about.
pub fn between(_base: &Registry, _head: &Registry) -> Vec<Change> {
    Vec::new()
}
