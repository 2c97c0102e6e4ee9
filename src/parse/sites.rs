//! Sites: the lists `sites` and `spellings`, and `data/sites.yaml`. One form for all of them, wherever
//! they stand. Must not know how a site is looked for.

use super::component::Components;
use super::decode::{Decoder, Fields};
use super::tiers::tier_or_none;
use super::words::{MANY, closest, listed};
use crate::finding::Finding;
use crate::model::site::{Hole, Pythons, Relation};
use crate::model::{At, Site};
use crate::pattern::{Part, Pattern};
use crate::source::Place;
use crate::yaml::{Node, Value};

const FILE_KEYS: &[&str] = &["sites", "passed-over"];
const KEYS: &[&str] = &[
    "repository",
    "path",
    "pattern",
    "columns",
    "within",
    "to",
    "pythons",
    "relation",
    "by",
    "complete",
    "tier",
    "names",
    "remark",
];

/// What the file of sites says: the sites of releases, and the paths that are not searched.
pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node) -> (Vec<Site>, Vec<At<String>>) {
    let Some(fields) = decoder.fields(node, "the file of sites", FILE_KEYS) else {
        return Default::default();
    };
    let sites = sites(decoder, &fields, None, &Components::none());
    let passed_over = decoder
        .optional_list(fields.get("passed-over"), "`passed-over`", |decoder, node| path(decoder, node));
    (sites, passed_over)
}

/// The list `sites` of a file; `platform` is the platform whose file it is.
pub(super) fn sites(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    platform: Option<&str>,
    components: &Components,
) -> Vec<Site> {
    decoder.optional_list(fields.get("sites"), "`sites`", |decoder, node| {
        site(decoder, node, platform, components)
    })
}

/// The list `spellings` of a platform.
pub(super) fn spellings(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    components: &Components,
) -> Vec<At<Pattern>> {
    decoder.optional_list(fields.get("spellings"), "`spellings`", |decoder, node| {
        let pattern = pattern(decoder, node, "a spelling")?;
        holes(decoder, node, &pattern, components)?;
        Some(pattern)
    })
}

fn site(
    decoder: &mut Decoder<'_>,
    node: &Node,
    platform: Option<&str>,
    components: &Components,
) -> Option<Site> {
    let fields = decoder.fields(node, "a site", KEYS)?;
    let repository = decoder.need(&fields, "repository").and_then(|node| repository(decoder, node));
    let paths = decoder.need(&fields, "path").map(|node| paths(decoder, node));
    let columns_node = fields.get("columns");
    let columns = columns_node.map(|node| columns(decoder, node, components));
    let pattern_node = match columns_node {
        Some(node) => alone(decoder, &fields, node),
        None => decoder.need(&fields, "pattern"),
    };
    let own = match columns_node {
        Some(node) => columns.as_ref().map(|columns| decoder.at(header(columns), node)),
        None => pattern_node.and_then(|node| pattern(decoder, node, "`pattern`")),
    };
    let within_node = fields.get("within");
    let within = within_node.and_then(|node| pattern(decoder, node, "`within`"));
    let to = fields.get("to").and_then(|node| pattern(decoder, node, "`to`"));
    let relations = [("exactly", Relation::Exactly), ("minimum", Relation::Minimum)];
    let relation = fields.get("relation").and_then(|node| decoder.choice(node, "`relation`", &relations));
    let complete = [("true", true), ("false", false)];
    let complete = fields.get("complete").and_then(|node| decoder.choice(node, "`complete`", &complete));
    let mut found = match &columns {
        Some(columns) => {
            Some((!columns.is_empty()).then(|| columns.iter().map(|(_, hole)| hole.clone()).collect()))
        }
        None => pattern_node.zip(own.as_ref()).map(|(node, own)| holes(decoder, node, own, components)),
    };
    if let Some((node, within)) = within_node.zip(within.as_ref()) {
        let more = holes(decoder, node, within, components);
        found = Some(found.flatten().zip(more).map(|(own, more)| [own, more].concat()));
        repeated(decoder, node, own.as_ref(), within);
    }
    if let Some((node, to)) = fields.get("to").zip(to.as_ref()) {
        ends(decoder, &fields, node, to);
    }
    let site = Site {
        platform: platform.map(str::to_owned),
        within,
        to,
        pythons: fields.get("pythons").map(|node| pythons(decoder, node)).unwrap_or_default(),
        relation: relation.map(|relation| relation.value).unwrap_or_default(),
        by: decoder.optional_text(&fields, "by"),
        complete: complete.is_some_and(|complete| complete.value),
        tier: fields.get("tier").and_then(|node| tier_or_none(decoder, node, None)),
        names: names(decoder, &fields),
        columns: columns.unwrap_or_default(),
        remark: decoder.optional_markdown(&fields, "remark"),
        repository: repository?,
        paths: paths.filter(|paths| !paths.is_empty())?,
        pattern: own?,
        holes: found??,
    };
    if site.holes.is_empty() {
        let finding =
            Finding::error("site-without-hole", "the pattern has no hole, so there is nothing to read");
        let help = "Write a hole in place of the value, such as `{wasi-sdk}`.";
        decoder.findings.push(finding.at(site.pattern.place.clone()).help(help));
        return None;
    }
    has_whole_python(decoder, &site).then_some(site)
}

