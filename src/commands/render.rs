//! `pep11 render`: carries the plan out, or shows it.

use std::path::Path;

use pep11::plan::Planned;

use super::plan::{self, Plan};
use crate::cli;
use crate::console::{self, Status, Unable};
use crate::disk::apply::apply;
use pep11::words::counted;

pub(super) fn run(given: Option<&Path>, args: &cli::Render) -> Result<Status, Unable> {
    let located = super::located(given)?;
    let reviewed = match super::reviewed(&located.project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let plan = match plan::plan(&located, &reviewed, &args.into)? {
        Ok(plan) if plan.findings.is_empty() => plan,
        Ok(Plan { findings, .. }) | Err(findings) => {
            console::complain(&findings);
            return Ok(Status::Found);
        }
    };
    console::complain(&reviewed.findings);
    if args.diff {
        console::result(&plan.planned.iter().map(Planned::diff).collect::<String>())?;
    } else {
        let edits: Vec<_> = plan.planned.iter().map(|planned| planned.edit.clone()).collect();
        apply(&edits, Some(&located.folder.join("out")))?;
        console::result(&plan.planned.iter().map(line).collect::<String>())?;
    }
    console::note(&summary(&plan, args));
    Ok(Status::Fine)
}

/// One line for one file.
pub(super) fn line(planned: &Planned) -> String {
    match planned.documents().as_slice() {
        [] => format!("{:8} {}\n", planned.verb(), planned.shown),
        documents => format!("{:8} {} ({})\n", planned.verb(), planned.shown, documents.join(", ")),
    }
}

fn summary(plan: &Plan, args: &cli::Render) -> String {
    let of = plan.counted(!args.into.is_empty());
    let verb = if args.diff { "would change" } else { "changed" };
    let files = counted(plan.planned.len(), "file");
    if plan.planned.is_empty() { format!("{of}: nothing to do") } else { format!("{of}: {files} {verb}") }
}
