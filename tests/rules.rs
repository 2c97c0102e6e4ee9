//! What the rules about the policy find: every folder in `tests/rules/` is a case, named for its rule.
//! Its files stand in for those of `_base`, or beside them; `as-of` holds a day; `base/` has the files as
//! they were before, which stand in for those of `_base` then; `expected` is what is printed. A folder
//! that begins with `silent-` is one of which nothing is said. `SNAPSHOTS=overwrite cargo test` rewrites
//! what is expected.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pep11::finding::{Finding, Severity};
use pep11::model::Registry;
use pep11::parse::{self, Files};
use pep11::project::Project;
use pep11::report;
use pep11::rules::{Against, RULES};
use snapbox::{Assert, Data};

use crate::folder;

/// Rules that are found broken while the data is read, before the table of rules is asked.
const WHILE_READING: [&str; 6] = [
    "change-incomplete",
    "events-out-of-order",
    "lock-without-source",
    "too-precise",
    "unknown-component",
    "unknown-python",
];

#[test]
fn each_folder_shows_what_is_found() {
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    let mut wrong = String::new();
    for folder in folders() {
        let expected = Data::read_from(&folder.join("expected"), None);
        let printed = report::text::findings(&findings(&folder, files(&folder)), false);
        if let Err(error) = assert.try_eq(Some(&name(&folder)), printed.into(), expected.raw()) {
            wrong.push_str(&error.to_string());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn nothing_is_wrong_in_the_base() {
    let base = rules_folder().join("_base");
    for as_of in [None, parse::date("2026-06-01"), parse::date("2027-03-04")] {
        let reviewed = project(below(&base)).review_against(Against { as_of, base: None });
        assert!(reviewed.findings.is_empty(), "{as_of:?}: {:#?}", reviewed.findings);
    }
}

/// One fault is reported once: no two rules find it, nor does one rule find it twice.
#[test]
fn each_folder_breaks_one_rule_once() {
    let mut wrong = Vec::new();
    for folder in folders() {
        let found = findings(&folder, files(&folder));
        let found: Vec<_> = found.iter().map(|finding| finding.rule).collect();
        match rule_of(&folder) {
            Some(rule) if found == [rule] => {}
            None if found.is_empty() => {}
            _ => wrong.push(format!("{}: {found:?}", name(&folder))),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_rule_has_a_folder_of_its_name() {
    let folders: BTreeSet<String> = folders().iter().map(|folder| name(folder)).collect();
    let without: Vec<&str> = rules().into_iter().filter(|rule| !folders.contains(*rule)).collect();
    assert!(without.is_empty(), "{without:?}");
    let mut names: Vec<&str> = rules();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "a name stands for two rules");
    let is_kebab =
        |name: &&&str| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    assert_eq!(names.iter().filter(is_kebab).count(), names.len());
}

#[test]
fn findings_are_as_bad_as_the_table_says() {
    for folder in folders() {
        let Some(rule) = rule_of(&folder) else { continue };
        let of_table = RULES.iter().find(|of_table| of_table.name == rule);
        let severity = of_table.map_or(Severity::Error, |rule| rule.severity);
        for finding in findings(&folder, files(&folder)) {
            assert_eq!(finding.severity, severity, "{}", name(&folder));
            assert!(finding.place.is_some() && finding.why.is_some() || of_table.is_none(), "{rule}");
            assert!(finding.help.is_some(), "{rule}");
        }
    }
}

/// What is said of a day is said only when a day is given.
#[test]
fn no_clock_is_asked() {
    for folder in folders().iter().filter(|folder| folder.join("as-of").exists()) {
        let found = project(files(folder)).review().findings;
        let state = ["lock-missing", "too-few-contacts", "contact-lost"];
        let unasked: Vec<_> = found.iter().filter(|finding| !state.contains(&finding.rule)).collect();
        assert!(unasked.is_empty(), "{}: {unasked:#?}", name(folder));
    }
}

/// What is found in every case, by its name.
pub fn all() -> Vec<(String, Vec<Finding>)> {
    folders().iter().map(|folder| (name(folder), findings(folder, files(folder)))).collect()
}

/// The names of all rules.
fn rules() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.name).chain(WHILE_READING).collect()
}

/// The rule that a folder is to break: the longest name that its own begins with.
fn rule_of(folder: &Path) -> Option<&'static str> {
    let name = name(folder);
    let begins =
        |rule: &&str| name.strip_prefix(rule).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let rule = rules().into_iter().filter(begins).max_by_key(|rule| rule.len());
    assert!(rule.is_some() != name.starts_with("silent-"), "`{name}` is the name of no rule");
    rule
}

fn name(folder: &Path) -> String {
    folder.file_name().unwrap().to_string_lossy().into_owned()
}

/// The folder of all cases.
pub fn rules_folder() -> PathBuf {
    folder::own().join("tests/rules")
}

/// The cases.
pub fn folders() -> Vec<PathBuf> {
    let entries = fs::read_dir(rules_folder()).unwrap().map(|entry| entry.unwrap().path());
    let is_case = |path: &PathBuf| path.is_dir() && !path.ends_with("_base");
    let mut folders: Vec<PathBuf> = entries.filter(is_case).collect();
    folders.sort();
    assert!(folders.len() > 30, "the cases are gone");
    folders
}

/// The data of a case.
pub fn files(folder: &Path) -> Files {
    over_base(folder)
}

/// What is found in data on the day of a case, held against what it was before.
pub fn findings(folder: &Path, files: Files) -> Vec<Finding> {
    let as_of = fs::read_to_string(folder.join("as-of")).ok();
    let as_of = as_of.map(|day| parse::date(day.trim()).unwrap());
    let base = before(folder);
    project(files).review_against(Against { as_of, base: base.as_ref() }).findings
}

/// The data of a case as it was before, if it says so.
fn before(folder: &Path) -> Option<Registry> {
    let before = folder.join("base");
    if !before.exists() {
        return None;
    }
    let reviewed = project(over_base(&before)).review();
    assert!(reviewed.is_whole, "{}: {:#?}", before.display(), reviewed.findings);
    Some(reviewed.registry)
}

fn project(data: Files) -> Project {
    Project { data, ..Project::default() }
}

fn over_base(folder: &Path) -> Files {
    let mut files = below(&rules_folder().join("_base"));
    files.extend(below(folder));
    files
}

/// The files of data in a folder, without what stands beside them.
fn below(folder: &Path) -> Files {
    let files: BTreeMap<String, Vec<u8>> = folder::files(folder);
    let is_data = |path: &str| path.ends_with(".yaml") && !path.starts_with("base/");
    files
        .into_iter()
        .filter(|(path, _)| is_data(path))
        .map(|(path, bytes)| (format!("data/{path}"), bytes))
        .collect()
}
