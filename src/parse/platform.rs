//! `data/platforms/*.yaml`: one platform, its locks, changes, pins and statements. The versions in
//! it are read by `parse/component.rs`.

use std::cmp::Reverse;
use std::sync::Arc;

use super::component::{self, Components};
use super::decode::{Decoder, Entry, Fields};
use super::incomplete;
use super::tiers::tier_or_none;
use super::{sites, versions};
use crate::finding::Finding;
use crate::model::At;
use crate::model::platform::{Change, Component, Lock, Pin, Platform, Stated, Statement, Support};
use crate::yaml::{Node, Value};

pub(super) const KEYS: &[&str] = &[
    "name",
    "pep",
    "caveat",
    "components",
    "locks",
    "changes",
    "pins",
    "stated",
    "support",
    "notes",
    "sites",
    "spellings",
];
const LOCK_KEYS: &[&str] = &["recorded", "source", "remark"];
const CHANGE_KEYS: &[&str] = &["python", "component", "from", "to", "on", "why", "source", "approved"];
const PIN_KEYS: &[&str] = &["python", "component", "version", "on", "by", "where", "source", "remark"];
const STATED_KEYS: &[&str] = &["component", "by", "triples", "minimum", "version", "source", "remark"];
const SUPPORT_KEYS: &[&str] = &["tier", "triple", "source", "remark"];

/// A platform; `tiers` are the numbers of the tiers, none where those are not known.
pub(super) fn decode(
    decoder: &mut Decoder<'_>,
    node: &Node,
    key: &str,
    tiers: Option<&[u32]>,
) -> Option<Platform> {
    let fields = decoder.fields(node, "a platform", KEYS)?;
    let name = decoder.needed_text(&fields, "name");
    let pep = fields.get("pep").and_then(|node| decoder.number(node, "`pep`"));
    let caveat = decoder.optional_markdown(&fields, "caveat");
    let components_node = decoder.need(&fields, "components");
    let components = components_node.map(|node| component::decode(decoder, node)).unwrap_or_default();
    // Each part is read before any is missed: all that is wrong is said at once.
    let platform = Platform {
        key: key.to_owned(),
        source: Arc::clone(&decoder.source),
        pep,
        caveat,
        locks: locks(decoder, &fields, &components),
        changes: decoder.optional_list(fields.get("changes"), "`changes`", |decoder, node| {
            change(decoder, node, &components)
        }),
        pins: decoder
            .optional_list(fields.get("pins"), "`pins`", |decoder, node| pin(decoder, node, &components)),
        stated: decoder.optional_list(fields.get("stated"), "`stated`", |decoder, node| {
            stated(decoder, node, &components)
        }),
        support: support(decoder, &fields, tiers),
        notes: decoder
            .optional_list(fields.get("notes"), "`notes`", |decoder, node| decoder.markdown(node, "a note")),
        sites: sites::sites(decoder, &fields, Some(key), &components),
        spellings: sites::spellings(decoder, &fields, &components),
        components: components.sound,
        name: name?,
    };
    Some(platform)
}

/// The entries of a mapping from Python versions, newest first.
fn by_python<T>(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    name: &str,
    mut read: impl FnMut(&mut Decoder<'_>, &Entry<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(node) = fields.get(name) else { return Vec::new() };
    let Some(entries) = decoder.open(node, &format!("`{name}`")) else { return Vec::new() };
    entries.others(&[]).iter().filter_map(|entry| read(decoder, entry)).collect()
}

fn locks(decoder: &mut Decoder<'_>, fields: &Fields<'_>, components: &Components) -> Vec<Lock> {
    let mut locks = by_python(decoder, fields, "locks", |decoder, entry| lock(decoder, entry, components));
    locks.sort_by_key(|entry| Reverse(entry.python.value));
    locks
}

fn lock(decoder: &mut Decoder<'_>, entry: &Entry<'_>, components: &Components) -> Option<Lock> {
    let python = decoder.python(entry.key);
    let fields = decoder.open_of(entry, &format!("the lock of Python {}", entry.name))?;
    let mut versions = Vec::new();
    for entry in fields.others(LOCK_KEYS) {
        if let Some(component) = find_component(decoder, entry.key, components, LOCK_KEYS) {
            let version = versions::locked_version(decoder, entry.value, component, components);
            versions.extend(version.map(|version| (decoder.at(entry.name.to_owned(), entry.key), version)));
        }
    }
    let recorded = decoder.needed_date(&fields, "recorded");
    let source = decoder.optional_url(&fields, "source");
    incomplete::lock(decoder, &fields, entry, components);
    Some(Lock {
        remark: decoder.optional_markdown(&fields, "remark"),
        place: decoder.place(&entry.key.span),
        source,
        python: python?,
        versions,
        recorded: recorded?,
    })
}

fn find_component<'c>(
    decoder: &mut Decoder<'_>,
    node: &Node,
    components: &'c Components,
    also: &[&str],
) -> Option<&'c Component> {
    let name = decoder.text(node, "the component")?;
    component::unknown(decoder, &name, node, components, also);
    components.get(&name)
}

