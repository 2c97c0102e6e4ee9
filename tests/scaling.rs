//! Much data: the time that the rules take is in proportion to it.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use pep11::model::platform::{Change, Lock, Shipment, Support};
use pep11::model::python::Release;
use pep11::model::tiers::Target;
use pep11::model::{At, Platform, Registry};
use pep11::parse::{self, Files};
use pep11::rules::{self, Against};
use pep11::version::{Form, Python, Version};

use crate::proportion::takes_four_times_as_long;

/// One Python version on one platform, with something for every rule to look at.
const PYTHONS: &str = "\
\"1.1\":
  pep: 1
  branch: main
  beta-1: {actual: 2000-05-01}
  final: {actual: 2000-10-01}
  end-of-life: {expected: 2300-10-01}
  source: https://example.org
";
const TIERS: &str = "\
source: https://example.org
begins: 2000-01-01
promotion: steering council
tiers:
  3: {contacts: 1, source: https://example.org}
targets:
  - id: one
    events:
      - {on: 2000-02-01, tier: 3, triple: wasm32, contacts: [One], approved: unknown, source: https://example.org}
";
const PLATFORM: &str = "\
name: One
components:
  api:
    name: Api
    lock: {from: beta 1, change: steering council, warn-before: 60, late-after: 60}
    targets: {\"1\": [wasm32-wasi]}
  sdk:
    name: Sdk
    lock: {from: beta 1, change: steering council, warn-before: 60, late-after: 60}
    ships:
      \"1\": {targets: [wasm32-unknown-wasi, wasm32-wasip1]}
locks:
  \"1.1\": {api: \"1\", sdk: \"1\", recorded: 2000-05-01, source: https://example.org}
changes:
  - {python: \"1.1\", component: sdk, from: \"0\", to: \"1\", on: 2000-06-01, why: A fix., source: https://example.org, approved: https://example.org}
support:
  \"1.1\": {tier: 3, triple: wasm32-wasi, source: https://example.org}
";

/// So many Python versions and platforms, with a lock, an SDK, a change and a promise for each pair.
fn registry(pythons: u32, platforms: u32) -> Registry {
    let files = [("pythons", PYTHONS), ("tiers", TIERS), ("platforms/one", PLATFORM)];
    let file = |(name, text): (&str, &str)| (format!("data/{name}.yaml"), text.as_bytes().to_vec());
    let (mut registry, findings) = parse::registry("", &files.into_iter().map(file).collect::<Files>());
    assert!(findings.is_empty(), "{findings:#?}");
    let one = &registry.releases[0];
    registry.releases = (1..=pythons).rev().map(|n| Release { python: python(n), ..one.clone() }).collect();
    let tiers = registry.tiers.as_mut().unwrap();
    let target = tiers.targets[0].clone();
    tiers.targets =
        (1..=platforms).map(|n| Target { id: at(format!("t{n}"), &target.id), ..target.clone() }).collect();
    let one = on_each(&registry.platforms[0], pythons);
    registry.platforms = (1..=platforms).map(|n| Platform { key: format!("p{n}"), ..one.clone() }).collect();
    registry
}

/// A platform with as many locks, changes, promises and SDKs as there are Python versions.
fn on_each(one: &Platform, pythons: u32) -> Platform {
    let mut platform = one.clone();
    let newest_first = || (1..=pythons).rev();
    let (lock, change, support) = (&one.locks[0], &one.changes[0], &one.support[0]);
    let locked = |n| {
        let (sdk, of_one) = &lock.versions[1];
        vec![lock.versions[0].clone(), (sdk.clone(), at(version(n), of_one))]
    };
    platform.locks =
        newest_first().map(|n| Lock { python: python(n), versions: locked(n), ..lock.clone() }).collect();
    platform.changes = newest_first().map(|n| Change { python: python(n), ..change.clone() }).collect();
    platform.support = newest_first().map(|n| Support { python: python(n), ..support.clone() }).collect();
    let ships = &one.components[1].ships[0];
    let shipment = |n| Shipment { version: at(version(n), &ships.version), ..ships.clone() };
    platform.components[1].ships = newest_first().map(shipment).collect();
    platform
}

fn at<T>(value: T, like: &At<T>) -> At<T> {
    At { value, place: like.place.clone() }
}

fn python(n: u32) -> At<Python> {
    At { value: Python::parse(&format!("{n}.1")).unwrap(), place: pep11::source::Place::file("data") }
}

fn version(n: u32) -> Version {
    Version::parse(&n.to_string(), Form::Number).unwrap()
}

/// How long the rules take, on a day and against the data itself.
fn time(pythons: u32, platforms: u32) -> Duration {
    let registry = registry(pythons, platforms);
    let against = Against { as_of: parse::date("2026-11-22"), base: Some(&registry) };
    let start = Instant::now();
    let found = rules::findings(&registry, &BTreeSet::new(), against);
    let took = start.elapsed();
    assert!(found.is_empty(), "{:#?}", found[0]);
    took
}

/// Without optimization this takes some seconds. What goes through all of the data for each part of it
/// would take a day; a busy machine does not take a hundred times as long.
#[test]
fn a_hundred_python_versions_on_two_thousand_platforms_take_seconds() {
    let took = time(100, 2000);
    assert!(took < Duration::from_secs(300), "{took:?}");
}

/// Four times the data takes about four times as long, and sixteen times where one rule goes through all
/// Python versions or platforms for each of them.
#[test]
fn neither_many_python_versions_nor_many_platforms_are_gone_through_for_each() {
    for (pythons, platforms) in [(10_000, 1), (1, 10_000)] {
        let four_times = |n| if n == 1 { 1 } else { 4 * n };
        takes_four_times_as_long(
            &format!("{pythons} x {platforms}"),
            || time(pythons, platforms),
            || time(four_times(pythons), four_times(platforms)),
        );
    }
}
