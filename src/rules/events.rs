//! `event-edited`, `event-removed` and `event-reworded`: the history of PEP 11's targets stays as it is.
//! What changes is a new event; only an event that was wrong is edited, and `corrects` says what was.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Rule, listed};
use crate::diff::{self, Matched};
use crate::finding::{Finding, Severity};
use crate::model::At;
use crate::model::tiers::{Event, Target, Tiers};
use crate::source::Place;

pub(super) const EVENT_EDITED: Rule = Rule { name: "event-edited", severity: Severity::Error, check: edited };
pub(super) const EVENT_REMOVED: Rule =
    Rule { name: "event-removed", severity: Severity::Error, check: removed };
pub(super) const EVENT_REWORDED: Rule =
    Rule { name: "event-reworded", severity: Severity::Warning, check: reworded };

const WHY: &str = "the tables of PEP 11 on any day follow from these events; one that was wrong may be edited where \
                   `corrects` says what was wrong with it";

/// The history as it was and as it is, event by event.
pub(super) struct Edits<'r> {
    /// The targets that are in both, with their events.
    kept: Vec<(&'r Target, &'r Target, Vec<Matched<'r, Event>>)>,
    gone: Vec<&'r Target>,
    /// The events that stand under another target now, as they were and as they are, with the targets.
    moved: Vec<(&'r Event, &'r Target, &'r Event, &'r Target)>,
    /// The same by their addresses as they were.
    is_moved: BTreeSet<*const Event>,
}

impl<'r> Edits<'r> {
    pub(super) fn between(base: Option<&'r Tiers>, head: Option<&'r Tiers>) -> Self {
        let targets =
            |tiers: Option<&'r Tiers>| tiers.map(|tiers| tiers.targets.as_slice()).unwrap_or_default();
        let (base, head) = (targets(base), targets(head));
        let mut edits =
            Self { kept: Vec::new(), gone: Vec::new(), moved: Vec::new(), is_moved: BTreeSet::new() };
        let mut new: BTreeMap<String, Vec<(&'r Event, &'r Target)>> = BTreeMap::new();
        let mut gone: Vec<(&'r Event, &'r Target)> = Vec::new();
        for target in diff::targets(base, head) {
            match target {
                Matched::Kept(base, head) => {
                    let events = diff::events(base, head);
                    for event in &events {
                        match event {
                            Matched::New(event) => new.entry(facts(event)).or_default().push((event, head)),
                            Matched::Gone(event) => gone.push((event, base)),
                            Matched::Kept(..) => {}
                        }
                    }
                    edits.kept.push((base, head, events));
                }
                Matched::New(head) => {
                    head.events
                        .iter()
                        .for_each(|event| new.entry(facts(event)).or_default().push((event, head)));
                }
                Matched::Gone(base) => {
                    gone.extend(base.events.iter().map(|event| (event, base)));
                    edits.gone.push(base);
                }
            }
        }
        for (was, from) in gone {
            if let Some((is, to)) = new.get_mut(&facts(was)).and_then(Vec::pop) {
                edits.is_moved.insert(std::ptr::from_ref(was));
                edits.moved.push((was, from, is, to));
            }
        }
        edits
    }

    fn is_moved(&self, event: &Event) -> bool {
        self.is_moved.contains(&std::ptr::from_ref(event))
    }

    /// The pairs of an event as it was and as it is, without those that say what was wrong.
    fn unexplained(&self) -> impl Iterator<Item = (&'r Target, &'r Event, &'r Event)> {
        let of_target = |(_, target, events): &(_, &'r Target, Vec<Matched<'r, Event>>)| {
            let target = *target;
            let kept = events.iter().filter_map(move |event| match *event {
                Matched::Kept(was, is) => (!explains(is, Some(was))).then_some((target, was, is)),
                _ => None,
            });
            kept.collect::<Vec<_>>()
        };
        self.kept.iter().flat_map(of_target)
    }
}

/// Whether an event says what was wrong with what stood there.
fn explains(is: &Event, was: Option<&Event>) -> bool {
    is.corrects.is_some() && is.corrects != was.and_then(|was| was.corrects.clone())
}

/// A value of an event: its key, its text, and where it stands.
type Value<'e> = (&'static str, Option<String>, Option<&'e Place>);

/// The day, the tier and the triple.
fn main_values(event: &Event) -> [Value<'_>; 3] {
    let tier = |tier: &At<Option<u32>>| tier.map_or_else(|| "none".to_owned(), |tier| tier.to_string());
    [
        ("on", Some(event.on.to_string()), Some(&event.on.place)),
        ("tier", event.tier.as_ref().map(tier), event.tier.as_ref().map(|tier| &tier.place)),
        text("triple", &event.triple),
    ]
}

/// The rest, without its approval.
fn other_values(event: &Event) -> [Value<'_>; 4] {
    let contacts = event.contacts.as_ref();
    let names = |contacts: &At<Vec<At<String>>>| {
        format!("[{}]", contacts.iter().map(|contact| contact.as_str()).collect::<Vec<_>>().join(", "))
    };
    [
        text("notes", &event.notes),
        ("contacts", contacts.map(names), contacts.map(|contacts| &contacts.place)),
        ("source", Some(event.source.value.clone()), Some(&event.source.place)),
        text("remark", &event.remark),
    ]
}

fn text<'e>(key: &'static str, at: &'e Option<At<String>>) -> Value<'e> {
    (key, at.as_ref().map(|at| at.value.clone()), at.as_ref().map(|at| &at.place))
}

