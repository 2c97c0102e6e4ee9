//! What was typed behind `pep11 record`: the names of things, and what to type where there is none. Must not
//! know what stands in checkouts.

use pep11::finding::Finding;
use pep11::model::platform::{Component, folded};
use pep11::model::{At, Platform, Registry};
use pep11::record::{self, Asked, Reading};
use pep11::version::{Form, Python, Version};
use pep11::words::{either, listed};

use crate::console::Unable;

pub(super) fn platform<'r>(registry: &'r Registry, typed: &str) -> Result<&'r Platform, Unable> {
    let is_named =
        |platform: &&Platform| [platform.key.as_str(), &platform.name].map(folded).contains(&folded(typed));
    let Some(platform) = registry.platforms.iter().find(is_named) else {
        let keys: Vec<&str> = registry.platforms.iter().map(|platform| platform.key.as_str()).collect();
        let help = format!("The platforms are {}.", listed(&keys));
        return Err(Unable::typed(format!("there is no platform `{typed}`"), meant(typed, &keys, help)));
    };
    if record::locked(platform).next().is_none() {
        let message = format!("no component of {} has a lock policy", *platform.name);
        let help = format!("Add `lock:` to a component in `{}`, or write a pin there.", platform.source.path);
        return Err(Unable::typed(message, help));
    }
    Ok(platform)
}

/// A release, or the branch that it is made from.
pub(super) fn python(registry: &Registry, typed: &str) -> Result<Python, Unable> {
    let by_branch = registry.releases.iter().find(|release| *release.branch == typed);
    let python = by_branch.map(|release| release.python.value).or_else(|| Python::of_release(typed));
    let Some(python) = python else {
        let help = "Write one such as `3.16`.";
        return Err(Unable::typed(format!("`{typed}` is not a version of Python"), help));
    };
    if registry.releases.iter().any(|release| *release.python == python) {
        return Ok(python);
    }
    let known: Vec<String> = registry.releases.iter().map(|release| release.python.to_string()).collect();
    let all = listed(&known);
    let is_newer = registry.releases.iter().all(|release| *release.python < python);
    Err(Unable::typed(
        format!("Python {python} is not in `data/pythons.yaml`"),
        match is_newer {
            true => format!("Add it there, or with `pep11 import releases`; there are {all}."),
            false => format!("Write one of {all}."),
        },
    ))
}

/// The versions that were typed as `COMPONENT=VERSION`.
pub(super) fn decided<'r>(platform: &'r Platform, typed: &[String]) -> Result<Vec<Reading<'r>>, Unable> {
    let mut readings: Vec<Reading<'r>> = Vec::new();
    for typed in typed {
        let Some((name, version)) = typed.split_once('=') else {
            let help = "Write a component and its version, such as `wasi-sdk=33`.";
            return Err(Unable::typed(format!("`{typed}` names no version"), help));
        };
        let component = component(platform, name.trim())?;
        if readings.iter().any(|other| *other.component.key == *component.key) {
            return Err(Unable::typed(format!("`{}` is given twice", *component.key), "Give it once."));
        }
        let Some(version) = record::version(component, version.trim()) else {
            let message = format!("`{version}` is not a version of {}", *component.name);
            return Err(Unable::typed(
                message,
                format!("Write one such as `{}`.", example(platform, component)),
            ));
        };
        let has_none = |(own, _): &(At<Version>, _)| **own != version;
        if !component.targets.is_empty() && component.targets.iter().all(has_none) {
            let known: Vec<String> =
                component.targets.iter().map(|(own, _)| format!("`{}={}`", *component.key, **own)).collect();
            return Err(Unable::typed(
                format!("the data knows no triple of {} {version}", *component.name),
                format!(
                    "Write {}, or add {version} to its `targets` in `{}` first.",
                    either(&known),
                    platform.source.path
                ),
            ));
        }
        let typed = typed.split_once('=').map_or("", |(_, typed)| typed.trim());
        let spelled = (version.as_str() != typed).then(|| typed.to_owned());
        let (path, tree) = (String::new(), String::new());
        readings.push(Reading { component, version, place: None, path, tree, spelled });
    }
    Ok(readings)
}

/// How a version of a component is typed.
fn example(platform: &Platform, component: &Component) -> String {
    let known = record::known(platform, component);
    let version = match (known.iter().rfind(|version| !version.is_pre_release()), component.form) {
        (Some(version), _) => version.to_string(),
        (None, Form::Number) => "33".to_owned(),
        (None, Form::Commit) => Form::Commit.example().to_owned(),
    };
    format!("{}={version}", *component.key)
}

fn component<'r>(platform: &'r Platform, typed: &str) -> Result<&'r Component, Unable> {
    let is_named = |component: &&Component| {
        let names = [&component.key, &component.name].into_iter().chain(&component.also);
        names.map(|name| folded(name)).any(|name| name == folded(typed))
    };
    let locked: Vec<&str> = record::locked(platform).map(|component| component.key.as_str()).collect();
    let help = format!("What is locked on {} is {}.", *platform.name, listed(&locked));
    let Some(component) = platform.components.iter().find(is_named) else {
        let message = format!("{} has no component `{typed}`", *platform.name);
        return Err(Unable::typed(message, meant(typed, &locked, help)));
    };
    if let Some(by) = &component.shipped_by {
        let by = platform.component(by).map_or(by.as_str(), |by| by.name.as_str());
        let message = format!("{} follows from {by}, which ships it, and is not recorded", *component.name);
        return Err(Unable::typed(message, help));
    }
    if component.lock.is_none() {
        let message = format!("{} has no lock policy, and is not recorded", *component.name);
        return Err(Unable::typed(message, help));
    }
    Ok(component)
}

/// The help, and before it the known word that was probably meant.
fn meant(typed: &str, known: &[&str], help: String) -> String {
    match similar::get_close_matches(typed, known, 1, 0.6).first() {
        Some(near) => format!("Write `{near}`? {help}"),
        None => help,
    }
}

/// A lock that goes back is one that a remark explains, which is typed here and not written into the data.
pub(super) fn remarkable(asked: Asked<'_>, registry: &Registry, found: &mut [Finding]) {
    let platform = registry.platforms.iter().find(|platform| platform.key == asked.platform.key);
    let locks = || platform.into_iter().flat_map(|platform| &platform.locks);
    for finding in found.iter_mut().filter(|finding| finding.rule == "lock-goes-back") {
        let is_here = |version: &At<Version>| Some(&version.place) == finding.place.as_ref();
        let lock = locks().find(|lock| lock.versions.iter().any(|(_, version)| is_here(version)));
        let Some(python) = lock.map(|lock| *lock.python) else { continue };
        finding.help = Some(match python == asked.python {
            true => {
                "Record a version that is not older, or say with `--remark TEXT` why it goes back.".to_owned()
            }
            false => format!(
                "Record Python {python} first: a version that is not older, or its own again, and with it \
                 `--remark TEXT` that says why it goes back."
            ),
        });
    }
}
