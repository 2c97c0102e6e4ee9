//! What really happened to PEP 11 and PEP 816, once more as a git history: the project's data as it would have
//! stood on each day on which something was recorded, one commit for each. The diffs say what a reader of the
//! PEPs would say, and the policy has no objection; to what did not happen, it has.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use snapbox::{Assert, Data};
use tempfile::TempDir;

use crate::folder::{copy, frozen, own};
use crate::{binary, git};

/// The data as it stood on a day.
mod past;

use past::Past;

/// What comes later in the data is not replayed.
const LAST: &str = "2026-08-22";

/// What happened to PEP 11's targets since its history begins, as its commits tell: the day, the triple,
/// and words of the diff of that day.
const TARGETS: &[(&str, &str, &str)] = &[
    ("2022-07-20", "wasm32-unknown-emscripten", "added: tier 3"),
    ("2022-07-20", "wasm32-unknown-wasi", "added: tier 3"),
    ("2023-11-30", "wasm32-unknown-emscripten", "Christian Heimes removed"),
    ("2023-11-30", "wasm32-unknown-wasi", "Eric Snow added, Christian Heimes removed"),
    ("2024-01-01", "wasm32-unknown-emscripten", "tier 3 → none"),
    ("2024-01-24", "powerpc64le-unknown-linux-gnu (glibc, gcc)", "tier 2 → 3"),
    ("2024-02-08", "wasm32-unknown-wasi", "tier 3 → 2"),
    ("2024-03-07", "aarch64-apple-darwin", "tier 2 → 1"),
    ("2024-04-20", "arm64-apple-ios", "added: tier 3"),
    ("2024-04-20", "arm64-apple-ios-simulator", "added: tier 3"),
    ("2024-07-16", "arm64-apple-ios", "Russell Keith-Magee"),
    ("2024-07-16", "arm64-apple-ios-simulator", "Russell Keith-Magee"),
    ("2024-09-23", "aarch64-linux-android", "added: tier 3"),
    ("2024-09-23", "x86_64-linux-android", "added: tier 3"),
    ("2024-11-07", "wasm32-unknown-wasip1", "triple wasm32-unknown-wasi → wasm32-unknown-wasip1"),
    ("2025-01-21", "aarch64-unknown-linux-gnu (glibc, gcc)", "tier 2 → 1"),
    ("2025-07-09", "wasm32-unknown-emscripten", "tier none → 3"),
    ("2025-07-24", "wasm32-unknown-wasip1", "Michael Droettboom"),
    ("2025-08-18", "x86_64-apple-darwin", "tier 1 → 2"),
    ("2025-08-18", "armv7l-unknown-linux-gnueabihf", "32-bit Raspberry Pi OS, gcc"),
    ("2025-10-09", "aarch64-unknown-linux-gnu (64-bit Raspberry Pi OS, gcc)", "added: tier 3"),
    ("2026-03-05", "wasm32-unknown-wasip1", "Savannah Ostrowski"),
    ("2026-04-02", "aarch64-unknown-linux-gnu (64-bit Raspberry Pi OS, gcc)", "Stan Ulbrych"),
    ("2026-07-28", "aarch64-pc-windows-msvc", "tier 3 → 2"),
    ("2026-08-22", "riscv64-unknown-linux-gnu (glibc, clang)", "added: tier 3"),
    ("2026-08-22", "riscv64-unknown-linux-gnu (glibc, gcc)", "added: tier 3"),
];

/// What happened to WASI's locks.
const LOCKS: &[(&str, &str, &str)] = &[
    ("2025-12-08", "Python 3.11", "locked to WASI 0.1, WASI SDK 16"),
    ("2025-12-08", "Python 3.12", "locked to WASI 0.1, WASI SDK 16"),
    ("2025-12-08", "Python 3.13", "locked to WASI 0.1, WASI SDK 24"),
    ("2025-12-08", "Python 3.14", "locked to WASI 0.1, WASI SDK 24"),
    ("2025-12-17", "Python 3.11", "WASI SDK 16 → 21, recorded 2025-12-17"),
    ("2025-12-17", "Python 3.12", "WASI SDK 16 → 21, recorded 2025-12-17"),
    ("2026-05-27", "Python 3.15", "locked to WASI 0.1, WASI SDK 33"),
];

/// A repository with the project's data of some day.
struct Repository {
    home: TempDir,
    past: Past,
}