/// The columns of a table by what they are called, each with the name of the hole that its cells are.
fn columns(decoder: &mut Decoder<'_>, node: &Node, components: &Components) -> Vec<(At<String>, Hole)> {
    let Some(entries) = decoder.open(node, "`columns`") else { return Vec::new() };
    let mut columns: Vec<(At<String>, Hole)> = Vec::new();
    for entry in &entries.others(&[]) {
        let called = decoder.text(entry.key, "what a column is called");
        let name = decoder.text(entry.value, "the hole of a column");
        let hole = name.and_then(|name| {
            let place = name.place.clone();
            known(decoder, &name, place, components)
        });
        columns.extend(called.zip(hole));
    }
    columns
}

/// The header of a table, as it is named in messages.
fn header(columns: &[(At<String>, Hole)]) -> Pattern {
    let called: Vec<&str> = columns.iter().map(|(called, _)| called.as_str()).collect();
    let text = called.join(" | ");
    Pattern { parts: vec![Part::Text(text.clone())], text }
}

/// A site has lines or a table.
fn alone<'n>(decoder: &mut Decoder<'_>, fields: &Fields<'n>, columns: &'n Node) -> Option<&'n Node> {
    if let Some(pattern) = fields.get("pattern") {
        let finding = Finding::error("bad-pattern", "a site with `columns` cannot have a `pattern`");
        let columns = decoder.place(&columns.span);
        let help = "Remove one of the two: `pattern` is for lines, `columns` is for a table.";
        decoder.report(finding.related(columns, "the columns").help(help), pattern);
    }
    None
}

/// Whether a Python version stands there whole, or not at all.
fn has_whole_python(decoder: &mut Decoder<'_>, site: &Site) -> bool {
    let (there, lacking) = match (site.has(&Hole::PythonMajor), site.has(&Hole::PythonMinor)) {
        (true, false) => ("python-major", "python-minor"),
        (false, true) => ("python-minor", "python-major"),
        _ => return true,
    };
    let message = format!("`{{{there}}}` alone is no Python version");
    let finding = Finding::error("bad-pattern", message).at(site.pattern.place.clone());
    let help = format!("Add `{{{lacking}}}`, in the pattern or in `within`.");
    decoder.findings.push(finding.help(help));
    false
}

/// An owner and a name, as in `python/cpython`.
fn repository(decoder: &mut Decoder<'_>, node: &Node) -> Option<At<String>> {
    let text = decoder.text(node, "`repository`")?;
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    if text.split('/').count() == 2 && text.split('/').all(is_name) {
        return Some(text);
    }
    let finding = Finding::error("bad-repository", format!("`{}` is not the name of a repository", *text));
    decoder.report(finding.help("Write the owner and the name, such as `python/cpython`."), node);
    None
}

/// One path, or several in a list: where a file was in other versions.
fn paths(decoder: &mut Decoder<'_>, node: &Node) -> Vec<At<String>> {
    match &node.value {
        Value::List(items) if items.is_empty() => {
            let finding = Finding::error("empty-value", "`path` is an empty list");
            decoder.report(finding.help("Write the path of the file."), node);
            Vec::new()
        }
        Value::List(_) => decoder.list(node, "`path`", |decoder, node| path(decoder, node)),
        _ => path(decoder, node).into_iter().collect(),
    }
}

/// A path from the root of a repository that cannot lead out of it.
fn path(decoder: &mut Decoder<'_>, node: &Node) -> Option<At<String>> {
    let text = decoder.text(node, "`path`")?;
    let fault = match &text {
        text if text.starts_with('/') => {
            Some(("begins at the root of the disk", "Write it from the root of the repository."))
        }
        text if text.contains('\\') => Some(("has a backslash", "Write `/` between folders.")),
        text if text.split('/').any(|part| part == "..") => {
            Some(("leads out of the repository", "Write it from the root of the repository, without `..`."))
        }
        text if text.split('/').any(|part| part.is_empty() || part == ".") => {
            Some(("has an empty part", "Write one `/` between folders, and none at the end."))
        }
        text if text.contains("**") => Some((
            "has `**`",
            "Write `*`, which stands for anything within one name, and a part for each folder.",
        )),
        _ => None,
    };
    let Some((message, help)) = fault else { return Some(text) };
    decoder.report(Finding::error("bad-path", format!("the path `{}` {message}", *text)).help(help), node);
    None
}

