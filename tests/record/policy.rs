//! Every way of recording a lock against the policy: whoever does what the messages say ends with a lock that
//! `check --base HEAD` accepts, or is told that there is none to be had.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::text;
use crate::binary;
use crate::folder::{copy, own};
use crate::git;

/// What a message asks for, and what is typed then.
const ASKED: [(&str, &[&str]); 4] = [
    ("`--why TEXT`", &["--why", "It is meant."]),
    ("`--approved URL`", &["--approved", "https://example.org/approved"]),
    ("`--remark TEXT`", &["--remark", "It is built so."]),
    ("`--on DATE`", &["--on", "2026-09-01"]),
];

/// A project with a lock of 3.15, in a repository of its own.
fn project() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    copy(&own().join("tests/record/project"), &home.path().join("project"));
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-q", "-m", "Begin"]] {
        git::run(home.path(), &home.path().join("project"), arguments);
    }
    home
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = binary::command(&home.join("project"));
    command.envs(git::environment(home)).args(arguments).output().unwrap()
}

/// Does what the messages say until there is nothing to do; what was typed in the end, and what was said.
fn obeyed<'a>(home: &Path, begin: &[&'a str]) -> (Vec<&'a str>, Output) {
    let mut typed = begin.to_vec();
    loop {
        let done = run(home, &typed);
        let said = text(&done.stderr);
        let is_asked = |(option, _): &&(&str, &[&str])| said.contains(&format!("with {option}"));
        let next = ASKED.iter().find(is_asked).filter(|_| !done.status.success());
        let Some((option, words)) = next else { return (typed, done) };
        if words[0] == "--on" {
            let day = typed.iter().position(|word| *word == "--on").unwrap();
            typed.drain(day..day + 2);
        }
        assert!(!typed.contains(&words[0]), "{option} was given\n{said}");
        typed.extend(*words);
    }
}

/// The rules of the errors that `check` finds; without documents, what is missing is no finding of it.
fn errors(home: &Path) -> Vec<String> {
    let check = run(home, &["check", "--base", "HEAD", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&check.stdout).unwrap();
    let findings = found["findings"].as_array().unwrap().iter();
    let errors = findings.filter(|finding| finding["severity"] == "error");
    let rules = errors.map(|finding| finding["rule"].as_str().unwrap().to_owned());
    rules.filter(|rule| rule != "missing-document").collect()
}

#[test]
fn who_does_what_is_asked_has_a_lock_that_check_accepts() {
    let home = project();
    let file = home.path().join("project/data/platforms/wasi.yaml");
    let before = fs::read(&file).unwrap();
    let (mut recorded, mut refused) = (Vec::new(), Vec::new());
    for python in ["3.14", "3.15", "3.16"] {
        for sdk in ["wasi-sdk=24", "wasi-sdk=33.0", "wasi-sdk=34", "wasi-sdk=27", "wasi-sdk=35-rc.1"] {
            for wasi in ["wasi=P1", "wasi=0.2"] {
                for day in ["2026-05-06", "2026-08-01", "2027-05-05"] {
                    let begin = [
                        "record",
                        "wasi",
                        python,
                        sdk,
                        wasi,
                        "--on",
                        day,
                        "--source",
                        "https://example.org/l",
                    ];
                    let (typed, done) = obeyed(home.path(), &begin);
                    let said = format!("{typed:?}\n{}", text(&done.stderr));
                    let case = format!("{python} {sdk} {wasi} {day}: {}", typed[begin.len() - 4..].join(" "));
                    if !done.status.success() {
                        assert!(said.contains("pep11: nothing was written"), "{said}");
                        assert_eq!(fs::read(&file).unwrap(), before, "{said}");
                        refused.push(case);
                        continue;
                    }
                    assert_eq!(errors(home.path()), [""; 0], "{said}");
                    // Whatever was recorded, the same again is nothing to do.
                    let again = run(home.path(), &typed);
                    assert!(
                        text(&again.stderr).ends_with("nothing to do\n"),
                        "{said}{}",
                        text(&again.stderr)
                    );
                    assert!(again.status.success() && again.stdout.is_empty());
                    recorded.push(case);
                    fs::write(&file, &before).unwrap();
                }
            }
        }
    }
    // What is skipped or no release is never recorded, nor what makes another lock go back; all else is.
    let is_final = |case: &&String| {
        case.contains("=27 ")
            || case.contains("-rc.1 ")
            || case.starts_with("3.14 wasi-sdk=34")
            || case.starts_with("3.14 ") && case.contains("wasi=0.2")
    };
    let unexpected: Vec<&String> = refused.iter().filter(|case| !is_final(case)).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    let unexpected: Vec<&String> = recorded.iter().filter(is_final).collect();
    assert!(unexpected.is_empty(), "{unexpected:#?}");
}
