//! Folders and what is in them. Must not know what is tested.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use pep11::project::{Project, with_own};
use pep11::render::Documents;
use pep11::source::Source;
use tempfile::TempDir;

use crate::untested;

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
        write(&to.join(path), &bytes);
    }
}

/// Writes a file, in new folders where it needs them.
fn write(file: &Path, bytes: &[u8]) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
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

/// This project's data as it once was. The data moves on, with every beta 1; a test that states a fact of
/// data states it of this.
pub fn frozen() -> PathBuf {
    own().join("tests/frozen")
}

/// That data with this project's templates.
pub fn frozen_project() -> Project {
    read(&frozen(), &own().join("templates"))
}

/// Writes that project, and what it renders to.
pub fn copy_frozen(to: &Path) {
    static OUT: LazyLock<Documents> = LazyLock::new(|| {
        let project = frozen_project();
        project.documents(&project.review().registry).unwrap()
    });
    copy(&frozen(), to);
    copy(&own().join("templates"), &to.join("templates"));
    for (path, text) in &*OUT {
        write(&to.join("out").join(path), text.as_bytes());
    }
}

/// A copy of that project that commands may change.
pub fn frozen_copy() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    copy_frozen(home.path());
    home
}

/// The data of a folder, and its templates before those that ship.
pub fn project(folder: &Path) -> Project {
    read(folder, &folder.join("templates"))
}

fn read(folder: &Path, templates: &Path) -> Project {
    let data = files(&folder.join("data")).into_iter();
    let data = data.map(|(path, bytes)| (format!("data/{path}"), bytes)).collect();
    let templates = if templates.exists() { files(templates) } else { BTreeMap::new() };
    let source = |(path, bytes)| {
        let text = String::from_utf8(bytes).unwrap();
        (path, Source::new("a template", text))
    };
    let own: BTreeMap<String, Arc<Source>> = templates.into_iter().map(source).collect();
    Project { data, templates: with_own(pep11::embedded::templates(), own), ..Project::default() }
}

/// Real files to run on, which stand beside this project on some machines; elsewhere it is said which test
/// goes without them.
pub fn shared(path: &str) -> Option<PathBuf> {
    let shared = own().join("../shared").join(path);
    if shared.exists() {
        return Some(shared);
    }
    untested::say(&format!("there is no {}", shared.display()));
    None
}
