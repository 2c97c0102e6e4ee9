//! What the rules about change ask of the data as it was. Owns when a lock held; must not know what is
//! found.

use std::collections::BTreeMap;

use super::{Context, stage};
use crate::diff::{self, Matched, Moves};
use crate::model::platform::{Change, Component, Lock, Platform};
use crate::model::python::Release;
use crate::model::{At, Registry};
use crate::version::{Python, Version};

/// The data as it was, beside what it is now.
pub(super) struct Past<'c, 'r> {
    context: &'c Context<'r>,
    base: &'r Registry,
    releases: BTreeMap<Python, &'r Release>,
}

impl<'c, 'r> Past<'c, 'r> {
    /// None where there is nothing to hold the data against.
    pub(super) fn of(context: &'c Context<'r>) -> Option<Self> {
        let base = context.base?;
        let releases = base.releases.iter().map(|release| (release.python.value, release)).collect();
        Some(Self { context, base, releases })
    }

    /// The platforms, as they were and as they are.
    pub(super) fn platforms(&self) -> Vec<Matched<'r, Platform>> {
        diff::platforms(&self.base.platforms, &self.context.registry.platforms)
    }

    /// The platforms that are still there, with their locks.
    pub(super) fn moves(&self) -> impl Iterator<Item = Moves<'r>> {
        self.platforms().into_iter().filter_map(|platform| match platform {
            Matched::Kept(base, head) => Some(Moves::between(base, head)),
            _ => None,
        })
    }

    /// Whether the lock of a component held: by the policy as it was or as it is, since the release has
    /// passed or had passed. Whoever moves a lock cannot take its policy away, nor call beta 1 back.
    pub(super) fn is_held(&self, components: [Option<&Component>; 2], python: Python) -> bool {
        let mut policies = components.into_iter().flatten().filter_map(|component| component.lock.as_ref());
        policies.any(|policy| {
            let was = self.releases.get(&python).is_some_and(|release| stage(release, policy).actual);
            was || self.context.is_held(policy, python)
        })
    }

    /// Whether a component of a lock that was there held.
    pub(super) fn was_held(&self, moves: &Moves<'r>, key: &str, python: Python) -> bool {
        let (base, head) = moves.platforms();
        self.is_held([base.component(key), head.component(moves.now(key))], python)
    }

    /// Whether a Python version had ended, and is not spoken of any more.
    pub(super) fn is_over(&self, python: Python) -> bool {
        let ended = self.releases.get(&python).is_some_and(|release| release.end_of_life.actual);
        ended && self.context.release(python).is_none()
    }

    /// The components of a lock that held and moved without an explanation, as they were and are.
    pub(super) fn unexplained(
        &self,
        moves: &Moves<'r>,
        before: &'r Lock,
        after: &'r Lock,
    ) -> Vec<(&'r At<Version>, &'r At<String>, &'r At<Version>)> {
        let moved = before.versions.iter().filter_map(|(key, was)| {
            let now = moves.now(key);
            let (key_now, is) = after.versions.iter().find(|(key, _)| **key == now)?;
            let stays = moves.is_same(key_now, was, is)
                || !self.was_held(moves, key, *before.python)
                || moves.explanation(*before.python, key_now, was, is).is_some();
            (!stays).then_some((was, key_now, is))
        });
        moved.collect()
    }

    /// The entries of `changes` that are gone or tell of another move, with what they say now. Those of
    /// locks that are gone themselves, or did not hold, are no loss.
    pub(super) fn erased(&self, moves: &Moves<'r>) -> Vec<(&'r Change, Option<&'r Change>)> {
        if moves.is_same_history() {
            return Vec::new();
        }
        let (_, head) = moves.platforms();
        let erased = moves.entries().into_iter().filter_map(|entry| match entry {
            Matched::Kept(base, head) => (!moves.says_the_same(base, head)).then_some((base, Some(head))),
            Matched::Gone(base) => Some((base, None)),
            Matched::New(_) => None,
        });
        erased
            .filter(|(entry, _)| {
                let python = *entry.python;
                let lock = head.lock(python).and_then(|lock| lock.version(moves.now(&entry.component)));
                lock.is_some() && self.was_held(moves, &entry.component, python)
            })
            .collect()
    }
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
