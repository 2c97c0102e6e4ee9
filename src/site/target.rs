//! Tiers of targets. Owns which targets of PEP 11 a place means, by a triple, a compiler or a name of its
//! own, and of which day their tiers count.

use std::cmp::Reverse;

use super::glob::{fits, triple_fits};
use super::{Capture, Comparison, Outcome, Reading, Says, day_of};
use crate::model::site::{Hole, Site};
use crate::model::tiers::{Event, Target};
use crate::model::{Date, Registry};
use crate::source::Place;
use crate::version::Python;

/// The tier at a place. One triple may be several targets, told apart by their notes: any of them will do
/// where the place does not tell.
pub(super) fn compare<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    all: &[Reading<'r>],
    capture: &Capture,
    python: Option<Python>,
) -> Option<Comparison<'r>> {
    let name = name(reading)?;
    // A tier that stands above many lines is shown at the line that is wrong.
    let own = &reading.found.place.span;
    let at_name = || reading.found.captures.iter().find(|c| matches!(c.hole, Hole::Target | Hole::Triple));
    let place = match own.contains(&capture.place.span.start) {
        true => &capture.place,
        false => at_name().map_or(&capture.place, |capture| &capture.place),
    };
    let capture = &Capture { place: place.clone(), ..capture.clone() };
    let what = format!("the tier of {name}{}", for_python(python));
    if let Some(says) = supported(registry, reading, capture, python) {
        return Some(reading.comparison(capture, what, vec![says], ""));
    }
    let meant = meant(registry, reading, all);
    if meant.is_empty() {
        let silent = match id(reading) {
            Some(id) => format!("no target has the id `{id}`"),
            None => "no target of PEP 11 is known by that name".to_owned(),
        };
        return Some(reading.comparison(capture, what, Vec::new(), &silent));
    }
    let day = day_of(registry, python);
    let mut tiers: Vec<(u32, Option<Place>)> = Vec::new();
    for target in &meant {
        if let Some(tier) =
            target.state_on(day).tier.filter(|tier| tiers.iter().all(|(other, _)| other != tier))
        {
            tiers.push((tier, last_tier(target, day).map(|event| event.on.place.clone())));
        }
    }
    if tiers.is_empty() {
        return Some(in_no_tier(reading, capture, what, &meant, day));
    }
    tiers.sort_by_key(|(tier, _)| *tier);
    let texts: Vec<String> = tiers.iter().map(|(tier, _)| tier.to_string()).collect();
    let says = Says {
        who: who(day),
        agrees: texts.contains(&capture.text),
        text: texts.join(" or "),
        place: tiers.into_iter().find_map(|(_, place)| place),
    };
    Some(reading.comparison(capture, what, vec![says], ""))
}

fn for_python(python: Option<Python>) -> String {
    python.map_or_else(String::new, |python| format!(" for Python {python}"))
}

pub(super) fn who(day: Option<Date>) -> String {
    day.map_or_else(|| "PEP 11".to_owned(), |day| format!("PEP 11 of {day}"))
}

/// What the place calls the target.
fn name(reading: &Reading<'_>) -> Option<String> {
    let text = |hole: &Hole| reading.found.get(hole).map(|capture| capture.text.clone());
    let triple = || {
        let compiler = text(&Hole::Compiler).map_or_else(String::new, |compiler| format!("/{compiler}"));
        Some(text(&Hole::Triple)? + &compiler)
    };
    text(&Hole::Target).or_else(triple)
}

/// The tier that a platform has in a Python version: the platform's own word comes before that of the day.
fn supported(
    registry: &Registry,
    reading: &Reading<'_>,
    capture: &Capture,
    python: Option<Python>,
) -> Option<Says> {
    let triple = reading.found.get(&Hole::Triple)?;
    let supports = registry.platforms.iter().flat_map(|platform| &platform.support);
    let is_meant = |own: &str| triple_fits(&triple.text, own);
    let own = supports.filter(|support| Some(*support.python) == python);
    let support = own
        .filter(|support| support.triple.as_ref().is_some_and(|own| is_meant(own)))
        .find_map(|s| s.tier.as_ref())?;
    Some(Says {
        who: "its support".to_owned(),
        text: support.to_string(),
        place: Some(support.place.clone()),
        agrees: support.to_string() == capture.text,
    })
}

/// The targets that a reading means.
pub(super) fn meant<'r>(
    registry: &'r Registry,
    reading: &Reading<'_>,
    all: &[Reading<'_>],
) -> Vec<&'r Target> {
    let Some(tiers) = &registry.tiers else { return Vec::new() };
    if let Some(id) = id(reading) {
        return tiers.targets.iter().filter(|target| *target.id == id).collect();
    }
    let Some(triple) = reading.found.get(&Hole::Triple) else { return Vec::new() };
    let has = |target: &&Target| {
        let mut triples = target.events.iter().filter_map(|event| event.triple.as_ref());
        triples.any(|own| triple_fits(&triple.text, own))
    };
    let with_triple: Vec<&Target> = tiers.targets.iter().filter(has).collect();
    let Some(compiler) = reading.found.get(&Hole::Compiler) else { return with_triple };
    // A word counts only against notes that have another of these words: `iOS on device` names no compiler.
    let words: Vec<&str> =
        all.iter().filter_map(|other| Some(other.found.get(&Hole::Compiler)?.text.as_str())).collect();
    let suits = |target: &&Target| {
        let notes = target.state().notes;
        let mut of_notes =
            notes.split(|c: char| !c.is_alphanumeric() && c != '+').filter(|word| words.contains(word));
        let first = of_notes.next();
        first.is_none_or(|first| first == compiler.text || of_notes.any(|word| word == compiler.text))
    };
    with_triple.into_iter().filter(suits).collect()
}

/// The id of the target that the site of a reading calls so.
fn id<'r>(reading: &Reading<'r>) -> Option<&'r str> {
    let written = reading.found.get(&Hole::Target).or_else(|| reading.found.get(&Hole::Triple))?;
    named(reading.site, &written.text)
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

fn in_no_tier<'r>(
    reading: &Reading<'r>,
    capture: &Capture,
    what: String,
    meant: &[&Target],
    day: Option<Date>,
) -> Comparison<'r> {
    let later = meant.iter().flat_map(|target| &target.events).find(|event| {
        day.is_some_and(|day| event.on.value > day) && event.tier.as_ref().is_some_and(|tier| tier.is_some())
    });
    if let Some(later) = later {
        let silent = format!("it came into a tier after beta 1, on {}", *later.on);
        let nothing = reading.comparison(capture, what, Vec::new(), "");
        return Comparison { outcome: Outcome::NotCompared(silent), ..nothing };
    }
    let place = meant.iter().find_map(|target| last_tier(target, day)).map(|event| event.on.place.clone());
    let says = Says { who: who(day), text: "none".to_owned(), place, agrees: false };
    reading.comparison(capture, what, vec![says], "")
}

/// The event that put a target where it is on a day.
fn last_tier(target: &Target, day: Option<Date>) -> Option<&Event> {
    let until = |event: &&Event| day.is_none_or(|day| event.on.value <= day) && event.tier.is_some();
    target.events.iter().rfind(until)
}
