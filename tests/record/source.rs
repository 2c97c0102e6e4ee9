//! Where a lock is recorded, if nobody says so: the commit of the checkout, where everybody can read it. What
//! else a remote's address holds is nobody's business.

use std::fs;

use super::{CONFIG, Desk, text};
use crate::git;

const SECRET: &str = "ghp_5ecret";

impl Desk {
    fn checkout(&self, arguments: &[&str]) -> String {
        git::run(self.folder.path(), &self.at("cpython"), arguments)
    }

    /// What `record` takes for the source, and what it says on standard error; `Err` where there is none.
    fn source(&self, folder: &str) -> Result<(String, String), String> {
        let done = self.run(&["record", "wasi", "3.16", "--from", folder, "--on", "2027-05-05", "--diff"]);
        let (out, said) = (text(&done.stdout), text(&done.stderr));
        assert!(!out.contains(SECRET) && !said.contains(SECRET), "{out}{said}");
        if !done.status.success() {
            assert_eq!(done.status.code(), Some(2), "{said}");
            assert!(said.contains("help: Say with `--source URL` where the lock is recorded."), "{said}");
            let error = said.lines().find_map(|line| line.strip_prefix("error: ")).unwrap();
            return Err(error.to_owned());
        }
        let source = out.split("source: ").nth(1).unwrap().split('}').next().unwrap();
        Ok((source.to_owned(), said))
    }

    /// The same, of the page of the commit that is checked out.
    #[track_caller]
    fn has_source(&self, folder: &str, repository: &str) -> String {
        let head = self.checkout(&["rev-parse", "HEAD"]);
        let (source, said) = self.source(folder).unwrap();
        assert_eq!(source, format!("https://github.com/{repository}/commit/{}", head.trim()), "{said}");
        said
    }

    fn committed() -> Self {
        let desk = Self::new();
        desk.commit("cpython");
        desk
    }
}

#[test]
fn the_page_of_a_commit_is_found_by_any_address_of_its_repository() {
    for url in [
        "https://github.com/python/cpython",
        "https://github.com/python/cpython.git",
        "https://somebody:ghp_5ecret@github.com/python/cpython.git",
        "https://ghp_5ecret@github.com/Python/CPython/",
        "git@github.com:python/cpython.git",
        "ssh://git@github.com/python/cpython.git",
        "gh:python/cpython",
    ] {
        let desk = Desk::committed();
        desk.publish("origin", url);
        desk.checkout(&["config", "url.https://ghp_5ecret@github.com/.insteadOf", "gh:"]);
        let said = desk.has_source("../cpython", "python/cpython");
        assert!(!said.contains("which is not"), "{url}\n{said}");
    }
}

#[test]
fn of_several_remotes_the_one_counts_that_is_meant_and_has_the_commit() {
    let desk = Desk::committed();
    desk.publish("origin", "git@github.com:someone/cpython.git");
    let note = "pep11: the source is a commit of someone/cpython, which is not python/cpython; `--source URL` names another\n";
    let said = desk.has_source("../cpython", "someone/cpython");
    assert!(said.contains(note), "{said}");
    desk.publish("upstream", "https://github.com/python/cpython");
    let said = desk.has_source("../cpython", "python/cpython");
    assert!(!said.contains("which is not"), "{said}");
    // A commit of one's own is pushed to the fork alone.
    desk.checkout(&["commit", "-q", "--allow-empty", "-m", "Mine"]);
    desk.checkout(&["update-ref", "refs/remotes/origin/mine", "HEAD"]);
    assert!(desk.has_source("../cpython", "someone/cpython").contains(note));
    // A tag does not say whose it is.
    desk.checkout(&["commit", "-q", "--allow-empty", "-m", "Tagged"]);
    desk.checkout(&["tag", "v3.16.0b1"]);
    desk.has_source("../cpython", "python/cpython");
}

#[test]
fn a_worktree_and_a_shallow_clone_have_their_commit() {
    let desk = Desk::committed();
    desk.publish("origin", "https://github.com/python/cpython");
    desk.checkout(&["worktree", "add", "-q", "--detach", "../worktree"]);
    desk.has_source("../worktree", "python/cpython");
    desk.has_source("../worktree/", "python/cpython");
    let from = format!("file://{}", desk.at("cpython").display());
    desk.checkout(&["clone", "-q", "--depth", "1", &from, "../shallow"]);
    let shallow = desk.at("shallow");
    git::run(
        desk.folder.path(),
        &shallow,
        &["remote", "set-url", "origin", "git@github.com:python/cpython.git"],
    );
    desk.has_source("../shallow", "python/cpython");
}

