//! What the rules about change ask of the data as it was. Owns when a lock held; must not know what is
//! found.

use std::collections::BTreeMap;

use super::events::Edits;
use super::{Context, stage};
use crate::diff::{self, Matched, Moves};
use crate::model::platform::{Change, Component, Lock, Platform};
use crate::model::python::Release;
use crate::model::{At, Registry};
use crate::version::{Python, Version};

/// What became of the data as it was; found once for all rules.
pub(super) struct Past<'r> {
    releases: BTreeMap<Python, &'r Release>,
    /// The platforms, as they were and as they are.
    pub(super) platforms: Vec<Matched<'r, Platform>>,
    /// The platforms that are still there, with their locks.
    pub(super) moves: Vec<Moves<'r>>,
    /// The history of PEP 11's targets.
    pub(super) edits: Edits<'r>,
}

impl<'r> Past<'r> {
    pub(super) fn of(base: &'r Registry, head: &'r Registry) -> Self {
        let platforms = diff::platforms(&base.platforms, &head.platforms);
        let moves = platforms.iter().filter_map(|platform| match platform {
            Matched::Kept(base, head) => Some(Moves::between(base, head)),
            _ => None,
        });
        Self {
            releases: base.releases.iter().map(|release| (release.python.value, release)).collect(),
            moves: moves.collect(),
            platforms,
            edits: Edits::between(base.tiers.as_ref(), head.tiers.as_ref()),
        }
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
        policies.any(|policy| {
            let was = self.releases.get(&python).is_some_and(|release| stage(release, policy).actual);
            was || context.is_held(policy, python)
        })
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

    /// The components of a lock that held and moved without an explanation, as they were and are.
    pub(super) fn unexplained(
        &self,
        context: &Context<'_>,
        moves: &Moves<'r>,
        before: &'r Lock,
        after: &'r Lock,
    ) -> Vec<(&'r At<Version>, &'r At<String>, &'r At<Version>)> {
        let moved = before.versions.iter().filter_map(|(key, was)| {
            let now = moves.now(key);
            let (key_now, is) = after.versions.iter().find(|(key, _)| **key == now)?;
            let stays = moves.is_same(key_now, was, is)
                || !self.was_held(context, moves, key, *before.python)
                || moves.explanation(*before.python, key_now, was, is).is_some();
            (!stays).then_some((was, key_now, is))
        });
        moved.collect()
    }

    /// The entries of `changes` that are gone or tell of another move, with what they say now. Those of
    /// locks that are gone themselves, or did not hold, are no loss.
    pub(super) fn erased(
        &self,
        context: &Context<'_>,
        moves: &Moves<'r>,
    ) -> Vec<(&'r Change, Option<&'r Change>)> {
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
                lock.is_some() && self.was_held(context, moves, &entry.component, python)
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
