//! `lock-moved`: after the release from which it holds, a lock moves only with an entry of `changes`.

use std::collections::BTreeSet;

use super::change::{Kept, Move, Past, entry, policies};
use super::{Context, Rule, binds, by_pep, milestone, milestone_name};
use crate::diff::{Matched, Moves};
use crate::finding::{Finding, Severity};
use crate::model::Authority;
use crate::model::platform::{Change, LockPolicy};
use crate::version::{Python, Version};

pub(super) const RULE: Rule = Rule { name: "lock-moved", severity: Severity::Error, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(past) = &context.past else { return Vec::new() };
    let mut findings = Vec::new();
    for Kept { moves, locks, erased, .. } in &past.kept {
        // Where an entry was erased, that is what is to be mended, and is found as such.
        let erased: BTreeSet<(Python, &str)> =
            erased.iter().map(|(entry, _)| (*entry.python, moves.now(entry.component.as_str()))).collect();
        for lock in locks {
            let Matched::Kept(before, after) = *lock else { continue };
            let moved = past.unexplained(context, moves, before, after).into_iter();
            let moved = moved.filter(|of| !erased.contains(&(*after.python, of.key.as_str())));
            findings.extend(moved.map(|of| match of.too_early {
                Some(entry) => too_early(context, past, moves, &of, entry),
                None => in_silence(context, moves, *after.python, &of),
            }));
        }
    }
    findings
}

fn in_silence(context: &Context<'_>, moves: &Moves<'_>, python: Python, of: &Move<'_>) -> Finding {
    let Move { was, key, is, .. } = *of;
    let (_, head) = moves.platforms();
    let name = head.component(key).map_or(key.as_str(), |component| component.name.as_str());
    // The policy under which it was locked: who moves a lock may have edited it too.
    let policy = policies(moves, key).next();
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

/// An entry of a day before the lock held explains nothing: the lock as it held knew of no such change.
fn too_early(
    context: &Context<'_>,
    past: &Past<'_>,
    moves: &Moves<'_>,
    of: &Move<'_>,
    entry: &Change,
) -> Finding {
    let Move { was, key, is, .. } = *of;
    let (_, head) = moves.platforms();
    let python = *entry.python;
    let name = head.component(key).map_or(key.as_str(), |component| component.name.as_str());
    let policy = policies(moves, key).find(|policy| past.passed(policy, python).is_some());
    let stage = policy.map_or("release", milestone_name);
    let finding = RULE
        .finding(format!(
            "Python {python} was locked to {name} {} at its {stage}, and is locked to {} by a change from before it",
            **was, **is
        ))
        .at(entry.on.place.clone())
        .related(is.place.clone(), format!("was {}", **was))
        .why(format!("what is on record at the {stage} of a Python version holds from then on{}", by_pep(head)))
        .help(format!(
            "Write the day on which the record moves, or `\"{}\"` again without this entry.",
            **was
        ));
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
