//! `lock-record-edited`: the day on which a lock was recorded, and where, stay as they are.

use super::change::{Kept, Past};
use super::{Context, Rule};
use crate::diff::{Matched, Moves};
use crate::finding::{Finding, Severity};
use crate::model::platform::Lock;

pub(super) const RULE: Rule = Rule { name: "lock-record-edited", severity: Severity::Warning, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(past) = &context.past else { return Vec::new() };
    let mut findings = Vec::new();
    for Kept { moves, locks, .. } in &past.kept {
        for lock in locks {
            let Matched::Kept(before, after) = *lock else { continue };
            let found = day(before, after).or_else(|| source(before, after));
            findings.extend(found.filter(|_| is_the_same_record(context, past, moves, before, after)));
        }
    }
    findings
}

/// Whether a lock held and did not move: who moves one without a word often edits its day as well, which is
/// one fault.
fn is_the_same_record<'r>(
    context: &Context<'_>,
    past: &Past<'r>,
    moves: &Moves<'r>,
    before: &'r Lock,
    after: &'r Lock,
) -> bool {
    let held = before.versions.iter().any(|(key, _)| past.was_held(context, moves, key, *before.python));
    held && past.unexplained(context, moves, before, after).is_empty()
}

fn day(before: &Lock, after: &Lock) -> Option<Finding> {
    let (python, was, is) = (*after.python, *before.recorded, *after.recorded);
    let finding = || {
        RULE.finding(format!("the lock of Python {python} was recorded on {was}, and says {is} now"))
            .at(after.recorded.place.clone())
            .label(format!("was {was}"))
            .why("the day is that of the first record; a version that moved later has a day of its own under `changes`")
            .help(format!("Write `{was}` again, unless that day was wrong."))
    };
    (was != is).then(finding)
}

/// That there is none any more is for `lock-without-source` to say.
fn source(before: &Lock, after: &Lock) -> Option<Finding> {
    let (was, is) = before.source.as_ref().zip(after.source.as_ref())?;
    let finding = || {
        RULE.finding(format!("the lock of Python {} names another source than before", *after.python))
            .at(is.place.clone())
            .label(format!("was {}", **was))
            .why("the source is that of the first record; a version that moved later has one of its own under `changes`")
            .help(format!("Write `{}` again, unless that link was wrong or has moved.", **was))
    };
    (was != is).then(finding)
}
