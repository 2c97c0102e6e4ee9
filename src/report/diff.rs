//! What changed between two states of a project, as people and machines read it: for a terminal, as a
//! comment on a pull request, and as JSON. Must not know how changes are found, nor what makes them
//! allowed.

mod fit;
mod json;
mod markdown;
mod safe;
mod text;

pub use json::{json, schema};
pub use markdown::markdown;
pub use text::text;

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

impl Verdict<'_> {
    /// All of it in one clause: `2 facts changed, 1 error, 3 documents`.
    fn summary(&self) -> String {
        let counted = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let facts = match self.changes.len() {
            0 => "no fact changed".to_owned(),
            n => format!("{} changed", counted(n, "fact")),
        };
        let policy = match self.findings {
            [] => "the policy has no objection".to_owned(),
            findings => format!("the policy finds {}", super::counted(findings)),
        };
        let documents = match self.documents.len() {
            // They may not have been compared.
            0 if !self.notes.is_empty() => String::new(),
            0 => "; no document changes".to_owned(),
            1 => "; 1 document changes".to_owned(),
            n => format!("; {n} documents change"),
        };
        if self.changes.is_empty() && self.findings.is_empty() && self.documents.is_empty() {
            return facts;
        }
        format!("{facts}; {policy}{documents}")
    }
}
