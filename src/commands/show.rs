//! `pep11 show`: one document, as it is or as it stood on a day.

use std::path::Path;

use pep11::lookup;
use pep11::project::Unshown;
use pep11::render::{Document, Renderer};

use crate::cli;
use crate::console::{self, Status, Unable};
use crate::disk::project::Need;

pub(super) fn run(given: Option<&Path>, args: &cli::Show) -> Result<Status, Unable> {
    let as_of = args.as_of.as_deref().map(super::date).transpose()?;
    let project = super::located_or_built_in(given, Need::Templates)?;
    let reviewed = match super::reviewed(&project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let renderer = match project.renderer(&reviewed.registry, as_of) {
        Ok(renderer) => renderer,
        Err(unshown) => return said(unshown),
    };
    let document = find(&renderer, &args.document)?;
    match project.document(&reviewed.registry, &renderer, document, as_of) {
        Ok(text) => {
            console::result(&text)?;
            Ok(Status::Fine)
        }
        Err(unshown) => said(unshown),
    }
}

/// How a command ends that has nothing to show.
pub(super) fn said(unshown: Unshown) -> Result<Status, Unable> {
    match unshown {
        Unshown::Faulty(findings) => {
            console::complain(&findings);
            Ok(Status::Found)
        }
        Unshown::Unanswered { message, help } => Err(Unable::Typed { message, help }),
    }
}

/// The document with a name.
pub(super) fn find<'r>(renderer: &'r Renderer<'_>, name: &str) -> Result<&'r Document, Unable> {
    let paths: Vec<&str> = renderer.documents().iter().map(|document| document.path.as_str()).collect();
    let path = lookup::document(&paths, name, &[])
        .map_err(|unknown| Unable::typed(unknown.message, unknown.help))?;
    let found = renderer.documents().iter().find(|document| document.path == path);
    found.ok_or_else(|| Unable::typed(format!("there is no document `{name}`"), "Write another name."))
}
