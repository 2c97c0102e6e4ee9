//! `triple-of-another-version`: what a Python version is built for is what it is locked to. Which versions of
//! a component a triple is compiled for stands in the data; where it does not, nothing is said.
//!
//! A triple that the locked SDK does not have, and a version that it cannot compile for, are said elsewhere.

use std::collections::BTreeMap;

use super::targets::{fits, has};
use super::{Context, Rule, by_pep};
use crate::finding::{Finding, Severity};
use crate::model::At;
use crate::model::platform::{Component, Lock, Platform};
use crate::version::{Python, Version};
use crate::words::joined;

pub(super) const RULE: Rule = Rule { name: "triple-of-another-version", severity: Severity::Error, check };

/// A version of a component, and the triples that it is compiled for.
type Declared<'p> = &'p (At<Version>, Vec<At<String>>);

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.registry.platforms.iter().flat_map(of_platform).collect()
}

fn of_platform(platform: &Platform) -> Vec<Finding> {
    let components: Vec<(&Component, BTreeMap<_, Declared<'_>>)> = platform
        .components
        .iter()
        .filter(|component| !component.targets.is_empty())
        .map(|component| {
            let declared = component.targets.iter().map(|declared| (declared.0.identity(), declared));
            (component, declared.collect())
        })
        .collect();
    if components.is_empty() {
        return Vec::new();
    }
    let locks: BTreeMap<Python, &Lock> =
        platform.locks.iter().map(|lock| (lock.python.value, lock)).collect();
    let fits: BTreeMap<Python, _> =
        fits(platform).into_iter().map(|fit| (fit.lock.python.value, fit)).collect();
    let mut findings = Vec::new();
    for support in platform.support.iter().filter(|support| support.tier.is_some()) {
        let with_lock = support.triple.as_ref().zip(locks.get(&support.python.value));
        let Some((triple, lock)) = with_lock else { continue };
        let fit = fits.get(&support.python.value);
        // Then the SDK has no such triple.
        if fit.is_some_and(|fit| !fit.can_target(triple)) {
            continue;
        }
        for (component, declared) in &components {
            let Some(version) = lock.version(&component.key) else { continue };
            let own = declared.get(&version.identity()).filter(|(_, triples)| !triples.is_empty());
            let Some(own) = own.filter(|(_, triples)| !has(triples, triple)) else { continue };
            let others: Vec<_> =
                component.targets.iter().filter(|(_, triples)| has(triples, triple)).collect();
            // Then the SDK cannot compile for the version.
            let is_adrift = fit.is_some_and(|fit| fit.is_said(component));
            if !others.is_empty() && !is_adrift {
                let at_odds = Odds { platform, component, lock, version, triple, own, others };
                findings.push(at_odds.finding());
            }
        }
    }
    findings
}

/// A lock and a triple that do not go together.
struct Odds<'p> {
    platform: &'p Platform,
    component: &'p Component,
    lock: &'p Lock,
    version: &'p At<Version>,
    triple: &'p At<String>,
    /// The locked version with its triples.
    own: Declared<'p>,
    /// The versions that the triple is compiled for.
    others: Vec<Declared<'p>>,
}

impl Odds<'_> {
    fn finding(&self) -> Finding {
        let Self { platform, component, lock, version, triple, own, others } = self;
        let (name, python) = (&*component.name, *lock.python);
        let versions: Vec<&str> = others.iter().map(|(version, _)| version.as_str()).collect();
        let versions = joined(&versions, "or");
        let message = format!(
            "Python {python} is built for `{}`, which is {name} {versions}, and is locked to {name} {}",
            ***triple, ***version
        );
        let finding = RULE
            .finding(message)
            .at(triple.place.clone())
            .related(version.place.clone(), "locked here")
            .related(own.0.place.clone(), "does not have the triple");
        let finding =
            others.iter().fold(finding, |finding, (other, _)| finding.related(other.place.clone(), "has it"));
        let such = own.1.first().map(|triple| format!(", such as `{}`", **triple)).unwrap_or_default();
        finding
            .why(format!("a Python version supports for its life what it is built for{}", by_pep(platform)))
            .help(format!("Lock {name} {versions}, or write a triple of {name} {}{such}.", ***version))
    }
}