/// By which an event is known under another target.
fn facts(event: &Event) -> String {
    let values =
        main_values(event).into_iter().chain(other_values(event)).filter(|(key, ..)| *key != "remark");
    values
        .map(|(_, text, _)| text.map_or_else(String::new, |text| format!("={text}")))
        .collect::<Vec<_>>()
        .join("\0")
}

/// The values that are not what they were, with their places or that of the event.
fn differing<'e, const N: usize>(
    was: [Value<'e>; N],
    is: [Value<'e>; N],
    event: &'e Event,
) -> Vec<(&'static str, Option<String>, &'e Place)> {
    let pairs = was.into_iter().zip(is).filter(|(was, is)| was.1 != is.1);
    pairs.map(|(was, is)| (is.0, was.1, is.2.unwrap_or(&event.on.place))).collect()
}

fn edited(context: &Context<'_>) -> Vec<Finding> {
    let Some(edits) = context.past.as_ref().map(|past| &past.edits) else { return Vec::new() };
    let of_values = edits.unexplained().filter_map(|(target, was, is)| {
        let differing = differing(main_values(was), main_values(is), is);
        (!differing.is_empty()).then(|| said(&EVENT_EDITED, target, was, &differing))
    });
    let of_targets = edits.moved.iter().filter(|(_, _, is, _)| !explains(is, None));
    of_values.chain(of_targets.map(|(was, from, is, to)| moved(was, from, is, to))).collect()
}

/// The finding of an event that says something else; the first of what differs is where.
fn said(
    rule: &Rule,
    target: &Target,
    was: &Event,
    differing: &[(&'static str, Option<String>, &Place)],
) -> Finding {
    let keys: Vec<String> = differing.iter().map(|(key, ..)| format!("`{key}`")).collect();
    let keys = listed(&keys.iter().map(String::as_str).collect::<Vec<_>>(), "and");
    let message = format!("the event of {} of `{}` says another {keys} than before", *was.on, *target.id);
    let finding = rule.finding(message).why(WHY);
    let Some((key, before, place)) = differing.first() else { return finding };
    let again = match before {
        Some(before) => format!("Write `{key}: {before}` again"),
        None => format!("Remove `{key}` again"),
    };
    let label = before.as_ref().map_or_else(|| "was not there".to_owned(), |before| format!("was {before}"));
    finding.at((*place).clone()).label(label).help(format!(
        "{again}, or add `corrects:` with what was wrong; for what changed since then add a new event."
    ))
}

fn moved(was: &Event, from: &Target, is: &Event, to: &Target) -> Finding {
    EVENT_EDITED
        .finding(format!(
            "the event of {} stood under `{}`, and stands under `{}` now",
            *was.on, *from.id, *to.id
        ))
        .at(is.on.place.clone())
        .related(to.id.place.clone(), "it stands here now")
        .why(WHY)
        .help(format!("Move it back to `{}`, or add `corrects:` with what was wrong.", *from.id))
}

fn removed(context: &Context<'_>) -> Vec<Finding> {
    let Some(edits) = context.past.as_ref().map(|past| &past.edits) else { return Vec::new() };
    let mut findings = Vec::new();
    for (base, head, events) in &edits.kept {
        let is_explained = events.iter().any(|event| match event {
            Matched::Kept(was, is) => explains(is, Some(was)),
            Matched::New(is) => explains(is, None),
            Matched::Gone(_) => false,
        });
        if is_explained {
            continue;
        }
        if base.id != head.id {
            findings.push(renamed(base, head));
        }
        let gone = events.iter().filter_map(|event| match event {
            Matched::Gone(event) if !edits.is_moved(event) => Some(*event),
            _ => None,
        });
        findings.extend(gone.map(|event| one_gone(event, head)));
    }
    let all_moved = |target: &Target| target.events.iter().all(|event| edits.is_moved(event));
    let gone = edits.gone.iter().filter(|target| !all_moved(target));
    let place = context.registry.tiers.as_ref().map(|tiers| &tiers.begins.place);
    findings.extend(gone.map(|target| all_gone(target, place)));
    findings
}

fn renamed(base: &Target, head: &Target) -> Finding {
    EVENT_REMOVED
        .finding(format!("the history of `{}` stands under `{}` now", *base.id, *head.id))
        .at(head.id.place.clone())
        .label(format!("was {}", *base.id))
        .why("the id of a target is permanent: its triple and its notes may change, and it is known by nothing else")
        .help(format!("Write `{}` again; another name in the tables is an event with a new `triple`.", *base.id))
}

fn one_gone(event: &Event, head: &Target) -> Finding {
    EVENT_REMOVED
        .finding(format!("the event of {} of `{}` is gone", *event.on, *head.id))
        .at(head.id.place.clone())
        .why(WHY)
        .help(format!(
            "Put it back; if it never was, say so under `corrects:` of another event of `{}`.",
            *head.id
        ))
}

/// A target that is gone with all of its history; what is left of the history has a place, if anything.
fn all_gone(target: &Target, place: Option<&Place>) -> Finding {
    let place = place.cloned().unwrap_or_else(|| Place::file(&target.id.place.source.path));
    EVENT_REMOVED
        .finding(format!("the target `{}` is gone with its history", *target.id))
        .at(place)
        .label("no longer in this history")
        .why(WHY)
        .help(format!("Put `{}` back; a target leaves the tables with an event `tier: none`.", *target.id))
}

fn reworded(context: &Context<'_>) -> Vec<Finding> {
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
            findings.push(said(&EVENT_REWORDED, target, was, &differing));
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
