//! What the rules about change ask of the data as it was. Owns when a lock held; must not know what is
//! found.

use std::collections::{BTreeMap, BTreeSet};

use super::edits::Edits;
use super::lock_vanished::{self, Vanished};
use super::{Context, milestone};
use crate::diff::{self, Matched, Moves};
use crate::model::platform::{Change, Component, Lock, LockPolicy, Platform};
use crate::model::python::{Milestone, Release};
use crate::model::{At, Registry};
use crate::version::{Python, Version};

/// What became of the data as it was; found once for all rules.
pub(super) struct Past<'r> {
    releases: BTreeMap<Python, &'r Release>,
    /// The platforms, as they were and as they are.
    pub(super) platforms: Vec<Matched<'r, Platform>>,
    /// The platforms that are still there, with their locks.
    pub(super) kept: Vec<Kept<'r>>,
    /// The locks that held and are gone.
    pub(super) vanished: Vec<Vanished<'r>>,
    /// The history of PEP 11's targets.
    pub(super) edits: Edits<'r>,
}

/// A platform that is still there.
pub(super) struct Kept<'r> {
    /// What it was and is, and what explains that a lock moved.
    pub(super) moves: Moves<'r>,
    /// Its locks, as they were and as they are.
    pub(super) locks: Vec<Matched<'r, Lock>>,
    /// The entries of `changes`, as they were and as they are.
    pub(super) entries: Vec<Matched<'r, Change>>,
    /// The entries of `changes` that are gone or tell of another move, with what they say now. Those of
    /// locks that are gone themselves, or did not hold, are no loss.
    pub(super) erased: Vec<(&'r Change, Option<&'r Change>)>,
}

/// A component of a lock that moved, as it was and is.
pub(super) struct Move<'r> {
    pub(super) was: &'r At<Version>,
    pub(super) key: &'r At<String>,
    pub(super) is: &'r At<Version>,
    /// An entry that would explain it, were its day not before the lock held.
    pub(super) too_early: Option<&'r Change>,
}

impl<'r> Past<'r> {
    /// The context is asked for what holds now.
    pub(super) fn of(base: &'r Registry, context: &Context<'r>) -> Self {
        let head = context.registry;
        let platforms = diff::platforms(&base.platforms, &head.platforms);
        let mut past = Self {
            releases: base.releases.iter().map(|release| (release.python.value, release)).collect(),
            platforms,
            kept: Vec::new(),
            vanished: Vec::new(),
            edits: Edits::between(base.tiers.as_ref(), head.tiers.as_ref()),
        };
        let kept = past.platforms.iter().filter_map(|platform| match *platform {
            Matched::Kept(base, head) => Some(past.kept(context, base, head)),
            _ => None,
        });
        past.kept = kept.collect();
        past.vanished = lock_vanished::vanished(context, &past);
        past
    }

    fn kept(&self, context: &Context<'_>, base: &'r Platform, head: &'r Platform) -> Kept<'r> {
        let moves = Moves::between(base, head);
        let locks = moves.locks();
        let entries: Vec<_> = if moves.is_same_history() {
            base.changes.iter().zip(&head.changes).map(|(base, head)| Matched::Kept(base, head)).collect()
        } else {
            moves.entries()
        };
        let erased = entries.iter().filter_map(|entry| match *entry {
            Matched::Kept(base, head) => (!moves.says_the_same(base, head)).then_some((base, Some(head))),
            Matched::Gone(base) => Some((base, None)),
            Matched::New(_) => None,
        });
        let erased = erased.filter(|(entry, _)| {
            let python = *entry.python;
            let lock = head.lock(python).and_then(|lock| lock.version(moves.now(&entry.component)));
            lock.is_some() && self.was_held(context, &moves, &entry.component, python)
        });
        Kept { erased: erased.collect(), entries, locks, moves }
    }

    /// The milestone of a Python version from which a policy's locks held, if it was said to have passed.
    pub(super) fn passed(&self, policy: &LockPolicy, python: Python) -> Option<&'r At<Milestone>> {
        let milestone = self.releases.get(&python).map(|release| milestone(release, policy));
        milestone.filter(|milestone| milestone.actual)
    }

