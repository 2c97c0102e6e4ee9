//! Sites against the data: what stands at places in other repositories, and whether the data says so too.
//! Owns the order of reading and comparing; must not know the disk. A value that the data does not have
//! is never held against a place.

mod component;
mod finding;
mod glob;
mod identity;
mod matcher;
mod meant;
mod possible;
mod release;
mod scanned;
mod table;
mod target;
mod triple;
mod whole;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::model::site::{Hole, Pythons, Site};
use crate::model::{Date, Registry};
use crate::source::{Place, Source};
use crate::version::Python;

pub(crate) use glob::triple_fits;
pub use glob::{is_passed_over, path_fits};
pub use identity::{contradiction, identities, identity, overruled};
pub use matcher::{Capture, MOST, Match, Matcher};
pub use possible::{Possible, Spellings};
pub use scanned::Scanned;
use target::When;

/// A checkout of a repository, with the files that its sites name.
pub struct Checkout {
    /// The repository: `python/cpython`.
    pub repository: String,
    /// The Python version that it is; none where it is no particular one, or none is known.
    pub python: Option<Python>,
    /// The files at the paths of its sites.
    pub files: Vec<File>,
}

/// A file of a checkout.
pub struct File {
    /// Its path from the root of the repository.
    pub path: String,
    /// What it holds, or why that cannot be read: a clause that follows its name.
    pub text: Result<Arc<Source>, String>,
}

/// What stands at one occurrence of a site's pattern.
pub struct Reading<'r> {
    /// The site.
    pub site: &'r Site,
    /// The values and their places.
    pub found: Match,
    /// The Python versions that they are for; none where that does not matter, or is not known.
    pub pythons: Vec<Python>,
}

/// One thing that stands at a site, held against the data.
#[derive(Clone, Debug)]
pub struct Comparison<'r> {
    /// The site.
    pub site: &'r Site,
    /// What is compared: `WASI SDK for Python 3.15`.
    pub what: String,
    /// What stands there; empty where nothing does.
    pub there: String,
    /// What the data says, each with who says it.
    pub says: Vec<Says>,
    /// How the two compare.
    pub outcome: Outcome,
    /// Where it stands: the file alone where nothing does.
    pub place: Place,
    /// Where the same stands again.
    pub also: Vec<Place>,
}

/// What the data says of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// Who says it: `the lock`.
    pub who: String,
    /// What: `33`.
    pub text: String,
    /// Where in the data.
    pub place: Option<Place>,
    /// Whether what stands at the site is that.
    pub agrees: bool,
}

/// How a site and the data compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both say the same.
    Agrees,
    /// They do not.
    Disagrees,
    /// The data has more than the place, which should have all of it.
    Missing,
    /// The place was not found, and why: a whole clause.
    NotFound(Lack, String),
    /// The data does not say, or nobody can tell for what the place is: a whole clause.
    NotCompared(String),
}

/// What there is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The file.
    File,
    /// Nothing: what the site has was found at others.
    Moved,
    /// The line.
    Text,
    /// A file that can be read: what stands there nobody knows.
    Legible,
}

/// The sites in a repository that count for what a checkout is.
pub fn sites<'r>(registry: &'r Registry, repository: &str, python: Option<Python>) -> Vec<&'r Site> {
    let counts = |site: &&Site| match (&site.pythons, python) {
        (pythons, Some(python)) => pythons.contains(python),
        (Pythons::Range { .. }, None) => site.says_python(),
        _ => true,
    };
    registry.all_sites().filter(|site| *site.repository == repository).filter(counts).collect()
}

/// The repositories that have sites, by name, each once.
pub fn repositories(registry: &Registry) -> Vec<&str> {
    let mut names: Vec<&str> = registry.all_sites().map(|site| site.repository.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Everything that stands at a site in a file; `python` is what the checkout is.
pub fn read<'r>(
    registry: &Registry,
    site: &'r Site,
    python: Option<Python>,
    source: &Arc<Source>,
) -> Vec<Reading<'r>> {
    let Some(matcher) = Matcher::new(site, registry) else { return Vec::new() };
    let reading = |found| Reading { site, pythons: pythons(site, &found, python), found };
    let readings = matcher.matches(source).into_iter().map(reading);
    // What is said of a Python version for which the site does not count is no business of it.
    readings.filter(|reading| !site.says_python() || !reading.pythons.is_empty()).collect()
}

