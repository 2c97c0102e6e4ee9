//! The data as it stood at the end of a day. Owns the rewinding of every dated fact; must not know
//! who asks, and asks no clock.
//!
//! What has no date of its own, such as a note, stays as it is now. A statement or a pin without a
//! date is left out on days before the newest dated fact of its platform: nobody knows whether it
//! held then.

use crate::model::platform::{Change, Lock, Platform};
use crate::model::tiers::Tiers;
use crate::model::{At, Date, Registry};
use crate::version::Python;

/// The registry as it stood at the end of a day: what came later is gone, and what a later change
/// moved is as it was before.
pub fn as_of(registry: &Registry, day: Date) -> Registry {
    let mut past = registry.clone();
    past.platforms = registry.platforms.iter().map(|platform| platform_as_of(platform, day)).collect();
    for platform in &mut past.platforms {
        platform.support.retain(|support| is_begun(registry, support.python.value, day));
    }
    past.tiers = registry.tiers.as_ref().map(|tiers| tiers_as_of(tiers, day));
    past.retired.retain(|retired| {
        let listed = retired.listed.as_ref().is_none_or(|listed| listed.value <= day);
        listed && retired.delisted.as_ref().is_none_or(|delisted| delisted.value > day)
    });
    past
}

/// The first day on which anything is known; none where nothing is dated.
pub fn begins(registry: &Registry) -> Option<Date> {
    let locks = registry.platforms.iter().filter_map(platform_begins);
    locks.chain(registry.tiers.as_ref().map(|tiers| tiers.begins.value)).min()
}

/// The first day on which a lock or a pin of a platform is known.
pub fn platform_begins(platform: &Platform) -> Option<Date> {
    days(platform).min()
}

fn platform_as_of(platform: &Platform, day: Date) -> Platform {
    let mut past = platform.clone();
    past.locks.retain(|lock| lock.recorded.value <= day);
    let later: Vec<&Change> = platform.changes.iter().filter(|change| change.on.value > day).collect();
    for lock in &mut past.locks {
        rewind(lock, &later);
    }
    past.changes.retain(|change| change.on.value <= day);
    let is_newest = days(platform).max().is_none_or(|newest| newest <= day);
    past.pins.retain(|pin| pin.on.as_ref().map_or(is_newest, |on| on.value <= day));
    if !is_newest {
        past.stated.clear();
    }
    past
}

/// Whether a feature release was in development: it is from beta 1 of the one before it.
fn is_begun(registry: &Registry, python: Python, day: Date) -> bool {
    let before = registry.releases.iter().filter(|release| release.python.value < python);
    before.max_by_key(|release| release.python.value).is_none_or(|before| before.beta_1.date <= day)
}

/// The days of all dated facts of a platform.
fn days(platform: &Platform) -> impl Iterator<Item = Date> {
    let locks = platform.locks.iter().map(|lock| lock.recorded.value);
    let changes = platform.changes.iter().map(|change| change.on.value);
    locks.chain(changes).chain(platform.pins.iter().filter_map(|pin| pin.on.as_ref().map(|on| on.value)))
}

/// Takes later changes back, the last first.
fn rewind(lock: &mut Lock, later: &[&Change]) {
    let mut later: Vec<_> = later.iter().filter(|change| change.python == lock.python).collect();
    later.sort_by_key(|change| change.on.value);
    for change in later.into_iter().rev() {
        for (key, version) in &mut lock.versions {
            if **key == *change.component {
                *version = At { value: change.from.value.clone(), place: version.place.clone() };
            }
        }
    }
}

fn tiers_as_of(tiers: &Tiers, day: Date) -> Tiers {
    let mut past = tiers.clone();
    for target in &mut past.targets {
        target.events.retain(|event| event.on.value <= day);
    }
    past.targets.retain(|target| !target.events.is_empty());
    past
}
