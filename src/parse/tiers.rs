//! `data/tiers.yaml`: PEP 11's tiers, and its targets as a list of dated events.

use std::collections::BTreeMap;

use super::component::Components;
use super::decode::{Decoder, Entry, Fields};
use super::files::{is_key, meant_key};
use super::mends;
use super::sites;
use crate::finding::{Finding, Fix};
use crate::model::tiers::{Event, Target, Tier, Tiers};
use crate::model::{At, Authority};
use crate::words::either;
use crate::yaml::{Node, Value};

const KEYS: &[&str] = &["source", "begins", "promotion", "tiers", "targets", "sites"];
const EVENT_KEYS: &[&str] =
    &["on", "tier", "triple", "notes", "contacts", "approved", "corrects", "remark", "source"];

pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node) -> Option<Tiers> {
    let fields = decoder.fields(node, "the history of tiers", KEYS)?;
    let source = decoder.needed_url(&fields, "source");
    let begins = decoder.needed_date(&fields, "begins");
    let authorities = Authority::ALL.map(|who| (who.as_str(), who));
    let promotion =
        fields.get("promotion").and_then(|node| decoder.choice(node, "`promotion`", &authorities));
    let tiers = decoder.need(&fields, "tiers").map(|node| tiers(decoder, node)).unwrap_or_default();
    let numbers = known(node);
    let targets = decoder.need(&fields, "targets");
    let targets: Vec<Target> = decoder
        .optional_list(targets, "`targets`", |decoder, node| target(decoder, node, numbers.as_deref()));
    repeated_ids(decoder, &targets);
    let sites = sites::sites(decoder, &fields, None, &Components::none());
    Some(Tiers { begins: begins?, source: source?, promotion, tiers, targets, sites })
}

/// The numbers of the tiers that have an entry, faulty or not; none where they cannot be read.
pub(super) fn known(node: &Node) -> Option<Vec<u32>> {
    let Value::Map(tiers) = &Fields::value_of(node, "tiers")?.value else { return None };
    let number = |(key, _): &(Node, Node)| match &key.value {
        Value::Scalar { text, .. } => text.parse().ok(),
        _ => None,
    };
    Some(tiers.iter().filter_map(number).collect())
}

/// The ids of the targets that have an entry, faulty or not; none where they cannot be read.
pub(super) fn ids(node: &Node) -> Option<Vec<String>> {
    let Value::List(targets) = &Fields::value_of(node, "targets")?.value else { return None };
    let id = |target: &Node| match &Fields::value_of(target, "id")?.value {
        Value::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    };
    Some(targets.iter().filter_map(id).collect())
}

fn tiers(decoder: &mut Decoder<'_>, node: &Node) -> Vec<Tier> {
    let Some(entries) = decoder.open(node, "`tiers`") else { return Vec::new() };
    let mut tiers: Vec<_> = entries.others(&[]).iter().filter_map(|entry| tier(decoder, entry)).collect();
    tiers.sort_by_key(|tier| tier.number.value);
    tiers
}

fn tier(decoder: &mut Decoder<'_>, entry: &Entry<'_>) -> Option<Tier> {
    let number = decoder.number(entry.key, "the tier");
    let fields = decoder.fields_of(entry, "a tier", &["contacts", "source"])?;
    let contacts = decoder.need(&fields, "contacts").and_then(|node| decoder.number(node, "`contacts`"));
    let source = decoder.needed_url(&fields, "source");
    Some(Tier { number: number?, contacts: contacts?.map(|n| n as usize), source: source? })
}

fn repeated_ids(decoder: &mut Decoder<'_>, targets: &[Target]) {
    let mut first_of: BTreeMap<&str, &At<String>> = BTreeMap::new();
    for Target { id, .. } in targets {
        let first = *first_of.entry(id).or_insert(id);
        if !std::ptr::eq(first, id) {
            let finding = Finding::error("repeated-id", format!("two targets have the id `{}`", **id))
                .at(id.place.clone())
                .label("the second")
                .related(first.place.clone(), "the first")
                .help("Give the second an id of its own, or move its events to the first.");
            decoder.findings.push(finding);
        }
    }
}

fn id(decoder: &mut Decoder<'_>, node: &Node) -> Option<At<String>> {
    let id = decoder.text(node, "`id`")?;
    if is_key(&id) {
        return Some(id);
    }
    let help = match meant_key(&id) {
        Some(meant) => format!("Write `{meant}`."),
        None => {
            "Write it in lower-case letters, digits and single `-`, such as `x86-64-linux-gnu`.".to_owned()
        }
    };
    let finding = Finding::error("bad-name", format!("a target cannot have the id `{}`", *id));
    let why = "ids are lower-case letters and digits, with single `-` between them";
    decoder.report(finding.why(why).help(help), node);
    None
}

fn target(decoder: &mut Decoder<'_>, node: &Node, tiers: Option<&[u32]>) -> Option<Target> {
    let fields = decoder.fields(node, "a target", &["id", "events"])?;
    let id = decoder.need(&fields, "id").and_then(|node| id(decoder, node));
    let events_node = decoder.need(&fields, "events")?;
    let mut first = true;
    let events = decoder.list(events_node, "`events`", |decoder, node| {
        event(decoder, node, tiers, std::mem::replace(&mut first, false))
    });
    if matches!(&events_node.value, Value::List(items) if items.is_empty()) {
        let finding = Finding::error("no-events", "this target has no events");
        decoder.report(
            finding.help("Write the event that added it, with `on`, `tier` and `triple`."),
            events_node,
        );
    }
    in_order(decoder, &events, events_node);
    Some(Target { id: id?, events })
}

