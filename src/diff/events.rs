//! Which event of a target's history is which. Owns how events are known again after an edit.

use super::matched::{Matched, aligned, matched};
use crate::model::At;
use crate::model::tiers::{Event, Target};

/// The events of a target in two states: those that say the same, then those of the same day, then
/// those of the same commit, then those that do the same to the target.
pub fn events<'t>(base: &'t Target, head: &'t Target) -> Vec<Matched<'t, Event>> {
    let (base, head) = (&base.events, &head.events);
    aligned(base, head, |base, head| content(base) == content(head))
        .unwrap_or_else(|| matched(base, head, event_keys))
}

pub(super) fn event_keys(event: &Event) -> Vec<String> {
    vec![content(event), event.on.to_string(), event.source.value.clone(), deed(event)]
}

/// All that an event says, as one text.
pub(super) fn content(event: &Event) -> String {
    let Event { on, tier: _, triple: _, notes: _, contacts: _, approved, corrects, remark, source } = event;
    let approved = approved.as_ref().map(|approved| approved.value.clone().unwrap_or_default());
    let rest = [Some(on.to_string()), approved, text(corrects), text(remark), Some(source.value.clone())];
    format!("{}\0{}", deed(event), joined(rest))
}

/// What an event does to its target, as one text.
fn deed(event: &Event) -> String {
    let tier = event.tier.as_ref();
    let tier = tier.map(|tier| tier.value.map_or_else(|| "none".to_owned(), |tier| tier.to_string()));
    let contacts = event.contacts.as_ref();
    let contacts = contacts
        .map(|contacts| contacts.iter().map(|contact| contact.as_str()).collect::<Vec<_>>().join("\u{1}"));
    joined([tier, text(&event.triple), text(&event.notes), contacts])
}

fn text(at: &Option<At<String>>) -> Option<String> {
    at.as_ref().map(|at| at.value.clone())
}

/// A part that is not said is told apart from one that is empty.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.map(|part| part.map_or_else(String::new, |part| format!("\u{2}{part}"))).join("\0")
}