/// The Python versions that a match is for: those that it names, else those of the site, else the checkout.
fn pythons(site: &Site, found: &Match, python: Option<Python>) -> Vec<Python> {
    let is_checkout = |own: &Python| python.is_none_or(|python| python == *own);
    let mut pythons = match (named(found), &site.pythons) {
        (Some(named), _) => named.into_iter().filter(|own| site.pythons.contains(*own)).collect(),
        (None, Pythons::Only(only)) => only.iter().map(|own| own.value).filter(is_checkout).collect(),
        (None, _) => Vec::from_iter(python),
    };
    pythons.dedup();
    pythons
}

/// The Python versions that a match names; none where it has no hole for any.
fn named(found: &Match) -> Option<Vec<Python>> {
    let part = |hole: &Hole| found.get(hole).map(|capture| capture.text.as_str());
    if let Some((major, minor)) = part(&Hole::PythonMajor).zip(part(&Hole::PythonMinor)) {
        return Some(Python::parse(&format!("{major}.{minor}")).into_iter().collect());
    }
    found.captures.iter().find_map(|capture| match capture.hole {
        Hole::Python => Some(Python::of_release(&capture.text).into_iter().collect()),
        Hole::Pythons => Some(listed(&capture.text)),
        _ => None,
    })
}

/// The Python versions in a text such as `3.13 (as well), 3.14`.
fn listed(text: &str) -> Vec<Python> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '.');
    words.filter_map(|word| Python::parse(word.trim_matches('.'))).collect()
}

/// The bytes of each file that are at a site, by its path; in order, none twice.
pub fn covered(registry: &Registry, checkout: &Checkout) -> BTreeMap<String, Vec<Range<usize>>> {
    let mut covered: BTreeMap<String, Vec<Range<usize>>> = BTreeMap::new();
    for site in sites(registry, &checkout.repository, checkout.python) {
        for file in checkout.files.iter().filter(|file| is_at(site, &file.path)) {
            let Ok(source) = &file.text else { continue };
            let spans = read(registry, site, checkout.python, source)
                .into_iter()
                .map(|reading| reading.found.place.span);
            covered.entry(file.path.clone()).or_default().extend(spans);
        }
    }
    covered.values_mut().for_each(unite);
    covered
}

/// Sorts ranges, and makes one of those that touch.
fn unite(spans: &mut Vec<Range<usize>>) {
    spans.sort_by_key(|span| span.start);
    let mut united: Vec<Range<usize>> = Vec::new();
    for span in spans.drain(..) {
        match united.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => united.push(span),
        }
    }
    *spans = united;
}

/// Holds all sites of a checkout against the data, in the order of the sites.
pub fn compare<'r>(registry: &'r Registry, checkout: &Checkout) -> Vec<Comparison<'r>> {
    let sites = sites(registry, &checkout.repository, checkout.python);
    let compared = sites.into_iter().filter(|site| !site.is_identity());
    let mut comparisons: Vec<_> = compared.flat_map(|site| of_site(registry, site, checkout)).collect();
    moved(&mut comparisons);
    comparisons
}

