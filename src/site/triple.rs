//! Triples of a platform: a place against what each Python version is built for.

use super::comparison::FOR_ANY;
use super::glob::triple_fits;
use super::{Capture, Comparison, Reading, Says};
use crate::model::Registry;
use crate::model::platform::Platform;
use crate::version::Python;

pub(super) fn compare<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    capture: &Capture,
) -> Vec<Comparison<'r>> {
    let own = reading.site.platform.as_ref();
    let platform = registry.platforms.iter().find(|platform| Some(&platform.key) == own);
    let Some(platform) = platform else { return Vec::new() };
    if reading.pythons.is_empty() {
        let what = format!("the triple of {}", *platform.name);
        return vec![reading.comparison(capture, what, Vec::new(), FOR_ANY)];
    }
    reading.pythons.iter().map(|python| for_python(platform, reading, capture, *python)).collect()
}

fn for_python<'r>(
    platform: &Platform,
    reading: &Reading<'r>,
    capture: &Capture,
    python: Python,
) -> Comparison<'r> {
    let support = platform.support.iter().find(|support| *support.python == python);
    let says = support.and_then(|support| support.triple.as_ref()).map(|triple| Says {
        who: "its support".to_owned(),
        text: triple.value.clone(),
        place: Some(triple.place.clone()),
        agrees: triple_fits(&capture.text, triple),
    });
    let what = format!("the triple of {} for Python {python}", *platform.name);
    let silent = format!("the data has no triple of {} for Python {python}", *platform.name);
    reading.comparison(capture, what, Vec::from_iter(says), &silent)
}
