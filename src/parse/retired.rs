//! `data/retired.yaml`: a list of the platforms that are no longer supported.

use super::decode::{Decoder, Fields};
use crate::finding::Finding;
use crate::model::At;
use crate::model::retired::Retired;
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
    decoder.list(node, "the list of retired platforms", retired)
}

fn retired(decoder: &mut Decoder<'_>, node: &Node) -> Option<Retired> {
    let fields = decoder.fields(node, "a retired platform", KEYS)?;
    let name = decoder.needed_text(&fields, "name");
    let unsupported = decoder.need(&fields, "unsupported").and_then(|node| release(decoder, node));
    let source = decoder.needed_url(&fields, "source");
    Some(Retired {
        name: name?,
        unsupported: unsupported?,
        unsupported_remark: decoder.optional_text(&fields, "unsupported-remark"),
        broken: fields.get("broken").and_then(|node| release(decoder, node)),
        broken_remark: decoder.optional_text(&fields, "broken-remark"),
        removed: removed(decoder, &fields),
        details: decoder.optional_url(&fields, "details"),
        listed: fields.get("listed").and_then(|node| decoder.date(node, "`listed`")),
        delisted: fields.get("delisted").and_then(|node| decoder.date(node, "`delisted`")),
        source: source?,
    })
}

fn removed(decoder: &mut Decoder<'_>, fields: &Fields<'_>) -> Option<At<String>> {
    let node = fields.get("removed")?;
    let is_unknown = matches!(&node.value, crate::yaml::Value::Scalar { text, .. } if text == "unknown");
    if is_unknown { None } else { release(decoder, node) }
}

/// A release that may be older than every one in `data/pythons.yaml`.
fn release(decoder: &mut Decoder<'_>, node: &Node) -> Option<At<String>> {
    let text = decoder.version_text(node, "the Python version")?;
    if Python::parse(text).is_none() {
        let finding = Finding::error("bad-version", format!("`{text}` is not a feature release of Python"));
        decoder.report(finding.help("Write major and minor version, such as `\"2.6\"`."), node);
        return None;
    }
    decoder.in_quotes(node, "the Python version").then(|| decoder.at(text.to_owned(), node))
}
