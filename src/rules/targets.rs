//! `lock-not-targetable` and `triple-not-in-sdk`: what an SDK cannot compile for cannot be supported with
//! it. Which triples an SDK has and which a WASI version is compiled for stands in the data; where it does
//! not, nothing is said.
//!
//! The two never speak of one fault. Where no triple of a locked version is in the SDK, the lock is at
//! fault, and a triple that is one of those is not reported as well; where another triple would do, the
//! triple alone is.

use std::collections::BTreeMap;

use super::{Context, Rule, by_pep};
use crate::finding::{Finding, Severity};
use crate::model::At;
use crate::model::platform::{Component, Lock, Platform, Shipment};
use crate::version::{Python, Version};
use crate::words::joined;

pub(super) const LOCK_NOT_TARGETABLE: Rule =
    Rule { name: "lock-not-targetable", severity: Severity::Error, check: locks };
pub(super) const TRIPLE_NOT_IN_SDK: Rule =
    Rule { name: "triple-not-in-sdk", severity: Severity::Error, check: triples };

fn locks(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for platform in &context.registry.platforms {
        for fit in fits(platform) {
            findings.extend(fit.adrift.iter().map(|needed| not_targetable(platform, &fit, needed)));
        }
    }
    findings
}

fn triples(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for platform in &context.registry.platforms {
        let fits: BTreeMap<Python, Fit<'_>> =
            fits(platform).into_iter().map(|fit| (fit.lock.python.value, fit)).collect();
        for support in platform.support.iter().filter(|support| support.tier.is_some()) {
            let with_lock = support.triple.as_ref().zip(fits.get(&support.python.value));
            findings.extend(with_lock.and_then(|(triple, fit)| {
                let is_said = fit.adrift.iter().any(|needed| has(needed.triples, triple));
                (!is_said && !fit.can_target(triple)).then(|| not_in_sdk(platform, fit, triple))
            }));
        }
    }
    findings
}

/// A lock of which it is known what its SDKs can compile for.
pub(super) struct Fit<'p> {
    pub(super) lock: &'p Lock,
    sdks: Vec<Sdk<'p>>,
    /// The locked versions that no SDK can compile for.
    adrift: Vec<Needed<'p>>,
}

/// A locked SDK and what it can compile for.
struct Sdk<'p> {
    component: &'p Component,
    version: &'p At<Version>,
    shipment: &'p Shipment,
    targets: &'p [At<String>],
}

/// A locked version that is compiled for some triples.
struct Needed<'p> {
    component: &'p Component,
    version: &'p At<Version>,
    declared: &'p At<Version>,
    triples: &'p [At<String>],
}

impl Fit<'_> {
    pub(super) fn can_target(&self, triple: &str) -> bool {
        self.sdks.iter().any(|sdk| has(sdk.targets, triple))
    }

    /// Whether there is an SDK that might compile for a component, and none can: it is not compiled by
    /// itself.
    fn is_adrift(&self, component: &Component, triples: &[At<String>]) -> bool {
        let others = || self.sdks.iter().filter(|sdk| sdk.component.key != component.key);
        let can = |sdk: &Sdk<'_>| triples.iter().any(|triple| has(sdk.targets, triple));
        others().next().is_some() && !others().any(can)
    }

    /// Whether it is found that no SDK can compile for the locked version of a component.
    pub(super) fn is_said(&self, component: &Component) -> bool {
        self.adrift.iter().any(|needed| needed.component.key == component.key)
    }

    /// `WASI SDK 33`.
    fn sdk_names(&self) -> String {
        let names: Vec<String> =
            self.sdks.iter().map(|sdk| format!("{} {}", *sdk.component.name, **sdk.version)).collect();
        joined(&names, "or")
    }

    /// Shows what the SDKs have.
    fn shown(&self, finding: Finding) -> Finding {
        self.sdks.iter().fold(finding, |finding, sdk| {
            finding
                .related(sdk.version.place.clone(), "locked with it")
                .related(sdk.shipment.version.place.clone(), format!("has {}", quoted(sdk.targets)))
        })
    }
}

/// The locks of a platform of whose SDKs all targets are known. Versions are looked up in maps, for a list
/// of them must not be gone through for each lock.
pub(super) fn fits(platform: &Platform) -> Vec<Fit<'_>> {
    let components: BTreeMap<&str, &Component> =
        platform.components.iter().map(|component| (component.key.as_str(), component)).collect();
    let mut shipments = BTreeMap::new();
    let mut declared = BTreeMap::new();
    for component in &platform.components {
        let key = component.key.as_str();
        let ships = component.ships.iter().map(|shipment| ((key, shipment.version.identity()), shipment));
        shipments.extend(ships);
        let targets = component.targets.iter().map(|targets| ((key, targets.0.identity()), targets));
        declared.extend(targets);
    }
    let is_sdk = |component: &Component| component.ships.iter().any(|shipment| shipment.targets.is_some());
    let sdk_keys: Vec<&str> =
        components.values().filter(|component| is_sdk(component)).map(|sdk| sdk.key.as_str()).collect();
    let fit = |lock| {
        let mut fit = Fit { lock, sdks: Vec::new(), adrift: Vec::new() };
        for (key, version) in lock.versions.iter().filter(|(key, _)| sdk_keys.contains(&key.as_str())) {
            let shipment: &Shipment = shipments.get(&(key.as_str(), version.identity()))?;
            let (component, targets) = (components.get(key.as_str())?, shipment.targets.as_ref()?);
            fit.sdks.push(Sdk { component, version, shipment, targets });
        }
        for (key, version) in &lock.versions {
            let component = components.get(key.as_str());
            let found = component.zip(declared.get(&(key.as_str(), version.identity())));
            let Some((component, (declared, triples))) = found else { continue };
            if !triples.is_empty() && fit.is_adrift(component, triples) {
                fit.adrift.push(Needed { component, version, declared, triples });
            }
        }
        (!fit.sdks.is_empty()).then_some(fit)
    };
    platform.locks.iter().filter_map(fit).collect()
}

