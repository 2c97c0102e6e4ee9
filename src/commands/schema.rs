//! `pep11 schema`: the JSON Schema of what commands print for programs.

use pep11::report;

use crate::cli::{self, Described};
use crate::console::{self, Status, Unable};

pub(super) fn run(args: &cli::Schema) -> Result<Status, Unable> {
    let schema = match args.command {
        Described::Check => report::json::schema(),
        Described::Diff => report::diff::schema(),
        Described::Scan => report::scan::schema(),
    };
    console::result(&schema.map_err(std::io::Error::from)?)?;
    Ok(Status::Fine)
}
