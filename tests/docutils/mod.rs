//! The real docutils and the real Sphinx, for tests. Owns their virtual environments under the target
//! folder and the questions that can be asked of them; must not know what anybody tests with them.
//!
//! A test begins with `let Some(_) = docutils::python() else { return };`: without Python it is
//! skipped and says so, and with `CI=true` it fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

pub mod venv;

/// What docutils finds in a document that is made of tables.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Tables {
    /// The tables.
    pub tables: Vec<Table>,
    /// The text of whatever is no table.
    pub other: Vec<String>,
    /// All messages of level 2 (warning) and above.
    pub messages: Vec<String>,
}

/// A table as docutils reads it.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Table {
    /// The header's rows.
    pub head: Vec<Vec<Cell>>,
    /// The body's rows; a cell that reaches down is in its first row only.
    pub body: Vec<Vec<Cell>>,
}

/// A cell as docutils reads it.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Cell {
    /// How many rows it takes.
    pub rows: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// The text of each paragraph; other blocks, and markup in a paragraph, as `<name>text</name>`.
    pub blocks: Vec<String>,
}

/// The interpreter that has docutils (and html5lib); none where the test is to be skipped.
pub fn python() -> Option<PathBuf> {
    static PYTHON: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    PYTHON
        .get_or_init(|| venv::python("docutils-venv", include_str!("docutils-requirements.txt")))
        .as_ref()
        .map_or_else(|why| venv::skip(why), |python| Some(python.clone()))
}

/// The interpreter that has Sphinx, with the docutils that Sphinx wants; none where the test is to be
/// skipped.
pub fn sphinx_python() -> Option<PathBuf> {
    static PYTHON: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    PYTHON
        .get_or_init(|| venv::python("sphinx-venv", include_str!("sphinx-requirements.txt")))
        .as_ref()
        .map_or_else(|why| venv::skip(why), |python| Some(python.clone()))
}

/// All messages of level 2 (warning) and above, for each document, from reading to writing HTML.
pub fn messages(documents: &[(impl AsRef<str>, impl AsRef<str>)]) -> Vec<Vec<String>> {
    read("messages", documents)
}

/// The body of each document's HTML.
pub fn html(documents: &[impl AsRef<str>]) -> Vec<String> {
    read("html", &nameless(documents))
}

/// Each document as pseudo-XML.
pub fn doctree(documents: &[impl AsRef<str>]) -> Vec<String> {
    read("doctree", &nameless(documents))
}

/// What a document says and how it is built, without what its layout decides.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Outline {
    /// `[tag, child, ...]`, where a child is text, `[attribute, value]` or such a list.
    pub tree: serde_json::Value,
    /// All messages of level 2 (warning) and above.
    pub messages: Vec<String>,
}

/// The outline of each document.
pub fn outlines(documents: &[impl AsRef<str>]) -> Vec<Outline> {
    read("outline", &nameless(documents))
}

/// The outline of each HTML document, as browsers read it.
pub fn html_outlines(documents: &[impl AsRef<str>]) -> Vec<Outline> {
    read("html_outline", &nameless(documents))
}

/// The tables of each document.
pub fn tables(documents: &[impl AsRef<str>]) -> Vec<Tables> {
    read("tables", &nameless(documents))
}

/// How many columns each character takes; none for what is not assigned in Python's Unicode.
pub fn widths() -> Vec<Option<usize>> {
    let all: Vec<String> = read("widths", &[("0", "1114111")]);
    all[0].bytes().map(|width| width.is_ascii_digit().then(|| usize::from(width - b'0'))).collect()
}

/// The tables of each document, as the docutils reads them that Sphinx wants.
pub fn sphinx_tables(documents: &[impl AsRef<str>]) -> Vec<Tables> {
    let python = sphinx_python().expect("the caller asked for Python first");
    ask(&python, "tables", &nameless(documents))
}

