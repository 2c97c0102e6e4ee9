//! Lines of a YAML text: where they begin and end, and which comments belong to which value. Must not
//! know what is to be written.

use std::ops::Range;

use crate::yaml::Node;

/// A text as lines.
#[derive(Clone, Copy)]
pub(super) struct Layout<'t> {
    pub(super) text: &'t str,
}

const MARK: char = '\u{feff}';

impl<'t> Layout<'t> {
    /// Where the first line begins: behind a byte-order mark.
    fn begin(self) -> usize {
        if self.text.starts_with(MARK) { MARK.len_utf8() } else { 0 }
    }

    /// Where the line begins that a byte is on.
    pub(super) fn line_start(self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(self.begin(), |newline| newline + 1)
    }

    /// Where the line ends that a byte is on, before its line break.
    pub(super) fn line_end(self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        end - usize::from(self.text[at..end].ends_with('\r'))
    }

    /// Where the line behind this one begins.
    pub(super) fn next_line(self, at: usize) -> Option<usize> {
        let next = at + self.text[at..].find('\n')? + 1;
        Some(next).filter(|&next| next < self.text.len())
    }

    /// The line break that is used around a byte.
    pub(super) fn line_break(self, at: usize) -> &'static str {
        let of = |text: &str| text.ends_with("\r\n");
        let before = self.text[..at].rfind('\n').map(|end| of(&self.text[..=end]));
        let after = || self.text[at..].find('\n').map(|end| of(&self.text[..=at + end]));
        if before.or_else(after).unwrap_or(false) { "\r\n" } else { "\n" }
    }

    /// A carriage return alone ends a line for YAML, and is not looked for here.
    pub(super) fn has_lone_return(self) -> bool {
        self.text.matches('\r').count() != self.text.matches("\r\n").count()
    }

    /// Where the comments directly above a line begin that are indented as it is.
    pub(super) fn comments_above(self, line: usize, indent: usize) -> usize {
        let mut start = line;
        while start > self.begin() {
            let above = self.line_start(start - 1);
            if self.comment(above) != Some(indent) {
                break;
            }
            start = above;
        }
        start
    }

    /// Where a value ends with the comments that belong to it: those on its last line, and those directly
    /// below that are indented deeper than `indent`. None where more than a comment follows it.
    pub(super) fn end_with_comments(self, end: usize, indent: usize) -> Option<usize> {
        let mut at = self.line_end(end);
        is_rest_of_line(&self.text[end..at]).then_some(())?;
        while let Some(next) = self.next_line(at) {
            if self.comment(next).is_none_or(|deep| deep <= indent) {
                break;
            }
            at = self.line_end(next);
        }
        Some(at)
    }

    /// Whether a blank line stands somewhere in a range.
    pub(super) fn has_blank_line(self, range: Range<usize>) -> bool {
        let lines: Vec<&str> = self.text.get(range).unwrap_or_default().split('\n').collect();
        // The first and the last are parts of lines.
        lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
    }

    /// The indent of a line that is only a comment.
    fn comment(self, line: usize) -> Option<usize> {
        let rest = self.text[line..].trim_start_matches(' ');
        rest.starts_with('#').then(|| self.text.len() - line - rest.len())
    }

    /// The indent of a line of which nothing but blanks, an anchor or a tag stands before a byte.
    pub(super) fn indent_of(self, at: usize) -> Option<usize> {
        let line = &self.text[self.line_start(at)..at];
        let rest = line.trim_start_matches(' ');
        let is_property = rest.starts_with(['&', '!']) && rest.ends_with(' ');
        (rest.is_empty() || is_property).then(|| line.len() - rest.len())
    }

    /// The lines on which the items of a block list begin, behind its key, and the indent of their dashes.
    pub(super) fn dashes(self, from: usize, items: &[Node]) -> Option<(Vec<usize>, usize)> {
        let (mut lines, mut indent, mut at) = (Vec::new(), None, from);
        for item in items {
            let (line, deep) = self.dash(at, item.span.start, indent)?;
            indent = Some(deep);
            lines.push(line);
            at = item.span.end;
        }
        Some((lines, indent?))
    }

    /// The first line with a dash between two places, at an indent or at any.
    fn dash(self, from: usize, to: usize, indent: Option<usize>) -> Option<(usize, usize)> {
        let mut line = if from == 0 { self.begin() } else { self.next_line(from)? };
        while line <= to {
            let rest = self.text[line..].trim_start_matches(' ');
            let deep = self.text.len() - line - rest.len();
            let is_dash = rest
                .strip_prefix('-')
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']));
            if is_dash && indent.is_none_or(|indent| indent == deep) {
                return Some((line, deep));
            }
            line = self.next_line(line)?;
        }
        None
    }
}

/// Whether nothing but a comment follows a value on its line.
pub(super) fn is_rest_of_line(rest: &str) -> bool {
    let comment = rest.trim_start_matches([' ', '\t']);
    comment.is_empty() || (comment.starts_with('#') && comment.len() < rest.len())
}
