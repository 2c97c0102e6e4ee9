//! Findings as the result of a command, in the form that was asked for. Owns which path a form gives to a
//! file; must not know what was found.

use std::path::Path;

use pep11::finding::Finding;
use pep11::report::{self, Paths};
use pep11::source::Place;

use crate::cli::Format;
use crate::console::{self, Unable};
use crate::disk::root;

/// Prints findings: all of them in one go, so that no document is cut where this fails. `roots` are the folders
/// that stand for a repository where there is none; `revision` is how the paths begin that are not on the disk.
pub(super) fn print(
    findings: &[Finding],
    format: Format,
    roots: &[&Path],
    revision: Option<&str>,
) -> Result<(), Unable> {
    let document = match format {
        Format::Text => return console::findings(findings),
        Format::Json => report::json::findings(findings),
        Format::Github => {
            let findings = &on_disk(findings, revision);
            Ok(report::github::findings(findings, &in_repository(findings, roots)))
        }
        Format::Sarif => {
            let findings = &on_disk(findings, revision);
            report::sarif::findings(findings, &in_repository(findings, roots))
        }
    };
    console::result(&document.map_err(std::io::Error::from)?)
}

/// The same, for those who can only open what is on the disk: a place in a revision becomes words.
fn on_disk(findings: &[Finding], revision: Option<&str>) -> Vec<Finding> {
    let is_elsewhere =
        |place: &Place| revision.is_some_and(|revision| place.source.path.starts_with(revision));
    let shown = |finding: &Finding| {
        let mut shown = finding.clone();
        shown.related.retain(|(place, _)| !is_elsewhere(place));
        if let Some(place) = shown.place.take_if(|place| is_elsewhere(place)) {
            let line = place.line_and_column().map(|(line, _)| format!(":{line}")).unwrap_or_default();
            shown.message = format!("{}{line}: {}", place.source.path, shown.message);
            shown.fix = None;
        }
        shown
    };
    findings.iter().map(shown).collect()
}

/// Whether a form is worth reading when the command could not answer: a document would seem to be whole.
pub(super) fn is_open_ended(format: Format) -> bool {
    matches!(format, Format::Text | Format::Github)
}

/// What GitHub calls each file: its path in the repository that holds it.
fn in_repository(findings: &[Finding], roots: &[&Path]) -> Paths {
    let known = |shown: &str| Some((shown.to_owned(), root::path_in_repository(Path::new(shown), roots)?));
    report::paths(findings).into_iter().filter_map(known).collect()
}
