//! PEP 11's tiers and targets as facts, and what an event means for its target.

use std::collections::BTreeMap;

use super::entry::{self, Entry, Facts, Value, is_reordered, list};
use super::events::{content, event_keys, events};
use super::matched::{Matched, aligned, indices, matched};
use super::words::list_change;
use super::{Change, Kind, Section, Subject};
use crate::model::At;
use crate::model::tiers::{Event, State, Target, Tier, Tiers};
use crate::source::Place;
use crate::words::listed;

/// The targets of two states: by id, then by their whole history, then by its days and commits.
pub fn targets<'r>(base: &'r [Target], head: &'r [Target]) -> Vec<Matched<'r, Target>> {
    aligned(base, head, |base, head| base.id == head.id).unwrap_or_else(|| matched(base, head, keys))
}

fn keys(target: &Target) -> Vec<String> {
    let joined = |of: fn(&Event) -> String| target.events.iter().map(of).collect::<Vec<_>>().join("\u{3}");
    vec![
        format!("id {}", *target.id),
        joined(content),
        joined(|event| format!("{} {}", *event.on, *event.source)),
    ]
}

pub(super) fn changes(base: Option<&Tiers>, head: Option<&Tiers>) -> Vec<Change> {
    let itself = |tiers: Option<&Tiers>| tiers.map(itself).into_iter().collect::<Vec<_>>();
    let mut changes = entry::changes(&itself(base), &itself(head), None);
    let tiers = |tiers: Option<&Tiers>| {
        tiers.map(|tiers| tiers.tiers.iter().map(tier).collect::<Vec<_>>()).unwrap_or_default()
    };
    changes.extend(entry::changes(&tiers(base), &tiers(head), None));
    let (base, head) = (all(base), all(head));
    let (before, after) = (Names::of(base), Names::of(head));
    for matched in targets(base, head) {
        match matched {
            Matched::Kept(base, head) => changes.extend(kept(&after.subject(head), base, head)),
            Matched::New(head) => changes.extend(new(&after.subject(head), head)),
            Matched::Gone(base) => changes.push(gone(&before.subject(base), base)),
        }
    }
    if is_reordered(&indices(base, head, keys)) {
        let place = head.first().map(|target| &target.id.place);
        changes.push(Change::order(Section::Tiers, &history(), "the rows of the tables are", place));
    }
    changes
}

fn all(tiers: Option<&Tiers>) -> &[Target] {
    tiers.map(|tiers| tiers.targets.as_slice()).unwrap_or_default()
}

fn history() -> Subject {
    Subject::new(Kind::Tier, "", "PEP 11's tiers")
}

fn itself(tiers: &Tiers) -> Entry {
    // What is missing here has entries of its own.
    let Tiers { begins, source, promotion, tiers: _, targets: _, sites: _ } = tiers;
    let mut facts = Facts::default();
    facts.plain("history begins", begins).source(source);
    if let Some(promotion) = promotion {
        facts.push("promotions approved by", Value::Plain(promotion.as_str().to_owned()), &promotion.place);
    }
    Entry {
        section: Section::Tiers,
        about: history(),
        context: String::new(),
        added: "history added:".to_owned(),
        removed: "history removed:".to_owned(),
        keys: vec![String::new()],
        facts,
        place: begins.place.clone(),
    }
}

fn tier(tier: &Tier) -> Entry {
    let Tier { number, contacts, source } = tier;
    let mut facts = Facts::default();
    facts.plain("contacts that are asked for", contacts).source(source);
    Entry {
        section: Section::Tiers,
        about: Subject::new(Kind::Tier, number.to_string(), format!("Tier {}", **number)),
        context: String::new(),
        added: "added:".to_owned(),
        removed: "removed:".to_owned(),
        keys: vec![number.to_string()],
        facts,
        place: number.place.clone(),
    }
}

/// What targets are called: by their triple, and by their notes where several have it.
struct Names<'r>(BTreeMap<&'r str, usize>);

impl<'r> Names<'r> {
    fn of(targets: &'r [Target]) -> Self {
        let mut of_triple = BTreeMap::new();
        for target in targets {
            *of_triple.entry(target.state().triple).or_insert(0) += 1;
        }
        Self(of_triple)
    }

    fn subject(&self, target: &Target) -> Subject {
        let state = target.state();
        let is_shared = self.0.get(state.triple).is_some_and(|&targets| targets > 1);
        let name = match (state.triple, state.notes) {
            ("", _) => target.id.value.clone(),
            (triple, notes) if is_shared && !notes.is_empty() => format!("{triple} ({notes})"),
            (triple, _) if is_shared => format!("{triple} ({})", *target.id),
            (triple, _) => triple.to_owned(),
        };
        Subject::new(Kind::Target, target.id.value.clone(), name)
    }
}

fn kept(about: &Subject, base: &Target, head: &Target) -> Vec<Change> {
    let Target { id, events: _ } = head;
    let mut changes = Vec::new();
    if *id != base.id {
        changes.push(Change {
            before: Some(base.id.value.clone()),
            after: Some(id.value.clone()),
            says: format!("id {} → {}", *base.id, **id),
            base: Some(base.id.place.clone()),
            head: Some(id.place.clone()),
            ..Change::new(Section::Tiers, about, "id")
        });
    }
    // What is there now comes first, so that each event finds the state before it.
    let mut before = states(head).into_iter();
    for event in events(base, head) {
        match event {
            Matched::Kept(base, head) => {
                before.next();
                let edited = event_entry(about, head).since(&event_entry(about, base));
                changes.extend(edited.into_iter().map(|(_, change)| change));
            }
            Matched::Gone(base) => changes.push(event_entry(about, base).whole(false)),
            Matched::New(event) => {
                changes.extend(meaning(about, &before.next().unwrap_or_default(), event));
            }
        }
    }
    if is_reordered(&indices(&base.events, &head.events, event_keys)) {
        changes.push(Change::order(Section::Tiers, about, "the events are", Some(&id.place)));
    }
    changes
}

