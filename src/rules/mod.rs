//! What the lock policy forbids, as a table of small functions. Each rule reads the model and names
//! the very value that breaks it. Owns the table and what every rule may ask; must not know the
//! policy itself (who may change what, from when, how many days): that stands in the data.
//!
//! One fault is found by one rule. A lock that moves in silence to a version that must not be locked has two:
//! to mend one does not mend the other.

mod approval;
mod change;
mod change_erased;
mod change_reworded;
mod change_unfounded;
mod contacts;
mod edits;
mod end_of_life_passed;
mod event_edited;
mod event_removed;
mod event_reworded;
mod lock_components;
mod lock_goes_back;
mod lock_late;
mod lock_moved;
mod lock_record_edited;
mod lock_time;
mod lock_vanished;
mod milestone_passed;
mod milestone_taken_back;
mod pre_release_locked;
mod python_out_of_turn;
mod skipped_version_locked;
mod targets;
mod triple_of_another_version;

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Severity};
use crate::model::platform::{Component, LockPolicy, Stage};
use crate::model::python::{Milestone, Release};
use crate::model::{At, Date, Platform, Registry, Tiers};
use crate::source::Source;
use crate::version::Python;
use crate::words::joined;
use change::Past;

/// A rule: its permanent name, how bad it is to break it, and what finds where it is broken.
pub struct Rule {
    /// Kebab-case; never changes.
    pub name: &'static str,
    /// The severity of all that it finds.
    pub severity: Severity,
    /// All that breaks the rule.
    pub check: fn(&Context<'_>) -> Vec<Finding>,
}

/// Every rule. A new one is a file, and a line here.
pub const RULES: &[Rule] = &[
    skipped_version_locked::RULE,
    lock_goes_back::RULE,
    targets::LOCK_NOT_TARGETABLE,
    targets::TRIPLE_NOT_IN_SDK,
    triple_of_another_version::RULE,
    lock_components::LOCK_INCOMPLETE,
    lock_components::LOCK_WITHOUT_POLICY,
    pre_release_locked::RULE,
    python_out_of_turn::RULE,
    contacts::TOO_FEW_CONTACTS,
    contacts::CONTACT_LOST,
    approval::PROMOTION_WITHOUT_APPROVAL,
    approval::CHANGE_WITHOUT_APPROVAL,
    lock_time::LOCK_MISSING,
    lock_time::LOCK_DUE,
    lock_late::RULE,
    contacts::TIER_NOT_MET_AT_BETA_1,
    milestone_passed::RULE,
    end_of_life_passed::RULE,
    lock_moved::RULE,
    lock_vanished::RULE,
    change_erased::RULE,
    change_unfounded::RULE,
    change_reworded::RULE,
    lock_record_edited::RULE,
    milestone_taken_back::RULE,
    event_edited::RULE,
    event_removed::RULE,
    event_reworded::RULE,
];

/// What data is held against, besides itself.
#[derive(Clone, Copy, Default)]
pub struct Against<'r> {
    /// The day for rules about time; no clock is asked.
    pub as_of: Option<Date>,
    /// The data as it was before, for rules about what changed.
    pub base: Option<&'r Registry>,
}

/// What every rule finds, in the order of the table. `faulty` are the paths of the files that could not
/// be read whole, as findings show them.
pub fn findings(registry: &Registry, faulty: &BTreeSet<String>, against: Against<'_>) -> Vec<Finding> {
    let releases = registry.releases.iter().map(|release| (release.python.value, release)).collect();
    let mut context = Context { registry, as_of: against.as_of, faulty, releases, past: None };
    context.past = against.base.map(|base| Past::of(base, &context));
    RULES.iter().flat_map(|rule| (rule.check)(&context)).collect()
}

/// What a rule may ask.
pub struct Context<'r> {
    /// The data.
    pub registry: &'r Registry,
    /// The day for rules about time.
    pub as_of: Option<Date>,
    faulty: &'r BTreeSet<String>,
    releases: BTreeMap<Python, &'r Release>,
    /// What became of the data as it was before.
    past: Option<Past<'r>>,
}

