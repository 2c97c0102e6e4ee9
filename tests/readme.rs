//! The README does what it says: its commands print what stands below them, its region is fresh, and
//! the paths that it names exist. `SNAPSHOTS=overwrite cargo test` writes what is printed anew, and its region.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use snapbox::{Assert, Data};

use crate::{binary, folder, fresh, git};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn readme() -> String {
    fresh::overwrite();
    std::fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap()
}

/// A document with what the commands of its `console` blocks print, and how many commands those are.
fn played(text: &str, print: impl Fn(&str) -> String) -> (String, usize) {
    let (mut played, mut commands) = (String::new(), 0);
    let mut is_session = false;
    for line in text.lines() {
        if line.starts_with("```") {
            is_session = line == "```console";
        }
        match line.strip_prefix("$ ") {
            Some(command) if is_session => {
                let printed = print(command);
                write!(played, "{line}\n{printed}").unwrap();
                if !printed.is_empty() && !printed.ends_with('\n') {
                    played.push('\n');
                }
                commands += 1;
            }
            _ if is_session && line != "```console" => {}
            _ => writeln!(played, "{line}").unwrap(),
        }
    }
    (played, commands)
}

/// A text without the numbers of lines in data files, and what makes room for them: data grows.
fn without_lines_of_data(text: &str) -> String {
    let mut is_data = false;
    let line = |line: &str| {
        let behind_blanks = line.trim_start();
        if let Some(place) = behind_blanks.strip_prefix("--> ") {
            is_data = place.starts_with("data/");
            let mut parts = place.rsplitn(3, ':');
            let (column, _) = (parts.next(), parts.next());
            return match (parts.next(), column) {
                (Some(file), Some(column)) if is_data => format!("--> {file}:LINE:{column}\n"),
                _ => format!("{line}\n"),
            };
        }
        let behind_number = behind_blanks.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_margin = behind_number.starts_with(" |") || behind_blanks.starts_with(['|', '=']);
        is_data &= is_margin || line == "...";
        match (is_data, behind_number.len() < behind_blanks.len()) {
            (false, _) => format!("{line}\n"),
            (true, false) => format!("{behind_blanks}\n"),
            (true, true) => format!("LINE{behind_number}\n"),
        }
    };
    text.lines().map(line).collect()
}

#[test]
fn only_lines_of_data_may_move() {
    let shown = |place: &str, first: &str, last: &str| {
        format!("error: x\n --> {place}:35\n  |\n{first} | - a\n...\n{last} |   b\n  = help: c\n\n12 | d\n")
    };
    let data = without_lines_of_data(&shown("data/x.yaml:202", " 39", "202"));
    assert_eq!(data, without_lines_of_data(&shown("data/x.yaml:1203", "  40", "1203")));
    for other in [
        shown("data/y.yaml:202", " 39", "202"),
        shown("templates/x.yaml:202", " 39", "202"),
        shown("data/x.yaml:202", " 39", "202").replace(":35", ":36"),
        shown("data/x.yaml:202", " 39", "202").replace(" |   b", " |  b"),
        shown("data/x.yaml:202", " 39", "202").replace("12 | d", "13 | d"),
    ] {
        assert_ne!(data, without_lines_of_data(&other), "{other}");
    }
    let other = shown("templates/x:202", " 39", "202");
    assert_eq!(without_lines_of_data(&other), other);
}

#[test]
#[cfg(unix)]
fn the_tour_prints_what_it_says() {
    let readme = readme();
    let project = folder::own_copy();
    // Its reader has a clone.
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "The project"]] {
        git::run(project.path(), project.path(), arguments);
    }
    let folder = Path::new(env!("CARGO_BIN_EXE_pep11")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let print = |command: &str| {
        let mut shell = Command::new("sh");
        let shell = shell.args(["-c", &format!("{command} 2>&1")]).current_dir(project.path()).env_clear();
        let done = shell.envs(git::environment(project.path())).env("PATH", &path).output().unwrap();
        String::from_utf8(done.stdout).unwrap()
    };
    let (played, commands) = played(&readme, print);
    assert!(commands >= 5, "the tour was found");
    if !fresh::overwrites() && without_lines_of_data(&readme) == without_lines_of_data(&played) {
        return;
    }
    let expected = Data::read_from(&Path::new(ROOT).join("README.md"), None).raw();
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    let told = assert.try_eq(Some(&"README.md"), Data::text(played).raw(), expected);
    let help = "It is written anew by `SNAPSHOTS=overwrite cargo test readme`. If a command no longer shows what \
                the words around it say, take another.";
    assert!(told.is_ok(), "{}\n{help}", told.unwrap_err());
}

#[test]
fn its_region_is_fresh() {
    readme();
    let done = binary::command(Path::new(ROOT)).args(["check", "--into", "README.md"]).output().unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "type `cargo run -- render --into README.md`\n{said}");
}

#[test]
fn its_template_renders() {
    let readme = readme();
    let (_, after) = readme.split_once("```jinja\n").unwrap();
    let (template, _) = after.split_once("```").unwrap();
    let project = folder::own_copy();
    std::fs::write(project.path().join("templates/wasi.md"), template).unwrap();
    let done = binary::command(project.path()).args(["show", "wasi"]).output().unwrap();
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(shown.starts_with("# WASI\n\n| Python | SDK    |\n"), "{shown}");
}
