//! What becomes of a platform's lock: it is new, replaced because it does not hold yet, or changed with a note
//! beside it. Owns which of them it is and what has to be said for it; must not know how that is written.

use super::edits;
use super::{Asked, Choice, Ships, by_pep, is_same, refused};
use crate::edit::Change;
use crate::finding::Finding;
use crate::model::Date;
use crate::model::authority::Authority;
use crate::model::platform::{Component, Lock};
use crate::rules::{binds, stage};
use crate::source::Place;
use crate::version::Version;
use crate::words::joined;

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

/// What was given of a lock besides its versions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Given<'a> {
    /// What is to be said of it.
    pub remark: Option<&'a str>,
    /// The day of the record.
    pub on: Option<Date>,
    /// Where it is recorded.
    pub source: Option<&'a str>,
}

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Record<'r> {
    /// The edits of the platform's file, one after the other.
    pub changes: Vec<Change>,
    /// What becomes of the lock.
    pub done: Done,
    /// Why; none where neither a version of the lock changes nor its record.
    pub reason: Option<Reason>,
    /// The day that it is of.
    pub on: Date,
    /// What is said of the lock besides, if that is new.
    pub remark: Option<String>,
    /// What is added to what versions ship.
    pub ships: Vec<Ships<'r>>,
}

/// What becomes of a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// There was none.
    New,
    /// It did not hold yet.
    Replaced,
    /// It holds, and lacked these: name and version.
    Completed(Vec<(String, String)>),
    /// It holds, and these move.
    Changed(Vec<Moved>),
    /// It does not hold yet, and its day or its source is another.
    Restated,
    /// It stays as it is.
    Kept,
}

/// A component that moves in a lock that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The component's name.
    pub name: String,
    /// The version that it had.
    pub from: String,
    /// The version that it gets.
    pub to: String,
    /// Whether its approval is noted.
    pub is_approved: bool,
}

/// A component that moves; without a version from which, it was not in the lock.
pub(super) struct Move<'a, 'r> {
    pub(super) choice: &'a Choice<'r>,
    pub(super) from: Option<&'a Version>,
}

/// What is to be done so that the data has some versions, what was given and what versions ship; none where it
/// has them. `reason` is asked for only where a version of the lock changes, `page` only for what ships: where its
/// files can be read, if they can.
///
/// # Errors
///
/// A lock that holds, and no reason for its change.
pub fn record<'r, E>(
    asked: Asked<'r>,
    choices: &[Choice<'r>],
    ships: Vec<Ships<'r>>,
    given: Given<'_>,
    reason: impl FnOnce() -> Result<Reason, E>,
    page: impl Fn(&[&str]) -> Option<String>,
) -> Result<Result<Option<Record<'r>>, Vec<Finding>>, E> {
    let lock = asked.platform.lock(asked.python);
    let remark = given
        .remark
        .filter(|remark| lock.and_then(|lock| lock.remark.as_ref()).is_none_or(|own| **own != **remark));
    let moves: Vec<Move<'_, 'r>> = choices.iter().filter_map(|choice| moved(lock, choice)).collect();
    let restated = lock.filter(|_| moves.is_empty()).and_then(|lock| restated(asked, lock, given));
    if moves.is_empty() && ships.is_empty() && remark.is_none() && restated.is_none() {
        return Ok(Ok(None));
    }
    let reason = if moves.is_empty() { None } else { Some(reason()?) };
    let record = of_lock(asked, lock, &moves, reason, remark).map(|(mut changes, done, reason)| {
        let (done, reason, on) = match restated {
            Some((more, on, source)) => {
                changes.extend(more);
                (Done::Restated, Some(Reason { source, why: None, approved: None }), on)
            }
            None => (done, reason, asked.on),
        };
        let of_ships = ships.iter().flat_map(|ships| ships.changes(asked, page(&ships.files()).as_deref()));
        changes.extend(of_ships);
        Some(Record { changes, done, reason, on, remark: remark.map(str::to_owned), ships })
    });
    Ok(record)
}

