//! Adoption: every case in `tests/adopt/` with what comes of it beside it, and the promises that hold for
//! any file. `SNAPSHOTS=overwrite cargo test` rewrites what is expected.
//!
//! A case has the file `before`; what is said of it, `said`; and `after` and `updated`, the file adopted
//! without and with what the documents say, where it changes at all.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use pep11::adopt::{Adoption, Host, Library, State, adopt};
use pep11::finding::Finding;
use pep11::model::Registry;
use pep11::region::{FORMS, regions};
use pep11::render::Documents;
use pep11::tabular::Language;
use snapbox::{Assert, Data};

use crate::{docutils, folder};

/// Tables in random files.
mod anywhere;
/// Tables of any cells, drawn by every format and read back.
mod drawn;
/// One table in any form, in a file of anything.
mod forms;
/// The real PEPs, where there is a copy of them.
mod real;
/// A page as the real Sphinx reads it.
mod sphinx;

struct Case {
    folder: PathBuf,
    extension: String,
    bytes: Vec<u8>,
}

impl Case {
    fn all() -> Vec<Self> {
        let folder = folder::own().join("tests/adopt");
        let mut cases: Vec<Self> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir() && !path.ends_with("_documents") && !path.ends_with("sphinx"))
            .map(Self::new)
            .collect();
        cases.sort_by(|a, b| a.folder.cmp(&b.folder));
        assert!(cases.len() > 30, "the cases are gone");
        cases
    }

    fn new(folder: PathBuf) -> Self {
        let before = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let before = before.filter(|path| path.file_stem().is_some_and(|stem| stem == "before"));
        let [before] = before.collect::<Vec<_>>().try_into().expect("one file `before`");
        let extension = before.extension().unwrap().to_str().unwrap().to_owned();
        Self { bytes: fs::read(&before).unwrap(), folder, extension }
    }

    fn name(&self) -> &str {
        self.folder.file_name().unwrap().to_str().unwrap()
    }

    fn file(&self, stem: &str) -> PathBuf {
        self.folder.join(stem).with_extension(&self.extension)
    }

    fn adopt(&self, bytes: &[u8], updates: bool) -> Result<Adoption, Vec<Finding>> {
        let documents = documents();
        let path = format!("before.{}", self.extension);
        let language = Language::of_path(&path).unwrap();
        adopt(Host { path: &path, bytes, language }, &Library::new(&documents, registry()), updates)
    }
}

/// What has names for versions.
fn registry() -> &'static Registry {
    static REGISTRY: LazyLock<Registry> = LazyLock::new(|| folder::frozen_project().review().registry);
    &REGISTRY
}

