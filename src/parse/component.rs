//! The `components` of a platform and the versions of each: its form, its other names, what it
//! ships. Owns what is said of a component that is not there.

use std::collections::BTreeSet;

use super::decode::{Decoder, Entry, Fields};
use super::mends;
use super::versions::{PRECISIONS, version};
use super::words::{MANY, closest, listed};
use crate::finding::Finding;
use crate::model::At;
use crate::model::platform::{Authority, Component, LockPolicy, Shipment, Skipped, Stage, folded};
use crate::version::{Form, Version};
use crate::yaml::Node;

const KEYS: &[&str] =
    &["name", "also", "form", "precision", "aliases", "lock", "targets", "skipped", "shipped-by", "ships"];
const POLICY_KEYS: &[&str] = &["from", "change", "since", "warn-before", "late-after"];
const SHIPMENT_KEYS: &[&str] = &["released", "targets", "source", "remark"];

/// The components of a platform. One that is faulty is declared all the same, so that what names it is
/// not reported as well.
#[derive(Default)]
pub(super) struct Components {
    pub(super) sound: Vec<Component>,
    /// The keys of all; none where they could not be read.
    declared: Option<BTreeSet<String>>,
    /// The keys of those of which it is not known what they are shipped by.
    adrift: Vec<String>,
}

impl Components {
    pub(super) fn get(&self, key: &str) -> Option<&Component> {
        self.sound.iter().find(|component| *component.key == key)
    }

    /// Those of a file that can have none.
    pub(super) fn none() -> Self {
        Self { declared: Some(BTreeSet::new()), ..Self::default() }
    }

    /// Whether there is surely no such component.
    pub(super) fn lacks(&self, key: &str) -> bool {
        self.declared.as_ref().is_some_and(|declared| !declared.contains(key))
    }

    /// The key of the one component that has this name in some spelling, as `pep11 get` would know it.
    fn called(&self, name: &str) -> Option<&str> {
        // Among hundreds no other spelling is looked for, as no slip is.
        let name = Some(folded(name)).filter(|name| !name.is_empty() && self.keys().count() <= MANY)?;
        let has_name = |component: &&Component| {
            let names = [&component.key, &component.name].into_iter().chain(&component.also);
            names.into_iter().any(|other| folded(other) == name)
        };
        let mut called = self.sound.iter().filter(has_name);
        let key = called.next()?.key.as_str();
        let others = self.keys().filter(|other| *other != key && folded(other) == name);
        (called.next().is_none() && others.count() == 0).then_some(key)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.declared.iter().flatten().map(String::as_str)
    }

    /// Whether there may be a component that says that it is shipped, if it were right.
    fn may_be_shipped(&self, key: &str) -> bool {
        (!self.lacks(key) && self.get(key).is_none()) || self.adrift.iter().any(|other| other == key)
    }

    fn knows_shipper(&self, key: &str) -> bool {
        let by = self.get(key).and_then(|component| component.shipped_by.as_ref());
        by.is_some_and(|by| !self.lacks(by))
    }

    /// The components that say that they come with another.
    fn shipped_by<'c>(&'c self, key: &str) -> impl Iterator<Item = &'c Component> {
        let by = move |component: &&Component| component.shipped_by.as_ref().is_some_and(|by| **by == key);
        self.sound.iter().filter(by)
    }
}

pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node) -> Components {
    let Some(keys) = decoder.open(node, "`components`") else { return Components::default() };
    let entries = keys.others(&[]);
    let sound = entries.iter().filter_map(|entry| component(decoder, entry)).collect();
    let declared = Some(keys.names().map(str::to_owned).collect());
    let mut components = Components { sound, declared, adrift: Vec::new() };
    for entry in &entries {
        let by = components.get(entry.name).and_then(|component| component.shipped_by.as_ref());
        if let (Some(by), Some(node)) = (by, Fields::value_of(entry.value, "shipped-by")) {
            unknown(decoder, by, node, &components, &[]);
        }
    }
    let says_by = |entry: &&Entry<'_>| Fields::value_of(entry.value, "shipped-by").is_some();
    let adrift = entries.iter().filter(says_by).filter(|entry| !components.knows_shipper(entry.name));
    components.adrift = adrift.map(|entry| entry.name.to_owned()).collect();
    for entry in &entries {
        let Some(ships) = Fields::value_of(entry.value, "ships") else { continue };
        let Some(at) = components.sound.iter().position(|component| *component.key == entry.name) else {
            continue;
        };
        components.sound[at].ships = shipments(decoder, ships, &components.sound[at], &components);
    }
    components
}