    /// A Python version, as it was.
    pub(super) fn release(&self, python: Python) -> Option<&'r Release> {
        self.releases.get(&python).copied()
    }

    /// Whether the lock of a component held: by the policy as it was or as it is, since the release has
    /// passed or had passed. Whoever moves a lock cannot take its policy away, nor call beta 1 back.
    pub(super) fn is_held(
        &self,
        context: &Context<'_>,
        components: [Option<&Component>; 2],
        python: Python,
    ) -> bool {
        let mut policies = components.into_iter().flatten().filter_map(|component| component.lock.as_ref());
        policies.any(|policy| self.passed(policy, python).is_some() || context.is_held(policy, python))
    }

    /// Whether a component of a lock that was there held.
    pub(super) fn was_held(
        &self,
        context: &Context<'_>,
        moves: &Moves<'r>,
        key: &str,
        python: Python,
    ) -> bool {
        let (base, head) = moves.platforms();
        self.is_held(context, [base.component(key), head.component(moves.now(key))], python)
    }

    /// Whether a Python version had ended, and is not spoken of any more.
    pub(super) fn is_over(&self, context: &Context<'_>, python: Python) -> bool {
        let ended = self.releases.get(&python).is_some_and(|release| release.end_of_life.actual);
        ended && context.release(python).is_none()
    }

    /// The components of a lock that held and moved without an explanation.
    pub(super) fn unexplained(
        &self,
        context: &Context<'_>,
        moves: &Moves<'r>,
        before: &'r Lock,
        after: &'r Lock,
    ) -> Vec<Move<'r>> {
        let python = *before.python;
        let moved = before.versions.iter().filter_map(|(old, was)| {
            let now = moves.now(old);
            let (key, is) = after.versions.iter().find(|(key, _)| **key == now)?;
            if moves.is_same(key, was, is) || !self.was_held(context, moves, old, python) {
                return None;
            }
            let chain = moves.explanation(python, key, was, is);
            let too_early =
                chain.iter().flatten().find(|entry| self.is_too_early(moves, key, entry)).copied();
            (chain.is_none() || too_early.is_some()).then_some(Move { was, key, is, too_early })
        });
        moved.collect()
    }

    /// Whether an entry is dated before its lock held, although the lock as it was knew nothing of it and
    /// held already.
    fn is_too_early(&self, moves: &Moves<'r>, key: &str, entry: &Change) -> bool {
        let mut policies = policies(moves, key);
        policies.any(|policy| {
            self.passed(policy, *entry.python).is_some_and(|milestone| entry.on.value < milestone.date)
        })
    }
}

impl<'r> Kept<'r> {
    /// The components of locks that are not at the version at which they were.
    pub(super) fn moved(&self) -> BTreeSet<(Python, &'r str)> {
        let kept = self.locks.iter().filter_map(|lock| match *lock {
            Matched::Kept(before, after) => Some((before, after)),
            _ => None,
        });
        let moved = kept.flat_map(|(before, after)| {
            let moved = before.versions.iter().filter_map(|(old, was)| {
                let key = self.moves.now(old.as_str());
                let is = after.version(key)?;
                (!self.moves.is_same(key, was, is)).then_some((*after.python, key))
            });
            moved.collect::<Vec<_>>()
        });
        moved.collect()
    }

    /// The component's name for people, by the key that it has now.
    pub(super) fn name<'k>(&'k self, key: &'k str) -> &'k str {
        self.moves.platforms().1.component(key).map_or(key, |component| component.name.as_str())
    }
}

/// The lock policies of a component, as it was and as it is, by the key that it has now.
pub(super) fn policies<'r>(moves: &Moves<'r>, key: &str) -> impl Iterator<Item = &'r LockPolicy> {
    let (base, head) = moves.platforms();
    let before = base.components.iter().find(|component| moves.now(&component.key) == key);
    [before, head.component(key)].into_iter().flatten().filter_map(|component| component.lock.as_ref())
}

/// An entry of `changes` to type.
pub(super) fn entry(
    python: Python,
    component: &str,
    from: &Version,
    to: &Version,
    on: &str,
    rest: &str,
) -> String {
    format!(
        "- {{python: \"{python}\", component: {component}, from: \"{from}\", to: \"{to}\", on: {on}, {rest}}}"
    )
}
