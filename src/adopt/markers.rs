//! Markers around tables. Owns every byte that adoption adds; must not know what is between them.

use std::ops::Range;

use super::Marked;
use crate::region::Form;

/// The file with markers around stretches of whole lines, which are in order, and where each begin
/// marker stands in it. Docutils needs a blank line inside each; nothing else is added but the blank line
/// that it needs outside, where there is none.
pub(super) fn insert(bytes: &[u8], form: &Form, marked: &[Marked]) -> (Vec<u8>, Vec<usize>) {
    let mut out = Vec::with_capacity(bytes.len() + marked.len() * 64);
    let mut begins = Vec::new();
    let mut copied = 0;
    for Marked { span, name, .. } in marked {
        let lines = Lines::new(bytes, span);
        out.extend_from_slice(&bytes[copied..span.start]);
        if form.swallows_indented && lines.is_text_before() {
            out.extend_from_slice(lines.before);
        }
        out.extend_from_slice(lines.indent);
        begins.push(out.len());
        out.extend_from_slice(form.begin(name).as_bytes());
        out.extend_from_slice(&lines.first.repeat(2));
        out.extend_from_slice(&bytes[span.clone()]);
        out.extend_from_slice(&if lines.last.is_empty() { lines.first } else { lines.last }.repeat(2));
        out.extend_from_slice(lines.indent);
        out.extend_from_slice(form.end().as_bytes());
        out.extend_from_slice(lines.last);
        copied = span.end + lines.last.len();
        if form.swallows_indented && is_text(&bytes[copied..]) {
            out.extend_from_slice(lines.last);
        }
    }
    out.extend_from_slice(&bytes[copied..]);
    (out, begins)
}

/// Where the text begins that an end marker behind a stretch of whole lines would take with it: docutils
/// takes every deeper line for part of the comment, also past blank lines.
pub(super) fn swallowed(bytes: &[u8], form: &Form, span: &Range<usize>) -> Option<usize> {
    let text =
        |from: usize| bytes[from..].iter().position(|byte| !byte.is_ascii_whitespace()).map(|at| from + at);
    let next = text(span.end).filter(|_| form.swallows_indented)?;
    let line = memchr::memrchr2(b'\n', b'\r', &bytes[..next]).map_or(0, |at| at + 1);
    (column(&bytes[line..next]) > column(&bytes[span.start..text(span.start)?])).then_some(next)
}

/// The column behind blanks.
fn column(blanks: &[u8]) -> usize {
    const TAB: usize = 8;
    blanks.iter().fold(0, |column, &byte| if byte == b'\t' { column / TAB * TAB + TAB } else { column + 1 })
}

/// A stretch of lines, and what is around it.
struct Lines<'b> {
    /// The blanks before the first line.
    indent: &'b [u8],
    /// What ends the line before, the first line and the last one: empty where the file ends.
    before: &'b [u8],
    first: &'b [u8],
    last: &'b [u8],
    /// The text up to the end of the line before.
    above: &'b [u8],
}

impl<'b> Lines<'b> {
    fn new(bytes: &'b [u8], span: &Range<usize>) -> Self {
        let text = &bytes[span.clone()];
        let blanks = text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let above = &bytes[..span.start];
        let before = last_ending(above);
        let last = first_ending(&bytes[span.end..]);
        let line = memchr::memchr2(b'\n', b'\r', text).map_or(last, |at| first_ending(&text[at..]));
        let first = [line, before, b"\n"].into_iter().find(|ending| !ending.is_empty()).unwrap_or(b"\n");
        Self { indent: &text[..blanks], before, first, last, above: &above[..above.len() - before.len()] }
    }

    /// Whether the line before is neither blank nor markup that may stand directly above a comment.
    fn is_text_before(&self) -> bool {
        let start = memchr::memrchr2(b'\n', b'\r', self.above).map_or(0, |at| at + 1);
        let line = self.above[start..].strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.above[start..]);
        is_text(line)
    }
}

/// Whether the first line is neither blank nor begins with two dots.
fn is_text(bytes: &[u8]) -> bool {
    let line = &bytes[..memchr::memchr2(b'\n', b'\r', bytes).unwrap_or(bytes.len())];
    let line = line.trim_ascii();
    !line.is_empty() && line != b".." && !line.starts_with(b".. ")
}

/// The line ending with which a text begins; empty if it does not.
fn first_ending(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b'\r', b'\n', ..] => &bytes[..2],
        [b'\r' | b'\n', ..] => &bytes[..1],
        _ => b"",
    }
}

/// The line ending with which a text ends; empty if it does not.
fn last_ending(bytes: &[u8]) -> &[u8] {
    match bytes {
        [.., b'\r', b'\n'] => &bytes[bytes.len() - 2..],
        [.., b'\r' | b'\n'] => &bytes[bytes.len() - 1..],
        _ => b"",
    }
}
