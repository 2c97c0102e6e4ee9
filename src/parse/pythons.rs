//! `data/pythons.yaml`: a mapping from feature release to its PEP, branch and dates.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::decode::{Decoder, Entry, Fields};
use crate::finding::Finding;
use crate::model::At;
use crate::model::python::{Milestone, Release};
use crate::version::Python;
use crate::yaml::{Node, Value};

const KEYS: &[&str] = &["pep", "branch", "beta-1", "final", "end-of-life", "source"];

/// The Python versions that have an entry, faulty or not: what names them is not at fault.
/// None where they cannot be read.
pub(super) fn known(node: &Node) -> Option<BTreeSet<Python>> {
    let Value::Map(pairs) = &node.value else { return None };
    let python = |(key, _): &(Node, Node)| match &key.value {
        Value::Scalar { text, .. } => Python::parse(text),
        _ => None,
    };
    Some(pairs.iter().filter_map(python).collect())
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
    let fields = decoder.fields_of(entry, &format!("Python {}", entry.name), KEYS)?;
    let pep = decoder.need(&fields, "pep").and_then(|node| decoder.number(node, "`pep`"));
    let branch = decoder.needed_text(&fields, "branch");
    let beta_1 = milestone(decoder, &fields, "beta-1");
    let final_release = milestone(decoder, &fields, "final");
    let end_of_life = milestone(decoder, &fields, "end-of-life");
    let source = decoder.needed_url(&fields, "source");
    let (beta_1, final_release, end_of_life) = (beta_1?, final_release?, end_of_life?);
    in_order(
        decoder,
        [("beta 1", &beta_1), ("the final release", &final_release), ("end of life", &end_of_life)],
    );
    Some(Release {
        python: python?,
        pep: pep?,
        branch: branch?,
        beta_1,
        final_release,
        end_of_life,
        source: source?,
    })
}

/// Milestones come one after the other; and what is to come is followed by nothing that has been.
fn in_order(decoder: &mut Decoder<'_>, milestones: [(&str, &At<Milestone>); 3]) {
    for pair in milestones.windows(2) {
        let [(earlier, first), (later, second)] = [pair[0], pair[1]];
        let message = if second.date <= first.date {
            format!("{later} is not after {earlier}")
        } else if second.actual && !first.actual {
            format!("{later} is actual, and {earlier} before it is only expected")
        } else {
            continue;
        };
        let finding = Finding::error("milestones-out-of-order", message)
            .at(second.place.clone())
            .related(first.place.clone(), earlier)
            .help("Correct one of the two.");
        decoder.findings.push(finding);
    }
}

fn milestone(decoder: &mut Decoder<'_>, fields: &Fields<'_>, name: &str) -> Option<At<Milestone>> {
    let node = decoder.need(fields, name)?;
    if let Value::Scalar { text, .. } = &node.value {
        let finding =
            Finding::error("bad-milestone", format!("`{name}` does not say whether its day has come"));
        let help = format!("Write `{name}: {{actual: {text}}}` or `{name}: {{expected: {text}}}`.");
        decoder.report(finding.help(help), node);
        return None;
    }
    let fields = decoder.fields(node, &format!("`{name}`"), &["actual", "expected"])?;
    let (actual, expected) = (fields.get("actual"), fields.get("expected"));
    let (Some(date), None) = (actual.or(expected), actual.and(expected)) else {
        // Every other key, and one without a value, has been reported.
        if actual.is_some() || fields.is_empty() {
            let finding =
                Finding::error("bad-milestone", format!("`{name}` must be either actual or expected"));
            let help = format!("Write `{name}: {{actual: DATE}}` or `{name}: {{expected: DATE}}`.");
            decoder.report(finding.help(help), node);
        }
        return None;
    };
    let date = decoder.date(date, "the day")?;
    Some(date.map(|date| Milestone { date, actual: actual.is_some() }))
}
