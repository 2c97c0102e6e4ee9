//! What the real Sphinx makes of an adopted page, and what a marker below a label would have done to it.

use std::fs;
use std::path::Path;

use super::without_comments;
use crate::{binary, docutils, folder};

const PAGE: &str = include_str!("sphinx/page.rst");

/// The page as Sphinx reads it, where a warning is an error.
fn read(text: &str) -> Result<String, String> {
    let sources = tempfile::tempdir().unwrap();
    fs::write(sources.path().join("page.rst"), text).unwrap();
    let built = docutils::sphinx(sources.path(), "pseudoxml")?;
    Ok(fs::read_to_string(built.join("page.pseudoxml")).unwrap())
}

/// Without the root element, which names the file, and what stands in comments.
fn outline(tree: &str) -> String {
    without_comments(tree.split_once('\n').unwrap().1)
}

fn adopt(file: &Path) -> (Option<i32>, String) {
    let project = folder::frozen_copy();
    let done = binary::command(project.path()).args(["adopt", "--write"]).arg(file).output().unwrap();
    (
        done.status.code(),
        String::from_utf8(done.stdout).unwrap().replace(&*file.to_string_lossy(), "page.rst"),
    )
}

/// Nothing of what the page says around its tables changes, whatever directives these stand in.
#[test]
fn sphinx_reads_an_adopted_page_as_it_was() {
    let Some(_) = docutils::sphinx_python() else { return };
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("page.rst");
    fs::write(&file, PAGE).unwrap();
    let (status, said) = adopt(&file);
    assert_eq!((status, said.matches(": adopted as pep-0816/support\n").count()), (Some(0), 8), "{said}");
    let after = fs::read_to_string(&file).unwrap();
    assert_eq!(after.matches(".. pep11: begin ").count(), 8);
    let (before, after) = (outline(&read(PAGE).unwrap()), outline(&read(&after).unwrap()));
    // The place that the index leads to is now above its table, where nobody sees a difference.
    let (given, kept) = ("<target refid=\"index-0\">", "<target ids=\"index-0\">");
    assert!(before.contains(given) && after.contains(kept), "{after}");
    let before = before.replace(given, kept).replace("<table ids=\"index-0\">", "<table>");
    let differing = before.lines().zip(after.lines()).find(|(before, after)| before != after);
    assert_eq!((differing, before.len()), (None, after.len()));
}

/// Why a label is a hindrance: with a marker below it, Sphinx finds no title and no number any more.
#[test]
fn a_label_above_a_marker_is_lost() {
    let Some(_) = docutils::sphinx_python() else { return };
    let table = ".. table:: Supported versions\n\n   == ==\n   a  b\n   == ==\n   1  2\n   == ==\n";
    let page = |between: &str| {
        format!(
            "Page\n====\n\n.. _versions:\n\n{between}{table}\nSee :ref:`versions` and :ref:`here <versions>`.\n"
        )
    };
    assert!(read(&page("")).unwrap().contains("ids=\"id1 versions\" names=\"versions\""));
    let said = read(&page(".. pep11: begin pep-0816/support\n\n")).unwrap_err();
    assert!(said.contains("A title or caption not found: 'versions'"), "{said}");

    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("page.rst");
    let shown = fs::read_to_string(folder::frozen_copy().path().join("out/pep-0816/support.rst")).unwrap();
    let text = format!("Page\n====\n\n.. _versions:\n\n{shown}");
    fs::write(&file, &text).unwrap();
    let (status, said) = adopt(&file);
    assert_eq!(status, Some(1));
    assert!(said.starts_with("error[table-with-label]: "), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}
