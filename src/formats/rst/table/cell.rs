//! A cell as lines. Owns where docutils ends a line and what it takes for blank; must not know in which
//! form of table the cell stands.

use crate::formats::rst::escape::{ends_in_literal_marker, starts_block};
use crate::formats::rst::width::{is_combining, width};

/// Finished markup in lines, without blank lines at its edges or blanks at the end of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) lines: Vec<String>,
}

impl Cell {
    pub(super) fn new(markup: &str) -> Self {
        let mut lines = split(markup);
        let ends = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        lines.truncate(ends);
        let starts = lines.iter().take_while(|line| line.is_empty()).count();
        lines.drain(..starts);
        dedent(&mut lines);
        Self { lines }
    }

    /// An empty paragraph: where nothing at all would let a later paragraph take this one's place.
    pub(super) fn empty_paragraph() -> Self {
        Self { lines: vec!["\\".to_owned()] }
    }

    pub(super) fn add_paragraph(&mut self, below: &Self) {
        if !below.is_empty() {
            self.lines.push(String::new());
            self.lines.extend_from_slice(&below.lines);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub(super) fn width(&self) -> usize {
        self.lines.iter().map(|line| width(line)).max().unwrap_or(0)
    }

    /// The text, where it has no more than one line.
    pub(super) fn line(&self) -> Option<&str> {
        match self.lines.as_slice() {
            [] => Some(""),
            [line] => Some(line),
            _ => None,
        }
    }

    /// Whether docutils reads at most one paragraph here, whatever stands above or below it.
    pub(super) fn is_plain(&self) -> bool {
        self.line().is_some_and(|line| !starts_block(line, true) && !ends_in_literal_marker(line))
    }

    /// Whether a combining character stands at the start, or at the end after a blank: docutils takes
    /// the one for part of the column before, and the other for what it may cut off.
    pub(super) fn has_loose_ends(&self) -> bool {
        self.lines.iter().any(|line| {
            let ends = line.trim_end_matches(is_combining);
            line.starts_with(is_combining) || ends.ends_with(is_blank)
        })
    }
}

/// The lines that docutils makes of a text (`statemachine.string2lines`).
fn split(markup: &str) -> Vec<String> {
    let markup = markup.replace("\r\n", "\n").replace(['\u{b}', '\u{c}'], " ");
    markup.split(ends_line).map(|line| expand_tabs(line.trim_end_matches(is_blank))).collect()
}

fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Python's `str.isspace`, which knows one blank more than Unicode does.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Docutils would count a tab from the edge of the page, and shift what stands right of it.
fn expand_tabs(line: &str) -> String {
    const STOP: usize = 8;
    let mut out = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.chars() {
        let blanks = if c == '\t' { STOP - column % STOP } else { 0 };
        out.extend(std::iter::repeat_n(' ', blanks));
        if c != '\t' {
            out.push(c);
        }
        column += blanks.max(1);
    }
    out
}

/// Takes away the indent that all lines have: docutils does, and columns need not be wider for it.
fn dedent(lines: &mut [String]) {
    let indent = |line: &String| line.chars().take_while(|&c| is_blank(c)).count();
    let common = lines.iter().filter(|line| !line.is_empty()).map(indent).min().unwrap_or(0);
    for line in lines {
        *line = line.chars().skip(common).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_docutils() {
        for (markup, lines) in [
            ("", vec![]),
            (" \n\u{a0}\n", vec![]),
            ("\n  a  \n\n    b\n", vec!["a", "", "  b"]),
            ("a\r\nb\rc\u{2028}d\u{1e}e", vec!["a", "b", "c", "d", "e"]),
            ("a\tb\u{c}c", vec!["a       b c"]),
        ] {
            assert_eq!(Cell::new(markup).lines, lines, "{markup:?}");
        }
    }
}
