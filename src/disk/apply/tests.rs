//! All or nothing, and what a replaced file keeps.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pep11::plan::Edit;
use tempfile::TempDir;

use super::apply;

fn edit(path: PathBuf, before: Option<&str>, after: Option<&str>) -> Edit {
    let bytes = |text: Option<&str>| text.map(|text| text.as_bytes().to_vec());
    Edit { path, before: bytes(before), after: bytes(after) }
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Everything below a folder: what files hold, and nothing for folders.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Option<String>> {
    let mut all = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let text = entry.file_type().is_file().then(|| fs::read_to_string(entry.path()).unwrap());
        all.insert(entry.path().strip_prefix(folder).unwrap().to_owned(), text);
    }
    all
}

#[test]
fn files_are_replaced_made_and_removed() {
    let folder = folder(&[("a", "old"), ("out/gone/too/b", "b"), ("out/c", "c"), ("empty/d", "d")]);
    let at = |path: &str| folder.path().join(path);
    let edits = [
        edit(at("a"), Some("old"), Some("new")),
        edit(at("out/new/deep/e"), None, Some("e")),
        edit(at("out/gone/too/b"), Some("b"), None),
        edit(at("empty/d"), Some("d"), None),
    ];
    apply(&edits, Some(&at("out"))).unwrap();
    let expected = [
        ("a", Some("new")),
        ("empty", None),
        ("out", None),
        ("out/c", Some("c")),
        ("out/new", None),
        ("out/new/deep", None),
        ("out/new/deep/e", Some("e")),
    ];
    let expected = expected.map(|(path, text)| (PathBuf::from(path), text.map(str::to_owned)));
    assert_eq!(everything(folder.path()), BTreeMap::from(expected));
}

#[test]
fn the_folder_that_is_kept_is_kept() {
    let folder = folder(&[("out/only", "x")]);
    apply(&[edit(folder.path().join("out/only"), Some("x"), None)], Some(&folder.path().join("out")))
        .unwrap();
    assert!(folder.path().join("out").is_dir());
}

#[test]
fn a_file_that_is_right_is_not_even_looked_at() {
    let path = PathBuf::from("/no/such/folder/file");
    apply(&[edit(path.clone(), Some("x"), Some("x")), edit(path, None, None)], None).unwrap();
}

#[test]
fn a_file_that_somebody_else_changed_stops_everything() {
    let folder = folder(&[("a", "old"), ("b", "theirs"), ("c", "appeared")]);
    let at = |path: &str| folder.path().join(path);
    let before = everything(folder.path());
    let stale = [
        edit(at("b"), Some("old"), Some("new")),
        edit(at("b"), Some("old"), None),
        edit(at("c"), None, Some("new")),
        edit(at("gone"), Some("old"), Some("new")),
    ];
    for stale in stale {
        let path = stale.path.clone();
        let edits = [edit(at("a"), Some("old"), Some("new")), edit(at("new/d"), None, Some("d")), stale];
        let fault = apply(&edits, None).unwrap_err();
        assert_eq!(fault.path, path);
        assert!(fault.message.contains("changed by somebody else"), "{fault}");
        assert_eq!(everything(folder.path()), before);
    }
}

