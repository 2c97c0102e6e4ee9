//! `change-unfounded`: a new entry of `changes` goes on from what its lock was. One that does not was forgotten
//! once, or never happened, and the data cannot tell which: a warning.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Kept, Past};
use super::{Context, Rule, by_pep};
use crate::diff::Matched;
use crate::finding::{Finding, Severity};
use crate::model::platform::{Change, Lock};
use crate::version::{Python, Version};

pub(super) const RULE: Rule = Rule { name: "change-unfounded", severity: Severity::Warning, check };

/// The entries of each lock that are new, in order of time.
type New<'r> = BTreeMap<(Python, &'r str), Vec<&'r Change>>;

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(past) = &context.past else { return Vec::new() };
    let mut findings = Vec::new();
    for kept in &past.kept {
        let new = new(kept);
        if new.is_empty() {
            continue;
        }
        for lock in &kept.locks {
            if let Matched::Kept(before, after) = *lock {
                findings.extend(of_lock(context, past, kept, &new, before, after));
            }
        }
    }
    findings
}

/// Without those of a lock of which an entry was edited or is gone, which is what is to be mended.
fn new<'r>(kept: &Kept<'r>) -> New<'r> {
    let mut new = New::new();
    for entry in &kept.entries {
        if let Matched::New(entry) = *entry {
            new.entry((*entry.python, entry.component.as_str())).or_default().push(entry);
        }
    }
    for (entry, _) in &kept.erased {
        new.remove(&(*entry.python, kept.moves.now(entry.component.as_str())));
    }
    new.values_mut().for_each(|entries| entries.sort_by_key(|entry| entry.on.value));
    new
}

fn of_lock<'r>(
    context: &Context<'_>,
    past: &Past<'r>,
    kept: &Kept<'r>,
    new: &New<'r>,
    before: &'r Lock,
    after: &'r Lock,
) -> Vec<Finding> {
    let python = *before.python;
    let moves = &kept.moves;
    let unexplained = past.unexplained(context, moves, before, after);
    let unexplained: BTreeSet<&str> = unexplained.iter().map(|of| of.key.as_str()).collect();
    let mut findings = Vec::new();
    for (old, was) in &before.versions {
        let key = moves.now(old.as_str());
        let Some(entries) = new.get(&(python, key)) else { continue };
        if unexplained.contains(key) || !past.was_held(context, moves, old, python) {
            continue;
        }
        let mut at: &Version = was;
        for &entry in entries {
            if moves.is_same(key, &entry.from, at) {
                at = &entry.to;
            } else {
                findings.push(of(kept, entry, was));
            }
        }
    }
    findings
}

fn of(kept: &Kept<'_>, entry: &Change, was: &Version) -> Finding {
    let (name, python) = (kept.name(&entry.component), *entry.python);
    let Change { from, to, .. } = entry;
    RULE.finding(format!(
        "a new entry has {name} of Python {python} change from {} to {}, and the lock was {was} before it",
        **from, **to
    ))
    .at(from.place.clone())
    .label(format!("was {was}"))
    .why(format!(
        "an entry is made when its lock moves; later it cannot be told from a move that never was{}",
        by_pep(kept.moves.platforms().1)
    ))
    .help("Remove the entry, unless the lock did move so and the entry was forgotten.")
}
