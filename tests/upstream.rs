//! From upstream and back, as people do it: tables of existing documents are adopted, a lock is recorded
//! from a checkout, and what is adopted follows it. Every line that changes anywhere is named here.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use crate::folder::{copy, copy_frozen, files, shared};
use crate::{binary, git};

const LINK: &str = "https://example.org/lock";

const DAY: &str = "2027-05-05";

/// A folder with this project, from before Python 3.16 was locked, in a git repository of its own.
struct Desk {
    home: tempfile::TempDir,
}

/// A name that people give to folders.
const PROJECT: &str = "pep 11 – ü";

impl Desk {
    fn new() -> Self {
        let desk = Self { home: tempfile::tempdir().unwrap() };
        copy_frozen(&desk.at(PROJECT));
        desk.keep(PROJECT);
        desk
    }

    fn at(&self, path: &str) -> PathBuf {
        self.home.path().join(path)
    }

    /// A folder as it is now, in a commit.
    fn keep(&self, folder: &str) {
        self.git(folder, &["init", "-q"]);
        self.git(folder, &["add", "--all"]);
        self.git(folder, &["commit", "-q", "-m", "As it was"]);
    }

    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        git::run(self.home.path(), &self.at(folder), arguments)
    }

    /// The lines that are not as they were in the last commit, without their places.
    fn changed_lines(&self, folder: &str, below: &str) -> Vec<String> {
        let diff = self.git(folder, &["diff", "--unified=0", "--no-color", "--", below]);
        let is_line = |line: &&str| {
            line.starts_with(['+', '-']) && !line.starts_with("+++ ") && !line.starts_with("--- ")
        };
        diff.lines().filter(is_line).map(str::to_owned).collect()
    }

    /// The files that are not as they were.
    fn changed_files(&self, folder: &str) -> Vec<String> {
        let status = self.git(folder, &["status", "--porcelain", "--untracked-files=all"]);
        status.lines().map(|line| line.strip_prefix(" M ").unwrap_or(line).to_owned()).collect()
    }

    fn ask(&self, folder: &str, arguments: &[&str]) -> Output {
        let mut command = binary::command(&self.at(folder));
        command.envs(git::environment(self.home.path())).args(arguments).output().unwrap()
    }

    /// What a command says on standard output and on standard error, which must succeed.
    #[track_caller]
    fn run(&self, folder: &str, arguments: &[&str]) -> (String, String) {
        let done = self.ask(folder, arguments);
        let [out, err] = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        assert!(done.status.success(), "{arguments:?}\n{out}{err}");
        (out, err)
    }

    /// A tree in the shape of CPython 3.16, with the lines that matter, and an unpacked SDK beside it.
    fn write_cpython(&self, folder: &str) {
        let files = [
            ("Include/patchlevel.h", "#define PY_VERSION              \"3.16.0b1\"\n"),
            (
                "Platforms/WASI/config.toml",
                "# One place for what differs.\n[targets]\nwasi-sdk = 36\nhost-triple = \"wasm32-wasip1\"\n",
            ),
            (
                ".github/workflows/reusable-wasi.yml",
                "jobs:\n  build:\n    env:\n      CROSS_BUILD_WASI: cross-build/wasm32-wasip1\n",
            ),
        ];
        for (path, text) in files {
            let path = self.at(folder).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir_all(self.at("sdk")).unwrap();
        let sdk = "36.0\nwasi-libc: 0123456789ab\nllvm: 89abcdef0123\nllvm-version: 24.1.0\n";
        fs::write(self.at("sdk/VERSION"), sdk).unwrap();
    }
}

/// What a document of the project says.
fn document(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.at(PROJECT).join("out").join(path)).unwrap()
}

