//! `pep11 record`: takes a lock from checkouts. Owns the order of its steps and what goes to which stream: the
//! commit message, or with `--diff` the diff, is the result, and all else is said on standard error. What
//! becomes of the data is not known here.

mod checkouts;
mod given;

use std::path::Path;

use pep11::finding::Finding;
use pep11::model::Date;
use pep11::plan::Planned;
use pep11::project::Reviewed;
use pep11::record::{self, Asked, Choice, Done, Given, Reading, Reason, Record, Ships};
use pep11::report;

use super::amend::{Amended, amend};
use super::clock::today;
use crate::cli;
use crate::console::{self, Status, Unable};
use crate::disk::project::Located;
use checkouts::{Sources, told};

/// Why nothing is recorded.
enum Stop {
    /// There is something against it.
    Refused(Vec<Finding>),
    /// The same, of the data as it would be.
    Amended(Box<Amended>),
    /// There is no answer.
    Unable(Unable),
}

impl From<Vec<Finding>> for Stop {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Refused(findings)
    }
}

impl From<Unable> for Stop {
    fn from(unable: Unable) -> Self {
        Self::Unable(unable)
    }
}

pub(super) fn run(given: Option<&Path>, args: &cli::Record) -> Result<Status, Unable> {
    let on = args.on.as_deref().map(super::date).transpose()?;
    for link in [&args.source, &args.approved].into_iter().flatten() {
        super::url(link)?;
    }
    for (option, text) in [("--why", &args.why), ("--remark", &args.remark)] {
        if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
            return Err(Unable::typed(format!("`{option}` says nothing"), "Write a sentence behind it."));
        }
    }
    let located = super::located(given)?;
    let before = match super::readable(&located.project) {
        Ok(before) => before,
        Err(status) => return Ok(status),
    };
    match recorded(args, on, located, &before) {
        Ok(()) => Ok(Status::Fine),
        Err(Stop::Refused(findings)) => Ok(super::refused(&findings)),
        Err(Stop::Amended(amended)) => Ok(amended.refused()),
        Err(Stop::Unable(unable)) => Err(unable),
    }
}

fn recorded(args: &cli::Record, on: Option<Date>, located: Located, before: &Reviewed) -> Result<(), Stop> {
    let registry = &before.registry;
    let platform = given::platform(registry, &args.platform)?;
    let asked = Asked {
        registry,
        platform,
        python: given::python(registry, &args.python)?,
        on: on.unwrap_or_else(today),
    };
    let decided = given::decided(platform, &args.decided)?;
    record::day(asked).map_err(|finding| vec![finding])?;
    let told = told(asked, &args.from, &decided)?;
    told.claims.iter().for_each(|claim| console::note(&claimed(claim)));
    console::message(&report::visible_lines(&table(&told.readings, &told.shipped)));
    let choices = record::choose(asked, &told.readings, &told.missed)?;
    let ships = record::ships(asked, &choices, &told.shipped)?;
    let shown = &platform.source.path;
    let path = shown.strip_prefix(&located.project.root).unwrap_or(shown);
    let remark = args.remark.as_deref().map(text);
    let given = Given { remark: remark.as_deref(), on, source: args.source.as_deref() };
    let Some(recorded) = record(asked, args, &choices, ships, &told.sources, given)? else {
        record::kept(asked, given).iter().for_each(|note| console::note(note));
        let lock = format!("the lock of {} for Python {}", *platform.name, asked.python);
        let amended = amend(located, before, path, &[], None).map_err(|refused| vec![refused])?;
        return same(args, &amended, &lock);
    };
    let mut amended =
        amend(located, before, path, &recorded.changes, Some(asked.on)).map_err(|refused| vec![refused])?;
    if amended.is_faulty() {
        given::remarkable(asked, &amended.reviewed.registry, &mut amended.found);
        return Err(Stop::Amended(Box::new(amended)));
    }
    let mut notes = record::notes(asked, &choices, &recorded);
    notes.extend(unused(args, &recorded));
    if !matches!(recorded.done, Done::Changed(_)) {
        notes.extend(record::kept(asked, given));
    }
    finish(args, &amended, &notes, &report::visible_lines(&record::message(asked, &choices, &recorded)))
}

