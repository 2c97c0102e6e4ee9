//! What Markdown gives to the table beside it: attributes, captions, labels. Owns how these are written
//! by pandoc, kramdown, MultiMarkdown and MyST; must not know what a table is for.
//!
//! None of it is CommonMark, so that the parser takes it for text, or for a row.

use std::ops::Range;

use crate::tabular::Hindrance;
use crate::tabular::cell::Paragraphs;

/// What is given to the table in a stretch of a text. A row that is no row is taken away.
pub(super) fn attached(text: &str, span: Range<usize>, rows: &mut Vec<Vec<Paragraphs>>) -> Option<Hindrance> {
    if let Some(line) = last_row(text, &span, rows) {
        rows.pop();
        return Some(line);
    }
    let below = below(text, span.end);
    let glued = lines_between(text, span.end..below.start) < 2;
    let line = &text[below.clone()];
    if is_caption(line) || glued && is_attributes(line) {
        return Some(Hindrance::Attached(kind(line), below));
    }
    let above = above(text, span.start);
    let line = &text[above.clone()];
    let is_given = is_caption(line) || is_attributes(line) || is_label(line);
    is_given.then(|| Hindrance::Attached(kind(line), above))
}

/// A last row that has a first cell alone, which is written in one of these ways.
fn last_row(text: &str, span: &Range<usize>, rows: &[Vec<Paragraphs>]) -> Option<Hindrance> {
    let start = text[span.clone()].rfind('\n').map(|newline| span.start + newline + 1)?;
    let line = text[start..span.end].trim();
    let others = rows.last().filter(|_| rows.len() > 1)?.get(1..)?;
    let is_alone = others.iter().all(|cell| cell.iter().all(|paragraph| paragraph.text.is_empty()));
    let is_given = is_caption(line) || is_attributes(line) || line.starts_with('[') && line.ends_with(']');
    let begin = start + text[start..span.end].find(line).unwrap_or(0);
    (is_alone && is_given).then(|| Hindrance::Attached(kind(line), begin..begin + line.len()))
}

fn kind(line: &str) -> &'static str {
    if is_attributes(line) {
        "attributes"
    } else if is_label(line) {
        "a label"
    } else {
        "a caption"
    }
}

fn is_caption(line: &str) -> bool {
    ["Table: ", "table: ", ": "].iter().any(|start| line.starts_with(start))
}

fn is_attributes(line: &str) -> bool {
    let inside = line.strip_prefix('{').and_then(|line| line.strip_suffix('}'));
    inside.is_some_and(|inside| inside.trim_start().starts_with(['#', '.', ':']))
}

fn is_label(line: &str) -> bool {
    line.starts_with('(') && line.ends_with(")=")
}

/// The nearest line above that is not blank, without blanks around it.
fn above(text: &str, start: usize) -> Range<usize> {
    let line = text[..start].rfind('\n').map_or(0, |newline| newline);
    let end = text[..line].trim_end().len();
    let start = text[..end].rfind('\n').map_or(0, |newline| newline + 1);
    let blanks = text[start..end].len() - text[start..end].trim_start().len();
    start + blanks..end
}

/// The nearest line below that is not blank, without blanks around it.
fn below(text: &str, end: usize) -> Range<usize> {
    let start = end + text[end..].len() - text[end..].trim_start().len();
    let line = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    start..start + text[start..line].trim_end().len()
}

fn lines_between(text: &str, span: Range<usize>) -> usize {
    text[span].matches('\n').count()
}