/// The edits of a lock's day and source, if others are given and it does not hold yet, and what both are then.
fn restated(asked: Asked<'_>, lock: &Lock, given: Given<'_>) -> Option<(Vec<Change>, Date, String)> {
    let is_other = !says(lock, given) && !is_any_held(asked, lock);
    let on = given.on.unwrap_or(*lock.recorded);
    let source = given.source.or(lock.source.as_ref().map(|source| source.as_str())).unwrap_or_default();
    let changes = || edits::restate(asked, lock, given.on, given.source);
    is_other.then(|| (changes(), on, source.to_owned()))
}

/// Whether a lock has the day and the source that were given.
fn says(lock: &Lock, given: Given<'_>) -> bool {
    given.on.is_none_or(|on| on == *lock.recorded)
        && given.source.is_none_or(|source| lock.source.as_ref().is_some_and(|own| **own == source))
}

/// What is to be said where a lock holds, and a day or a source that were given are not written into it. That
/// of a change stands with the change.
pub fn kept(asked: Asked<'_>, given: Given<'_>) -> Option<String> {
    let lock = asked.platform.lock(asked.python).filter(|lock| is_any_held(asked, lock))?;
    let is_of_change = asked.platform.changes.iter().any(|change| {
        *change.python == asked.python
            && given.on.is_none_or(|on| on == *change.on)
            && given.source.is_none_or(|source| *change.source == source)
    });
    if says(lock, given) || is_of_change {
        return None;
    }
    let source = lock.source.as_ref().map_or("none", |source| source.as_str());
    let (name, python, path) = (&*asked.platform.name, asked.python, &asked.platform.source.path);
    Some(format!(
        "the lock of {name} for Python {python} holds, and its record stays: {} and {source}; if that was \
         wrong from the start, correct it in `{path}`",
        *lock.recorded
    ))
}

type OfLock = (Vec<Change>, Done, Option<Reason>);

/// What becomes of the lock alone.
fn of_lock(
    asked: Asked<'_>,
    lock: Option<&Lock>,
    moves: &[Move<'_, '_>],
    reason: Option<Reason>,
    remark: Option<&str>,
) -> Result<OfLock, Vec<Finding>> {
    let one = |finding: Finding| vec![finding];
    let (lock, reason) = match (lock, reason) {
        (None, Some(reason)) => {
            let changes = edits::new(asked, moves, &reason, remark).map_err(one)?;
            return Ok((changes, Done::New, Some(reason)));
        }
        (Some(lock), Some(reason)) => (lock, reason),
        (Some(lock), None) => return Ok((edits::remark(asked, lock, remark), Done::Kept, None)),
        (None, None) => return Ok((Vec::new(), Done::Kept, None)),
    };
    let held: Vec<&Move<'_, '_>> =
        moves.iter().filter(|one| one.from.is_some() && is_held(asked, one.choice.component)).collect();
    let findings = unsaid(asked, lock, &held, &reason);
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut changes = edits::set(asked, lock, moves);
    changes.extend(edits::remark(asked, lock, remark));
    let done = if !held.is_empty() {
        changes.extend(edits::note(asked, &held, &reason).map_err(one)?);
        Done::Changed(held.iter().map(|one| one.said(&reason)).collect())
    } else if is_any_held(asked, lock) {
        Done::Completed(moves.iter().map(Move::added).collect())
    } else {
        changes.extend(edits::anew(asked, lock, &reason));
        Done::Replaced
    };
    Ok((changes, done, Some(reason)))
}

fn moved<'a, 'r>(lock: Option<&'a Lock>, choice: &'a Choice<'r>) -> Option<Move<'a, 'r>> {
    let from = lock.and_then(|lock| lock.version(&choice.component.key)).map(|version| &version.value);
    let stays = from.is_some_and(|from| is_same(choice.component, from, &choice.version));
    (!stays).then_some(Move { choice, from })
}

impl Move<'_, '_> {
    fn name(&self) -> String {
        (*self.choice.component.name).clone()
    }

    fn said(&self, reason: &Reason) -> Moved {
        Moved {
            name: self.name(),
            from: self.from.map(Version::to_string).unwrap_or_default(),
            to: self.choice.version.to_string(),
            is_approved: reason.approved.is_some() && needs_council(self.choice.component),
        }
    }

    fn added(&self) -> (String, String) {
        (self.name(), self.choice.version.to_string())
    }
}

/// Whether the steering council is who may change a component.
pub(super) fn needs_council(component: &Component) -> bool {
    component.lock.as_ref().is_some_and(|policy| *policy.change == Authority::SteeringCouncil)
}

