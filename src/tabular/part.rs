//! A part of a text that is read on its own: code, a comment, what stands behind a mark. Owns the way from
//! its lines back to those of the text; must not know why it is read.

use std::ops::Range;

use super::{Depth, Hindrance, Language, Tabular, read};

/// Lines of a text, each without what stands before the part.
#[derive(Default)]
pub(super) struct Part {
    text: String,
    /// Where each line begins in the part, and where it stands in the text.
    lines: Vec<(usize, Range<usize>)>,
}

impl Part {
    /// Adds one line: where it stands in the text, how many blanks it begins with, and what follows them.
    pub(super) fn push(&mut self, line: Range<usize>, blanks: usize, content: &str) {
        self.lines.push((self.text.len(), line));
        if !content.is_empty() {
            self.text.extend(std::iter::repeat_n(' ', blanks));
            self.text.push_str(content);
        }
        self.text.push('\n');
    }

    /// Adds a stretch of the text, line by line.
    pub(super) fn push_lines(&mut self, whole: &str, span: Range<usize>) {
        let mut at = span.start;
        for line in whole[span].split_inclusive('\n') {
            let content = line.trim_end_matches(['\r', '\n']);
            self.push(line_of(whole, at), 0, content);
            at += line.len();
        }
    }

    /// Its tables, whose lines are those of the text.
    pub(super) fn tables(&self, language: Language, hindrance: &Hindrance) -> Vec<Tabular> {
        let mut found = read(&self.text, language, Depth::Part);
        found.retain(Tabular::is_readable);
        for table in &mut found {
            let first = self.line(table.span.start);
            table.span = first.start..self.line(table.span.end).end.max(first.start);
            table.labels = None;
            table.hindrance = Some(hindrance.clone());
            // Of a table that is not adopted nobody asks which cell stands where.
            table.rows.iter_mut().flatten().for_each(|cell| cell.span = first.start..first.start);
        }
        found
    }

    fn line(&self, at: usize) -> Range<usize> {
        let after = self.lines.partition_point(|(start, _)| *start <= at);
        self.lines.get(after.saturating_sub(1)).map_or(0..0, |(_, line)| line.clone())
    }
}

/// The whole line of a byte, without its ending.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
    let end = if text[..end].ends_with('\r') { (end - 1).max(at) } else { end };
    start..end
}