/// Files in the shape of PEP 11 and PEP 816, of which the second lacks the row of 3.15.
fn write_peps(desk: &Desk, folder: &str) {
    fs::create_dir_all(desk.at(folder)).unwrap();
    let support = document(desk, "pep-0816/support.rst");
    let older: String = support.split_inclusive('\n').filter(|line| !line.starts_with("3.15 ")).collect();
    assert_ne!(older, support);
    let tiers = [1, 2, 3].map(|tier| {
        let table = document(desk, &format!("pep-0011/tier-{tier}.rst"));
        format!("Tier {tier}\n------\n\n- A promise.\n\n{table}\n\n")
    });
    let tiers = tiers.concat();
    let pep_11 = format!("PEP: 11\nTitle: Platforms\n\n{tiers}WASI\n~~~~\n\nMore:\n\n{support}\nThe end.\n");
    let pep_816 = format!("PEP: 816\nTitle: WASI\n\nAn SDK each.\n\n{older}\n\nNotes\n-----\n\nA word.\n");
    fs::write(desk.at(folder).join("pep-0011.rst"), pep_11).unwrap();
    fs::write(desk.at(folder).join("pep-0816.rst"), pep_816).unwrap();
}

/// Adopts the PEPs in a folder; nothing but markers, blank lines and the row of 3.15 may come of it.
fn adopts_markers_and_one_row(desk: &Desk, peps: &str) {
    desk.keep(peps);
    let project = format!("../{PROJECT}");
    let adopt = ["-C", &project, "adopt", "--write", "--update", "pep-0011.rst", "pep-0816.rst"];
    let (said, summary) = desk.run(peps, &adopt);
    assert_eq!(summary, "pep11: 5 tables: 5 adopted\n");
    let said: Vec<&str> = said.lines().map(|line| line.split_once(": ").unwrap().1).collect();
    assert_eq!(
        said,
        [
            "adopted as pep-0011/tier-1",
            "adopted as pep-0011/tier-2",
            "adopted as pep-0011/tier-3",
            "adopted as pep-0816/support",
            "adopted as pep-0816/support and brought up to date: the old one lacks Python 3.15",
        ]
    );

    assert_eq!(desk.changed_files(peps), ["pep-0011.rst", "pep-0816.rst"]);
    let begin = |name: &str| [format!("+.. pep11: begin {name}"), "+".to_owned()];
    let end = || ["+.. pep11: end".to_owned(), "+".to_owned()];
    let around = |name: &str| [begin(name), end()].concat();
    let names = ["pep-0011/tier-1", "pep-0011/tier-2", "pep-0011/tier-3", "pep-0816/support"];
    assert_eq!(sorted(desk.changed_lines(peps, "pep-0011.rst")), sorted(names.map(around).concat()));
    let row = vec!["+3.15   0.1  33".to_owned()];
    let expected = [begin("pep-0816/support").to_vec(), row, end().to_vec()].concat();
    assert_eq!(sorted(desk.changed_lines(peps, "pep-0816.rst")), sorted(expected));
    // Where they stand: around each table, with a blank line inside and one outside.
    for (file, names) in [("pep-0011.rst", &names[..]), ("pep-0816.rst", &names[3..])] {
        let text = fs::read_to_string(desk.at(peps).join(file)).unwrap();
        for name in names {
            let table = document(desk, &format!("{name}.rst"));
            let region = format!("\n\n.. pep11: begin {name}\n\n{table}\n.. pep11: end\n\n");
            assert_eq!(text.matches(&region).count(), 1, "{file}\n{region}\n{text}");
        }
    }

    let kept = files(&desk.at(peps));
    let (_, summary) = desk.run(peps, &adopt);
    assert_eq!(summary, "pep11: 5 tables: 5 already in a region\n");
    let (said, _) = desk.run(peps, &["-C", &project, "check", "--into", "."]);
    assert_eq!(said, "");
    assert_eq!(desk.run(peps, &["-C", &project, "render", "--into", "."]).0, "");
    assert_eq!(files(&desk.at(peps)), kept);
}

/// git may say of several blank lines that any of them is new.
fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

#[test]
fn adoption_adds_markers_and_the_row_that_is_missing() {
    let desk = Desk::new();
    write_peps(&desk, "peps ü");
    adopts_markers_and_one_row(&desk, "peps ü");
}

#[test]
fn adoption_of_the_real_peps_adds_markers_and_the_row_that_is_missing() {
    let Some(real) = shared("upstream/peps") else { return };
    let desk = Desk::new();
    copy(&real, &desk.at("peps"));
    adopts_markers_and_one_row(&desk, "peps");
}