/// Reports a name that is the key of no component.
pub(super) fn unknown(
    decoder: &mut Decoder<'_>,
    name: &At<String>,
    node: &Node,
    components: &Components,
    also: &[&str],
) {
    if !components.lacks(name) {
        return;
    }
    let called = components.called(name);
    let known: Vec<&str> = components.keys().chain(also.iter().copied()).take(MANY + 1).collect();
    let help = match (called, closest(name, &known)) {
        (Some(key), _) => format!("Write `{key}`."),
        (None, Some(near)) => format!("Write `{near}`, or add `{}` under `components`.", **name),
        (None, None) => format!("Add it under `components`, or use one of these: {}.", listed(&known)),
    };
    let message = format!("this platform has no component `{}`", **name);
    let finding = Finding::error("unknown-component", message).help(help);
    decoder.report_mendable(finding, node, called.map(mends::name));
}

fn component(decoder: &mut Decoder<'_>, entry: &Entry<'_>) -> Option<Component> {
    let fields = decoder.fields_of(entry, &format!("the component `{}`", entry.name), KEYS)?;
    let key = decoder.at(entry.name.to_owned(), entry.key);
    // Without a name it goes by its key, so that what speaks of it is not reported as well.
    let name = decoder.needed_text(&fields, "name").unwrap_or_else(|| key.clone());
    let form = form(decoder, &fields)?;
    let precision = fields.get("precision").and_then(|node| decoder.choice(node, "`precision`", PRECISIONS));
    let mut component = Component {
        key,
        name,
        also: decoder.optional_texts(fields.get("also"), "`also`", "a name"),
        form,
        precision,
        aliases: Vec::new(),
        lock: fields.get("lock").and_then(|node| policy(decoder, node)),
        targets: Vec::new(),
        skipped: Vec::new(),
        shipped_by: decoder.optional_text(&fields, "shipped-by"),
        ships: Vec::new(),
    };
    component.aliases = names_by_version(decoder, &fields, "aliases", &component);
    component.targets = names_by_version(decoder, &fields, "targets", &component);
    component.skipped =
        decoder.optional_list(fields.get("skipped"), "`skipped`", |d, node| skipped(d, node, &component));
    Some(component)
}

/// How versions are written; none where that cannot be known, and no version can be judged.
fn form(decoder: &mut Decoder<'_>, fields: &Fields<'_>) -> Option<Form> {
    let Some(node) = fields.get("form") else { return Some(Form::default()) };
    let forms = [("number", Form::Number), ("commit", Form::Commit)];
    decoder.choice(node, "`form`", &forms).map(|form| form.value)
}

fn policy(decoder: &mut Decoder<'_>, node: &Node) -> Option<LockPolicy> {
    let fields = decoder.fields(node, "the lock policy", POLICY_KEYS)?;
    let stages = [Stage::Beta1, Stage::Final].map(|stage| (stage.as_str(), stage));
    let from = decoder.need(&fields, "from").and_then(|node| decoder.choice(node, "`from`", &stages));
    let choices = Authority::ALL.map(|who| (who.as_str(), who));
    let change = decoder.need(&fields, "change").and_then(|node| decoder.choice(node, "`change`", &choices));
    let since = fields.get("since").and_then(|node| decoder.python(node));
    let mut days = |name| fields.get(name).and_then(|node| decoder.number(node, &format!("`{name}`")));
    let (warn_before, late_after) = (days("warn-before"), days("late-after"));
    Some(LockPolicy { from: from?, change: change?, since, warn_before, late_after })
}

