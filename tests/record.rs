//! Recording a lock: the whole way on this project's data from before beta 1 of 3.16, and checkouts whose files
//! are made to mislead.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use crate::binary;
use crate::folder::{copy, copy_frozen, files, own};
use crate::git;

mod again;
mod decided;
mod half;
mod layout;
mod policy;
mod ships;
mod source;
mod whole;

/// A folder with this project in `pep11/` and a checkout of CPython 3.16 in `cpython/`, without git.
struct Desk {
    folder: tempfile::TempDir,
}

const CONFIG: &str = "cpython/Platforms/WASI/config.toml";

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        copy_frozen(&desk.at("pep11"));
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

impl Desk {
    /// The page of CONTRIBUTING.md on it, as commands for a shell.
    fn page() -> Vec<String> {
        let text = fs::read_to_string(own().join("CONTRIBUTING.md")).unwrap();
        let page = text.split("## Recording a lock at beta 1").nth(1).unwrap();
        let block = page.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
        block.lines().map(str::to_owned).collect()
    }

    /// A commit of all that is in a folder, in a repository of its own.
    fn commit(&self, folder: &str) {
        for arguments in [&["init", "-q", "-b", "main"][..], &["add", "."], &["commit", "-q", "-m", "Begin"]]
        {
            git::run(self.folder.path(), &self.at(folder), arguments);
        }
    }

    fn git(&self, arguments: &[&str]) -> String {
        git::run(self.folder.path(), &self.at("pep11"), arguments)
    }

    /// A checkout of CPython whose commit is on GitHub, as far as it knows.
    fn publish(&self, remote: &str, url: &str) {
        let git = |arguments: &[&str]| git::run(self.folder.path(), &self.at("cpython"), arguments);
        git(&["remote", "add", remote, url]);
        git(&["update-ref", &format!("refs/remotes/{remote}/main"), "HEAD"]);
    }
}

