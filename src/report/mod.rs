//! Findings for people and machines. Each form is a file; none may know where findings come from.

pub mod diff;
mod document;
mod extent;
pub mod github;
pub mod json;
pub mod sarif;
pub mod scan;
pub mod text;
mod visible;

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Severity};
use crate::words;

pub use visible::{visible, visible_lines};

/// What files are called where a report is read, by their paths as findings show them. What is missing
/// has the same path there.
pub type Paths = BTreeMap<String, String>;

/// The path of every file that findings name, as they show it.
pub fn paths(findings: &[Finding]) -> BTreeSet<&str> {
    let own = findings.iter().filter_map(|finding| finding.place.as_ref());
    let related = findings.iter().flat_map(|finding| finding.related.iter().map(|(place, _)| place));
    own.chain(related).map(|place| place.source.path.as_str()).collect()
}

fn known_as<'p>(paths: &'p Paths, shown: &'p str) -> &'p str {
    paths.get(shown).map_or(shown, String::as_str)
}

/// How many errors and how many warnings there are.
fn counts(findings: &[Finding]) -> (usize, usize) {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    (errors, findings.len() - errors)
}

/// The number of errors and warnings, in words.
fn counted(findings: &[Finding]) -> String {
    match counts(findings) {
        (errors, 0) => words::counted(errors, "error"),
        (0, warnings) => words::counted(warnings, "warning"),
        (errors, warnings) => {
            format!("{}, {}", words::counted(errors, "error"), words::counted(warnings, "warning"))
        }
    }
}
