//! `end-of-life-passed`: the day has come on which a Python version was expected to end, and the data does
//! not say that it did. No clock is asked elsewhere, so somebody has to write it down.

use super::{Context, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule { name: "end-of-life-passed", severity: Severity::Warning, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(day) = context.as_of else { return Vec::new() };
    let releases = context.registry.releases.iter();
    let passed = releases.filter(|release| !release.end_of_life.actual && release.end_of_life.date <= day);
    passed
        .map(|release| {
            let (python, date) = (*release.python, release.end_of_life.date);
            RULE.finding(format!(
                "the end of life of Python {python} was expected on {date}, and is still so"
            ))
            .at(release.end_of_life.place.clone())
            .why("what has come to pass is said to be actual, for no document asks a clock")
            .help(format!("Write `end-of-life: {{actual: {date}}}`, or the day to which it was put off."))
        })
        .collect()
}
