//! The first day on which anything of a Python version can be recorded. Must not know what is.

use super::{Asked, refused};
use crate::finding::Finding;
use crate::model::python::Release;

/// Refuses a day on which the Python version was not being made yet: the main branch becomes it when beta 1 of
/// the one before is made.
///
/// # Errors
///
/// A day before that.
pub fn day(asked: Asked<'_>) -> Result<(), Finding> {
    let is_before = |release: &&Release| {
        let (own, other) = (asked.python, *release.python);
        other.major() == own.major() && other.minor().checked_add(1) == Some(own.minor())
    };
    let Some(before) = asked.registry.releases.iter().find(is_before) else { return Ok(()) };
    if asked.on >= before.beta_1.date {
        return Ok(());
    }
    let (python, other) = (asked.python, *before.python);
    let (is, help) = match before.beta_1.actual {
        true => ("was on", "Name with `--on DATE` the day on which it was recorded.".to_owned()),
        false => ("is expected on", format!("Record it when Python {other} has its beta 1.")),
    };
    let message = format!("nobody was making Python {python} on {}", asked.on);
    let finding = refused(message)
        .at(before.beta_1.place.clone())
        .label(format!("beta 1 of Python {other}"))
        .why(format!(
            "the main branch becomes Python {python} when beta 1 of Python {other} is made, which {is} {}",
            before.beta_1.date
        ));
    Err(finding.help(help))
}
