//! Findings as the result of a command, in the form that was asked for. Owns which path a form gives to a
//! file; must not know what was found.

use std::path::Path;

use pep11::finding::Finding;
use pep11::report::{self, Paths};

use crate::cli::Format;
use crate::console::{self, Unable};
use crate::disk::root;

/// Prints findings: all of them in one go, so that no document is cut where this fails. `revision` is how
/// the paths begin that are not on the disk.
pub(super) fn print(
    findings: &[Finding],
    format: Format,
    project: &Path,
    revision: Option<&str>,
) -> Result<(), Unable> {
    let in_repository = || in_repository(findings, project, revision);
    let document = match format {
        Format::Text => return console::findings(findings),
        Format::Json => report::json::findings(findings),
        Format::Github => Ok(report::github::findings(findings, &in_repository())),
        Format::Sarif => report::sarif::findings(findings, &in_repository()),
    };
    console::result(&document.map_err(std::io::Error::from)?)
}

/// Whether a form is worth reading when the command could not answer: a document would seem to be whole.
pub(super) fn is_open_ended(format: Format) -> bool {
    matches!(format, Format::Text | Format::Github)
}

/// What GitHub calls each file: its path in the repository that holds it.
fn in_repository(findings: &[Finding], project: &Path, revision: Option<&str>) -> Paths {
    let is_on_disk = |shown: &&str| revision.is_none_or(|revision| !shown.starts_with(revision));
    let known = |shown: &str| Some((shown.to_owned(), root::path_in_repository(Path::new(shown), project)?));
    report::paths(findings).into_iter().filter(is_on_disk).filter_map(known).collect()
}