/// The component that an entry of a list speaks of.
fn named_component<'c>(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    components: &'c Components,
) -> Option<(At<String>, &'c Component)> {
    let node = decoder.need(fields, "component")?;
    let component = find_component(decoder, node, components, &[])?;
    Some((decoder.at((*component.key).clone(), node), component))
}

fn change(decoder: &mut Decoder<'_>, node: &Node, components: &Components) -> Option<Change> {
    let fields = decoder.fields(node, "a change", CHANGE_KEYS)?;
    let python = decoder.need(&fields, "python").and_then(|node| decoder.python(node));
    let component = named_component(decoder, &fields, components);
    let (from, to) = (decoder.need(&fields, "from"), decoder.need(&fields, "to"));
    let on = fields.get("on").and_then(|node| decoder.date(node, "`on`"));
    let why = decoder.optional_markdown(&fields, "why");
    let source = decoder.optional_url(&fields, "source");
    incomplete::change(decoder, &fields);
    let approved = decoder.optional_url(&fields, "approved");
    let (key, component) = component?;
    let from = from.and_then(|node| versions::locked_version(decoder, node, component, components));
    let to = to.and_then(|node| versions::locked_version(decoder, node, component, components));
    Some(Change {
        python: python?,
        component: key,
        from: from?,
        to: to?,
        on: on?,
        why: why?,
        source: source?,
        approved,
    })
}

fn pin(decoder: &mut Decoder<'_>, node: &Node, components: &Components) -> Option<Pin> {
    let fields = decoder.fields(node, "a pin", PIN_KEYS)?;
    let python = decoder.need(&fields, "python").and_then(|node| decoder.python(node));
    let component = named_component(decoder, &fields, components);
    let version = decoder.need(&fields, "version");
    let on = decoder.need(&fields, "on").filter(|node| !is_unknown(node));
    let on = on.and_then(|node| decoder.date_or_unknown(node, "`on`"));
    let by = decoder.optional_text(&fields, "by");
    let location = decoder.optional_text(&fields, "where");
    let source = decoder.needed_url(&fields, "source");
    let remark = decoder.optional_markdown(&fields, "remark");
    let (key, component) = component?;
    let version = version.and_then(|node| versions::version(decoder, node, component, components));
    Some(Pin {
        python: python?,
        component: key,
        version: version?,
        on,
        by,
        location,
        source: source?,
        remark,
    })
}

fn is_unknown(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar { text, .. } if text == "unknown")
}

fn stated(decoder: &mut Decoder<'_>, node: &Node, components: &Components) -> Option<Stated> {
    let fields = decoder.fields(node, "a statement", STATED_KEYS)?;
    let component = named_component(decoder, &fields, components);
    let by = decoder.needed_text(&fields, "by");
    let triples = decoder.optional_texts(fields.get("triples"), "`triples`", "a triple");
    let source = decoder.needed_url(&fields, "source");
    let remark = decoder.optional_markdown(&fields, "remark");
    let (key, component) = component?;
    let statement = statement(decoder, node, &fields, component, components);
    Some(Stated { component: key, by: by?, triples, statement: statement?, source: source?, remark })
}

fn statement(
    decoder: &mut Decoder<'_>,
    node: &Node,
    fields: &Fields<'_>,
    component: &Component,
    components: &Components,
) -> Option<Statement> {
    let mut read = |node| versions::version(decoder, node, component, components);
    match (fields.get("minimum"), fields.get("version")) {
        (Some(node), None) if is_unknown(node) => Some(Statement::Unknown),
        (Some(node), None) => read(node).map(Statement::Minimum),
        (None, Some(node)) => read(node).map(Statement::Exactly),
        _ => {
            let finding =
                Finding::error("bad-statement", "a statement must have either `minimum` or `version`");
            let help =
                "Write one of them, such as `minimum: \"2.17\"`, `version: \"1.2.5\"` or `minimum: unknown`.";
            decoder.report(finding.help(help), node);
            None
        }
    }
}

fn support(decoder: &mut Decoder<'_>, fields: &Fields<'_>, tiers: Option<&[u32]>) -> Vec<Support> {
    let mut support = by_python(decoder, fields, "support", |decoder, entry| {
        let python = decoder.python(entry.key);
        let fields =
            decoder.fields_of(entry, &format!("the support of Python {}", entry.name), SUPPORT_KEYS)?;
        let tier = decoder.need(&fields, "tier").and_then(|node| tier_or_none(decoder, node, tiers));
        let source = decoder.needed_url(&fields, "source");
        let triple = decoder.optional_text(&fields, "triple");
        let remark = decoder.optional_markdown(&fields, "remark");
        let tier = tier?;
        let tier = tier.value.map(|number| At { value: number, place: tier.place.clone() });
        Some(Support { python: python?, tier, triple, source: source?, remark })
    });
    support.sort_by_key(|entry| Reverse(entry.python.value));
    support
}
