//! Fingerprints: by what a finding is known again after its file has changed elsewhere. Owns what goes
//! into them: never a line, a column, or the order of findings.

use std::collections::BTreeMap;
use std::hash::Hasher;

use serde_json::{Value, json};
use siphasher::sip128::{Hasher128, SipHasher24};

use super::line_hash;
use crate::finding::Finding;
use crate::report::extent::first_line;
use crate::report::{Paths, known_as};

/// Under which name our own stand. What goes into them changes only together with it.
const OWN: &str = "pep11/v1";

/// The only one that GitHub's code scanning uses.
const GITHUB: &str = "primaryLocationLineHash";

/// The fingerprints of each finding, in the order of the findings.
pub(super) fn all(findings: &[Finding], paths: &Paths) -> Vec<Value> {
    let own = own(findings, paths);
    let mut lines = line_hash::Lines::default();
    let both = findings.iter().zip(own).map(|(finding, own)| {
        // What is said of a whole file has no line; GitHub needs a value all the same.
        let line = finding.place.as_ref().and_then(|place| lines.hash(place));
        let line = line.unwrap_or_else(|| own.clone());
        json!({OWN: own, GITHUB: line})
    });
    both.collect()
}

/// A hash of what a finding says and of the text that it is about; among those that are alike, its number
/// in the order of their places.
fn own(findings: &[Finding], paths: &Paths) -> Vec<String> {
    let mut alike: BTreeMap<u128, Vec<usize>> = BTreeMap::new();
    for (index, finding) in findings.iter().enumerate() {
        alike.entry(hash(finding, paths)).or_default().push(index);
    }
    let mut own = vec![String::new(); findings.len()];
    for (hash, mut indices) in alike {
        indices.sort_by_key(|index| (findings[*index].position(), *index));
        for (number, index) in indices.into_iter().enumerate() {
            own[index] = format!("{hash:032x}:{}", number + 1);
        }
    }
    own
}

fn hash(finding: &Finding, paths: &Paths) -> u128 {
    let shown = finding.place.as_ref().map_or("", |place| place.source.path.as_str());
    let path = known_as(paths, shown);
    // A message may name its file, which must not depend on where the command was run.
    let message =
        if shown.is_empty() { finding.message.clone() } else { finding.message.replace(shown, path) };
    let text = finding.place.as_ref().map_or("", |place| &place.source.text[first_line(place)]);
    let mut hasher = SipHasher24::new();
    for part in [finding.rule, path, &message, text] {
        // By its length, where a part ends is part of the hash.
        hasher.write(&(part.len() as u64).to_le_bytes());
        hasher.write(part.as_bytes());
    }
    hasher.finish128().as_u128()
}
