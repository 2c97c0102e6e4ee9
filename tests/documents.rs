//! The documents of this project: docutils and Sphinx read them without a word, and on any day they say
//! what PEP 11 and PEP 816 said then. `SNAPSHOTS=overwrite cargo test` rewrites the history of tiers.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use pep11::lookup;
use pep11::model::{Date, Registry};
use pep11::project::{Project, Unshown};
use pep11::region::{FORMS, Unresolved, refresh};
use pep11::render::Documents;
use serde_json::Value;
use snapbox::{Assert, Data};

use crate::{docutils, folder};

fn documents() -> Documents {
    let project = folder::own_project();
    project.documents(&project.review().registry).unwrap()
}

fn of_peps(documents: &Documents) -> Vec<(&String, &String)> {
    let is_of_pep = |path: &str| path.starts_with("pep-") && path.ends_with(".rst");
    let found: Vec<_> = documents.iter().filter(|(path, _)| is_of_pep(path)).collect();
    assert!(found.len() >= 8, "documents are gone");
    found
}

#[test]
fn documents_of_peps_are_well_formed() {
    let Some(_) = docutils::python() else { return };
    let documents = documents();
    let found = of_peps(&documents);
    for ((path, _), messages) in found.iter().zip(docutils::messages(&found)) {
        assert_eq!(messages, [""; 0], "{path}");
    }
}

/// What python/peps refuses in its own check: such links are roles there.
#[test]
fn no_document_spells_the_address_of_a_pep_or_an_rfc() {
    for (path, text) in documents().iter().filter(|(path, _)| path.ends_with(".rst")) {
        for address in ["peps.python.org/pep-", "rfc-editor.org/rfc/"] {
            assert!(!text.contains(address), "{path} spells {address}");
        }
    }
}

/// Where some Python versions have a lock, nothing else says what the others were built with.
#[test]
fn what_builds_are_made_with_is_said_where_no_lock_was_recorded() {
    let project = folder::frozen_project();
    let mut registry = project.review().registry;
    let wasi = registry.platforms.iter_mut().find(|platform| platform.key == "wasi").unwrap();
    let builds = |registry: &Registry| -> Vec<String> {
        let documents = project.documents(registry).unwrap();
        let (_, text) = documents["platforms.md"].split_once("\n## WASI\n").unwrap();
        let section = text.split("\n## ").next().unwrap();
        let rows = section.split_once("What builds are made with").map_or("", |(_, rows)| rows).lines();
        rows.filter_map(|row| row.strip_prefix("| 3.")?.split_once(' '))
            .map(|(minor, _)| format!("3.{minor}"))
            .collect()
    };
    wasi.locks.retain(|lock| lock.python.to_string() != "3.14");
    assert_eq!(builds(&registry), ["3.14"]);
    assert_eq!(builds(&project.review().registry), [""; 0]);
}

fn region(document: &str, indent: &str) -> String {
    format!("{indent}{}\n{indent}{}\n\n", FORMS[0].begin(document), FORMS[0].end())
}

/// A file with its regions filled.
fn filled(text: &str, documents: &Documents) -> String {
    let paths: Vec<&str> = documents.keys().map(String::as_str).collect();
    let body = |form: &pep11::region::Form, name: &str| {
        let path = lookup::document(&paths, name, form.extensions);
        let unresolved =
            |unknown: lookup::Unknown| Unresolved { message: unknown.message, help: unknown.help };
        path.map(|path| documents[path].clone()).map_err(unresolved)
    };
    let after = refresh("a file", text.as_bytes(), &body).unwrap().expect("the regions are empty");
    String::from_utf8(after).unwrap()
}

fn title(text: &str, adornment: &str) -> String {
    format!("{text}\n{}\n\n", adornment.repeat(text.len()))
}

/// Every document of a PEP in a file as PEPs are: tables in sections, notes in a section's sections.
fn pep(documents: &Documents) -> String {
    let mut text = String::from("PEP: 9999\nTitle: All of it\nStatus: Draft\n\n\n");
    text.push_str(&title("Abstract", "="));
    text.push_str("Below stand all documents.\n\n");
    let (notes, others): (Vec<_>, Vec<_>) =
        of_peps(documents).into_iter().partition(|(path, _)| path.contains("/notes/"));
    for (path, _) in others {
        text.push_str(&title(path, "="));
        write!(text, "Before the region.\n\n{}After it.\n\n", region(path, "")).unwrap();
    }
    text.push_str(&title("Notes", "="));
    text.push_str(&title("Platforms", "-"));
    text.extend(notes.iter().map(|(path, _)| region(path, "")));
    text.push_str(&title("Copyright", "="));
    text.push_str("Public domain.\n");
    text
}

