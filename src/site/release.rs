//! The days and the PEPs of releases.

use super::{Capture, Comparison, Reading, Says};
use crate::model::python::{Milestone, Release};
use crate::model::site::{Day, Hole};
use crate::model::{At, Registry};
use crate::source::Place;
use crate::version::Python;

pub(super) fn compare<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    capture: &Capture,
) -> Option<Comparison<'r>> {
    let python = reading.pythons.first()?;
    let Some(release) = registry.releases.iter().find(|release| release.python.value == *python) else {
        let what = format!("{} of Python {python}", name(&capture.hole));
        return Some(reading.comparison(capture, what, Vec::new(), &unknown(*python)));
    };
    let (what, value) = match &capture.hole {
        Hole::Day(day) => {
            let value = milestone(release, *day).clone().map(|day| day.date.to_string());
            (name(&capture.hole).to_owned(), value)
        }
        Hole::State => {
            let day = reading.found.captures.iter().find_map(|capture| match capture.hole {
                Hole::Day(day) => Some(day),
                _ => None,
            })?;
            let state = |day: Milestone| if day.actual { "actual" } else { "expected" }.to_owned();
            (
                format!("{} of {}", name(&capture.hole), name(&Hole::Day(day))),
                milestone(release, day).clone().map(state),
            )
        }
        Hole::Pep => (name(&capture.hole).to_owned(), release.pep.clone().map(|pep| pep.to_string())),
        _ => return None,
    };
    let says = Says {
        who: "the data".to_owned(),
        agrees: value.value == capture.text,
        text: value.value,
        place: Some(value.place),
    };
    Some(reading.comparison(capture, format!("{what} of Python {python}"), vec![says], ""))
}

/// What the data has for a hole that has a value for each release.
pub(super) fn value(release: &Release, hole: &Hole) -> Option<(String, Place)> {
    match hole {
        Hole::Day(day) => {
            let day = milestone(release, *day);
            Some((day.date.to_string(), day.place.clone()))
        }
        Hole::Pep => Some((release.pep.to_string(), release.pep.place.clone())),
        _ => None,
    }
}

/// Why nothing is said of a Python version.
pub(super) fn unknown(python: Python) -> String {
    format!("Python {python} is not in `data/pythons.yaml`")
}

/// What a hole is for.
pub(super) fn name(hole: &Hole) -> &'static str {
    match hole {
        Hole::Day(Day::Beta1) => "beta 1",
        Hole::Day(Day::Final) => "the final release",
        Hole::Day(Day::EndOfLife) => "the end of life",
        Hole::State => "the state",
        _ => "the PEP",
    }
}

fn milestone(release: &Release, day: Day) -> &At<Milestone> {
    match day {
        Day::Beta1 => &release.beta_1,
        Day::Final => &release.final_release,
        Day::EndOfLife => &release.end_of_life,
    }
}
