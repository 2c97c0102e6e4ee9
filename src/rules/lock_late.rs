//! `lock-late`: a lock was recorded long after the release from which it holds. How many days are long stands
//! in the policy of each component.
//!
//! It cannot be undone, so there is an end to what is said of it: a lock that says in its `remark` why is left
//! alone, and in what is held against the data as it was only a lock that was not late there is news.

use std::collections::BTreeSet;

use super::lock_time::{Asked, asked, days, living, plural, why};
use super::{Context, Rule, milestone_name};
use crate::diff::Matched;
use crate::finding::{Finding, Severity};
use crate::model::platform::{Lock, Platform};
use crate::model::python::Release;
use crate::version::Python;

pub(super) const RULE: Rule = Rule { name: "lock-late", severity: Severity::Warning, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(day) = context.as_of else { return Vec::new() };
    let known = known(context);
    let is_new = |platform: &Platform, lock: &Lock| !known.contains(&(platform.key.as_str(), *lock.python));
    let locked = living(context).into_iter().filter_map(|(platform, release, lock)| {
        // What was not recorded yet on the day was not late.
        let lock = lock.filter(|lock| lock.recorded.value <= day && lock.remark.is_none())?;
        Some((platform, lock, late(platform, release, lock)?))
    });
    let new = locked.filter(|(platform, lock, _)| is_new(platform, lock));
    new.map(|(platform, lock, late)| finding(platform, lock, &late)).collect()
}

/// A component for which a lock is late, and how many days it is.
struct Late<'r> {
    asked: Asked<'r>,
    most: &'r crate::model::At<u32>,
    days: i64,
}

/// The first component for which a lock is late.
fn late<'r>(platform: &'r Platform, release: &'r Release, lock: &Lock) -> Option<Late<'r>> {
    asked(platform, release).filter(|asked| lock.version(&asked.component.key).is_some()).find_map(|asked| {
        let most = asked.policy.late_after.as_ref()?;
        let days = days(asked.milestone.date, lock.recorded.value);
        (days > i64::from(most.value)).then_some(Late { asked, most, days })
    })
}

/// The locks that were late in the data as it was, by the keys that their platforms have now.
fn known<'c>(context: &'c Context<'_>) -> BTreeSet<(&'c str, Python)> {
    let Some(past) = &context.past else { return BTreeSet::new() };
    let kept = past.kept.iter().flat_map(|kept| kept.locks.iter().map(|lock| (kept.moves.platforms(), lock)));
    let late = kept.filter_map(|((base, head), lock)| {
        let Matched::Kept(before, _) = lock else { return None };
        let release = past.release(*before.python)?;
        late(base, release, before).map(|_| (head.key.as_str(), *before.python))
    });
    late.collect()
}

fn finding(platform: &Platform, lock: &Lock, late: &Late<'_>) -> Finding {
    let Late { asked: Asked { policy, milestone, .. }, most, days } = late;
    let (python, name) = (*lock.python, milestone_name(policy));
    RULE.finding(format!("the lock of Python {python} was recorded {} after its {name}", plural(*days)))
        .at(lock.recorded.place.clone())
        .related(milestone.place.clone(), format!("{name} of Python {python}"))
        .related(most.place.clone(), "late after so many days")
        .why(why(platform))
        .help("Say in a `remark` of the lock why it was so late, or correct the day if it is wrong.")
}
