//! The `components` of a platform and the versions of each: its form, its other names, what it
//! ships. Owns every message about a version.

use super::decode::{Decoder, Entry, Fields};
use crate::finding::Finding;
use crate::model::At;
use crate::model::platform::{Authority, Component, LockPolicy, Shipment, Skipped};
use crate::version::{Form, Version};
use crate::yaml::Node;

const KEYS: &[&str] =
    &["name", "also", "form", "precision", "aliases", "lock", "targets", "skipped", "shipped-by", "ships"];
const SHIPMENT_KEYS: &[&str] = &["released", "targets", "source", "remark"];

pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node) -> Vec<Component> {
    let Some(entries) = decoder.open(node, "`components`") else { return Vec::new() };
    let entries = entries.others(&[]);
    let mut components: Vec<_> = entries.iter().filter_map(|entry| component(decoder, entry)).collect();
    for entry in &entries {
        let ships = Fields::value_of(entry.value, "ships");
        if let Some(ships) = ships {
            let shipments = shipments(decoder, ships, entry.name, &components);
            if let Some(component) = components.iter_mut().find(|component| *component.key == entry.name) {
                component.ships = shipments;
            }
        }
    }
    components
}

fn component(decoder: &mut Decoder<'_>, entry: &Entry<'_>) -> Option<Component> {
    let fields = decoder.fields(entry.value, &format!("the component `{}`", entry.name), KEYS)?;
    let key = decoder.at(entry.name.to_owned(), entry.key);
    // Without a name it goes by its key, so that what speaks of it is not reported as well.
    let name = decoder.needed_text(&fields, "name").unwrap_or_else(|| key.clone());
    let form = fields.get("form").and_then(|node| {
        decoder.choice(node, "`form`", &[("number", Form::Number), ("commit", Form::Commit)])
    });
    let form = form.map(|form| form.value).unwrap_or_default();
    let precision = fields
        .get("precision")
        .and_then(|node| decoder.choice(node, "`precision`", &[("major", 1), ("minor", 2), ("patch", 3)]));
    let mut component = Component {
        key,
        name,
        also: decoder.optional_list(fields.get("also"), "`also`", |d, node| d.text(node, "a name")),
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

fn policy(decoder: &mut Decoder<'_>, node: &Node) -> Option<LockPolicy> {
    let fields = decoder.fields(node, "the lock policy", &["from", "change", "since"])?;
    let from =
        decoder.need(&fields, "from").and_then(|node| decoder.choice(node, "`from`", &[("beta 1", ())]));
    let choices = [Authority::SteeringCouncil, Authority::Maintainers].map(|who| (who.as_str(), who));
    let change = decoder.need(&fields, "change").and_then(|node| decoder.choice(node, "`change`", &choices));
    let since = fields.get("since").and_then(|node| decoder.python(node));
    from.and(change).map(|change| LockPolicy { change, since })
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
        let version = version(decoder, entry.key, component, &[]);
        let names = decoder.list(entry.value, &format!("`{}`", entry.name), |d, node| d.text(node, "a name"));
        named.extend(version.map(|version| (version, names)));
    }
    named
}

fn skipped(decoder: &mut Decoder<'_>, node: &Node, component: &Component) -> Option<Skipped> {
    let fields = decoder.fields(node, "a skipped version", &["versions", "why", "source"])?;
    let versions = decoder.need(&fields, "versions");
    let versions =
        decoder.optional_list(versions, "`versions`", |decoder, node| version(decoder, node, component, &[]));
    let why = decoder.needed_markdown(&fields, "why");
    let source = decoder.needed_url(&fields, "source");
    Some(Skipped { versions, why: why?, source: source? })
}

fn shipments(decoder: &mut Decoder<'_>, node: &Node, key: &str, components: &[Component]) -> Vec<Shipment> {
    let Some(component) = components.iter().find(|component| *component.key == key) else {
        return Vec::new();
    };
    let Some(entries) = decoder.open(node, "`ships`") else { return Vec::new() };
    let entries = entries.others(&[]);
    entries.iter().filter_map(|entry| shipment(decoder, entry, component, components)).collect()
}

fn shipment(
    decoder: &mut Decoder<'_>,
    entry: &Entry<'_>,
    component: &Component,
    components: &[Component],
) -> Option<Shipment> {
    let shipping = version(decoder, entry.key, component, components);
    let inside: Vec<&Component> = components
        .iter()
        .filter(|inside| inside.shipped_by.as_ref().is_some_and(|by| by.value == component.key.value))
        .collect();
    let known: Vec<&str> =
        SHIPMENT_KEYS.iter().copied().chain(inside.iter().map(|inside| inside.key.as_str())).collect();
    let what = format!("what {} {} ships", *component.name, entry.name);
    let fields = decoder.fields(entry.value, &what, &known)?;
    let mut versions = Vec::new();
    for inside in inside {
        let Some(entry) = fields.others(SHIPMENT_KEYS).into_iter().find(|entry| entry.name == *inside.key)
        else {
            continue;
        };
        let version = version(decoder, entry.value, inside, components);
        versions.extend(version.map(|version| (decoder.at((*inside.key).clone(), entry.key), version)));
    }
    let targets =
        fields.get("targets").map(|node| decoder.list(node, "`targets`", |d, node| d.text(node, "a triple")));
    Some(Shipment {
        version: shipping?,
        released: fields.get("released").and_then(|node| decoder.date(node, "`released`")),
        targets,
        versions,
        source: decoder.optional_url(&fields, "source"),
        remark: decoder.optional_markdown(&fields, "remark"),
    })
}

/// A version of a component, in its canonical name.
pub(super) fn version(
    decoder: &mut Decoder<'_>,
    node: &Node,
    component: &Component,
    components: &[Component],
) -> Option<At<Version>> {
    let what = format!("the version of {}", *component.name);
    let text = decoder.version_text(node, &what)?;
    if let Some(canonical) = component.version_of_alias(text) {
        let name = &*component.name;
        let finding =
            Finding::error("alias-for-version", format!("`{text}` is another name of {name} {canonical}"))
                .why("each version has one name in the data, so that versions can be compared")
                .help(format!("Write `\"{canonical}\"`."));
        decoder.report(finding, node);
        return None;
    }
    let Some(version) = Version::parse(text, component.form) else {
        let finding = bad_version(text, component, components);
        decoder.report(finding, node);
        return None;
    };
    decoder.in_quotes(node, &what).then(|| decoder.at(version, node))
}

fn bad_version(text: &str, component: &Component, components: &[Component]) -> Finding {
    let name = &*component.name;
    let owner = components.iter().find_map(|other| Some((other, other.version_of_alias(text)?)));
    let message = match owner {
        Some((other, version)) => {
            format!("`{text}` is a name of {} {version}, and here belongs a version of {name}", *other.name)
        }
        None => format!("`{text}` is not a version of {name}"),
    };
    Finding::error("bad-version", message)
        .help(format!("Write it such as `\"{}\"`.", component.form.example()))
}
