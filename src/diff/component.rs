//! Components as facts: what they are called, how they are locked, what must not be locked, and what
//! their versions ship.

use super::entry::{self, Entry, Facts, Value, list};
use super::matched::{Matched, aligned, matched};
use super::{Change, Kind, Section, Subject};
use crate::model::platform::{Component, LockPolicy, Platform, Shipment, Skipped};
use crate::version::Form;

/// Components of two states of a platform: by key, then by name.
pub(super) fn matched_in<'r>(base: &'r Platform, head: &'r Platform) -> Vec<Matched<'r, Component>> {
    let keys =
        |component: &Component| vec![format!("key {}", *component.key), format!("name {}", *component.name)];
    let (base, head) = (&base.components, &head.components);
    aligned(base, head, |base, head| base.key == head.key).unwrap_or_else(|| matched(base, head, keys))
}

/// What changed in one component. Each platform is asked what its components are called.
pub(super) fn changes(
    base: Option<(&Platform, &Component)>,
    head: Option<(&Platform, &Component)>,
) -> Vec<Change> {
    let entries = |side: Option<(&Platform, &Component)>, of: fn(&Platform, &Component) -> Vec<Entry>| {
        side.map(|(platform, component)| of(platform, component)).unwrap_or_default()
    };
    let itself = |_: &Platform, component: &Component| vec![itself(component)];
    let policies = |_: &Platform, component: &Component| {
        component.lock.iter().map(|policy| policy_entry(component, policy)).collect()
    };
    let skipped = |_: &Platform, component: &Component| {
        component.skipped.iter().map(|skipped| skipped_entry(component, skipped)).collect()
    };
    let ships = |platform: &Platform, component: &Component| {
        component.ships.iter().map(|shipment| shipment_entry(platform, component, shipment)).collect()
    };
    let order = head.map(|(_, component)| {
        let place = component.skipped.first().map(|skipped| &skipped.why.place);
        Change::order(Section::Platforms, &subject(component), "the skipped versions are", place)
    });
    type Taken = fn(&Platform, &Component) -> Vec<Entry>;
    let kinds: [(Taken, Option<Change>); 4] =
        [(itself, None), (policies, None), (skipped, order), (ships, None)];
    let compared = |(of, order)| entry::changes(&entries(base, of), &entries(head, of), order);
    kinds.into_iter().flat_map(compared).collect()
}

pub(super) fn subject(component: &Component) -> Subject {
    Subject::new(Kind::Component, component.key.value.clone(), component.name.value.clone())
}

fn itself(component: &Component) -> Entry {
    // What is missing here has entries of its own.
    let Component {
        key,
        name,
        also,
        form,
        precision,
        aliases,
        lock: _,
        targets,
        skipped: _,
        shipped_by,
        ships: _,
    } = component;
    let mut facts = Facts::default();
    facts.plain("key", key).plain("name", name).implied().list("also", also);
    match form {
        Form::Number => facts.push("form", Value::Plain("number".to_owned()), &key.place).implied(),
        Form::Commit => facts.push("form", Value::Plain("commit".to_owned()), &key.place),
    };
    if let Some(precision) = precision {
        facts.push("precision", Value::Plain(precision_name(precision.value)), &precision.place);
    }
    facts.maybe("shipped by", shipped_by);
    for (what, by_version) in [("aliases", aliases), ("targets", targets)] {
        for (version, names) in by_version {
            facts.push(&format!("{what} of {}", version.value), list(names), &version.place);
        }
    }
    Entry {
        section: Section::Platforms,
        about: subject(component),
        context: String::new(),
        added: "component added:".to_owned(),
        removed: "component removed:".to_owned(),
        keys: vec![String::new()],
        facts,
        place: key.place.clone(),
    }
}

/// How many numbers of a version are recorded, as people say it.
fn precision_name(numbers: usize) -> String {
    match numbers {
        1 => "major".to_owned(),
        2 => "minor".to_owned(),
        3 => "patch".to_owned(),
        _ => format!("{numbers} numbers"),
    }
}

fn policy_entry(component: &Component, policy: &LockPolicy) -> Entry {
    let LockPolicy { from, change, since, warn_before, late_after } = policy;
    let mut facts = Facts::default();
    facts.push("from", Value::Plain(from.as_str().to_owned()), &from.place);
    facts.push("changed by", Value::Plain(change.as_str().to_owned()), &change.place);
    facts
        .maybe("since", since)
        .maybe("days before a warning", warn_before)
        .maybe("days until it is late", late_after);
    Entry {
        section: Section::Platforms,
        about: subject(component),
        context: "lock policy: ".to_owned(),
        added: "lock policy added:".to_owned(),
        removed: "lock policy removed:".to_owned(),
        keys: vec![String::new()],
        facts,
        place: from.place.clone(),
    }
}

fn skipped_entry(component: &Component, skipped: &Skipped) -> Entry {
    let Skipped { versions, why, source } = skipped;
    let texts: Vec<&str> = versions.iter().map(|version| version.as_str()).collect();
    let place = versions.first().map_or(&why.place, |version| &version.place);
    let mut facts = Facts::default();
    let value = Value::List(texts.iter().map(|&text| text.to_owned()).collect());
    facts.push("", value, place).keyed("versions");
    facts.push("reason", Value::Prose(why.value.clone()), &why.place).source(source);
    Entry {
        section: Section::Platforms,
        about: subject(component),
        context: format!("skipped versions {}: ", texts.join(", ")),
        added: "now skips".to_owned(),
        removed: "no longer skips".to_owned(),
        keys: [Some(texts.join(" ")), texts.first().map(|&text| text.to_owned())]
            .into_iter()
            .flatten()
            .collect(),
        facts,
        place: place.clone(),
    }
}

fn shipment_entry(platform: &Platform, component: &Component, shipment: &Shipment) -> Entry {
    let Shipment { version, released, targets, versions, source, remark } = shipment;
    let mut facts = Facts::default();
    facts.plain("version", version).implied().maybe("released", released);
    for (key, inside) in versions {
        let name = platform.component(key).map_or(key.as_str(), |component| component.name.as_str());
        facts.push(name, Value::Plain(inside.to_string()), &inside.place).keyed(format!("ships {}", **key));
    }
    if let Some(targets) = targets {
        let place = targets.first().map_or(&version.place, |target| &target.place);
        facts.push("targets", list(targets), place);
    }
    facts.prose("remark", remark);
    if let Some(source) = source {
        facts.source(source);
    }
    let name = format!("{} {}", *component.name, version.value);
    Entry {
        section: Section::Platforms,
        about: Subject::new(Kind::Component, format!("{} {}", *component.key, version.value), name),
        context: String::new(),
        added: "added:".to_owned(),
        removed: "removed:".to_owned(),
        keys: vec![version.to_string()],
        facts,
        place: version.place.clone(),
    }
}
