//! `pep11 import`: facts from elsewhere become data. Owns what is read and what is said of it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use pep11::import::{self, Import};
use pep11::project::Reviewed;
use pep11::release_data;
use pep11::words::counted;
use pep11::yaml;

use super::amend::amend;
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
    let import = match compared("") {
        Ok(import) if import.changes.is_empty() => Ok(import),
        // Only what changes needs a source.
        Ok(_) => compared(&source.map_or_else(|| page(&args.file), |source| Ok(source.to_owned()))?),
        faulty => faulty,
    };
    match import {
        Ok(import) => finish(located, &reviewed, &import, args.diff),
        Err(findings) => Ok(super::refused(&findings)),
    }
}

fn finish(located: Located, reviewed: &Reviewed, import: &Import, diff: bool) -> Result<Status, Unable> {
    import.notes.iter().for_each(|note| console::note(note));
    if import.changes.is_empty() {
        console::note(&format!("{}{PYTHONS} is up to date", located.project.root));
        return Ok(Status::Fine);
    }
    let amended = match amend(located, reviewed, PYTHONS, &import.changes, None) {
        Ok(amended) if !amended.is_whole() => return Ok(amended.refused()),
        Ok(amended) => amended,
        Err(finding) => return Ok(super::refused(&[finding])),
    };
    // What is asked for now, such as a lock after beta 1, is no reason to keep the days as they were.
    if !amended.found.is_empty() {
        console::note("with these days, this is found in the data; it is no hindrance");
        console::complain(&amended.found);
    }
    let facts: String = import.facts.iter().map(|fact| format!("{fact}\n")).collect();
    if diff {
        console::message(&format!("{facts}\n"));
        console::result(&amended.diff())?;
        return Ok(Status::Fine);
    }
    amended.write(&[])?;
    console::result(&facts)?;
    console::note(&format!("{} changed; `pep11 render` brings the documents up to date", amended.shown));
    Ok(Status::Fine)
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
