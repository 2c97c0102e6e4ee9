//! Recording a lock: the whole way on this project's own data, and checkouts whose files are made to mislead.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::binary;
use crate::folder::{copy, own};
use crate::git;

/// A folder with this project in `pep11/` and a checkout of CPython 3.16 in `cpython/`, without git.
struct Desk {
    folder: tempfile::TempDir,
}

const CONFIG: &str = "cpython/Platforms/WASI/config.toml";

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        for part in ["data", "templates", "out"] {
            copy(&own().join(part), &desk.at("pep11").join(part));
        }
        copy(&own().join("tests/record/cpython-3.16"), &desk.at("cpython"));
        desk
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = binary::command(&self.at("pep11"));
        command.envs(git::environment(self.folder.path())).args(arguments).output().unwrap()
    }

    fn record(&self, more: &[&str]) -> Output {
        let from = ["record", "wasi", "3.16", "--from", "../cpython", "--source", "https://example.org/lock"];
        self.run(&[&from, more].concat())
    }

    /// What `record` says on standard error; it must have refused, and left the data as it was.
    #[track_caller]
    fn refused(&self) -> String {
        let before = fs::read(self.at("pep11/data/platforms/wasi.yaml")).unwrap();
        let done = self.record(&["--on", "2027-05-05"]);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{}{said}", text(&done.stdout));
        assert!(said.ends_with("pep11: nothing was written\n"), "{said}");
        assert_eq!(fs::read(self.at("pep11/data/platforms/wasi.yaml")).unwrap(), before);
        said
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What stands behind `+` and `-` in a diff of two texts.
fn changed(before: &str, after: &str) -> Vec<String> {
    let diff = similar::TextDiff::from_lines(before, after);
    let line = |change: similar::Change<&str>| format!("{}{}", change.tag(), change.value().trim_end());
    diff.iter_all_changes().map(line).filter(|line| !line.starts_with(' ')).collect()
}

#[test]
fn a_lock_is_recorded_from_checkout_to_pull_request() {
    let desk = Desk::new();
    let folder = desk.at("pep11");
    let git = |arguments: &[&str]| git::fed(desk.folder.path(), &folder, arguments, "");
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "Begin"]);
    let before = fs::read_to_string(folder.join("data/platforms/wasi.yaml")).unwrap();

    let done = desk.record(&["--on", "2027-05-05", "--render"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert_eq!(text(&done.stderr), "");
    let said = text(&done.stdout);
    let after = fs::read_to_string(folder.join("data/platforms/wasi.yaml")).unwrap();
    let lock =
        r#"+  "3.16": {wasi: "0.1", wasi-sdk: "36", recorded: 2027-05-05, source: https://example.org/lock}"#;
    assert_eq!(changed(&before, &after), [lock]);

    let check = desk.run(&["check", "--base", "HEAD", "--as-of", "2027-05-05"]);
    assert!(check.status.success(), "{}{}", text(&check.stdout), text(&check.stderr));
    let diff = text(&desk.run(&["diff", "--format", "markdown"]).stdout);
    assert!(diff.contains("3.16") && diff.contains("WASI SDK 36"), "{diff}");

    let message = &said[said.find("\nLock ").unwrap() + 1..];
    assert!(message.starts_with("Lock WASI for Python 3.16: WASI 0.1 and WASI SDK 36\n\n"), "{message}");
    assert!(message.lines().all(|line| line.chars().count() <= 72), "{message}");
    git(&["commit", "-q", "-a", "-m", message]);
    assert_eq!(text(&desk.run(&["get", "wasi-sdk", "3.16"]).stdout), "36\n");
    assert_eq!(git(&["status", "--porcelain"]), "");

    let again = desk.record(&["--on", "2027-06-01", "--render"]);
    assert!(again.status.success());
    assert_eq!(fs::read_to_string(folder.join("data/platforms/wasi.yaml")).unwrap(), after);
}

/// That the main branch was once built with another WASI SDK is a pin of the data, and stays there.
#[test]
fn what_was_recorded_agrees_with_where_it_was_read() {
    let desk = Desk::new();
    let scan = || text(&desk.run(&["scan", "--repo", "cpython=../cpython"]).stdout);
    let pinned = scan();
    assert!(pinned.contains("WASI SDK for Python 3.16 is 36 here, and the pin by CPython says "), "{pinned}");
    assert!(desk.record(&["--on", "2027-05-05"]).status.success());
    let locked = scan();
    assert!(locked.contains("WASI SDK for Python 3.16 is 36, as the lock says"), "{locked}");
    assert!(!locked.contains("error["), "{locked}");
}

/// With beta 1 made, the data is at fault until the lock is there: recording it is what mends that.
#[test]
fn a_lock_that_is_missing_can_be_recorded() {
    let desk = Desk::new();
    let pythons = desk.at("pep11/data/pythons.yaml");
    let text_of = fs::read_to_string(&pythons).unwrap();
    fs::write(&pythons, text_of.replace("beta-1: {expected: 2027-05-04}", "beta-1: {actual: 2027-05-04}"))
        .unwrap();
    assert!(text(&desk.run(&["check"]).stdout).contains("error[lock-missing]"));
    let done = desk.record(&["--on", "2027-05-05", "--render"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(desk.run(&["check"]).status.success());
}

#[test]
fn without_a_day_it_is_recorded_today() {
    #[expect(clippy::disallowed_methods, reason = "what is tested is the clock")]
    let today = || jiff::Zoned::now().date().to_string();
    let desk = Desk::new();
    let before = today();
    let done = desk.record(&["--diff"]);
    let recorded = [before, today()].map(|day| text(&done.stdout).contains(&format!("recorded: {day},")));
    assert!(recorded.contains(&true), "{}{}", text(&done.stdout), text(&done.stderr));
}

#[test]
fn a_file_that_is_no_whole_text_is_no_source() {
    let whole = "[targets]\nwasi-sdk = 36\nhost-triple = \"wasm32-wasip1\"\n";
    let cases: &[(&[u8], &str)] = &[
        (b"[targets]\nwasi-sdk = 36\n\xff\xfe\n", "`Platforms/WASI/config.toml` is not UTF-8 text"),
        (
            b"[targets]\nwasi-sdk = 3",
            "`Platforms/WASI/config.toml` ends behind this value, which may be cut off",
        ),
        (b"[targets]\nwasi-s", "no version of WASI SDK was found for Python 3.16"),
        (b"", "no version of WASI SDK was found for Python 3.16"),
        (b"[targets]\nwasi-sdk = 36x\n", "no version of WASI SDK was found for Python 3.16"),
        (b"[targets]\n# wasi-sdk = 36\n", "no version of WASI SDK was found for Python 3.16"),
        (
            b"[targets]\nwasi-sdk = 36\nwasi-sdk = 37\n",
            "the versions of WASI SDK for Python 3.16 differ: 36 and 37",
        ),
    ];
    for (bytes, message) in cases {
        let desk = Desk::new();
        fs::write(desk.at(CONFIG), bytes).unwrap();
        let said = desk.refused();
        assert!(said.contains(&format!("error[not-recorded]: {message}\n")), "{:?}\n{said}", text(bytes));
    }
    let desk = Desk::new();
    fs::write(desk.at(CONFIG), whole).unwrap();
    assert!(desk.record(&["--diff"]).status.success());
}

#[test]
fn a_huge_file_is_no_source() {
    let desk = Desk::new();
    let file = fs::OpenOptions::new().append(true).open(desk.at(CONFIG)).unwrap();
    file.set_len(20 << 20).unwrap();
    assert!(desk.refused().contains("`Platforms/WASI/config.toml` is larger than"), "{}", desk.refused());
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_checkout_is_no_source() {
    let desk = Desk::new();
    fs::rename(desk.at(CONFIG), desk.at("elsewhere.toml")).unwrap();
    std::os::unix::fs::symlink(desk.at("elsewhere.toml"), desk.at(CONFIG)).unwrap();
    let said = desk.refused();
    assert!(said.contains("`Platforms/WASI/config.toml` is a link that leads out of the checkout"), "{said}");
}

/// The data may be a link itself: what it leads to is edited, and it stays a link.
#[cfg(unix)]
#[test]
fn data_behind_a_link_is_edited_where_it_is() {
    let desk = Desk::new();
    let (file, real) = (desk.at("pep11/data/platforms/wasi.yaml"), desk.at("wasi.yaml"));
    fs::rename(&file, &real).unwrap();
    std::os::unix::fs::symlink(&real, &file).unwrap();
    assert!(desk.record(&["--on", "2027-05-05"]).status.success());
    assert!(fs::symlink_metadata(&file).unwrap().is_symlink());
    assert!(fs::read_to_string(&real).unwrap().contains("\"3.16\": {wasi: \"0.1\", wasi-sdk: \"36\""));
}

/// All or nothing: with a template that cannot be rendered, the data stays as it was.
#[test]
fn nothing_is_written_where_something_cannot_be_rendered() {
    let desk = Desk::new();
    fs::write(desk.at("pep11/templates/odd.md"), "{{ nothing.of.that }}").unwrap();
    let before = fs::read(desk.at("pep11/data/platforms/wasi.yaml")).unwrap();
    let done = desk.record(&["--on", "2027-05-05", "--render"]);
    assert_eq!(done.status.code(), Some(1), "{}", text(&done.stdout));
    assert_eq!(fs::read(desk.at("pep11/data/platforms/wasi.yaml")).unwrap(), before);
}

/// The release data in use today changes nothing.
#[test]
fn the_release_data_of_the_peps_is_imported_already() {
    let Some(file) = crate::folder::shared("upstream/peps/python-releases.toml") else { return };
    let desk = Desk::new();
    let before = fs::read(desk.at("pep11/data/pythons.yaml")).unwrap();
    let done = desk.run(&["import", "releases", Path::new(&file).to_str().unwrap()]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(done.stdout.is_empty());
    assert_eq!(fs::read(desk.at("pep11/data/pythons.yaml")).unwrap(), before);
}
