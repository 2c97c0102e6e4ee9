//! The project's data as it would have stood at the end of a day: what came later is taken out of the
//! YAML, and what a later change moved is as it was. Whatever has no day stays as it is in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::folder::frozen;

const PYTHONS: &str = "data/pythons.yaml";
const TIERS: &str = "data/tiers.yaml";
const RETIRED: &str = "data/retired.yaml";
const WASI: &str = "data/platforms/wasi.yaml";

/// All the data, from which that of any day is made.
pub struct Past {
    now: BTreeMap<&'static str, String>,
}

impl Past {
    pub fn new() -> Self {
        let text = |path: &'static str| (path, fs::read_to_string(frozen().join(path)).unwrap());
        Self { now: [PYTHONS, TIERS, RETIRED, WASI].map(text).into() }
    }

    /// The days on which something happened, from the first.
    pub fn days(&self) -> Vec<String> {
        let keys = ["begins: ", "actual: ", "- on: ", "recorded: ", "listed: "];
        let mut days = BTreeSet::new();
        for text in self.now.values() {
            let text = &text[..text.find("\npins:").unwrap_or(text.len())];
            for key in keys {
                days.extend(text.split(key).skip(1).map(day).filter(|day| !day.is_empty()));
            }
        }
        days.extend(self.now[WASI].split("    on: ").skip(1).map(day).filter(|day| self.has_change_on(day)));
        let first = day(self.now[TIERS].split("\nbegins: ").nth(1).unwrap()).to_owned();
        days.into_iter().filter(|day| **day >= *first).map(str::to_owned).collect()
    }

    fn has_change_on(&self, day: &str) -> bool {
        section(&self.now[WASI], "changes").contains(&format!("    on: {day}\n"))
    }

    /// The files at the end of a day.
    pub fn on(&self, day: &str) -> BTreeMap<&'static str, String> {
        let now = |path: &str| self.now[path].as_str();
        let retired = retired(now(RETIRED), day);
        [
            (PYTHONS, pythons(now(PYTHONS), day)),
            (TIERS, tiers(now(TIERS), day)),
            (RETIRED, retired),
            (WASI, wasi(now(WASI), day)),
        ]
        .into()
    }
}

/// The day that a text begins with; empty where it begins with something else.
fn day(text: &str) -> &str {
    text.get(..10).filter(|day| day.starts_with("20")).unwrap_or_default()
}

/// The days behind a key.
fn days_of<'t>(text: &'t str, key: &str) -> Vec<&'t str> {
    text.split(key).skip(1).map(day).collect()
}

/// The entries of a list or mapping, each from the line that begins so to the next.
fn entries<'t>(text: &'t str, start: &str) -> (&'t str, Vec<&'t str>) {
    let lines = text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line))
    });
    let starts: Vec<usize> = lines.filter(|(_, line)| line.starts_with(start)).map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let entries = starts.iter().zip(ends).map(|(&from, to)| &text[from..to]);
    (&text[..starts.first().copied().unwrap_or(text.len())], entries.collect())
}

/// A release that was to come was expected.
fn pythons(now: &str, day: &str) -> String {
    let later = days_of(now, "actual: ").into_iter().filter(|actual| *actual > day);
    later.fold(now.to_owned(), |text, later| {
        text.replace(&format!("actual: {later}"), &format!("expected: {later}"))
    })
}

/// Without the sites, which have no day and name targets of today.
fn tiers(now: &str, day: &str) -> String {
    let now = now.find("\nsites:\n").map_or(now, |sites| &now[..=sites]);
    let (head, targets) = entries(now, "  - id: ");
    let mut then = head.to_owned();
    for target in targets {
        let (head, events) = entries(target, "      - on: ");
        let held: String = events.into_iter().filter(|event| days_of(event, "- on: ")[0] <= day).collect();
        if !held.is_empty() {
            then.push_str(&format!("{head}{held}"));
        }
    }
    then
}

fn retired(now: &str, day: &str) -> String {
    let (head, entries) = entries(now, "- name: ");
    let is_listed = |entry: &&str| days_of(entry, " listed: ").iter().all(|listed| *listed <= day);
    let lines = entries.into_iter().filter(is_listed).flat_map(str::lines);
    let lines = lines.filter(|line| days_of(line, " delisted: ").iter().all(|delisted| *delisted <= day));
    head.to_owned() + &lines.flat_map(|line| [line, "\n"]).collect::<String>()
}

/// A key at the left margin with all that is below it, up to the next one or a comment.
fn section<'t>(text: &'t str, key: &str) -> &'t str {
    let start = text.find(&format!("\n{key}:\n")).unwrap_or_else(|| panic!("no {key}")) + 1;
    let ends = |line: &str| !line.starts_with([' ', '\n']) && !line.starts_with(&format!("{key}:"));
    let mut end = start;
    for line in text[start..].split_inclusive('\n') {
        if ends(line) {
            break;
        }
        end += line.len();
    }
    &text[start..end]
}

fn wasi(now: &str, day: &str) -> String {
    let (locks, changes) = (section(now, "locks"), section(now, "changes"));
    let (_, recorded) = entries(locks, "  \"");
    let (_, moved) = entries(changes, "  - python: ");
    let is_later = |text: &&str, key: &str| days_of(text, key).iter().all(|on| *on > day);
    let (later, held): (Vec<&str>, Vec<&str>) = moved.into_iter().partition(|text| is_later(text, " on: "));
    let mut locked = String::new();
    for lock in recorded.into_iter().filter(|lock| !is_later(lock, "recorded: ")) {
        let python = lock.trim_start().split(':').next().unwrap();
        let mut lock = lock.to_owned();
        for change in later.iter().filter(|change| change.contains(&format!("python: {python}\n"))) {
            let value = |key: &str| {
                let line = change.lines().find_map(|line| line.trim_start().strip_prefix(key));
                line.unwrap_or_else(|| panic!("no {key} in {change}")).to_owned()
            };
            let lock_of = |key: &str| format!("{}: {}", value("component: "), value(key));
            assert!(lock.contains(&lock_of("to: ")), "{lock} has no {}", lock_of("to: "));
            lock = lock.replace(&lock_of("to: "), &lock_of("from: "));
        }
        locked.push_str(&lock);
    }
    let keyed = |key: &str, held: String| {
        if held.is_empty() { String::new() } else { format!("{key}:\n{}\n\n", held.trim_end()) }
    };
    now.replace(locks, &keyed("locks", locked)).replace(changes, &keyed("changes", held.concat()))
}

/// What the policy did have to say of a day.
pub fn objections(day: &str) -> &'static [&'static str] {
    match day {
        // The release was made, and nothing was recorded for another 20 days.
        "2026-05-07" => {
            &["error lock-missing: WASI has no lock for Python 3.15, whose beta 1 was on 2026-05-07"]
        }
        _ => &[],
    }
}
