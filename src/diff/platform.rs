//! Platforms as facts: what they are called, what they build with, what is stated and supported. Their
//! locks and components have files of their own.

use super::component::{self, Renamed};
use super::entry::{self, Entry, Facts, Value};
use super::locks;
use super::matched::{self, Matched, aligned};
use super::{Change, Kind, Section, Subject};
use crate::model::At;
use crate::model::platform::{Pin, Platform, Stated, Statement, Support};
use crate::source::Place;

/// Platforms of two states: by key, then by name, by PEP, and by what they are built with. A file may
/// move, and what people call a platform may change with it.
pub fn matched<'r>(base: &'r [Platform], head: &'r [Platform]) -> Vec<Matched<'r, Platform>> {
    aligned(base, head, |base, head| base.key == head.key).unwrap_or_else(|| {
        let mut platforms = matched::matched(base, head, |platform| {
            let pep = platform.pep.as_ref().map(|pep| format!("pep {}", **pep));
            let known = vec![format!("key {}", platform.key), format!("name {}", *platform.name)];
            known.into_iter().chain(pep).collect()
        });
        match_by_components(&mut platforms);
        platforms
    })
}

/// Takes a platform that came for one that went if at least half of their components have the same keys,
/// and neither has a PEP that the other has not.
fn match_by_components(platforms: &mut Vec<Matched<'_, Platform>>) {
    let mut gone: Vec<&Platform> = platforms
        .iter()
        .filter_map(|one| if let Matched::Gone(base) = *one { Some(base) } else { None })
        .collect();
    let mut kept = Vec::new();
    for one in platforms.iter_mut() {
        let Matched::New(head) = *one else { continue };
        let alike = gone.iter().enumerate().map(|(at, base)| (likeness(base, head), at));
        let best = alike.filter_map(|(likeness, at)| Some((likeness?, std::cmp::Reverse(at)))).max();
        if let Some((_, std::cmp::Reverse(at))) = best {
            let base = gone.remove(at);
            *one = Matched::Kept(base, head);
            kept.push(std::ptr::from_ref(base));
        }
    }
    platforms.retain(|one| !matches!(one, Matched::Gone(base) if kept.contains(&std::ptr::from_ref(*base))));
}

/// How many components two platforms have in common, if that is enough to know one again.
fn likeness(base: &Platform, head: &Platform) -> Option<usize> {
    let common = base.components.iter().filter(|component| head.component(&component.key).is_some()).count();
    let most = base.components.len().max(head.components.len());
    let peps = [base, head].map(|platform| platform.pep.as_ref().map(|pep| **pep));
    let is_other = matches!(peps, [Some(one), Some(other)] if one != other);
    (common > 0 && common * 2 >= most && !is_other).then_some(common)
}

