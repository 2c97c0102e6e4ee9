//! The commands, one file each. Owns what several of them share: the project, and its plan.

mod adopt;
mod amend;
mod check;
mod clock;
mod context;
mod diff;
mod explain;
mod findings;
mod fix;
mod get;
mod import;
mod markdown;
mod plan;
mod record;
mod render;
mod rules;
mod scan;
mod schema;
mod show;
mod side;
mod typed;

use std::path::Path;

use pep11::finding::Finding;
use pep11::model::Date;
use pep11::project::{Project, Reviewed};

use crate::cli::{Cli, Command};
use crate::console::{self, Status, Unable};
use crate::disk::project::{self, Located, Need};

/// Runs what was typed.
pub(crate) fn run(cli: &Cli) -> Result<Status, Unable> {
    let given = cli.project.as_deref();
    match &cli.command {
        Command::Render(args) => render::run(given, args),
        Command::Check(args) => check::run(given, args),
        Command::Adopt(args) => adopt::run(given, args),
        Command::Diff(args) => diff::run(given, args),
        Command::Show(args) => show::run(given, args),
        Command::Get(args) => get::run(given, args),
        Command::Scan(args) => scan::run(given, args),
        Command::Context(args) => context::run(given, args),
        Command::Record(args) => record::run(given, args),
        Command::Import(args) => import::run(given, args),
        Command::Markdown(args) => markdown::run(args),
        Command::Rules => rules::run(),
        Command::Explain(args) => explain::run(args),
        Command::Schema(args) => schema::run(args),
    }
}

/// The project that was named or is nearest; commands that write have no other.
fn located(given: Option<&Path>) -> Result<Located, Unable> {
    located_for(given, Need::Output)
}

/// The same, with no more of it than is needed.
fn located_for(given: Option<&Path>, need: Need) -> Result<Located, Unable> {
    project::load(given, need).map_err(Unable::Disk)?.ok_or_else(|| {
        Unable::typed(
            "there is no project here: no folder upwards has data/ with pythons.yaml or platforms/",
            "Change to the project's folder, or name it with `-C DIR`.",
        )
    })
}

/// The project, or the data that is built in, which is said.
fn located_or_built_in(given: Option<&Path>, need: Need) -> Result<Project, Unable> {
    if let Some(located) = project::load(given, need).map_err(Unable::Disk)? {
        return Ok(located.project);
    }
    console::note(concat!("no project here; this is the data built into pep11 ", env!("CARGO_PKG_VERSION")));
    Ok(project::built_in())
}

/// The data, if nothing in it is an error; else it is said what is.
fn reviewed(project: &Project) -> Result<Reviewed, Status> {
    let reviewed = project.review();
    if reviewed.is_faulty() {
        console::complain(&reviewed.findings);
        return Err(Status::Found);
    }
    Ok(reviewed)
}

/// The data, if it can be read; else it is said why not. What rules find in it does not matter: an edit may
/// be what mends it.
fn readable(project: &Project) -> Result<Reviewed, Status> {
    let reviewed = project.review();
    if reviewed.is_whole { Ok(reviewed) } else { Err(refused(&reviewed.findings)) }
}

/// Says what keeps a command from writing.
fn refused(findings: &[Finding]) -> Status {
    console::complain(findings);
    console::note("nothing was written");
    Status::Found
}

/// A day that was typed.
fn date(text: &str) -> Result<Date, Unable> {
    pep11::parse::date(text).ok_or_else(|| {
        Unable::typed(
            format!("`{text}` is not a date"),
            "Write year, month and day of a day that exists, such as `2024-03-07`.",
        )
    })
}

/// A link that was typed, as it may stand in the data.
fn url(text: &str) -> Result<&str, Unable> {
    if let Some(bare) = pep11::parse::without_credentials(text) {
        let message = "the link has a name or a password before `@`, which everybody would read";
        return Err(Unable::typed(message, format!("Write `{bare}`.")));
    }
    pep11::parse::is_link(text).then_some(text).ok_or_else(|| {
        Unable::typed(
            format!("`{text}` is not a link"),
            "Write a whole link that begins with `https://`, such as `https://github.com/python/peps/pull/4984`.",
        )
    })
}
