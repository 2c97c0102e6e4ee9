//! Components of one platform: what ships with what, and which name is which version.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::model::At;
use crate::model::platform::{Component, Platform};
use crate::version::Version;

/// Components that come with each other, so that none has a version of its own.
pub(super) fn shipped_in_a_circle(platform: &Platform) -> Vec<Finding> {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    let mut findings = Vec::new();
    for component in &platform.components {
        let mut path: Vec<&str> = Vec::new();
        let mut next = Some(component);
        while let Some(at) = next.filter(|at| !settled.contains(at.key.as_str())) {
            if let (Some(start), Some(by)) = (path.iter().position(|key| *key == *at.key), &at.shipped_by) {
                findings.push(circle(&path[start..], by));
                break;
            }
            path.push(&at.key);
            next = at.shipped_by.as_ref().and_then(|by| platform.component(by));
        }
        settled.extend(path);
    }
    findings
}

fn circle(keys: &[&str], by: &At<String>) -> Finding {
    let message = match keys {
        [only] => format!("`{only}` cannot be shipped by itself"),
        several => format!("these components ship each other: {}", several.join(", ")),
    };
    Finding::error("shipped-by-circle", message)
        .at(by.place.clone())
        .why("the version of a component that is shipped by another follows from that one's version")
        .help("Remove `shipped-by` here, or name the component that has versions of its own.")
}

/// Keys that are the same version in other words: `34-rc.1` and `34-rc1`.
pub(super) fn versions_twice(platform: &Platform) -> Vec<Finding> {
    let mut findings = Vec::new();
    for component in &platform.components {
        let ships: Vec<_> = component.ships.iter().map(|shipment| &shipment.version).collect();
        let skipped: Vec<_> = component.skipped.iter().flat_map(|skipped| &skipped.versions).collect();
        let aliases: Vec<_> = component.aliases.iter().map(|(version, _)| version).collect();
        let targets: Vec<_> = component.targets.iter().map(|(version, _)| version).collect();
        for (key, versions) in
            [("ships", ships), ("skipped", skipped), ("aliases", aliases), ("targets", targets)]
        {
            findings.extend(twice(component, key, &versions));
        }
    }
    findings
}

fn twice(component: &Component, key: &str, versions: &[&At<Version>]) -> Vec<Finding> {
    let mut sorted = versions.to_vec();
    sorted.sort_by(|a, b| a.identity().cmp(&b.identity()));
    let same = sorted.windows(2).filter(|pair| pair[0].identity() == pair[1].identity());
    same.map(|pair| {
        let (first, second) = (&pair[0].value, &pair[1].value);
        let message = match first == second {
            true => format!("`{key}` of {} has the version {second} twice", *component.name),
            false => format!("{first} and {second} are the same version of {}", *component.name),
        };
        Finding::error("repeated-version", message)
            .at(pair[1].place.clone())
            .label("the second")
            .related(pair[0].place.clone(), "the first")
            .help("Remove one of the two.")
    })
    .collect()
}

/// Other names that stand for two versions, or are a version themselves.
pub(super) fn aliases(platform: &Platform) -> Vec<Finding> {
    platform.components.iter().flat_map(aliases_of).collect()
}

fn aliases_of(component: &Component) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut first_of: BTreeMap<String, &At<String>> = BTreeMap::new();
    for alias in component.aliases.iter().flat_map(|(_, aliases)| aliases) {
        let first = *first_of.entry(alias.to_lowercase()).or_insert(alias);
        if !std::ptr::eq(first, alias) {
            let message = format!("two versions of {} have the other name `{}`", *component.name, **alias);
            findings.push(
                Finding::error("repeated-alias", message)
                    .at(alias.place.clone())
                    .label("the second")
                    .related(first.place.clone(), "the first")
                    .why("upper and lower case are the same in other names")
                    .help("Remove one of the two."),
            );
        }
        if Version::parse(alias, component.form).is_some() {
            let message = format!("`{}` is a version of {} itself", **alias, *component.name);
            findings.push(
                Finding::error("alias-is-version", message)
                    .at(alias.place.clone())
                    .why("with this other name, nobody could write that version")
                    .help("Remove it from `aliases`."),
            );
        }
    }
    findings
}

/// Locks, changes and pins of a component whose version follows from another's.
pub(super) fn versions_that_follow(platform: &Platform) -> Vec<Finding> {
    let locked = platform.locks.iter().flat_map(|lock| lock.versions.iter().map(|(key, _)| key));
    let changed = platform.changes.iter().map(|change| &change.component);
    let pinned = platform.pins.iter().map(|pin| &pin.component);
    locked.chain(changed).chain(pinned).filter_map(|key| follows(platform, key)).collect()
}

fn follows(platform: &Platform, key: &At<String>) -> Option<Finding> {
    let component = platform.component(key)?;
    let by = component.shipped_by.as_ref()?;
    let message = format!("the version of {} follows from that of `{}`", *component.name, **by);
    Some(
        Finding::error("version-follows", message)
            .at(key.place.clone())
            .related(by.place.clone(), "it says so here")
            .help(format!("Write `{}` with its version instead, and what it ships under `ships`.", **by)),
    )
}

/// Locks that lock nothing.
pub(super) fn empty_locks(platform: &Platform) -> Vec<Finding> {
    let empty = platform.locks.iter().filter(|lock| lock.versions.is_empty());
    let own = platform.components.iter().filter(|component| component.shipped_by.is_none());
    let keys: Vec<&str> = own.map(|component| component.key.as_str()).collect();
    empty
        .map(|lock| {
            Finding::error("empty-lock", format!("the lock of Python {} has no version", *lock.python))
                .at(lock.python.place.clone())
                .help(format!("Add a component with its version; this platform has {}.", keys.join(", ")))
        })
        .collect()
}
