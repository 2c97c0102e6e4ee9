//! What changed, by meaning: every folder in `tests/diff/` is a case. Its `base/` and `head/` stand in for
//! files of `_base`, or beside them; `expected.txt`, `expected.md` and `expected.json` are what is shown,
//! in those forms that a case has. `SNAPSHOTS=overwrite cargo test` rewrites what is expected.
//!
//! Nothing changes in silence: each value of `_base`, which has every key, is edited, left out or moved,
//! and so are values of the project's own data.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pep11::diff::{self, Change};
use pep11::model::Registry;
use pep11::parse::{self, Files};
use pep11::plan;
use pep11::project::Project;
use pep11::report::diff as report;
use pep11::report::diff::Verdict;
use pep11::rules::Against;
use pep11::view;
use pep11::yaml::{self, Node, Value};
use proptest::prelude::*;
use proptest::sample::Index;
use snapbox::{Assert, Data};

use crate::folder;

mod comment;

#[test]
fn cases() {
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    let mut wrong = String::new();
    for case in cases_below() {
        for form in ["txt", "md", "json"] {
            let path = case.join(format!("expected.{form}"));
            if form == "txt" || path.exists() {
                let expected = Data::read_from(&path, None);
                let shown = Data::text(shown(&case, form));
                if let Err(error) = assert.try_eq(Some(&path.display().to_string()), shown, expected.raw()) {
                    wrong.push_str(&error.to_string());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn cases_folder() -> PathBuf {
    folder::own().join("tests/diff")
}

fn cases_below() -> Vec<PathBuf> {
    let entries = fs::read_dir(cases_folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<_> = entries.filter(|path| path.is_dir() && !path.ends_with("_base")).collect();
    cases.sort();
    assert!(cases.len() > 10, "the cases are gone");
    cases
}

/// The data of a folder, over that of `_base`.
fn files(case: &Path, side: &str) -> Files {
    let mut files = folder::files(&cases_folder().join("_base"));
    for path in fs::read_to_string(case.join(format!("{side}-without"))).unwrap_or_default().lines() {
        files.remove(path).unwrap();
    }
    let own = case.join(side);
    files.extend(if own.exists() { folder::files(&own) } else { Files::new() });
    files.into_iter().map(|(path, bytes)| (format!("data/{path}"), bytes)).collect()
}

fn shown(case: &Path, form: &str) -> String {
    let [base, head] = ["base", "head"].map(|side| Project {
        data: files(case, side),
        templates: pep11::embedded::templates(),
        ..Project::default()
    });
    let before = base.review();
    let after = head.review_against(Against { base: Some(&before.registry), as_of: None });
    assert!(before.is_whole && after.is_whole, "{}", case.display());
    let changes = diff::between(&before.registry, &after.registry);
    let made = base.documents(&before.registry).unwrap();
    let made = made.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    let wanted = head.documents(&after.registry).unwrap();
    let documents = plan::of_documents(Path::new("out"), "out/", &wanted, &made);
    let verdict = Verdict {
        base: "base",
        head: "head",
        is_compared: true,
        known: 0,
        changes: &changes,
        findings: &after.findings,
        // A text is read more easily without them.
        documents: if form == "txt" { &[] } else { &documents },
        notes: &[],
    };
    match form {
        "md" => report::markdown(&verdict),
        "json" => report::json(&verdict).unwrap(),
        _ => report::text(&verdict, false),
    }
}

fn base_files() -> Files {
    let files = folder::files(&cases_folder().join("_base")).into_iter();
    files.map(|(path, bytes)| (format!("data/{path}"), bytes)).collect()
}

/// What the files say, if nothing is wrong in them.
fn sound(files: &Files) -> Option<Registry> {
    let (registry, findings) = parse::registry("", files);
    findings.is_empty().then_some(registry)
}

fn tree(bytes: &[u8]) -> Node {
    yaml::read("x.yaml", bytes).unwrap().root
}

/// A tree as YAML, in another style than people write it.
fn written(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Scalar { text, quoted: false } if is_plain(text) => text.clone(),
        Value::Scalar { text, .. } => serde_json::to_string(text).unwrap(),
        Value::List(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let entry = |(key, value): &(Node, Node)| format!("{}: {}", written(key), written(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._ ".contains(c))
}

fn reversed(node: &mut Node) {
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(reversed),
        Value::Map(entries) => {
            entries.reverse();
            entries.iter_mut().for_each(|(_, value)| reversed(value));
        }
        _ => {}
    }
}

#[test]
fn moved_files_and_other_styles_are_no_change() {
    for data in [base_files(), own_files()] {
        let mut other = Files::new();
        for (path, bytes) in &data {
            let mut root = tree(bytes);
            reversed(&mut root);
            let path = path.replace("platforms/wasi.yaml", "platforms/wasi.yml");
            other.insert(path, format!("# A comment\n\n{}\n", written(&root)).into_bytes());
        }
        let (before, after) = (sound(&data).unwrap(), sound(&other).unwrap());
        assert_eq!(told(&diff::between(&before, &after)), Vec::<String>::new());
    }
}

fn told(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| format!("{}: {}", change.about, change.says)).collect()
}

fn own_files() -> Files {
    let files = folder::files(&folder::own().join("data")).into_iter();
    files.map(|(path, bytes)| (format!("data/{path}"), bytes)).collect()
}

/// The tree with one thing edited, left out or moved, and what was done: the `nth` of all ways, if there
/// are so many.
fn mutant(root: &Node, nth: usize) -> Option<(String, Node)> {
    mutate(root, "", &mut nth.clone())
}

/// How many ways there are.
fn ways(root: &Node) -> usize {
    let mut left = usize::MAX;
    assert!(mutate(root, "", &mut left).is_none());
    usize::MAX - left
}

/// Counts down for each way, and takes it when nothing is left.
fn mutate(node: &Node, path: &str, left: &mut usize) -> Option<(String, Node)> {
    let mut is_it = || {
        let is_it = *left == 0;
        *left = left.wrapping_sub(1);
        is_it
    };
    let with = |value: Value| Node { value, ..node.clone() };
    match &node.value {
        Value::Null => {}
        Value::Scalar { text, quoted } => {
            for text in edits(text) {
                if is_it() {
                    let what = format!("{path} = {text}");
                    return Some((what, with(Value::Scalar { text, quoted: *quoted })));
                }
            }
        }
        Value::List(items) => {
            for at in 0..items.len() {
                if is_it() {
                    let mut fewer = items.clone();
                    fewer.remove(at);
                    return Some((format!("{path}[{at}] is left out"), with(Value::List(fewer))));
                }
                if at > 0 && is_it() {
                    let mut swapped = items.clone();
                    swapped.swap(at - 1, at);
                    return Some((format!("{path}[{at}] is moved up"), with(Value::List(swapped))));
                }
            }
            for (at, item) in items.iter().enumerate() {
                if let Some((what, item)) = mutate(item, &format!("{path}[{at}]"), left) {
                    let mut items = items.clone();
                    items[at] = item;
                    return Some((what, with(Value::List(items))));
                }
            }
        }
        Value::Map(entries) => {
            for (at, (key, _)) in entries.iter().enumerate() {
                if is_it() {
                    let mut fewer = entries.clone();
                    fewer.remove(at);
                    return Some((format!("{path}.{} is left out", written(key)), with(Value::Map(fewer))));
                }
            }
            for (at, (key, value)) in entries.iter().enumerate() {
                let name = written(key);
                let new = mutate(key, &format!("{path} key {name}"), left)
                    .map(|(what, key)| (what, (key, value.clone())))
                    .or_else(|| {
                        let (what, value) = mutate(value, &format!("{path}.{name}"), left)?;
                        Some((what, (key.clone(), value)))
                    });
                if let Some((what, entry)) = new {
                    let mut entries = entries.clone();
                    entries[at] = entry;
                    return Some((what, with(Value::Map(entries))));
                }
            }
        }
    }
    None
}

/// Other texts that may stand in place of one.
fn edits(text: &str) -> Vec<String> {
    let mut edits = vec![format!("{text}x"), format!("{text} more"), format!("{text}-more")];
    for (other, instead) in [
        ("actual", "expected"),
        ("expected", "actual"),
        ("maintainers", "steering council"),
        ("steering council", "maintainers"),
        ("beta 1", "final"),
        ("major", "minor"),
        ("commit", "number"),
        ("minimum", "version"),
        ("minimum", "exactly"),
        ("true", "false"),
        ("since", "until"),
        ("until", "since"),
        ("unknown", "https://example.org/known"),
        ("unknown", "2026-01-01"),
        ("none", "3"),
    ] {
        if text == other {
            edits.push(instead.to_owned());
        }
    }
    // The last number, one more: of a date, a version, a tier, a hash.
    let start = text
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + text[at..].chars().next().unwrap().len_utf8());
    if let Ok(number) = text[start..].parse::<u64>() {
        edits.extend(
            [number + 1, number.saturating_sub(1), number + 9]
                .map(|number| format!("{}{number:0width$}", &text[..start], width = text.len() - start)),
        );
    }
    edits.retain(|edit| edit != text);
    edits
}

/// Every edit after which the data is still sound is told.
#[test]
fn nothing_changes_in_silence() {
    let data = base_files();
    let base = sound(&data).unwrap();
    let (mut silent, mut count) = (Vec::new(), BTreeMap::<&str, usize>::new());
    for (path, bytes) in &data {
        let root = tree(bytes);
        for (what, mutant) in (0..ways(&root)).filter_map(|nth| mutant(&root, nth)) {
            let mut edited = data.clone();
            edited.insert(path.clone(), written(&mutant).into_bytes());
            let Some(head) = sound(&edited) else { continue };
            *count.entry(path).or_default() += 1;
            if diff::between(&base, &head).is_empty() || diff::between(&head, &base).is_empty() {
                silent.push(format!("{path}: {what}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
    // A few hundred edits are sound, in every file.
    assert!(count.len() == data.len() && count.values().all(|&count| count > 20), "{count:?}");
}

/// The data on which that is shown has every key that there is.
#[test]
fn every_key_is_there() {
    let mut there = BTreeSet::new();
    for bytes in base_files().values() {
        keys(&tree(bytes), &mut there);
    }
    let mut parse = folder::files(&folder::own().join("src/parse"));
    // It has names of files.
    parse.remove("files.rs").unwrap();
    let mut known = BTreeSet::new();
    for text in parse.values().map(|bytes| String::from_utf8_lossy(bytes)) {
        for list in text.split("&[\"").skip(1).filter_map(|rest| rest.split(']').next()) {
            let names = list.split(',').map(|name| name.trim().trim_matches('"').to_owned());
            known.extend(
                names.filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '1')),
            );
        }
    }
    assert!(known.len() > 45, "{known:?}");
    let without: Vec<_> = known.difference(&there).filter(|name| !name.is_empty()).collect();
    assert!(without.is_empty(), "{without:?}");
}

fn keys(node: &Node, found: &mut BTreeSet<String>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| keys(item, found)),
        Value::Map(entries) => {
            for (key, value) in entries {
                if let Value::Scalar { text, .. } = &key.value {
                    found.insert(text.clone());
                }
                keys(value, found);
            }
        }
        _ => {}
    }
}

/// All that templates see, as one text.
fn seen(registry: &Registry) -> String {
    serde_json::to_string(&view::of(registry, None)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// What changes a document is told, whatever was edited in the project's own data.
    #[test]
    fn what_templates_see_does_not_change_in_silence(file in any::<Index>(), which in any::<Vec<Index>>()) {
        let data = own_files();
        let path = file.get(&data.keys().cloned().collect::<Vec<_>>()).clone();
        let mut edited = data.clone();
        for which in which.iter().take(3) {
            let root = tree(&edited[&path]);
            let (_, mutant) = mutant(&root, which.index(ways(&root))).unwrap();
            edited.insert(path.clone(), written(&mutant).into_bytes());
        }
        let (before, after) = (sound(&data).unwrap(), sound(&edited));
        if let Some(after) = after {
            let changes = diff::between(&before, &after);
            prop_assert!(!changes.is_empty() || seen(&before) == seen(&after), "{}", path);
            prop_assert_eq!(diff::between(&after, &after), Vec::new());
        }
    }
}