/// Whether what is locked of a component holds on the day.
fn is_held(asked: Asked<'_>, component: &Component) -> bool {
    let release = asked.registry.releases.iter().find(|release| *release.python == asked.python);
    let stage = release.zip(component.lock.as_ref()).map(|(release, policy)| stage(release, policy));
    stage.is_some_and(|stage| stage.actual || stage.date <= asked.on)
}

/// Whether anything in a lock holds.
fn is_any_held(asked: Asked<'_>, lock: &Lock) -> bool {
    let own = lock.versions.iter().filter_map(|(key, _)| asked.platform.component(key));
    own.into_iter().any(|component| is_held(asked, component))
}

/// What has to be said of a lock that holds and changes, and is not.
fn unsaid(asked: Asked<'_>, lock: &Lock, held: &[&Move<'_, '_>], reason: &Reason) -> Vec<Finding> {
    let Some(first) = held.first() else { return Vec::new() };
    let mut findings = Vec::new();
    findings.extend(too_early(asked, lock, held));
    if reason.why.is_none() {
        findings.extend(without_reason(asked, first, held));
    }
    let asks = |one: &&&Move<'_, '_>| {
        let policy = one.choice.component.lock.as_ref();
        needs_council(one.choice.component) && policy.is_some_and(|policy| binds(policy, asked.python))
    };
    if let Some(one) = held.iter().find(asks).filter(|_| reason.approved.is_none()) {
        findings.push(without_approval(asked, one.choice.component));
    }
    findings
}

/// A change from before what is on record already.
fn too_early(asked: Asked<'_>, lock: &Lock, held: &[&Move<'_, '_>]) -> Option<Finding> {
    let is_own = |key: &str| held.iter().any(|one| *one.choice.component.key == *key);
    let own = asked
        .platform
        .changes
        .iter()
        .filter(|change| *change.python == asked.python && is_own(&change.component));
    let records =
        std::iter::once((&lock.recorded, "recorded")).chain(own.map(|change| (&change.on, "changed")));
    let (day, what) = records.max_by_key(|(day, _)| day.value)?;
    (asked.on < day.value).then(|| {
        let message = format!(
            "the lock of Python {} was {what} on {}, and would change before, on {}",
            asked.python, **day, asked.on
        );
        refused(message)
            .at(day.place.clone())
            .why("what moved is told in the order of time")
            .help("Name with `--on DATE` the day on which it changes.")
    })
}

fn without_reason(asked: Asked<'_>, first: &Move<'_, '_>, held: &[&Move<'_, '_>]) -> Option<Finding> {
    let component = first.choice.component;
    let policy = component.lock.as_ref()?;
    let from = first.from.map(Version::to_string).unwrap_or_default();
    let message = format!(
        "the lock of Python {} holds, and {} would change from {from} to {} without a reason",
        asked.python, *component.name, first.choice.version
    );
    let names: Vec<String> = held.iter().map(|one| one.name()).collect();
    let verb = if names.len() == 1 { "changes" } else { "change" };
    Some(
        refused(message)
            .at(place(asked, component))
            .related(policy.from.place.clone(), "it holds from this release on")
            .why(format!("a lock may change later, with a note of when and why{}", by_pep(asked.platform)))
            .help(format!("Say with `--why TEXT` why {} {verb}.", joined(&names, "and"))),
    )
}

fn without_approval(asked: Asked<'_>, component: &Component) -> Finding {
    let message = format!(
        "{} of Python {} is locked, and no approval of its change is named",
        *component.name, asked.python
    );
    let finding = refused(message).at(place(asked, component));
    let finding = match &component.lock {
        Some(policy) => finding.related(policy.change.place.clone(), "who must approve it"),
        None => finding,
    };
    finding
        .why(format!(
            "after that release only the steering council may let it change{}",
            by_pep(asked.platform)
        ))
        .help("Name the steering council's approval with `--approved URL`.")
}

fn place(asked: Asked<'_>, component: &Component) -> Place {
    let lock = asked.platform.lock(asked.python);
    let version = lock.and_then(|lock| lock.version(&component.key));
    version.map_or_else(|| component.key.place.clone(), |version| version.place.clone())
}
