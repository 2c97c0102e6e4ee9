//! `lock-vanished`: a lock that holds stays on record.

use std::collections::BTreeSet;

use super::change::{Kept, Past};
use super::{Context, Rule, by_pep, listed};
use crate::diff::{Matched, Moves};
use crate::finding::{Finding, Severity};
use crate::model::platform::{Lock, Platform};
use crate::source::Place;
use crate::version::Python;

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
        let names = listed(&names.iter().map(String::as_str).collect::<Vec<_>>(), "and");
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
        let of_platform = self.is.map(|platform| &platform.name.place);
        let place = self.rest.map(|rest| &rest.place).or(of_platform).or(beta_1);
        let place = place.cloned().unwrap_or_else(|| Place::file(&self.was.source.path));
        let finding = RULE.finding(message).at(place.clone()).why(format!(
            "what a Python version is locked to stays on record for its life, and after it{}",
            by_pep(platform)
        ));
        let finding =
            beta_1.filter(|beta_1| **beta_1 != place).into_iter().fold(finding, |finding, beta_1| {
                finding.related(beta_1.clone(), format!("beta 1 of Python {python}"))
            });
        finding.help(self.help())
    }

    /// The finding of several locks of a platform that is gone, of which this is the first.
    fn finding_of_all(&self, context: &Context<'_>, all: &[Self]) -> Finding {
        let pythons: Vec<String> = all.iter().map(|vanished| vanished.lock.python.to_string()).collect();
        let pythons = listed(&pythons.iter().map(String::as_str).collect::<Vec<_>>(), "and");
        let mut finding = self.finding(context);
        finding.message = format!("{} is gone, and with it the locks of Python {pythons}", *self.was.name);
        finding
    }

    /// `WASI SDK 24`.
    fn named(&self, key: &str) -> String {
        let name = self.was.component(key).map_or(key, |component| component.name.as_str());
        match self.lock.version(key) {
            Some(version) => format!("{name} {}", version.value),
            None => name.to_owned(),
        }
    }

    fn help(&self) -> String {
        let version = |(key, now): &(&str, &str)| {
            let version = self.lock.version(key).map(|version| version.as_str()).unwrap_or_default();
            format!("{now}: \"{version}\"")
        };
        match (self.is, self.rest) {
            (None, _) => format!("Put `{}` back.", self.was.source.path),
            (_, Some(_)) => {
                let versions: Vec<String> = self.components.iter().map(version).collect();
                format!("Put `{}` back.", versions.join(", "))
            }
            (Some(_), None) => {
                format!("Put the line that begins with `\"{}\":` back under `locks`.", *self.lock.python)
            }
        }
    }
}
