//! Reads a project's folders. Owns where a project is and which of its files are read; must not
//! know what they say.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use pep11::project::{Project, with_own};
use pep11::render::Templates;
use pep11::source::Source;
use pep11::{embedded, yaml};
use walkdir::{DirEntry, WalkDir};

use super::Fault;
use super::git::{Commit, Repository};

/// What tells a project's `data/` from any other folder of that name.
const SIGNS: [&str; 4] = ["pythons.yaml", "platforms", "tiers.yaml", "retired.yaml"];

/// One byte more than a file may have is enough to tell that it has too many.
const MOST_BYTES: u64 = yaml::LARGEST_FILE as u64 + 1;

/// How much of a project a command needs; each also needs what is above it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Need {
    /// `data/` alone.
    Data,
    /// `templates/`.
    Templates,
    /// `out/`.
    Output,
}

/// A project and its folder.
pub(crate) struct Located {
    pub(crate) project: Project,
    pub(crate) folder: PathBuf,
}

/// The project in a folder, or the one that is nearest upwards; none if there is none.
pub(crate) fn load(given: Option<&Path>, need: Need) -> Result<Option<Located>, Vec<Fault>> {
    let Some(folder) = locate(given)? else { return Ok(None) };
    let mut faults = Vec::new();
    let mut read = |name: &str, links, most| {
        let mut files = BTreeMap::new();
        read_folder(&folder.join(name), links, most, &mut |path, read| match read {
            Ok(bytes) => drop(files.insert(path, bytes)),
            Err(fault) => faults.push(fault),
        });
        files
    };
    let data = read("data", Links::Follow, MOST_BYTES);
    let own =
        if need >= Need::Templates { read("templates", Links::Follow, MOST_BYTES) } else { BTreeMap::new() };
    let out = if need >= Need::Output { read("out", Links::FilesOnly, u64::MAX) } else { BTreeMap::new() };
    let project = Project { out, ..assembled(shown(&folder), data, own, faults)? };
    Ok(Some(Located { project, folder }))
}

/// The data and templates of the project as they are in a commit.
pub(crate) fn in_commit(repository: &Repository, commit: &Commit) -> Result<Project, Vec<Fault>> {
    let root = repository.shown(commit);
    let [data, own] = ["data", "templates"].map(|folder| repository.files(commit, folder, MOST_BYTES));
    let faults: Vec<Fault> = data.faults.into_iter().chain(own.faults).collect();
    if data.files.is_none() && faults.is_empty() {
        return Err(vec![Fault::new(
            Path::new(&format!("{root}data")),
            "is not there: the project has no data in this revision",
            "Name a revision in which it has, or another folder with `-C`.",
        )]);
    }
    assembled(root, data.files.unwrap_or_default(), own.files.unwrap_or_default(), faults)
}

type Found = BTreeMap<String, Vec<u8>>;

/// A project from what its folders hold, by the paths below each of them.
fn assembled(root: String, data: Found, own: Found, mut faults: Vec<Fault>) -> Result<Project, Vec<Fault>> {
    let own = templates(own, &root, &mut faults);
    if !faults.is_empty() {
        faults.sort();
        return Err(faults);
    }
    let data = data.into_iter().map(|(path, bytes)| (format!("data/{path}"), bytes)).collect();
    let templates = with_own(embedded::templates(), own);
    Ok(Project { root, data, templates, out: BTreeMap::new() })
}

/// The data and templates that are built into the binary.
pub(crate) fn built_in() -> Project {
    Project { data: embedded::data(), templates: embedded::templates(), ..Project::default() }
}

/// The project's folder; none if there is none.
pub(crate) fn locate(given: Option<&Path>) -> Result<Option<PathBuf>, Vec<Fault>> {
    if let Some(folder) = given {
        if folder.join("data").is_dir() {
            return Ok(Some(folder.to_owned()));
        }
        let message = if folder.is_dir() { "has no folder data/" } else { "is not a folder" };
        return Err(vec![Fault::new(folder, message, "Name the folder that holds data/ after `-C`.")]);
    }
    let here = std::env::current_dir().map_err(|error| vec![Fault::reading(Path::new("."), &error)])?;
    // What cannot be read may well be one, and is said to be unreadable when it is read.
    let is_there = |path: PathBuf| path.try_exists().unwrap_or(true);
    let is_project = |folder: &&Path| {
        let data = folder.join("data");
        data.is_dir() && SIGNS.iter().any(|sign| is_there(data.join(sign)))
    };
    let up = here.ancestors().position(|folder| is_project(&folder));
    Ok(up.map(|levels| std::iter::repeat_n("..", levels).collect()))
}

