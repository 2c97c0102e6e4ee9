//! `lock-missing` and `lock-due`: what is supported for the life of a Python version is to be
//! written down by the release from which it holds. From which release, and how many days before it a word is
//! said, stands in the policy of each component.
//!
//! A Python version that has ended, or on which a platform is not supported, needs no lock.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Rule, bound, by_pep, lock_vanished, milestone, milestone_name, names};
use crate::finding::{Finding, Severity};
use crate::model::platform::{Component, Lock, LockPolicy, Platform};
use crate::model::python::{Milestone, Release};
use crate::model::site::{Hole, Relation};
use crate::model::{At, Date};
use crate::version::Python;
use crate::words::{counted, joined};

pub(super) const LOCK_MISSING: Rule =
    Rule { name: "lock-missing", severity: Severity::Error, check: missing };
pub(super) const LOCK_DUE: Rule = Rule { name: "lock-due", severity: Severity::Warning, check: due };

/// A component that must be locked, with the release from which it must be.
#[derive(Clone, Copy)]
pub(super) struct Asked<'r> {
    pub(super) component: &'r Component,
    pub(super) policy: &'r LockPolicy,
    pub(super) milestone: &'r At<Milestone>,
}

/// The components that must be locked for a Python version.
pub(super) fn asked<'r>(platform: &'r Platform, release: &'r Release) -> impl Iterator<Item = Asked<'r>> {
    bound(platform, *release.python).map(|(component, policy)| {
        let milestone = milestone(release, policy);
        Asked { component, policy, milestone }
    })
}

/// The platforms with the Python versions that live and are supported there, and their locks.
pub(super) fn living<'r>(context: &Context<'r>) -> Vec<(&'r Platform, &'r Release, Option<&'r Lock>)> {
    let releases = context.registry.releases.iter();
    let releases: Vec<_> = releases.filter(|release| !context.has_passed(*release.end_of_life)).collect();
    let mut living = Vec::new();
    for platform in context.whole_platforms() {
        if platform.components.iter().all(|component| component.lock.is_none()) {
            continue;
        }
        let locks: BTreeMap<Python, &Lock> =
            platform.locks.iter().map(|lock| (lock.python.value, lock)).collect();
        let unsupported: BTreeSet<Python> = platform
            .support
            .iter()
            .filter(|support| support.tier.is_none())
            .map(|support| support.python.value)
            .collect();
        let supported = releases.iter().filter(|release| !unsupported.contains(&release.python.value));
        living
            .extend(supported.map(|release| (platform, *release, locks.get(&release.python.value).copied())));
    }
    living
}

fn missing(context: &Context<'_>) -> Vec<Finding> {
    // What was there is not missing but gone, which is said elsewhere.
    let vanished: BTreeSet<(&str, Python)> =
        lock_vanished::gone(context).into_iter().map(|(key, python, _)| (key, python)).collect();
    let without = living(context).into_iter().filter(|(.., lock)| lock.is_none());
    without
        .filter(|(platform, release, _)| !vanished.contains(&(platform.key.as_str(), release.python.value)))
        .filter_map(|(platform, release, _)| {
            let asked = asked(platform, release);
            let held: Vec<_> = asked.filter(|asked| context.has_passed(**asked.milestone)).collect();
            held.first().map(|first| no_lock(platform, *release.python, first, &held))
        })
        .collect()
}

fn no_lock(platform: &Platform, python: Python, first: &Asked<'_>, held: &[Asked<'_>]) -> Finding {
    let name = milestone_name(first.policy);
    let was = if first.milestone.actual { "was" } else { "was expected" };
    let message = format!(
        "{} has no lock for Python {python}, whose {name} {was} on {}",
        *platform.name, first.milestone.date
    );
    LOCK_MISSING
        .finding(message)
        .at(first.policy.from.place.clone())
        .label("asks for a lock")
        .related(first.milestone.place.clone(), format!("{name} of Python {python}"))
        .why(why(platform))
        .help(format!("{}, or add {} to `locks`.", command(platform, python), line(python, held)))
}

/// Why there is to be a lock.
pub(super) fn why(platform: &Platform) -> String {
    format!(
        "what a Python version supports for its life is recorded when the release is made from which it holds{}",
        by_pep(platform)
    )
}

