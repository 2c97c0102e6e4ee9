//! Possible sites: versions and triples that are spelled somewhere where no site is known. Owns which
//! places are left out; must not know which files there are.

use std::ops::Range;
use std::sync::Arc;

use super::glob::is_below;
use super::matcher::{Begins, Expression};
use crate::finding::Finding;
use crate::model::Registry;
use crate::source::{Place, Source};

/// All spellings of the data, ready to be looked for.
pub struct Spellings<'r> {
    expressions: Vec<Expression>,
    registry: &'r Registry,
}

/// A place that may be a site.
#[derive(Clone, Debug)]
pub struct Possible {
    /// What is spelled there.
    pub text: String,
    /// Where.
    pub place: Place,
}

impl<'r> Spellings<'r> {
    /// The spellings of all platforms.
    pub fn new(registry: &'r Registry) -> Self {
        let spellings = registry.platforms.iter().flat_map(|platform| &platform.spellings);
        let expression = |pattern: &'r _| Expression::new(pattern, registry, Begins::WithWord);
        Self { expressions: spellings.filter_map(|spelling| expression(&spelling.value)).collect(), registry }
    }

    /// Whether a path of a repository is one that is not searched.
    pub fn is_passed_over(&self, path: &str) -> bool {
        self.registry.passed_over.iter().any(|pattern| is_below(pattern, path))
    }

    /// What is spelled in a text on lines that no site covers; `covered` are the bytes of the sites.
    pub fn find(&self, source: &Arc<Source>, covered: &[Range<usize>]) -> Vec<Possible> {
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
