//! The order of reading and comparing: a site at a time, file by file, value by value. Must not know how any
//! value is compared.

use std::sync::Arc;

use super::comparison::merged;
use super::meant;
use super::moved::moved;
use super::nearest::{Near, lost, nearest};
use super::reading::found_by;
use super::target::When;
use super::{
    Capture, Checkout, Comparison, File, Lack, MOST, Matcher, Outcome, Reading, component, is_at, release,
    sites_as, target, triple, whole,
};
use crate::model::site::{Hole, Site};
use crate::model::{Date, Registry};
use crate::pattern::Pattern;
use crate::source::{Place, Source};
use crate::version::Python;
use crate::words;

/// Holds all sites of a checkout against the data, in the order of the sites.
pub fn compare<'r>(registry: &'r Registry, checkout: &Checkout) -> Vec<Comparison<'r>> {
    compare_as(registry, checkout, None)
}

/// The same, where sites of a checkout that is no particular Python version are for one, unless they say
/// themselves which they are for.
pub fn compare_as<'r>(
    registry: &'r Registry,
    checkout: &Checkout,
    otherwise: Option<Python>,
) -> Vec<Comparison<'r>> {
    let sites = sites_as(registry, checkout, otherwise);
    let compared = sites.into_iter().filter(|(site, _)| !site.is_identity());
    let mut comparisons: Vec<_> =
        compared.flat_map(|(site, python)| of_site(registry, site, python, checkout)).collect();
    for comparison in comparisons.iter_mut().filter(|own| matches!(own.outcome, Outcome::NotFound(..))) {
        comparison.what = values(registry, comparison.site);
    }
    moved(&mut comparisons);
    comparisons
}

fn of_site<'r>(
    registry: &'r Registry,
    site: &'r Site,
    python: Option<Python>,
    checkout: &Checkout,
) -> Vec<Comparison<'r>> {
    let files: Vec<&File> = checkout.files.iter().filter(|file| is_at(site, &file.path)).collect();
    let wanted = wanted(site);
    if files.is_empty() {
        return vec![not_found(site, Lack::File, format!("there is no file {wanted}"), None)];
    }
    let Some(matcher) = Matcher::new(site, registry) else {
        let why = format!("`{}` has too many other names to look for", first_line(&site.pattern));
        return vec![not_found(site, Lack::Names, why, None)];
    };
    let mut unread: Vec<Comparison<'r>> = Vec::new();
    let mut readings: Vec<Reading<'r>> = Vec::new();
    for file in &files {
        match &file.text {
            Ok(source) => readings.extend(found_by(&matcher, site, python, source)),
            Err(why) => unread.push(not_found(site, Lack::Legible, format!("`{}` {why}", file.path), None)),
        }
    }
    let is_nothing_due = site.tier.as_ref().is_some_and(|tier| tier.is_none());
    if readings.is_empty() && unread.is_empty() && is_nothing_due {
        return Vec::new();
    }
    if readings.is_empty() && unread.is_empty() {
        return vec![nothing_like(registry, site, &files, &wanted)];
    }
    if readings.len() >= MOST {
        let why = format!("{wanted} has more than {MOST} lines like `{}`", first_line(&site.pattern));
        return vec![not_found(site, Lack::Text, why, None)];
    }
    let mut comparisons: Vec<Comparison<'r>> =
        readings.iter().flat_map(|reading| of_reading(registry, reading)).collect();
    let is_whole = site.complete && unread.is_empty();
    if site.is_of_tiers() {
        let when = When { python: checkout.python, day: day_of(registry, checkout.python) };
        let meant = meant::meant(registry, site, &readings, when.day);
        let lines = readings.iter().zip(&meant);
        let whole =
            lines.filter(|(reading, _)| reading.found.captures.iter().all(|own| !own.may_be_cut_off()));
        comparisons
            .extend(whole.flat_map(|(reading, meant)| target::compare(registry, reading, meant, when)));
        if is_whole {
            comparisons.extend(whole::targets(registry, &readings, &meant, when));
        }
    } else if is_whole {
        comparisons.extend(whole::pythons(registry, site, &readings));
    }
    comparisons.extend(unread);
    merged(comparisons)
}

