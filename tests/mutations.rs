//! Single mutations of this project's data, as it was on a day, that break the policy: each is found, by its rule
//! alone.

use std::collections::BTreeSet;

use pep11::finding::Finding;
use pep11::parse::{self, Files};
use pep11::project::Project;
use pep11::rules::Against;

use crate::folder;

/// Texts of one file, each of which stands once in it, and what is to stand there instead.
struct Mutation {
    /// What is done, for people.
    name: &'static str,
    file: &'static str,
    old: &'static str,
    new: &'static str,
    /// The day for rules about time.
    as_of: Option<&'static str>,
    /// The rule that it breaks.
    breaks: &'static str,
}

/// A file, a text that stands once in it, and what is to stand there instead.
type Edit = (&'static str, &'static str, &'static str);

/// A mutation in several places, and what the data was before it.
struct Several {
    /// What is done, for people.
    name: &'static str,
    /// What makes the data that which it is held against.
    before: &'static [Edit],
    /// What is done then.
    after: &'static [Edit],
    /// The rules that it breaks, in any order.
    breaks: &'static [&'static str],
}

/// What is found in the mutated data alone.
mod of_state_and_time;

/// What is found in the mutated data when it is held against the data as it was.
mod of_change;

/// What is found where several places are mutated at once.
mod of_policy;

const WASI: &str = "data/platforms/wasi.yaml";
const TIERS: &str = "data/tiers.yaml";
const PYTHONS: &str = "data/pythons.yaml";

/// Without the sites of targets: they name targets by their ids, which a mutation may take away.
fn data() -> Files {
    let mut data = folder::frozen_project().data;
    let tiers = data.get_mut(TIERS).unwrap();
    let text = String::from_utf8(std::mem::take(tiers)).unwrap();
    let end = text.find("\nsites:\n").unwrap();
    *tiers = text[..=end].into();
    data
}

fn mutated(mutation: &Mutation) -> Files {
    edited(data(), mutation.name, &[(mutation.file, mutation.old, mutation.new)])
}

fn edited(mut data: Files, name: &str, edits: &[Edit]) -> Files {
    for &(file, old, new) in edits {
        let text = String::from_utf8(data.remove(file).unwrap()).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{name}: `{old}` stands once");
        data.insert(file.to_owned(), text.replacen(old, new, 1).into_bytes());
    }
    data
}

fn project(data: Files) -> Project {
    Project { data, ..Project::default() }
}

/// The rules that are broken in data, held against what it was, by their names.
fn broken_since(before: Files, after: Files) -> Vec<&'static str> {
    let before = project(before).review();
    assert!(before.is_whole && before.findings.is_empty(), "{:#?}", before.findings);
    let against = Against { as_of: None, base: Some(&before.registry) };
    let found = project(after).review_against(against).findings;
    let mut rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules
}

fn found(data: Files, mutation: &Mutation, against_itself: bool) -> Vec<Finding> {
    let base = against_itself.then(|| project(self::data()).review().registry);
    let as_of = mutation.as_of.map(|day| parse::date(day).unwrap());
    project(data).review_against(Against { as_of, base: base.as_ref() }).findings
}

/// What a mutation breaks and was not broken before, by the rules' names.
fn broken(mutation: &Mutation, against_itself: bool) -> Vec<&'static str> {
    let key = |finding: &Finding| (finding.rule, finding.message.clone());
    let before: BTreeSet<_> = found(data(), mutation, against_itself).iter().map(key).collect();
    let after = found(mutated(mutation), mutation, against_itself);
    after.iter().filter(|finding| !before.contains(&key(finding))).map(|finding| finding.rule).collect()
}

fn check(mutations: &[Mutation], against_itself: bool) {
    let mut wrong = Vec::new();
    for mutation in mutations {
        let broken = broken(mutation, against_itself);
        if broken != [mutation.breaks] {
            wrong.push(format!("{}: {} and not {broken:?}", mutation.name, mutation.breaks));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_mutation_of_what_is_recorded_is_found_by_its_rule_alone() {
    assert!(of_state_and_time::MUTATIONS.len() >= 30);
    check(of_state_and_time::MUTATIONS, false);
}

#[test]
fn a_mutation_of_what_was_recorded_is_found_by_its_rule_alone() {
    check(of_change::MUTATIONS, true);
}

#[test]
fn what_is_changed_with_its_policy_is_found() {
    let mut wrong = Vec::new();
    for Several { name, before, after, breaks } in of_policy::MUTATIONS {
        let before = edited(data(), name, before);
        let broken = broken_since(before.clone(), edited(before, name, after));
        let mut breaks = breaks.to_vec();
        breaks.sort_unstable();
        if broken != breaks {
            wrong.push(format!("{name}: {breaks:?} and not {broken:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A file that is gone is one fault, however much was in it.
#[test]
fn a_file_that_is_gone_is_found_once() {
    for (file, rule) in [(WASI, "lock-vanished"), (TIERS, "event-removed")] {
        let mut after = data();
        after.remove(file).unwrap();
        assert_eq!(broken_since(data(), after), [rule], "{file}");
    }
}

/// What is to be put back is a file of the project: the data as it was may be of a commit or of another folder.
#[test]
fn a_file_that_is_gone_is_named_as_it_is_to_be() {
    for (root, other) in [("", "HEAD:"), ("project/", "before/")] {
        let before = Project { root: other.to_owned(), ..project(data()) }.review().registry;
        for file in [WASI, TIERS] {
            let mut after = data();
            after.remove(file).unwrap();
            let after = Project { root: root.to_owned(), ..project(after) };
            let found = after.review_against(Against { as_of: None, base: Some(&before) }).findings;
            let [finding] = found.as_slice() else { panic!("{found:#?}") };
            let shown = format!("{root}{file}");
            assert!(finding.help.as_ref().unwrap().contains(&format!("`{shown}`")), "{finding:#?}");
            let place = &finding.place.as_ref().unwrap().source.path;
            assert!(place.starts_with(&format!("{root}data/")), "{place}");
        }
    }
}

/// What is mutated is sound: on any day nothing but a warning is found, and without a day nothing at all.
#[test]
fn nothing_is_wrong_in_what_is_mutated() {
    let review = |as_of| folder::frozen_project().review_against(Against { as_of, base: None });
    assert!(review(None).findings.is_empty());
    let today = review(parse::date("2026-11-22"));
    let rules: Vec<_> = today.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["lock-late", "milestone-passed"]);
    for day in ["2022-06-07", "2022-06-08", "2024-01-24", "2026-05-08", "2027-03-05", "2027-05-03"] {
        let reviewed = review(parse::date(day));
        assert!(!reviewed.is_faulty(), "{day}: {:#?}", reviewed.findings);
    }
}
