//! What became of the events of PEP 11's targets. Owns which were edited, stand under another target, are
//! new or gone; must not know what is found.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, listed};
use crate::diff::{self, Matched};
use crate::finding::Finding;
use crate::model::At;
use crate::model::tiers::{Event, Target, Tiers};
use crate::source::Place;

pub(super) const WHY: &str = "the tables of PEP 11 on any day follow from these events; one that was wrong may be edited where \
                   `corrects` says what was wrong with it";

/// The history as it was and as it is, event by event.
#[derive(Default)]
pub(super) struct Edits<'r> {
    /// The history as it was.
    pub(super) base: Option<&'r Tiers>,
    /// The targets that are in both.
    pub(super) kept: Vec<KeptTarget<'r>>,
    /// The targets that are gone with an event that stands nowhere else.
    pub(super) gone: Vec<&'r Target>,
    /// The events that stand under another target now.
    pub(super) moved: Vec<MovedEvent<'r>>,
    /// The events that were not there or said another day or tier or had an approval, by the places of the
    /// target and the event in their lists, and whether they were not there.
    fresh: BTreeMap<(usize, usize), bool>,
}

/// A target that is in both.
pub(super) struct KeptTarget<'r> {
    /// As it was.
    pub(super) base: &'r Target,
    /// As it is.
    pub(super) head: &'r Target,
    /// The events that are in both.
    pub(super) pairs: Vec<(&'r Event, &'r Event)>,
    /// The events that are gone, and stand nowhere else.
    pub(super) gone: Vec<&'r Event>,
    /// How many events newly say that something was wrong.
    pub(super) words: usize,
}

/// An event that stands under another target now.
pub(super) struct MovedEvent<'r> {
    /// The event as it was, and its target.
    pub(super) was: (&'r Event, &'r Target),
    /// The event as it is, and its target.
    pub(super) is: (&'r Event, &'r Target),
}

/// Where a target was, while its events are looked for.
#[derive(Clone, Copy)]
enum Owner {
    Kept(usize),
    Gone(usize),
}

impl<'r> Edits<'r> {
    pub(super) fn between(base: Option<&'r Tiers>, head: Option<&'r Tiers>) -> Self {
        let mut edits = Self { base, ..Self::default() };
        // What there is now comes first and in its order, so that its place in the list is its number.
        let mut new: BTreeMap<String, Vec<(usize, usize, &'r Event, &'r Target)>> = BTreeMap::new();
        let mut gone: Vec<(Owner, &'r Event, &'r Target)> = Vec::new();
        let mut gone_targets = Vec::new();
        let mut words: BTreeSet<(usize, usize)> = BTreeSet::new();
        let mut numbers = Vec::new();
        for (number, target) in diff::targets(targets(base), targets(head)).into_iter().enumerate() {
            match target {
                Matched::Kept(base, head) => {
                    let owner = Owner::Kept(edits.kept.len());
                    let mut pairs = Vec::new();
                    for (at, event) in diff::events(base, head).into_iter().enumerate() {
                        match event {
                            Matched::New(event) => {
                                new.entry(facts(event)).or_default().push((number, at, event, head));
                                edits.fresh.insert((number, at), true);
                                words.extend(explains(event, None).then_some((number, at)));
                            }
                            Matched::Kept(was, is) => {
                                pairs.push((was, is));
                                if is_fresh(was, is) {
                                    edits.fresh.insert((number, at), false);
                                }
                                words.extend(explains(is, Some(was)).then_some((number, at)));
                            }
                            Matched::Gone(event) => gone.push((owner, event, base)),
                        }
                    }
                    numbers.push(number);
                    edits.kept.push(KeptTarget { base, head, pairs, gone: Vec::new(), words: 0 });
                }
                Matched::New(head) => {
                    for (at, event) in head.events.iter().enumerate() {
                        new.entry(facts(event)).or_default().push((number, at, event, head));
                        edits.fresh.insert((number, at), true);
                    }
                }
                Matched::Gone(base) => {
                    let owner = Owner::Gone(gone_targets.len());
                    gone.extend(base.events.iter().map(|event| (owner, event, base)));
                    gone_targets.push((base, base.events.is_empty()));
                }
            }
        }
        for (owner, event, target) in gone {
            match (new.get_mut(&facts(event)).and_then(Vec::pop), owner) {
                (Some((number, at, is, to)), _) => {
                    // Its word is that it stood under another target, and nothing more.
                    words.remove(&(number, at));
                    edits.moved.push(MovedEvent { was: (event, target), is: (is, to) });
                }
                (None, Owner::Kept(kept)) => edits.kept[kept].gone.push(event),
                (None, Owner::Gone(gone)) => gone_targets[gone].1 = true,
            }
        }
        for (number, target) in numbers.into_iter().zip(&mut edits.kept) {
            target.words = words.range((number, 0)..(number + 1, 0)).count();
        }
        edits.gone = gone_targets.into_iter().filter(|(_, is_gone)| *is_gone).map(|(t, _)| t).collect();
        edits
    }

    /// Whether an event of the data as it is was not there, or said another day or tier or had an approval;
    /// and whether it was not there.
    pub(super) fn fresh(&self, target: usize, event: usize) -> Option<bool> {
        self.fresh.get(&(target, event)).copied()
    }

    /// The pairs of an event as it was and as it is, without those that say what was wrong.
    pub(super) fn unexplained(&self) -> impl Iterator<Item = (&'r Target, &'r Event, &'r Event)> {
        let pairs =
            self.kept.iter().flat_map(|target| target.pairs.iter().map(|&(was, is)| (target.head, was, is)));
        pairs.filter(|(_, was, is)| !explains(is, Some(was)))
    }
}

fn targets(tiers: Option<&Tiers>) -> &[Target] {
    tiers.map(|tiers| tiers.targets.as_slice()).unwrap_or_default()
}

fn is_fresh(was: &Event, is: &Event) -> bool {
    was.on != is.on || was.tier != is.tier || (was.approved.is_some() && is.approved.is_none())
}

/// Whether an event says what was wrong with what stood there.
pub(super) fn explains(is: &Event, was: Option<&Event>) -> bool {
    is.corrects.is_some() && is.corrects != was.and_then(|was| was.corrects.clone())
}

/// A value of an event: its key, its text, and where it stands.
pub(super) type Value<'e> = (&'static str, Option<String>, Option<&'e Place>);

/// The day, the tier and the triple.
pub(super) fn main_values(event: &Event) -> [Value<'_>; 3] {
    let tier = |tier: &At<Option<u32>>| tier.map_or_else(|| "none".to_owned(), |tier| tier.to_string());
    [
        ("on", Some(event.on.to_string()), Some(&event.on.place)),
        ("tier", event.tier.as_ref().map(tier), event.tier.as_ref().map(|tier| &tier.place)),
        text("triple", &event.triple),
    ]
}

/// The rest, without its approval.
pub(super) fn other_values(event: &Event) -> [Value<'_>; 4] {
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
pub(super) fn differing<'e, const N: usize>(
    was: [Value<'e>; N],
    is: [Value<'e>; N],
    event: &'e Event,
) -> Vec<(&'static str, Option<String>, &'e Place)> {
    let pairs = was.into_iter().zip(is).filter(|(was, is)| was.1 != is.1);
    pairs.map(|(was, is)| (is.0, was.1, is.2.unwrap_or(&event.on.place))).collect()
}

/// The finding of an event that says something else; the first of what differs is where.
pub(super) fn said(
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
