//! Rows of PEP 11's tables: a triple with its notes and contacts, which together tell targets apart that have
//! one triple. Owns which target a row means; must not know its tier.

use std::collections::BTreeSet;

use super::glob::triple_fits;
use super::{Capture, Comparison, Reading, Says};
use crate::model::site::Hole;
use crate::model::tiers::Target;
use crate::model::{Date, Registry};
use crate::source::Place;

/// A row, as it is written.
pub(super) struct Row {
    /// Its triple, which stands in the row itself or in one above.
    pub(super) triple: String,
    /// Notes and contacts, with one blank for any number of them.
    pub(super) text: String,
    /// Where these are, or the triple where there are none.
    pub(super) place: Place,
}

/// The rows that a reading has: a line each, of which only the first repeats the triple.
pub(super) fn rows(reading: &Reading<'_>) -> Option<Vec<Row>> {
    let notes = reading.found.get(&Hole::Notes)?;
    let triple = reading.found.get(&Hole::Triple)?;
    let source = &notes.place.source;
    let mut rows = Vec::new();
    let mut start = notes.place.span.start;
    for (index, line) in notes.text.split('\n').enumerate() {
        let trimmed = line.trim();
        let at = start + (line.len() - line.trim_start().len());
        start += line.len() + 1;
        let place = match trimmed.is_empty() {
            false => Place::new(source, at..at + trimmed.len()),
            true if index == 0 => triple.place.clone(),
            true => continue,
        };
        rows.push(Row { triple: triple.text.clone(), text: plain(trimmed), place });
    }
    Some(rows)
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Row {
    /// The target that is meant: the one with these notes, else one with this triple whose own row is not
    /// among those that are `taken`.
    pub(super) fn target<'r>(
        &self,
        registry: &'r Registry,
        taken: &BTreeSet<&str>,
        day: Option<Date>,
    ) -> Option<&'r Target> {
        let is_free =
            |target: &&Target| target.state_on(day).tier.is_some() && !taken.contains(target.id.as_str());
        let free = || self.candidates(registry).find(is_free);
        self.by_notes(registry, day).or_else(free).or_else(|| self.candidates(registry).next())
    }

    /// The target with this triple and these notes.
    pub(super) fn by_notes<'r>(&self, registry: &'r Registry, day: Option<Date>) -> Option<&'r Target> {
        let has_notes = |target: &&Target| {
            let state = target.state_on(day);
            !state.notes.is_empty() && self.begins_with(state.notes)
        };
        let with_notes = self.candidates(registry).filter(has_notes);
        let longest = with_notes.max_by_key(|target| target.state_on(day).notes.len());
        let without = |target: &&Target| {
            let state = target.state_on(day);
            state.notes.is_empty() && plain(&state.contacts.join(", ")) == self.text
        };
        longest.or_else(|| self.candidates(registry).find(without))
    }

    /// The targets that ever had this triple.
    fn candidates<'r>(&self, registry: &'r Registry) -> impl Iterator<Item = &'r Target> {
        let targets = registry.tiers.iter().flat_map(|tiers| &tiers.targets);
        targets.filter(|target| has(target, &self.triple))
    }

    /// Whether it has notes, and goes on with contacts if at all.
    fn begins_with(&self, notes: &str) -> bool {
        self.text.strip_prefix(&plain(notes)).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }

    /// The notes and contacts, held against those of the target; none where they are the same.
    pub(super) fn compare<'r>(
        &self,
        reading: &Reading<'r>,
        target: &Target,
        day: Option<Date>,
        who: String,
    ) -> Option<Comparison<'r>> {
        let state = target.state_on(day);
        let own = plain(&format!("{} {}", state.notes, state.contacts.join(", ")));
        if own == self.text || state.tier.is_none() {
            return None;
        }
        let until = |on: Date| day.is_none_or(|day| on <= day);
        let last = target
            .events
            .iter()
            .rfind(|event| until(event.on.value) && (event.notes.is_some() || event.contacts.is_some()));
        let or_nothing = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
        let place = last.map(|event| event.on.place.clone());
        let says = Says { who, text: or_nothing(&own), place, agrees: false };
        let capture = Capture { hole: Hole::Notes, text: or_nothing(&self.text), place: self.place.clone() };
        let what = format!("what stands behind {}", self.triple);
        Some(reading.comparison(&capture, what, vec![says], ""))
    }
}

/// Whether a target ever had a triple.
fn has(target: &Target, triple: &str) -> bool {
    let mut triples = target.events.iter().filter_map(|event| event.triple.as_ref());
    triples.any(|own| triple_fits(triple, own))
}
