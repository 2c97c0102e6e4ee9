//! `change-reworded`: the reason, the source and the approval of an entry of `changes` stay as they are. A link
//! may have moved, so it is a warning.

use super::change::Kept;
use super::{Context, Rule, approval, by_pep, listed};
use crate::diff::Matched;
use crate::finding::{Finding, Severity};
use crate::model::At;
use crate::model::platform::Change;
use crate::source::Place;

pub(super) const RULE: Rule = Rule { name: "change-reworded", severity: Severity::Warning, check };

/// A key, what it said, and where it stands or is missing.
type Value<'r> = (&'static str, &'r str, &'r Place);

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(past) = &context.past else { return Vec::new() };
    let mut findings = Vec::new();
    for kept in &past.kept {
        for entry in &kept.entries {
            let Matched::Kept(was, is) = *entry else { continue };
            let differing = differing(was, is);
            // Where it says another move, that is what is to be mended.
            if differing.is_empty()
                || !kept.moves.says_the_same(was, is)
                || !past.was_held(context, &kept.moves, &was.component, *was.python)
                || approval::is_lost(context, kept, was, is)
            {
                continue;
            }
            findings.extend(of(kept, is, &differing));
        }
    }
    findings
}

/// An approval that is added is no loss.
fn differing<'r>(was: &'r Change, is: &'r Change) -> Vec<Value<'r>> {
    let value = |key, was: &'r At<String>, is: &'r At<String>| {
        (was != is).then_some((key, was.value.as_str(), &is.place))
    };
    let approved = was.approved.as_ref().and_then(|was| match &is.approved {
        Some(is) => value("approved", was, is),
        None => Some(("approved", was.as_str(), &is.on.place)),
    });
    let values = [value("why", &was.why, &is.why), value("source", &was.source, &is.source), approved];
    values.into_iter().flatten().collect()
}

fn of(kept: &Kept<'_>, is: &Change, differing: &[Value<'_>]) -> Option<Finding> {
    let keys: Vec<String> = differing.iter().map(|(key, ..)| format!("`{key}`")).collect();
    let keys = listed(&keys.iter().map(String::as_str).collect::<Vec<_>>(), "and");
    let (key, before, place) = differing.first()?;
    let message = format!(
        "the change of {} for Python {} on {} says another {keys} than before",
        kept.name(&is.component),
        *is.python,
        *is.on
    );
    let why = format!(
        "the entry is the record of who changed the lock, and for what reason{}",
        by_pep(kept.moves.platforms().1)
    );
    Some(
        RULE.finding(message).at((*place).clone()).label(format!("was {}", before.trim_end())).why(why).help(
            format!("Write what stood at `{key}` again, unless that was wrong or is a link that has moved."),
        ),
    )
}
