//! What becomes of a platform's file: a new lock, a lock that is replaced because it does not hold yet, or a
//! lock that changes, with a note beside it. Owns which of the three it is; must not know how a file is
//! edited.

use super::{Asked, Choice, is_same, listed, refused};
use crate::edit::{Beside, Change, Datum, End, Scalar, among};
use crate::finding::Finding;
use crate::model::authority::Authority;
use crate::model::platform::{Component, Lock};
use crate::parse::PLATFORM_KEYS;
use crate::rules::{binds, stage};
use crate::version::Version;
use crate::yaml::{self, Value};

/// Why a lock is recorded, and where that can be read.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Where it is recorded.
    pub source: String,
    /// Why a lock that holds changes.
    pub why: Option<String>,
    /// The steering council's approval.
    pub approved: Option<String>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Record {
    /// The edits of the platform's file, one after the other.
    pub changes: Vec<Change>,
    /// What they do.
    pub done: Done,
    /// Why.
    pub reason: Reason,
}

/// What becomes of a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// There was none.
    New,
    /// It did not hold yet.
    Replaced,
    /// It holds, and these move: name, from, to.
    Changed(Vec<(String, String, String)>),
}

/// A component that moves; without a version from which, it was not in the lock.
struct Move<'a, 'r> {
    choice: &'a Choice<'r>,
    from: Option<&'a Version>,
}

