//! `pep11 record`: takes a lock from checkouts. Owns which folders are read as what, and what is said of
//! it; what becomes of the data is not known here.

use std::path::Path;

use pep11::finding::Finding;
use pep11::model::platform::{Component, folded};
use pep11::model::{Date, Platform, Registry};
use pep11::plan::Planned;
use pep11::project::Reviewed;
use pep11::record::{self, Asked, Done, Reading, Reason};
use pep11::site::{self, Checkout};
use pep11::version::Python;

use super::amend::{Amended, amend};
use super::clock::today;
use crate::cli;
use crate::console::{self, Status, Unable};
use crate::disk::Fault;
use crate::disk::checkout::Root;
use crate::disk::git::Repository;
use crate::disk::project::Located;

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
    let on = args.on.as_deref().map_or_else(|| Ok(today()), super::date)?;
    for link in [&args.source, &args.approved].into_iter().flatten() {
        super::url(link)?;
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

fn recorded(args: &cli::Record, on: Date, located: Located, before: &Reviewed) -> Result<(), Stop> {
    let registry = &before.registry;
    let platform = platform(registry, &args.platform)?;
    let asked = Asked { registry, platform, python: python(registry, &args.python)?, on };
    let (readings, files) = readings(asked, args)?;
    console::result(&table(&readings))?;
    let choices = record::choose(asked, &readings)?;
    let Some(recorded) = record::record(asked, &choices, || reason(args, &files))?? else {
        let lock = format!("the lock of {} for Python {}", *platform.name, asked.python);
        console::note(&format!("{lock} says so already: nothing to do"));
        return Ok(());
    };
    let shown = &platform.source.path;
    let path = shown.strip_prefix(&located.project.root).unwrap_or(shown);
    let amended =
        amend(located, before, path, &recorded.changes, Some(on)).map_err(|refused| vec![refused])?;
    if amended.is_faulty() {
        return Err(Stop::Amended(Box::new(amended)));
    }
    if !matches!(recorded.done, Done::Changed(_)) && (args.why.is_some() || args.approved.is_some()) {
        console::note("`--why` and `--approved` are for a lock that holds and changes, and are not recorded");
    }
    finish(args, &amended, &record::message(asked, &choices, &recorded))
}

/// What is read in the first checkout, by its paths there.
type Files<'a> = Option<(&'a Path, Vec<String>)>;

/// What was typed and what stands in checkouts, in the order of the components.
fn readings<'r, 'a>(asked: Asked<'r>, args: &'a cli::Record) -> Result<(Vec<Reading<'r>>, Files<'a>), Stop> {
    let decided = decided(asked.platform, &args.decided)?;
    let mut readings = decided.clone();
    let mut files: Files<'a> = None;
    for folder in &args.from {
        let checkout = checkout(asked.registry, asked.platform, folder)?;
        let more = record::read(asked, &shown(folder), &checkout, &decided)?;
        let paths = || more.iter().map(|reading| reading.path.clone()).collect();
        files.get_or_insert_with(|| (folder.as_path(), paths()));
        readings.extend(more);
    }
    let components = &asked.platform.components;
    readings.sort_by_key(|reading| components.iter().position(|own| *own.key == *reading.component.key));
    Ok((readings, files))
}

fn reason(args: &cli::Record, files: &Files<'_>) -> Result<Reason, Unable> {
    let source = args.source.clone().map_or_else(|| page(files), Ok)?;
    Ok(Reason { source, why: args.why.as_deref().map(text), approved: args.approved.clone() })
}

/// Shows or writes what changes, and prints the commit message.
fn finish(args: &cli::Record, amended: &Amended, message: &str) -> Result<(), Stop> {
    let documents = if args.render { amended.documents()?? } else { Vec::new() };
    amended.complain();
    let changed = match args.diff {
        true => amended.diff() + &documents.iter().map(Planned::diff).collect::<String>(),
        false => amended.write(&documents)?,
    };
    console::result(&format!("\n{changed}\n{message}"))?;
    if !args.render && !args.diff {
        console::note("`pep11 render` brings the documents up to date");
    }
    Ok(())
}

fn platform<'r>(registry: &'r Registry, typed: &str) -> Result<&'r Platform, Unable> {
    let is_named =
        |platform: &&Platform| [platform.key.as_str(), &platform.name].map(folded).contains(&folded(typed));
    let keys: Vec<&str> = registry.platforms.iter().map(|platform| platform.key.as_str()).collect();
    let platform = registry.platforms.iter().find(is_named).ok_or_else(|| {
        Unable::typed(
            format!("there is no platform `{typed}`"),
            format!("The platforms are {}.", keys.join(", ")),
        )
    })?;
    if record::locked(platform).next().is_none() {
        let message = format!("no component of {} has a lock policy", *platform.name);
        let help = format!("Add `lock:` to a component in `{}`, or write a pin there.", platform.source.path);
        return Err(Unable::typed(message, help));
    }
    Ok(platform)
}

fn python(registry: &Registry, typed: &str) -> Result<Python, Unable> {
    let python = Python::of_release(typed).ok_or_else(|| {
        Unable::typed(format!("`{typed}` is not a version of Python"), "Write one such as `3.16`.")
    })?;
    if registry.releases.iter().any(|release| *release.python == python) {
        return Ok(python);
    }
    Err(Unable::typed(
        format!("Python {python} is not in `data/pythons.yaml`"),
        "Add it there, or with `pep11 import releases`.",
    ))
}