/// What is to be done; where the lock is recorded is found out only if it has to be.
fn record<'r>(
    asked: Asked<'r>,
    args: &cli::Record,
    choices: &[Choice<'r>],
    ships: Vec<Ships<'r>>,
    sources: &Sources<'_>,
    given: Given<'_>,
) -> Result<Option<Record<'r>>, Stop> {
    let reason = || -> Result<Reason, Unable> {
        let source = args.source.clone().map_or_else(|| sources.of_lock(), Ok)?;
        Ok(Reason { source, why: args.why.as_deref().map(text), approved: args.approved.clone() })
    };
    let page = |files: &[&str]| sources.of_files(files);
    Ok(record::record(asked, choices, ships, given, reason, page)??)
}

/// What was typed and is not recorded.
fn unused(args: &cli::Record, recorded: &Record<'_>) -> Option<String> {
    let Done::Changed(moves) = &recorded.done else {
        let is_given = args.why.is_some() || args.approved.is_some();
        let note = "`--why` and `--approved` are for a lock that holds and changes, and are not recorded";
        return is_given.then(|| note.to_owned());
    };
    let is_noted = moves.iter().any(|moved| moved.is_approved);
    let note = "`--approved` is for what only the steering council may change, and is not recorded";
    (args.approved.is_some() && !is_noted).then(|| note.to_owned())
}

/// Where the data stays as it is, the documents may still lag behind it.
fn same(args: &cli::Record, amended: &Amended, lock: &str) -> Result<(), Stop> {
    let documents = if args.render { amended.rendered(&args.into)?? } else { Vec::new() };
    if documents.is_empty() {
        console::note(&format!("{lock} says so already: nothing to do"));
        return Ok(());
    }
    console::note(&format!("{lock} says so already: only documents change"));
    if args.diff {
        return Ok(console::result(&documents.iter().map(Planned::diff).collect::<String>())?);
    }
    console::message(&amended.write(&documents)?);
    Ok(())
}

/// Shows or writes what changes, and prints what it is for.
fn finish(args: &cli::Record, amended: &Amended, notes: &[String], message: &str) -> Result<(), Stop> {
    let rendered = if args.render { amended.rendered(&args.into)?? } else { Vec::new() };
    if !args.diff {
        console::message(&format!("\n{}", amended.write(&rendered)?));
    }
    amended.complain();
    notes.iter().for_each(|note| console::note(note));
    if !args.render && !args.diff {
        console::note("`pep11 render` brings the documents up to date");
    }
    console::message("\n");
    if args.diff {
        console::result(&(amended.diff() + &rendered.iter().map(Planned::diff).collect::<String>()))?;
        console::message(&format!("\n{message}"));
        return Ok(());
    }
    Ok(console::result(message)?)
}

fn claimed(claim: &record::Claim) -> String {
    let record::Claim { folder, python, .. } = claim;
    format!("`{folder}` does not say which Python version it is; it is taken to be {python}")
}

/// What was read, and where: one line each.
fn table(readings: &[Reading<'_>], shipped: &[record::Shipped<'_>]) -> String {
    let all = || readings.iter().chain(shipped.iter().map(|shipped| &shipped.inside));
    let keys = all().map(|reading| reading.component.key.chars().count()).max().unwrap_or(0);
    let versions = all().map(|reading| reading.version.as_str().chars().count()).max().unwrap_or(0);
    let line = |reading: &Reading<'_>| {
        let spelled = reading.spelled.as_ref().map_or_else(String::new, |spelled| format!(" ({spelled})"));
        let place = match &reading.place {
            Some(place) => {
                let line = place.line_and_column().map_or(1, |(line, _)| line);
                format!("{}:{line}{spelled}", place.source.path)
            }
            None => format!("as given{spelled}"),
        };
        format!("{:keys$}  {:versions$}  {place}\n", *reading.component.key, reading.version.as_str())
    };
    // What stands at several sites is one place.
    let mut lines: Vec<String> = Vec::new();
    for line in all().map(line) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.concat()
}

/// A reason, as the data has it: a text of several lines ends with a line break.
fn text(typed: &str) -> String {
    let text = typed.trim().replace("\r\n", "\n");
    if text.contains('\n') { text + "\n" } else { text }
}