/// How a folder is shown in front of the paths in it.
fn shown(folder: &Path) -> String {
    let text = super::shown(folder);
    match text.trim_end_matches('/') {
        "" if text.starts_with('/') => "/".to_owned(),
        "" | "." => String::new(),
        folder => format!("{folder}/"),
    }
}

/// Which symbolic links are followed below a folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    /// All of them: the files are only read.
    Follow,
    /// Those to files: what lies below a folder is removed where no template makes it, and a link could
    /// lead anywhere.
    FilesOnly,
}

/// Calls `take` for each file below a folder that is not hidden, with its path below it; never if there
/// is no such folder.
fn read_folder(folder: &Path, links: Links, most: u64, take: &mut dyn FnMut(String, Result<Vec<u8>, Fault>)) {
    match fs::metadata(folder) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return take(String::new(), Err(Fault::new(folder, "is not a folder", "Remove it."))),
        Err(_) if fs::symlink_metadata(folder).is_err() => return,
        Err(error) => return take(String::new(), Err(Fault::reading(folder, &error))),
    }
    if links == Links::FilesOnly && folder.is_symlink() {
        let help = "Make it a folder: what no template makes is removed from it.";
        return take(String::new(), Err(Fault::new(folder, "is a symbolic link to a folder", help)));
    }
    let is_visible = |name: &OsStr| !name.as_encoded_bytes().starts_with(b".");
    let walk = WalkDir::new(folder).follow_links(links == Links::Follow).sort_by_file_name();
    let walk = walk.into_iter().filter_entry(|entry| entry.depth() == 0 || is_visible(entry.file_name()));
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                take(String::new(), Err(walking(folder, error)));
                continue;
            }
        };
        if entry.depth() == 0 || entry.file_type().is_dir() {
            continue;
        }
        match below(entry.path(), folder) {
            Some(path) => match read(&entry, most) {
                Ok(None) => {}
                Ok(Some(bytes)) => take(path, Ok(bytes)),
                Err(fault) => take(path, Err(fault)),
            },
            None => {
                let fault = Fault::new(entry.path(), "has a name that is not UTF-8", "Rename or remove it.");
                take(String::new(), Err(fault));
            }
        }
    }
}

fn walking(folder: &Path, error: walkdir::Error) -> Fault {
    let path = error.path().unwrap_or(folder).to_owned();
    if error.loop_ancestor().is_some() {
        return Fault::new(&path, "is a symbolic link to a folder that it is in", "Remove the link.");
    }
    let error = error.into_io_error().unwrap_or_else(|| io::Error::from(io::ErrorKind::Other));
    Fault::reading(&path, &error)
}

/// What a file holds; none if it is no file, such as a pipe.
fn read(entry: &DirEntry, most: u64) -> Result<Option<Vec<u8>>, Fault> {
    let path = entry.path();
    if entry.file_type().is_symlink() {
        let metadata = fs::metadata(path);
        let metadata =
            metadata.map_err(|_| Fault::new(path, "is a symbolic link that leads nowhere", "Remove it."))?;
        if metadata.is_dir() {
            let message = "is a symbolic link to a folder, which is not followed here";
            return Err(Fault::new(path, message, "Remove the link."));
        }
        if !metadata.is_file() {
            return Ok(None);
        }
    } else if !entry.file_type().is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let file = File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes));
    file.map_err(|error| Fault::reading(path, &error))?;
    Ok(Some(bytes))
}

/// A file's path below a folder, with `/` between its parts; none where it is not UTF-8.
fn below(path: &Path, folder: &Path) -> Option<String> {
    let below = path.strip_prefix(folder).ok()?;
    let parts: Option<Vec<_>> = below.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn templates(own: Found, root: &str, faults: &mut Vec<Fault>) -> Templates {
    let mut templates = Templates::new();
    let at = |path: &str| PathBuf::from(format!("{root}templates/{path}"));
    for (path, bytes) in own {
        if bytes.len() > yaml::LARGEST_FILE {
            let message = format!("is larger than {} MiB", yaml::LARGEST_FILE >> 20);
            faults.push(Fault::new(&at(&path), message, "Split it, or remove it."));
            continue;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                drop(templates.insert(path.clone(), Source::new(format!("{root}templates/{path}"), text)));
            }
            Err(_) => faults.push(Fault::new(&at(&path), "is not UTF-8 text", "Save it as UTF-8.")),
        }
    }
    templates
}
