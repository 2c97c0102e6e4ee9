//! A record as edits of the platform's file: a new lock where it belongs among the others, other versions in one,
//! a note beside it. Owns where what goes; must not know why, nor how a file is edited.

use super::entry::{Move, needs_council};
use super::{Asked, Reason};
use crate::edit::{Change, Datum, End, Scalar, among, in_order};
use crate::finding::Finding;
use crate::model::Date;
use crate::model::platform::Lock;
use crate::parse::PLATFORM_KEYS;
use crate::version::Version;
use crate::yaml::{self, Value};

fn quoted(text: impl ToString) -> Datum {
    Scalar::quoted(text.to_string()).into()
}

fn plain(text: impl ToString) -> Datum {
    Scalar::plain(text.to_string()).into()
}

/// A lock that there was not.
pub(super) fn new(
    asked: Asked<'_>,
    moves: &[Move<'_, '_>],
    reason: &Reason,
    remark: Option<&str>,
) -> Result<Vec<Change>, Finding> {
    let version =
        |one: &Move<'_, '_>| (Scalar::plain(&**one.choice.component.key), quoted(&one.choice.version));
    let mut entries: Vec<(Scalar, Datum)> = moves.iter().map(version).collect();
    entries.push((Scalar::plain("recorded"), plain(asked.on)));
    entries.push((Scalar::plain("source"), plain(&reason.source)));
    entries.extend(remark.map(|remark| (Scalar::plain("remark"), plain(remark))));
    let (key, value) = (Scalar::quoted(asked.python.to_string()), Datum::short(entries));
    let mut locks: Vec<&Lock> = asked.platform.locks.iter().collect();
    locks.sort_by_key(|lock| lock.place.span.start);
    let newest_first = locks.first().map(|lock| *lock.python) >= locks.last().map(|lock| *lock.python);
    let is_older = |lock: &&Lock| (lock.python.to_string(), *lock.python < asked.python);
    let beside = in_order(&locks.iter().map(is_older).collect::<Vec<_>>(), newest_first);
    let change = match top(asked)?.iter().any(|key| key == "locks") {
        true => Change::Entry { into: vec!["locks".to_owned()], beside, key, value },
        false => at_top(asked, "locks", Datum::map(vec![(key, value)]))?,
    };
    Ok(vec![change])
}

/// The keys of the platform's file, in its order.
fn top(asked: Asked<'_>) -> Result<Vec<String>, Finding> {
    let source = &asked.platform.source;
    let tree = yaml::read(&source.path, source.text.as_bytes())?;
    let Value::Map(entries) = tree.root.value else { return Ok(Vec::new()) };
    let name = |(key, _): (yaml::Node, _)| match key.value {
        Value::Scalar { text, .. } => Some(text),
        _ => None,
    };
    Ok(entries.into_iter().filter_map(name).collect())
}

/// A key that the platform's file does not have yet, in its place.
fn at_top(asked: Asked<'_>, key: &str, value: Datum) -> Result<Change, Finding> {
    let present = top(asked)?;
    let present: Vec<&str> = present.iter().map(String::as_str).collect();
    let beside = among(PLATFORM_KEYS, &present, key);
    Ok(Change::Entry { into: Vec::new(), beside, key: Scalar::plain(key), value })
}

/// The path to something in a lock.
fn in_lock(asked: Asked<'_>, key: &str) -> Vec<String> {
    vec!["locks".to_owned(), asked.python.to_string(), key.to_owned()]
}

/// The edits that give a lock other versions.
pub(super) fn set(asked: Asked<'_>, lock: &Lock, moves: &[Move<'_, '_>]) -> Vec<Change> {
    let change = |one: &Move<'_, '_>| {
        let (key, new) = (one.choice.component.key.as_str(), Scalar::quoted(one.choice.version.to_string()));
        match one.from {
            Some(_) => Change::Value { at: in_lock(asked, key), new },
            None => added(asked, lock, key, new),
        }
    };
    moves.iter().map(change).collect()
}

