//! `data/retired.yaml`: a list of the platforms that are no longer supported.

use super::decode::{Decoder, Fields};
use crate::finding::Finding;
use crate::model::retired::Retired;
use crate::model::{At, Date};
use crate::version::Python;
use crate::yaml::Node;

const KEYS: &[&str] = &[
    "name",
    "unsupported",
    "unsupported-remark",
    "broken",
    "broken-remark",
    "removed",
    "details",
    "listed",
    "delisted",
    "source",
];

pub(super) fn decode(decoder: &mut Decoder<'_>, node: &Node) -> Vec<Retired> {
    decoder.list(node, "what `data/retired.yaml` says", retired)
}

fn retired(decoder: &mut Decoder<'_>, node: &Node) -> Option<Retired> {
    let fields = decoder.fields(node, "a retired platform", KEYS)?;
    let name = decoder.needed_text(&fields, "name");
    let unsupported = decoder.need(&fields, "unsupported").and_then(|node| release(decoder, node));
    let broken = fields.get("broken").and_then(|node| release(decoder, node));
    let removed = removed(decoder, &fields);
    later(decoder, ("broken", broken.as_ref()), ("unsupported", unsupported.as_ref()));
    later(decoder, ("removed", removed.as_ref()), ("broken", broken.as_ref()));
    later(decoder, ("removed", removed.as_ref()), ("unsupported", unsupported.as_ref()));
    let listed = fields.get("listed").and_then(|node| decoder.date(node, "`listed`"));
    let delisted = fields.get("delisted").and_then(|node| decoder.date(node, "`delisted`"));
    delisted_later(decoder, delisted.as_ref(), listed.as_ref());
    let broken_remark = decoder.optional_text(&fields, "broken-remark");
    remark_on_something(decoder, broken_remark.as_ref(), &fields);
    let source = decoder.needed_url(&fields, "source");
    let text = |release: At<Python>| release.map(|python| python.to_string());
    Some(Retired {
        name: name?,
        unsupported: unsupported.map(text)?,
        unsupported_remark: decoder.optional_text(&fields, "unsupported-remark"),
        broken: broken.map(text),
        broken_remark,
        removed: removed.map(text),
        details: decoder.optional_url(&fields, "details"),
        listed,
        delisted,
        source: source?,
    })
}

/// A platform is first unsupported, then broken, then removed.
fn later(
    decoder: &mut Decoder<'_>,
    (after, second): (&str, Option<&At<Python>>),
    (before, first): (&str, Option<&At<Python>>),
) {
    let (Some(second), Some(first)) = (second, first) else { return };
    if second.value < first.value {
        let message = format!("`{after}` is Python {}, before `{before}`", second.value);
        let finding = Finding::error("releases-out-of-order", message)
            .at(second.place.clone())
            .related(first.place.clone(), before)
            .why("a platform is first unsupported, then broken, then removed")
            .help("Correct one of the two.");
        decoder.findings.push(finding);
    }
}

fn delisted_later(decoder: &mut Decoder<'_>, delisted: Option<&At<Date>>, listed: Option<&At<Date>>) {
    let (Some(delisted), Some(listed)) = (delisted, listed) else { return };
    if delisted.value <= listed.value {
        let finding = Finding::error("delisted-before-listed", "`delisted` is not after `listed`")
            .at(delisted.place.clone())
            .related(listed.place.clone(), "listed")
            .help("Correct one of the two days.");
        decoder.findings.push(finding);
    }
}

fn remark_on_something(decoder: &mut Decoder<'_>, remark: Option<&At<String>>, fields: &Fields<'_>) {
    if let Some(remark) = remark.filter(|_| fields.get("broken").is_none()) {
        let finding = Finding::error("remark-on-nothing", "`broken-remark` stands without `broken`")
            .at(remark.place.clone())
            .help("Add `broken` with a Python version, or remove the remark.");
        decoder.findings.push(finding);
    }
}

fn removed(decoder: &mut Decoder<'_>, fields: &Fields<'_>) -> Option<At<Python>> {
    let node = fields.get("removed")?;
    let is_unknown = matches!(&node.value, crate::yaml::Value::Scalar { text, .. } if text == "unknown");
    if is_unknown { None } else { release(decoder, node) }
}

/// A release that may be older than every one in `data/pythons.yaml`.
fn release(decoder: &mut Decoder<'_>, node: &Node) -> Option<At<Python>> {
    decoder.feature_release(node).map(|python| decoder.at(python, node))
}
