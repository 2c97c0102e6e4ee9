//! All or nothing: whatever keeps one file from being written keeps all of them as they were.

use std::collections::BTreeMap;
use std::fs;

use super::{Desk, text};
use crate::folder::files;

impl Desk {
    fn everything(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.at("pep11"))
    }

    /// What is said by a record that cannot be written.
    #[track_caller]
    fn unable(&self) -> String {
        let before = self.everything();
        let done = self.record(&["--on", "2027-05-05", "--render"]);
        let said = text(&done.stderr);
        assert_eq!((done.status.code(), text(&done.stdout)), (Some(2), String::new()), "{said}");
        assert_eq!(self.everything(), before, "{said}");
        said
    }
}

#[test]
fn data_that_is_read_only_stays_so() {
    let desk = Desk::new();
    let file = desk.at("pep11/data/platforms/wasi.yaml");
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    assert!(desk.unable().contains("wasi.yaml: is read-only; nothing has been changed"));
}

#[test]
fn a_document_that_cannot_be_written_keeps_the_data_as_it_was() {
    let desk = Desk::new();
    fs::remove_file(desk.at("pep11/out/platforms.md")).unwrap();
    fs::create_dir(desk.at("pep11/out/platforms.md")).unwrap();
    assert!(desk.unable().contains("out/platforms.md: is a folder, where a file belongs"));
}

/// `git` is asked between reading and writing: who edits the file then is not overwritten.
#[cfg(unix)]
#[test]
fn what_somebody_else_writes_meanwhile_is_not_lost() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::new();
    desk.commit("cpython");
    desk.publish("origin", "https://github.com/python/cpython");
    let file = desk.at("pep11/data/platforms/wasi.yaml");
    let mine = format!("#!/bin/sh\necho '# mine' >> {}\nPATH=${{PATH#*:}} exec git \"$@\"\n", file.display());
    fs::create_dir(desk.at("bin")).unwrap();
    fs::write(desk.at("bin/git"), mine).unwrap();
    fs::set_permissions(desk.at("bin/git"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut path = desk.at("bin").into_os_string();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap());
    let mut command = crate::binary::command(&desk.at("pep11"));
    let command = command.envs(crate::git::environment(desk.folder.path())).env("PATH", path);
    let before = fs::read_to_string(&file).unwrap();
    let documents = files(&desk.at("pep11/out"));
    let done = command.args(["record", "wasi", "3.16", "--from", "../cpython", "--render"]).output().unwrap();
    let said = text(&done.stderr);
    assert!(
        said.contains("wasi.yaml: was changed by somebody else meanwhile; nothing has been written"),
        "{said}"
    );
    let after = fs::read_to_string(&file).unwrap();
    assert_eq!(after.trim_end_matches("# mine\n"), before);
    assert_ne!(after, before);
    assert_eq!(files(&desk.at("pep11/out")), documents);
}
