//! Folders and what is in them. Must not know what is tested.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pep11::project::{Project, with_own};
use pep11::source::Source;
use tempfile::TempDir;

/// This project's own folder.
pub fn own() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, by their paths.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let path = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    files.map(|entry| (path(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

/// A copy of this project's folders that commands may change.
pub fn own_copy() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for folder in ["data", "templates", "out"] {
        copy(&own().join(folder), &home.path().join(folder));
    }
    home
}

/// This project's data and templates, as the files are now.
pub fn own_project() -> Project {
    project(own())
}

/// The data of a folder, and its templates before those that ship.
pub fn project(folder: &Path) -> Project {
    let data = files(&folder.join("data")).into_iter();
    let data = data.map(|(path, bytes)| (format!("data/{path}"), bytes)).collect();
    let templates = folder.join("templates");
    let templates = if templates.exists() { files(&templates) } else { BTreeMap::new() };
    let source = |(path, bytes)| {
        let text = String::from_utf8(bytes).unwrap();
        (path, Source::new("a template", text))
    };
    let own: BTreeMap<String, Arc<Source>> = templates.into_iter().map(source).collect();
    Project { data, templates: with_own(pep11::embedded::templates(), own), ..Project::default() }
}

/// A folder of real files to run on, which stands beside this project on some machines.
pub fn shared(path: &str) -> Option<PathBuf> {
    let shared = own().join("../shared").join(path);
    if shared.exists() {
        return Some(shared);
    }
    // Not by `eprintln!`, whose output is hidden when a test passes.
    let _ = writeln!(std::io::stderr(), "test skipped: there is no {}", shared.display());
    None
}
