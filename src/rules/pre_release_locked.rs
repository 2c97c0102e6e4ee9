//! `pre-release-locked`: a lock is for the life of a Python version, and a pre-release is not meant to be
//! used for so long.

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::platform::{Lock, Platform};

pub(super) const RULE: Rule = Rule { name: "pre-release-locked", severity: Severity::Warning, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let platforms = context.registry.platforms.iter();
    platforms.flat_map(|platform| platform.locks.iter().flat_map(|lock| of_lock(platform, lock))).collect()
}

fn of_lock(platform: &Platform, lock: &Lock) -> Vec<Finding> {
    let pre_releases = lock.versions.iter().filter(|(_, version)| version.is_pre_release());
    let with_component = pre_releases.filter_map(|(key, version)| Some((platform.component(key)?, version)));
    // One that is skipped must go in any case.
    let still_there = with_component.filter(|(component, version)| component.skip(version).is_none());
    still_there
        .map(|(component, version)| {
            let name = &*component.name;
            RULE.finding(format!("Python {} is locked to {name} {}, a pre-release", *lock.python, **version))
                .at(version.place.clone())
                .why("a lock is for the life of a Python version, and what a pre-release ships may still change")
                .help(format!("Lock a final version of {name}."))
        })
        .collect()
}