/// Builds a folder of reStructuredText with `sphinx-build -n -W`, where a warning is an error; gives the
/// folder with what was built, or what Sphinx said. A folder without `index.rst` is given one.
pub fn sphinx(sources: &Path, builder: &str) -> Result<PathBuf, String> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let python = sphinx_python().expect("the caller asked for Python first");
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("sphinx-{}-{number}", std::process::id()));
    let (source, output) = (work.join("source"), work.join(builder));
    copy(sources, &source);
    if !source.join("index.rst").exists() {
        fs::write(source.join("index.rst"), "Index\n=====\n\n.. toctree::\n   :glob:\n\n   **\n").unwrap();
    }
    let done = Command::new(python)
        .args(["-m", "sphinx", "-n", "-W", "--keep-going", "-q", "-b", builder, "-c"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docutils"))
        .arg("-d")
        .arg(work.join("doctrees"))
        .args([&source, &output])
        .output()
        .unwrap();
    if done.status.success() { Ok(output) } else { Err(log(&done)) }
}

fn nameless(documents: &[impl AsRef<str>]) -> Vec<(&'static str, &str)> {
    documents.iter().map(|text| ("document", text.as_ref())).collect()
}

fn read<Answer: DeserializeOwned + Send>(
    what: &str,
    documents: &[(impl AsRef<str>, impl AsRef<str>)],
) -> Vec<Answer> {
    let python = python().expect("the caller asked for Python first");
    let documents: Vec<_> = documents.iter().map(|(name, text)| (name.as_ref(), text.as_ref())).collect();
    ask(&python, what, &documents)
}

/// Shares the documents among as many processes as there are processors.
fn ask<Answer: DeserializeOwned + Send>(
    python: &Path,
    what: &str,
    documents: &[(&str, &str)],
) -> Vec<Answer> {
    const WORTH_A_PROCESS: usize = 200;
    let processes = std::thread::available_parallelism().map_or(1, usize::from);
    let share = documents.len().div_ceil(processes).max(WORTH_A_PROCESS);
    std::thread::scope(|scope| {
        let shares: Vec<_> = documents
            .chunks(share)
            .map(|documents| scope.spawn(move || ask_one(python, what, documents)))
            .collect();
        shares.into_iter().flat_map(|share| share.join().unwrap()).collect()
    })
}

fn ask_one<Answer: DeserializeOwned>(python: &Path, what: &str, documents: &[(&str, &str)]) -> Vec<Answer> {
    let mut child = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docutils/read.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The script reads all of its input before it says anything, so this cannot block.
    let input = child.stdin.take().unwrap();
    serde_json::to_writer(input, &json!({"what": what, "documents": documents})).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "docutils failed:\n{}", log(&done));
    let answers: Vec<Answer> = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(answers.len(), documents.len());
    answers
}

fn log(done: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr))
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn messages_are_those_of_docutils() {
    let Some(_) = python() else { return };
    let good = "A :pep:`816` and an :rfc:`2119`.\n";
    let bad = "An `open string and a |missing|.\n";
    let answers = messages(&[("good.rst", good), ("bad.rst", bad)]);
    assert_eq!(answers[0], [""; 0]);
    assert!(answers[1].len() >= 2 && answers[1][0].starts_with("bad.rst:1: (WARNING/2)"), "{answers:?}");
}

#[test]
fn documents_are_read() {
    let Some(_) = python() else { return };
    let text = "One *two*.\n\n== ==\na  b\n== ==\n1  2\n== ==\n";
    assert!(doctree(&[text])[0].contains("<emphasis>"));
    assert!(html(&[text])[0].contains("<em>two</em>"));
    let found = &tables(&[text])[0];
    assert_eq!(found.other, ["One <emphasis>two</emphasis>."]);
    assert_eq!(found.tables[0].head[0][1].blocks, ["b"]);
    assert_eq!(
        found.tables[0].body[0],
        [1, 2].map(|n| Cell { rows: 1, columns: 1, blocks: vec![n.to_string()] })
    );
}

#[test]
fn sphinx_fails_on_a_warning() {
    let Some(_) = sphinx_python() else { return };
    let sources = tempfile::tempdir().unwrap();
    fs::write(sources.path().join("page.rst"), "Page\n====\n\nSee :pep:`11`.\n").unwrap();
    for builder in ["html", "text"] {
        let built = sphinx(sources.path(), builder).unwrap();
        assert!(built.join(if builder == "html" { "page.html" } else { "page.txt" }).exists());
    }
    fs::write(sources.path().join("page.rst"), "Page\n====\n\nSee :ref:`nowhere`.\n").unwrap();
    assert!(sphinx(sources.path(), "html").unwrap_err().contains("nowhere"));
}
