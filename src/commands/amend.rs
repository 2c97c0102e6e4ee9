//! Data that a command edits: in memory first, reviewed against what it was, and then written with all that
//! follows from it, or not at all. Must not know what is edited and why.

use std::collections::BTreeMap;
use std::path::PathBuf;

use pep11::edit::{self, Change};
use pep11::finding::{Finding, Severity};
use pep11::model::Date;
use pep11::plan::{Edit, Planned};
use pep11::project::Reviewed;
use pep11::rules::Against;

use super::plan::{self, Plan};
use super::render;
use crate::console::{self, Status, Unable};
use crate::disk::apply::{apply, writable};
use crate::disk::project::Located;
use crate::disk::root::path_in_diff;

/// A project with one file of its data edited, in memory.
pub(super) struct Amended {
    located: Located,
    /// The data as it would be.
    pub(super) reviewed: Reviewed,
    edit: Edit,
    /// The file's path as people know it.
    pub(super) shown: String,
    /// What is found in it that was not found before.
    pub(super) found: Vec<Finding>,
    /// The errors that are in it whatever the day.
    left: Vec<Finding>,
}

/// Edits a file of the data, and reviews what it then says as of a day.
///
/// # Errors
///
/// An edit that cannot be made.
pub(super) fn amend(
    located: Located,
    before: &Reviewed,
    path: &str,
    changes: &[Change],
    as_of: Option<Date>,
) -> Result<Amended, Finding> {
    let mut located = located;
    let project = &mut located.project;
    let shown = format!("{}{path}", project.root);
    let old = project.data.get(path).cloned().unwrap_or_default();
    let new = edit::edit(&shown, &old, changes)?;
    let known = project.review_against(Against { as_of, base: None }).findings;
    project.data.insert(path.to_owned(), new.clone());
    let reviewed = project.review_against(Against { as_of, base: Some(&before.registry) });
    let found = unknown(&reviewed.findings, &known);
    let left = project.review().findings.into_iter().filter(is_error).collect();
    let edit = Edit { path: located.folder.join(path), before: Some(old), after: Some(new) };
    Ok(Amended { located, reviewed, edit, shown, found, left })
}

/// The findings that are not among those that are known, wherever they stand now.
fn unknown(findings: &[Finding], known: &[Finding]) -> Vec<Finding> {
    let key = |finding: &Finding| (finding.rule, finding.message.clone());
    let mut counts = BTreeMap::new();
    for finding in known {
        *counts.entry(key(finding)).or_insert(0_usize) += 1;
    }
    let is_unknown = |finding: &&Finding| match counts.get_mut(&key(finding)) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    };
    findings.iter().filter(is_unknown).cloned().collect()
}

fn is_error(finding: &Finding) -> bool {
    finding.severity == Severity::Error
}

impl Amended {
    /// Says why it is not to be written; the lines are those of the edited file.
    pub(super) fn refused(&self) -> Status {
        console::note("this is what the data would say");
        super::refused(&self.found)
    }

    /// The edit as a unified diff.
    pub(super) fn diff(&self) -> String {
        self.edit.diff(&path_in_diff(&self.edit.path, &self.shown, &self.located.folder))
    }

    /// The documents that change with the data, and the regions in files, or what is wrong with them. Of data at
    /// fault none is made, as `render` makes none.
    pub(super) fn rendered(&self, into: &[PathBuf]) -> Result<Result<Vec<Planned>, Vec<Finding>>, Unable> {
        if !self.left.is_empty() {
            return Ok(Err(self.left.clone()));
        }
        let planned = match plan::plan(&self.located, &self.reviewed, into)? {
            Ok(Plan { planned, findings, .. }) if findings.is_empty() => planned,
            Ok(Plan { findings, .. }) | Err(findings) => return Ok(Err(findings)),
        };
        // Of two edits of one file the last would be left.
        let own = self.edit.path.canonicalize().ok();
        let is_own = |planned: &&Planned| own.is_some() && planned.edit.path.canonicalize().ok() == own;
        match planned.iter().find(is_own) {
            Some(planned) => Err(Unable::typed(
                format!("`{}` is the very data that changes, and has a region", planned.shown),
                "Leave it out of `--into`, and run `pep11 render --into` on it afterwards.",
            )),
            None => Ok(Ok(planned)),
        }
    }

    /// Writes the data, if it changes, and what was rendered, all or nothing, and says which files that were.
    pub(super) fn write(&self, rendered: &[Planned]) -> Result<String, Unable> {
        let own = Some(&self.edit).filter(|edit| edit.before != edit.after);
        // People write data, and what they have made read-only stays so.
        writable(own.map(std::slice::from_ref).unwrap_or_default())?;
        let edits = rendered.iter().map(|planned| &planned.edit);
        let edits: Vec<Edit> = own.into_iter().chain(edits).cloned().collect();
        apply(&edits, Some(&self.located.folder.join("out")))?;
        let data = own.map(|edit| format!("{:8} {}\n", edit.verb(), self.shown)).unwrap_or_default();
        Ok(data + &rendered.iter().map(render::line).collect::<String>())
    }

    /// Whether the data could still be read.
    pub(super) fn is_whole(&self) -> bool {
        self.reviewed.is_whole
    }

    /// Whether documents can be made of it.
    pub(super) fn is_sound(&self) -> bool {
        self.left.is_empty()
    }

    /// Whether anything that was not found before is an error.
    pub(super) fn is_faulty(&self) -> bool {
        self.found.iter().any(is_error)
    }

    /// Says what is new and no hindrance, and what stays at fault.
    pub(super) fn complain(&self) {
        let left = self.left.iter().filter(|finding| !self.found.contains(finding));
        console::complain(&self.found.iter().chain(left).cloned().collect::<Vec<_>>());
    }
}
