//! An example is a header such as "Wrong, in `data/tiers.yaml`:" with indented lines below it. The lines
//! of "Wrong" and "Right" take each other's place in the sound project, those of "Before" are what it
//! was; "under `changes`" adds them below that key; and a file that the project has not is made of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use pep11::catalogue::{self, Entry};
use pep11::finding::{Finding, Severity};
use pep11::lookup;
use pep11::model::{Date, Registry};
use pep11::project::{Project, with_own};
use pep11::region::{self, Form, Unresolved};
use pep11::rules::Against;
use pep11::source::Source;

use crate::folder;

/// What cannot be put into the project as a text: names and sizes of files, the order of commands,
/// what stands in other repositories, and what only a command that edits can meet.
const WITHOUT_EXAMPLE_IN_A_FILE: [&str; 30] = [
    "checkout-of-another-python",
    "checkout-of-two-pythons",
    "faulty-release-data",
    "file-too-large",
    "missing-document",
    "missing-file",
    "not-editable",
    "not-recorded",
    "not-utf-8",
    "nothing-compared",
    "possible-site",
    "release-data-older",
    "site-disagrees",
    "site-incomplete",
    "site-not-found",
    "stale-document",
    "stale-region",
    "table-before-indented-text",
    "table-differs",
    "table-in-another-format",
    "table-in-code",
    "table-in-unknown-directive",
    "table-like-a-document",
    "table-not-alone",
    "table-of-several",
    "table-unreadable",
    "table-with-label",
    "table-with-other-columns",
    "unmade-document",
    "yaml-limit",
];

type Files = BTreeMap<String, Vec<u8>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Before,
    Wrong,
    Right,
}

/// Lines of an example, and where they belong.
#[derive(Debug)]
struct Block {
    word: Word,
    path: String,
    under: Option<String>,
    lines: Vec<String>,
}

#[derive(Debug, Default)]
struct Example {
    day: Option<Date>,
    blocks: Vec<Block>,
}

#[test]
fn examples_are_true() {
    let mut wrong = Vec::new();
    let mut without = Vec::new();
    for entry in catalogue::entries() {
        match example(entry) {
            Some(example) => wrong.extend(faults(entry, &example)),
            None => without.push(entry.name),
        }
    }
    without.sort_unstable();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(without, WITHOUT_EXAMPLE_IN_A_FILE);
}

#[test]
fn the_project_is_sound() {
    assert_eq!(found(&sound(), None, None), []);
}

fn sound() -> Files {
    let mut files = folder::files(&folder::own().join("tests/catalogue"));
    files.remove("examples.rs").unwrap();
    files
}

/// What is untrue in an example.
fn faults(entry: &Entry, example: &Example) -> Vec<String> {
    let with = |word: Word| with(&sound(), example, word).map_err(|fault| format!("{}: {fault}", entry.name));
    let has = |word: Word| example.blocks.iter().any(|block| block.word == word);
    let (before, wrong, right) = match (with(Word::Before), with(Word::Wrong), with(Word::Right)) {
        (Ok(before), Ok(wrong), Ok(right)) => (before, wrong, right),
        (before, wrong, right) => {
            return [before, wrong, right].into_iter().filter_map(Result::err).collect();
        }
    };
    let base = has(Word::Before).then(|| project(&before).review().registry);
    let mut faults = Vec::new();
    let expected = (entry.name, entry.severity);
    let found_wrong = found(&wrong, example.day, base.as_ref());
    if found_wrong.is_empty() || found_wrong.iter().any(|found| *found != expected) {
        faults.push(format!("{}: the wrong lines find {found_wrong:?}", entry.name));
    }
    let found_right = found(&right, example.day, base.as_ref());
    if !found_right.is_empty() {
        faults.push(format!("{}: the right lines find {found_right:?}", entry.name));
    }
    let is_mendable = |finding: &Finding| finding.fix.is_some();
    if project(&wrong).review().findings.iter().any(is_mendable) && !entry.text.contains("check --fix") {
        faults.push(format!("{}: it does not say that it can be mended", entry.name));
    }
    if !has(Word::Right) && !has(Word::Before) {
        faults.push(format!("{}: nothing is right", entry.name));
    }
    faults
}

/// The names and severities of all that is found in a project: its data, its documents, its page.
fn found(files: &Files, as_of: Option<Date>, base: Option<&Registry>) -> Vec<(&'static str, Severity)> {
    let project = project(files);
    let reviewed = project.review_against(Against { as_of, base });
    let mut findings = reviewed.findings.clone();
    if !reviewed.is_faulty() {
        match project.documents(&reviewed.registry) {
            Ok(documents) => findings.extend(in_page(&files["page.rst"], &documents)),
            Err(more) => findings.extend(more),
        }
    }
    findings.iter().map(|finding| (finding.rule, finding.severity)).collect()
}

fn project(files: &Files) -> Project {
    let below = |folder: &str| -> Files {
        let files = files.iter().filter(|(path, _)| path.starts_with(folder));
        files.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    };
    let template = |(path, bytes): (String, Vec<u8>)| {
        let source: Arc<Source> = Source::new(path.as_str(), String::from_utf8(bytes).unwrap());
        (path["templates/".len()..].to_owned(), source)
    };
    let own = below("templates/").into_iter().map(template).collect();
    Project {
        data: below("data/"),
        templates: with_own(pep11::embedded::templates(), own),
        ..Project::default()
    }
}