fn pattern(decoder: &mut Decoder<'_>, node: &Node, what: &str) -> Option<At<Pattern>> {
    let text = decoder.lines(node, what)?;
    match Pattern::parse(&text) {
        Ok(pattern) => Some(decoder.at(pattern, node)),
        Err(faults) => {
            for fault in faults {
                let place = decoder.part(node, &text, &fault.span);
                decoder
                    .findings
                    .push(Finding::error("bad-pattern", fault.message).at(place).help(fault.help));
            }
            None
        }
    }
}

/// What may stand in the holes of a pattern; none if one of them is not known.
fn holes(
    decoder: &mut Decoder<'_>,
    node: &Node,
    pattern: &Pattern,
    components: &Components,
) -> Option<Vec<Hole>> {
    let mut holes = Some(Vec::new());
    for (name, span) in pattern.holes() {
        let place = decoder.part(node, &pattern.text, span);
        let hole = known(decoder, name, place, components);
        holes = holes.zip(hole).map(|(mut holes, hole)| {
            holes.push(hole);
            holes
        });
    }
    holes
}

/// The hole of a name, which stands at a place.
fn known(decoder: &mut Decoder<'_>, name: &str, place: Place, components: &Components) -> Option<Hole> {
    // What is said of a faulty component is not said again of all that names it.
    if let Some(hole) = Hole::named(name) {
        return Some(hole);
    }
    if !components.lacks(name) {
        return Some(Hole::Component(name.to_owned()));
    }
    let known: Vec<&str> =
        components.keys().chain(Hole::NAMED.iter().map(|(name, _)| *name)).take(MANY + 1).collect();
    let help = match closest(name, &known) {
        Some(near) => format!("Write `{{{near}}}`."),
        None => format!("Write `{{{{` for a brace, or use one of these: {}.", listed(&known)),
    };
    let finding = Finding::error("unknown-hole", format!("nothing is known that stands in `{{{name}}}`"));
    decoder.findings.push(finding.at(place).help(help));
    None
}

/// A hole of `within` that the pattern has as well.
fn repeated(decoder: &mut Decoder<'_>, node: &Node, own: Option<&At<Pattern>>, within: &Pattern) {
    let Some(own) = own else { return };
    for (name, span) in within.holes().filter(|(name, _)| own.holes().any(|(other, _)| other == *name)) {
        let place = decoder.part(node, &within.text, span);
        let finding = Finding::error("bad-pattern", format!("the pattern has the hole `{{{name}}}` as well"));
        let help = "Write `{...}` for one of the two: it takes any text.";
        decoder.findings.push(finding.at(place).related(own.place.clone(), "here").help(help));
    }
}

/// What ends a part of a file ends one that began, and shows nothing.
fn ends(decoder: &mut Decoder<'_>, fields: &Fields<'_>, node: &Node, to: &At<Pattern>) {
    if fields.get("within").is_none() {
        let finding = Finding::error("bad-pattern", "`to` ends what nothing began");
        decoder.report(finding.help("Add `within:` with the line behind which the pattern stands."), node);
    }
    if let Some((name, span)) = to.holes().next() {
        let place = decoder.part(node, &to.text, span);
        let finding = Finding::error("bad-pattern", format!("nothing reads the hole `{{{name}}}` here"));
        decoder.findings.push(finding.at(place).help("Write `{...}`, which takes any text."));
    }
}

/// A list of Python versions, or the first and the last.
fn pythons(decoder: &mut Decoder<'_>, node: &Node) -> Pythons {
    if let Value::List(_) = &node.value {
        return Pythons::Only(decoder.list(node, "`pythons`", |decoder, node| decoder.python(node)));
    }
    if let Value::Scalar { text, .. } = &node.value {
        let help = format!(
            "Write `[\"{text}\"]` for this one, or `{{since: \"{text}\"}}` for it and those after it."
        );
        decoder.wrong_kind(node, "`pythons`", "a list or a mapping", &help);
        return Pythons::All;
    }
    let Some(fields) = decoder.fields(node, "`pythons`", &["since", "until"]) else { return Pythons::All };
    let mut python = |name| fields.get(name).and_then(|node| decoder.python(node));
    Pythons::Range { since: python("since"), until: python("until") }
}

fn names(decoder: &mut Decoder<'_>, fields: &Fields<'_>) -> Vec<(At<String>, Vec<At<String>>)> {
    let Some(node) = fields.get("names") else { return Vec::new() };
    let Some(entries) = decoder.open(node, "`names`") else { return Vec::new() };
    let named = entries.others(&[]);
    let mut names = Vec::new();
    for entry in &named {
        let id = decoder.text(entry.key, "the id of a target");
        let texts = decoder.texts(entry.value, &format!("`{}`", entry.name), "a name");
        names.extend(id.map(|id| (id, texts)));
    }
    names
}
