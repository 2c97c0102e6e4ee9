//! What whoever records a lock should know, and what is no hindrance: whether it holds already, and what stays
//! as it is. Owns the words; must not know what is recorded how.

use super::{Asked, Choice, Done, Record, is_same, known, locked};
use crate::model::python::Release;
use crate::rules::{milestone_name, stage};
use crate::source::Place;
use crate::words::joined;

/// What to say besides of a lock that is recorded, one clause each.
pub fn notes(asked: Asked<'_>, choices: &[Choice<'_>], record: &Record<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let release = asked.registry.releases.iter().find(|release| *release.python == asked.python);
    if record.reason.is_some() {
        notes.extend(release.and_then(|release| of_stage(asked, release)));
        notes.extend(release.and_then(|release| ended(asked, release)));
        notes.extend(unsupported(asked));
    }
    notes.extend(first(asked, record));
    let all = choices.iter().flat_map(|choice| choice.readings.iter().chain(&choice.others));
    let is_any_read = all.into_iter().any(|reading| reading.place.is_some());
    notes.extend(choices.iter().flat_map(|choice| decided(asked, choice, is_any_read)));
    notes.extend(remarks(asked, record));
    notes
}

/// Before the stage from which it holds, a lock may still move; after it, the data should say that it has come.
fn of_stage(asked: Asked<'_>, release: &Release) -> Option<String> {
    let policy = locked(asked.platform).find_map(|component| component.lock.as_ref())?;
    let (stage, name, python) = (stage(release, policy), milestone_name(policy), asked.python);
    if stage.actual {
        return None;
    }
    Some(match stage.date <= asked.on {
        true => format!(
            "the data still expects {name} of Python {python} on {}: run `pep11 import releases` once it is made",
            stage.date
        ),
        false => {
            format!("{name} of Python {python} is expected on {}; until then this lock may move", stage.date)
        }
    })
}

fn ended(asked: Asked<'_>, release: &Release) -> Option<String> {
    let end = *release.end_of_life;
    let has_ended = end.actual || end.date <= asked.on;
    has_ended.then(|| format!("Python {} has reached the end of its life, on {}", asked.python, end.date))
}

fn unsupported(asked: Asked<'_>) -> Option<String> {
    let mut own = asked.platform.support.iter().filter(|support| *support.python == asked.python);
    let is_none = own.any(|support| support.tier.is_none());
    is_none.then(|| {
        format!("the data says that Python {} does not support {}", asked.python, *asked.platform.name)
    })
}

/// Where there was no lock, prose may say so.
fn first(asked: Asked<'_>, record: &Record<'_>) -> Option<String> {
    let Place { source, .. } = &asked.platform.caveat.as_ref()?.place;
    let is_first = asked.platform.locks.is_empty() && record.done != Done::Kept;
    is_first.then(|| {
        let name = &*asked.platform.name;
        format!("this is the first lock of {name}: see whether the `caveat` in `{}` still holds", source.path)
    })
}

/// A decision against what stands in checkouts, or of what stands in none, and of what the data never heard of.
fn decided(asked: Asked<'_>, choice: &Choice<'_>, is_any_read: bool) -> Vec<String> {
    if choice.readings.iter().any(|reading| reading.place.is_some()) && choice.others.is_empty() {
        return Vec::new();
    }
    let (name, version) = (&*choice.component.name, &choice.version);
    let mut others: Vec<String> = choice
        .others
        .iter()
        .map(|other| format!("{} as `{}`{} has it", other.version, other.path, other.of_tree()))
        .collect();
    others.dedup();
    let mut notes = Vec::new();
    match others.as_slice() {
        [] if is_any_read => {
            notes.push(format!("{name} {version} is recorded as decided: no checkout here says it"));
        }
        [] => {}
        others => {
            notes.push(format!("{name} {version} is recorded as decided, and not {}", joined(others, "nor")));
        }
    }
    let known = known(asked.platform, choice.component);
    let is_new = !known.iter().any(|own| is_same(choice.component, own, version));
    notes.extend(known.last().filter(|_| is_new).map(|newest| {
        format!("the data has no {name} {version} so far; the newest that it knows is {newest}: see whether there is one")
    }));
    notes
}

/// What is said of a lock, or of what a version ships, may be true no longer.
fn remarks(asked: Asked<'_>, record: &Record<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let lock = asked.platform.lock(asked.python);
    let says = lock.is_some_and(|lock| lock.remark.is_some());
    if says && record.done != Done::Kept && record.remark.is_none() {
        let note = "the `remark` of the lock stays as it is; `--remark TEXT` writes another";
        notes.push(note.to_owned());
    }
    for ships in &record.ships {
        let known = asked.platform.shipment(&ships.by.key, &ships.version);
        if known.is_some_and(|known| known.remark.is_some()) {
            let (name, version) = (&*ships.by.name, &ships.version);
            notes.push(format!(
                "the `remark` on what {name} {version} ships stays as it is: see whether it still holds"
            ));
        }
    }
    notes
}