impl<'r> Context<'r> {
    /// Whether all that a file says is known: what is missing from a faulty one may only be misspelled,
    /// and is not to be reported as well.
    pub fn is_whole(&self, source: &Source) -> bool {
        !self.faulty.contains(&source.path)
    }

    /// The platforms of which something may be said to be missing.
    pub fn whole_platforms(&self) -> impl Iterator<Item = &'r Platform> {
        self.registry.platforms.iter().filter(|platform| self.is_whole(&platform.source))
    }

    /// The history of tiers, if something may be said to be missing from it.
    pub fn whole_tiers(&self) -> Option<&'r Tiers> {
        self.registry.tiers.as_ref().filter(|tiers| self.is_whole(&tiers.begins.place.source))
    }

    /// The path of a file in `data/`, whether it is there or not, as findings show it. What the data as it was
    /// calls it may be of another folder, or of a commit.
    pub fn path(&self, file: &str) -> String {
        let pythons = self.registry.releases.first().map(|release| release.python.place.source.path.as_str());
        let folder = pythons.and_then(|path| path.strip_suffix("pythons.yaml")).unwrap_or("data/");
        format!("{folder}{file}")
    }

    /// The release of a Python version.
    pub fn release(&self, python: Python) -> Option<&'r Release> {
        self.releases.get(&python).copied()
    }

    /// Whether a lock of a Python version holds: the release from which the policy asks for it was made.
    /// It was when the data says so, or when the day is on or after the expected one.
    pub fn is_held(&self, policy: &LockPolicy, python: Python) -> bool {
        self.release(python).is_some_and(|release| self.has_passed(stage(release, policy)))
    }

    /// Whether a milestone has passed.
    pub fn has_passed(&self, milestone: Milestone) -> bool {
        milestone.actual || self.as_of.is_some_and(|day| milestone.date <= day)
    }
}

/// The milestone of a release from which a policy's locks hold.
pub fn stage(release: &Release, policy: &LockPolicy) -> Milestone {
    **milestone(release, policy)
}

/// The same, with its place.
fn milestone<'r>(release: &'r Release, policy: &LockPolicy) -> &'r At<Milestone> {
    match *policy.from {
        Stage::Beta1 => &release.beta_1,
        Stage::Final => &release.final_release,
    }
}

/// What people call that milestone.
pub fn milestone_name(policy: &LockPolicy) -> &'static str {
    match *policy.from {
        Stage::Beta1 => "beta 1",
        Stage::Final => "final release",
    }
}

/// The components with a policy that binds a Python version. The version of one that is shipped follows
/// from another's, and is never locked.
fn bound(platform: &Platform, python: Python) -> impl Iterator<Item = (&Component, &LockPolicy)> {
    let own = platform.components.iter().filter(|component| component.shipped_by.is_none());
    let with_policy = own.filter_map(|component| Some((component, component.lock.as_ref()?)));
    with_policy.filter(move |(_, policy)| binds(policy, python))
}

/// `WASI`, `WASI and WASI SDK`.
fn names(components: &[&Component]) -> String {
    let names: Vec<&str> = components.iter().map(|component| component.name.as_str()).collect();
    joined(&names, "and")
}

/// The PEP that speaks of a platform, in brackets at the end of a reason.
fn by_pep(platform: &Platform) -> String {
    platform.pep.as_ref().map(|pep| format!(" (PEP {})", **pep)).unwrap_or_default()
}

/// Whether a policy binds a Python version.
pub fn binds(policy: &LockPolicy, python: Python) -> bool {
    policy.since.as_ref().is_none_or(|since| **since <= python)
}

impl Rule {
    /// A finding of this rule.
    fn finding(&self, message: impl Into<String>) -> Finding {
        let finding = Finding::error(self.name, message);
        match self.severity {
            Severity::Error => finding,
            Severity::Warning => finding.as_warning(),
        }
    }
}
