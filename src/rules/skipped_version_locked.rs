//! `skipped-version-locked`: PEP 816 passes over versions with known faults, such as WASI SDK 26
//! and 27; no Python version may be locked to one.

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::platform::{Lock, Platform};

pub(super) const RULE: Rule = Rule { name: "skipped-version-locked", severity: Severity::Error, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    context
        .registry
        .platforms
        .iter()
        .flat_map(|platform| platform.locks.iter().flat_map(|lock| of_lock(platform, lock)))
        .collect()
}

fn of_lock(platform: &Platform, lock: &Lock) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (key, version) in &lock.versions {
        let Some(component) = platform.component(key) else { continue };
        if let Some(skipped) = component.skip(version) {
            let message = format!(
                "Python {} is locked to {} {}, which is skipped",
                *lock.python, *component.name, **version
            );
            let because = skipped.versions.iter().find(|other| ***other == **version);
            let mut finding = RULE.finding(message).at(version.place.clone());
            if let Some(because) = because {
                finding = finding.related(because.place.clone(), "skipped here");
            }
            let why = format!(
                "{} ({})",
                skipped.why.split_whitespace().collect::<Vec<_>>().join(" "),
                *skipped.source
            );
            findings.push(finding.why(why).help(format!(
                "Lock another version of {}, or remove {} from `skipped` if it is sound after all.",
                *component.name, **version
            )));
        }
    }
    findings
}
