//! Possible sites: versions and triples that are spelled somewhere where no site is known. Owns which
//! places are left out; must not know which files there are.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use super::matcher::{Begins, Expression, MOST, Match};
use crate::finding::Finding;
use crate::model::Registry;
use crate::model::platform::{Component, Platform};
use crate::model::site::Hole;
use crate::source::{Place, Source};
use crate::version::Version;

/// Nobody writes a longer line by hand.
const LONGEST_LINE: usize = 4000;

/// All spellings of the data, ready to be looked for.
pub struct Spellings {
    expressions: Vec<Expression>,
    /// Any of them, to pass over most texts at once.
    any: Option<Regex>,
    /// How many numbers a version has at least, by the components' keys.
    lengths: BTreeMap<String, usize>,
}

/// A place that may be a site.
#[derive(Clone, Debug)]
pub struct Possible {
    /// What is spelled there.
    pub text: String,
    /// Where.
    pub place: Place,
}

impl Spellings {
    /// The spellings of all platforms.
    pub fn new(registry: &Registry) -> Self {
        let spellings = registry.platforms.iter().flat_map(|platform| &platform.spellings);
        let expressions: Vec<_> =
            spellings.filter_map(|spelling| Expression::new(spelling, registry, Begins::WithWord)).collect();
        let lengths =
            registry.components().map(|(platform, own)| (own.key.value.clone(), shortest(platform, own)));
        Self { any: Expression::any(&expressions), lengths: lengths.collect(), expressions }
    }

    /// What is spelled in a text where no site covers it, the first `MOST` of it; `covered` are the bytes of the sites, in order.
    pub fn find(&self, source: &Arc<Source>, covered: &[Range<usize>]) -> Vec<Possible> {
        if self.any.as_ref().is_some_and(|any| !any.is_match(&source.text)) {
            return Vec::new();
        }
        let all = 0..source.text.len();
        let spelled = self.expressions.iter().flat_map(|one| one.find(source, all.clone()));
        let mut places: Vec<Place> =
            spelled.filter(|found| self.is_long_enough(found)).map(|found| found.place).collect();
        places.sort_by_key(|place| (place.span.start, std::cmp::Reverse(place.span.end)));
        let mut found: Vec<Possible> = Vec::new();
        let mut line_end = 0;
        for place in places {
            if found.len() == MOST {
                break;
            }
            // One on a line is enough to look there.
            if place.span.start < line_end {
                continue;
            }
            let next = covered.partition_point(|site| site.end <= place.span.start);
            if covered.get(next).is_some_and(|site| site.start < place.span.end) {
                continue;
            }
            let start = source.line_start(place.span.start);
            let rest = &source.text[place.span.end..];
            line_end = rest.find('\n').map_or(source.text.len(), |newline| place.span.end + newline);
            if line_end - start <= LONGEST_LINE {
                found.push(Possible { text: source.text[place.span.clone()].to_owned(), place });
            }
        }
        found
    }

    /// Whether what stands there is as long as a version: Emscripten has no version 64, but builds of 64 bits.
    fn is_long_enough(&self, found: &Match) -> bool {
        found.captures.iter().all(|capture| match &capture.hole {
            Hole::Component(key) => {
                self.lengths.get(key).is_none_or(|least| numbers(&capture.text) >= *least)
            }
            _ => true,
        })
    }
}

/// How many numbers the shortest version of a component has that the data knows.
fn shortest(platform: &Platform, component: &Component) -> usize {
    let locked = platform.locks.iter().filter_map(|lock| lock.version(&component.key));
    let pinned = platform.pins.iter().filter(|pin| *pin.component == *component.key).map(|pin| &pin.version);
    let shipped = component.ships.iter().map(|shipment| &shipment.version);
    let known = locked.chain(pinned).chain(shipped).map(|version| numbers(Version::as_str(version)));
    known.min().unwrap_or(1)
}

/// How many numbers a version begins with.
fn numbers(version: &str) -> usize {
    version.split(['.', '_']).take_while(|part| part.starts_with(|c: char| c.is_ascii_digit())).count()
}

impl Possible {
    /// One line about it.
    pub fn line(&self) -> String {
        let (line, column) = self.place.line_and_column().unwrap_or_default();
        format!("possible: {}:{line}:{column}: {}", self.place.source.path, self.text)
    }

    /// What is to be said of it.
    pub fn finding(&self) -> Finding {
        Finding::error(
            "possible-site",
            format!("`{}` may be written by hand here, and no site is known", self.text),
        )
        .as_warning()
        .at(self.place.clone())
        .help("Add a site for it, or leave it: it is only worth a look.")
    }
}