/// The edits that say something else of a lock.
pub(super) fn remark(asked: Asked<'_>, lock: &Lock, remark: Option<&str>) -> Vec<Change> {
    let change = |remark: &str| match lock.remark {
        Some(_) => Change::Value { at: in_lock(asked, "remark"), new: Scalar::plain(remark) },
        None => added(asked, lock, "remark", Scalar::plain(remark)),
    };
    remark.map(change).into_iter().collect()
}

/// The edit that gives a lock a key that it does not have.
fn added(asked: Asked<'_>, lock: &Lock, key: &str, value: Scalar) -> Change {
    let order: Vec<&str> = asked.platform.components.iter().map(|component| component.key.as_str()).collect();
    let order = [order, vec!["recorded", "source", "remark"]].concat();
    let mut present: Vec<(usize, &str)> =
        lock.versions.iter().map(|(key, _)| (key.place.span.start, key.as_str())).collect();
    present.push((lock.recorded.place.span.start, "recorded"));
    present.extend(lock.source.as_ref().map(|source| (source.place.span.start, "source")));
    present.sort_unstable();
    let present: Vec<&str> = present.into_iter().map(|(_, key)| key).collect();
    Change::Entry {
        into: vec!["locks".to_owned(), asked.python.to_string()],
        beside: among(&order, &present, key),
        key: Scalar::plain(key),
        value: value.into(),
    }
}

/// The edits that date a lock anew and name its source.
pub(super) fn anew(asked: Asked<'_>, lock: &Lock, reason: &Reason) -> Vec<Change> {
    restate(asked, lock, Some(asked.on), Some(&reason.source))
}

/// The edits that give a lock another day, another source or both.
pub(super) fn restate(asked: Asked<'_>, lock: &Lock, on: Option<Date>, source: Option<&str>) -> Vec<Change> {
    let day = |on: Date| Change::Value { at: in_lock(asked, "recorded"), new: Scalar::plain(on.to_string()) };
    let source = source.map(Scalar::plain).map(|source| match lock.source {
        Some(_) => Change::Value { at: in_lock(asked, "source"), new: source },
        None => added(asked, lock, "source", source),
    });
    on.map(day).into_iter().chain(source).collect()
}

/// The edits that note what moved, each component by itself.
pub(super) fn note(
    asked: Asked<'_>,
    held: &[&Move<'_, '_>],
    reason: &Reason,
) -> Result<Vec<Change>, Finding> {
    let items: Vec<Datum> = held.iter().map(|one| item(asked, one, reason)).collect();
    if !top(asked)?.iter().any(|key| key == "changes") {
        return Ok(vec![at_top(asked, "changes", Datum::List(items))?]);
    }
    let into = || vec!["changes".to_owned()];
    // Where the newest stands on top, the new ones do, in the order of the components.
    let changes = &asked.platform.changes;
    let is_newest_first =
        changes.first().zip(changes.last()).is_some_and(|(first, last)| first.on.value > last.on.value);
    Ok(match is_newest_first {
        true => items
            .into_iter()
            .rev()
            .map(|value| Change::Item { into: into(), end: End::First, value })
            .collect(),
        false => {
            items.into_iter().map(|value| Change::Item { into: into(), end: End::Last, value }).collect()
        }
    })
}

fn item(asked: Asked<'_>, one: &Move<'_, '_>, reason: &Reason) -> Datum {
    let mut entries = vec![
        (Scalar::plain("python"), quoted(asked.python)),
        (Scalar::plain("component"), plain(&*one.choice.component.key)),
        (Scalar::plain("from"), quoted(one.from.map(Version::to_string).unwrap_or_default())),
        (Scalar::plain("to"), quoted(&one.choice.version)),
        (Scalar::plain("on"), plain(asked.on)),
        (Scalar::plain("why"), plain(reason.why.as_deref().unwrap_or_default())),
        (Scalar::plain("source"), plain(&reason.source)),
    ];
    let approved = reason.approved.as_ref().filter(|_| needs_council(one.choice.component));
    if let Some(approved) = approved {
        entries.push((Scalar::plain("approved"), plain(approved)));
    }
    Datum::map(entries)
}
