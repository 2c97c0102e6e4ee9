//! `python-out-of-turn`: feature releases of one major version are made one after the other, about one a year.
//! A Python version that does not fit between its neighbours is nearly always a slip such as two swapped
//! digits. Versions that are left out are fine, and so is what follows the last 3.x.

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::python::Release;
use crate::version::Python;
use crate::words::counted;

pub(super) const RULE: Rule = Rule { name: "python-out-of-turn", severity: Severity::Warning, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let releases: Vec<&Release> = context.registry.releases.iter().collect();
    let at = |place: Option<usize>| place.and_then(|place| releases.get(place).copied());
    let mut findings = Vec::new();
    // The newest stands first.
    for (place, pair) in releases.windows(2).enumerate() {
        let [newer, older] = [pair[0], pair[1]];
        if fits(Some(newer), Some(older)) {
            continue;
        }
        let fits_without_newer = fits(at(place.checked_sub(1)), Some(older));
        let fits_without_older = fits(Some(newer), at(place.checked_add(2)));
        let (odd, other) =
            if fits_without_older && !fits_without_newer { (older, newer) } else { (newer, older) };
        findings.push(finding(&releases, odd, other));
    }
    findings
}

/// Whether one came after the other, with about a year for each version. PEP 602 says one year, and one more
/// is left for what comes early or late.
fn fits(newer: Option<&Release>, older: Option<&Release>) -> bool {
    let Some((newer, older)) = newer.zip(older) else { return true };
    let steps = i64::from(newer.python.minor()) - i64::from(older.python.minor());
    let is_in_order = older.beta_1.date < newer.beta_1.date;
    newer.python.major() != older.python.major() || (is_in_order && steps <= year(newer) - year(older) + 1)
}

fn year(release: &Release) -> i64 {
    release.beta_1.date.year().into()
}

fn finding(releases: &[&Release], odd: &Release, other: &Release) -> Finding {
    let (python, than) = (*odd.python, *other.python);
    let between = usize::try_from(python.minor().abs_diff(than.minor())).unwrap_or(usize::MAX);
    let side = if than < python { "before" } else { "after" };
    let message = format!(
        "Python {python} has its beta 1 on {}, and Python {than}, {} {side} it, on {}",
        odd.beta_1.date,
        counted(between, "version"),
        other.beta_1.date
    );
    let day = "the day of its beta 1";
    RULE.finding(message)
        .at(odd.python.place.clone())
        .related(odd.beta_1.place.clone(), day)
        .related(other.beta_1.place.clone(), format!("beta 1 of Python {than}"))
        .why("feature releases are made one after the other, one a year (PEP 602)")
        .help(match meant(releases, odd) {
            Some(meant) => format!("Write `\"{meant}\"`, or correct {day}."),
            None => format!("Correct the version, or {day}."),
        })
}

/// The version whose turn it is in the year of its beta 1, by the nearest of the others: one that is not
/// there yet, and would not stand apart.
fn meant(releases: &[&Release], odd: &Release) -> Option<Python> {
    let others = || {
        let of_major = releases.iter().filter(|other| other.python.major() == odd.python.major());
        of_major.filter(|other| other.python != odd.python)
    };
    let nearest = others().min_by_key(|other| (year(odd) - year(other)).abs())?;
    let turn = i64::from(nearest.python.minor()) + year(odd) - year(nearest);
    let minors = || others().map(|other| i64::from(other.python.minor()));
    let is_beside = minors().min()? - 1 <= turn && turn <= minors().max()? + 1;
    let is_free = minors().all(|minor| minor != turn);
    let minor = u32::try_from(turn).ok().filter(|_| is_beside && is_free)?;
    Some(Python::new(odd.python.major(), minor))
}
