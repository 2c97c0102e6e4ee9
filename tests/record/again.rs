//! The same lock once more: with another day or source, and with documents that lag behind.

use std::fs;

use super::{Desk, changed, text};

const FILE: &str = "pep11/data/platforms/wasi.yaml";

fn lock(desk: &Desk) -> String {
    let data = fs::read_to_string(desk.at(FILE)).unwrap();
    data.lines().find(|line| line.starts_with("  \"3.16\": {wasi: ")).unwrap().trim().to_owned()
}

/// A pull request has no address before it is made: it is named once it has one.
#[test]
fn before_beta_1_a_lock_gets_the_source_and_the_day_that_are_given() {
    let desk = Desk::new();
    assert!(desk.record(&["--on", "2027-04-01"]).status.success());
    let before = fs::read_to_string(desk.at(FILE)).unwrap();
    let again = |more: &[&str]| {
        let from = ["record", "wasi", "3.16", "--from", "../cpython"];
        desk.run(&[&from, more].concat())
    };
    let done = again(&["--source", "https://example.org/request"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let message = text(&done.stdout);
    assert!(message.starts_with("Correct the record of the lock of WASI for Python 3.16\n"), "{message}");
    assert!(message.ends_with("Recorded: 2027-04-01\nSource: https://example.org/request\n"), "{message}");
    let expected =
        r#""3.16": {wasi: "0.1", wasi-sdk: "36", recorded: 2027-04-01, source: https://example.org/request}"#;
    assert_eq!(lock(&desk), expected);
    let done = again(&["--on", "2027-04-02", "--remark", "So be it."]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let message = text(&done.stdout);
    assert!(message.ends_with("So be it.\n\nRecorded: 2027-04-02\nSource: https://example.org/request\n"));
    let expected = expected.replace("-01,", "-02,").replace('}', ", remark: So be it.}");
    assert_eq!(lock(&desk), expected);
    let after = fs::read_to_string(desk.at(FILE)).unwrap();
    assert_eq!(changed(&before, &after).len(), 2);
    // What it has already is nothing to do, nor is a day that nobody named.
    for more in [&[][..], &["--on", "2027-04-02"], &["--source", "https://example.org/request"]] {
        let done = again(more);
        assert!(text(&done.stderr).ends_with("says so already: nothing to do\n"), "{}", text(&done.stderr));
        assert!(done.stdout.is_empty());
    }
    assert_eq!(fs::read_to_string(desk.at(FILE)).unwrap(), after);
}

#[test]
fn a_lock_that_holds_keeps_its_source_and_its_day_and_says_so() {
    let desk = Desk::new();
    assert!(desk.record(&["--on", "2027-05-05"]).status.success());
    let before = lock(&desk);
    let done = desk.run(&[
        "record",
        "wasi",
        "3.16",
        "--from",
        "../cpython",
        "--on",
        "2027-05-06",
        "--source",
        "https://example.org/other",
    ]);
    let said = text(&done.stderr);
    let kept = "pep11: the lock of WASI for Python 3.16 holds, and its record stays: 2027-05-05 and \
                https://example.org/lock; if that was wrong from the start, correct it in \
                `data/platforms/wasi.yaml`\n";
    assert!(said.contains(kept), "{said}");
    assert!(said.ends_with("says so already: nothing to do\n"), "{said}");
    assert!(done.status.success() && done.stdout.is_empty());
    assert_eq!(lock(&desk), before);
}

#[test]
fn documents_are_rendered_although_the_lock_is_the_same() {
    let desk = Desk::new();
    assert!(desk.record(&["--on", "2027-05-05"]).status.success());
    let before = fs::read(desk.at(FILE)).unwrap();
    assert!(!desk.run(&["check"]).status.success());
    let done = desk.record(&["--render"]);
    assert!(done.status.success() && done.stdout.is_empty(), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("changed  out/platforms.md\n"), "{}", text(&done.stderr));
    let check = desk.run(&["check"]);
    assert!(check.status.success(), "{}", text(&check.stdout));
    assert_eq!(fs::read(desk.at(FILE)).unwrap(), before);
}
