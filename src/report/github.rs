//! Findings as the workflow commands of GitHub Actions, which a pull request shows at the lines. Owns
//! their escaping and what fits into an annotation; must not know where the root of a repository is.

use super::extent::Extent;
use super::{Paths, known_as};
use crate::finding::Finding;
use crate::source::Place;

/// Findings as lines of a log, errors first: of each step, only the first ten errors and the first ten
/// warnings become annotations. The last line says how many there are.
pub fn findings(findings: &[Finding], paths: &Paths) -> String {
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| finding.severity);
    let mut lines: String = ordered.iter().map(|finding| command(finding, paths)).collect();
    if !findings.is_empty() {
        lines.push_str(&super::counted(findings));
        lines.push('\n');
    }
    lines
}

fn command(finding: &Finding, paths: &Paths) -> String {
    let name = finding.severity.as_str();
    let mut properties = finding.place.as_ref().map_or_else(Vec::new, |place| properties(place, paths));
    properties.push(("title", finding.rule.to_owned()));
    let properties: Vec<String> =
        properties.iter().map(|(name, value)| format!("{name}={}", escape_property(value))).collect();
    format!("::{name} {}::{}\n", properties.join(","), escape(&message(finding, paths)))
}

/// Where an annotation stands. Columns may only be said of a single line; the last one is behind the
/// place.
fn properties(place: &Place, paths: &Paths) -> Vec<(&'static str, String)> {
    let mut properties = vec![("file", known_as(paths, &place.source.path).to_owned())];
    if let Some(extent) = Extent::of_first_line(place) {
        properties.extend([
            ("line", extent.line.to_string()),
            ("endLine", extent.end_line.to_string()),
            ("col", extent.column.to_string()),
            ("endColumn", extent.end_column.to_string()),
        ]);
    }
    properties
}

/// All that a finding says, a line each.
fn message(finding: &Finding, paths: &Paths) -> String {
    let mut lines = vec![super::text::one_line(&finding.message)];
    let mut add = |what: &str, text: &str| lines.push(format!("{what}: {}", super::text::one_line(text)));
    if let Some(why) = &finding.why {
        add("note", why);
    }
    if let Some(help) = &finding.help {
        add("help", help);
    }
    for (place, label) in &finding.related {
        let path = super::text::one_line(known_as(paths, &place.source.path));
        match place.line_and_column() {
            Some((line, _)) => add(&format!("{path}:{line}"), label),
            None => add(&path, label),
        }
    }
    lines.join("\n")
}

/// Text behind the second `::`.
fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn escape_property(value: &str) -> String {
    escape(value).replace(':', "%3A").replace(',', "%2C")
}
