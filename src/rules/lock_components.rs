//! `lock-incomplete` and `lock-without-policy`: a lock has the components whose policy asks for one, and
//! no others.

use std::collections::BTreeSet;

use super::{Context, Rule, bound, by_pep, lock_vanished, names};
use crate::finding::{Finding, Severity};
use crate::model::platform::{Component, Lock, LockPolicy, Platform};

pub(super) const LOCK_INCOMPLETE: Rule =
    Rule { name: "lock-incomplete", severity: Severity::Error, check: incomplete };
pub(super) const LOCK_WITHOUT_POLICY: Rule =
    Rule { name: "lock-without-policy", severity: Severity::Error, check: without_policy };

/// Locks that lack a component. Until the release from which it must be there, a lock may be written down
/// in parts.
fn incomplete(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let vanished = lock_vanished::gone(context);
    for platform in context.whole_platforms() {
        for lock in &platform.locks {
            let python = *lock.python;
            let is_gone = |key: &str| vanished.contains(&(platform.key.as_str(), python, key));
            let missing: Vec<_> = bound(platform, python)
                .filter(|(component, policy)| {
                    lock.version(&component.key).is_none()
                        && context.is_held(policy, python)
                        && !is_gone(&component.key)
                })
                .collect();
            if !missing.is_empty() {
                findings.push(lacks(platform, lock, &missing));
            }
        }
    }
    findings
}

fn lacks(platform: &Platform, lock: &Lock, missing: &[(&Component, &LockPolicy)]) -> Finding {
    let components: Vec<&Component> = missing.iter().map(|(component, _)| *component).collect();
    let message = format!("the lock of Python {} has no version of {}", *lock.python, names(&components));
    let finding = LOCK_INCOMPLETE.finding(message).at(lock.python.place.clone());
    let finding = missing.iter().fold(finding, |finding, (component, policy)| {
        finding.related(policy.from.place.clone(), format!("asks for a lock of `{}`", *component.key))
    });
    let keys: Vec<String> = components.iter().map(|component| format!("{}: \"…\"", *component.key)).collect();
    finding
        .why(format!(
            "each component with a lock policy is recorded for the life of a Python version{}",
            by_pep(platform)
        ))
        .help(format!("Add `{}` to it.", keys.join(", ")))
}

/// Components without a policy in locks, each once: at the newest lock that has it.
fn without_policy(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for platform in context.whole_platforms() {
        let lacks_policy = |component: &&Component| component.lock.is_none();
        let mut without: BTreeSet<&str> =
            platform.components.iter().filter(lacks_policy).map(|component| component.key.as_str()).collect();
        for (key, _) in platform.locks.iter().flat_map(|lock| &lock.versions) {
            if without.remove(key.as_str())
                && let Some(component) = platform.component(key)
            {
                let name = &*component.name;
                findings.push(
                    LOCK_WITHOUT_POLICY
                        .finding(format!("{name} is locked, and has no lock policy"))
                        .at(key.place.clone())
                        .related(component.key.place.clone(), "`lock` is not here")
                        .why("the policy says from which release a lock holds and who may change it then")
                        .help(format!(
                            "Add `lock: {{from: beta 1, change: maintainers}}` to the component `{}`, or move its \
                             versions from `locks` to `pins`.",
                            *component.key
                        )),
                );
            }
        }
    }
    findings
}
