//! The plan that `render` carries out and `check` reports. Owns how documents, regions and the disk
//! come together.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use pep11::finding::Finding;
use pep11::lookup;
use pep11::plan::{self, Edit, Planned, Reason};
use pep11::project::Reviewed;
use pep11::region::{self, Form, Unresolved};
use pep11::render::Documents;

use crate::console::Unable;
use crate::disk::project::Located;
use crate::disk::walk::walk;

/// What is to be done, or what stands in its way.
pub(super) struct Plan {
    /// The edits, documents first.
    pub(super) planned: Vec<Planned>,
    /// How many documents there are.
    pub(super) documents: usize,
    /// How many regions there are.
    pub(super) regions: usize,
}

/// Computes everything; nothing is written.
pub(super) fn plan(
    located: &Located,
    reviewed: &Reviewed,
    into: &[PathBuf],
) -> Result<Result<Plan, Vec<Finding>>, Unable> {
    let documents = match located.project.documents(&reviewed.registry) {
        Ok(documents) => documents,
        Err(findings) => return Ok(Err(findings)),
    };
    let out = located.folder.join("out");
    let shown = format!("{}out/", located.project.root);
    let mut planned = plan::of_documents(&out, &shown, &documents, &located.project.out);
    let mut findings = Vec::new();
    let mut regions = 0;
    if !into.is_empty() {
        let visit = |path: &Path, bytes: &[u8]| refresh(path, bytes, &documents);
        for (_, answer) in walk(into, &visit).map_err(Unable::Disk)? {
            match answer {
                Ok((count, stale)) => {
                    regions += count;
                    planned.extend(stale);
                }
                Err(more) => findings.extend(more),
            }
        }
    }
    if !findings.is_empty() {
        return Ok(Err(findings));
    }
    forget_own_output(&mut planned);
    Ok(Ok(Plan { planned, documents: documents.len(), regions }))
}

/// A file of `out/` that is also below a DIR is a document, not a place of regions.
fn forget_own_output(planned: &mut Vec<Planned>) {
    let own: BTreeSet<PathBuf> = planned
        .iter()
        .filter(|planned| planned.reason == Reason::Document)
        .filter_map(|planned| planned.edit.path.canonicalize().ok())
        .collect();
    planned.retain(|planned| {
        planned.reason == Reason::Document
            || planned.edit.path.canonicalize().map_or(true, |path| !own.contains(&path))
    });
}

type Refreshed = Result<(usize, Option<Planned>), Vec<Finding>>;

/// How many regions a file has, and what is to be done if any is stale.
fn refresh(path: &Path, bytes: &[u8], documents: &Documents) -> Refreshed {
    let paths: Vec<&str> = documents.keys().map(String::as_str).collect();
    let body = |form: &Form, name: &str| {
        let path = lookup::document(&paths, name, form.extensions)
            .map_err(|unknown| Unresolved { message: unknown.message, help: unknown.help })?;
        Ok(documents[path].clone())
    };
    let shown_path = path.to_string_lossy().replace('\\', "/");
    let shown = region::shown(&shown_path, bytes, &body)?;
    let stale = shown.iter().filter(|shown| shown.stale);
    let stale: Vec<_> = stale.map(|shown| (shown.region.line, shown.region.name.clone())).collect();
    let planned = region::splice(bytes, &shown).map(|after| Planned {
        edit: Edit { path: path.to_owned(), before: Some(bytes.to_vec()), after: Some(after) },
        shown: shown_path,
        reason: Reason::Regions(stale),
    });
    Ok((shown.len(), planned))
}