impl Repository {
    /// With one commit: the data of a day.
    fn at(day: &str) -> Self {
        let repository = Self { home: tempfile::tempdir().unwrap(), past: Past::new() };
        fs::create_dir(repository.folder()).unwrap();
        copy(&frozen().join("data"), &repository.folder().join("data"));
        repository.git(day, &["init", "-q"]);
        repository.become_as_of(day);
        repository.commit(day);
        repository
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("project")
    }

    fn git(&self, day: &str, arguments: &[&str]) {
        let mut command = git::command(self.home.path(), &self.folder());
        let date = format!("{day}T12:00:00Z");
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
        let done = command.args(arguments).output().unwrap();
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn commit(&self, day: &str) {
        self.git(day, &["add", "."]);
        self.git(day, &["commit", "-q", "-m", day]);
    }

    /// Makes the files what they were at the end of a day.
    fn become_as_of(&self, day: &str) {
        for (path, text) in self.past.on(day) {
            fs::write(self.folder().join(path), text).unwrap();
        }
    }

    fn replace(&self, file: &str, old: &str, new: &str) {
        let path = self.folder().join(file);
        let before = fs::read_to_string(&path).unwrap();
        assert!(before.contains(old), "{file} has no {old}");
        fs::write(path, before.replace(old, new)).unwrap();
    }

    /// What a command says as JSON, and whether its exit status is 0.
    #[track_caller]
    fn pep11(&self, arguments: &[&str]) -> (Value, bool) {
        let mut command = binary::command(&self.folder());
        command.envs(git::environment(self.home.path())).args(arguments).args(["--format", "json"]);
        let done = command.output().unwrap();
        let said = serde_json::from_slice(&done.stdout);
        let said =
            said.unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&done.stderr)));
        (said, done.status.success())
    }

    #[track_caller]
    fn diff(&self, arguments: &[&str]) -> Diff {
        Diff(self.pep11(&[&["diff"], arguments].concat()).0)
    }

    /// The rules that `check` finds broken, and those of which it warns; documents are another matter.
    #[track_caller]
    fn check(&self, arguments: &[&str]) -> Vec<String> {
        let (said, is_well) = self.pep11(&[&["check"], arguments].concat());
        let said: Vec<String> = findings(&said);
        assert!(!is_well || said.iter().all(|finding| finding.starts_with("warning")), "{said:?}");
        said.into_iter().filter(|finding| !finding.contains("-document: ")).collect()
    }
}

/// Each finding as `error lock-moved: message`.
fn findings(said: &Value) -> Vec<String> {
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let said = said["findings"].as_array().unwrap().iter();
    said.map(|one| format!("{} {}: {}", text(one, "severity"), text(one, "rule"), text(one, "message")))
        .collect()
}

/// What `pep11 diff` says.
struct Diff(Value);

impl Diff {
    fn findings(&self) -> Vec<String> {
        findings(&self.0)
    }

    /// Each change with its section: `Python 3.12: WASI SDK 16 → 21, recorded 2025-12-17`.
    fn changes(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let changes = self.0["changes"].as_array().unwrap().iter();
        let line = |change: &Value| format!("{}: {}", text(&change["about"]["name"]), text(&change["says"]));
        changes.map(|change| (text(&change["section"]), line(change))).collect()
    }

    #[track_caller]
    fn has(&self, about: &str, words: &str) {
        let start = format!("{about}: ");
        let changes = self.changes();
        // Lists with commas in them have semicolons between their parts.
        let is_it =
            |(_, line): &(String, String)| line.starts_with(&start) && line.replace(';', ",").contains(words);
        assert!(changes.iter().any(is_it), "{about}: no `{words}` in {changes:#?}");
    }

    fn documents(&self) -> Vec<&str> {
        let documents = self.0["documents"].as_array().unwrap().iter();
        documents.map(|document| document["path"].as_str().unwrap().trim_start_matches("out/")).collect()
    }
}

