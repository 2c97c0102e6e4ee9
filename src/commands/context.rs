//! `pep11 context`: what a template sees, as JSON.

use std::path::Path;

use crate::cli;
use crate::console::{self, Status, Unable};
use crate::disk::project::Need;

pub(super) fn run(given: Option<&Path>, args: &cli::Context) -> Result<Status, Unable> {
    let project = super::located_or_built_in(given, Need::Templates)?;
    let reviewed = match super::reviewed(&project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let renderer = match project.renderer(&reviewed.registry, None) {
        Ok(renderer) => renderer,
        Err(unshown) => return super::show::said(unshown),
    };
    let context = match &args.document {
        Some(name) => renderer.context(super::show::find(&renderer, name)?),
        None => renderer.shared_context(),
    };
    let json = serde_json::to_string_pretty(&context).map_err(std::io::Error::from)?;
    console::result(&format!("{json}\n"))?;
    Ok(Status::Fine)
}