#[test]
fn what_nobody_else_can_read_is_no_source() {
    let desk = Desk::new();
    assert_eq!(
        desk.source("../cpython").unwrap_err(),
        "`../cpython` has no address: there is no git repository here"
    );
    desk.checkout(&["init", "-q", "-b", "main"]);
    let edited = "`../cpython` has a `.github/workflows/reusable-wasi.yml` that is not as its commit has it";
    assert_eq!(desk.source("../cpython").unwrap_err(), edited);
    desk.commit("cpython");
    assert_eq!(desk.source("../cpython").unwrap_err(), "`../cpython` has no remote on GitHub");
    desk.checkout(&["remote", "add", "elsewhere", "https://ghp_5ecret@gitlab.com/python/cpython.git"]);
    assert_eq!(desk.source("../cpython").unwrap_err(), "`../cpython` has no remote on GitHub");
    desk.checkout(&["remote", "add", "origin", "https://ghp_5ecret@github.com/python/cpython.git"]);
    let head = desk.checkout(&["rev-parse", "HEAD"]);
    let local =
        format!("`../cpython` is at commit {}, which no remote has, as far as this clone knows", &head[..10]);
    assert_eq!(desk.source("../cpython").unwrap_err(), local);
    desk.checkout(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    // What is not read may differ.
    fs::write(desk.at("cpython/README.rst"), "mine\n").unwrap();
    desk.has_source("../cpython", "python/cpython");
    fs::write(desk.at(CONFIG), "[targets]\nwasi-sdk = 37\nhost-triple = \"wasm32-wasip1\"\n").unwrap();
    let edited = "`../cpython` has a `Platforms/WASI/config.toml` that is not as its commit has it";
    assert_eq!(desk.source("../cpython").unwrap_err(), edited);
    desk.checkout(&["add", "."]);
    assert_eq!(desk.source("../cpython").unwrap_err(), edited);
}

/// A folder in a repository of something else, as an unpacked archive may be.
#[test]
fn a_folder_inside_of_a_repository_is_not_its_root() {
    let desk = Desk::new();
    fs::rename(desk.at("cpython"), desk.at("pep11/cpython")).unwrap();
    desk.commit("pep11");
    assert_eq!(desk.source("cpython").unwrap_err(), "`cpython` is not the root of a git repository");
}

/// A checkout is anybody's, and so are its settings: nothing that they name is run.
#[cfg(unix)]
#[test]
fn no_program_is_run_that_a_checkout_names() {
    let desk = Desk::committed();
    desk.publish("origin", "https://github.com/python/cpython");
    let trap = format!("touch {}", desk.at("pwned").display());
    let hooks = desk.at("cpython/.git/hooks");
    fs::create_dir_all(&hooks).unwrap();
    for hook in ["post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        let path = hooks.join(hook);
        fs::write(&path, format!("#!/bin/sh\n{trap}\n")).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    }
    fs::write(desk.at("cpython/.git/info/attributes"), "* filter=trap diff=trap ident\n").unwrap();
    for name in [
        "filter.trap.clean",
        "filter.trap.smudge",
        "filter.trap.process",
        "diff.trap.textconv",
        "diff.trap.command",
        "diff.external",
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "credential.helper",
        "gpg.program",
        "uploadpack.packObjectsHook",
        "remote.origin.uploadpack",
        "alias.rev-parse",
        "alias.for-each-ref",
        "pager.for-each-ref",
    ] {
        let alias = if name.starts_with("alias") { format!("!{trap}") } else { trap.clone() };
        // git runs the filters of a checkout when it writes: nothing is written here.
        desk.checkout(&["config", "--local", name, &alias]);
    }
    let _ = fs::remove_file(desk.at("pwned"));
    desk.has_source_unasked("../cpython");
    assert!(!desk.at("pwned").exists(), "something was run");
}

impl Desk {
    #[track_caller]
    fn has_source_unasked(&self, folder: &str) {
        let (source, said) = self.source(folder).unwrap();
        assert!(source.starts_with("https://github.com/python/cpython/commit/"), "{said}");
    }
}

/// As git writes them on Windows.
#[test]
fn a_checkout_may_have_other_line_ends_than_its_commit() {
    let desk = Desk::committed();
    desk.publish("origin", "https://github.com/python/cpython");
    let lines = fs::read_to_string(desk.at(CONFIG)).unwrap();
    fs::write(desk.at(CONFIG), lines.replace('\n', "\r\n")).unwrap();
    desk.has_source("../cpython", "python/cpython");
}