/// Records the lock of 3.16 and renders; the arguments in front of all others and the checkout are given.
fn record(desk: &Desk, folder: &str, project: &[&str], from: &str) -> (String, String) {
    let record = ["record", "wasi", "3.16", "--from", from, "--source", LINK, "--on", DAY, "--render"];
    desk.run(folder, &[project, &record].concat())
}

#[test]
fn a_lock_is_recorded_rendered_checked_and_told() {
    let desk = Desk::new();
    desk.write_cpython("cpython");
    let overdue = desk.ask(PROJECT, &["check", "--as-of", DAY]);
    let overdue = String::from_utf8(overdue.stdout).unwrap();
    assert!(overdue.contains("error[lock-missing]: WASI has no lock for Python 3.16"), "{overdue}");

    let (said, notes) = record(&desk, PROJECT, &[], "../cpython");
    let changed = desk.changed_files(PROJECT);
    let all = format!("{notes}{said}");
    let places = [
        "wasi      0.1  ../cpython/Platforms/WASI/config.toml:4 (wasm32-wasip1)",
        "wasi      0.1  ../cpython/.github/workflows/reusable-wasi.yml:4 (wasm32-wasip1)",
        "wasi-sdk  36   ../cpython/Platforms/WASI/config.toml:3",
    ];
    let told = places.map(str::to_owned).into_iter();
    for line in told.chain(changed.iter().map(|path| format!("changed  {path}"))) {
        assert_eq!(all.lines().filter(|own| *own == line).count(), 1, "{line}\n{all}");
    }
    let message = format!(
        "Lock WASI for Python 3.16: WASI 0.1 and WASI SDK 36

WASI 0.1
- Platforms/WASI/config.toml: wasm32-wasip1
- .github/workflows/reusable-wasi.yml: wasm32-wasip1
WASI SDK 36
- Platforms/WASI/config.toml

Recorded: {DAY}
Source: {LINK}
"
    );
    assert!(said.ends_with(&message), "{said}");

    // One line of the data, and documents.
    let (data, documents): (Vec<&String>, Vec<&String>) =
        changed.iter().partition(|path| path.starts_with("data/"));
    assert_eq!(data, ["data/platforms/wasi.yaml"]);
    let lock = format!(r#"+  "3.16": {{wasi: "0.1", wasi-sdk: "36", recorded: {DAY}, source: {LINK}}}"#);
    assert_eq!(desk.changed_lines(PROJECT, "data"), [lock]);
    assert!(documents.iter().all(|path| path.starts_with("out/")), "{documents:?}");
    assert_eq!(desk.changed_lines(PROJECT, "out/pep-0816/support.rst"), ["+3.16   0.1  36"]);

    // The check is clean, also of what changed.
    let fresh = format!("pep11: {} documents: all fresh\n", files(&desk.at(PROJECT).join("out")).len());
    for arguments in [&["check"][..], &["check", "--base", "HEAD"]] {
        assert_eq!(desk.run(PROJECT, arguments), (String::new(), fresh.clone()), "{arguments:?}");
    }
    // On the day no lock is missed any more, and nothing is said that was not said before.
    let (said, notes) = desk.run(PROJECT, &["check", "--base", "HEAD", "--as-of", DAY]);
    assert_eq!(notes, fresh);
    assert!(!said.contains("lock for Python 3.16") && !said.contains("error"), "{said}");
    let is_known = |line: &&str| overdue.contains(line.split(": ").nth(1).unwrap());
    assert!(said.lines().filter(|line| line.starts_with("warning[")).all(|line| is_known(&line)), "{said}");
    assert_eq!(desk.run(PROJECT, &["render"]).0, "");

    // The diff says it, and nothing else.
    let (said, notes) = desk.run(PROJECT, &["diff"]);
    assert_eq!(notes, "");
    let (told, _) = said.split_once("\n\n--- a/").unwrap();
    let names: Vec<String> = documents.iter().map(|path| format!("\n  changed {path}")).collect();
    let expected = format!(
        "HEAD → working tree: 1 fact changed; the policy has no objection; {} documents change

Locks
  Python 3.16: locked to WASI 0.1, WASI SDK 36, recorded {DAY}
      {LINK}

Documents{}",
        documents.len(),
        names.concat()
    );
    assert_eq!(told, expected);
    let (json, _) = desk.run(PROJECT, &["diff", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let changes = json["changes"].as_array().unwrap();
    assert_eq!(
        (changes.len(), &changes[0]["section"], &changes[0]["about"]["id"]),
        (1, &"locks".into(), &"3.16".into())
    );
    assert_eq!(json["findings"], serde_json::json!([]));
    let (markdown, _) = desk.run(PROJECT, &["diff", "--format", "markdown"]);
    let item = format!("#### Facts\n\n- **Python 3.16**: locked to WASI 0.1, WASI SDK 36, recorded {DAY}\n");
    assert!(markdown.contains(&item), "{markdown}");
}

/// What is written does not depend on where one stands, nor on how the checkout is named.
#[test]
fn a_lock_is_the_same_from_anywhere() {
    let desk = Desk::new();
    desk.write_cpython("cpython");
    record(&desk, PROJECT, &[], "../cpython");
    let expected = files(&desk.at(PROJECT));
    let unicode = "c python – ü";
    desk.write_cpython(unicode);
    let whole = desk.at("cpython").to_str().unwrap().to_owned();
    let (below, beside) = (format!("{PROJECT}/data/platforms"), format!("../{PROJECT}"));
    for (folder, project, from) in [
        (&*below, &[][..], "../../../cpython/"),
        (PROJECT, &["-C", "."], &*whole),
        ("", &["-C", PROJECT], unicode),
        ("", &["-C", PROJECT], &format!("./{unicode}/")),
        ("cpython", &["-C", &*beside], "."),
        ("sdk", &["-C", &*beside], "../cpython/."),
    ] {
        desk.git(PROJECT, &["checkout", "-q", "."]);
        record(&desk, folder, project, from);
        let now = files(&desk.at(PROJECT));
        let is_own = |path: &&String| !path.starts_with(".git/");
        for path in expected.keys().filter(is_own) {
            assert!(now[path] == expected[path], "{path} from {folder}");
        }
        let (said, _) = desk.run(folder, &[project, &["check", "--base", "HEAD"]].concat());
        assert_eq!(said, "", "{folder}");
    }
}

/// The SDK says the same, and whatever else it has, no rule fires for that.
#[test]
fn a_new_sdk_is_no_hindrance() {
    let desk = Desk::new();
    desk.write_cpython("cpython");
    let record = ["record", "wasi", "3.16", "--from", "../cpython", "--from", "../sdk", "--source", LINK];
    let (said, notes) = desk.run(PROJECT, &[&record[..], &["--on", DAY, "--render"]].concat());
    let is_sdk = |line: &&str| line.starts_with("wasi-sdk ") && line.contains(" ../sdk/VERSION:1 (36.0)");
    assert!(notes.lines().chain(said.lines()).any(|line| is_sdk(&line)), "{notes}{said}");
    let lock = format!(r#"+  "3.16": {{wasi: "0.1", wasi-sdk: "36", recorded: {DAY}, source: {LINK}}}"#);
    assert!(desk.changed_lines(PROJECT, "data").contains(&lock));
    assert_eq!(desk.run(PROJECT, &["check", "--base", "HEAD"]).0, "");
}

/// Back upstream: what was adopted gets the row of the new lock, and nothing else.
#[test]
fn what_was_adopted_follows_a_new_lock() {
    let desk = Desk::new();
    desk.write_cpython("cpython");
    write_peps(&desk, "peps");
    adopts_markers_and_one_row(&desk, "peps");
    desk.git("peps", &["commit", "-q", "-a", "-m", "Adopted"]);
    record(&desk, PROJECT, &[], "../cpython");
    let stale = desk.ask(PROJECT, &["check", "--into", "../peps"]);
    let stale = String::from_utf8(stale.stdout).unwrap();
    assert!(stale.matches("error[stale-region]").count() == 2 && stale.ends_with("\n2 errors\n"), "{stale}");
    desk.run(PROJECT, &["render", "--into", "../peps"]);
    for file in ["pep-0011.rst", "pep-0816.rst"] {
        assert_eq!(desk.changed_lines("peps", file), ["+3.16   0.1  36"], "{file}");
    }
    assert_eq!(desk.run(PROJECT, &["check", "--into", "../peps"]).0, "");
}
