//! `event-removed`: the events of PEP 11's targets stay. A target that leaves the tables gets a new event;
//! an event that never was may go, where `corrects` of another one says so.

use super::edits::WHY;
use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::tiers::{Event, Target, Tiers};
use crate::source::Place;

pub(super) const RULE: Rule = Rule { name: "event-removed", severity: Severity::Error, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(edits) = context.past.as_ref().map(|past| &past.edits) else { return Vec::new() };
    let Some(tiers) = &context.registry.tiers else {
        return edits.base.map(|tiers| no_history(context, tiers)).into_iter().collect();
    };
    let mut findings = Vec::new();
    for target in &edits.kept {
        // The id is permanent: no word frees it.
        if target.base.id != target.head.id {
            findings.push(renamed(target.base, target.head));
        }
        // Each word is about one event.
        let unexplained = target.gone.iter().skip(target.words);
        findings.extend(unexplained.map(|event| one_gone(event, target.head)));
    }
    findings.extend(edits.gone.iter().map(|target| all_gone(target, &tiers.begins.place)));
    findings
}

/// The finding of a file that is gone, at what it was.
fn no_history(context: &Context<'_>, tiers: &Tiers) -> Finding {
    let path = context.path("tiers.yaml");
    RULE.finding(format!("the history of all {} targets of PEP 11 is gone", tiers.targets.len()))
        .at(Place::file(&path))
        .why(WHY)
        .help(format!("Put `{path}` back."))
}

fn renamed(base: &Target, head: &Target) -> Finding {
    RULE.finding(format!("the history of `{}` stands under `{}` now", *base.id, *head.id))
        .at(head.id.place.clone())
        .label(format!("was {}", *base.id))
        .why("the id of a target is permanent: its triple and its notes may change, and it is known by nothing else")
        .help(format!("Write `{}` again; another name in the tables is an event with a new `triple`.", *base.id))
}

fn one_gone(event: &Event, head: &Target) -> Finding {
    RULE.finding(format!("the event of {} of `{}` is gone", *event.on, *head.id))
        .at(head.id.place.clone())
        .why(WHY)
        .help(format!(
            "Put it back; if it never was, say so under `corrects:` of another event of `{}`.",
            *head.id
        ))
}

/// A target that is gone with all of its history; what is left of the history has a place.
fn all_gone(target: &Target, place: &Place) -> Finding {
    RULE.finding(format!("the target `{}` is gone with its history", *target.id))
        .at(place.clone())
        .label("no longer in this history")
        .why(WHY)
        .help(format!("Put `{}` back; a target leaves the tables with an event `tier: none`.", *target.id))
}
