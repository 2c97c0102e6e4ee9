//! The plan that `render` carries out and `check` reports. Owns how documents, regions and the disk
//! come together.

use std::path::{Path, PathBuf};

use pep11::finding::Finding;
use pep11::lookup;
use pep11::plan::{self, Edit, Planned, Reason};
use pep11::project::Reviewed;
use pep11::region::{self, Form, Unresolved};
use pep11::render::Documents;
use pep11::words::counted;

use crate::console::Unable;
use crate::disk::project::Located;
use crate::disk::root::path_in_diff;
use crate::disk::walk::walk;

/// What is to be done, and what stands in its way.
pub(super) struct Plan {
    /// The edits, documents first.
    pub(super) planned: Vec<Planned>,
    /// How many documents there are.
    pub(super) documents: usize,
    /// How many regions there are.
    pub(super) regions: usize,
    /// What is wrong with regions: with any of it, nothing may be written.
    pub(super) findings: Vec<Finding>,
}

impl Plan {
    /// What the plan is of, in words.
    pub(super) fn counted(&self, with_regions: bool) -> String {
        let documents = counted(self.documents, "document");
        if with_regions { format!("{documents} and {}", counted(self.regions, "region")) } else { documents }
    }
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
        // What lies in `out/` is a document, not a place of regions.
        let own = out.canonicalize().ok();
        let is_own = |path: &Path| {
            own.as_ref().is_some_and(|own| path.canonicalize().is_ok_and(|path| path.starts_with(own)))
        };
        let visit = |path: &Path, bytes: &[u8]| {
            if is_own(path) { Ok((0, None)) } else { refresh(path, bytes, &documents) }
        };
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
    for planned in &mut planned {
        planned.in_diff = Some(path_in_diff(&planned.edit.path, &planned.shown, &located.folder));
    }
    Ok(Ok(Plan { planned, documents: documents.len(), regions, findings }))
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
    let shown_path = crate::disk::shown(path);
    let shown_path = shown_path.trim_start_matches("./").to_owned();
    let shown = region::shown(&shown_path, bytes, &body)?;
    let stale = shown.iter().filter(|shown| shown.stale);
    let stale: Vec<_> = stale.map(|shown| (shown.region.line, shown.region.name.clone())).collect();
    let planned = region::splice(bytes, &shown).map(|after| Planned {
        edit: Edit { path: path.to_owned(), before: Some(bytes.to_vec()), after: Some(after) },
        shown: shown_path,
        in_diff: None,
        reason: Reason::Regions(stale),
    });
    Ok((shown.len(), planned))
}
