//! Names that stand for one thing in the whole data: platforms and components.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::model::platform::{Component, folded};
use crate::model::{At, Registry};
use crate::parse::files::{is_key, meant_key};

/// What is named twice, or named in a way that no document can hold.
pub(in crate::parse) fn names(registry: &Registry) -> Vec<Finding> {
    let mut findings = platforms(registry);
    findings.extend(registry.components().filter_map(|(_, component)| bad_key(component)));
    findings.extend(components(registry));
    findings
}

fn platforms(registry: &Registry) -> Vec<Finding> {
    let mut first_of: BTreeMap<String, &At<String>> = BTreeMap::new();
    let mut findings = Vec::new();
    for platform in &registry.platforms {
        let first = *first_of.entry(platform.name.to_lowercase()).or_insert(&platform.name);
        if !std::ptr::eq(first, &platform.name) {
            findings.push(
                Finding::error("repeated-platform", format!("two files are the platform {}", *platform.name))
                    .at(platform.name.place.clone())
                    .label("the second")
                    .related(first.place.clone(), "the first")
                    .help("Give one of the two another name, or move all to one file."),
            );
        }
    }
    findings
}

fn bad_key(component: &Component) -> Option<Finding> {
    if is_key(&component.key) {
        return None;
    }
    let help = match meant_key(&component.key) {
        Some(meant) => format!("Write `{meant}`, here and wherever it is named."),
        None => "Write it in lower-case letters, digits and single `-`, such as `wasi-sdk`.".to_owned(),
    };
    let message = format!("a component cannot have the key `{}`", *component.key);
    Some(
        Finding::error("bad-name", message)
            .at(component.key.place.clone())
            .why("keys are lower-case letters and digits, with single `-` between them")
            .help(help),
    )
}

/// `pep11 get` takes any name of a component without its platform, and minds letters and digits only.
fn components(registry: &Registry) -> Vec<Finding> {
    let mut first_of: BTreeMap<String, (&At<String>, &Component)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (_, component) in registry.components() {
        for name in [&component.key, &component.name].into_iter().chain(&component.also) {
            let (first, owner) = *first_of.entry(folded(name)).or_insert((name, component));
            if !std::ptr::eq(owner, component) {
                findings.push(repeated(name, first));
                break;
            }
        }
    }
    findings
}

fn repeated(name: &At<String>, first: &At<String>) -> Finding {
    Finding::error("repeated-component", format!("two components are called `{}`", **name))
        .at(name.place.clone())
        .label("the second")
        .related(first.place.clone(), "the first")
        .why("`pep11 get` takes a name of a component without its platform, in any case of letters")
        .help("Give one of the two another name.")
}