#[test]
fn all_documents_of_peps_fit_into_one_file() {
    let Some(_) = docutils::python() else { return };
    let documents = documents();
    let text = filled(&pep(&documents), &documents);
    assert_eq!(docutils::messages(&[("pep-9999.rst", &text)])[0], [""; 0], "{text}");
    // The CPython page has headings above those of a PEP, so it comes first; docutils takes the levels
    // in the order in which it meets them.
    let everything = format!("{}{}", region("cpython/platform-support", ""), pep(&documents));
    let text = filled(&everything, &documents);
    assert_eq!(docutils::messages(&[("everything.rst", &text)])[0], [""; 0], "{text}");
}

#[test]
fn tables_may_be_indented() {
    let Some(_) = docutils::python() else { return };
    let documents = documents();
    let mut text = String::new();
    for (indent, lead) in
        [("  ", "- An item:\n\n"), ("    ", "Quoted:\n\n"), ("   ", ".. note::\n\n   See:\n\n")]
    {
        for document in ["pep-0011/tier-1", "pep-0011/tier-3", "pep-0816/support"] {
            write!(text, "{lead}{}Text.\n\n", region(document, indent)).unwrap();
        }
    }
    let text = filled(&text, &documents);
    assert_eq!(docutils::messages(&[("indented.rst", &text)])[0], [""; 0], "{text}");
    assert_eq!(docutils::outlines(&[&text])[0].tree.to_string().matches("\"tgroup\"").count(), 9, "{text}");
}

#[test]
fn the_cpython_page_is_built_by_sphinx() {
    let Some(_) = docutils::sphinx_python() else { return };
    let sources = tempfile::tempdir().unwrap();
    for (path, text) in documents() {
        if let Some(page) = path.strip_prefix("cpython/") {
            fs::write(sources.path().join(page), text).unwrap();
        }
    }
    let html = docutils::sphinx(sources.path(), "html").unwrap();
    let page = fs::read_to_string(html.join("platform-support.html")).unwrap();
    assert!(page.contains("id=\"platform-support-wasi\""), "{page}");
    assert!(page.contains("class=\"pep reference external\""), "{page}");
    let text = docutils::sphinx(sources.path(), "text").unwrap();
    let page = fs::read_to_string(text.join("platform-support.txt")).unwrap();
    assert!(page.contains("wasm32-unknown-emscripten") && !page.contains("``"), "{page}");
}

/// What `pep11 show DOCUMENT --as-of DAY` prints.
fn shown(project: &Project, registry: &Registry, path: &str, day: &str) -> Result<String, Unshown> {
    let day: Option<Date> = Some(day.parse().unwrap());
    let renderer = project.renderer(registry, day)?;
    let document = renderer.documents().iter().find(|document| document.path == path).unwrap();
    project.document(registry, &renderer, document, day)
}

