//! A text as lines with columns, as docutils counts them. Owns tabs, the width of characters and the
//! cutting of a line; must not know what is on it.

use std::ops::Range;

use crate::formats::rst::width::width;

/// Docutils puts a tab's end at each such column.
const TAB: usize = 8;

/// A text in lines.
pub(super) struct Page<'t> {
    text: &'t str,
    lines: Vec<Line>,
}

struct Line {
    /// The bytes without blanks around them; empty where it is blank.
    content: Range<usize>,
    /// The first byte of the line.
    start: usize,
    /// The column at which the content begins.
    indent: usize,
}

impl<'t> Page<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let bare = line.trim_end();
            let content = bare.trim_start();
            let before = &bare[..bare.len() - content.len()];
            let end = start + bare.len();
            let indent = before.chars().fold(0, after);
            lines.push(Line { content: end - content.len()..end, start, indent });
            start += line.len();
        }
        Self { text, lines }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// A line without blanks around it; what is past the end is blank.
    pub(super) fn text(&self, at: usize) -> &'t str {
        &self.text[self.content(at)]
    }

    /// Where that is.
    pub(super) fn content(&self, at: usize) -> Range<usize> {
        self.lines.get(at).map_or(self.text.len()..self.text.len(), |line| line.content.clone())
    }

    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.content(at).is_empty()
    }

    /// Whether a block can begin on a line: the line before it is blank, or there is none.
    pub(super) fn is_blank_before(&self, at: usize) -> bool {
        at == 0 || self.is_blank(at - 1)
    }

    pub(super) fn indent(&self, at: usize) -> usize {
        self.lines.get(at).map_or(0, |line| line.indent)
    }

    /// The first line from `from` on that is neither blank nor deeper than a column.
    pub(super) fn below(&self, from: usize, column: usize) -> usize {
        let ends = |&at: &usize| !self.is_blank(at) && self.indent(at) <= column;
        (from..self.len()).find(ends).unwrap_or(self.len())
    }

    /// Whether the next text below a line is deeper than a column.
    pub(super) fn is_deeper_below(&self, at: usize, column: usize) -> bool {
        let next = (at + 1..self.len()).find(|&at| !self.is_blank(at));
        next.is_some_and(|next| self.indent(next) > column)
    }

    /// The bytes of whole lines, without the ending of the last.
    pub(super) fn span(&self, lines: Range<usize>) -> Range<usize> {
        let start = self.lines.get(lines.start).map_or(self.text.len(), |line| line.start);
        start..self.whole_end(lines.end.saturating_sub(1)).max(start)
    }

    /// The end of a line before its ending, with the blanks that are there.
    fn whole_end(&self, at: usize) -> usize {
        let next = self.lines.get(at + 1).map_or(self.text.len(), |line| line.start);
        let line = &self.text[..next];
        let line = line.strip_suffix('\n').unwrap_or(line);
        line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// The parts of a line that stand in columns, which are in order, without blanks around them; none
    /// if there is text between the columns.
    pub(super) fn cut(&self, at: usize, columns: &[Range<usize>]) -> Option<Vec<Range<usize>>> {
        let content = self.content(at);
        let mut parts: Vec<Range<usize>> = vec![content.end..content.end; columns.len()];
        let mut column = self.indent(at);
        let mut current = 0;
        for (byte, c) in self.text[content.clone()].char_indices() {
            let place = content.start + byte;
            let next = after(column, c);
            // What combines belongs to the character before it, wherever that stands.
            let stands_at = if next == column { column.saturating_sub(1) } else { column };
            while current + 1 < columns.len() && stands_at >= columns[current].end {
                current += 1;
            }
            if !c.is_whitespace() {
                let inside = columns.get(current).is_some_and(|column| column.contains(&stands_at));
                if !inside {
                    return None;
                }
                let part = &mut parts[current];
                let start = if part.start == part.end { place } else { part.start };
                *part = start..place + c.len_utf8();
            }
            column = next;
        }
        Some(parts)
    }

    /// A part of the text.
    pub(super) fn slice(&self, span: Range<usize>) -> &'t str {
        &self.text[span]
    }
}

/// The column behind a character that stands at a column.
fn after(column: usize, c: char) -> usize {
    match c {
        '\t' => column / TAB * TAB + TAB,
        c if c.is_ascii() => column + 1,
        c => column + width(c.encode_utf8(&mut [0; 4])),
    }
}
