//! The catalogue says something of every rule, and its examples are true. `tests/catalogue/` is a sound
//! project; an example's lines are put into it, and exactly its rule must be found, or nothing.

use std::collections::{BTreeMap, BTreeSet};

use pep11::catalogue::{self, Entry};
use pep11::finding::Severity;

use crate::folder;

/// Examples, put into the sound project.
mod examples;

/// The names that can stand in the brackets of a finding, as the source has them.
fn names_in_source() -> BTreeSet<String> {
    let sources = folder::files(&folder::own().join("src"));
    let sources = sources.iter().filter(|(path, _)| path.ends_with(".rs") && !path.ends_with("/tests.rs"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let names: BTreeSet<String> = sources.flat_map(|(_, bytes)| names_in(&text(bytes))).collect();
    assert!(names.len() > 60, "the rules are gone: {names:?}");
    names
}

fn names_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap();
    for start in ["Finding::error(", "finding(", "name: ", "rule: "] {
        for (at, _) in code.match_indices(start) {
            let rest = code[at + start.len()..].trim_start();
            let quoted = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'));
            names.extend(quoted.map(|(name, _)| name.to_owned()));
        }
    }
    // Where the name follows from something, a function of this name gives it.
    for body in code.split("fn rule(").skip(1) {
        let body = body.split("\n}").next().unwrap();
        names.extend(body.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    names.retain(|name| name.contains('-'));
    names
}

#[test]
fn every_name_has_an_entry_and_every_entry_is_a_name() {
    let named: BTreeSet<String> = catalogue::entries().iter().map(|entry| entry.name.to_owned()).collect();
    let in_source = names_in_source();
    let without: Vec<_> = in_source.difference(&named).collect();
    let unused: Vec<_> = named.difference(&in_source).collect();
    assert!(without.is_empty() && unused.is_empty(), "without an entry {without:?}, never found {unused:?}");
}

#[test]
fn every_file_is_an_entry() {
    let files = folder::files(&folder::own().join("src/catalogue"));
    let files: BTreeSet<String> = files.into_keys().collect();
    let entries: BTreeSet<String> =
        catalogue::entries().iter().map(|entry| format!("{}.md", entry.name)).collect();
    let unread: Vec<_> = files.difference(&entries).collect();
    assert!(unread.is_empty(), "not in the form that `src/catalogue.rs` reads: {unread:?}");
    assert!(entries.is_subset(&files), "the binary is older than the files");
}

#[test]
fn an_entry_is_found_by_its_name_and_by_a_slip_of_it() {
    for entry in catalogue::entries() {
        assert_eq!(catalogue::entry(entry.name), Some(entry));
        let slip = entry.name.replacen('e', "", 1);
        assert!(catalogue::nearest(&slip).is_some(), "{slip}");
    }
    assert_eq!(catalogue::entry("no-such-rule"), None);
    assert_eq!(catalogue::nearest("skiped-version-lokced"), catalogue::entry("skipped-version-locked"));
    assert_eq!(catalogue::nearest("quite another thing"), None);
}

/// Everything that tests expect to be printed says a severity with the name.
#[test]
fn the_severity_is_that_of_the_finding() {
    let mut shown: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (path, bytes) in folder::files(&folder::own().join("tests")) {
        if !path.ends_with("/expected") && !path.ends_with(".txt") {
            continue;
        }
        for line in String::from_utf8_lossy(&bytes).lines() {
            let line = line.trim_start_matches(['1', '2', '|', ' ']);
            for severity in ["error", "warning"] {
                let rest = line.strip_prefix(severity).and_then(|rest| rest.strip_prefix('['));
                if let Some((name, _)) = rest.and_then(|rest| rest.split_once("]: ")) {
                    shown.entry(name.to_owned()).or_default().insert(severity);
                }
            }
        }
    }
    assert!(shown.len() > 60, "nothing is expected: {shown:?}");
    for entry in catalogue::entries() {
        if let Some(severities) = shown.get(entry.name) {
            assert_eq!(*severities, BTreeSet::from([entry.severity.as_str()]), "{}", entry.name);
        }
    }
}

#[test]
fn an_entry_reads_well_on_a_terminal() {
    let mut wrong = Vec::new();
    for entry in catalogue::entries() {
        let mut check = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{}: {what}", entry.name));
            }
        };
        check(entry.summary.chars().count() <= 72, "the summary is too long");
        check(!entry.summary.ends_with('.'), "the summary ends with a full stop");
        check(entry.summary.starts_with(|c: char| c.is_uppercase() || c == '`'), "the summary begins small");
        check(entry.text.lines().all(|line| line.chars().count() <= 80), "a line is too long");
        check(!entry.text.contains(['\t', '\r']), "there is a character that may be shown in any way");
        check(entry.text.lines().all(|line| line.trim_end() == line), "a line ends with a blank");
        check(entry.text.ends_with('\n') && !entry.text.ends_with("\n\n"), "its end");
        check(!entry.text.contains("\n\n\n"), "there are two blank lines");
        check(
            ["Wrong", "Before"].iter().any(|word| entry.text.contains(&format!("\n\n{word}"))),
            "no example",
        );
        check(prose(entry) <= 14, "it is long");
        let rules: Vec<&str> = entry.text.split("`pep11 explain ").skip(1).collect();
        check(rules.iter().all(|rule| names(rule)), "it names a rule that there is not");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a text begins with the name of a rule and a backquote.
fn names(text: &str) -> bool {
    text.split_once('`').is_some_and(|(name, _)| catalogue::entry(name).is_some())
}

/// How many lines an entry has before its first example.
fn prose(entry: &Entry) -> usize {
    entry.text.lines().take_while(|line| !line.starts_with("Wrong") && !line.starts_with("Before")).count()
}

/// The policy is a matter of the PEPs, what is merely read is not a matter of severity.
#[test]
fn entries_stand_in_a_useful_order() {
    let about: Vec<&str> = catalogue::entries().iter().map(|entry| entry.about.as_str()).collect();
    let mut order = about.clone();
    order.dedup();
    assert_eq!(order, ["state", "time", "change", "data", "documents", "regions", "sites"]);
    let warnings = catalogue::entries().iter().filter(|entry| entry.severity == Severity::Warning).count();
    assert!(warnings > 0 && warnings < 20, "{warnings}");
}

/// A link into a PEP leads to a heading, where there is a copy of that PEP.
#[test]
fn sources_lead_somewhere() {
    let peps = folder::shared("upstream/peps");
    for entry in catalogue::entries() {
        let Some(source) = entry.source else { continue };
        assert!(source.url.starts_with("https://"), "{}", source.url);
        let Some(rest) = source.url.strip_prefix("https://peps.python.org/") else { continue };
        let (pep, anchor) = rest.split_once("/#").unwrap_or_else(|| panic!("{rest} has no anchor"));
        let heading = source.text.split_once(", ").map_or("", |(_, heading)| heading);
        assert_eq!(anchor, anchor_of(heading), "{}", source.text);
        let file = peps.as_ref().map(|peps| peps.join(format!("{pep}.rst")));
        if let Some(file) = file.filter(|file| file.exists()) {
            let text = std::fs::read_to_string(file).unwrap();
            assert!(text.lines().any(|line| line == heading), "{pep} has no heading {heading}");
        }
    }
}

/// The anchor that docutils gives a heading.
fn anchor_of(heading: &str) -> String {
    let words = heading.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
