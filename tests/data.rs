//! What is wrong in data: every folder in `tests/data/` is a case. Its files stand in for those of
//! `_base`, or beside them; `without` names files of `_base` that are left out; `expected` is what
//! `pep11 check` prints. `SNAPSHOTS=overwrite cargo test` rewrites what is expected.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pep11::parse::Files;
use pep11::project::Project;
use pep11::report;
use snapbox::{Assert, Data};
use walkdir::WalkDir;

use crate::rules;

const BESIDE: [&str; 2] = ["expected", "without"];

#[test]
fn cases() {
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    let mut wrong = String::new();
    for folder in folders() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let expected = Data::read_from(&folder.join("expected"), None);
        if let Err(error) = assert.try_eq(Some(&name), printed(files(&folder)).into(), expected.raw()) {
            wrong.push_str(&error.to_string());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_base_is_sound() {
    assert_eq!(printed(below(&cases_folder().join("_base"))), "");
}

/// Whoever adds a rule about the form of data adds a case that shows its message. Those about the policy
/// have theirs in `tests/rules/`.
#[test]
fn every_rule_has_a_case() {
    let folders = folders().into_iter().chain(rules::folders());
    let shown: String = folders.map(|folder| fs::read_to_string(folder.join("expected")).unwrap()).collect();
    let without: Vec<String> =
        rules_in_source().into_iter().filter(|rule| !shown.contains(&format!("[{rule}]: "))).collect();
    // A file of this size is made by a test rather than kept.
    assert_eq!(without, ["file-too-large"]);
}

/// The names that stand in the source of what reads and checks data.
fn rules_in_source() -> Vec<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rules = Vec::new();
    for place in ["parse", "yaml", "yaml.rs", "rules"] {
        for entry in WalkDir::new(source.join(place)).sort_by_file_name() {
            let entry = entry.unwrap();
            if entry.file_type().is_file() {
                rules.extend(rules_in(&fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    rules.sort();
    rules.dedup();
    assert!(rules.len() > 30, "the rules are gone: {rules:?}");
    rules
}

fn rules_in(text: &str) -> Vec<String> {
    let mut rules = Vec::new();
    for start in ["Finding::error(", "Rule { name: ", "finding("] {
        for (at, _) in text.match_indices(start) {
            let rest = text[at + start.len()..].trim_start();
            let quoted = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
            rules.extend(quoted.map(|(name, _)| name.to_owned()));
        }
    }
    rules
}

/// Where the cases are.
pub fn cases_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// The folder of each case.
pub fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(cases_folder()).unwrap().map(|entry| entry.unwrap().path());
    let is_case = |path: &PathBuf| path.is_dir() && !path.ends_with("_base");
    let mut folders: Vec<PathBuf> = entries.filter(is_case).collect();
    folders.sort();
    assert!(folders.len() > 50, "the cases are gone");
    folders
}

/// The data of every case, by its name.
pub fn all() -> Vec<(String, Files)> {
    let case = |folder: PathBuf| (folder.file_name().unwrap().to_string_lossy().into_owned(), files(&folder));
    folders().into_iter().map(case).collect()
}

/// Sound data with one more platform file.
pub fn with_platform(bytes: impl Into<Vec<u8>>) -> Files {
    let mut files = below(&cases_folder().join("_base"));
    files.insert("data/platforms/x.yaml".to_owned(), bytes.into());
    files
}

/// The data of a case.
pub fn files(folder: &Path) -> Files {
    let mut files = below(&cases_folder().join("_base"));
    for path in fs::read_to_string(folder.join("without")).unwrap_or_default().lines() {
        files.remove(&format!("data/{path}")).unwrap();
    }
    files.extend(below(folder));
    files
}

/// The files of a folder as those of `data/`.
pub fn below(folder: &Path) -> Files {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.unwrap();
        let below = entry.path().strip_prefix(folder).unwrap();
        let path = below.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && !BESIDE.contains(&path.as_str()) {
            files.insert(format!("data/{path}"), fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// What `pep11 check` prints for data.
pub fn printed(data: Files) -> String {
    let project = Project { data, ..Project::default() };
    report::text::findings(&project.review().findings, false)
}
