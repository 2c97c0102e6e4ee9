//! Reads a project's folders. Owns where a project is and which of its files are read; must not
//! know what they say.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use pep11::project::{Project, with_own};
use pep11::render::Templates;
use pep11::source::Source;
use pep11::{embedded, yaml};
use walkdir::WalkDir;

use super::Fault;

/// What tells a project's `data/` from any other folder of that name.
const SIGNS: [&str; 4] = ["pythons.yaml", "platforms", "tiers.yaml", "retired.yaml"];

/// A project and its folder.
pub(crate) struct Located {
    pub(crate) project: Project,
    pub(crate) folder: PathBuf,
}

/// The project in a folder, or the one that is nearest upwards; none if there is none.
pub(crate) fn load(given: Option<&Path>) -> Result<Option<Located>, Vec<Fault>> {
    let Some(folder) = locate(given)? else { return Ok(None) };
    let mut faults = Vec::new();
    let data = files(&folder.join("data"), "data/", &mut faults, |name| {
        name.ends_with(".yaml") || name.ends_with(".yml")
    });
    let own = files(&folder.join("templates"), "", &mut faults, |_| true);
    let out = files(&folder.join("out"), "", &mut faults, |_| true);
    let root = shown(&folder);
    let own = templates(own, &root, &folder, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let templates = with_own(embedded::templates(), own);
    Ok(Some(Located { project: Project { root, data, templates, out }, folder }))
}

/// The data and templates that are built into the binary.
pub(crate) fn built_in() -> Project {
    Project { data: embedded::data(), templates: embedded::templates(), ..Project::default() }
}

fn locate(given: Option<&Path>) -> Result<Option<PathBuf>, Vec<Fault>> {
    if let Some(folder) = given {
        if folder.join("data").is_dir() {
            return Ok(Some(folder.to_owned()));
        }
        let message = if folder.is_dir() { "has no folder data/" } else { "is not a folder" };
        return Err(vec![Fault::new(folder, message, "Name the folder that holds data/ after `-C`.")]);
    }
    let here = std::env::current_dir().map_err(|error| vec![Fault::reading(Path::new("."), &error)])?;
    let is_project = |folder: &&Path| SIGNS.iter().any(|sign| folder.join("data").join(sign).exists());
    let up = here.ancestors().position(|folder| is_project(&folder));
    Ok(up.map(|levels| std::iter::repeat_n("..", levels).collect()))
}

/// How a folder is shown in front of the paths in it.
fn shown(folder: &Path) -> String {
    let text = folder.to_string_lossy().replace('\\', "/");
    match text.trim_end_matches('/') {
        "" if text.starts_with('/') => "/".to_owned(),
        "" | "." => String::new(),
        folder => format!("{folder}/"),
    }
}

/// The files below a folder that are not hidden, by `prefix` and their path below it; none if there is
/// no such folder.
fn files(
    folder: &Path,
    prefix: &str,
    faults: &mut Vec<Fault>,
    wanted: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    if fs::symlink_metadata(folder).is_err() {
        return files;
    }
    let visible = |name: &str| !name.starts_with('.');
    let walk = WalkDir::new(folder).follow_links(true).sort_by_file_name();
    let walk = walk
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || visible(&entry.file_name().to_string_lossy()));
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                faults.push(Fault::new(
                    &path,
                    format!("cannot be read: {error}"),
                    "Remove it, or make it readable.",
                ));
                continue;
            }
        };
        let name = entry.file_name().to_string_lossy();
        if !entry.file_type().is_file() || !wanted(&name) {
            continue;
        }
        match read(entry.path()) {
            Ok(bytes) => drop(files.insert(format!("{prefix}{}", below(entry.path(), folder)), bytes)),
            Err(error) => faults.push(Fault::reading(entry.path(), &error)),
        }
    }
    files
}

/// At most one byte more than a file may have: enough to tell that it has too many.
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(yaml::LARGEST_FILE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn below(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn templates(
    own: BTreeMap<String, Vec<u8>>,
    root: &str,
    folder: &Path,
    faults: &mut Vec<Fault>,
) -> Templates {
    let mut templates = Templates::new();
    for (path, bytes) in own {
        match String::from_utf8(bytes) {
            Ok(text) => {
                drop(templates.insert(path.clone(), Source::new(format!("{root}templates/{path}"), text)))
            }
            Err(_) => {
                faults.push(Fault::new(
                    &folder.join("templates").join(path),
                    "is not UTF-8 text",
                    "Save it as UTF-8.",
                ));
            }
        }
    }
    templates
}