fn not_targetable(platform: &Platform, fit: &Fit<'_>, needed: &Needed<'_>) -> Finding {
    let (name, version) = (&*needed.component.name, &needed.version.value);
    let sdks = fit.sdk_names();
    let message =
        format!("Python {} is locked to {name} {version}, which {sdks} cannot target", *fit.lock.python);
    let finding = LOCK_NOT_TARGETABLE.finding(message).at(needed.version.place.clone());
    let needs = format!("needs {}", quoted(needed.triples));
    fit.shown(finding.related(needed.declared.place.clone(), needs))
        .why(format!("CPython cannot support what its SDK has no target for{}", by_pep(platform)))
        .help(format!("Lock another version of {name}, or an SDK that has {}.", quoted(needed.triples)))
}

fn not_in_sdk(platform: &Platform, fit: &Fit<'_>, triple: &At<String>) -> Finding {
    let python = *fit.lock.python;
    let sdks = fit.sdk_names();
    let message = format!("Python {python} is built for `{}`, which {sdks} does not have", **triple);
    let finding = TRIPLE_NOT_IN_SDK.finding(message).at(triple.place.clone());
    let help = match fit.sdks.iter().find_map(|sdk| sdk.targets.first()) {
        Some(other) => format!("Write a triple that it has, such as `{}`, or lock another SDK.", **other),
        None => "Lock another SDK.".to_owned(),
    };
    fit.shown(finding)
        .why(format!(
            "an SDK compiles for its own targets only, whatever their vendor part{}",
            by_pep(platform)
        ))
        .help(help)
}

fn quoted(triples: &[At<String>]) -> String {
    let quoted: Vec<String> = triples.iter().map(|triple| format!("`{}`", **triple)).collect();
    match quoted.as_slice() {
        [] => "no target".to_owned(),
        some => joined(some, "and"),
    }
}

/// Whether a triple is among others, whatever its vendor.
pub(super) fn has(triples: &[At<String>], triple: &str) -> bool {
    triples.iter().any(|other| is_same(other, triple))
}

/// Whether two triples are one target. The vendor stands second, and may be left out: then what stands
/// second is the system, as in `wasm32-wasip1-threads`. So it is a vendor where the rest is the other
/// triple, or where the other has as many parts and either says `unknown` there.
fn is_same(one: &str, other: &str) -> bool {
    let parts = |triple: &'_ str| -> Vec<String> { triple.split('-').map(str::to_owned).collect() };
    let (one, other) = (parts(one), parts(other));
    if one == other {
        return true;
    }
    let rest = |parts: &[String]| -> Option<Vec<String>> {
        (parts.len() > 2).then(|| [&parts[..1], &parts[2..]].concat())
    };
    let (rest_of_one, rest_of_other) = (rest(&one), rest(&other));
    let has_vendor =
        |parts: &[String]| parts.len() == 4 || parts.get(1).is_some_and(|part| part == "unknown");
    rest_of_one.as_ref() == Some(&other)
        || rest_of_other.as_ref() == Some(&one)
        || (rest_of_one.is_some() && rest_of_one == rest_of_other && (has_vendor(&one) || has_vendor(&other)))
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn a_triple_is_the_same_whatever_its_vendor() {
        for pair in [
            "wasm32-wasip1 wasm32-wasip1",
            "wasm32-wasip1 wasm32-unknown-wasip1",
            "wasm32-pc-wasip1 wasm32-wasip1",
            "wasm32-pc-wasip1 wasm32-unknown-wasip1",
            "x86_64-pc-linux-gnu x86_64-redhat-linux-gnu",
            "wasm32-wasip1-threads wasm32-unknown-wasip1-threads",
        ] {
            let (one, other) = pair.split_once(' ').unwrap();
            assert!(is_same(one, other) && is_same(other, one), "{pair}");
        }
        for pair in [
            "wasm32-wasip1 wasm32-wasi",
            "wasm32-wasip1 wasm32-wasip1-threads",
            "wasm32-wasi-threads wasm32-wasip1-threads",
            "wasm32-unknown-wasi wasm32-unknown-wasip1",
            "wasm32-wasi wasm64-wasi",
            "wasm32 wasm64",
        ] {
            let (one, other) = pair.split_once(' ').unwrap();
            assert!(!is_same(one, other) && !is_same(other, one), "{pair}");
        }
    }
}
