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
use crate::words::counted;

/// All that is said of a change to the data.
#[derive(Clone, Copy)]
pub struct Verdict<'v> {
    /// How people know the state before: a revision or a folder.
    pub base: &'v str,
    /// How people know the state after.
    pub head: &'v str,
    /// What changed, as `diff::between` has it.
    pub changes: &'v [Change],
    /// Whether the data of both states could be read whole; else there are no changes and no documents.
    pub is_compared: bool,
    /// What the policy says of it, or what keeps the data from being read.
    pub findings: &'v [Finding],
    /// How many findings of the state after were there before, and are not among these.
    pub known: usize,
    /// The documents that change: an edit's `before` is what the base makes, its `after` what the head
    /// makes.
    pub documents: &'v [Planned],
    /// What could not be compared and why: whole sentences.
    pub notes: &'v [String],
}

impl Verdict<'_> {
    /// What changed of facts, and what of sites.
    fn facts_and_sites(&self) -> (Vec<&Change>, Vec<&Change>) {
        self.changes.iter().partition(|change| change.section.is_of_facts())
    }

    /// All of it in one clause: `2 facts changed; 1 change to sites; the policy finds 1 error; 3 documents
    /// change`.
    fn summary(&self) -> String {
        if !self.is_compared {
            return format!("not compared, as the data has {}", super::counted(self.findings));
        }
        let (facts, sites) = self.facts_and_sites();
        let mut facts = match facts.len() {
            0 => "no fact changed".to_owned(),
            n => format!("{} changed", counted(n, "fact")),
        };
        // Where a fact is written by hand is none: who reads this asks first whether one moved.
        if !sites.is_empty() {
            facts.push_str(&format!("; {} to sites", counted(sites.len(), "change")));
        }
        let policy = match self.findings {
            [] if self.known > 0 => "the policy has no new objection".to_owned(),
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
        let known = match self.known {
            0 => String::new(),
            1 => "; 1 finding was there before".to_owned(),
            n => format!("; {n} findings were there before"),
        };
        if self.changes.is_empty() && self.findings.is_empty() && self.documents.is_empty() {
            return format!("{facts}{known}");
        }
        format!("{facts}; {policy}{known}{documents}")
    }

    /// The heading of the findings.
    fn findings_title(&self) -> &'static str {
        if self.is_compared { "What the policy says" } else { "What is wrong" }
    }
}
