//! What a version that is locked ships, where a checkout says so: an unpacked SDK is its own witness. Owns what
//! of it the data does not have yet; nothing that the data has is replaced. Must not know how a file is edited.

use super::{Asked, Choice, Reading, Shipped, is_same, refused};
use crate::edit::{Beside, Change, Datum, Scalar, in_order};
use crate::finding::Finding;
use crate::model::platform::{Component, Shipment};
use crate::version::Version;

/// What the data does not have yet of what a version ships.
#[derive(Clone, Debug)]
pub struct Ships<'r> {
    /// The component that ships it.
    pub by: &'r Component,
    /// Its version.
    pub version: Version,
    /// What it ships, in the order of the data.
    pub inside: Vec<Reading<'r>>,
}

/// What is to be added to what versions ship; nothing where nobody says it, or the data does.
///
/// # Errors
///
/// Two places, or a place and the data, that differ.
pub fn ships<'r>(
    asked: Asked<'r>,
    choices: &[Choice<'r>],
    shipped: &[Shipped<'r>],
) -> Result<Vec<Ships<'r>>, Vec<Finding>> {
    let mut all = Vec::new();
    let mut findings = Vec::new();
    for choice in choices {
        let is_chosen = |own: &&Shipped<'r>| {
            *own.by.component.key == *choice.component.key
                && is_same(choice.component, &own.by.version, &choice.version)
        };
        let of_choice: Vec<&Reading<'r>> =
            shipped.iter().filter(is_chosen).map(|shipped| &shipped.inside).collect();
        match of_version(asked, choice, &of_choice) {
            Ok(inside) if inside.is_empty() => {}
            Ok(inside) => all.push(Ships { by: choice.component, version: choice.version.clone(), inside }),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() { Ok(all) } else { Err(findings) }
}

fn of_version<'r>(
    asked: Asked<'r>,
    choice: &Choice<'r>,
    readings: &[&Reading<'r>],
) -> Result<Vec<Reading<'r>>, Finding> {
    let known = asked.platform.shipment(&choice.component.key, &choice.version);
    let mut inside = Vec::new();
    for component in &asked.platform.components {
        let of_component = |reading: &&&Reading<'r>| *reading.component.key == *component.key;
        let mut own = readings.iter().filter(of_component);
        let Some(first) = own.next() else { continue };
        let precision = component.precision.as_ref().map(|precision| precision.value);
        if let Some(other) = own.find(|other| !other.version.is_same(&first.version, precision)) {
            return Err(differ(choice, first, other));
        }
        let recorded = known.and_then(|known| known.versions.iter().find(|(key, _)| **key == *component.key));
        match recorded {
            Some((_, version)) if version.is_same(&first.version, precision) => {}
            Some((_, version)) => {
                let finding =
                    related(contradicts(choice, first, version), &version.place, "what the data says");
                return Err(finding.help("Correct the data, or name an SDK that is whole and unchanged."));
            }
            None => inside.push((*first).clone()),
        }
    }
    Ok(inside)
}

fn contradicts(choice: &Choice<'_>, reading: &Reading<'_>, recorded: &Version) -> Finding {
    let (name, by) = (&*reading.component.name, &*choice.component.name);
    let message =
        format!("{by} {} has {name} {} here, and {recorded} in the data", choice.version, reading.version);
    at(refused(message), reading)
}

fn differ(choice: &Choice<'_>, one: &Reading<'_>, other: &Reading<'_>) -> Finding {
    let (name, by) = (&*one.component.name, &*choice.component.name);
    let message =
        format!("{by} {} has {name} {} here, and {} there", choice.version, one.version, other.version);
    let finding = at(refused(message), one);
    let finding = match &other.place {
        Some(place) => related(finding, place, ""),
        None => finding,
    };
    finding.help("Name the one that is released.")
}

fn at(finding: Finding, reading: &Reading<'_>) -> Finding {
    let finding = finding.why("a version ships one thing, whoever unpacks it");
    match &reading.place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    }
}

