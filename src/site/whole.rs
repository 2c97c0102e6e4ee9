//! What a place should have as well: a row for each Python version, a line for each target. Only for
//! sites that say that they have all.

use super::meant::Meant;
use super::target::When;
use super::{Comparison, Outcome, Reading, Says, release};
use crate::model::Registry;
use crate::model::site::{Hole, Site};
use crate::source::Place;
use crate::version::Python;

/// The Python versions that the data has something of, and no reading is for.
pub(super) fn pythons<'r>(
    registry: &Registry,
    site: &'r Site,
    readings: &[Reading<'r>],
) -> Vec<Comparison<'r>> {
    if !site.has(&Hole::Python) {
        return Vec::new();
    }
    let is_there = |python| readings.iter().any(|reading| reading.pythons.contains(&python));
    let wanted = registry.releases.iter().filter(|release| site.pythons.contains(release.python.value));
    let mut missing = Vec::new();
    for release in wanted.filter(|release| !is_there(release.python.value)) {
        let python = release.python.value;
        let locked = locked(registry, site, python);
        if !locked.is_empty() {
            missing.extend(lacking(readings, format!("Python {python}"), locked));
        }
        for hole in &site.holes {
            let Some((text, place)) = release::value(release, hole) else { continue };
            let says = vec![Says { who: "the data".to_owned(), text, place: Some(place), agrees: false }];
            let what = format!("{} of Python {python}", release::name(hole));
            // Where it should stand nobody can say.
            missing.extend(lacking(readings, what, says).map(|own| {
                let place = Place::file(&own.place.source.path);
                Comparison { place, ..own }
            }));
        }
    }
    missing
}

/// That something is missing, at the first of what is there.
fn lacking<'r>(readings: &[Reading<'r>], what: String, says: Vec<Says>) -> Option<Comparison<'r>> {
    let first = readings.first()?;
    Some(Comparison {
        site: first.site,
        what,
        there: String::new(),
        says,
        outcome: Outcome::Missing,
        place: first.found.place.clone(),
        also: Vec::new(),
    })
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

/// The targets in a tier that no reading means. Where a place has names for them, one with none has no line
/// there.
pub(super) fn targets<'r>(
    registry: &Registry,
    readings: &[Reading<'r>],
    meant: &[Meant<'_>],
    when: When,
) -> Vec<Comparison<'r>> {
    let (Some(tiers), Some(first)) = (&registry.tiers, readings.first()) else { return Vec::new() };
    let seen: Vec<&str> = meant.iter().flat_map(Meant::targets).map(|target| target.id.as_str()).collect();
    let unnamed = |id: &str| first.site.names.iter().any(|(own, names)| **own == id && names.is_empty());
    let wanted =
        tiers.targets.iter().filter(|target| !seen.contains(&target.id.as_str()) && !unnamed(&target.id));
    let mut missing = Vec::new();
    for target in wanted {
        let state = target.state_on(when.day);
        let Some(tier) = state.tier else { continue };
        let notes = if state.notes.is_empty() { String::new() } else { format!(" ({})", state.notes) };
        let says = Says {
            who: when.who(first.site),
            text: format!("tier {tier}"),
            place: Some(target.id.place.clone()),
            agrees: false,
        };
        missing.extend(lacking(readings, format!("{}{notes}", state.triple), vec![says]));
    }
    missing
}
