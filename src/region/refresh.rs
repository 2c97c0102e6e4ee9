//! What stands between the markers of a region, and the file with it in place. Owns indent, line
//! ending and blank lines of a body; must not know where a body comes from.

use crate::finding::Finding;
use crate::source::Place;

use super::disorder::{self, excerpt_source};
use super::{Form, Region, line, marker, regions};

/// Why there is no body for a region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// What is wrong with the name: one clause, in lower case.
    pub message: String,
    /// What to type: one sentence in the imperative.
    pub help: String,
}

/// A region and what should be in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The region.
    pub region: Region,
    /// What should stand between the lines of its markers.
    pub text: String,
    /// Something else stands there.
    pub stale: bool,
}

/// The file with every region showing its document; none if nothing is to be changed.
pub fn refresh(
    path: &str,
    bytes: &[u8],
    body: &dyn Fn(&Form, &str) -> Result<String, Unresolved>,
) -> Result<Option<Vec<u8>>, Vec<Finding>> {
    shown(path, bytes, body).map(|shown| splice(bytes, &shown))
}

/// Every region of a file with what should be in it, or everything that is wrong with the regions.
pub fn shown(
    path: &str,
    bytes: &[u8],
    body: &dyn Fn(&Form, &str) -> Result<String, Unresolved>,
) -> Result<Vec<Shown>, Vec<Finding>> {
    let (regions, disorders) = regions(bytes);
    let mut findings = disorder::findings(path, bytes, &disorders);
    let mut all = Vec::new();
    let mut faults = Vec::new();
    for region in regions {
        match fill(&region, body) {
            Ok(text) => {
                let stale = bytes[region.inside.clone()] != *text.as_bytes();
                all.push(Shown { region, text, stale });
            }
            Err(fault) => faults.push((region.marker, fault)),
        }
    }
    if !faults.is_empty() {
        let source = excerpt_source(path, bytes);
        findings.extend(faults.into_iter().map(|(span, fault)| fault.at(Place::new(&source, span))));
        findings.sort_by_key(|finding| finding.place.as_ref().map(|place| place.span.start));
    }
    if findings.is_empty() { Ok(all) } else { Err(findings) }
}

/// The file with every region as it should be; none if every region is so already.
pub fn splice(bytes: &[u8], shown: &[Shown]) -> Option<Vec<u8>> {
    if !shown.iter().any(|shown| shown.stale) {
        return None;
    }
    let mut result =
        Vec::with_capacity(bytes.len() + shown.iter().map(|shown| shown.text.len()).sum::<usize>());
    let mut copied = 0;
    for Shown { region, text, .. } in shown {
        result.extend_from_slice(&bytes[copied..region.inside.start]);
        result.extend_from_slice(text.as_bytes());
        copied = region.inside.end;
    }
    result.extend_from_slice(&bytes[copied..]);
    Some(result)
}

/// What should stand between the lines of a region's markers.
fn fill(
    region: &Region,
    body: &dyn Fn(&Form, &str) -> Result<String, Unresolved>,
) -> Result<String, Box<Finding>> {
    let body = body(region.form, &region.name).map_err(|Unresolved { message, help }| {
        Box::new(Finding::error("unknown-document", message).label("shown here").help(help))
    })?;
    let lines = without_blank_edges(line::lines(&body).collect());
    if let Some(line) = lines.iter().find(|line| marker::is_marker(line)) {
        return Err(Box::new(marker_inside(region, line)));
    }
    if region.form.swallows_indented && lines.first().is_some_and(|line| line.starts_with(is_blank)) {
        return Err(Box::new(indented(region)));
    }
    Ok(layout(region, &lines))
}

/// What docutils takes for a blank: it turns tabs, vertical tabs and form feeds into spaces.
fn is_blank(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\x0b' | '\x0c')
}

/// Blank lines at the edges belong to the region, not to the document.
fn without_blank_edges(mut lines: Vec<&str>) -> Vec<&str> {
    let empty = |line: &&&str| line.chars().all(is_blank);
    let after = lines.iter().rev().take_while(empty).count();
    lines.truncate(lines.len() - after);
    let before = lines.iter().take_while(empty).count();
    lines.split_off(before)
}

/// A blank line inside each edge: docutils warns of a comment that ends without one.
fn layout(region: &Region, lines: &[&str]) -> String {
    let ending = region.ending.as_str();
    let mut text = ending.to_owned();
    for line in lines {
        if !line.is_empty() {
            text.push_str(&region.indent);
            text.push_str(line);
        }
        text.push_str(ending);
    }
    if !lines.is_empty() {
        text.push_str(ending);
    }
    text
}

fn marker_inside(region: &Region, line: &str) -> Finding {
    Finding::error(
        "marker-in-document",
        format!("the document has a line that reads as a marker: `{}`", line.trim()),
    )
    .label("shown here")
    .why("the next refresh could not tell that line from the region's own markers")
    .help(format!("Reword that line in the template of `{}`.", region.name))
}

fn indented(region: &Region) -> Finding {
    Finding::error("indented-document", "the document begins with an indented line")
        .label("shown here")
        .why("docutils takes what is indented deeper than the marker as part of the comment")
        .help(format!("Begin the template of `{}` with a line that is not indented.", region.name))
}
