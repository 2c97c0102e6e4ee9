//! Locks, and the changes that explain why one moved. Owns how a moved lock finds its explanation.

use std::collections::{BTreeMap, BTreeSet};

use super::component::matched_in;
use super::entry::{self, Entry, Facts, Value};
use super::matched::{Matched, aligned, matched};
use super::platform::name;
use super::{Change, Section, Subject};
use crate::model::platform::{Change as Entered, Lock, Platform};
use crate::version::{Python, Version};

/// The locks of one platform in two states, with what `changes` says of those that moved.
pub struct Moves<'r> {
    base: &'r Platform,
    head: &'r Platform,
    /// What the components of the base are called now, where that is something else.
    renamed: BTreeMap<&'r str, &'r str>,
    /// The entries of `changes` that the base does not have, in order of time.
    new: BTreeMap<(Python, &'r str), Vec<&'r Entered>>,
}

impl<'r> Moves<'r> {
    /// Of a platform that is in both states.
    pub fn between(base: &'r Platform, head: &'r Platform) -> Self {
        let renamed = matched_in(base, head).into_iter().filter_map(|component| match component {
            Matched::Kept(base, head) if base.key != head.key => Some((base.key.as_str(), head.key.as_str())),
            _ => None,
        });
        let mut moves = Self { base, head, renamed: renamed.collect(), new: BTreeMap::new() };
        let entries = if moves.is_same_history() { Vec::new() } else { moves.entries() };
        let new = entries.into_iter().filter_map(|entry| match entry {
            Matched::Kept(base, head) => (!moves.says_the_same(base, head)).then_some(head),
            Matched::New(head) => Some(head),
            Matched::Gone(_) => None,
        });
        let mut by_lock: BTreeMap<_, Vec<&'r Entered>> = BTreeMap::new();
        for entered in new {
            by_lock.entry((*entered.python, entered.component.as_str())).or_default().push(entered);
        }
        by_lock.values_mut().for_each(|entries| entries.sort_by_key(|entered| entered.on.value));
        moves.new = by_lock;
        moves
    }

    /// What a component of the base is called now.
    pub fn now<'k>(&self, key: &'k str) -> &'k str
    where
        'r: 'k,
    {
        self.renamed.get(key).copied().unwrap_or(key)
    }

    /// The platform in both states.
    pub fn platforms(&self) -> (&'r Platform, &'r Platform) {
        (self.base, self.head)
    }

    /// The locks of both states, by Python version: those that are there now, then those that are gone.
    pub fn locks(&self) -> Vec<Matched<'r, Lock>> {
        let (base, head) = (&self.base.locks, &self.head.locks);
        if let Some(locks) = aligned(base, head, |base, head| base.python == head.python) {
            return locks;
        }
        let mut before: BTreeMap<Python, &Lock> =
            self.base.locks.iter().map(|lock| (lock.python.value, lock)).collect();
        let now = self.head.locks.iter().map(|head| match before.remove(&head.python.value) {
            Some(base) => Matched::Kept(base, head),
            None => Matched::New(head),
        });
        let now: Vec<_> = now.collect();
        now.into_iter().chain(before.into_values().rev().map(Matched::Gone)).collect()
    }

    /// Whether two versions of a component are one lock: `24` and `24.1` are where only the major version
    /// is recorded.
    pub fn is_same(&self, component: &str, before: &Version, after: &Version) -> bool {
        let precision = self.head.component(component).and_then(|component| component.precision.as_ref());
        let precision = precision.map(|precision| precision.value);
        before == after || before.canonical(precision) == after.canonical(precision)
    }

    /// The new entries of `changes` that lead a lock from one version to another, in order of time; none
    /// where they do not.
    pub fn explanation(
        &self,
        python: Python,
        component: &'r str,
        from: &Version,
        to: &Version,
    ) -> Option<Vec<&'r Entered>> {
        let mut at = from;
        let mut chain = Vec::new();
        for &entered in self.new.get(&(python, component))? {
            if self.is_same(component, &entered.from, at) {
                at = &entered.to;
                chain.push(entered);
            }
        }
        (!chain.is_empty() && self.is_same(component, at, to)).then_some(chain)
    }

    /// The entries of `changes` of both states: those that say the same, then those of the same lock with
    /// the same day or the same versions, then any of the same lock.
    pub fn entries(&self) -> Vec<Matched<'r, Entered>> {
        matched(&self.base.changes, &self.head.changes, |entered| {
            let lock = format!("{}\0{}", *entered.python, self.now(&entered.component));
            let versions = format!("{}\0{}", entered.from.canonical(None), entered.to.canonical(None));
            vec![
                format!("{lock}\0{versions}\0{}\0{}\0{}", *entered.on, *entered.why, *entered.source),
                format!("{lock}\0{versions}\0{}", *entered.on),
                format!("{lock}\0{versions}"),
                format!("{lock}\0{}", *entered.on),
            ]
        })
    }

    /// Whether `changes` tells of the same moves on the same days in both states, one for one.
    pub fn is_same_history(&self) -> bool {
        let (base, head) = (&self.base.changes, &self.head.changes);
        base.len() == head.len() && base.iter().zip(head).all(|(base, head)| self.says_the_same(base, head))
    }

    /// Whether two entries of `changes` tell of the same move on the same day.
    pub fn says_the_same(&self, before: &Entered, after: &Entered) -> bool {
        let component = after.component.as_str();
        before.python == after.python
            && self.now(&before.component) == component
            && before.on == after.on
            && self.is_same(component, &before.from, &after.from)
            && self.is_same(component, &before.to, &after.to)
    }
}

