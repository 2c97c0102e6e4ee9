//! `pep11 get`: one version for a script; what a reader should know besides goes to standard error.

use std::path::Path;

use pep11::query::{self, Origin};

use crate::cli;
use crate::console::{self, Status, Unable};
use crate::disk::project::Need;

pub(super) fn run(given: Option<&Path>, args: &cli::Get) -> Result<Status, Unable> {
    let project = super::located_or_built_in(given, Need::Data)?;
    let reviewed = match super::reviewed(&project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let answer = query::get(&reviewed.registry, &args.component, &args.python)
        .map_err(|unanswered| Unable::typed(unanswered.message, unanswered.help))?;
    console::result(&format!("{}\n", answer.version))?;
    if let Origin::Pin { by, on } = answer.origin {
        let by = by.map_or_else(String::new, |by| format!(" by {by}"));
        let on = on.map_or_else(String::new, |on| format!(" of {on}"));
        console::note(&format!("{} is a pin{by}{on}, not a lock: it may move", answer.version));
    }
    Ok(Status::Fine)
}