/// The state before each event.
fn states(target: &Target) -> Vec<State<'_>> {
    let mut states = Vec::with_capacity(target.events.len());
    let mut state = State::default();
    for event in &target.events {
        states.push(state.clone());
        state.apply(event);
    }
    states
}

fn new(about: &Subject, target: &Target) -> Vec<Change> {
    let mut changes = Vec::new();
    let states = states(target);
    for (at, (event, state)) in target.events.iter().zip(&states).enumerate() {
        if at > 0 {
            changes.extend(meaning(about, state, event));
            continue;
        }
        let mut entry = event_entry(about, event);
        entry.added = "added:".to_owned();
        entry.place = target.id.place.clone();
        changes.push(Change { what: "target".to_owned(), ..entry.whole(true) });
    }
    changes
}

fn gone(about: &Subject, target: &Target) -> Change {
    let state = target.state();
    let contacts: Vec<String> = state.contacts.iter().map(|&contact| contact.to_owned()).collect();
    let was = format!(
        "tier {}, triple {}, notes {}, contacts {}",
        tier_or_none(state.tier),
        state.triple,
        if state.notes.is_empty() { "none" } else { state.notes },
        listed(&contacts)
    );
    let count = target.events.len();
    let plural = if count == 1 { "event" } else { "events" };
    Change {
        says: format!("removed with its history of {count} {plural}; it was {was}"),
        before: Some(was),
        base: Some(target.id.place.clone()),
        ..Change::new(Section::Tiers, about, "target")
    }
}

fn tier_or_none(tier: Option<u32>) -> String {
    tier.map_or_else(|| "none".to_owned(), |tier| tier.to_string())
}

fn event_entry(about: &Subject, event: &Event) -> Entry {
    let Event { on, tier, triple, notes, contacts, approved, corrects, remark, source } = event;
    let mut facts = Facts::default();
    if let Some(tier) = tier {
        facts.push("tier", Value::Plain(tier_or_none(tier.value)), &tier.place);
    }
    facts.maybe("triple", triple).maybe("notes", notes);
    if let Some(contacts) = contacts {
        facts.push("contacts", list(contacts), &contacts.place);
    }
    facts.plain("on", on);
    if let Some(approved) = approved {
        facts.push("approval", Value::Plain(approval(approved)), &approved.place);
    }
    facts.prose("correction", corrects).prose("remark", remark).source(source);
    Entry {
        section: Section::Tiers,
        about: about.clone(),
        context: format!("event of {}: ", **on),
        added: "event added:".to_owned(),
        removed: "event removed:".to_owned(),
        keys: Vec::new(),
        facts,
        place: on.place.clone(),
    }
}

fn approval(approved: &At<Option<String>>) -> String {
    approved.value.clone().unwrap_or_else(|| "unknown".to_owned())
}

/// What an event that was added does to its target: a change for each fact, the tier first. Why and
/// where stand with the first.
fn meaning(about: &Subject, state: &State<'_>, event: &Event) -> Vec<Change> {
    let Event { on, tier, triple, notes, contacts, approved, corrects, remark, source } = event;
    let mut changes = Vec::new();
    let mut push = |what: &str, before: String, after: String, says: String, place: &Place| {
        changes.push(Change {
            before: Some(before),
            after: Some(after),
            says: format!("{says}, on {}", **on),
            head: Some(place.clone()),
            ..Change::new(Section::Tiers, about, what)
        });
    };
    if let Some(tier) = tier.as_ref().filter(|tier| tier.value != state.tier) {
        let (before, after) = (tier_or_none(state.tier), tier_or_none(tier.value));
        push("tier", before.clone(), after.clone(), format!("tier {before} → {after}"), &tier.place);
    }
    for (what, before, after) in [("triple", state.triple, triple), ("notes", state.notes, notes)] {
        if let Some(after) = after.as_ref().filter(|after| after.value != before) {
            let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
            let says = format!("{what} {} → {}", shown(before), shown(after));
            push(what, before.to_owned(), after.value.clone(), says, &after.place);
        }
    }
    if let Some(contacts) = contacts {
        let before: Vec<String> = state.contacts.iter().map(|&contact| contact.to_owned()).collect();
        let after: Vec<String> = contacts.iter().map(|contact| contact.value.clone()).collect();
        if before != after {
            let says = format!("contacts: {}", list_change(&before, &after));
            push("contacts", before.join(", "), after.join(", "), says, &contacts.place);
        }
    }
    // What an event repeats is no change of the target; the event itself is one of the data.
    let Some(first) = changes.first_mut() else { return vec![event_entry(about, event).whole(true)] };
    let moved = (first.what == "tier").then(|| direction(state.tier, tier.as_ref().and_then(|t| t.value)));
    let approved = approved.as_ref().map(|approved| format!("approval {}", approval(approved)));
    let words: Vec<String> = [moved.map(str::to_owned), approved].into_iter().flatten().collect();
    if !words.is_empty() {
        first.says = format!("{} ({})", first.says, words.join("; "));
    }
    first.source = Some(source.value.clone());
    let told: Vec<&str> = [corrects, remark].into_iter().flatten().map(|text| text.as_str()).collect();
    first.why = (!told.is_empty()).then(|| told.join("\n\n"));
    changes
}

/// What a move between tiers is called.
fn direction(before: Option<u32>, after: Option<u32>) -> &'static str {
    match (before, after) {
        (None, _) => "restored",
        (_, None) => "no longer supported",
        (Some(before), Some(after)) if after < before => "promoted",
        _ => "demoted",
    }
}
