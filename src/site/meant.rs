//! Which targets of PEP 11 a place means: by a name that only the place has, by a triple, or by a triple with
//! the notes beside it. A triple alone is no key: one may stand in several tiers. Must not know what a tier
//! is held against.

use std::cmp::Reverse;

use super::Reading;
use super::glob::{fits, triple_fits};
use crate::model::site::{Hole, Site};
use crate::model::tiers::{State, Target};
use crate::model::{Date, Registry};
use crate::words;

/// What a place means.
pub(super) enum Meant<'r> {
    /// This target, or several that are in one tier.
    Targets(Vec<&'r Target>),
    /// Nothing that PEP 11 has.
    Nothing,
    /// What another row means already.
    Repeated,
    /// One of several, and nobody can tell which: a clause that says why.
    Unclear(String),
}

impl<'r> Meant<'r> {
    /// The targets, if it is known which they are.
    pub(super) fn targets(&self) -> &[&'r Target] {
        match self {
            Self::Targets(targets) => targets,
            Self::Nothing | Self::Repeated | Self::Unclear(_) => &[],
        }
    }
}

/// What each reading of a site means, by the tables as they were on a day.
pub(super) fn meant<'r>(
    registry: &'r Registry,
    site: &Site,
    readings: &[Reading<'_>],
    day: Option<Date>,
) -> Vec<Meant<'r>> {
    let targets = registry.tiers.as_ref().map_or(&[][..], |tiers| &tiers.targets);
    if site.has(&Hole::Notes) {
        return rows(targets, readings, day);
    }
    readings.iter().map(|reading| named_or_with_triple(targets, reading, day)).collect()
}

/// What a place calls a target.
pub(super) fn called(reading: &Reading<'_>) -> Option<String> {
    let text = |hole: &Hole| Some(reading.found.get(hole)?.text.as_str());
    let with = |before: &str, text: Option<&str>, after: &str| {
        text.filter(|text| !text.is_empty()).map_or_else(String::new, |text| format!("{before}{text}{after}"))
    };
    let triple = || {
        let compiler = with("/", text(&Hole::Compiler), "");
        Some(format!("{}{compiler}{}", text(&Hole::Triple)?, with(" (", text(&Hole::Notes), ")")))
    };
    text(&Hole::Target).map(str::to_owned).or_else(triple)
}

/// The id of the target that a site calls by a name: of the names that fit, the one that says most counts,
/// in whatever order they stand.
fn named<'s>(site: &'s Site, written: &str) -> Option<&'s str> {
    let says = |name: &str| (name.chars().filter(|&c| c != '*').count(), !name.contains('*'));
    let fitting = site.names.iter().flat_map(|(id, names)| {
        let fitting = names.iter().filter(|name| fits(name, written));
        fitting.map(move |name| (says(name), Reverse(id.as_str())))
    });
    fitting.max().map(|(_, Reverse(id))| id)
}

fn named_or_with_triple<'r>(targets: &'r [Target], reading: &Reading<'_>, day: Option<Date>) -> Meant<'r> {
    let name = called(reading).unwrap_or_default();
    if let Some(id) = named(reading.site, &name) {
        return match targets.iter().find(|target| *target.id == id) {
            Some(target) => Meant::Targets(vec![target]),
            None => Meant::Unclear(format!("no target has the id `{id}`")),
        };
    }
    let unnamed = || Meant::Unclear("the `names` of the site do not say which target that is".to_owned());
    let Some(triple) = reading.found.get(&Hole::Triple) else { return unnamed() };
    let is_now = |target: &&Target| {
        let state = target.state_on(day);
        state.tier.is_some() && triple_fits(&triple.text, state.triple)
    };
    let found: Vec<&Target> = match targets.iter().filter(is_now).collect::<Vec<_>>() {
        none if none.is_empty() => targets.iter().filter(|target| had(target, &triple.text)).collect(),
        some => some,
    };
    let mut tiers: Vec<String> =
        found.iter().filter_map(|target| target.state_on(day).tier).map(|tier| tier.to_string()).collect();
    tiers.sort();
    tiers.dedup();
    match found.as_slice() {
        [] => Meant::Nothing,
        _ if reading.found.get(&Hole::Compiler).is_some() => unnamed(),
        _ if tiers.len() > 1 => {
            Meant::Unclear(format!("targets of the tiers {} have that triple", words::joined(&tiers, "and")))
        }
        _ => Meant::Targets(found),
    }
}

/// Whether a target ever had a triple.
pub(super) fn had(target: &Target, triple: &str) -> bool {
    target.events.iter().filter_map(|event| event.triple.as_ref()).any(|own| triple_fits(triple, own))
}

/// Rows with notes, one to one: first those that are the same, then those with other notes, then those with
/// a triple of the past.
fn rows<'r>(targets: &'r [Target], readings: &[Reading<'_>], day: Option<Date>) -> Vec<Meant<'r>> {
    let now: Vec<(&Target, State<'_>)> = targets
        .iter()
        .map(|target| (target, target.state_on(day)))
        .filter(|(_, state)| state.tier.is_some())
        .collect();
    let text = |reading: &Reading<'_>, hole: Hole| {
        reading.found.get(&hole).map_or_else(String::new, |capture| capture.text.clone())
    };
    let mut found: Vec<Option<&'r Target>> = vec![None; readings.len()];
    let mut is_taken = vec![false; now.len()];
    type Fits<'f> = dyn Fn(&Reading<'_>, &Target, &State<'_>) -> bool + 'f;
    let is_triple =
        |reading: &Reading<'_>, state: &State<'_>| triple_fits(&text(reading, Hole::Triple), state.triple);
    let is_tier = |reading: &Reading<'_>, state: &State<'_>| {
        state.tier.is_some_and(|tier| tier.to_string() == text(reading, Hole::Tier))
    };
    let passes: [&Fits<'_>; 4] = [
        &|reading, _, state| is_triple(reading, state) && state.notes == text(reading, Hole::Notes),
        &|reading, _, state| is_triple(reading, state) && is_tier(reading, state),
        &|reading, _, state| is_triple(reading, state),
        &|reading, target, _| had(target, &text(reading, Hole::Triple)),
    ];
    for fits in passes {
        for (reading, slot) in readings.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
            let is_own = |at: &usize| !is_taken[*at] && fits(reading, now[*at].0, &now[*at].1);
            if let Some(at) = (0..now.len()).find(is_own) {
                is_taken[at] = true;
                *slot = Some(now[at].0);
            }
        }
    }
    let is_known =
        |reading: &Reading<'_>| now.iter().any(|(target, state)| passes[0](reading, target, state));
    let meant = |(reading, target): (&Reading<'_>, Option<&'r Target>)| match target {
        Some(target) => Meant::Targets(vec![target]),
        None if is_known(reading) => Meant::Repeated,
        None => Meant::Nothing,
    };
    readings.iter().zip(found).map(meant).collect()
}
