//! What a place should have as well: a row for each Python version, a line for each target. Only for
//! sites that say that they have all.

use std::collections::BTreeSet;

use super::target::Beside;
use super::{Comparison, Outcome, Reading, Says, day_of, target};
use crate::model::Registry;
use crate::model::site::{Hole, Site};
use crate::source::Place;
use crate::version::Python;

pub(super) fn missing<'r>(
    registry: &'r Registry,
    site: &'r Site,
    readings: &[Reading<'r>],
    beside: &Beside<'_>,
    python: Option<Python>,
) -> Vec<Comparison<'r>> {
    let Some(first) = readings.first() else { return Vec::new() };
    let missing = if site.has(&Hole::Tier) {
        targets(registry, readings, beside, python)
    } else if site.has(&Hole::Python) {
        pythons(registry, site, readings)
    } else {
        Vec::new()
    };
    let comparison = |(what, says)| Comparison {
        site,
        what,
        there: String::new(),
        says,
        outcome: Outcome::Missing,
        place: first.found.place.clone(),
        also: Vec::new(),
    };
    missing.into_iter().map(comparison).collect()
}

fn pythons(registry: &Registry, site: &Site, readings: &[Reading<'_>]) -> Vec<(String, Vec<Says>)> {
    let is_there = |python| readings.iter().any(|reading| reading.pythons.contains(&python));
    let wanted = registry.releases.iter().filter(|release| site.pythons.contains(release.python.value));
    let mut missing = Vec::new();
    for release in wanted.filter(|release| !is_there(release.python.value)) {
        let python = release.python.value;
        let mut says = locked(registry, site, python);
        if site.holes.iter().any(|hole| matches!(hole, Hole::Day(_) | Hole::Pep)) {
            says.push(the_data(release.python.place.clone(), "a release"));
        }
        if !says.is_empty() {
            missing.push((format!("Python {python}"), says));
        }
    }
    missing
}

/// What a Python version is locked to, of the components that stand at a site.
fn locked(registry: &Registry, site: &Site, python: Python) -> Vec<Says> {
    let mut says = Vec::new();
    for hole in &site.holes {
        let Hole::Component(key) = hole else { continue };
        let Some((platform, component)) = registry.components().find(|(_, own)| own.key.as_str() == key)
        else {
            continue;
        };
        if let Some(version) = platform.lock(python).and_then(|lock| lock.version(key)) {
            says.push(Says {
                who: "the lock".to_owned(),
                text: format!("{} {}", *component.name, **version),
                place: Some(version.place.clone()),
                agrees: false,
            });
        }
    }
    says
}

fn the_data(place: Place, text: &str) -> Says {
    Says { who: "the data".to_owned(), text: text.to_owned(), place: Some(place), agrees: false }
}

/// The targets in a tier that no reading means.
fn targets(
    registry: &Registry,
    readings: &[Reading<'_>],
    beside: &Beside<'_>,
    python: Option<Python>,
) -> Vec<(String, Vec<Says>)> {
    let Some(tiers) = &registry.tiers else { return Vec::new() };
    let day = day_of(registry, python);
    let seen: BTreeSet<&str> = readings
        .iter()
        .flat_map(|reading| target::meant(registry, reading, beside, day))
        .map(|target| target.id.as_str())
        .collect();
    let mut missing = Vec::new();
    for target in tiers.targets.iter().filter(|target| !seen.contains(target.id.as_str())) {
        let state = target.state_on(day);
        let Some(tier) = state.tier else { continue };
        let notes = if state.notes.is_empty() { String::new() } else { format!(" ({})", state.notes) };
        let says = Says {
            who: target::who(day),
            text: format!("tier {tier}"),
            place: Some(target.id.place.clone()),
            agrees: false,
        };
        missing.push((format!("{}{notes}", state.triple), vec![says]));
    }
    missing
}
