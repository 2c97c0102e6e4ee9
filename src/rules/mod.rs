//! What the lock policy forbids, as a table of small functions. Each rule reads the model and names
//! the very value that breaks it. Owns the table and what every rule may ask; must not know the
//! policy itself (who may change what, from when, how many days): that stands in the data.

mod skipped_version_locked;

use std::collections::BTreeSet;

use crate::finding::{Finding, Severity};
use crate::model::platform::{LockPolicy, Stage};
use crate::model::python::{Milestone, Release};
use crate::model::{Date, Platform, Registry};
use crate::source::Source;
use crate::version::Python;

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
pub const RULES: &[Rule] = &[skipped_version_locked::RULE];

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
    let context = Context { registry, as_of: against.as_of, base: against.base, faulty };
    RULES.iter().flat_map(|rule| (rule.check)(&context)).collect()
}

/// What a rule may ask.
pub struct Context<'r> {
    /// The data.
    pub registry: &'r Registry,
    /// The day for rules about time.
    pub as_of: Option<Date>,
    /// The data as it was before.
    pub base: Option<&'r Registry>,
    faulty: &'r BTreeSet<String>,
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

    /// Whether a lock of a Python version holds: the release from which the policy asks for it was made.
    /// It was when the data says so, or when the day is on or after the expected one.
    pub fn is_held(&self, policy: &LockPolicy, python: Python) -> bool {
        let release = self.registry.releases.iter().find(|release| *release.python == python);
        release.is_some_and(|release| self.has_passed(stage(release, policy)))
    }

    /// Whether a milestone has passed.
    pub fn has_passed(&self, milestone: Milestone) -> bool {
        milestone.actual || self.as_of.is_some_and(|day| milestone.date <= day)
    }
}

/// The milestone of a release from which a policy's locks hold.
pub fn stage(release: &Release, policy: &LockPolicy) -> Milestone {
    match *policy.from {
        Stage::Beta1 => *release.beta_1,
        Stage::Final => *release.final_release,
    }
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
