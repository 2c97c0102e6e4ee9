//! Which Python version a checkout is, by what it says itself. Owns that places which differ are no answer;
//! must not know what is done with the version.

use super::pythons::named;
use super::{File, Matcher, is_at};
use crate::finding::Finding;
use crate::model::Registry;
use crate::model::site::Site;
use crate::source::Place;
use crate::version::Python;

/// The sites that say which Python version a checkout is.
pub fn identities<'r>(registry: &'r Registry, repository: &str) -> Vec<&'r Site> {
    let is_one = |site: &&Site| *site.repository == repository && site.is_identity();
    registry.all_sites().filter(is_one).collect()
}

/// The Python version that a checkout says it is, and where; none where it says nothing, or several.
pub fn identity(registry: &Registry, repository: &str, files: &[File]) -> Option<(Python, Place)> {
    let said = said(registry, repository, files);
    let (first, others) = said.split_first()?;
    others.iter().all(|(python, _)| *python == first.0).then(|| first.clone())
}

/// What is to be said of a checkout whose places say several Python versions. Half of a merge looks so, and
/// a line that the compiler never sees: whichever were taken, it could be the wrong one.
pub fn contradiction(registry: &Registry, repository: &str, files: &[File]) -> Option<Finding> {
    let said = said(registry, repository, files);
    let (own, others) = said.split_first()?;
    let other = others.iter().find(|other| other.0 != own.0)?;
    let message = format!("the checkout says that it is Python {}, and that it is {}", own.0, other.0);
    Some(
        Finding::error("checkout-of-two-pythons", message)
            .at(own.1.clone())
            .label(own.0.to_string())
            .related(other.1.clone(), other.0.to_string())
            .help("Correct the place that is wrong in the checkout."),
    )
}

/// What is to be said of a checkout that is held against another Python version than it says it is.
pub fn overruled(registry: &Registry, repository: &str, files: &[File], typed: Python) -> Option<Finding> {
    let said = said(registry, repository, files);
    let (own, place) = said.into_iter().find(|(own, _)| *own != typed)?;
    let message = format!("the checkout says that it is Python {own}, and is compared as {typed}");
    Some(
        Finding::error("checkout-of-another-python", message)
            .as_warning()
            .at(place)
            .label(own.to_string())
            .why("the version that was typed comes before that of the checkout")
            .help(format!("Leave out `--python`, or check out Python {typed}.")),
    )
}

/// Every place at which a checkout says a Python version, in the order of the sites.
fn said(registry: &Registry, repository: &str, files: &[File]) -> Vec<(Python, Place)> {
    let mut said = Vec::new();
    for site in identities(registry, repository) {
        let Some(matcher) = Matcher::new(site, registry) else { continue };
        let texts = files.iter().filter(|file| is_at(site, &file.path));
        for source in texts.filter_map(|file| file.text.as_ref().ok()) {
            let found = matcher.matches(source);
            said.extend(found.into_iter().filter_map(|found| {
                let python = named(&found)?.ok()?.first().copied()?;
                // Behind `within` the last value is the one that tells versions apart.
                let last = found.captures.last()?;
                (!last.may_be_cut_off()).then(|| (python, last.place.clone()))
            }));
        }
    }
    said
}