fn names_by_version(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    name: &str,
    component: &Component,
) -> Vec<(At<Version>, Vec<At<String>>)> {
    let Some(node) = fields.get(name) else { return Vec::new() };
    let Some(entries) = decoder.open(node, &format!("`{name}`")) else { return Vec::new() };
    let mut named = Vec::new();
    for entry in entries.others(&[]) {
        let version = version(decoder, entry.key, component, &Components::default());
        let names = decoder.texts(entry.value, &format!("`{}`", entry.name), "a name");
        named.extend(version.map(|version| (version, names)));
    }
    named
}

fn skipped(decoder: &mut Decoder<'_>, node: &Node, component: &Component) -> Option<Skipped> {
    let fields = decoder.fields(node, "a skipped version", &["versions", "why", "source"])?;
    let versions = decoder.need(&fields, "versions");
    let versions = decoder.optional_list(versions, "`versions`", |decoder, node| {
        version(decoder, node, component, &Components::default())
    });
    let why = decoder.needed_markdown(&fields, "why");
    let source = decoder.needed_url(&fields, "source");
    Some(Skipped { versions, why: why?, source: source? })
}

fn shipments(
    decoder: &mut Decoder<'_>,
    node: &Node,
    component: &Component,
    components: &Components,
) -> Vec<Shipment> {
    let Some(entries) = decoder.open(node, "`ships`") else { return Vec::new() };
    let entries = entries.others(&[]);
    entries.iter().filter_map(|entry| shipment(decoder, entry, component, components)).collect()
}

fn shipment(
    decoder: &mut Decoder<'_>,
    entry: &Entry<'_>,
    component: &Component,
    components: &Components,
) -> Option<Shipment> {
    let shipping = version(decoder, entry.key, component, components);
    let what = format!("what {} {} ships", *component.name, entry.name);
    let fields = decoder.open(entry.value, &what)?;
    let mut versions = Vec::new();
    for entry in fields.others(SHIPMENT_KEYS) {
        let inside = components.shipped_by(&component.key).find(|inside| *inside.key == entry.name);
        if let Some(inside) = inside {
            let version = version(decoder, entry.value, inside, components);
            versions.extend(version.map(|version| (decoder.at(entry.name.to_owned(), entry.key), version)));
        } else if !components.may_be_shipped(entry.name) {
            not_shipped(decoder, &entry, &what, component, components);
        }
    }
    let targets = fields.get("targets").map(|node| decoder.texts(node, "`targets`", "a triple"));
    Some(Shipment {
        released: fields.get("released").and_then(|node| decoder.date(node, "`released`")),
        targets,
        versions,
        source: decoder.optional_url(&fields, "source"),
        remark: decoder.optional_markdown(&fields, "remark"),
        version: shipping?,
    })
}

/// A key of a shipment that is no component which says that it comes with this one.
fn not_shipped(
    decoder: &mut Decoder<'_>,
    entry: &Entry<'_>,
    what: &str,
    component: &Component,
    components: &Components,
) {
    let inside = || components.shipped_by(&component.key).map(|inside| inside.key.as_str());
    if components.get(entry.name).is_some() {
        let finding = Finding::error("unknown-key", format!("{what} cannot have the key `{}`", entry.name));
        let help = format!(
            "Add `shipped-by: {}` to the component `{}`, or remove this key.",
            *component.key, entry.name
        );
        return decoder.report(finding.help(help), entry.key);
    }
    if let Some(key) = components.called(entry.name).filter(|key| inside().any(|inside| inside == *key)) {
        let finding = Finding::error("unknown-key", format!("{what} cannot have the key `{}`", entry.name));
        let finding = finding.help(format!("Write `{key}`."));
        return decoder.report_mendable(finding, entry.key, Some(mends::name(key)));
    }
    let known: Vec<&str> = SHIPMENT_KEYS.iter().copied().chain(inside()).collect();
    decoder.unknown_key(entry, what, &known);
}