/// What the page in CONTRIBUTING.md says, word for word; of what follows the pull request nothing is sent.
#[cfg(unix)]
#[test]
fn a_lock_is_recorded_from_checkout_to_pull_request() {
    use std::os::unix::fs::PermissionsExt;

    let desk = Desk::new();
    copy(&own().join("tests/record/wasi-sdk-36"), &desk.at("wasi-sdk-36"));
    fs::copy(own().join("README.md"), desk.at("pep11/README.md")).unwrap();
    assert!(desk.run(&["render", "--into", "README.md"]).status.success());
    desk.commit("cpython");
    desk.publish("origin", "https://github.com/python/cpython.git");
    desk.commit("pep11");
    desk.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    desk.git(&["switch", "-q", "--create", "lock-wasi-3.16"]);
    let before = fs::read_to_string(desk.at("pep11/data/platforms/wasi.yaml")).unwrap();

    let page = Desk::page();
    let names: Vec<&str> = page.iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(names, ["pep11", "pep11", "git", "gh"]);
    let gh = desk.at("bin/gh");
    fs::create_dir_all(gh.parent().unwrap()).unwrap();
    fs::write(&gh, "#!/bin/sh\ntest \"$*\" = 'pr create --fill' && git log -1 --format=%B > ../request\n")
        .unwrap();
    fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_pep11")).parent().unwrap();
    let mut path = std::ffi::OsString::from(format!("{}:{}:", desk.at("bin").display(), binary.display()));
    path.push(std::env::var_os("PATH").unwrap());
    for line in page {
        let mut shell = std::process::Command::new("sh");
        let shell = shell.args(["-c", &line]).current_dir(desk.at("pep11")).env_clear();
        let done = shell.envs(git::environment(desk.folder.path())).env("PATH", &path).output().unwrap();
        assert!(done.status.success(), "{line}\n{}{}", text(&done.stdout), text(&done.stderr));
    }

    assert_eq!(desk.git(&["status", "--porcelain"]), "");
    // What the gate asks for besides the tests.
    let check = desk.run(&["check", "--into", "README.md", "--base", "origin/main..."]);
    assert!(check.status.success(), "{}{}", text(&check.stdout), text(&check.stderr));
    let readme = desk.git(&["diff", "--unified=0", "origin/main", "--", "README.md"]);
    assert!(readme.ends_with("\n+3.16   0.1  36\n"), "{readme}");
    let after = fs::read_to_string(desk.at("pep11/data/platforms/wasi.yaml")).unwrap();
    let edited = changed(&before, &after);
    let [shipped @ .., lock] = edited.as_slice() else { panic!("nothing changed") };
    let expected = [
        r#"+      "36":"#,
        r#"+        wasi-libc: "161b3195fc25""#,
        r#"+        llvm: "23.1.0""#,
        "+        remark: As `VERSION` of the unpacked WASI SDK says.",
    ];
    assert_eq!(shipped, expected);
    assert!(lock.starts_with(r#"+  "3.16": {wasi: "0.1", wasi-sdk: "36", recorded: "#), "{lock}");
    assert!(lock.contains(", source: https://github.com/python/cpython/commit/"), "{lock}");

    let request = fs::read_to_string(desk.at("request")).unwrap();
    assert!(request.starts_with("Lock WASI for Python 3.16: WASI 0.1 and WASI SDK 36\n\n"), "{request}");
    let prose = request.lines().filter(|line| !line.starts_with("Source: "));
    assert!(prose.into_iter().all(|line| line.chars().count() <= 72), "{request}");
    let diff = text(&desk.run(&["diff", "origin/main...", "--format", "markdown"]).stdout);
    assert!(diff.contains("3.16") && diff.contains("WASI SDK 36"), "{diff}");
    assert_eq!(text(&desk.run(&["get", "wasi-sdk", "3.16"]).stdout), "36\n");
    assert_eq!(text(&desk.run(&["get", "llvm", "3.16"]).stdout), "23.1.0\n");
}

/// The lock alone, on a day that is named, and once more.
#[test]
fn a_lock_is_one_line_of_the_data() {
    let desk = Desk::new();
    let file = desk.at("pep11/data/platforms/wasi.yaml");
    let before = fs::read_to_string(&file).unwrap();
    desk.commit("pep11");
    let done = desk.record(&["--on", "2027-05-05", "--render"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let after = fs::read_to_string(&file).unwrap();
    let lock =
        r#"+  "3.16": {wasi: "0.1", wasi-sdk: "36", recorded: 2027-05-05, source: https://example.org/lock}"#;
    assert_eq!(changed(&before, &after), [lock]);
    let check = desk.run(&["check", "--base", "HEAD", "--as-of", "2027-05-05"]);
    assert!(check.status.success(), "{}{}", text(&check.stdout), text(&check.stderr));
    // What it ships is not known, and that is said.
    let table = fs::read_to_string(desk.at("pep11/out/platforms.md")).unwrap();
    assert!(table.lines().any(|row| row.starts_with("| 3.16   | unknown ")), "{table}");

    let again = desk.record(&["--on", "2027-06-01", "--render"]);
    assert!(again.status.success() && again.stdout.is_empty(), "{}", text(&again.stdout));
    assert_eq!(fs::read_to_string(&file).unwrap(), after);
}

/// Whoever commits what `record` prints commits nothing where it was refused.
#[test]
fn nothing_is_printed_to_commit_where_nothing_is_recorded() {
    let desk = Desk::new();
    fs::write(desk.at(CONFIG), "").unwrap();
    let done = desk.record(&["--on", "2027-05-05"]);
    assert_eq!((done.status.code(), text(&done.stdout)), (Some(1), String::new()));
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

/// Regions follow in the same step, and only where that was asked for.
#[test]
fn regions_follow_a_lock() {
    let region = ".. pep11: begin pep-0816/support\n\n.. pep11: end\n";
    let desk = Desk::new();
    for name in ["one.rst", "two.rst"] {
        fs::write(desk.at(name), region).unwrap();
    }
    let arguments = ["--on", "2027-05-05", "--render", "--into", "../one.rst"];
    let shown = desk.record(&[&arguments[..], &["--diff"]].concat());
    assert!(text(&shown.stdout).contains("\n+3.16   0.1  36\n"), "{}", text(&shown.stdout));
    assert_eq!(fs::read_to_string(desk.at("one.rst")).unwrap(), region);
    let done = desk.record(&arguments);
    let said = text(&done.stderr);
    assert!(done.status.success(), "{said}");
    assert!(said.contains("changed  ../one.rst (pep-0816/support)\n"), "{said}");
    assert!(fs::read_to_string(desk.at("one.rst")).unwrap().contains("\n3.16   0.1  36\n"));
    assert_eq!(fs::read_to_string(desk.at("two.rst")).unwrap(), region);
}

/// With a region that cannot be filled, nothing is recorded.
#[test]
fn nothing_is_written_where_a_region_cannot_be_filled() {
    for (name, region, status, message) in [
        ("one.rst", ".. pep11: begin nothing\n\n.. pep11: end\n", 1, "error[unknown-document]: "),
        ("none.rst", "", 2, "error: ../none.rst: no such file or folder\n"),
        (
            "pep11/data/platforms/wasi.yaml",
            "# pep11: begin pep-0816/support\n# pep11: end\n",
            2,
            "error: `../pep11/data/platforms/wasi.yaml` is the very data that changes, and has a region\n",
        ),
    ] {
        let desk = Desk::new();
        if !region.is_empty() {
            let kept = fs::read_to_string(desk.at(name)).unwrap_or_default();
            fs::write(desk.at(name), kept + region).unwrap();
        }
        let before = files(&desk.at(""));
        let into = format!("../{name}");
        let done = desk.record(&["--on", "2027-05-05", "--render", "--into", &into]);
        assert_eq!((done.status.code(), text(&done.stdout)), (Some(status), String::new()));
        assert!(text(&done.stderr).contains(message), "{}", text(&done.stderr));
        assert!(files(&desk.at("")) == before, "{name}: something was written");
    }
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

/// The release data in use on the day of the data changes nothing.
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
