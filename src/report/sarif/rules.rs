//! The rules of a SARIF document, with what the catalogue says of each. Owns their order and form; must
//! not know what is found.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::without_placeholders;
use crate::catalogue::{self, Entry};
use crate::finding::Finding;

/// So many characters of a description are shown.
const LONGEST: usize = 1024;

/// Every rule of the catalogue, whatever was found: two documents differ in their results alone. What is
/// found under another name follows.
pub(super) struct Rules<'f> {
    others: Vec<&'f str>,
}

impl<'f> Rules<'f> {
    pub(super) fn new(findings: &'f [Finding]) -> Self {
        let names: BTreeSet<&str> = findings.iter().map(|finding| finding.rule).collect();
        Self { others: names.into_iter().filter(|name| catalogue::entry(name).is_none()).collect() }
    }

    /// Where a rule is described.
    pub(super) fn index(&self, name: &str) -> Option<usize> {
        let entries = catalogue::entries();
        let known = entries.iter().position(|entry| entry.name == name);
        known.or_else(|| Some(entries.len() + self.others.iter().position(|other| *other == name)?))
    }

    pub(super) fn described(&self) -> Vec<Value> {
        let known = catalogue::entries().iter().map(described);
        // Code scanning asks for these texts and refuses empty ones.
        let bare = |name: &&str| {
            let text = json!({"text": without_placeholders(name)});
            json!({"id": name, "shortDescription": text, "fullDescription": text, "help": text})
        };
        known.chain(self.others.iter().map(bare)).collect()
    }
}

/// An entry.
fn described(entry: &Entry) -> Value {
    let severity = entry.severity.as_str();
    let mut rule = json!({
        "id": entry.name,
        "shortDescription": {"text": without_placeholders(entry.summary)},
        "fullDescription": {"text": full(entry)},
        "help": {"text": help(entry, |text, url| format!("{text}: {url}")),
                 "markdown": help(entry, |text, url| format!("[{text}]({url})"))},
        "defaultConfiguration": {"level": severity},
        "properties": {
            "tags": [entry.about.as_str()],
            "precision": "very-high",
            "problem.severity": severity,
        },
    });
    if let Some(source) = entry.source {
        rule["helpUri"] = json!(source.url);
    }
    rule
}

/// The first paragraph.
fn full(entry: &Entry) -> String {
    let paragraph = entry.text.split("\n\n").next().unwrap_or_default();
    let words = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if words.is_empty() { entry.summary.to_owned() } else { words };
    without_placeholders(&text).chars().take(LONGEST).collect()
}

fn help(entry: &Entry, link: impl Fn(&str, &str) -> String) -> String {
    let source = entry.source.map(|source| format!("\n{}\n", link(source.text, source.url)));
    without_placeholders(&format!("{}.\n\n{}{}", entry.summary, entry.text, source.unwrap_or_default()))
}