#[test]
fn a_reader_of_the_peps_would_say_the_same() {
    let repository = Repository::at("2022-06-08");
    let mut told = String::from(
        "What happened since 2022-06-08, as `pep11 diff` tells it: the changed facts of each day, the documents \
         of PEPs that change, and what the lock policy says.\n",
    );
    let mut expected: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for (day, about, words) in TARGETS.iter().chain(LOCKS) {
        expected.entry(day).or_default().push((about, words));
    }
    let days: Vec<String> = repository.past.days().into_iter().filter(|day| day.as_str() <= LAST).collect();
    assert!(expected.keys().all(|day| days.iter().any(|other| other == day)));
    for day in &days[1..] {
        repository.become_as_of(day);
        repository.commit(day);
        let diff = repository.diff(&["HEAD~1", "HEAD"]);
        let expected = expected.remove(day.as_str()).unwrap_or_default();
        expected.iter().for_each(|(about, words)| diff.has(about, words));
        // Nothing else happened to a lock or a target.
        let of_history = |(section, _): &&(String, String)| ["locks", "tiers"].contains(&section.as_str());
        let (changes, expected_about): (_, BTreeSet<&str>) =
            (diff.changes(), expected.iter().map(|(about, _)| **about).collect());
        let about = changes.iter().filter(of_history).filter_map(|(_, line)| line.split_once(": "));
        assert_eq!(about.map(|(about, _)| about).collect::<BTreeSet<_>>(), expected_about, "{day}");
        tell(&mut told, day, &diff);
        assert_eq!(diff.findings(), past::objections(day), "{day}");
    }
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    assert.eq(told, Data::read_from(&own().join("tests/replay/history.txt"), None).raw());
}

fn tell(told: &mut String, day: &str, diff: &Diff) {
    writeln!(told, "\n{day}").unwrap();
    for (_, line) in diff.changes() {
        writeln!(told, "  {line}").unwrap();
    }
    let documents: Vec<&str> = diff.documents();
    let of_peps: Vec<&str> = documents.into_iter().filter(|path| path.starts_with("pep-")).collect();
    if !of_peps.is_empty() {
        writeln!(told, "  documents: {}", of_peps.join(", ")).unwrap();
    }
    for finding in diff.findings() {
        writeln!(told, "  {finding}").unwrap();
    }
    if diff.findings().is_empty() {
        writeln!(told, "  no objection").unwrap();
    }
}

#[test]
fn the_correction_of_the_first_record_is_explained() {
    let repository = Repository::at("2025-12-08");
    repository.become_as_of("2025-12-17");
    let diff = repository.diff(&[]);
    diff.has("Python 3.12", "WASI SDK 16 → 21, recorded 2025-12-17");
    diff.has("Python 3.11", "WASI SDK 16 → 21, recorded 2025-12-17");
    assert_eq!(diff.changes().len(), 2, "{:?}", diff.changes());
    assert!(diff.findings().is_empty(), "{:?}", diff.findings());
    assert!(repository.check(&["--base", "HEAD"]).is_empty());
    assert!(repository.check(&["--base", "HEAD", "--as-of", "2025-12-17"]).is_empty());
}

#[test]
fn the_correction_needs_its_explanation() {
    let repository = Repository::at("2025-12-08");
    repository.replace(
        "data/platforms/wasi.yaml",
        "wasi-sdk: \"16\", recorded",
        "wasi-sdk: \"21\", recorded",
    );
    let found = repository.check(&["--base", "HEAD"]);
    let about = |python: &str| {
        found.iter().filter(|one| one.starts_with("error lock-moved: ") && one.contains(python)).count()
    };
    assert!(found.len() == 2 && about("3.11") == 1 && about("3.12") == 1, "{found:#?}");
    assert_eq!(repository.diff(&[]).findings(), found);
}

#[test]
fn the_record_of_3_15_was_missing_and_came_late() {
    let repository = Repository::at("2026-05-06");
    let names = |arguments: &[&str]| -> Vec<String> {
        let found = repository.check(arguments);
        let about = |one: &String| assert!(one.contains("3.15"), "{one}");
        found.iter().for_each(about);
        found.iter().map(|one| one.split(':').next().unwrap().to_owned()).collect()
    };
    assert!(names(&[]).is_empty());
    assert!(names(&["--as-of", "2026-03-01"]).is_empty());
    assert_eq!(names(&["--as-of", "2026-05-06"]), ["warning lock-due"]);
    assert_eq!(names(&["--as-of", "2026-05-07"]), ["error lock-missing"]);
    // Nobody has said yet that the release was made.
    assert_eq!(names(&["--as-of", "2026-05-08"]), ["error lock-missing", "warning milestone-passed"]);
    // The release is made.
    repository.become_as_of("2026-05-07");
    repository.diff(&[]).has("Python 3.15", "beta 1");
    assert_eq!(names(&[]), ["error lock-missing"]);
    repository.commit("2026-05-07");
    // The lock is recorded.
    repository.become_as_of("2026-05-27");
    repository.diff(&[]).has("Python 3.15", "locked to WASI 0.1, WASI SDK 33");
    assert!(repository.diff(&[]).findings().is_empty());
    assert!(names(&["--base", "HEAD"]).is_empty());
    assert_eq!(names(&["--base", "HEAD", "--as-of", "2026-05-27"]), ["warning lock-late"]);
}

