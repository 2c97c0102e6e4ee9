//! Releases of Python as facts.

use super::entry::{self, Entry, Facts, Value};
use super::{Change, Section, Subject};
use crate::model::At;
use crate::model::python::{Milestone, Release};

const FINAL: &str = "final";

const END_OF_LIFE: &str = "end of life";

pub(super) fn changes(base: &[Release], head: &[Release]) -> Vec<Change> {
    let entries = |releases: &[Release]| releases.iter().map(entry).collect::<Vec<_>>();
    let changes = entry::changes(&entries(base), &entries(head), None).into_iter();
    changes.map(as_expected).collect()
}

/// A milestone that was reached on the day on which it was expected.
fn as_expected(change: Change) -> Change {
    let expected = change.before.as_deref().and_then(|before| before.strip_prefix("expected "));
    let actual = change.after.as_deref().and_then(|after| after.strip_prefix("actual "));
    match expected.zip(actual) {
        Some((expected, actual)) if expected == actual => {
            let was = match change.what.as_str() {
                END_OF_LIFE => "end of life came".to_owned(),
                FINAL => "final release was made".to_owned(),
                other => format!("{other} was made"),
            };
            Change { says: format!("{was} on {actual}, as expected"), ..change }
        }
        _ => change,
    }
}

fn entry(release: &Release) -> Entry {
    let Release { python, pep, branch, beta_1, final_release, end_of_life, source } = release;
    let mut facts = Facts::default();
    facts.plain("PEP", pep).plain("branch", branch);
    for (what, milestone) in [("beta 1", beta_1), (FINAL, final_release), (END_OF_LIFE, end_of_life)] {
        facts.push(what, Value::Plain(words(milestone)), &milestone.place);
    }
    facts.source(source);
    Entry {
        section: Section::Releases,
        about: Subject::python(python.value),
        context: String::new(),
        added: "added:".to_owned(),
        removed: "removed:".to_owned(),
        keys: vec![python.to_string()],
        facts,
        place: python.place.clone(),
    }
}

fn words(milestone: &At<Milestone>) -> String {
    format!("{} {}", if milestone.actual { "actual" } else { "expected" }, milestone.date)
}
