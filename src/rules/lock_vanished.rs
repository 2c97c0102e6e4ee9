//! `lock-vanished`: a lock that holds stays on record.

use std::collections::BTreeSet;

use super::change::{Kept, Past};
use super::{Context, Rule, by_pep};
use crate::diff::{Matched, Moves};
use crate::finding::{Finding, Severity};
use crate::model::platform::{Lock, Platform};
use crate::source::Place;
use crate::version::Python;
use crate::words::joined;

pub(super) const RULE: Rule = Rule { name: "lock-vanished", severity: Severity::Error, check };

/// What is gone: of a platform that is gone itself, or of one that is there.
pub(super) struct Vanished<'r> {
    was: &'r Platform,
    is: Option<&'r Platform>,
    /// The lock as it was.
    lock: &'r Lock,
    /// The lock as it is, where only some components are gone from it.
    rest: Option<&'r Lock>,
    /// The components that held, by the keys that they had and have.
    components: Vec<(&'r str, &'r str)>,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(past) = &context.past else { return Vec::new() };
    let mut findings = Vec::new();
    // A platform that is gone is one fault, however many locks it had.
    let is_of_one =
        |a: &Vanished<'_>, b: &Vanished<'_>| a.is.is_none() && b.is.is_none() && a.was.key == b.was.key;
    for together in past.vanished.chunk_by(is_of_one) {
        findings.extend(together.first().map(|first| match together {
            [_] => first.finding(context),
            all => first.finding_of_all(context, all),
        }));
    }
    findings
}

/// The locks that are gone, by the keys of their platforms, with the components: what was there and is
/// missing now is reported here, and not as something that nobody ever wrote.
pub(super) fn gone<'c>(context: &'c Context<'_>) -> BTreeSet<(&'c str, Python, &'c str)> {
    let mut gone = BTreeSet::new();
    for Vanished { is, lock, components, .. } in context.past.iter().flat_map(|past| &past.vanished) {
        let key = is.map(|platform| platform.key.as_str());
        gone.extend(key.into_iter().flat_map(|key| {
            components.iter().map(move |(_, component)| (key, lock.python.value, *component))
        }));
    }
    gone
}

pub(super) fn vanished<'r>(context: &Context<'_>, past: &Past<'r>) -> Vec<Vanished<'r>> {
    let mut vanished = Vec::new();
    for platform in &past.platforms {
        if let Matched::Gone(was) = platform {
            vanished.extend(was.locks.iter().map(|lock| Vanished {
                was,
                is: None,
                lock,
                rest: None,
                components: of_gone(context, past, was, lock),
            }));
        }
    }
    for Kept { moves, locks, .. } in &past.kept {
        let (was, is) = moves.platforms();
        let locks = locks.iter().filter_map(|lock| match *lock {
            Matched::Kept(before, after) => Some((before, Some(after))),
            Matched::Gone(before) => Some((before, None)),
            Matched::New(_) => None,
        });
        vanished.extend(locks.map(|(lock, rest)| Vanished {
            was,
            is: Some(is),
            lock,
            rest,
            components: of_kept(context, past, moves, lock, rest),
        }));
    }
    vanished
        .retain(|vanished| !vanished.components.is_empty() && !past.is_over(context, *vanished.lock.python));
    vanished
}

fn of_gone<'r>(
    context: &Context<'_>,
    past: &Past<'r>,
    platform: &'r Platform,
    lock: &'r Lock,
) -> Vec<(&'r str, &'r str)> {
    let keys = lock.versions.iter().map(|(key, _)| key.as_str());
    let held = keys.filter(|key| past.is_held(context, [platform.component(key), None], *lock.python));
    held.map(|key| (key, key)).collect()
}

fn of_kept<'r>(
    context: &Context<'_>,
    past: &Past<'r>,
    moves: &Moves<'r>,
    lock: &'r Lock,
    rest: Option<&'r Lock>,
) -> Vec<(&'r str, &'r str)> {
    let keys = lock.versions.iter().map(|(key, _)| (key.as_str(), moves.now(key.as_str())));
    let gone = keys.filter(|(_, now)| rest.is_none_or(|rest| rest.version(now).is_none()));
    gone.filter(|(key, _)| past.was_held(context, moves, key, *lock.python)).collect()
}

