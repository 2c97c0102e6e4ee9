//! Tiers of targets. Owns which targets of PEP 11 a place means, by a triple, a compiler or a name of its
//! own, and of which day their tiers count.

use std::collections::BTreeSet;

use super::glob::{fits, triple_fits};
use super::matcher::NO_TIER;
use super::row::{self, Row};
use super::{Capture, Comparison, Outcome, Reading, Says, day_of};
use crate::model::site::{Hole, Site};
use crate::model::tiers::{Event, Target};
use crate::model::{Date, Registry};
use crate::source::Place;
use crate::version::Python;

/// What stands at the other places of a site, which says what one of them means.
pub(super) struct Beside<'a> {
    /// The words for compilers.
    compilers: BTreeSet<&'a str>,
    /// The ids of the targets whose rows are there.
    taken: BTreeSet<&'a str>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(registry: &'a Registry, readings: &'a [Reading<'_>], python: Option<Python>) -> Self {
        let day = day_of(registry, python);
        let compilers =
            readings.iter().filter_map(|other| Some(other.found.get(&Hole::Compiler)?.text.as_str()));
        let rows = readings.iter().filter_map(row::rows).flatten();
        let taken = rows.filter_map(|row| row.by_notes(registry, day)).map(|target| target.id.as_str());
        Self { compilers: compilers.collect(), taken: taken.collect() }
    }
}

/// The tier at a place, for each row where it stands above several. One triple may be several targets, told
/// apart by their notes: any of them will do where the place does not tell.
pub(super) fn compare<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    beside: &Beside<'_>,
    capture: &Capture,
    python: Option<Python>,
) -> Vec<Comparison<'r>> {
    match row::rows(reading) {
        Some(rows) => in_rows(registry, reading, beside, &rows, capture, python),
        None => Vec::from_iter(by_name(registry, reading, beside, capture, python)),
    }
}

fn in_rows<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    beside: &Beside<'_>,
    rows: &[Row],
    capture: &Capture,
    python: Option<Python>,
) -> Vec<Comparison<'r>> {
    let day = day_of(registry, python);
    let mut comparisons = Vec::new();
    for row in rows {
        let target = row.target(registry, &beside.taken, day);
        let notes = target.map_or("", |target| target.state_on(day).notes);
        let notes = if notes.is_empty() { String::new() } else { format!(" ({notes})") };
        let what = format!("the tier of {}{notes}{}", row.triple, for_python(python));
        let capture = Capture { place: row.place.clone(), ..capture.clone() };
        let Some(target) = target else {
            comparisons.push(reading.comparison(&capture, what, Vec::new(), UNKNOWN));
            continue;
        };
        comparisons.push(of_targets(reading, &capture, what, &[target], day));
        comparisons.extend(row.compare(reading, target, day, who(day)));
    }
    comparisons
}

const UNKNOWN: &str = "no target of PEP 11 is known by that name";

fn by_name<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    beside: &Beside<'_>,
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
    let day = day_of(registry, python);
    let meant = meant(registry, reading, beside, day);
    if meant.is_empty() && capture.text == NO_TIER {
        // What PEP 11 has not is in no tier.
        let says = Says { who: who(day), text: NO_TIER.to_owned(), place: None, agrees: true };
        return Some(reading.comparison(capture, what, vec![says], ""));
    }
    if meant.is_empty() {
        return Some(reading.comparison(capture, what, Vec::new(), UNKNOWN));
    }
    Some(of_targets(reading, capture, what, &meant, day))
}

fn of_targets<'r>(
    reading: &Reading<'r>,
    capture: &Capture,
    what: String,
    meant: &[&Target],
    day: Option<Date>,
) -> Comparison<'r> {
    let mut tiers: Vec<(u32, Option<Place>)> = Vec::new();
    for target in meant {
        if let Some(tier) =
            target.state_on(day).tier.filter(|tier| tiers.iter().all(|(other, _)| other != tier))
        {
            tiers.push((tier, last_tier(target, day).map(|event| event.on.place.clone())));
        }
    }
    if tiers.is_empty() {
        return in_no_tier(reading, capture, what, meant, day);
    }
    tiers.sort_by_key(|(tier, _)| *tier);
    let texts: Vec<String> = tiers.iter().map(|(tier, _)| tier.to_string()).collect();
    let says = Says {
        who: who(day),
        agrees: texts.contains(&capture.text),
        text: texts.join(" or "),
        place: tiers.into_iter().find_map(|(_, place)| place),
    };
    reading.comparison(capture, what, vec![says], "")
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
    beside: &Beside<'_>,
    day: Option<Date>,
) -> Vec<&'r Target> {
    let Some(tiers) = &registry.tiers else { return Vec::new() };
    if let Some(rows) = row::rows(reading) {
        return rows.iter().filter_map(|row| row.target(registry, &beside.taken, day)).collect();
    }
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
    let suits = |target: &&Target| {
        let notes = target.state().notes;
        let mut of_notes = notes
            .split(|c: char| !c.is_alphanumeric() && c != '+')
            .filter(|word| beside.compilers.contains(word));
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

/// The id of the target that a site calls by a name.
fn named<'s>(site: &'s Site, written: &str) -> Option<&'s str> {
    let called = site.names.iter().find(|(_, names)| names.iter().any(|name| **name == written));
    // A whole name comes before one with `*`, and the first of those before the others.
    let globbed = || site.names.iter().find(|(_, names)| names.iter().any(|name| fits(name, written)));
    called.or_else(globbed).map(|(id, _)| id.as_str())
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
    if let Some(later) = later.filter(|_| capture.text != NO_TIER) {
        let silent = format!("it came into a tier after beta 1, on {}", *later.on);
        let nothing = reading.comparison(capture, what, Vec::new(), "");
        return Comparison { outcome: Outcome::NotCompared(silent), ..nothing };
    }
    let place = meant.iter().find_map(|target| last_tier(target, day)).map(|event| event.on.place.clone());
    let agrees = capture.text == NO_TIER;
    let says = Says { who: who(day), text: NO_TIER.to_owned(), place, agrees };
    reading.comparison(capture, what, vec![says], "")
}

/// The event that put a target where it is on a day.
fn last_tier(target: &Target, day: Option<Date>) -> Option<&Event> {
    let until = |event: &&Event| day.is_none_or(|day| event.on.value <= day) && event.tier.is_some();
    target.events.iter().rfind(until)
}
