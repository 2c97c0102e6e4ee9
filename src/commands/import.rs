//! `pep11 import`: facts from elsewhere become data. Owns what is read and what is said of it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use pep11::finding::Finding;
use pep11::import::{self, Import};
use pep11::plan::Planned;
use pep11::project::Reviewed;
use pep11::release_data;
use pep11::words::counted;
use pep11::yaml;

use super::amend::{Amended, amend};
use crate::cli;
use crate::console::{self, Status, Unable};
use crate::disk::Fault;
use crate::disk::git::{NoAddress, Repository};
use crate::disk::project::Located;

const PYTHONS: &str = "data/pythons.yaml";

/// Where the release data is made.
const PEPS: &str = "python/peps";

pub(super) fn run(given: Option<&Path>, args: &cli::Import) -> Result<Status, Unable> {
    match args {
        cli::Import::Releases(args) => releases(given, args),
    }
}

fn releases(given: Option<&Path>, args: &cli::Releases) -> Result<Status, Unable> {
    let source = args.source.as_deref().map(super::url).transpose()?;
    let located = super::located(given)?;
    let reviewed = match super::readable(&located.project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let ours = &reviewed.registry.releases;
    let Some(oldest) = ours.iter().map(|release| release.python.value).min() else {
        return Err(Unable::typed(format!("`{PYTHONS}` has no Python version"), "Add one first."));
    };
    let shown = crate::disk::shown(&args.file);
    let data = match release_data::read(&shown, &bytes(&args.file)?, oldest) {
        Ok(data) => data,
        Err(findings) => return Ok(super::refused(&findings)),
    };
    if data.passed_over > 0 {
        let number = counted(data.passed_over, "version");
        console::note(&format!("{number} before {oldest}: passed over"));
    }
    let compared = |source: &str| import::releases(ours, &data.known, source);
    let (import, source) = match compared("") {
        Ok(import) if import.changes.is_empty() => (Ok(import), String::new()),
        // Only what changes needs a source.
        Ok(_) => {
            let source = source.map_or_else(|| page(&args.file), |source| Ok(source.to_owned()))?;
            (compared(&source), source)
        }
        faulty => (faulty, String::new()),
    };
    match import {
        Ok(import) => finish(located, &reviewed, &import, &import::message(&import, &source), args),
        Err(findings) => Ok(super::refused(&findings)),
    }
}

fn finish(
    located: Located,
    reviewed: &Reviewed,
    import: &Import,
    message: &str,
    args: &cli::Releases,
) -> Result<Status, Unable> {
    import.notes.iter().for_each(|note| console::note(note));
    let amended = match amend(located, reviewed, PYTHONS, &import.changes, None) {
        Ok(amended) if !amended.is_whole() => return Ok(amended.refused()),
        Ok(amended) => amended,
        Err(finding) => return Ok(super::refused(&[finding])),
    };
    // A lock that is missing now can only be recorded with the days that ask for it: they are no reason to
    // keep those as they were.
    let documents = if args.render { amended.rendered(&args.into)? } else { Ok(Vec::new()) };
    let (planned, faults) = match documents {
        Ok(planned) => (planned, Vec::new()),
        Err(faults) => (Vec::new(), faults),
    };
    let is_same = import.changes.is_empty();
    if is_same {
        console::note(&format!("{} is up to date", amended.shown));
    }
    if args.diff {
        let own = if is_same { String::new() } else { amended.diff() };
        console::result(&(own + &planned.iter().map(Planned::diff).collect::<String>()))?;
    } else {
        console::message(&amended.write(&planned)?);
    }
    match (is_same, args.diff) {
        (true, _) => {}
        (_, true) => console::message(&format!("\n{message}")),
        (_, false) => console::result(message)?,
    }
    follow(&amended, &faults, args, is_same);
    Ok(if faults.is_empty() { Status::Fine } else { Status::Found })
}

/// Says what is to be done next, which is the last that is said.
fn follow(amended: &Amended, faults: &[Finding], args: &cli::Releases, is_same: bool) {
    let is_other = |own: &&Finding| !amended.found.contains(own);
    let found: Vec<Finding> = amended.found.iter().chain(faults.iter().filter(is_other)).cloned().collect();
    if !found.is_empty() {
        console::message("\n");
        console::complain(&found);
    }
    match (args.render, amended.is_sound()) {
        (true, false) => console::note("no document was rendered: do first what is said above"),
        (true, true) => {}
        (false, _) if is_same => {}
        (false, false) => {
            console::note("do what is said above; then `pep11 render` brings the documents up to date")
        }
        (false, true) => console::note("`pep11 render` brings the documents up to date"),
    }
}

/// What a file holds, and no more than a byte too much.
fn bytes(path: &Path) -> Result<Vec<u8>, Unable> {
    let mut bytes = Vec::new();
    let most = yaml::LARGEST_FILE as u64 + 1;
    match File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)) {
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Fault::new(path, "no such file", "Name a file that exists.").into())
        }
        Err(_) if path.is_dir() => {
            let help = "Name `release_management/python-releases.toml` of a checkout of python/peps.";
            Err(Fault::new(path, "is a folder", help).into())
        }
        Err(error) => Err(Fault::reading(path, &error).into()),
    }
}

/// The page of a file on GitHub, if it can be found out.
fn page(file: &Path) -> Result<String, Unable> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let found =
        Repository::of(folder).map_err(Into::into).and_then(|repository| repository.file_page(&name, PEPS));
    found.map(|page| page.url).map_err(|why| {
        let why = match why {
            NoAddress::Edited(_) => "is not as its commit has it".to_owned(),
            other => other.message(),
        };
        Unable::typed(
            format!("`{}` {why}", file.display()),
            "Say with `--source URL` where the file can be read; what changes names it.",
        )
    })
}
