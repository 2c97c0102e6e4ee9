//! Which bytes of a checkout's files are at sites: what is there is no possible site.

use std::collections::BTreeMap;
use std::ops::Range;

use super::reading::read_all;
use super::{Checkout, is_at, sites_as};
use crate::model::Registry;
use crate::version::Python;

/// The bytes of each file that are at a site, by its path; in order, none twice.
pub fn covered(
    registry: &Registry,
    checkout: &Checkout,
    otherwise: Option<Python>,
) -> BTreeMap<String, Vec<Range<usize>>> {
    let mut covered: BTreeMap<String, Vec<Range<usize>>> = BTreeMap::new();
    for (site, python) in sites_as(registry, checkout, otherwise) {
        for file in checkout.files.iter().filter(|file| is_at(site, &file.path)) {
            let Ok(source) = &file.text else { continue };
            let spans =
                read_all(registry, site, python, source).into_iter().map(|reading| reading.found.place.span);
            covered.entry(file.path.clone()).or_default().extend(spans);
        }
    }
    covered.values_mut().for_each(unite);
    covered
}

/// Sorts ranges, and makes one of those that touch.
fn unite(spans: &mut Vec<Range<usize>>) {
    spans.sort_by_key(|span| span.start);
    let mut united: Vec<Range<usize>> = Vec::new();
    for span in spans.drain(..) {
        match united.last_mut().filter(|last| span.start <= last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => united.push(span),
        }
    }
    *spans = united;
}
