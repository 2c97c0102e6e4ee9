//! `lock-moved`: after the release from which it holds, a lock moves only with an entry of `changes`.

use std::collections::BTreeSet;

use super::change::entry;
use super::{Context, Rule, binds, by_pep, milestone, milestone_name};
use crate::diff::{Matched, Moves};
use crate::finding::{Finding, Severity};
use crate::model::platform::LockPolicy;
use crate::model::{At, Authority};
use crate::version::{Python, Version};

pub(super) const RULE: Rule = Rule { name: "lock-moved", severity: Severity::Error, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(past) = &context.past else { return Vec::new() };
    let mut findings = Vec::new();
    for moves in &past.moves {
        // Where an entry was erased, that is what is to be mended, and is found as such.
        let erased = past.erased(context, moves);
        let erased: BTreeSet<(Python, &str)> =
            erased.iter().map(|(entry, _)| (*entry.python, moves.now(entry.component.as_str()))).collect();
        for lock in moves.locks() {
            let Matched::Kept(before, after) = lock else { continue };
            let moved = past.unexplained(context, moves, before, after).into_iter();
            let moved = moved.filter(|(_, key, _)| !erased.contains(&(*after.python, key.as_str())));
            findings.extend(moved.map(|(was, key, is)| of(context, moves, *after.python, was, key, is)));
        }
    }
    findings
}

fn of(
    context: &Context<'_>,
    moves: &Moves<'_>,
    python: Python,
    was: &At<Version>,
    key: &At<String>,
    is: &At<Version>,
) -> Finding {
    let (base, head) = moves.platforms();
    let component = head.component(key);
    let name = component.map_or(key.as_str(), |component| component.name.as_str());
    // The policy under which it was locked: who moves a lock may have edited it too.
    let before = base.components.iter().find(|component| moves.now(&component.key) == key.as_str());
    let policy = [before, component].into_iter().flatten().find_map(|component| component.lock.as_ref());
    let stage = policy.map_or("release", milestone_name);
    let is_earlier = policy.is_some_and(|policy| !binds(policy, python));
    let earlier = if is_earlier { ", also one that was recorded before the policy began" } else { "" };
    let finding = RULE
        .finding(format!(
            "Python {python} was locked to {name} {}, and is locked to {} without an entry in `changes`",
            **was, **is
        ))
        .at(is.place.clone())
        .label(format!("was {}", **was))
        .why(format!(
            "after its {stage} a lock moves only with a note of when and why{earlier}{}",
            by_pep(head)
        ))
        .help(help(policy, python, was, key, is));
    let held = policy.zip(context.release(python));
    held.into_iter().fold(finding, |finding, (policy, release)| {
        finding.related(milestone(release, policy).place.clone(), format!("{stage} of Python {python}"))
    })
}

fn help(policy: Option<&LockPolicy>, python: Python, was: &Version, key: &str, is: &Version) -> String {
    let needs_approval =
        policy.is_some_and(|policy| *policy.change == Authority::SteeringCouncil && binds(policy, python));
    let rest = if needs_approval { "why: …, source: …, approved: …" } else { "why: …, source: …" };
    let entry = entry(python, key, was, is, "…", rest);
    format!("Add `{entry}` to `changes`, or write `\"{was}\"` again.")
}