fn related(finding: Finding, place: &crate::source::Place, label: &str) -> Finding {
    finding.related(place.clone(), label)
}

impl Ships<'_> {
    /// The edit that adds it. `source` is where it can be read, if it can.
    pub(super) fn changes(&self, asked: Asked<'_>, source: Option<&str>) -> Vec<Change> {
        let Some(known) = asked.platform.shipment(&self.by.key, &self.version) else {
            return vec![self.entry(source)];
        };
        let mut present: Vec<&str> = known.versions.iter().map(|(key, _)| key.as_str()).collect();
        let order = order(asked);
        let mut changes = Vec::new();
        for reading in &self.inside {
            let key = reading.component.key.as_str();
            changes.push(Change::Entry {
                into: path(self.by, &[&known.version.to_string()]),
                beside: beside(known, &order, &present, key),
                key: Scalar::plain(key),
                value: Scalar::quoted(reading.version.to_string()).into(),
            });
            present.push(key);
        }
        changes
    }

    /// All of an entry, where it belongs among the others.
    fn entry(&self, source: Option<&str>) -> Change {
        let version = |reading: &Reading<'_>| {
            let key = Scalar::plain(reading.component.key.as_str());
            (key, Scalar::quoted(reading.version.to_string()).into())
        };
        let mut entries: Vec<(Scalar, Datum)> = self.inside.iter().map(version).collect();
        entries.push(match source {
            Some(source) => (Scalar::plain("source"), Scalar::plain(source).into()),
            None => (Scalar::plain("remark"), Scalar::plain(self.witness()).into()),
        });
        let (key, value) = (Scalar::quoted(self.version.to_string()), Datum::map(entries));
        if self.by.ships.is_empty() {
            let (key, value) = (Scalar::plain("ships"), Datum::map(vec![(key, value)]));
            return Change::Entry {
                into: path(self.by, &[])[..2].to_vec(),
                beside: Beside::Last,
                key,
                value,
            };
        }
        let all: Vec<&Version> = self.by.ships.iter().map(|other| &other.version.value).collect();
        let newest_first = !all.first().zip(all.last()).is_some_and(|(one, last)| one.is_older_than(last));
        let is_older = |other: &&Version| (other.to_string(), other.is_older_than(&self.version));
        let beside = in_order(&all.iter().map(is_older).collect::<Vec<_>>(), newest_first);
        Change::Entry { into: path(self.by, &[]), beside, key, value }
    }

    /// Who says it, where no page does.
    fn witness(&self) -> String {
        let mut files: Vec<String> =
            self.inside.iter().map(|reading| format!("`{}`", reading.path)).collect();
        files.dedup();
        let files = crate::words::joined(&files, "and");
        format!("As {files} of the unpacked {} says.", *self.by.name)
    }

    /// The files that say it.
    pub(super) fn files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = self.inside.iter().map(|reading| reading.path.as_str()).collect();
        files.dedup();
        files
    }
}

/// The path to what a component ships.
fn path(by: &Component, below: &[&str]) -> Vec<String> {
    let path = ["components", by.key.as_str(), "ships"];
    path.iter().chain(below).map(|key| (*key).to_owned()).collect()
}

/// The keys of an entry, as the data is written.
fn order(asked: Asked<'_>) -> Vec<&str> {
    let components = asked.platform.components.iter().map(|component| component.key.as_str());
    ["released", "targets"].into_iter().chain(components).chain(["source", "remark"]).collect()
}

fn beside(known: &Shipment, order: &[&str], present: &[&str], key: &str) -> Beside {
    let mut all: Vec<&str> = Vec::new();
    all.extend(known.released.as_ref().map(|_| "released"));
    all.extend(known.targets.as_ref().map(|_| "targets"));
    all.extend(present);
    all.extend(known.source.as_ref().map(|_| "source"));
    all.extend(known.remark.as_ref().map(|_| "remark"));
    crate::edit::among(order, &all, key)
}
