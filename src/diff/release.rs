//! Releases of Python as facts.

use super::entry::{self, Entry, Facts, Value};
use super::{Change, Section, Subject};
use crate::model::At;
use crate::model::python::{Milestone, Release};

pub(super) fn changes(base: &[Release], head: &[Release]) -> Vec<Change> {
    let entries = |releases: &[Release]| releases.iter().map(entry).collect::<Vec<_>>();
    entry::changes(&entries(base), &entries(head), None)
}

fn entry(release: &Release) -> Entry {
    let Release { python, pep, branch, beta_1, final_release, end_of_life, source } = release;
    let mut facts = Facts::default();
    facts.plain("PEP", pep).plain("branch", branch);
    for (what, milestone) in [("beta 1", beta_1), ("final", final_release), ("end of life", end_of_life)] {
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