/// What is to be done so that the data has some versions; none where it has them. `reason` is asked for only
/// where something is.
///
/// # Errors
///
/// A lock that holds, and no reason for its change.
pub fn record<E>(
    asked: Asked<'_>,
    choices: &[Choice<'_>],
    reason: impl FnOnce() -> Result<Reason, E>,
) -> Result<Result<Option<Record>, Vec<Finding>>, E> {
    let Some(lock) = asked.platform.lock(asked.python) else {
        return Ok(new(asked, choices, reason()?).map(Some).map_err(|finding| vec![finding]));
    };
    let moves: Vec<Move<'_, '_>> = choices.iter().filter_map(|choice| moved(lock, choice)).collect();
    if moves.is_empty() {
        return Ok(Ok(None));
    }
    let reason = reason()?;
    let held: Vec<&Move<'_, '_>> =
        moves.iter().filter(|one| one.from.is_some() && is_held(asked, one.choice.component)).collect();
    let findings = unsaid(asked, &held, &reason);
    if !findings.is_empty() {
        return Ok(Err(findings));
    }
    let mut changes = set(asked, lock, &moves);
    if held.is_empty() {
        changes.extend(anew(asked, lock, &reason));
        return Ok(Ok(Some(Record { changes, done: Done::Replaced, reason })));
    }
    let noted = note(asked, &held, &reason);
    Ok(noted.map_err(|finding| vec![finding]).map(|noted| {
        changes.extend(noted);
        let done = Done::Changed(held.iter().map(|one| one.said()).collect());
        Some(Record { changes, done, reason })
    }))
}

fn moved<'a, 'r>(lock: &'a Lock, choice: &'a Choice<'r>) -> Option<Move<'a, 'r>> {
    let from = lock.version(&choice.component.key).map(|version| &version.value);
    let stays = from.is_some_and(|from| is_same(choice.component, from, &choice.version));
    (!stays).then_some(Move { choice, from })
}

impl Move<'_, '_> {
    fn said(&self) -> (String, String, String) {
        let from = self.from.map(Version::to_string).unwrap_or_default();
        ((*self.choice.component.name).clone(), from, self.choice.version.to_string())
    }
}

/// Whether what is locked of a component holds on the day.
fn is_held(asked: Asked<'_>, component: &Component) -> bool {
    let release = asked.registry.releases.iter().find(|release| *release.python == asked.python);
    let stage = release.zip(component.lock.as_ref()).map(|(release, policy)| stage(release, policy));
    stage.is_some_and(|stage| stage.actual || stage.date <= asked.on)
}

/// What has to be said of a lock that holds and changes, and is not.
fn unsaid(asked: Asked<'_>, held: &[&Move<'_, '_>], reason: &Reason) -> Vec<Finding> {
    let Some(first) = held.first() else { return Vec::new() };
    let component = first.choice.component;
    let Some(policy) = &component.lock else { return Vec::new() };
    let names: Vec<String> = held.iter().map(|one| (*one.choice.component.name).clone()).collect();
    let mut findings = Vec::new();
    let from = first.from.map(Version::to_string).unwrap_or_default();
    if reason.why.is_none() {
        let message = format!(
            "the lock of Python {} holds, and {} would change from {from} to {} without a reason",
            asked.python, *component.name, first.choice.version
        );
        findings.push(
            refused(message)
                .at(place(asked, component))
                .related(policy.from.place.clone(), "it holds from this release on")
                .why(format!(
                    "a lock may change later, with a note of when and why{}",
                    super::by_pep(asked.platform)
                ))
                .help(format!("Say with `--why TEXT` why {} changes.", listed(&names))),
        );
    }
    let asks = |one: &&&Move<'_, '_>| {
        let policy = one.choice.component.lock.as_ref();
        policy
            .is_some_and(|policy| *policy.change == Authority::SteeringCouncil && binds(policy, asked.python))
    };
    if let Some(one) = held.iter().find(asks).filter(|_| reason.approved.is_none()) {
        let component = one.choice.component;
        let message = format!(
            "{} of Python {} is locked, and no approval of its change is named",
            *component.name, asked.python
        );
        let finding = refused(message).at(place(asked, component));
        let finding = match &component.lock {
            Some(policy) => finding.related(policy.change.place.clone(), "who must approve it"),
            None => finding,
        };
        findings.push(
            finding
                .why(format!(
                    "after that release only the steering council may let it change{}",
                    super::by_pep(asked.platform)
                ))
                .help("Name the steering council's approval with `--approved URL`."),
        );
    }
    findings
}

fn place(asked: Asked<'_>, component: &Component) -> crate::source::Place {
    let lock = asked.platform.lock(asked.python);
    let version = lock.and_then(|lock| lock.version(&component.key));
    version.map_or_else(|| component.key.place.clone(), |version| version.place.clone())
}

fn quoted(text: impl ToString) -> Datum {
    Scalar::quoted(text.to_string()).into()
}

fn plain(text: impl ToString) -> Datum {
    Scalar::plain(text.to_string()).into()
}

fn new(asked: Asked<'_>, choices: &[Choice<'_>], reason: Reason) -> Result<Record, Finding> {
    let versions =
        choices.iter().map(|choice| (Scalar::plain(&**choice.component.key), quoted(&choice.version)));
    let mut entries: Vec<(Scalar, Datum)> = versions.collect();
    entries.push((Scalar::plain("recorded"), plain(asked.on)));
    entries.push((Scalar::plain("source"), plain(&reason.source)));
    let (key, value) = (Scalar::quoted(asked.python.to_string()), Datum::short(entries));
    let older = asked.platform.locks.iter().filter(|lock| *lock.python < asked.python);
    let beside = match older.min_by_key(|lock| lock.place.span.start) {
        Some(first) => Beside::Before(first.python.to_string()),
        None => Beside::Last,
    };
    let change = match top(asked)?.iter().any(|key| key == "locks") {
        true => Change::Entry { into: vec!["locks".to_owned()], beside, key, value },
        false => at_top(asked, "locks", Datum::map(vec![(key, value)]))?,
    };
    Ok(Record { changes: vec![change], done: Done::New, reason })
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
fn set(asked: Asked<'_>, lock: &Lock, moves: &[Move<'_, '_>]) -> Vec<Change> {
    let order: Vec<&str> = asked.platform.components.iter().map(|component| component.key.as_str()).collect();
    let order = [order, vec!["recorded", "source", "remark"]].concat();
    let mut present: Vec<(usize, &str)> =
        lock.versions.iter().map(|(key, _)| (key.place.span.start, key.as_str())).collect();
    present.push((lock.recorded.place.span.start, "recorded"));
    present.sort_unstable();
    let present: Vec<&str> = present.into_iter().map(|(_, key)| key).collect();
    let change = |one: &Move<'_, '_>| {
        let (key, new) = (&*one.choice.component.key, Scalar::quoted(one.choice.version.to_string()));
        match one.from {
            Some(_) => Change::Value { at: in_lock(asked, key), new },
            None => Change::Entry {
                into: vec!["locks".to_owned(), asked.python.to_string()],
                beside: among(&order, &present, key),
                key: Scalar::plain(&**key),
                value: new.into(),
            },
        }
    };
    moves.iter().map(change).collect()
}

/// The edits that date a lock anew and name its source.
fn anew(asked: Asked<'_>, lock: &Lock, reason: &Reason) -> Vec<Change> {
    let (day, source) = (Scalar::plain(asked.on.to_string()), Scalar::plain(&reason.source));
    let source = match lock.source {
        Some(_) => Change::Value { at: in_lock(asked, "source"), new: source },
        None => Change::Entry {
            into: vec!["locks".to_owned(), asked.python.to_string()],
            beside: Beside::After("recorded".to_owned()),
            key: Scalar::plain("source"),
            value: source.into(),
        },
    };
    vec![Change::Value { at: in_lock(asked, "recorded"), new: day }, source]
}

/// The edits that note what moved, each component by itself.
fn note(asked: Asked<'_>, held: &[&Move<'_, '_>], reason: &Reason) -> Result<Vec<Change>, Finding> {
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
    let asks =
        one.choice.component.lock.as_ref().is_some_and(|policy| *policy.change == Authority::SteeringCouncil);
    if let Some(approved) = reason.approved.as_ref().filter(|_| asks) {
        entries.push((Scalar::plain("approved"), plain(approved)));
    }
    Datum::map(entries)
}
