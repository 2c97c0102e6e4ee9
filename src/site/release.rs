//! The days and the PEPs of releases.

use super::{Capture, Comparison, Reading, Says};
use crate::model::python::{Milestone, Release};
use crate::model::site::{Day, Hole};
use crate::model::{At, Registry};

pub(super) fn compare<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    capture: &Capture,
) -> Option<Comparison<'r>> {
    let python = reading.pythons.first()?;
    let release = registry.releases.iter().find(|release| release.python.value == *python)?;
    let (what, value) = match &capture.hole {
        Hole::Day(day) => {
            (name(*day).to_owned(), milestone(release, *day).clone().map(|day| day.date.to_string()))
        }
        Hole::State => {
            let day = reading.found.captures.iter().find_map(|capture| match capture.hole {
                Hole::Day(day) => Some(day),
                _ => None,
            })?;
            let state = |day: Milestone| if day.actual { "actual" } else { "expected" }.to_owned();
            (format!("the state of {}", name(day)), milestone(release, day).clone().map(state))
        }
        Hole::Pep => ("the PEP".to_owned(), release.pep.clone().map(|pep| pep.to_string())),
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

fn name(day: Day) -> &'static str {
    match day {
        Day::Beta1 => "beta 1",
        Day::Final => "the final release",
        Day::EndOfLife => "the end of life",
    }
}

fn milestone(release: &Release, day: Day) -> &At<Milestone> {
    match day {
        Day::Beta1 => &release.beta_1,
        Day::Final => &release.final_release,
        Day::EndOfLife => &release.end_of_life,
    }
}