/// The rows of a simple table's body; the last column ends with the line.
fn rows(table: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = table.lines().collect();
    let starts = |(at, _): &(usize, char)| *at == 0 || lines[0].as_bytes()[at - 1] == b' ';
    let columns: Vec<usize> = lines[0].char_indices().filter(starts).map(|(at, _)| at).collect();
    let cell = |line: &str, column: usize| {
        let end = columns.get(column + 1).copied().unwrap_or(line.len()).min(line.len());
        line.get(columns[column]..end).unwrap_or("").trim().to_owned()
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in lines[3..lines.len() - 1].iter().filter(|line| !line.is_empty()) {
        let mut row: Vec<String> = (0..columns.len()).map(|column| cell(line, column)).collect();
        if row[0].is_empty() {
            row[0] = rows.last().unwrap()[0].clone();
        }
        rows.push(row);
    }
    rows
}

type Tiers = BTreeMap<String, Vec<Vec<String>>>;

fn tiers_on(project: &Project, registry: &Registry, day: &str) -> Tiers {
    let tier = |number: u32| {
        let table = shown(project, registry, &format!("pep-0011/tier-{number}.rst"), day).unwrap();
        (number.to_string(), rows(&table))
    };
    (1..=3).map(tier).collect()
}

/// Every row as a line that says its tier.
fn lines(tiers: &Tiers) -> BTreeSet<String> {
    let line =
        |tier: &String, row: &Vec<String>| format!("{tier} | {}", row.join(" | ")).trim_end().to_owned();
    tiers.iter().flat_map(|(tier, rows)| rows.iter().map(move |row| line(tier, row))).collect()
}

/// The last day of which it is known here how the tables stood; later ones are nobody's past yet.
const LAST: &str = "2026-08-22";

/// The days up to then on which the tables changed, from the data itself and so without any that is forgotten.
fn days(registry: &Registry) -> BTreeSet<String> {
    let targets = &registry.tiers.as_ref().unwrap().targets;
    let days = targets.iter().flat_map(|target| &target.events).map(|event| event.on.to_string());
    days.filter(|day| day.as_str() <= LAST).collect()
}

#[test]
fn tiers_stood_as_they_did_on_each_day() {
    let project = folder::own_project();
    let registry = project.review().registry;
    let mut told = String::from("The tables of PEP 11: what left them and what came, day by day.\n");
    let mut before = BTreeSet::new();
    let days = days(&registry);
    for day in &days {
        let now = lines(&tiers_on(&project, &registry, day));
        writeln!(told, "\n{day}").unwrap();
        before.difference(&now).for_each(|line| writeln!(told, "- {line}").unwrap());
        now.difference(&before).for_each(|line| writeln!(told, "+ {line}").unwrap());
        before = now;
    }
    assert_eq!(days.len(), 20);
    let path = folder::own().join("tests/documents/tiers.txt");
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    assert.eq(told, Data::read_from(&path, None).raw());
}

#[test]
fn tiers_stood_as_in_the_history_of_pep_11() {
    let Some(file) = folder::shared("pep11-tables.json") else { return };
    let project = folder::own_project();
    let registry = project.review().registry;
    let begins = registry.tiers.as_ref().unwrap().begins.to_string();
    let states: Vec<Value> = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let day = |state: &Value| state["date"].as_str().unwrap()[..10].to_owned();
    let states: Vec<&Value> = states.iter().filter(|state| day(state) >= begins).collect();
    assert_eq!(states.iter().map(|state| day(state)).collect::<BTreeSet<_>>(), days(&registry));
    for state in states {
        let expected: Tiers = serde_json::from_value(state["tiers"].clone()).unwrap();
        let actual = tiers_on(&project, &registry, &day(state));
        if day(state) == begins {
            // Some rows of that day stood in another order.
            assert_eq!(lines(&actual), lines(&expected), "{begins}");
        } else {
            assert_eq!(actual, expected, "{}", day(state));
        }
    }
}

#[test]
fn nothing_is_known_of_the_day_before() {
    let project = folder::own_project();
    let registry = project.review().registry;
    for (path, day, says) in [
        ("pep-0011/tier-1.rst", "2022-06-07", "begins on 2022-06-08, after 2022-06-07"),
        ("api/v1/platforms.json", "2022-06-07", "begins on 2022-06-08, after 2022-06-07"),
        ("pep-0816/support.rst", "2025-12-07", "nothing of `pep-0816/support.rst` was recorded"),
    ] {
        match shown(&project, &registry, path, day) {
            Err(Unshown::Unanswered { message, .. }) => assert!(message.contains(says), "{message}"),
            other => panic!("{path} on {day}: {other:?}"),
        }
    }
}

#[test]
fn locks_stood_as_they_were_recorded() {
    let project = folder::own_project();
    let registry = project.review().registry;
    for (day, expected) in [
        ("2025-12-08", "3.14 24, 3.13 24, 3.12 16, 3.11 16"),
        ("2025-12-10", "3.14 24, 3.13 24, 3.12 16, 3.11 16"),
        ("2025-12-16", "3.14 24, 3.13 24, 3.12 16, 3.11 16"),
        ("2025-12-17", "3.14 24, 3.13 24, 3.12 21, 3.11 21"),
        ("2026-05-26", "3.14 24, 3.13 24, 3.12 21, 3.11 21"),
        ("2026-05-27", "3.15 33, 3.14 24, 3.13 24, 3.12 21, 3.11 21"),
    ] {
        let rows = rows(&shown(&project, &registry, "pep-0816/support.rst", day).unwrap());
        assert!(rows.iter().all(|row| row[1] == "0.1"), "{day}: {rows:?}");
        let locks: Vec<String> = rows.iter().map(|row| format!("{} {}", row[0], row[2])).collect();
        assert_eq!(locks.join(", "), expected, "{day}");
    }
}

/// Nothing is planned for a later day: what is now stays so.
#[test]
fn every_document_of_the_last_day_is_that_of_now() {
    let undated = |project: &Project| {
        let registry = project.review().registry;
        let mut undated = Vec::new();
        for (path, text) in project.documents(&registry).unwrap() {
            match shown(project, &registry, &path, "9999-12-31") {
                Ok(shown) => assert_eq!(shown, text, "{path}"),
                Err(_) => undated.push(path),
            }
        }
        undated
    };
    undated(&folder::own_project());
    assert_eq!(undated(&folder::frozen_project()), ["pep-0011/notes/libc.rst"], "nothing of libc has a date");
}
