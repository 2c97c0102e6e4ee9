//! `milestone-taken-back`: a release that was made stays made, since locks hold from it on.

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::At;
use crate::model::python::{Milestone, Release};
use crate::version::Python;

pub(super) const RULE: Rule = Rule { name: "milestone-taken-back", severity: Severity::Warning, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(past) = &context.past else { return Vec::new() };
    let both = context.registry.releases.iter().filter_map(|is| Some((past.release(*is.python)?, is)));
    let back = both.flat_map(|(before, after)| {
        let pairs = milestones(before).into_iter().zip(milestones(after));
        let back = pairs.filter(|((_, was), (_, is))| was.actual && !is.actual);
        back.map(|((name, was), (_, is))| of(*after.python, name, was, is))
    });
    back.collect()
}

fn milestones(release: &Release) -> [(&'static str, &At<Milestone>); 3] {
    [
        ("beta 1", &release.beta_1),
        ("the final release", &release.final_release),
        ("the end of life", &release.end_of_life),
    ]
}

fn of(python: Python, name: &str, was: &Milestone, is: &At<Milestone>) -> Finding {
    RULE.finding(format!("{name} of Python {python} had come on {}, and is only expected now", was.date))
        .at(is.place.clone())
        .label(format!("was actual: {}", was.date))
        .why("what has come to pass stays so: what a Python version is locked to holds from its releases on")
        .help(format!("Write `actual: {}` again, unless it did not come to pass.", was.date))
}