/// That no line of a site is there, with what is nearest to it.
fn nothing_like<'r>(registry: &Registry, site: &'r Site, files: &[&File], wanted: &str) -> Comparison<'r> {
    let sources: Vec<&Arc<Source>> = files.iter().filter_map(|file| file.text.as_ref().ok()).collect();
    let pattern = lost(registry, site, &sources);
    let line = first_line(pattern);
    let (lack, why, place) = match sources.iter().find_map(|source| nearest(registry, pattern, source)) {
        Some(Near::Behind(place)) => {
            (Lack::Behind, format!("no line of {wanted} begins like `{line}`"), Some(place))
        }
        Some(Near::Like(place)) => (Lack::Text, format!("nothing in {wanted} is like `{line}`"), Some(place)),
        None => {
            let place = sources.first().map(|source| Place::file(&source.path));
            (Lack::Text, format!("nothing in {wanted} is like `{line}`"), place)
        }
    };
    not_found(site, lack, why, place)
}

/// The first line of a pattern, for a message.
fn first_line(pattern: &Pattern) -> &str {
    pattern.text.lines().next().unwrap_or_default().trim()
}

/// The paths of a site, for a message.
fn wanted(site: &Site) -> String {
    let paths: Vec<String> = site.paths.iter().map(|path| format!("`{}`", **path)).collect();
    words::either(&paths)
}

fn not_found(site: &Site, lack: Lack, why: String, place: Option<Place>) -> Comparison<'_> {
    let place = place.unwrap_or_else(|| site.pattern.place.clone());
    Comparison {
        site,
        what: String::new(),
        there: String::new(),
        says: Vec::new(),
        outcome: Outcome::NotFound(lack, why),
        place,
        also: Vec::new(),
    }
}

fn of_reading<'r>(registry: &'r Registry, reading: &Reading<'r>) -> Vec<Comparison<'r>> {
    let mut comparisons = Vec::new();
    for capture in &reading.found.captures {
        if let Some(why) = unsure(reading, capture) {
            comparisons.extend(
                value(registry, reading.site, &capture.hole)
                    .map(|what| reading.comparison(capture, what, Vec::new(), &why)),
            );
            continue;
        }
        match &capture.hole {
            Hole::Component(key) => comparisons.extend(component::compare(registry, reading, key, capture)),
            Hole::Triple if !reading.site.is_of_tiers() => {
                comparisons.extend(triple::compare(registry, reading, capture));
            }
            Hole::Day(_) | Hole::State | Hole::Pep => {
                comparisons.extend(release::compare(registry, reading, capture));
            }
            Hole::Tier | Hole::Triple | Hole::Compiler | Hole::Target | Hole::Notes | Hole::Contacts => {}
            Hole::Python | Hole::PythonMajor | Hole::PythonMinor | Hole::Pythons => {}
        }
    }
    comparisons
}

/// Why a value is not held against anything, whatever the data says.
fn unsure(reading: &Reading<'_>, capture: &Capture) -> Option<String> {
    let cut_off = || {
        let why = "the file ends behind it, and may be only a part";
        capture.may_be_cut_off().then(|| why.to_owned())
    };
    reading.unclear.clone().or_else(cut_off)
}

/// What the value in a hole is of; nothing where it only says what the others are for.
fn value(registry: &Registry, site: &Site, hole: &Hole) -> Option<String> {
    let platform = registry.platforms.iter().find(|own| Some(&own.key) == site.platform.as_ref());
    match hole {
        Hole::Component(key) => {
            let (_, component) = registry.components().find(|(_, component)| *component.key == *key)?;
            Some((*component.name).clone())
        }
        Hole::Triple if site.is_of_tiers() => None,
        Hole::Triple => Some(format!("the triple of {}", *platform?.name)),
        Hole::Tier => Some("the tier".to_owned()),
        Hole::Day(_) | Hole::State | Hole::Pep => Some(release::name(hole).to_owned()),
        Hole::Compiler | Hole::Target | Hole::Notes | Hole::Contacts => None,
        Hole::Python | Hole::PythonMajor | Hole::PythonMinor | Hole::Pythons => None,
    }
}

/// What all values of a site are of.
fn values(registry: &Registry, site: &Site) -> String {
    let tier = site.tier.as_ref().map(|_| "the tier".to_owned());
    let values: Vec<String> =
        site.holes.iter().filter_map(|hole| value(registry, site, hole)).chain(tier).collect();
    words::joined(&values, "and")
}

/// The day of which PEP 11's tables count for a Python version: that of its beta 1, from when it keeps the
/// platforms that it has. None for now, as for the main branch.
fn day_of(registry: &Registry, python: Option<Python>) -> Option<Date> {
    let release = registry.releases.iter().find(|release| Some(*release.python) == python)?;
    let begins = registry.tiers.as_ref().map(|tiers| tiers.begins.value);
    release
        .beta_1
        .actual
        .then(|| begins.map_or(release.beta_1.date, |begins| begins.max(release.beta_1.date)))
}