fn documents() -> Documents {
    let files = folder::files(&folder::own().join("tests/adopt/_documents")).into_iter();
    files.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn cases() {
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    let mut wrong = String::new();
    let mut expect = |path: &Path, actual: String| {
        if !path.exists() {
            fs::write(path, "").unwrap();
        }
        let expected = Data::read_from(path, None).raw();
        if let Err(error) = assert.try_eq(Some(&path.display()), actual.into(), expected) {
            writeln!(wrong, "{error}").unwrap();
        }
    };
    for case in Case::all() {
        let adopted = case.adopt(&case.bytes, false);
        expect(&case.folder.join("said"), said(&adopted));
        let updated = case.adopt(&case.bytes, true);
        for (stem, adoption) in [("after", adopted), ("updated", updated)] {
            match adoption.ok().and_then(|adoption| adoption.after) {
                Some(after) => expect(&case.file(stem), readable(&after)),
                None => assert!(!case.file(stem).exists(), "{} has no {stem}", case.name()),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A file of any bytes as a text that can be looked at.
fn readable(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\r') => text.to_owned(),
        _ => format!("{}\n", bytes.escape_ascii().to_string().replace("\\n", "\\n\n")),
    }
}

fn said(adoption: &Result<Adoption, Vec<Finding>>) -> String {
    let (tables, findings) = match adoption {
        Ok(adoption) => (&*adoption.tables, &adoption.findings),
        Err(findings) => (&[][..], findings),
    };
    let mut text = String::new();
    for table in tables {
        let state = match &table.state {
            State::Region { is_stale: false } => "is in a region".to_owned(),
            State::Region { is_stale: true } => "is in a region, and stale".to_owned(),
            State::Alike => "agrees, drawn alike".to_owned(),
            State::Otherwise(words) if words.is_empty() => "agrees, drawn otherwise".to_owned(),
            State::Otherwise(words) => format!("agrees, drawn otherwise: {}", words.join(", ")),
            State::Differs(says) => {
                let clauses = says.iter().map(|(line, clause)| format!("\n  {line}: {clause}"));
                format!("differs{}", clauses.collect::<String>())
            }
        };
        writeln!(text, "{}: {}: {state}", table.line, table.name).unwrap();
    }
    for finding in findings {
        writeln!(text, "\n{}", pep11::report::text::finding(finding, false)).unwrap();
    }
    text
}

/// The bytes of lines, each with its ending; a lone CR ends one too.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let ends = byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        if ends {
            lines.push(&bytes[start..=at]);
            start = at + 1;
        }
    }
    lines.extend(Some(&bytes[start..]).filter(|rest| !rest.is_empty()));
    lines
}

/// Fails unless nothing but markers and blank lines was added.
fn assert_only_markers_added(name: &str, before: &[u8], after: &[u8]) {
    let without_mark = |bytes: &'_ [u8]| bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).to_vec();
    assert_eq!(before.starts_with("\u{feff}".as_bytes()), after.starts_with("\u{feff}".as_bytes()), "{name}");
    let (before, after) = (without_mark(before), without_mark(after));
    let old = lines(&before);
    let mut old = old.iter().peekable();
    for line in lines(&after) {
        // What was the last line may not be any more, and then gets an ending.
        let is_old = |old: &&&[u8]| line == **old || line.trim_ascii_end() == **old;
        if old.next_if(is_old).is_some() {
            continue;
        }
        let line = String::from_utf8_lossy(line).trim().to_owned();
        let is_marker = FORMS.iter().any(|form| {
            let begin = form.begin("");
            line.starts_with(begin.split("begin").next().unwrap()) && line.ends_with(form.close)
        });
        assert!(line.is_empty() || is_marker, "{name}: `{line}` was added");
    }
    assert_eq!(old.next(), None, "{name}: a line is gone");
}

#[test]
fn nothing_but_markers_and_blank_lines_is_added() {
    let mut changed = 0;
    for case in Case::all() {
        let Some(after) = case.adopt(&case.bytes, false).ok().and_then(|adoption| adoption.after) else {
            continue;
        };
        assert_only_markers_added(case.name(), &case.bytes, &after);
        changed += 1;
    }
    assert!(changed > 20, "{changed} cases change anything");
}

#[test]
fn what_is_adopted_stays_so() {
    for case in Case::all() {
        for updates in [false, true] {
            let Ok(adoption) = case.adopt(&case.bytes, updates) else { continue };
            let Some(after) = adoption.after else { continue };
            let again = case.adopt(&after, updates).unwrap();
            assert_eq!(again.after, None, "{}", case.name());
            let before = regions(&case.bytes).0.len();
            let adopted = adoption.tables.iter().filter(|table| match table.state {
                State::Region { .. } => false,
                State::Alike | State::Otherwise(_) => true,
                State::Differs(_) => updates,
            });
            assert_eq!(regions(&after).0.len(), before + adopted.count(), "{}", case.name());
        }
    }
}

#[test]
fn an_updated_file_agrees_in_every_table() {
    for case in Case::all() {
        let Ok(adoption) = case.adopt(&case.bytes, true) else { continue };
        let Some(after) = adoption.after else { continue };
        let documents = documents();
        for region in regions(&after).0 {
            let extensions = region.form.extensions;
            let paths: Vec<&str> = documents.keys().map(String::as_str).collect();
            let path = pep11::lookup::document(&paths, &region.name, extensions).unwrap();
            let inside = String::from_utf8_lossy(&after[region.inside.clone()]).into_owned();
            let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_fresh = plain(&inside) == plain(&documents[path]);
            // A region that was there before is none of adoption's.
            assert!(is_fresh || case.name() == "already-adopted", "{}: {inside}", case.name());
        }
    }
}

/// A document as pseudo-XML, without comments, without what docutils says of faults, and without the lines
/// on which these are.
fn without_comments(doctree: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut kept = String::new();
    let mut lines = doctree.lines().peekable();
    while let Some(line) = lines.next() {
        let tag = line.trim_start();
        if tag.starts_with("<comment ") || tag.starts_with("<system_message ") {
            while lines.next_if(|next| next.trim().is_empty() || indent(next) > indent(line)).is_some() {}
        } else {
            writeln!(kept, "{line}").unwrap();
        }
    }
    kept
}

#[test]
fn comments_are_what_is_left_out() {
    let tree = "<document>\n    <comment xml:space=\"preserve\">\n        a\n    \n        b\n    <target ids=\"x\">\n";
    assert_eq!(without_comments(tree), "<document>\n    <target ids=\"x\">\n");
}

/// Names, classes and what refers to what are compared as well.
#[test]
fn docutils_reads_an_adopted_file_as_it_was() {
    let Some(_) = docutils::python() else { return };
    let mut texts = Vec::new();
    for case in Case::all().iter().filter(|case| case.extension == "rst") {
        let after = case.adopt(&case.bytes, false).ok().and_then(|adoption| adoption.after);
        // Who reads a file leaves its byte-order mark out.
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned();
        texts.extend(after.map(|after| (case.name().to_owned(), text(&case.bytes), text(&after))));
    }
    assert!(texts.len() > 20);
    let before: Vec<_> = texts.iter().map(|(name, before, _)| (name, before)).collect();
    let after: Vec<_> = texts.iter().map(|(name, _, after)| (name, after)).collect();
    let trees = [&before, &after]
        .map(|texts| docutils::doctree(&texts.iter().map(|(_, text)| text).collect::<Vec<_>>()));
    let messages = [&before, &after].map(|texts| docutils::messages(texts));
    for (number, (name, ..)) in texts.iter().enumerate() {
        let count = [&messages[0][number], &messages[1][number]].map(Vec::len);
        if name == "glued" {
            // Its missing blank line was a fault that the markers mend.
            assert_eq!(count, [1, 0], "{:?}", messages[1][number]);
        } else {
            assert_eq!(count[0], count[1], "{name}: {:?}", messages[1][number]);
        }
        assert_eq!(without_comments(&trees[0][number]), without_comments(&trees[1][number]), "{name}");
    }
}

/// What the help of `table-in-another-format` says to do is all that it takes, for each document that is a
/// table.
#[test]
fn a_copied_template_draws_its_table_in_another_format() {
    let data = pep11::embedded::data();
    let mut project = pep11::project::Project { data, ..Default::default() };
    for (path, template) in pep11::embedded::templates() {
        let stem = path.strip_suffix(".rst").unwrap_or("_").to_owned();
        for copy in [path, format!("{stem}.md"), format!("{stem}.html")] {
            project.templates.insert(copy, template.clone());
        }
    }
    let documents = project.documents(registry()).unwrap();
    let library = Library::new(&documents, registry());
    for name in ["pep-0816/support", "pep-0011/tier-1", "pep-0011/tier-2", "pep-0011/tier-3"] {
        for (extension, shown) in
            [("rst", name.to_owned()), ("md", name.to_owned()), ("html", format!("{name}.html"))]
        {
            let bytes = documents[&format!("{name}.{extension}")].as_bytes();
            let language = Language::of_path(&format!("x.{extension}")).unwrap();
            let found = adopt(Host { path: "x", bytes, language }, &library, false).unwrap();
            assert_eq!(found.findings, []);
            let tables: Vec<_> = found.tables.iter().map(|table| (&table.name, &table.state)).collect();
            assert_eq!(tables, [(&shown, &State::Alike)], "{name}.{extension}");
        }
    }
}