fn of_site<'r>(registry: &'r Registry, site: &'r Site, checkout: &Checkout) -> Vec<Comparison<'r>> {
    let files: Vec<&File> = checkout.files.iter().filter(|file| is_at(site, &file.path)).collect();
    let wanted = wanted(site);
    if files.is_empty() {
        return vec![not_found(site, Lack::File, format!("there is no file {wanted}"), None)];
    }
    let mut unread: Vec<Comparison<'r>> = Vec::new();
    let mut readings: Vec<Reading<'r>> = Vec::new();
    for file in &files {
        match &file.text {
            Ok(source) => readings.extend(read(registry, site, checkout.python, source)),
            Err(why) => unread.push(not_found(site, Lack::Legible, format!("`{}` {why}", file.path), None)),
        }
    }
    if readings.is_empty() && unread.is_empty() {
        let place = files.iter().find_map(|file| Some(Place::file(&file.text.as_ref().ok()?.path)));
        let why = format!("nothing in {wanted} is like `{}`", first_line(site));
        return vec![not_found(site, Lack::Text, why, place)];
    }
    if readings.len() >= MOST {
        let why = format!("{wanted} has more than {MOST} lines like `{}`", first_line(site));
        return vec![not_found(site, Lack::Text, why, None)];
    }
    let mut comparisons: Vec<Comparison<'r>> =
        readings.iter().flat_map(|reading| of_reading(registry, reading)).collect();
    let is_whole = site.complete && unread.is_empty();
    if site.is_of_tiers() {
        let when = When { python: checkout.python, day: day_of(registry, checkout.python) };
        let meant = meant::meant(registry, site, &readings, when.day);
        let lines = readings.iter().zip(&meant);
        comparisons
            .extend(lines.flat_map(|(reading, meant)| target::compare(registry, reading, meant, when)));
        if is_whole {
            comparisons.extend(whole::targets(registry, &readings, &meant, when));
        }
    } else if is_whole {
        comparisons.extend(whole::pythons(registry, site, &readings));
    }
    comparisons.extend(unread);
    merged(comparisons)
}

/// Whether a path of the repository is one of a site.
pub fn is_at(site: &Site, path: &str) -> bool {
    site.paths.iter().any(|pattern| path_fits(pattern, path))
}

/// The first line of a site's pattern, for a message.
fn first_line(site: &Site) -> &str {
    site.pattern.text.lines().next().unwrap_or_default().trim()
}

/// The paths of a site, for a message.
fn wanted(site: &Site) -> String {
    let paths: Vec<String> = site.paths.iter().map(|path| format!("`{}`", **path)).collect();
    paths.join(" or ")
}

/// What was not found where a site says is no lack where it was found elsewhere: at the other sites of a
/// repository where the file is gone, in another form in the same file where only the line is.
fn moved(comparisons: &mut [Comparison<'_>]) {
    let found: Vec<&Site> = comparisons
        .iter()
        .filter(|comparison| !matches!(comparison.outcome, Outcome::NotFound(..)))
        .map(|comparison| comparison.site)
        .collect();
    for comparison in comparisons {
        let Outcome::NotFound(lack @ (Lack::File | Lack::Text), _) = &mut comparison.outcome else {
            continue;
        };
        let lost = comparison.site;
        let is_same_file = |site: &Site| site.paths.iter().any(|path| lost.paths.contains(path));
        let is_like =
            |site: &Site| site.relation == lost.relation && (*lack == Lack::File || is_same_file(site));
        let is_elsewhere = |hole: &Hole| found.iter().any(|site| site.has(hole) && is_like(site));
        if lost.holes.iter().all(is_elsewhere) {
            *lack = Lack::Moved;
        }
    }
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

/// What stands several times at one site is one comparison.
fn merged(comparisons: Vec<Comparison<'_>>) -> Vec<Comparison<'_>> {
    let mut merged: Vec<Comparison<'_>> = Vec::new();
    let mut first_of: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for comparison in comparisons {
        if comparison.there.is_empty() {
            merged.push(comparison);
            continue;
        }
        let like = first_of.entry((comparison.what.clone(), comparison.there.clone())).or_default();
        let is_same = |at: &&usize| {
            let other = &merged[**at];
            other.outcome == comparison.outcome && other.says == comparison.says
        };
        match like.iter().find(is_same) {
            Some(&at) => merged[at].also.push(comparison.place),
            None => {
                like.push(merged.len());
                merged.push(comparison);
            }
        }
    }
    merged
}

impl<'r> Reading<'r> {
    /// The value of a hole, held against what the data says; not compared where it says nothing.
    fn comparison(&self, capture: &Capture, what: String, says: Vec<Says>, silent: &str) -> Comparison<'r> {
        let outcome = if says.is_empty() {
            Outcome::NotCompared(silent.to_owned())
        } else if says.iter().all(|says| says.agrees) {
            Outcome::Agrees
        } else {
            Outcome::Disagrees
        };
        Comparison {
            site: self.site,
            what,
            there: capture.text.clone(),
            says,
            outcome,
            place: capture.place.clone(),
            also: Vec::new(),
        }
    }
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
