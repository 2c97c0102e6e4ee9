//! What changed, as people and machines read it: for a terminal, as a comment on a pull request, and
//! as JSON. Must not know how changes are found, nor what makes them allowed.

use crate::diff::Change;
use crate::finding::Finding;
use crate::plan::Planned;

/// All that is said of a change to the data.
#[derive(Clone, Copy)]
pub struct Verdict<'v> {
    /// How people know the state before: a revision or a folder.
    pub base: &'v str,
    /// How people know the state after.
    pub head: &'v str,
    /// What changed, as `diff::between` has it.
    pub changes: &'v [Change],
    /// What the policy says of it.
    pub findings: &'v [Finding],
    /// The documents that change: an edit's `before` is what the base makes, its `after` what the head
    /// makes.
    pub documents: &'v [Planned],
    /// What could not be compared and why: whole sentences.
    pub notes: &'v [String],
}

/// For a terminal; the styled form has ANSI escapes.
pub fn text(_verdict: &Verdict<'_>, _styled: bool) -> String {
    String::new()
}

/// For a comment on a pull request: never longer than what fits there.
pub fn markdown(_verdict: &Verdict<'_>) -> String {
    String::new()
}

/// For machines: the form is versioned.
pub fn json(_verdict: &Verdict<'_>) -> String {
    String::new()
}
