//! Sites that could never be held against anything, although each of their keys is right by itself.

use crate::finding::Finding;
use crate::model::platform::Platform;
use crate::model::site::{Hole, Pythons, Site};
use crate::model::{At, Registry};
use crate::parse::words::closest;
use crate::pattern::Pattern;

/// A pattern whose values have more bytes of other names is not looked for: what is made of it stays small.
const MOST_NAMES: usize = 16_000;

/// What is wrong with the sites and spellings of all files.
pub(in crate::parse) fn without_effect(registry: &Registry) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in registry.all_sites() {
        let platform = registry.platforms.iter().find(|own| Some(&own.key) == site.platform.as_ref());
        findings.extend(never_counts(site));
        findings.extend(lacks(site));
        findings.extend(platform.and_then(|platform| nobody(site, platform)));
        let patterns = [Some(&site.pattern), site.within.as_ref(), site.to.as_ref()];
        findings.extend(patterns.into_iter().flatten().filter_map(|own| too_many_names(registry, own)));
    }
    let spellings = registry.platforms.iter().flat_map(|platform| &platform.spellings);
    findings.extend(spellings.filter_map(|own| too_many_names(registry, own)));
    findings
}

fn error(message: String) -> Finding {
    Finding::error("site-without-effect", message)
}

fn never_counts(site: &Site) -> Option<Finding> {
    let Pythons::Range { since: Some(since), until: Some(until) } = &site.pythons else { return None };
    let finding = error(format!("no Python version is both since {} and until {}", **since, **until));
    (since.value > until.value).then(|| {
        finding
            .at(until.place.clone())
            .label("the last")
            .related(since.place.clone(), "the first")
            .help("Write the first version under `since`, and the last under `until`.")
    })
}

/// What a value there cannot be held against anything without.
fn lacks(site: &Site) -> Option<Finding> {
    let is_of_tiers = site.is_of_tiers();
    let is_named = site.has(&Hole::Triple) || site.has(&Hole::Target);
    let has_day = site.holes.iter().any(|hole| matches!(hole, Hole::Day(_)));
    let is_table = !site.columns.is_empty() && site.has(&Hole::Triple) && is_of_tiers;
    let lacking = |hole: &Hole| match hole {
        Hole::Target if !is_of_tiers => Some("Add `{tier}`, or `tier:` with the tier that all there are in."),
        Hole::Compiler if !is_of_tiers || !site.has(&Hole::Triple) => {
            Some("Add `{triple}` and `{tier}`, or write `{...}` for it.")
        }
        Hole::Notes | Hole::Contacts if !is_table => {
            Some("Read it from `columns`, beside `triple` and behind a `{tier}`, or write `{...}` for it.")
        }
        Hole::Tier if !is_named => Some("Add `{triple}` or `{target}`, which say what is in the tier."),
        Hole::Triple if !is_of_tiers && site.platform.is_none() => {
            Some("Put the site into the file of the platform that is built for it, or add `{tier}`.")
        }
        Hole::State if !has_day => Some("Add the day that it is the state of, such as `{beta-1}`."),
        Hole::Pythons if site.holes.iter().all(|own| own.is_of_python()) => {
            Some("Add the value that is for these Python versions, such as `{wasi-sdk}`.")
        }
        _ => None,
    };
    let named = |hole: &Hole| Hole::NAMED.iter().find(|(_, own)| own == hole).map_or("", |(name, _)| name);
    let of_hole = site.holes.iter().find_map(|hole| Some((named(hole), lacking(hole)?)));
    if let Some((name, help)) = of_hole {
        let message = format!("`{{{name}}}` alone is held against nothing");
        return Some(error(message).at(site.pattern.place.clone()).help(help));
    }
    if let Some(tier) = site.tier.as_ref().filter(|_| site.has(&Hole::Tier)) {
        let finding = error("a site with `{tier}` cannot have `tier` as well".to_owned());
        return Some(finding.at(tier.place.clone()).help("Remove one of the two."));
    }
    let tier = site.tier.as_ref().filter(|_| !is_named)?;
    let finding = error("nothing says what is in this tier".to_owned()).at(tier.place.clone());
    Some(finding.help("Add `{triple}` or `{target}` to the pattern."))
}

/// Whoever is called so has no pin and states nothing; of somebody else, that is only not known.
fn nobody(site: &Site, platform: &Platform) -> Option<Finding> {
    let by = site.by.as_ref()?;
    let pins = platform.pins.iter().filter_map(|pin| pin.by.as_ref());
    let stated = platform.stated.iter().map(|stated| &stated.by);
    let mut known: Vec<&str> = pins.chain(stated).map(|own| own.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let near = closest(by, &known).filter(|_| !known.contains(&by.as_str()))?;
    let message = format!("`{}` has no pin and states nothing in the data of {}", **by, *platform.name);
    Some(error(message).at(by.place.clone()).help(format!("Write `{near}`.")))
}

fn too_many_names(registry: &Registry, pattern: &At<Pattern>) -> Option<Finding> {
    let names = |key: &str| {
        let component = registry.components().map(|(_, own)| own).find(|own| *own.key == key)?;
        Some(component.aliases.iter().flat_map(|(_, names)| names).map(|name| name.len()).sum::<usize>())
    };
    let most = pattern.holes().filter_map(|(key, _)| Some((key, names(key)?))).max_by_key(|(_, size)| *size);
    let (key, _) = most.filter(|(_, size)| *size > MOST_NAMES)?;
    let finding = error(format!("`{{{key}}}` has too many other names to look for"));
    Some(finding.at(pattern.place.clone()).help(format!("Remove some `aliases` of `{key}`.")))
}
