//! Findings as SARIF 2.1.0, the form in which tools that gather findings want them. Owns what GitHub's
//! code scanning asks for beyond the standard; must not know where the root of a repository is.

mod fingerprint;
mod line_hash;
mod rules;

use serde_json::{Map, Value, json};

use super::extent::Extent;
use super::{Paths, document, known_as};
use crate::finding::Finding;
use crate::source::Place;
use rules::Rules;

/// Where GitHub's documentation says that the schema is.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What stands for the root of a repository, as others that write SARIF call it.
const ROOT: &str = "%SRCROOT%";

/// Findings as a SARIF document, also where there are none.
pub fn findings(findings: &[Finding], paths: &Paths) -> serde_json::Result<String> {
    let rules = Rules::new(findings);
    let fingerprints = fingerprint::all(findings, paths);
    let results = findings.iter().zip(fingerprints);
    let results: Vec<Value> =
        results.map(|(finding, fingerprint)| result(finding, fingerprint, &rules, paths)).collect();
    let sarif = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "pep11",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.described(),
            }},
            "originalUriBaseIds": {
                ROOT: {"description": {"text": "The root of the repository that holds the file."}},
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    document::printed(&sarif)
}

fn result(finding: &Finding, fingerprints: Value, rules: &Rules, paths: &Paths) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".to_owned(), json!(finding.rule));
    result.insert("ruleIndex".to_owned(), json!(rules.index(finding.rule)));
    result.insert("level".to_owned(), json!(finding.severity.as_str()));
    result.insert("message".to_owned(), json!({"text": message(finding)}));
    result.insert("locations".to_owned(), json!([location(finding.place.as_ref(), paths)]));
    let related: Vec<Value> = finding.related.iter().enumerate().map(|one| related(one, paths)).collect();
    if !related.is_empty() {
        result.insert("relatedLocations".to_owned(), json!(related));
    }
    result.insert("partialFingerprints".to_owned(), fingerprints);
    if let Some(fix) = fix(finding, paths) {
        result.insert("fixes".to_owned(), json!([fix]));
    }
    Value::Object(result)
}

/// The message ends with a full stop: where there is little room, only the first sentence is shown.
/// GitHub shows a related place only where the message has a link to it.
fn message(finding: &Finding) -> String {
    let mut lines = vec![plain(&finding.message)];
    if !finding.message.ends_with('.') {
        lines[0].push('.');
    }
    lines.extend(finding.why.iter().map(|why| format!("note: {}", plain(why))));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", plain(help))));
    let link = |(index, (_, label)): (usize, &(Place, String))| format!("[{}]({index})", link_text(label));
    lines.extend(finding.related.iter().enumerate().map(link));
    lines.join("\n")
}

/// Text in which nothing is a placeholder (SARIF 2.1.0, 3.11.5) or a link (3.11.6).
fn plain(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}").replace("](", "] (")
}

/// The text of a link, in which brackets have to be escaped.
fn link_text(text: &str) -> String {
    plain(text).replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn related((index, (place, label)): (usize, &(Place, String)), paths: &Paths) -> Value {
    let mut related = location(Some(place), paths);
    related["id"] = json!(index);
    if !label.is_empty() {
        related["message"] = json!({"text": plain(label)});
    }
    related
}

/// A place, a whole file, or, as code scanning refuses a document in which one result has no location,
/// the whole tree.
fn location(place: Option<&Place>, paths: &Paths) -> Value {
    let artifact = place.map_or_else(|| artifact("."), |place| artifact(known_as(paths, &place.source.path)));
    let mut location = json!({"physicalLocation": {"artifactLocation": artifact}});
    if let Some(extent) = place.and_then(Extent::of_first_line) {
        location["physicalLocation"]["region"] = region(extent);
    }
    location
}

fn artifact(path: &str) -> Value {
    if path.starts_with('/') {
        return json!({"uri": format!("file://{}", uri(path))});
    }
    json!({"uri": uri(path), "uriBaseId": ROOT})
}

fn region(Extent { line, column, end_line, end_column }: Extent) -> Value {
    json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column})
}

/// A path as a reference: everything but what never needs it is encoded.
fn uri(path: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encoded).collect()
}

fn fix(finding: &Finding, paths: &Paths) -> Option<Value> {
    let (fix, place) = (finding.fix.as_ref()?, finding.place.as_ref()?);
    let replacement = |(span, text): &(std::ops::Range<usize>, String)| {
        let deleted = region(Extent::of_span(&place.source, span));
        json!({"deletedRegion": deleted, "insertedContent": {"text": text}})
    };
    let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
    Some(json!({
        "description": {"text": plain(&fix.says)},
        "artifactChanges": [{
            "artifactLocation": artifact(known_as(paths, &place.source.path)),
            "replacements": replacements,
        }],
    }))
}
