//! One version for a script. Owns where an answer comes from, locks before pins; must not know how
//! it is printed.

use crate::model::platform::{Component, Lock, Platform, folded};
use crate::model::{At, Date, Registry};
use crate::version::{Python, Version};

/// A version and how sure it is.
#[derive(Debug, PartialEq)]
pub struct Answer<'a> {
    /// The version.
    pub version: &'a Version,
    /// Where it comes from.
    pub origin: Origin<'a>,
}

/// Where a version comes from.
#[derive(Debug, PartialEq)]
pub enum Origin<'a> {
    /// A lock, or what a locked version ships.
    Lock,
    /// A pin, which may move.
    Pin {
        /// Who builds with it; none for CPython itself.
        by: Option<&'a str>,
        /// Since when.
        on: Option<Date>,
    },
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// What is wrong: one clause, in lower case.
    pub message: String,
    /// What there is instead.
    pub help: String,
}

/// The version of a component for a Python version. Both may be written in any of their names: a
/// component's key, name or other names, without regard to case; any release for its feature release.
pub fn get<'a>(registry: &'a Registry, component: &str, python: &str) -> Result<Answer<'a>, Unanswered> {
    let (platform, component) = find_component(registry, component)?;
    let python = find_python(registry, python)?;
    if let Some(version) = platform.lock(python).and_then(|lock| locked(platform, lock, component)) {
        return Ok(Answer { version, origin: Origin::Lock });
    }
    let shipping = component.shipped_by.as_ref().map_or(&component.key, |by| by);
    let pin = platform.pin(&component.key, python).or_else(|| platform.pin(shipping, python));
    match (pin, platform.built_with(component, python)) {
        (Some(pin), Some(version)) => {
            let by = pin.by.as_ref().map(|by| by.as_str());
            Ok(Answer { version, origin: Origin::Pin { by, on: pin.on.as_ref().map(|on| on.value) } })
        }
        _ => Err(nothing_recorded(platform, component, python)),
    }
}

fn locked<'a>(platform: &'a Platform, lock: &'a Lock, component: &Component) -> Option<&'a Version> {
    if let Some(version) = lock.version(&component.key) {
        return Some(&version.value);
    }
    let by = lock.version(component.shipped_by.as_ref()?)?;
    platform.shipped(component, by).map(|version| &version.value)
}

fn find_component<'a>(
    registry: &'a Registry,
    typed: &str,
) -> Result<(&'a Platform, &'a Component), Unanswered> {
    let is_named = |component: &Component| {
        let names = [&component.key, &component.name].into_iter().chain(&component.also);
        names.map(|name| folded(name)).any(|name| name == folded(typed))
    };
    if let Some(found) = registry.components().find(|(_, component)| is_named(component)) {
        return Ok(found);
    }
    let keys: Vec<&str> = registry.components().map(|(_, component)| component.key.as_str()).collect();
    let near = similar::get_close_matches(typed, &keys, 1, 0.6);
    let help = match near.first() {
        Some(near) => format!("Write `{near}`; the components are {}.", keys.join(", ")),
        None => format!("The components are {}.", keys.join(", ")),
    };
    Err(Unanswered { message: format!("there is no component `{typed}`"), help })
}

fn find_python(registry: &Registry, typed: &str) -> Result<Python, Unanswered> {
    let by_branch = registry.releases.iter().find(|release| *release.branch == typed);
    let python = by_branch.map(|release| release.python.value).or_else(|| Python::of_release(typed));
    let known =
        python.filter(|python| registry.releases.iter().any(|release| release.python.value == *python));
    known.ok_or_else(|| {
        let pythons: Vec<_> = registry.releases.iter().map(|release| release.python.to_string()).collect();
        let message = match python {
            Some(python) => format!("nothing is recorded for Python {python}"),
            None => format!("`{typed}` is not a version of Python"),
        };
        Unanswered { message, help: format!("The Python versions are {}.", pythons.join(", ")) }
    })
}

fn nothing_recorded(platform: &Platform, component: &Component, python: Python) -> Unanswered {
    let name = &*component.name;
    let (known, makers) = (known(platform, component), makers(platform, component));
    let mut help = Vec::new();
    if !known.is_empty() {
        help.push(format!("There is: {}.", known.join(", ")));
    }
    if !makers.is_empty() {
        let key = &platform.key;
        help.push(format!("{}. `pep11 show pep-0011/notes/{key}` has the details.", makers.join("; ")));
    }
    if help.is_empty() {
        help.push(format!("Nothing is recorded of {name} for any Python version."));
    }
    let stated = if makers.is_empty() { "" } else { "; it is only stated" };
    Unanswered {
        message: format!("{name} has neither a lock nor a pin for Python {python}{stated}"),
        help: help.join(" "),
    }
}

/// What each maker states of a component, in the order of the data.
fn makers(platform: &Platform, component: &Component) -> Vec<String> {
    let mut makers: Vec<(&str, Vec<String>)> = Vec::new();
    for stated in platform.stated.iter().filter(|stated| stated.component == component.key) {
        let said = stated.statement.to_string() + &of_triples(&stated.triples);
        match makers.iter_mut().find(|(by, _)| *by == stated.by.as_str()) {
            Some((_, all)) => all.push(said),
            None => makers.push((&stated.by, vec![said])),
        }
    }
    makers.iter().map(|(by, said)| format!("{by} states {}", said.join(", "))).collect()
}

/// The triples that a statement is of, in few words.
fn of_triples(triples: &[At<String>]) -> String {
    match triples {
        [] => String::new(),
        [one] => format!(" for {}", one.value),
        [first, more @ ..] => format!(" for {} and {} more", first.value, more.len()),
    }
}

/// Every Python version for which there is a version of the component, newest first.
fn known(platform: &Platform, component: &Component) -> Vec<String> {
    let pythons =
        platform.locks.iter().map(|lock| &lock.python).chain(platform.pins.iter().map(|pin| &pin.python));
    let mut pythons: Vec<Python> = pythons.map(|python| python.value).collect();
    pythons.sort_unstable_by_key(|python| std::cmp::Reverse(*python));
    pythons.dedup();
    let version = |python: &Python| {
        let locked = platform.lock(*python).and_then(|lock| locked(platform, lock, component));
        let version = locked.or_else(|| platform.built_with(component, *python))?;
        Some(format!("{version} for Python {python}"))
    };
    pythons.iter().filter_map(version).collect()
}