pub(super) fn changes(base: Option<&Platform>, head: Option<&Platform>) -> Vec<Change> {
    let (base, head) = match (base, head) {
        (Some(base), Some(head)) => return moved(base, head),
        (base, head) => (base.map(all).unwrap_or_default(), head.map(all).unwrap_or_default()),
    };
    entry::changes(&base, &head, None)
}

/// All locks and changes of a platform that is in one state only.
fn all(platform: &Platform) -> Vec<Entry> {
    let locks = platform.locks.iter().map(|lock| lock_entry(platform, lock, None));
    locks.chain(platform.changes.iter().map(|entered| change_entry(platform, entered, None))).collect()
}

fn moved(base: &Platform, head: &Platform) -> Vec<Change> {
    let moves = Moves::between(base, head);
    let mut changes = Vec::new();
    let mut told: BTreeSet<*const Entered> = BTreeSet::new();
    for lock in moves.locks() {
        match lock {
            Matched::New(lock) => changes.push(lock_entry(head, lock, None).whole(true)),
            Matched::Gone(lock) => changes.push(lock_entry(base, lock, Some(&moves)).whole(false)),
            Matched::Kept(before, after) => changes.extend(of_lock(&moves, before, after, &mut told)),
        }
    }
    let before: Vec<Entry> =
        base.changes.iter().map(|entered| change_entry(base, entered, Some(&moves))).collect();
    let rest = head.changes.iter().filter(|entered| !told.contains(&std::ptr::from_ref(*entered)));
    let after: Vec<Entry> = rest.map(|entered| change_entry(head, entered, None)).collect();
    let place = after.first().map(|entry| &entry.place);
    let order = Change::order(Section::Locks, &super::platform::subject(head), "the changes are", place);
    changes.extend(entry::changes(&before, &after, Some(order)));
    changes
}

