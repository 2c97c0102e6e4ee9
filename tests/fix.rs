//! What `pep11 check --fix` makes of data: every folder in `tests/fix/` is a case. The files in `before/`
//! stand in for those of `tests/data/_base`, or beside them; `after/` has each of them as it is mended,
//! and `said` what is said of it and what is left. `SNAPSHOTS=overwrite cargo test` rewrites both.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pep11::finding::Finding;
use pep11::mend;
use pep11::parse::{self, Files};
use pep11::report;
use snapbox::assert::DEFAULT_ACTION_ENV;

use crate::{data, folder};

/// Random files, in which every byte is accounted for.
pub mod random;

fn findings(files: &Files) -> Vec<Finding> {
    parse::registry("", files).1
}

/// The data after all mends.
fn mended(files: &Files) -> Files {
    let mut after = files.clone();
    after.extend(mend::mend("", files).files);
    after
}

/// What is said of the mends, and what is left.
fn said(files: &Files) -> String {
    let mended = mend::mend("", files);
    let mut said: String = mended.done.iter().map(|done| format!("{done}\n")).collect();
    let mut after = files.clone();
    after.extend(mended.files);
    let left = report::text::findings(&findings(&after), false);
    if !left.is_empty() {
        said.push_str(&format!("\n{left}"));
    }
    said
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder::own().join("tests/fix")).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    cases.sort();
    assert!(cases.len() > 20, "the cases are gone");
    cases
}

#[test]
fn each_case_is_mended_as_shown() {
    let overwrite = std::env::var_os(DEFAULT_ACTION_ENV).is_some_and(|action| action == "overwrite");
    let mut wrong = Vec::new();
    for case in cases() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let before = data::below(&case.join("before"));
        let mut files = data::below(&data::cases_folder().join("_base"));
        files.extend(before.clone());
        let after: Files = mended(&files).into_iter().filter(|(path, _)| before.contains_key(path)).collect();
        assert_eq!(mend::mendable("", &files, &findings(&files)) > 0, mended(&files) != files, "{name}");
        assert!(mend::mend("", &mended(&files)).done.is_empty(), "{name}");
        if overwrite {
            write(&case, &after, &said(&files));
        }
        if data::below(&case.join("after")) != after {
            wrong.push(format!("{name}: {after:#?}"));
        }
        if fs::read_to_string(case.join("said")).unwrap_or_default() != said(&files) {
            wrong.push(format!("{name}: {}", said(&files)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn write(case: &Path, after: &Files, said: &str) {
    for (path, bytes) in after {
        let target = case.join("after").join(path.strip_prefix("data/").unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
    fs::write(case.join("said"), said).unwrap();
}

/// What findings say, and how often.
fn counted(findings: &[Finding]) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for finding in findings {
        *counts.entry((finding.rule, finding.message.as_str())).or_default() += 1;
    }
    counts
}

#[test]
fn faulty_data_only_gets_better() {
    let mut worse = Vec::new();
    let mut better = 0;
    for case in data::folders() {
        let files = data::files(&case);
        let after = mended(&files);
        let (before, left) = (findings(&files), findings(&after));
        let counts = counted(&before);
        let is_new = |(said, count): (&(&str, &str), &usize)| counts.get(said).is_none_or(|old| old < count);
        if counted(&left).iter().any(is_new) {
            worse.push(case.file_name().unwrap().to_string_lossy().into_owned());
        }
        let mendable = mend::mendable("", &files, &before);
        assert_eq!(mendable > 0, after != files, "{}", case.display());
        assert_eq!(mended(&after), after, "{}", case.display());
        assert!(left.iter().all(|finding| finding.fix.is_none()), "{}", case.display());
        better += usize::from(after != files);
    }
    assert!(worse.is_empty(), "{worse:?}");
    assert!(better > 20, "only {better} cases are mended");
}

#[test]
fn sound_data_stays_as_it_is() {
    for folder in [folder::own().join("data"), data::cases_folder().join("_base")] {
        assert!(mend::mend("", &data::below(&folder)).files.is_empty());
    }
}
