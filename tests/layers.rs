//! The house as `src/lib.rs` tells it: modules use only what stands above them in its table, the library
//! touches nothing outside itself, and every file says what it owns.

use std::collections::BTreeMap;

use crate::folder;

/// Where the binary's own modules stand, after all of the library's.
const BINARY: [&str; 5] = ["disk", "cli", "console", "commands", "main"];

/// The files of `src/` by their paths, without what is only compiled for tests.
fn sources() -> BTreeMap<String, String> {
    let files = folder::files(&folder::own().join("src")).into_iter();
    let source = |(path, bytes): (String, Vec<u8>)| (path, String::from_utf8(bytes).unwrap());
    let is_code = |path: &str| path.ends_with(".rs") && !path.ends_with("/tests.rs");
    files.map(source).filter(|(path, _)| is_code(path)).collect()
}

fn without_tests(text: &str) -> &str {
    text.split("\n#[cfg(test)]\nmod ").next().unwrap()
}

/// The module of the crate's root that a file belongs to.
fn module(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// The library's modules in the order of the table in `src/lib.rs`.
fn table() -> Vec<String> {
    let text = &sources()["lib.rs"];
    let rows = text.lines().filter_map(|line| line.strip_prefix("//! | `"));
    rows.map(|row| row.split('`').next().unwrap().to_owned()).collect()
}

#[test]
fn the_table_has_every_module() {
    let text = &sources()["lib.rs"];
    let declared = text
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    let mut declared: Vec<_> = declared.collect();
    let table = table();
    let mut listed: Vec<_> = table.iter().map(String::as_str).collect();
    declared.sort_unstable();
    listed.sort_unstable();
    assert_eq!(declared, listed, "the table in src/lib.rs and the modules below it");
}

#[test]
fn imports_only_point_up_the_table() {
    let table = table();
    let order: Vec<&str> = table.iter().map(String::as_str).chain(BINARY).collect();
    let place = |name: &str| order.iter().position(|module| *module == name);
    let mut wrong = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| *path != "lib.rs") {
        let own = place(module(path)).unwrap_or_else(|| panic!("{path} is in no layer"));
        let code = without_tests(text).lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: Vec<&str> = code.collect();
        for used in code.join("\n").split("crate::").skip(1) {
            let name = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            if place(name).is_none_or(|place| place > own) {
                wrong.push(format!("{path} uses crate::{name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_library_touches_nothing_outside_itself() {
    const OUTSIDE: [&str; 14] = [
        "std::io",
        "print!(",
        "std::fs",
        "std::env",
        "std::process",
        "std::time",
        "std::net",
        "std::thread",
        "fs::",
        "env::",
        "println!",
        "eprintln!",
        "Zoned::now",
        "Timestamp::now",
    ];
    let mut wrong = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| !BINARY.contains(&module(path))) {
        for line in without_tests(text).lines().filter(|line| !line.trim_start().starts_with("//")) {
            let word = |outside: &&&str| {
                line.match_indices(**outside)
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
            };
            wrong.extend(OUTSIDE.iter().filter(word).map(|outside| format!("{path} uses {outside}: {line}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_owns() {
    let opens = |text: &str| text.starts_with("//! ");
    let sources = sources();
    let silent: Vec<&String> =
        sources.iter().filter(|(_, text)| !opens(text)).map(|(path, _)| path).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// What stands in backquotes and has a slash is a path; one in braces or with a star stands for several,
/// and `a/b` for any.
#[test]
fn the_paths_that_documents_name_exist() {
    for document in ["README.md", "CONTRIBUTING.md"] {
        let Ok(text) = std::fs::read_to_string(folder::own().join(document)) else { continue };
        let named = text.split('`').skip(1).step_by(2);
        let ours = ["src", "data", "templates", "tests", "out", ".ci"];
        let is_ours = |path: &&str| {
            path.split_once('/').is_some_and(|(first, _)| ours.contains(&first))
                && !path.contains(['{', '*', ' ', '\n', '<'])
                && !path.contains("/a/b.")
        };
        let missing: Vec<&str> =
            named.filter(is_ours).filter(|path| !folder::own().join(path).exists()).collect();
        assert!(missing.is_empty(), "{document} names {missing:?}");
    }
}
