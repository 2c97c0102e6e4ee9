//! What was not found at one site because it stands at another. Owns when one may stand for the other.

use super::{Comparison, Lack, Outcome};
use crate::model::site::{Hole, Site};

/// What was not found where a site says is no lack where it was found elsewhere: at the other sites of a
/// repository where the file is gone, in another form in the same file where only the line is.
pub(super) fn moved(comparisons: &mut [Comparison<'_>]) {
    let found: Vec<&Site> = comparisons
        .iter()
        .filter(|comparison| !matches!(comparison.outcome, Outcome::NotFound(..) | Outcome::NotCompared(_)))
        .map(|comparison| comparison.site)
        .collect();
    for comparison in comparisons {
        let Outcome::NotFound(lack @ (Lack::File | Lack::Text | Lack::Behind), _) = &mut comparison.outcome
        else {
            continue;
        };
        let lost = comparison.site;
        let is_same_file = |site: &Site| site.paths.iter().any(|path| lost.paths.contains(path));
        // A tier is that of some targets only, which no other place has to have.
        let is_of_same = |site: &Site| {
            site.platform == lost.platform && site.relation == lost.relation && !lost.is_of_tiers()
        };
        let is_like = |site: &Site| is_of_same(site) && (*lack == Lack::File || is_same_file(site));
        let is_elsewhere = |hole: &Hole| found.iter().any(|site| site.has(hole) && is_like(site));
        if lost.holes.iter().all(is_elsewhere) {
            *lack = Lack::Moved;
        }
    }
}
