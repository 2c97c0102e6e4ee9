//! `pep11 check --fix`: mends the data as far as that is certain. Owns what is said of it; what is
//! certain is not known here.

use pep11::finding::Finding;
use pep11::mend;
use pep11::plan::Edit;
use pep11::project::Project;

use crate::console::{self, Unable};
use crate::disk::apply::{apply, writable};
use crate::disk::project::Located;

/// Mends the files of `data/`, all or none, and says what was done.
pub(super) fn mend(located: &mut Located) -> Result<(), Unable> {
    let project = &mut located.project;
    let mended = mend::mend(&project.root, &project.data);
    let edit = |(path, after): (&String, &Vec<u8>)| Edit {
        path: located.folder.join(path),
        before: project.data.get(path).cloned(),
        after: Some(after.clone()),
    };
    let edits: Vec<Edit> = mended.files.iter().map(edit).collect();
    writable(&edits)?;
    apply(&edits, None)?;
    project.data.extend(mended.files);
    mended.done.iter().for_each(|done| console::note(&done.to_string()));
    Ok(())
}

/// How many of the findings can be mended, and by which command; nothing where none can.
pub(super) fn mendable(
    project: &Project,
    findings: &[Finding],
    command: impl Fn() -> String,
) -> Option<String> {
    let number = mend::mendable(&project.root, &project.data, findings);
    let which = match (number, findings.len()) {
        (0, _) => return None,
        (1, 1) => "this".to_owned(),
        (all, found) if all == found => format!("all {all}"),
        (some, _) => format!("{some} of these"),
    };
    Some(format!("{which} can be mended by `{}`", command()))
}