/// The command that records a lock. What stands at no site of the platform has to be given.
fn command(platform: &Platform, python: Python) -> String {
    let locked = platform.components.iter().filter(|own| own.lock.is_some() && own.shipped_by.is_none());
    let (read, given): (Vec<_>, Vec<_>) = locked.partition(|component| is_read(platform, component, python));
    let given: String = given.iter().map(|component| format!(" {}=VERSION", *component.key)).collect();
    let (from, of) = if read.is_empty() { ("", "") } else { (" --from DIR", ", with a checkout as DIR") };
    format!("Run `pep11 record {} {python}{given}{from} --source URL`{of}", platform.key)
}

/// Whether a site has the version of a component, or the triple that it is compiled for. A minimum is no
/// version.
fn is_read(platform: &Platform, component: &Component, python: Python) -> bool {
    let sites = platform.sites.iter().filter(|site| site.relation == Relation::Exactly);
    let mut holes = sites.filter(|site| site.pythons.contains(python)).flat_map(|site| &site.holes);
    holes.any(|hole| match hole {
        Hole::Component(key) => *key == *component.key,
        Hole::Triple => !component.targets.is_empty(),
        _ => false,
    })
}

/// The line to type.
fn line(python: Python, asked: &[Asked<'_>]) -> String {
    let versions: String = asked.iter().map(|asked| format!("{}: \"…\", ", *asked.component.key)).collect();
    format!("`\"{python}\": {{{versions}recorded: …, source: …}}`")
}

fn due(context: &Context<'_>) -> Vec<Finding> {
    let Some(day) = context.as_of else { return Vec::new() };
    let living = living(context).into_iter();
    living
        .filter_map(|(platform, release, lock)| {
            let is_missing =
                |asked: &Asked<'_>| lock.is_none_or(|lock| lock.version(&asked.component.key).is_none());
            let to_come = asked(platform, release).filter(|asked| !context.has_passed(**asked.milestone));
            let near = to_come.filter(is_missing).filter(|asked| asked.is_near(day));
            no_lock_yet(platform, *release.python, lock, day, &near.collect::<Vec<_>>())
        })
        .collect()
}

impl Asked<'_> {
    /// Whether its release is so near that a warning is asked for.
    fn is_near(&self, day: Date) -> bool {
        let most = self.policy.warn_before.as_ref();
        most.is_some_and(|most| days(day, self.milestone.date) <= i64::from(most.value))
    }
}

fn no_lock_yet(
    platform: &Platform,
    python: Python,
    lock: Option<&Lock>,
    day: Date,
    near: &[Asked<'_>],
) -> Option<Finding> {
    let Asked { policy, milestone, .. } = near.first()?;
    let (lacks, help) = match lock {
        None => (
            format!("{} has no lock for it", *platform.name),
            format!("{}, or add {} to `locks`.", command(platform, python), line(python, near)),
        ),
        Some(_) => {
            let components: Vec<&Component> = near.iter().map(|asked| asked.component).collect();
            let help = format!("{}, or add {} to it.", command(platform, python), versions(near));
            (format!("its lock has no version of {}", names(&components)), help)
        }
    };
    let (name, date) = (milestone_name(policy), milestone.date);
    let message =
        format!("{name} of Python {python} is {} away ({date}), and {lacks}", plural(days(day, date)));
    let warns = policy.warn_before.as_ref().map_or(&policy.from.place, |most| &most.place);
    Some(
        LOCK_DUE
            .finding(message)
            .at(warns.clone())
            .label("a warning so many days before")
            .related(milestone.place.clone(), format!("{name} of Python {python}"))
            .why(why(platform))
            .help(help),
    )
}

fn versions(asked: &[Asked<'_>]) -> String {
    let versions: Vec<String> =
        asked.iter().map(|asked| format!("`{}: \"…\"`", *asked.component.key)).collect();
    joined(&versions, "and")
}

/// From one day to another.
pub(super) fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// `1 day`, `20 days`.
pub(super) fn plural(days: i64) -> String {
    counted(usize::try_from(days).unwrap_or_default(), "day")
}
