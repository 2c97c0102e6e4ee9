//! What stands in a file in place of a line that was not found there: a hint for whoever mends the site.

use std::sync::Arc;

use super::matcher::{Begins, Expression};
use crate::model::Registry;
use crate::model::site::Site;
use crate::pattern::{Part, Pattern};
use crate::source::{Place, Source};

/// What is near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// The pattern stands there, behind other text of its line.
    Behind(Place),
    /// The line has the longest text of the pattern.
    Like(Place),
}

/// The first line of a text that is nearest to a pattern.
pub(super) fn nearest(registry: &Registry, pattern: &Pattern, source: &Arc<Source>) -> Option<Near> {
    let begins_anywhere = pattern.parts.first() == Some(&Part::Anything);
    if !begins_anywhere {
        let parts = [Part::Anything].into_iter().chain(pattern.parts.iter().cloned()).collect();
        let anywhere = Pattern { text: pattern.text.clone(), parts };
        let expression = Expression::new(&anywhere, registry, Begins::WithLine)?;
        if let Some(first) = expression.find(source, 0..source.text.len()).into_iter().next() {
            return Some(Near::Behind(first.place));
        }
    }
    let texts = pattern.parts.iter().filter_map(|part| match part {
        Part::Text(text) => Some(text.trim_matches(|c: char| !c.is_alphanumeric())),
        _ => None,
    });
    let longest = texts.filter(|text| text.len() > 3).max_by_key(|text| text.len())?;
    let start = source.text.to_ascii_lowercase().find(&longest.to_ascii_lowercase())?;
    let line_start = source.line_start(start);
    let line_end = source.text[start..].find('\n').map_or(source.text.len(), |end| start + end);
    Some(Near::Like(Place::new(source, line_start..line_end)))
}

/// What stands in a file in place of the line of a site, if anything is like it.
pub fn instead(registry: &Registry, site: &Site, source: &Arc<Source>) -> Option<Place> {
    match nearest(registry, lost(registry, site, &[source]), source)? {
        Near::Behind(place) | Near::Like(place) => Some(place),
    }
}

/// The pattern of a site that is not there: the one behind which its own would stand, if that is not.
pub(super) fn lost<'s>(registry: &Registry, site: &'s Site, sources: &[&Arc<Source>]) -> &'s Pattern {
    let is_there = |pattern: &Pattern| {
        let expression = Expression::new(pattern, registry, Begins::WithLine);
        expression.is_some_and(|own| {
            sources.iter().any(|source| !own.find(source, 0..source.text.len()).is_empty())
        })
    };
    match site.within.as_deref() {
        Some(within) if !is_there(within) => within,
        _ => &site.pattern,
    }
}