#[test]
fn what_happened_cannot_be_made_another() {
    let repository = Repository::at(LAST);
    let tiers = "data/tiers.yaml";
    let edits = [
        // The demotion of powerpc64le never was; the promotion of WASI was another day, or to another tier.
        (
            "      - on: 2024-01-24\n        tier: 3\n",
            "      - on: 2024-01-24\n        tier: 1\n",
            "event-edited",
        ),
        ("      - on: 2024-02-08\n", "      - on: 2024-02-09\n", "event-edited"),
        (
            "      - on: 2024-02-08\n        tier: 2\n",
            "      - on: 2024-02-08\n        tier: 1\n",
            "event-edited",
        ),
        (
            "        triple: s390x-unknown-linux-gnu\n",
            "        triple: s390x-ibm-linux-gnu\n",
            "event-edited",
        ),
        (
            "      - on: 2024-11-07\n        triple: wasm32-unknown-wasip1\n        source: https://github.com/python/peps/commit/5de264db2aef26d675ba3cbb0f8055197d40c666\n        remark: The triple names WASI 0.1 now; the bare name is to be free for WASI 1.0.\n",
            "",
            "event-removed",
        ),
        (
            "        source: https://github.com/python/peps/commit/8a344a572a017d7840380f3b00ab4d3499352a20\n",
            "        source: https://github.com/python/peps/pull/3655\n",
            "event-reworded",
        ),
    ];
    for (old, new, rule) in edits {
        repository.replace(tiers, old, new);
        let found = repository.check(&["--base", "HEAD"]);
        let names: BTreeSet<&str> = found.iter().filter_map(|one| one.split([' ', ':']).nth(1)).collect();
        assert!(names.contains(rule), "{old} → {new}: {found:#?}");
        assert_eq!(repository.diff(&[]).findings(), found, "{old} → {new}");
        repository.become_as_of(LAST);
        assert!(repository.check(&["--base", "HEAD"]).is_empty());
    }
    // Whoever corrects the record says so.
    repository.replace(
        tiers,
        "      - on: 2024-02-08\n",
        "      - on: 2024-02-09\n        corrects: It was merged a day later.\n",
    );
    assert!(repository.check(&["--base", "HEAD"]).is_empty());
}

#[test]
fn what_was_recorded_cannot_be_taken_back() {
    let repository = Repository::at(LAST);
    let wasi = "data/platforms/wasi.yaml";
    let text = fs::read_to_string(repository.folder().join(wasi)).unwrap();
    let lock = text.lines().find(|line| line.starts_with("  \"3.14\": {")).unwrap();
    let entry = text.split("\nchanges:\n").nth(1).unwrap().split("  - python").nth(1).unwrap();
    let edits = [
        (format!("{lock}\n"), String::new(), "lock-vanished"),
        (lock.to_owned(), lock.replace("wasi-sdk: \"24\"", "wasi-sdk: \"25\""), "lock-moved"),
        (lock.to_owned(), lock.replace("recorded: 2025-12-08", "recorded: 2025-05-08"), "lock-record-edited"),
        (format!("  - python{entry}"), String::new(), "change-erased"),
        (entry.to_owned(), entry.replace("on: 2025-12-17", "on: 2025-12-18"), "change-erased"),
    ];
    for (old, new, rule) in edits {
        repository.replace(wasi, &old, &new);
        let found = repository.check(&["--base", "HEAD"]);
        assert!(found.iter().any(|one| one.contains(&format!(" {rule}: "))), "{rule}: {found:#?}");
        repository.become_as_of(LAST);
    }
    // In the same major version nothing moves.
    repository.replace(wasi, lock, &lock.replace("wasi-sdk: \"24\"", "wasi-sdk: \"24.1\""));
    let found = repository.check(&["--base", "HEAD"]);
    assert!(!found.iter().any(|one| one.contains("lock-moved")), "{found:#?}");
}
