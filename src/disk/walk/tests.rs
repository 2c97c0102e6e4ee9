//! Which files a walk hands over, and what it says of those that it cannot read.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Fault, MOST_BYTES, WINDOW, walk};

const MARKED: &str = ".. pep11: begin x\n.. pep11: end\n";

/// A folder with these marked files and, where a content is given, others.
fn tree(files: &[&str], others: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let marked = files.iter().map(|path| (*path, MARKED));
    for (path, text) in marked.chain(others.iter().copied()) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn walked(roots: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Fault>> {
    let answers = walk(roots, &|path, bytes| (path.to_owned(), bytes.len()))?;
    Ok(answers
        .into_iter()
        .map(|(path, (seen, length))| {
            assert_eq!(path, seen);
            assert_eq!(fs::metadata(&path).unwrap().len(), length as u64);
            path
        })
        .collect())
}

/// The files found below some roots in a folder, as paths in that folder.
fn names(folder: &Path, roots: &[&str]) -> Vec<String> {
    let roots: Vec<PathBuf> = roots.iter().map(|root| folder.join(root)).collect();
    let found = walked(&roots).unwrap();
    found.iter().map(|path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
}

#[test]
fn only_marked_files_in_the_order_of_their_paths() {
    let others = [("b/plain.rst", "pep11 : text"), ("empty", "")];
    let folder = tree(&["b/z.rst", "b.rst", "a.md", "b/y/x.txt"], &others);
    assert_eq!(names(folder.path(), &[""]), ["a.md", "b/y/x.txt", "b/z.rst", "b.rst"]);
}

#[test]
fn hidden_and_ignored_files_are_passed_over_also_without_git() {
    let ignores = [
        (".gitignore", "build/\n*.tmp\n[broken\n"),
        ("sub/.ignore", "two.rst\n"),
        ("sub/.gitignore", "!kept.tmp\n"),
    ];
    let marked =
        [".hidden/a.rst", ".b.rst", "build/c.rst", "d.tmp", "sub/two.rst", "sub/kept.tmp", "sub/three.rst"];
    let folder = tree(&marked, &ignores);
    assert_eq!(names(folder.path(), &[""]), ["sub/kept.tmp", "sub/three.rst"]);
    assert_eq!(names(folder.path(), &["sub"]), ["sub/kept.tmp", "sub/three.rst"]);
}

#[test]
fn what_is_named_is_read_though_hidden_or_ignored() {
    let folder = tree(&[".b.rst", "d.tmp", "build/c.rst", ".h/e.rst"], &[(".gitignore", "*.tmp\nbuild/\n")]);
    let roots = [".b.rst", "d.tmp", "build", ".h", ""];
    assert_eq!(names(folder.path(), &roots), [".b.rst", ".h/e.rst", "build/c.rst", "d.tmp"]);
}

#[test]
fn a_file_below_two_roots_is_handed_over_once() {
    let folder = tree(&["a/b/c.rst", "a/d.rst"], &[]);
    let roots = ["a", "a/b", "a/b/../b", "a/d.rst", "a"];
    assert_eq!(names(folder.path(), &roots).len(), 2);
}

#[test]
fn a_marker_is_found_wherever_the_reads_fall() {
    for before in (WINDOW - 20..WINDOW + 3).chain([3 * WINDOW - 8, 3 * WINDOW]) {
        let text = format!("{}pep11:", "p".repeat(before));
        let folder = tree(&[], &[("a.rst", &text)]);
        assert_eq!(names(folder.path(), &[""]), ["a.rst"], "{before}");
    }
}

#[test]
fn a_large_file_is_passed_over_and_refused_where_it_is_named() {
    let large = usize::try_from(MOST_BYTES).unwrap() - MARKED.len();
    for marked_first in [true, false] {
        let text = |blanks: usize| {
            let blanks = " ".repeat(blanks);
            if marked_first { format!("{MARKED}{blanks}") } else { format!("{blanks}{MARKED}") }
        };
        let folder = tree(&[], &[("just.rst", &text(large)), ("over.rst", &text(large + 1))]);
        assert_eq!(names(folder.path(), &[""]), ["just.rst"]);
        let faults = walked(&[folder.path().join("over.rst")]).unwrap_err();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].message, "is larger than 16 MiB");
    }
}

#[test]
fn a_root_that_is_not_there_is_a_fault_beside_all_others() {
    let folder = tree(&["a.rst"], &[]);
    let roots = [folder.path().join("none"), folder.path().to_owned(), folder.path().join("neither")];
    let faults = walked(&roots).unwrap_err();
    assert_eq!(faults.len(), 2);
    assert!(faults[0].path.ends_with("neither"));
    assert_eq!(faults[0].message, "no such file or folder");
}

#[test]
fn a_file_that_vanishes_during_the_walk_is_a_fault() {
    let files: Vec<String> = (0..100).map(|number| format!("{number:03}.rst")).collect();
    let folder = tree(&files.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    // Each thread removes all files as soon as it has read one.
    let remove_all = |_: &Path, _: &[u8]| {
        for file in &files {
            let _ = fs::remove_file(folder.path().join(file));
        }
    };
    let faults = walk(&[folder.path().to_owned()], &remove_all).unwrap_err();
    assert!(faults.iter().all(|fault| fault.message == "vanished while it was read"));
}

#[test]
fn rules_above_the_repository_or_the_folder_do_not_count() {
    let tree = tree(&["home/peps/a.rst", "home/peps/b/c.rst", "other/d.rst"], &[]);
    for ignoring in ["home/.gitignore", ".gitignore"] {
        fs::write(tree.path().join(ignoring), "*\n").unwrap();
    }
    fs::create_dir(tree.path().join("home/peps/.git")).unwrap();
    fs::write(tree.path().join("home/peps/.gitignore"), "b/c.rst\n").unwrap();
    assert_eq!(names(tree.path(), &["home/peps"]), ["home/peps/a.rst"]);
    assert_eq!(names(tree.path(), &["home/peps/b"]), [""; 0], "rules of the repository count in its folders");
    assert_eq!(names(tree.path(), &["other"]), ["other/d.rst"]);
}

#[cfg(unix)]
mod on_unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_not_followed_except_where_they_are_named() {
        let outside = tree(&["o.rst", "in/p.rst"], &[]);
        let folder = tree(&["a.rst"], &[]);
        symlink(outside.path(), folder.path().join("folder")).unwrap();
        symlink(outside.path().join("o.rst"), folder.path().join("file.rst")).unwrap();
        symlink("nowhere", folder.path().join("dangling.rst")).unwrap();
        assert_eq!(names(folder.path(), &[""]), ["a.rst"]);
        assert_eq!(names(folder.path(), &["folder"]), ["folder/in/p.rst", "folder/o.rst"]);
        assert_eq!(names(folder.path(), &["file.rst", ""]), ["a.rst", "file.rst"]);
    }

    #[test]
    fn a_name_that_is_not_utf_8_survives() {
        let folder = tree(&[], &[]);
        let path = folder.path().join(OsStr::from_bytes(b"d\xff.rst"));
        if fs::write(&path, MARKED).is_ok() {
            assert_eq!(walked(&[folder.path().to_owned()]), Ok(vec![path]));
        }
    }

    #[test]
    fn what_may_not_be_read_is_named() {
        let folder = tree(&["a.rst", "b/c.rst", "d.rst"], &[]);
        let closed = ["a.rst", "b"].map(|name| folder.path().join(name));
        for path in &closed {
            fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
        }
        // Whoever may read everything cannot try this.
        if fs::File::open(&closed[0]).is_err() {
            let faults = walked(&[folder.path().to_owned()]).unwrap_err();
            let paths: Vec<&PathBuf> = faults.iter().map(|fault| &fault.path).collect();
            assert_eq!(paths, closed.iter().collect::<Vec<_>>());
            assert!(faults.iter().all(|fault| fault.message == "cannot be read: permission denied"));
        }
        fs::set_permissions(&closed[1], fs::Permissions::from_mode(0o700)).unwrap();
    }

    #[test]
    fn what_is_no_file_is_passed_over_and_refused_where_it_is_named() {
        let folder = tree(&["a.rst"], &[]);
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(names(folder.path(), &[""]), ["a.rst"]);
        assert_eq!(walked(&[socket]).unwrap_err()[0].message, "is neither a file nor a folder");
    }
}
