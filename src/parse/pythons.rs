//! `data/pythons.yaml`: a mapping from feature release to its PEP, branch and dates.

use std::cmp::Reverse;

use super::decode::{Decoder, Entry};
use crate::finding::Finding;
use crate::model::At;
use crate::model::python::{Milestone, Release};
use crate::version::Python;
use crate::yaml::{Node, Value};

const KEYS: &[&str] = &["pep", "branch", "beta-1", "final", "end-of-life", "source"];

/// The Python versions that have an entry, faulty or not: what names them is not at fault.
pub(super) fn known(node: &Node) -> Vec<Python> {
    let Value::Map(pairs) = &node.value else { return Vec::new() };
    let python = |(key, _): &(Node, Node)| match &key.value {
        Value::Scalar { text, .. } => Python::parse(text),
        _ => None,
    };
    pairs.iter().filter_map(python).collect()
}

/// The releases, newest first, whatever their order in the file.
pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node) -> Vec<Release> {
    let Some(entries) = decoder.open(node, "the list of Python versions") else { return Vec::new() };
    let mut releases: Vec<_> =
        entries.others(&[]).iter().filter_map(|entry| release(decoder, entry)).collect();
    releases.sort_by_key(|entry| Reverse(entry.python.value));
    releases
}

fn release(decoder: &mut Decoder<'_>, entry: &Entry<'_>) -> Option<Release> {
    let python = decoder.python(entry.key);
    let fields = decoder.fields(entry.value, &format!("Python {}", entry.name), KEYS)?;
    let pep = decoder.need(&fields, "pep").and_then(|node| decoder.number(node, "`pep`"));
    let branch = decoder.needed_text(&fields, "branch");
    let beta_1 = decoder.need(&fields, "beta-1").and_then(|node| milestone(decoder, node));
    let final_release = decoder.need(&fields, "final").and_then(|node| milestone(decoder, node));
    let end_of_life = decoder.need(&fields, "end-of-life").and_then(|node| milestone(decoder, node));
    let source = decoder.needed_url(&fields, "source");
    Some(Release {
        python: python?,
        pep: pep?,
        branch: branch?,
        beta_1: beta_1?,
        final_release: final_release?,
        end_of_life: end_of_life?,
        source: source?,
    })
}

fn milestone(decoder: &mut Decoder<'_>, node: &Node) -> Option<At<Milestone>> {
    let fields = decoder.fields(node, "a date of a release", &["actual", "expected"])?;
    let (actual, expected) = (fields.get("actual"), fields.get("expected"));
    let (Some(date), None) = (actual.or(expected), actual.and(expected)) else {
        let finding = Finding::error("bad-milestone", "a date of a release is either actual or expected");
        decoder.report(finding.help("Write `{actual: DATE}` or `{expected: DATE}`."), node);
        return None;
    };
    let date = decoder.date(date, "the date")?;
    Some(date.map(|date| Milestone { date, actual: actual.is_some() }))
}
