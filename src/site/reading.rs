//! What stands at a site in a file, and for which Python versions. Must not know what the data says.

use std::sync::Arc;

use super::pythons::named;
use super::{Match, Matcher};
use crate::model::Registry;
use crate::model::site::{Pythons, Site};
use crate::source::Source;
use crate::version::Python;

/// What stands at one occurrence of a site's pattern.
pub struct Reading<'r> {
    /// The site.
    pub site: &'r Site,
    /// The values and their places.
    pub found: Match,
    /// The Python versions that they are for; none where that does not matter, or is not known.
    pub pythons: Vec<Python>,
    /// Why these are not known, although the place names some: a whole clause.
    pub unclear: Option<String>,
}

/// Everything that stands at a site in a file, and is not unclear; `python` is what the checkout is.
pub fn read<'r>(
    registry: &Registry,
    site: &'r Site,
    python: Option<Python>,
    source: &Arc<Source>,
) -> Vec<Reading<'r>> {
    let mut readings = read_all(registry, site, python, source);
    readings.retain(|reading| reading.unclear.is_none());
    readings
}

/// The same, also where it is not clear which Python versions are meant.
pub fn read_all<'r>(
    registry: &Registry,
    site: &'r Site,
    python: Option<Python>,
    source: &Arc<Source>,
) -> Vec<Reading<'r>> {
    let matcher = Matcher::new(site, registry);
    matcher.map_or_else(Vec::new, |matcher| found_by(&matcher, site, python, source))
}

/// The same, by a matcher for the site.
pub(super) fn found_by<'r>(
    matcher: &Matcher,
    site: &'r Site,
    python: Option<Python>,
    source: &Arc<Source>,
) -> Vec<Reading<'r>> {
    let reading = |found: Match| match pythons(site, &found, python) {
        Ok(pythons) => Reading { site, pythons, unclear: None, found },
        Err(why) => Reading { site, pythons: Vec::new(), unclear: Some(why), found },
    };
    let readings = matcher.matches(source).into_iter().map(reading);
    // What is said of a Python version for which the site does not count is no business of it.
    let counts = |reading: &Reading<'_>| {
        !site.says_python() || !reading.pythons.is_empty() || reading.unclear.is_some()
    };
    readings.filter(counts).collect()
}

/// The Python versions that a match is for: those that it names, else those of the site, else the checkout.
fn pythons(site: &Site, found: &Match, python: Option<Python>) -> Result<Vec<Python>, String> {
    let is_checkout = |own: &Python| python.is_none_or(|python| python == *own);
    let mut pythons = match (named(found).transpose()?, &site.pythons) {
        (Some(named), _) => named.into_iter().filter(|own| site.pythons.contains(*own)).collect(),
        (None, Pythons::Only(only)) => only.iter().map(|own| own.value).filter(is_checkout).collect(),
        (None, _) => Vec::from_iter(python),
    };
    pythons.dedup();
    Ok(pythons)
}