/// What changed in one platform.
pub(super) fn changes(platforms: &Matched<'_, Platform>) -> Vec<Change> {
    let (base, head) = match *platforms {
        Matched::Kept(base, head) => (Some(base), Some(head)),
        Matched::Gone(base) => (Some(base), None),
        Matched::New(head) => (None, Some(head)),
    };
    let renamed = match *platforms {
        Matched::Kept(base, head) => Renamed::between(base, head),
        Matched::Gone(_) | Matched::New(_) => Renamed::default(),
    };
    let now = Renamed::default();
    let entries =
        |of: fn(&Platform, &Renamed<'_>) -> Vec<Entry>, ordered| entries(base, head, &renamed, of, ordered);
    let mut changes = entries(|platform, _| vec![itself(platform)], None);
    match *platforms {
        Matched::Kept(base, head) => {
            for matched in component::matched_in(base, head) {
                changes.extend(match matched {
                    Matched::Kept(b, h) => {
                        component::changes(Some((base, b, &renamed)), Some((head, h, &now)))
                    }
                    Matched::Gone(b) => component::changes(Some((base, b, &renamed)), None),
                    Matched::New(h) => component::changes(None, Some((head, h, &now))),
                });
            }
        }
        Matched::Gone(base) => {
            let gone = base.components.iter();
            changes.extend(
                gone.flat_map(|component| component::changes(Some((base, component, &renamed)), None)),
            );
        }
        Matched::New(head) => {
            let new = head.components.iter();
            changes.extend(new.flat_map(|component| component::changes(None, Some((head, component, &now)))));
        }
    }
    changes.extend(locks::changes(base, head));
    changes.extend(entries(|platform, _| notes(platform), Some("the notes are")));
    changes.extend(entries(
        |platform, renamed| platform.pins.iter().map(|one| pin(platform, one, renamed)).collect(),
        Some("the pins are"),
    ));
    changes.extend(entries(
        |platform, renamed| platform.stated.iter().map(|one| stated(platform, one, renamed)).collect(),
        Some("the statements are"),
    ));
    changes.extend(entries(
        |platform, _| platform.support.iter().map(|one| support(platform, one)).collect(),
        None,
    ));
    changes
}

/// What changed in one list of a platform; `ordered` says so where only their order did.
fn entries(
    base: Option<&Platform>,
    head: Option<&Platform>,
    renamed: &Renamed<'_>,
    of: fn(&Platform, &Renamed<'_>) -> Vec<Entry>,
    ordered: Option<&str>,
) -> Vec<Change> {
    let now = Renamed::default();
    let entries = |side: Option<&Platform>, renamed| side.map(|platform| of(platform, renamed));
    let before = entries(base, renamed).unwrap_or_default();
    let after = entries(head, &now).unwrap_or_default();
    let order = ordered.zip(head.or(base)).map(|(what, platform)| {
        let section = after.first().map_or(Section::Platforms, |entry| entry.section);
        Change::order(section, &subject(platform), what, after.first().map(|entry| &entry.place))
    });
    entry::changes(&before, &after, order)
}

pub(super) fn subject(platform: &Platform) -> Subject {
    Subject::new(Kind::Platform, platform.key.clone(), platform.name.value.clone())
}

/// What people call a component.
pub(super) fn name(platform: &Platform, key: &str) -> String {
    platform.component(key).map_or_else(|| key.to_owned(), |component| component.name.value.clone())
}

fn itself(platform: &Platform) -> Entry {
    // What is missing here has entries of its own; where the file lies means nothing.
    let Platform {
        key,
        source: _,
        name,
        pep,
        caveat,
        components: _,
        locks: _,
        changes: _,
        pins: _,
        stated: _,
        support: _,
        notes: _,
        sites: _,
        spellings: _,
    } = platform;
    let mut facts = Facts::default();
    facts.push("key", Value::Plain(key.clone()), &name.place);
    facts.plain("name", name).implied().maybe("PEP", pep).prose("caveat", caveat);
    Entry {
        section: Section::Platforms,
        about: subject(platform),
        context: String::new(),
        added: "platform added:".to_owned(),
        removed: "platform removed:".to_owned(),
        keys: vec![String::new()],
        facts,
        place: name.place.clone(),
    }
}

fn notes(platform: &Platform) -> Vec<Entry> {
    let note = |note: &At<String>| {
        let mut facts = Facts::default();
        facts.push("", Value::Prose(note.value.clone()), &note.place);
        Entry {
            section: Section::Platforms,
            about: subject(platform),
            context: "note ".to_owned(),
            added: "note added:".to_owned(),
            removed: "note removed:".to_owned(),
            keys: vec![start(note), String::new()],
            facts,
            place: note.place.clone(),
        }
    };
    platform.notes.iter().map(note).collect()
}

/// The first words of a note, by which it is known again when its end is edited.
fn start(note: &str) -> String {
    note.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

fn pin(platform: &Platform, pin: &Pin, renamed: &Renamed<'_>) -> Entry {
    let Pin { python, component, version, on, by, location, source, remark } = pin;
    let (name, now) = (name(platform, component), renamed.now(component));
    let mut facts = Facts::default();
    facts.plain("Python", python).implied();
    facts.push("component", Value::Plain(now.to_owned()), &component.place).implied();
    facts.plain(&name, version).keyed("version");
    date(&mut facts, on, &version.place);
    facts.maybe("by", by).maybe("in", location).prose("remark", remark).source(source);
    let by = by.as_ref().map_or("", |by| by);
    let on = on.as_ref().map(|on| on.to_string()).unwrap_or_default();
    let who = [&*python.to_string(), now, by].join("\0");
    Entry {
        section: Section::Builds,
        about: Subject::python(python.value),
        context: format!(
            "pin of {name}{}: ",
            if by.is_empty() { String::new() } else { format!(" by {by}") }
        ),
        added: "pin added:".to_owned(),
        removed: "pin removed:".to_owned(),
        // A new pin of the same maker is another one: only what says when or which is known again.
        keys: vec![
            format!("{who}\0{on}\0{}", version.value),
            format!("{who}\0on {on}"),
            format!("{who}\0{}", version.value),
            format!("{}\0{on}\0{}", **source, version.value),
        ],
        facts,
        place: version.place.clone(),
    }
}

/// A day that may not be known.
fn date(facts: &mut Facts, on: &Option<At<crate::model::Date>>, place: &Place) {
    match on {
        Some(on) => facts.plain("on", on),
        None => facts.push("on", Value::Plain("an unknown day".to_owned()), place),
    };
}

fn stated(platform: &Platform, stated: &Stated, renamed: &Renamed<'_>) -> Entry {
    let Stated { component, by, triples, statement, source, remark } = stated;
    let (name, now) = (name(platform, component), renamed.now(component));
    let place = match statement {
        Statement::Minimum(version) | Statement::Exactly(version) => &version.place,
        Statement::Unknown => &component.place,
    };
    let mut facts = Facts::default();
    facts.push("component", Value::Plain(now.to_owned()), &component.place).implied();
    facts.push("", Value::Plain(statement.to_string()), place).keyed("statement");
    facts.plain("by", by).list("for", triples).prose("remark", remark).source(source);
    let of: Vec<&str> = triples.iter().map(|triple| triple.as_str()).collect();
    let who = [now, by].join("\0");
    Entry {
        section: Section::Builds,
        about: Subject::new(Kind::Component, now, name),
        context: format!("statement by {}: ", **by),
        added: "statement added:".to_owned(),
        removed: "statement removed:".to_owned(),
        keys: vec![
            format!("{who}\0{statement}\0{}", of.join(" ")),
            format!("{who}\0{statement}"),
            format!("{who}\0{}\0{}", of.join(" "), remark.as_ref().map_or("", |remark| remark)),
            format!("{who}\0{}\0{}", of.join(" "), **source),
        ],
        facts,
        place: component.place.clone(),
    }
}

fn support(platform: &Platform, support: &Support) -> Entry {
    let Support { python, tier, triple, source, remark } = support;
    let mut facts = Facts::default();
    facts.plain("Python", python).implied();
    match tier {
        Some(tier) => facts.plain("tier", tier),
        None => facts.push("tier", Value::Plain("none".to_owned()), &python.place),
    };
    facts.maybe("triple", triple).prose("remark", remark).source(source);
    Entry {
        section: Section::Builds,
        about: subject(platform),
        context: format!("support in Python {}: ", **python),
        added: format!("support in Python {} added:", **python),
        removed: format!("support in Python {} removed:", **python),
        keys: vec![python.to_string()],
        facts,
        place: python.place.clone(),
    }
}
