//! `milestone-passed`: the day is over on which beta 1 or the final release of a Python version was expected,
//! and the data does not say that it was made. No clock is asked: that it is over follows from the day of the
//! check, or from a later day of the `changes` to the locks of that Python version, which hold from beta 1 on
//! (PEP 816). The day on which a lock was recorded says nothing: that is done around beta 1.

use std::collections::BTreeMap;

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::python::{Milestone, Release};
use crate::model::{At, Date};
use crate::version::Python;

pub(super) const RULE: Rule = Rule { name: "milestone-passed", severity: Severity::Warning, check };

/// A milestone of a Python version.
struct Stage<'r> {
    python: Python,
    key: &'static str,
    name: &'static str,
    milestone: &'r At<Milestone>,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let changed = last_changed(context);
    let releases = context.registry.releases.iter().filter(|release| is_in_order(release));
    let stages = releases.flat_map(|release| {
        let was = context.past.as_ref().and_then(|past| past.release(*release.python)).map(stages);
        stages(release).into_iter().enumerate().filter_map(move |(at, stage)| {
            let was_actual = was.as_ref().is_some_and(|was| was[at].milestone.actual);
            // One that is called back is said to be that.
            (!stage.milestone.actual && !was_actual).then_some(stage)
        })
    });
    stages
        .filter_map(|stage| {
            // On the day itself it may still be made.
            if context.as_of.is_some_and(|day| stage.milestone.date < day) {
                return Some(stage.by_day());
            }
            let later = changed.get(&stage.python)?;
            (stage.milestone.date < later.value).then(|| stage.by_change(later))
        })
        .collect()
}

fn stages(release: &Release) -> [Stage<'_>; 2] {
    let stage = |key, name, milestone| Stage { python: *release.python, key, name, milestone };
    [stage("beta-1", "beta 1", &release.beta_1), stage("final", "the final release", &release.final_release)]
}

/// Whether the milestones follow each other. Of those that do not, that alone is said.
fn is_in_order(release: &Release) -> bool {
    let milestones = [&release.beta_1, &release.final_release, &release.end_of_life];
    milestones.is_sorted_by(|first, second| first.date < second.date && first.actual >= second.actual)
}

/// The day of the last change to the locks of each Python version.
fn last_changed<'r>(context: &Context<'r>) -> BTreeMap<Python, &'r At<Date>> {
    let mut last: BTreeMap<Python, &At<Date>> = BTreeMap::new();
    for change in context.registry.platforms.iter().flat_map(|platform| &platform.changes) {
        let known = last.entry(*change.python).or_insert(&change.on);
        if known.value < change.on.value {
            *known = &change.on;
        }
    }
    last
}

impl Stage<'_> {
    fn finding(&self) -> Finding {
        let Self { python, name, milestone, .. } = self;
        RULE.finding(format!("{name} of Python {python} was expected on {}, and is still so", milestone.date))
            .at(milestone.place.clone())
    }

    fn by_day(&self) -> Finding {
        self.finding()
            .why("what has come to pass is said to be actual, for no document asks a clock")
            .help(format!("{}.", self.mend()))
    }

    fn by_change(&self, later: &At<Date>) -> Finding {
        self.finding()
            .related(later.place.clone(), "a later day")
            .why("a lock holds once this is actual, and the data itself has a change of a later day")
            .help(format!("{}, or correct the later day.", self.mend()))
    }

    /// What to type: which day it became is not known here.
    fn mend(&self) -> String {
        format!(
            "Run `pep11 import releases FILE`, or write `{}: {{actual: …}}` with its day, or the day to which it was \
             put off",
            self.key
        )
    }
}