impl Vanished<'_> {
    fn finding(&self, context: &Context<'_>) -> Finding {
        let python = *self.lock.python;
        let names: Vec<String> = self.components.iter().map(|(key, _)| self.named(key)).collect();
        let names = joined(&names, "and");
        let platform = self.is.unwrap_or(self.was);
        let message = match (self.is, self.rest) {
            (None, _) => {
                format!("{} is gone, and with it the lock of Python {python} to {names}", *self.was.name)
            }
            (_, None) => format!("the lock of Python {python} to {names} is gone"),
            (_, Some(_)) if self.components.len() == 1 => {
                format!("{names} is gone from the lock of Python {python}")
            }
            (_, Some(_)) => format!("{names} are gone from the lock of Python {python}"),
        };
        let beta_1 = context.release(python).map(|release| &release.beta_1.place);
        let of_platform = self.is.map(|platform| self.neighbour(platform));
        let (place, label) = match (self.rest, of_platform) {
            (Some(rest), _) => (rest.place.clone(), ""),
            (None, Some((place, label))) => (place.clone(), label),
            (None, None) => (beta_1.cloned().unwrap_or_else(|| Place::file(self.path(context))), ""),
        };
        let finding = RULE.finding(message).at(place.clone()).label(label).why(format!(
            "what a Python version is locked to stays on record for its life, and after it{}",
            by_pep(platform)
        ));
        let finding =
            beta_1.filter(|beta_1| **beta_1 != place).into_iter().fold(finding, |finding, beta_1| {
                finding.related(beta_1.clone(), format!("beta 1 of Python {python}"))
            });
        finding.help(self.help(context))
    }

    /// The finding of several locks of a platform that is gone, of which this is the first.
    fn finding_of_all(&self, context: &Context<'_>, all: &[Self]) -> Finding {
        let pythons: Vec<String> = all.iter().map(|vanished| vanished.lock.python.to_string()).collect();
        let pythons = joined(&pythons, "and");
        let mut finding = self.finding(context);
        finding.message = format!("{} is gone, and with it the locks of Python {pythons}", *self.was.name);
        finding
    }

    /// Where the lock stood, as far as what stood next to it is still there.
    fn neighbour<'p>(&self, platform: &'p Platform) -> (&'p Place, &'static str) {
        let python = *self.lock.python;
        // The newest stands first.
        let newer = platform.locks.iter().rev().find(|lock| python < *lock.python);
        let older = platform.locks.iter().find(|lock| *lock.python < python);
        let (newer, older) = (newer.map(|lock| (&lock.place, "it stood below this one")), older);
        let older = older.map(|lock| (&lock.place, "it stood above this one"));
        newer.or(older).unwrap_or((&platform.name.place, ""))
    }

    /// `WASI SDK 24`.
    fn named(&self, key: &str) -> String {
        let name = self.was.component(key).map_or(key, |component| component.name.as_str());
        match self.lock.version(key) {
            Some(version) => format!("{name} {}", version.value),
            None => name.to_owned(),
        }
    }

    /// The file of its platform, which may be gone.
    fn path(&self, context: &Context<'_>) -> String {
        context.path(&format!("platforms/{}.yaml", self.was.key))
    }

    fn help(&self, context: &Context<'_>) -> String {
        match (self.is, self.rest) {
            (None, _) => format!(
                "Put `{}` back; where support ends, write `tier: none` for that Python version under `support`.",
                self.path(context)
            ),
            (_, Some(_)) => {
                let gone = self.components.iter();
                let versions: Vec<String> = gone.map(|(key, now)| self.version(key, now)).collect();
                format!("Put `{}` back.", versions.join(", "))
            }
            (Some(_), None) => format!("Put {} back under `locks`.", self.line()),
        }
    }

    /// The line to type, by the keys that the components have now.
    fn line(&self) -> String {
        let now = |key: &str| {
            let moved = self.components.iter().find(|(was, _)| *was == key);
            moved.map_or_else(|| key.to_owned(), |(_, now)| (*now).to_owned())
        };
        let versions = self.lock.versions.iter().map(|(key, _)| self.version(key, &now(key)));
        let source = self.lock.source.iter().map(|source| format!("source: {}", **source));
        let recorded = std::iter::once(format!("recorded: {}", *self.lock.recorded));
        let values: Vec<String> = versions.chain(recorded).chain(source).collect();
        let remark = if self.lock.remark.is_some() { ", with its `remark`," } else { "" };
        format!("`\"{}\": {{{}}}`{remark}", *self.lock.python, values.join(", "))
    }

    fn version(&self, key: &str, now: &str) -> String {
        let version = self.lock.version(key).map(|version| version.as_str()).unwrap_or_default();
        format!("{now}: \"{version}\"")
    }
}