fn event(decoder: &mut Decoder<'_>, node: &Node, tiers: Option<&[u32]>, first: bool) -> Option<Event> {
    let fields = decoder.fields(node, "an event", EVENT_KEYS)?;
    let on = decoder.needed_date(&fields, "on");
    let source = decoder.needed_url(&fields, "source");
    let needed =
        |decoder: &mut Decoder<'_>, name| if first { decoder.need(&fields, name) } else { fields.get(name) };
    let tier_node = needed(decoder, "tier");
    let triple_node = needed(decoder, "triple");
    let tier = tier_node.and_then(|node| tier_or_none(decoder, node, tiers));
    if first {
        enters(decoder, tier.as_ref());
    } else {
        says_something(decoder, &fields, node);
    }
    let triple = triple_node.and_then(|node| decoder.text(node, "the triple"));
    let contacts = fields.get("contacts").map(|node| {
        let contacts = decoder.texts(node, "`contacts`", "a contact");
        decoder.at(contacts, node)
    });
    Some(Event {
        tier,
        triple,
        contacts,
        notes: fields.get("notes").and_then(|node| decoder.line(node, "`notes`")),
        approved: approval(decoder, &fields),
        corrects: decoder.optional_markdown(&fields, "corrects"),
        remark: decoder.optional_markdown(&fields, "remark"),
        on: on?,
        source: source?,
    })
}

/// A target's life begins in a tier.
fn enters(decoder: &mut Decoder<'_>, tier: Option<&At<Option<u32>>>) {
    if let Some(tier) = tier.filter(|tier| tier.value.is_none()) {
        let finding =
            Finding::error("first-event-without-tier", "the first event of a target must put it in a tier")
                .at(tier.place.clone())
                .help("Write the number of its tier, or remove the event.");
        decoder.findings.push(finding);
    }
}

fn says_something(decoder: &mut Decoder<'_>, fields: &Fields<'_>, node: &Node) {
    if !fields.has_any(&["tier", "triple", "notes", "contacts"]) {
        let finding = Finding::error("empty-event", "this event changes nothing");
        decoder.report(
            finding.help("Add `tier`, `triple`, `notes` or `contacts` with what it is from that day on."),
            node,
        );
    }
}

fn approval(decoder: &mut Decoder<'_>, fields: &Fields<'_>) -> Option<At<Option<String>>> {
    let node = fields.get("approved")?;
    match decoder.text(node, "`approved`")? {
        unknown if *unknown == "unknown" => Some(unknown.map(|_| None)),
        _ => decoder.url_or(node, "`approved`", ", or `unknown`").map(|url| url.map(Some)),
    }
}

/// A tier's number, or `none`.
pub(super) fn tier_or_none(
    decoder: &mut Decoder<'_>,
    node: &Node,
    tiers: Option<&[u32]>,
) -> Option<At<Option<u32>>> {
    if matches!(&node.value, Value::Scalar { text, .. } if text == "none") {
        return Some(decoder.at(None, node));
    }
    if let Value::Scalar { text, quoted: false } = &node.value
        && text.parse::<u32>().is_err()
    {
        unknown_tier(decoder, node, text, tiers.unwrap_or(&[1, 2, 3]));
        return None;
    }
    let number = decoder.number(node, "the tier")?;
    if let Some(known) = tiers.filter(|tiers| !tiers.contains(&number)) {
        unknown_tier(decoder, node, &number.to_string(), known);
        return None;
    }
    Some(number.map(Some))
}

fn unknown_tier(decoder: &mut Decoder<'_>, node: &Node, tier: &str, known: &[u32]) {
    let known = known.iter().map(u32::to_string).chain(["none".to_owned()]);
    let known: Vec<String> = known.map(|tier| format!("`{tier}`")).collect();
    let help = format!("Write {}; the tiers stand in `data/tiers.yaml`.", either(&known));
    decoder.report(Finding::error("unknown-tier", format!("there is no tier {tier}")).help(help), node);
}

fn in_order(decoder: &mut Decoder<'_>, events: &[Event], list: &Node) {
    let mut fix: Option<Option<Fix>> = None;
    for pair in events.windows(2) {
        if pair[1].on.value < pair[0].on.value {
            let finding = Finding::error(
                "events-out-of-order",
                format!("the event of {} stands below that of {}", *pair[1].on, *pair[0].on),
            )
            .at(pair[1].on.place.clone())
            .related(pair[0].on.place.clone(), "the later event")
            .help("Put the events in order of time.");
            // All events of a target are put in order at once.
            let fix = fix.get_or_insert_with(|| chronological(&decoder.source.text, events, list)).clone();
            decoder.findings.push(Finding { fix, ..finding });
        }
    }
}

/// What puts events in order of time, those of one day as they are. None where an event is faulty, or
/// where a target would begin with one that says too little: then a day is wrong rather than the order.
fn chronological(text: &str, events: &[Event], list: &Node) -> Option<Fix> {
    let Value::List(items) = &list.value else { return None };
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|&index| events[index].on.value);
    let first = &events[*order.first()?];
    let begins = first.triple.is_some() && first.tier.as_ref().is_some_and(|tier| tier.value.is_some());
    let says = moved(events, &order);
    (begins && items.len() == events.len()).then(|| mends::order(text, list, &order, says)).flatten()
}

/// What putting events in order does: which of them leave their place among the others, as few as can be.
fn moved(events: &[Event], order: &[usize]) -> String {
    let stays = mends::longest_ascent(order);
    let moved: Vec<&Event> = order
        .iter()
        .filter(|index| stays.binary_search(index).is_err())
        .map(|&index| &events[index])
        .collect();
    match moved.as_slice() {
        [only] => format!("put the event of {} in its place in time", *only.on),
        several => format!("put {} of {} events in their places in time", several.len(), events.len()),
    }
}
