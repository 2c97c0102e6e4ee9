//! One thing at a site, held against the data: how the two compare, as a value. Must not know how that is told.

use std::collections::BTreeMap;

use super::{Capture, Reading};
use crate::model::site::Site;
use crate::source::Place;

/// Why a place is not compared that could be for any Python version.
pub(super) const FOR_ANY: &str = "which Python version it is for is not known: say it with `--python X.Y`, or at the site with `pythons` or a `{python}`";

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
    /// The beginning of a line: it stands behind other text.
    Behind,
    /// A file that can be read: what stands there nobody knows.
    Legible,
    /// Names few enough to be looked for.
    Names,
}

impl<'r> Reading<'r> {
    /// The value of a hole, held against what the data says; not compared where it says nothing.
    pub(super) fn comparison(
        &self,
        capture: &Capture,
        what: String,
        says: Vec<Says>,
        silent: &str,
    ) -> Comparison<'r> {
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

/// What stands several times at one site is one comparison.
pub(super) fn merged(comparisons: Vec<Comparison<'_>>) -> Vec<Comparison<'_>> {
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
