//! What no session with revisions can show: that nothing in a repository changes, and that hooks of git
//! may call the command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use tempfile::TempDir;

use crate::folder::{copy, files, own};
use crate::{binary, git};

/// The small project in a folder of a repository with one commit; its lock of 3.14 has moved since.
struct Repository {
    home: TempDir,
}

const WASI: &str = "data/platforms/wasi.yaml";

impl Repository {
    fn new() -> Self {
        let repository = Self { home: tempfile::tempdir().unwrap() };
        copy(&own().join("tests/cli/project"), &repository.folder());
        repository.git(&["init", "-q"]);
        repository.git(&["add", "."]);
        repository.git(&["commit", "-q", "-m", "Begin"]);
        repository.replace(WASI, "\"24\"", "\"25\"");
        repository
    }

    fn top(&self) -> PathBuf {
        self.home.path().join("repository")
    }

    fn folder(&self) -> PathBuf {
        self.top().join("project")
    }

    #[track_caller]
    fn git(&self, arguments: &[&str]) -> String {
        git::run(self.home.path(), &self.top(), arguments)
    }

    fn replace(&self, file: &str, old: &str, new: &str) {
        let path = self.folder().join(file);
        let before = fs::read_to_string(&path).unwrap();
        assert!(before.contains(old), "{file} has no {old}");
        fs::write(path, before.replace(old, new)).unwrap();
    }

    fn pep11(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut command = binary::command(folder);
        command.envs(git::environment(self.home.path())).args(arguments).output().unwrap()
    }
}

#[test]
fn nothing_in_the_repository_changes() {
    let repository = Repository::new();
    repository.git(&["add", "."]);
    repository.replace(WASI, "\"33\"", "\"34\"");
    fs::write(repository.folder().join("data/untracked.yaml"), "").unwrap();
    // A file that was touched has git refresh the index when it looks.
    repository.replace("data/tiers.yaml", "", "");
    let before = files(&repository.top());
    assert!(before.contains_key(".git/index"));
    for arguments in [
        &["diff"][..],
        &["diff", "HEAD", "HEAD"],
        &["diff", "main..."],
        &["diff", "--format", "markdown"],
        &["diff", "nothing"],
        &["check", "--base", "HEAD"],
    ] {
        let done = repository.pep11(&repository.folder(), arguments);
        assert!(!done.stdout.is_empty() || arguments.contains(&"nothing"), "{arguments:?}: {done:?}");
        assert!(files(&repository.top()) == before, "{arguments:?}");
    }
    let status = repository.git(&["status", "--porcelain"]);
    assert_eq!(status, "MM project/data/platforms/wasi.yaml\n?? project/data/untracked.yaml\n");
}

/// A hook runs where git wants it to, with git's own idea of where the repository and its index are.
#[cfg(unix)]
#[test]
fn a_hook_may_compare() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::new();
    let (home, top) = (repository.home.path(), repository.top());
    let (hook, heard) = (top.join(".git/hooks/pre-commit"), home.join("heard"));
    let pep11 = env!("CARGO_BIN_EXE_pep11");
    let script = format!("#!/bin/sh\n{{ env; '{pep11}' -C project diff; }} > '{}' 2>&1\n", heard.display());
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, script).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let hears = |folder: &Path, arguments: &[&str], variable: &str| {
        git::run(home, folder, arguments);
        let heard = fs::read_to_string(&heard).unwrap();
        // It is no test if git does not say where it is.
        assert!(heard.contains(&format!("\n{variable}")), "{arguments:?}: {heard}");
        assert!(heard.contains("WASI SDK 24 → 25"), "{arguments:?}: {heard}");
    };
    let commit = ["commit", "-a", "-m", "Move it"];
    hears(&top, &commit, "GIT_INDEX_FILE=");
    repository.git(&["reset", "-q", "--soft", "HEAD~1"]);
    hears(&top, &[&["--git-dir=.git"], &commit[..]].concat(), "GIT_DIR=.git\n");
    // In a worktree git names another folder than `.git` of the working tree.
    repository.git(&["worktree", "add", "-q", "../tree", "HEAD~1"]);
    let tree = home.join("tree");
    copy(&top.join("project"), &tree.join("project"));
    hears(&tree.join("project"), &commit, "GIT_DIR=/");
}