fn in_page(page: &[u8], documents: &BTreeMap<String, String>) -> Vec<Finding> {
    let paths: Vec<&str> = documents.keys().map(String::as_str).collect();
    let body = |form: &Form, name: &str| {
        let path = lookup::document(&paths, name, form.extensions)
            .map_err(|unknown| Unresolved { message: unknown.message, help: unknown.help })?;
        Ok(documents[path].clone())
    };
    region::shown("page.rst", page, &body).err().unwrap_or_default()
}

/// The project with an example's lines of one word in it.
fn with(sound: &Files, example: &Example, word: Word) -> Result<Files, String> {
    let mut files = sound.clone();
    let mut blocks: Vec<&Block> = example.blocks.iter().filter(|block| block.word == word).collect();
    if blocks.is_empty() {
        blocks = example.blocks.iter().filter(|block| block.word == Word::Before).collect();
    }
    for block in blocks {
        let text = match files.get(&block.path) {
            Some(text) if block.path.starts_with("data/") => {
                let text = String::from_utf8(text.clone()).unwrap();
                let lines: Vec<&str> = text.lines().collect();
                match &block.under {
                    Some(key) => added(&lines, key, block)?,
                    None => replaced(&lines, example, block)?,
                }
            }
            _ => block.lines.join("\n") + "\n",
        };
        files.insert(block.path.clone(), text.into_bytes());
    }
    Ok(files)
}

fn added(lines: &[&str], key: &str, block: &Block) -> Result<String, String> {
    let at = lines.iter().position(|line| *line == format!("{key}:")).ok_or(format!("no key {key}"))?;
    Ok(joined(&lines[..=at], &block.lines, "  ", &lines[at + 1..]))
}

/// The lines with the block in the place of the one of its example that stands there.
fn replaced(lines: &[&str], example: &Example, block: &Block) -> Result<String, String> {
    let others = example.blocks.iter().filter(|other| other.path == block.path && other.under.is_none());
    let mut places: Vec<(usize, usize, String)> =
        others.flat_map(|other| places(lines, &other.lines)).collect();
    places.sort();
    places.dedup();
    // Of lines that stand in other lines of the example, the longer are meant.
    let longest = places.iter().map(|(_, count, _)| *count).max().unwrap_or(0);
    places.retain(|(_, count, _)| *count == longest);
    let [(at, count, indent)] = places.as_slice() else {
        return Err(format!("its lines stand {} times in {}", places.len(), block.path));
    };
    Ok(joined(&lines[..*at], &block.lines, indent, &lines[at + count..]))
}

/// Where lines stand: from which line, how many, and at which indent.
fn places(lines: &[&str], sought: &[String]) -> Vec<(usize, usize, String)> {
    let windows = lines.windows(sought.len()).enumerate();
    let place = |(at, window): (usize, &[&str])| {
        let indent = window[0].strip_suffix(sought[0].as_str())?;
        let same = |(line, sought): (&&str, &String)| line.strip_prefix(indent) == Some(sought);
        let stands = indent.trim().is_empty() && window.iter().zip(sought).all(same);
        stands.then(|| (at, sought.len(), indent.to_owned()))
    };
    windows.filter_map(place).collect()
}

fn joined(before: &[&str], lines: &[String], indent: &str, after: &[&str]) -> String {
    let before = before.iter().map(|line| (*line).to_owned());
    let inside = lines.iter().map(|line| format!("{indent}{line}"));
    let after = after.iter().map(|line| (*line).to_owned());
    let lines: Vec<String> = before.chain(inside).chain(after).collect();
    lines.join("\n") + "\n"
}

/// The example of an entry; none if no part of it belongs into a file.
fn example(entry: &Entry) -> Option<Example> {
    let mut example = Example::default();
    let (mut word, mut path) = (Word::Wrong, String::new());
    let mut lines = entry.text.lines().peekable();
    while let Some(line) = lines.next() {
        let Some(header) = line.strip_suffix(':').filter(|_| lines.peek() == Some(&"")) else { continue };
        match header.split([' ', ',']).next().unwrap() {
            "Before" => word = Word::Before,
            "Wrong" => word = Word::Wrong,
            "Right" => word = Word::Right,
            "and" => {}
            _ => panic!("{}: no header: {line}", entry.name),
        }
        let quoted = |after: &str| Some(header.split_once(after)?.1.split_once('`')?.0.to_owned());
        if let Some(day) = header.split_once(" on ") {
            example.day = Some(day.1[..10].parse().unwrap());
        }
        path = quoted(" in `").unwrap_or(path);
        let under = quoted(" under `");
        let lines = block(&mut lines);
        example.blocks.push(Block { word, path: path.clone(), under, lines });
    }
    example.blocks.iter().any(|block| !block.path.is_empty()).then_some(example)
}

/// The indented lines that follow, without their indent.
fn block<'t>(lines: &mut std::iter::Peekable<impl Iterator<Item = &'t str>>) -> Vec<String> {
    let mut block: Vec<String> = Vec::new();
    while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("    ")) {
        block.push(line.strip_prefix("    ").unwrap_or("").to_owned());
    }
    let edge = |line: &&String| line.is_empty();
    let start = block.iter().take_while(edge).count();
    let end = block.len() - block.iter().rev().take_while(edge).count();
    block[start..end].to_vec()
}