/// A plan that wants a file and a folder of the same name fails only when the file is renamed.
#[test]
fn what_was_renamed_is_put_back_when_a_later_step_fails() {
    let folder = folder(&[("a", "a"), ("b", "b")]);
    let at = |path: &str| folder.path().join(path);
    let before = everything(folder.path());
    let modified = fs::metadata(at("a")).unwrap().modified().unwrap();
    let edits = [
        edit(at("a"), Some("a"), Some("new")),
        edit(at("b"), Some("b"), None),
        edit(at("fresh/c"), None, Some("c")),
        edit(at("same"), None, Some("file")),
        edit(at("same/d"), None, Some("below")),
    ];
    let fault = apply(&edits, Some(folder.path())).unwrap_err();
    assert_eq!(fault.path, at("same"));
    assert!(fault.message.contains("nothing has been changed"), "{fault}");
    assert_eq!(everything(folder.path()), before);
    assert_eq!(fs::metadata(at("a")).unwrap().modified().unwrap(), modified);
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn permissions_are_kept() {
        for mode in [0o600, 0o755, 0o444, 0o666] {
            let folder = folder(&[("a", "old")]);
            let path = folder.path().join("a");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            apply(&[edit(path.clone(), Some("old"), Some("new"))], None).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode);
            assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        }
    }

    #[test]
    fn the_owner_is_kept() {
        let folder = folder(&[("a", "old")]);
        let path = folder.path().join("a");
        // Only root can try this.
        if std::os::unix::fs::chown(&path, Some(12345), Some(54321)).is_ok() {
            apply(&[edit(path.clone(), Some("old"), Some("new"))], None).unwrap();
            let metadata = fs::metadata(&path).unwrap();
            assert_eq!((metadata.uid(), metadata.gid()), (12345, 54321));
        }
    }

    #[test]
    fn a_new_file_is_as_readable_as_any_other() {
        let folder = folder(&[("other", "")]);
        let path = folder.path().join("new");
        apply(&[edit(path.clone(), None, Some("new"))], None).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode();
        assert_eq!(mode(&path), mode(&folder.path().join("other")));
    }

    #[test]
    fn a_link_stays_and_what_it_names_is_replaced() {
        let folder = folder(&[("real/a", "old"), ("b", "b")]);
        let at = |path: &str| folder.path().join(path);
        symlink("real/a", at("link")).unwrap();
        symlink("b", at("gone")).unwrap();
        let edits = [edit(at("link"), Some("old"), Some("new")), edit(at("gone"), Some("b"), None)];
        apply(&edits, None).unwrap();
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(at("real/a")).unwrap(), "new");
        assert!(fs::symlink_metadata(at("gone")).is_err());
        assert_eq!(fs::read_to_string(at("b")).unwrap(), "b");
    }

    #[test]
    fn a_link_that_leads_nowhere_is_said() {
        let folder = folder(&[]);
        let link = folder.path().join("link");
        symlink("nowhere", &link).unwrap();
        let fault = apply(&[edit(link.clone(), None, Some("new"))], None).unwrap_err();
        assert_eq!((fault.path, fault.message.as_str()), (link, "is a symbolic link that leads nowhere"));
    }

    #[test]
    fn what_is_put_back_is_the_same_file() {
        let folder = folder(&[("a", "a")]);
        let at = |path: &str| folder.path().join(path);
        let inode = fs::metadata(at("a")).unwrap().ino();
        let edits = [
            edit(at("a"), Some("a"), Some("new")),
            edit(at("same"), None, Some("file")),
            edit(at("same/d"), None, Some("below")),
        ];
        apply(&edits, None).unwrap_err();
        assert_eq!(fs::metadata(at("a")).unwrap().ino(), inode);
    }

    #[test]
    fn a_folder_that_may_not_be_written_to_is_said() {
        let folder = folder(&[("a", "old"), ("closed/b", "old")]);
        let at = |path: &str| folder.path().join(path);
        fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o500)).unwrap();
        // Whoever may write everywhere cannot try this.
        if fs::write(at("closed/probe"), "").is_err() {
            let edits =
                [edit(at("a"), Some("old"), Some("new")), edit(at("closed/b"), Some("old"), Some("new"))];
            let fault = apply(&edits, None).unwrap_err();
            assert_eq!(fault.path, at("closed/b"));
            assert!(fault.message.starts_with("cannot be written: permission denied"), "{fault}");
            assert_eq!(fs::read_to_string(at("a")).unwrap(), "old");
        }
        fs::set_permissions(at("closed"), fs::Permissions::from_mode(0o700)).unwrap();
    }
}
