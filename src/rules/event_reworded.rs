//! `event-reworded`: the notes, the contacts, the source and the approval of an event of PEP 11's targets
//! stay as they are. A name may have been misspelled and a link may have moved, so it is a warning.

use super::edits::{differing, main_values, other_values, said};
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::tiers::Event;
use crate::source::Place;

pub(super) const RULE: Rule = Rule { name: "event-reworded", severity: Severity::Warning, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(edits) = context.past.as_ref().map(|past| &past.edits) else { return Vec::new() };
    let mut findings = Vec::new();
    for (target, was, is) in edits.unexplained() {
        if !differing(main_values(was), main_values(is), is).is_empty() {
            continue;
        }
        let mut differing = differing(other_values(was), other_values(is), is);
        // A word that was added takes nothing back.
        differing.retain(|(key, was, _)| *key != "remark" || was.is_some());
        differing.extend(approval(was, is));
        if was.corrects.is_some() && is.corrects.is_none() {
            differing.push(("corrects", was.corrects.as_ref().map(|at| at.value.clone()), &is.on.place));
        }
        if !differing.is_empty() {
            findings.push(said(&RULE, target, was, &differing));
        }
    }
    findings
}

/// A link to an approval that is another one now, or unknown. One that was found is no loss, and that one is
/// missing altogether is for `promotion-without-approval` to say.
fn approval<'e>(was: &Event, is: &'e Event) -> Option<(&'static str, Option<String>, &'e Place)> {
    let (was, is) = was.approved.as_ref().zip(is.approved.as_ref())?;
    let link = was.value.clone().filter(|_| was.value != is.value)?;
    Some(("approved", Some(link), &is.place))
}