/// The versions that were typed as `COMPONENT=VERSION`.
fn decided<'r>(platform: &'r Platform, typed: &[String]) -> Result<Vec<Reading<'r>>, Unable> {
    let mut readings: Vec<Reading<'r>> = Vec::new();
    for typed in typed {
        let Some((name, version)) = typed.split_once('=') else {
            let help = "Write a component and its version, such as `wasi-sdk=33`.";
            return Err(Unable::typed(format!("`{typed}` names no version"), help));
        };
        let component = component(platform, name)?;
        if readings.iter().any(|other| *other.component.key == *component.key) {
            return Err(Unable::typed(format!("`{}` is given twice", *component.key), "Give it once."));
        }
        let version = record::version(component, version).ok_or_else(|| {
            let message = format!("`{version}` is not a version of {}", *component.name);
            Unable::typed(message, format!("Write one such as `{}=33`.", *component.key))
        })?;
        readings.push(Reading { component, version, place: None, path: String::new(), spelled: None });
    }
    Ok(readings)
}

fn component<'r>(platform: &'r Platform, typed: &str) -> Result<&'r Component, Unable> {
    let is_named = |component: &&Component| {
        let names = [&component.key, &component.name].into_iter().chain(&component.also);
        names.map(|name| folded(name)).any(|name| name == folded(typed))
    };
    let locked: Vec<&str> = record::locked(platform).map(|component| component.key.as_str()).collect();
    let help = format!("What is locked on {} is {}.", *platform.name, locked.join(", "));
    let Some(component) = platform.components.iter().find(is_named) else {
        return Err(Unable::typed(format!("{} has no component `{typed}`", *platform.name), help));
    };
    if let Some(by) = &component.shipped_by {
        let by = platform.component(by).map_or(by.as_str(), |by| by.name.as_str());
        let message = format!("{} follows from {by}, which ships it, and is not recorded", *component.name);
        return Err(Unable::typed(message, help));
    }
    if component.lock.is_none() {
        return Err(Unable::typed(
            format!("{} has no lock policy, and is not recorded", *component.name),
            help,
        ));
    }
    Ok(component)
}

/// A folder as a checkout of the repository that its files tell.
fn checkout(registry: &Registry, platform: &Platform, folder: &Path) -> Result<Checkout, Unable> {
    let root = Root::open(folder).map_err(|fault| {
        Fault::new(&fault.path, fault.message, "Name the root of a checkout behind `--from`.")
    })?;
    let mut found = Vec::new();
    for repository in site::repositories(registry) {
        let own = registry.all_sites().filter(|site| *site.repository == repository);
        let files = root.files(own.flat_map(|site| &site.paths).map(|path| path.as_str()));
        if record::belongs_to(registry, platform, repository, &files) {
            let python = site::identity(registry, repository, &files).map(|(python, _)| python);
            found.push(Checkout { repository: repository.to_owned(), python, files });
        }
    }
    let names: Vec<&str> = found.iter().map(|checkout| checkout.repository.as_str()).collect();
    match names.as_slice() {
        [_] => Ok(found.remove(0)),
        [] => {
            let mut known: Vec<&str> = platform.sites.iter().map(|site| site.repository.as_str()).collect();
            known.sort_unstable();
            known.dedup();
            Err(Unable::typed(
                format!("`{}` has nothing that a site of {} reads", shown(folder), *platform.name),
                format!("Name the root of a checkout of {}.", known.join(", ")),
            ))
        }
        several => Err(Unable::typed(
            format!("`{}` could be a checkout of {}", shown(folder), several.join(" or ")),
            "Name the root of one repository.",
        )),
    }
}

fn shown(folder: &Path) -> String {
    folder.to_string_lossy().replace('\\', "/")
}

/// What was read, and where: one line each.
fn table(readings: &[Reading<'_>]) -> String {
    let widest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
    let keys = widest(&mut readings.iter().map(|reading| reading.component.key.chars().count()));
    let versions = widest(&mut readings.iter().map(|reading| reading.version.as_str().chars().count()));
    let line = |reading: &Reading<'_>| {
        let place = match &reading.place {
            Some(place) => {
                let line = place.line_and_column().map_or(1, |(line, _)| line);
                let spelled =
                    reading.spelled.as_ref().map_or_else(String::new, |spelled| format!(" ({spelled})"));
                format!("{}:{line}{spelled}", place.source.path)
            }
            None => "as given".to_owned(),
        };
        format!("{:keys$}  {:versions$}  {place}\n", *reading.component.key, reading.version.as_str())
    };
    readings.iter().map(line).collect()
}

/// The page of the first checkout's commit, if what was read there is as the commit has it.
fn page(files: &Files<'_>) -> Result<String, Unable> {
    let help = "Say with `--source URL` where the lock is recorded.";
    let Some((folder, files)) = files else {
        return Err(Unable::typed("nothing says where the lock is recorded", help));
    };
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let page =
        Repository::of(folder).map_err(Into::into).and_then(|repository| repository.commit_page(&files));
    page.map_err(|why| Unable::typed(format!("`{}` {}", shown(folder), why.message()), help))
}

/// A reason, as the data has it: a text of several lines ends with a line break.
fn text(typed: &str) -> String {
    let text = typed.trim().replace("\r\n", "\n");
    if text.contains('\n') { text + "\n" } else { text }
}
