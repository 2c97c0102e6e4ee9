//! Fingerprints stay while a file changes elsewhere, and tell two findings apart.

use pep11::finding::Finding;
use pep11::project::Project;
use pep11::report::{self, Paths};
use pep11::source::{Place, Source};
use serde_json::Value;

use crate::data;

const OWN: &str = "pep11~1v1";
const LINE: &str = "primaryLocationLineHash";

fn fingerprints(found: &[Finding], paths: &Paths, name: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(&report::sarif::findings(found, paths).unwrap()).unwrap();
    let results = document["runs"][0]["results"].as_array().unwrap();
    let one = |result: &Value| result["partialFingerprints"].pointer(&format!("/{name}")).unwrap().clone();
    results.iter().map(|result| one(result).as_str().unwrap().to_owned()).collect()
}

fn own(found: &[Finding]) -> Vec<String> {
    fingerprints(found, &Paths::new(), OWN)
}

/// Which versions of a platform file are not in quotes.
fn found(platform: &str) -> Vec<Finding> {
    let data = data::with_platform(platform);
    let mut found = Project { data, ..Project::default() }.review().findings;
    found.retain(|finding| finding.rule == "unquoted-version");
    assert_eq!(found.len(), 3, "{found:#?}");
    found
}

const PLATFORM: &str = r#"name: X
components:
  x: {name: X sdk}
pins:
  - {python: "3.14", component: x, version: 1, by: A, on: 2025-01-01, source: https://example.org/a}
  - {python: "3.14", component: x, version: 2, by: B, on: 2025-01-01, source: https://example.org/b}
  - {python: "3.15", component: x, version: 1, by: C, on: 2025-01-01, source: https://example.org/c}
"#;

#[test]
fn lines_above_change_nothing() {
    let below = PLATFORM.replace("name: X\n", "# One\n# two\n\nname: X\n").replace("pins:", "# three\npins:");
    for name in [OWN, LINE] {
        let [before, after] =
            [PLATFORM, &below].map(|platform| fingerprints(&found(platform), &Paths::new(), name));
        assert_eq!(before, after, "{name}");
    }
}

#[test]
fn other_entries_may_change_places() {
    let lines: Vec<&str> = PLATFORM.lines().collect();
    let moved = [&lines[..4], &[lines[5], lines[4], lines[6]]].concat().join("\n");
    let [mut before, mut after] = [PLATFORM, &moved].map(|platform| own(&found(platform)));
    before.sort();
    after.sort();
    assert_eq!(before, after);
}

#[test]
fn what_is_alike_is_numbered_by_place() {
    let found = found(PLATFORM);
    assert_eq!(found[0].message, found[2].message);
    let all = own(&found);
    let (first, second) = (all[0].rsplit_once(':').unwrap(), all[2].rsplit_once(':').unwrap());
    assert_eq!((first.0, first.1, second.1), (second.0, "1", "2"));
    let reversed: Vec<Finding> = found.iter().rev().cloned().collect();
    assert_eq!(own(&reversed), all.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn no_two_findings_are_taken_for_one() {
    for (name, found) in super::found() {
        let mut all = own(&found);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), found.len(), "{name}");
    }
}

#[test]
fn every_part_counts() {
    let source = Source::new("a", "x y\nz");
    let base = Finding::error("rule", "message").at(Place::new(&source, 0..1));
    let others = [
        Finding { rule: "other", ..base.clone() },
        Finding { message: "other".to_owned(), ..base.clone() },
        base.clone().at(Place::new(&source, 2..3)),
        base.clone().at(Place::new(&Source::new("b", "x y\nz"), 0..1)),
    ];
    for other in others {
        assert_ne!(own(std::slice::from_ref(&base)), own(&[other]));
    }
    let reworded = base.clone().label("a").why("b").help("c");
    assert_eq!(own(&[base]), own(&[reworded]), "an explanation may be said better");
}

/// The algorithm is a promise: whoever has alerts open must find them again after an update.
#[test]
fn they_are_the_same_in_every_release() {
    let place = Place::new(&Source::new("data/a.yaml", "a: é\n"), 3..5);
    let finding = Finding::error("rule", "`data/a.yaml` is wrong").at(place);
    assert_eq!(own(&[finding]), ["e89697da1641fefd810a8c037f07378a:1"]);
}

#[test]
fn they_do_not_depend_on_the_folder() {
    let finding = |shown: &str| {
        let place = Place::file(shown);
        Finding::error("unread-file", format!("nothing reads `{shown}`")).at(place)
    };
    let of = |shown: &str| {
        let paths = Paths::from([(shown.to_owned(), "sub/data/x".to_owned())]);
        fingerprints(&[finding(shown)], &paths, OWN)
    };
    assert_eq!(of("data/x"), of("../sub/data/x"));
    assert_eq!(of("data/x"), of("sub/data/x"));
}
