//! Regions in the real PEPs, where a copy of them stands beside this project, and the data of their day: PEP
//! 816's table lacks its line for 3.15, and those of PEP 11 are right.

use std::fs;
use std::path::Path;

use crate::{binary, folder};

/// Puts markers around the table that follows a line.
fn mark(text: &str, after: &str, document: &str) -> String {
    let start = text.find(&format!("\n{after}\n")).unwrap_or_else(|| panic!("no {after}"));
    let is_border =
        |line: &str| line.starts_with("==") && line.contains(' ') && !line.contains(|c| c != '=' && c != ' ');
    let mut borders = Vec::new();
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if is_border(line.trim_end()) {
            borders.push(at..at + line.len());
        }
        at += line.len();
    }
    let table = borders[0].start..borders[2].end;
    let (before, table, behind) = (&text[..table.start], &text[table.clone()], &text[table.end..]);
    format!("{before}.. pep11: begin {document}\n\n{table}\n.. pep11: end\n{behind}")
}

fn render(peps: &Path) -> String {
    let project = folder::frozen_copy();
    let done = binary::command(project.path()).args(["render", "--into"]).arg(peps).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

fn check(peps: &Path) -> (Option<i32>, String) {
    let project = folder::frozen_copy();
    let done = binary::command(project.path()).args(["check", "--into"]).arg(peps).output().unwrap();
    (done.status.code(), String::from_utf8(done.stdout).unwrap())
}

#[test]
fn one_line_of_pep_816_changes_and_nothing_in_pep_11() {
    let Some(real) = folder::shared("upstream/peps") else { return };
    let home = tempfile::tempdir().unwrap();
    folder::copy(&real, home.path());
    let (pep_11, pep_816) = (home.path().join("pep-0011.rst"), home.path().join("pep-0816.rst"));
    let marked_11 = [
        ("Tier 1", "pep-0011/tier-1"),
        ("Tier 2", "pep-0011/tier-2"),
        ("Tier 3", "pep-0011/tier-3.rst"),
        ("WASI support is defined in :pep:`816`.", "pep-0816/support"),
    ]
    .iter()
    .fold(fs::read_to_string(&pep_11).unwrap(), |text, (after, document)| mark(&text, after, document));
    fs::write(&pep_11, &marked_11).unwrap();
    let marked_816 =
        mark(&fs::read_to_string(&pep_816).unwrap(), "to record a minor version.", "pep-0816/support");
    fs::write(&pep_816, &marked_816).unwrap();

    let (status, said) = check(home.path());
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("error[stale-region]") && said.ends_with("\n1 error\n"), "{said}");
    assert!(said.contains("\n+3.15   0.1  33\n") && said.contains("pep11 render --into"), "{said}");
    assert_eq!(fs::read_to_string(&pep_816).unwrap(), marked_816, "check wrote something");

    assert!(render(home.path()).ends_with("pep-0816.rst (pep-0816/support)\n"));
    assert_eq!(fs::read_to_string(&pep_11).unwrap(), marked_11);
    let newest = "3.14   0.1  24\n";
    assert_eq!(marked_816.matches(newest).count(), 1);
    let expected = marked_816.replace(newest, &format!("3.15   0.1  33\n{newest}"));
    assert_eq!(fs::read_to_string(&pep_816).unwrap(), expected);

    assert_eq!(check(home.path()), (Some(0), String::new()));
    let before = fs::metadata(&pep_816).unwrap();
    assert_eq!(render(home.path()), "");
    let after = fs::metadata(&pep_816).unwrap();
    assert_eq!(after.modified().unwrap(), before.modified().unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        assert_eq!(after.ino(), before.ino());
    }
}