/// What changed in a lock; what `changes` says of a move is told with it.
fn of_lock<'r>(
    moves: &Moves<'r>,
    before: &'r Lock,
    after: &'r Lock,
    told: &mut BTreeSet<*const Entered>,
) -> Vec<Change> {
    let since = lock_entry(moves.head, after, None).since(&lock_entry(moves.base, before, Some(moves)));
    let mut is_day_told = false;
    let mut changes: Vec<(String, Change)> = Vec::new();
    for (key, mut change) in since {
        let component = moves.head.components.iter().find(|component| key == version_key(&component.key));
        let component = component.map(|component| component.key.as_str());
        let was = before.versions.iter().find(|(old, _)| Some(moves.now(old)) == component);
        let is = component.and_then(|component| after.version(component));
        if let (Some(component), Some((_, was)), Some(is)) = (component, was, is) {
            match moves.explanation(*after.python, component, was, is) {
                Some(chain) => {
                    explain(&mut change, &chain);
                    told.extend(chain.iter().map(|&entered| std::ptr::from_ref(entered)));
                }
                None if after.recorded != before.recorded => {
                    is_day_told = true;
                    let (day, old) = (after.recorded.value, before.recorded.value);
                    change.says.push_str(&format!(", recorded {day} (was {old})"));
                }
                None => {}
            }
            if was.canonical(None) == is.canonical(None) {
                change.says.push_str(", another spelling");
            }
        }
        changes.push((key, change));
    }
    changes.into_iter().filter(|(key, _)| !(is_day_told && key == "recorded")).map(|(_, c)| c).collect()
}

/// Adds what the entries of `changes` say of a move.
fn explain(change: &mut Change, chain: &[&Entered]) {
    let Some((last, earlier)) = chain.split_last() else { return };
    if !earlier.is_empty() {
        let via: Vec<String> = earlier.iter().map(|entered| entered.to.to_string()).collect();
        change.says.push_str(&format!(" by way of {}", via.join(", ")));
    }
    change.says.push_str(&format!(", recorded {}", *last.on));
    let approved: Vec<&str> =
        chain.iter().filter_map(|entered| entered.approved.as_ref()).map(|url| url.as_str()).collect();
    if !approved.is_empty() {
        change.says.push_str(&format!(" (approval {})", approved.join(", ")));
    }
    change.why = Some(chain.iter().map(|entered| entered.why.as_str()).collect::<Vec<_>>().join("\n\n"));
    change.source = Some(last.source.value.clone());
}

fn version_key(component: &str) -> String {
    format!("version {component}")
}

/// A lock; one of the base calls its components what they are called now.
fn lock_entry(platform: &Platform, lock: &Lock, moves: Option<&Moves<'_>>) -> Entry {
    let Lock { python, versions, recorded, source, remark, place } = lock;
    let mut facts = Facts::default();
    for (key, version) in versions {
        let now = moves.map_or(key.as_str(), |moves| moves.now(key));
        facts.push(&name(platform, key), Value::Locked(version.to_string()), &version.place);
        facts.keyed(version_key(now));
    }
    facts.plain("recorded", recorded).prose("remark", remark);
    if let Some(source) = source {
        facts.source(source);
    }
    Entry {
        section: Section::Locks,
        about: Subject::python(python.value),
        context: String::new(),
        added: "locked to".to_owned(),
        removed: "no longer locked to".to_owned(),
        keys: vec![format!("{} {python}", platform.key, python = **python)],
        facts,
        place: place.clone(),
    }
}

fn change_entry(platform: &Platform, entered: &Entered, moves: Option<&Moves<'_>>) -> Entry {
    let Entered { python, component, from, to, on, why, source, approved } = entered;
    let now = moves.map_or(component.as_str(), |moves| moves.now(component));
    let name = name(platform, component);
    let mut facts = Facts::default();
    facts.plain("Python", python).implied();
    facts.push("component", Value::Plain(now.to_owned()), &component.place).implied();
    facts.plain(&format!("{name} from"), from).keyed("from").plain("to", to).plain("on", on);
    facts.push("reason", Value::Prose(why.value.clone()), &why.place);
    facts.maybe("approval", approved).source(source);
    let lock = format!("{}\0{}\0{now}", platform.key, **python);
    let versions = format!("{}\0{}", from.canonical(None), to.canonical(None));
    Entry {
        section: Section::Locks,
        about: Subject::python(python.value),
        context: format!("change of {name} on {}: ", **on),
        added: "change recorded:".to_owned(),
        removed: "change no longer recorded:".to_owned(),
        keys: vec![
            format!("{lock}\0{versions}\0{}", **on),
            format!("{lock}\0{versions}"),
            format!("{lock}\0{}", **on),
        ],
        facts,
        place: on.place.clone(),
    }
}
