//! `lock-goes-back`: a newer Python version is locked to an older version than an older Python version
//! is. Each lock is held against the nearest older one that has the component, so a step back is said
//! once. Commits have no order, and nothing is said of them. No PEP forbids it: a lock that says why in
//! its `remark` is meant.

use std::collections::BTreeMap;

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::At;
use crate::model::platform::{Lock, Platform};
use crate::version::Version;

pub(super) const RULE: Rule = Rule { name: "lock-goes-back", severity: Severity::Error, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.registry.platforms.iter().flat_map(of_platform).collect()
}

fn of_platform(platform: &Platform) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut before: BTreeMap<&str, (&Lock, &At<Version>)> = BTreeMap::new();
    // The newest stands first.
    for lock in platform.locks.iter().rev() {
        for (key, version) in &lock.versions {
            if let Some((older, newer_version)) = before.insert(key, (lock, version))
                && version.is_older_than(newer_version)
                && lock.remark.is_none()
            {
                findings.push(finding(platform, key, (lock, version), (older, newer_version)));
            }
        }
    }
    findings
}

fn finding(
    platform: &Platform,
    key: &str,
    (lock, version): (&Lock, &At<Version>),
    (older, newer_version): (&Lock, &At<Version>),
) -> Finding {
    let name = platform.component(key).map_or(key, |component| &component.name);
    let message = format!(
        "Python {} is locked to {name} {}, and Python {} before it to {}",
        *lock.python, **version, *older.python, **newer_version
    );
    RULE.finding(message)
        .at(version.place.clone())
        .label("the older version")
        .related(newer_version.place.clone(), "the newer one")
        .why("a step back is nearly always a slip; no PEP forbids one that is meant")
        .help(format!(
            "Lock {} or a newer version, correct the lock of Python {}, or say in a `remark` why it goes back.",
            **newer_version, *older.python
        ))
}
