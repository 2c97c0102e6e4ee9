//! One version for each component, out of all readings. PEP 816 leaves the choice to the maintainers: where
//! readings differ, only what they give decides. Must not know where a reading comes from.

use super::{Asked, Missed, Reading, by_pep, is_same, locked, refused};
use crate::finding::Finding;
use crate::model::platform::Component;
use crate::source::Place;
use crate::version::Version;
use crate::words::{either, joined};

/// The version of a component that is to be locked.
#[derive(Clone, Debug)]
pub struct Choice<'r> {
    /// The component.
    pub component: &'r Component,
    /// Its version.
    pub version: Version,
    /// What says so.
    pub readings: Vec<Reading<'r>>,
    /// What says otherwise, where the maintainers have decided.
    pub others: Vec<Reading<'r>>,
}

/// A version for each component that a lock has, in the order of the data.
///
/// # Errors
///
/// Components whose readings differ, that were found nowhere, or whose version is skipped.
pub fn choose<'r>(
    asked: Asked<'r>,
    readings: &[Reading<'r>],
    missed: &[Missed<'r>],
) -> Result<Vec<Choice<'r>>, Vec<Finding>> {
    let mut choices = Vec::new();
    let mut findings = Vec::new();
    for component in locked(asked.platform) {
        let own = |reading: &&Reading<'r>| *reading.component.key == *component.key;
        let own: Vec<&Reading<'r>> = readings.iter().filter(own).collect();
        match of_component(asked, component, &own, missed) {
            Ok(choice) => choices.push(choice),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() { Ok(choices) } else { Err(findings) }
}

fn of_component<'r>(
    asked: Asked<'r>,
    component: &'r Component,
    readings: &[&Reading<'r>],
    missed: &[Missed<'r>],
) -> Result<Choice<'r>, Finding> {
    let given = readings.iter().find(|reading| reading.place.is_none());
    let Some(first) = given.or(readings.first()) else { return Err(nowhere(asked, component, missed)) };
    let agrees = |reading: &&&Reading<'r>| is_same(component, &reading.version, &first.version);
    if given.is_none() && !readings.iter().all(|reading| agrees(&reading)) {
        return Err(differ(asked, component, readings));
    }
    if component.skip(&first.version).is_some() {
        return Err(skipped(component, first));
    }
    if first.version.is_pre_release() {
        return Err(pre_release(component, first));
    }
    let (readings, others): (Vec<&Reading<'r>>, Vec<&Reading<'r>>) = readings.iter().partition(agrees);
    let own = |readings: Vec<&Reading<'r>>| readings.into_iter().cloned().collect();
    Ok(Choice { component, version: first.version.clone(), readings: own(readings), others: own(others) })
}

fn nowhere(asked: Asked<'_>, component: &Component, missed: &[Missed<'_>]) -> Finding {
    let message = format!("no version of {} was found for Python {}", *component.name, asked.python);
    let place = component.lock.as_ref().map_or(&component.key.place, |policy| &policy.from.place);
    let own = missed.iter().filter(|missed| *missed.component.key == *component.key);
    let finding = refused(message).at(place.clone()).label("asks for a lock");
    own.fold(finding, |finding, missed| finding.related(missed.place.clone(), "this is no version of it"))
        .why(format!(
            "each component with a lock policy is recorded for the life of a Python version{}",
            by_pep(asked.platform)
        ))
        .help(format!(
            "Give it as `{}=VERSION`, or name with `--from` a checkout that has it.",
            *component.key
        ))
}

fn differ(asked: Asked<'_>, component: &Component, readings: &[&Reading<'_>]) -> Finding {
    let mut versions: Vec<&str> = Vec::new();
    for reading in readings {
        if !versions.iter().any(|version| *version == reading.version.as_str()) {
            versions.push(reading.version.as_str());
        }
    }
    let all: Vec<String> = versions.iter().map(|version| (*version).to_owned()).collect();
    let name = &*component.name;
    let message =
        format!("the versions of {name} for Python {} differ: {}", asked.python, joined(&all, "and"));
    let decisions: Vec<String> =
        all.iter().map(|version| format!("`{}={version}`", *component.key)).collect();
    let mut finding = refused(message);
    for (index, reading) in readings.iter().enumerate() {
        let Some(place) = &reading.place else { continue };
        finding = match index {
            0 => finding.at(place.clone()).label(said(reading)),
            _ => finding.related(place.clone(), said(reading)),
        };
    }
    finding
        .why(format!("which version is supported is for the maintainers to say{}", by_pep(asked.platform)))
        .help(format!("Correct one of the places, or decide with {}.", either(&decisions)))
}

fn said(reading: &Reading<'_>) -> String {
    match reading.spelled {
        Some(_) => format!("{} {}", *reading.component.name, reading.version),
        None => String::new(),
    }
}

fn pre_release(component: &Component, reading: &Reading<'_>) -> Finding {
    let message = format!("{} {} is a pre-release", *component.name, reading.version);
    let finding = refused(message);
    let finding = match &reading.place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    };
    finding
        .why("a lock is for the life of a Python version, and what a pre-release ships may still change")
        .help(format!("Record the lock when Python is built with a final version of {}.", *component.name))
}

fn skipped(component: &Component, reading: &Reading<'_>) -> Finding {
    let message = format!("{} {} is skipped", *component.name, reading.version);
    let Some(skipped) = component.skip(&reading.version) else { return refused(message) };
    let because = skipped.versions.iter().find(|other| ***other == reading.version);
    let here: Option<&Place> = because.map(|because| &because.place);
    let finding = refused(message);
    let finding = match (&reading.place, here) {
        (Some(place), Some(here)) => finding.at(place.clone()).related(here.clone(), "skipped here"),
        (Some(place), None) => finding.at(place.clone()),
        (None, here) => here.into_iter().fold(finding, |finding, here| finding.at(here.clone())),
    };
    let why: Vec<&str> = skipped.why.split_whitespace().collect();
    finding
        .why(format!("{} ({})", why.join(" "), *skipped.source))
        .help(format!("Build with another version of {}, and record that.", *component.name))
}
