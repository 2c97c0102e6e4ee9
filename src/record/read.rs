//! What the sites in a checkout say of a platform's components. Owns what of a file is not trusted; must not
//! know what the data has recorded so far.

use super::identity::{Claim, python};
use super::{Asked, Reading, Shipped, refused, version};
use crate::finding::Finding;
use crate::model::platform::Component;
use crate::model::site::{Hole, Relation, Site};
use crate::model::{Platform, Registry};
use crate::site::{self, Capture, Checkout, File, MOST, triple_fits};
use crate::source::Place;
use crate::version::{Python, Version};

/// What a checkout says.
pub struct Told<'r> {
    /// The versions that a lock can have, in the order of the sites.
    pub readings: Vec<Reading<'r>>,
    /// What versions ship, likewise.
    pub shipped: Vec<Shipped<'r>>,
    /// What stands where a site has a version, and is none.
    pub missed: Vec<Missed<'r>>,
    /// What is taken for granted, where the checkout does not say which Python version it is.
    pub claim: Option<Claim>,
}

/// A line that is like that of a site, and has no version.
pub struct Missed<'r> {
    /// The component whose version the site has.
    pub component: &'r Component,
    /// The line.
    pub place: Place,
}

/// Whether files are those of a repository: one is there that says which Python version it is, or something
/// stands at a site of a platform.
pub fn belongs_to(registry: &Registry, platform: &Platform, repository: &str, files: &[File]) -> bool {
    let identities = site::identities(registry, repository);
    if identities.iter().any(|own| files.iter().any(|file| site::is_at(own, &file.path))) {
        return true;
    }
    let own = platform.sites.iter().filter(|site| *site.repository == repository);
    own.into_iter().any(|site| {
        let at = files.iter().filter(|file| site::is_at(site, &file.path));
        at.filter_map(|file| file.text.as_ref().ok())
            .any(|source| !site::read(registry, site, None, source).is_empty())
    })
}

/// The versions that stand in a checkout for a Python version. Of components that are decided, what cannot be
/// read does not matter.
///
/// # Errors
///
/// Everything because of which a version may be another than it seems: the checkout is of another Python
/// version, or files of sites cannot be read.
pub fn read<'r>(
    asked: Asked<'r>,
    folder: &str,
    checkout: &Checkout,
    decided: &[Reading<'r>],
) -> Result<Told<'r>, Vec<Finding>> {
    let (python, claim) = python(asked, folder, checkout).map_err(|finding| vec![finding])?;
    let mut told = Told { readings: Vec::new(), shipped: Vec::new(), missed: Vec::new(), claim };
    let mut findings = Vec::new();
    for site in site::sites(asked.registry, &checkout.repository, python) {
        if !is_read(asked.platform, site) {
            continue;
        }
        for file in checkout.files.iter().filter(|file| site::is_at(site, &file.path)) {
            let found = of_file(asked, site, python, file);
            for (component, found) in found.readings {
                let is_decided = || decided.iter().any(|own| *own.component.key == *component.key);
                match found {
                    Ok(reading) => told.readings.push(reading),
                    Err(finding) if !is_decided() => findings.push(finding),
                    Err(_) => {}
                }
            }
            told.missed.extend(found.missed);
            for shipped in found.shipped {
                match shipped {
                    Ok(shipped) => told.shipped.push(shipped),
                    Err(finding) => findings.push(finding),
                }
            }
        }
    }
    findings.dedup();
    if findings.is_empty() { Ok(told) } else { Err(findings) }
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

/// A component, and the version that a place says or why that is not known.
type Found<'r> = (&'r Component, Result<Reading<'r>, Finding>);

/// What a file says at a site.
struct OfFile<'r> {
    readings: Vec<Found<'r>>,
    shipped: Vec<Result<Shipped<'r>, Finding>>,
    missed: Vec<Missed<'r>>,
}

fn of_file<'r>(asked: Asked<'r>, site: &'r Site, python: Option<Python>, file: &File) -> OfFile<'r> {
    let components = || site.holes.iter().flat_map(|hole| of(asked.platform, hole));
    let all = |finding: &Finding| OfFile {
        readings: components().map(|component| (component, Err(finding.clone()))).collect(),
        shipped: Vec::new(),
        missed: Vec::new(),
    };
    let source = match &file.text {
        Ok(source) => source,
        Err(why) => return all(&unreadable(site, file, why)),
    };
    let found = site::read_all(asked.registry, site, python, source);
    if found.len() >= MOST {
        let why = format!("has more than {MOST} lines like the pattern of the site");
        return all(&unreadable(site, file, &why));
    }
    let mut of_file = OfFile { readings: Vec::new(), shipped: Vec::new(), missed: Vec::new() };
    if found.is_empty()
        && let Some(place) = site::instead(asked.registry, site, source)
    {
        of_file.missed.extend(components().map(|component| Missed { component, place: place.clone() }));
    }
    // What is for no Python version, as an SDK, serves any.
    let serves = |pythons: &[Python]| pythons.is_empty() || pythons.contains(&asked.python);
    for found in found.iter().filter(|reading| serves(&reading.pythons)) {
        if let Some(why) = &found.unclear {
            let finding = unclear(asked.python, found, why);
            of_file.readings.extend(components().map(|component| (component, Err(finding.clone()))));
            continue;
        }
        let readings = of_captures(asked.platform, &found.found.captures, file);
        of_file.shipped.extend(shipped(asked.platform, &readings, &found.found.captures, file));
        of_file.readings.extend(readings);
    }
    of_file
}

/// What stands in the holes of one place.
fn of_captures<'r>(platform: &'r Platform, captures: &[Capture], file: &File) -> Vec<Found<'r>> {
    let of_capture = |capture: &Capture| {
        let components = of(platform, &capture.hole);
        components.map(|component| (component, of_capture(component, capture, file))).collect::<Vec<_>>()
    };
    captures.iter().flat_map(of_capture).collect()
}

/// What a version ships, where one place says both.
fn shipped<'r>(
    platform: &'r Platform,
    readings: &[Found<'r>],
    captures: &[Capture],
    file: &File,
) -> Vec<Result<Shipped<'r>, Finding>> {
    let mut shipped = Vec::new();
    for (by, reading) in readings {
        let Ok(reading) = reading else { continue };
        let comes_with =
            |own: &&Component| own.shipped_by.as_ref().is_some_and(|shipping| **shipping == *by.key);
        for inside in platform.components.iter().filter(comes_with) {
            let is_own = |capture: &&Capture| capture.hole == Hole::Component(inside.key.value.clone());
            let capture = captures.iter().find(is_own);
            let found = capture.map(|capture| of_capture(inside, capture, file));
            shipped.extend(found.map(|found| Ok(Shipped { by: reading.clone(), inside: found? })));
        }
    }
    shipped
}

fn unreadable(site: &Site, file: &File, why: &str) -> Finding {
    refused(format!("`{}` {why}", file.path))
        .at(site.pattern.place.clone())
        .label("this is looked for in it")
        .help("Name a whole checkout with the file as its commit has it, or give the version as `COMPONENT=VERSION`.")
}

/// A place may be for the very Python version that is asked for, in words that nobody can be sure of.
fn unclear(python: Python, reading: &site::Reading<'_>, why: &str) -> Finding {
    refused(format!("it is not known whether this is for Python {python}: {why}"))
        .at(reading.found.place.clone())
        .help("Write the versions there one by one, such as `3.15, 3.16`, or give the version as `COMPONENT=VERSION`.")
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
        tree: String::new(),
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
