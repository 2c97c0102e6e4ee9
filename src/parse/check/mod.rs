//! What must hold between the values of a file, or of all files, once each value is right by itself.
//! Owns no policy: that is for rules. Each check is a small function from the model to findings.

mod changes;
mod components;
mod effect;
mod names;
mod sites;
mod tiers;

use crate::finding::Finding;
use crate::model::{Platform, Tiers};

pub(super) use effect::without_effect;
pub(super) use names::names;
pub(super) use sites::{unknown_targets, where_it_belongs};

/// What does not fit together in a platform.
pub(super) fn platform(platform: &Platform) -> Vec<Finding> {
    let checks: [fn(&Platform) -> Vec<Finding>; 6] = [
        components::shipped_in_a_circle,
        components::versions_twice,
        components::aliases,
        components::versions_that_follow,
        components::empty_locks,
        changes::chains,
    ];
    checks.iter().flat_map(|check| check(platform)).collect()
}

/// What does not fit together in the history of tiers.
pub(super) fn tiers(tiers: &Tiers) -> Vec<Finding> {
    let checks: [fn(&Tiers) -> Vec<Finding>; 2] = [tiers::before_the_beginning, tiers::same_row_twice];
    checks.iter().flat_map(|check| check(tiers)).collect()
}
