//! What whoever records a lock should know, and what is no hindrance: whether it holds already, and what stays
//! as it is. Owns the words; must not know what is recorded how.

use super::{Asked, Choice, Done, Record, locked};
use crate::model::python::Release;
use crate::rules::{milestone_name, stage};
use crate::source::Place;

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
    notes.extend(choices.iter().filter_map(overruled));
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

/// A decision against what stands in checkouts.
fn overruled(choice: &Choice<'_>) -> Option<String> {
    let other = choice.others.first()?;
    Some(format!(
        "{} {} is recorded as decided, and not {} as `{}` has it",
        *choice.component.name, choice.version, other.version, other.path
    ))
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
