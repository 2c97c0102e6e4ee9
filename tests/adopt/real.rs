//! The real PEPs of a day, and the data of that day. All tables of PEP 11 are right, and PEP 816's lacks its row
//! for 3.15.

use std::fs;
use std::path::Path;

use super::{assert_only_markers_added, without_comments};
use crate::{binary, docutils, folder};

fn adopt(peps: &Path, more: &[&str]) -> (Option<i32>, String) {
    let files = ["pep-0011.rst", "pep-0816.rst"].map(|name| peps.join(name));
    let project = folder::frozen_copy();
    let done = binary::command(project.path()).arg("adopt").args(&files).args(more).output().unwrap();
    let said = String::from_utf8(done.stdout).unwrap();
    (done.status.code(), said.replace(&format!("{}/", peps.display()), ""))
}

#[test]
fn pep_816_lacks_one_row_and_gets_it() {
    let Some(real) = folder::shared("upstream/peps") else { return };
    let home = tempfile::tempdir().unwrap();
    folder::copy(&real, home.path());
    let read = |name: &str| fs::read(home.path().join(name)).unwrap();
    let before = [read("pep-0011.rst"), read("pep-0816.rst")];

    let (status, said) = adopt(home.path(), &[]);
    assert_eq!(status, Some(1));
    let lines: Vec<&str> = said.lines().take_while(|line| !line.is_empty()).collect();
    let shown: Vec<&str> = lines.iter().map(|line| line.split_once(": ").unwrap().1).collect();
    assert_eq!(
        shown,
        [
            "shows pep-0011/tier-1",
            "shows pep-0011/tier-2",
            "shows pep-0011/tier-3",
            "shows pep-0816/support",
            "shows pep-0816/support, but lacks Python 3.15",
        ]
    );
    assert!(
        said.contains("error[table-differs]: the table of `pep-0816/support` lacks Python 3.15\n"),
        "{said}"
    );
    assert_eq!([read("pep-0011.rst"), read("pep-0816.rst")], before, "something was written");

    let (status, said) = adopt(home.path(), &["--write", "--update"]);
    assert_eq!(status, Some(0), "{said}");
    assert_only_markers_added("PEP 11", &before[0], &read("pep-0011.rst"));
    let row = "3.15   0.1  33\n";
    let with_row = String::from_utf8(read("pep-0816.rst")).unwrap();
    assert_eq!(with_row.matches(row).count(), 1);
    assert_only_markers_added("PEP 816", &before[1], with_row.replace(row, "").as_bytes());

    let project = folder::frozen_copy();
    let check = binary::command(project.path()).args(["check", "--into"]).arg(home.path()).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    let (status, said) = adopt(home.path(), &["--write", "--update"]);
    assert_eq!((status, said.matches("already shows").count()), (Some(0), 5), "{said}");
}

#[test]
fn docutils_reads_the_peps_as_they_were_but_for_one_row() {
    let Some(real) = folder::shared("upstream/peps") else { return };
    let Some(_) = docutils::python() else { return };
    let home = tempfile::tempdir().unwrap();
    folder::copy(&real, home.path());
    let (status, said) = adopt(home.path(), &["--write", "--update"]);
    assert_eq!(status, Some(0), "{said}");
    for name in ["pep-0011.rst", "pep-0816.rst"] {
        let [before, after] =
            [real.join(name), home.path().join(name)].map(|path| fs::read_to_string(path).unwrap());
        assert_ne!(before, after, "{name}: nothing was adopted");
        let above = "3.14   0.1  24\n";
        let before = match name {
            "pep-0816.rst" => before.replacen(above, &format!("3.15   0.1  33\n{above}"), 1),
            _ => before,
        };
        let trees = docutils::doctree(&[&before, &after]);
        assert_eq!(without_comments(&trees[0]), without_comments(&trees[1]), "{name}");
        let messages = docutils::messages(&[(name, &before), (name, &after)]);
        assert_eq!(messages[0].len(), messages[1].len(), "{:?}", messages[1]);
    }
}
