//! Possible sites: versions and triples that are spelled somewhere where no site is known. Owns which
//! places are left out; must not know which files there are.

use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use super::matcher::{Begins, Expression};
use crate::finding::Finding;
use crate::model::Registry;
use crate::source::{Place, Source};

/// All spellings of the data, ready to be looked for.
pub struct Spellings {
    expressions: Vec<Expression>,
    /// Any of them, to pass over most texts at once.
    any: Option<Regex>,
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
        Self { any: Expression::any(&expressions), expressions }
    }

    /// What is spelled in a text on lines that no site covers; `covered` are the bytes of the sites.
    pub fn find(&self, source: &Arc<Source>, covered: &[Range<usize>]) -> Vec<Possible> {
        if self.any.as_ref().is_some_and(|any| !any.is_match(&source.text)) {
            return Vec::new();
        }
        let all = 0..source.text.len();
        let mut found: Vec<Possible> = Vec::new();
        let mut matches: Vec<Place> = self
            .expressions
            .iter()
            .flat_map(|one| one.find(source, all.clone()))
            .map(|found| found.place)
            .collect();
        matches.sort_by_key(|place| (place.span.start, std::cmp::Reverse(place.span.end)));
        let mut line_end = 0;
        for place in matches {
            // One on a line is enough to look there.
            if place.span.start < line_end || is_covered(source, &place, covered) {
                continue;
            }
            let rest = &source.text[place.span.end..];
            line_end = rest.find('\n').map_or(source.text.len(), |newline| place.span.end + newline);
            found.push(Possible { text: source.text[place.span.clone()].to_owned(), place });
        }
        found
    }
}

/// Whether a site has any byte of the line.
fn is_covered(source: &Source, place: &Place, covered: &[Range<usize>]) -> bool {
    let start = source.line_start(place.span.start);
    covered.iter().any(|site| start < site.end && site.start < place.span.end)
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
