//! What the sites in a checkout say of a platform's components. Owns what of a file is not trusted; must not
//! know what the data has recorded so far.

use super::{Asked, Reading, refused, version};
use crate::finding::Finding;
use crate::model::platform::Component;
use crate::model::site::{Hole, Relation, Site};
use crate::model::{Platform, Registry};
use crate::site::{self, Capture, Checkout, File, MOST, triple_fits};
use crate::source::Place;
use crate::version::{Python, Version};

/// Whether files are those of a repository: one is there that says which Python version it is, or something
/// stands at a site of a platform.
pub fn belongs_to(registry: &Registry, platform: &Platform, repository: &str, files: &[File]) -> bool {
    let identities = site::identities(registry, repository);
    if !identities.is_empty() {
        return identities.iter().any(|own| files.iter().any(|file| site::is_at(own, &file.path)));
    }
    let own = platform.sites.iter().filter(|site| *site.repository == repository);
    own.into_iter().any(|site| {
        let at = files.iter().filter(|file| site::is_at(site, &file.path));
        at.filter_map(|file| file.text.as_ref().ok())
            .any(|source| !site::read(registry, site, None, source).is_empty())
    })
}

/// The versions that stand in a checkout for a Python version, in the order of the sites. Of components that
/// are decided, what cannot be read does not matter.
///
/// # Errors
///
/// Everything because of which a version may be another than it seems: the checkout is of another Python
/// version, or of none that is known, or files of sites cannot be read.
pub fn read<'r>(
    asked: Asked<'r>,
    folder: &str,
    checkout: &Checkout,
    decided: &[Reading<'r>],
) -> Result<Vec<Reading<'r>>, Vec<Finding>> {
    is_of_python(asked, folder, checkout).map_err(|finding| vec![finding])?;
    let mut readings = Vec::new();
    let mut findings = Vec::new();
    for site in site::sites(asked.registry, &checkout.repository, checkout.python) {
        if !is_read(asked.platform, site) {
            continue;
        }
        for file in checkout.files.iter().filter(|file| site::is_at(site, &file.path)) {
            for (component, found) in of_file(asked, site, checkout, file) {
                let is_decided = || decided.iter().any(|own| *own.component.key == *component.key);
                match found {
                    Ok(reading) => readings.push(reading),
                    Err(finding) if !is_decided() => findings.push(finding),
                    Err(_) => {}
                }
            }
        }
    }
    findings.dedup();
    if findings.is_empty() { Ok(readings) } else { Err(findings) }
}

fn is_of_python(asked: Asked<'_>, folder: &str, checkout: &Checkout) -> Result<(), Finding> {
    if site::identities(asked.registry, &checkout.repository).is_empty() {
        return Ok(());
    }
    let python = asked.python;
    match site::identity(asked.registry, &checkout.repository, &checkout.files) {
        Some((own, _)) if own == python => Ok(()),
        Some((own, place)) => Err(refused(format!("`{folder}` is Python {own}, not {python}"))
            .at(place)
            .why("each Python version has its own lock")
            .help(format!("Check out Python {python}, or record Python {own}."))),
        None => Err(site::contradiction(asked.registry, &checkout.repository, &checkout.files)
            .unwrap_or_else(|| {
                refused(format!("`{folder}` does not say which Python version it is"))
                    .at(Place::file(folder))
                    .help("Name a whole checkout; a file of it is missing or is not whole.")
            })),
    }
}

/// Whether a site says a version of a component that is locked. A minimum is no version.
fn is_read(platform: &Platform, site: &Site) -> bool {
    let of_platform = site.platform.as_ref() == Some(&platform.key);
    of_platform
        && site.relation == Relation::Exactly
        && site.holes.iter().any(|hole| of(platform, hole).next().is_some())
}

/// The components whose versions a hole can tell: its own, or those that are compiled for a triple.
fn of<'r>(platform: &'r Platform, hole: &Hole) -> impl Iterator<Item = &'r Component> {
    let hole = hole.clone();
    super::locked(platform).filter(move |component| match &hole {
        Hole::Component(key) => *component.key == *key,
        Hole::Triple => !component.targets.is_empty(),
        _ => false,
    })
}

/// What a file says at a site, or why that is not known, for each component.
fn of_file<'r>(
    asked: Asked<'r>,
    site: &'r Site,
    checkout: &Checkout,
    file: &File,
) -> Vec<(&'r Component, Result<Reading<'r>, Finding>)> {
    let components = || site.holes.iter().flat_map(|hole| of(asked.platform, hole));
    let all = |finding: &Finding| components().map(|component| (component, Err(finding.clone()))).collect();
    let source = match &file.text {
        Ok(source) => source,
        Err(why) => return all(&unreadable(site, file, why)),
    };
    let found = site::read(asked.registry, site, checkout.python, source);
    if found.len() >= MOST {
        let why = format!("has more than {MOST} lines like the pattern of the site");
        return all(&unreadable(site, file, &why));
    }
    // What is for no Python version, as an SDK, serves any.
    let serves = |pythons: &[Python]| pythons.is_empty() || pythons.contains(&asked.python);
    let captures =
        found.iter().filter(|reading| serves(&reading.pythons)).flat_map(|reading| &reading.found.captures);
    let of_capture = |capture: &Capture| {
        let components = of(asked.platform, &capture.hole);
        components.map(|component| (component, of_capture(component, capture, file))).collect::<Vec<_>>()
    };
    captures.flat_map(of_capture).collect()
}

fn unreadable(site: &Site, file: &File, why: &str) -> Finding {
    refused(format!("`{}` {why}", file.path))
        .at(site.pattern.place.clone())
        .label("this is looked for in it")
        .help("Name a whole checkout with the file as its commit has it, or give the version as `COMPONENT=VERSION`.")
}

fn of_capture<'r>(component: &'r Component, capture: &Capture, file: &File) -> Result<Reading<'r>, Finding> {
    let text = &capture.text;
    if capture.may_be_cut_off() {
        return Err(refused(format!("`{}` ends behind this value, which may be cut off", file.path))
            .at(capture.place.clone())
            .help("Get the file anew, or end its last line with a line break if it is whole."));
    }
    let found = match capture.hole {
        Hole::Triple => of_triple(component, text),
        _ => version(component, text),
    };
    let Some(version) = found else {
        let message = format!("`{text}` is no version of {}", *component.name);
        let finding = refused(message).at(capture.place.clone());
        return Err(match capture.hole {
            Hole::Triple => finding
                .related(component.key.place.clone(), "its `targets` have no such triple")
                .help(format!(
                    "Give the version as `{}=VERSION`, or add the triple to those `targets`.",
                    *component.key
                )),
            _ => finding.help(format!("Give the version as `{}=VERSION`.", *component.key)),
        });
    };
    let is_own_name = version.as_str() == text;
    Ok(Reading {
        component,
        version,
        place: Some(capture.place.clone()),
        path: file.path.clone(),
        spelled: (!is_own_name).then(|| text.clone()),
    })
}

/// The version that is compiled for a triple.
fn of_triple(component: &Component, triple: &str) -> Option<Version> {
    let fits = |(_, triples): &&(_, Vec<crate::model::At<String>>)| {
        triples.iter().any(|own| triple_fits(triple, own))
    };
    component.targets.iter().find(fits).map(|(version, _)| version.value.clone())
}
