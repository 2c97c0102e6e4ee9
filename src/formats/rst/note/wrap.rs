//! Lines of a paragraph. Owns where a line may end; must not know what stands in it.
//!
//! A paragraph that does not fit on one line is broken after each sentence and, within a sentence,
//! where a line is full: a word more or less moves the words of one sentence only. A line never begins
//! with what would be the start of another block, though docutils looks for most of these only at the
//! first: the next author who adds a blank line must not get a list.

use crate::formats::rst::escape::{ends_in_literal_marker, guard_start, starts_block};
use crate::formats::rst::width::width as width_of;

/// A blank at which no line ends.
pub(super) const GLUE: char = '\u{1}';
/// A line break within a word that is too long for docutils; what stands before it makes docutils
/// take it away again.
pub(super) const CUT: char = '\u{2}';

/// The longest word that stays in one piece. Docutils refuses lines of over 10,000 characters.
pub(super) const LONGEST_WORD: usize = 4000;
/// How long a run of words gets that all look like the start of a block.
const LONGEST_RUN: usize = 400;

/// `text` on one line, with nothing that only wrapping needs.
pub(super) fn unbroken(text: &str) -> String {
    text.replace(&format!("\\{CUT}"), "").replace(CUT, "").replace(GLUE, " ")
}

/// What the lines are part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A paragraph, whose first line could be taken for another block.
    Paragraph,
    /// The rest of a line whose start is clear: a line block, a directive's argument.
    Inner,
}

/// The lines of `text`, of which the first begins at column `first` of `width`.
pub(super) fn fill(text: &str, first: usize, width: usize, part: Part) -> Vec<String> {
    let source = on_one_line(text);
    let mut lines: Vec<String> = Vec::new();
    if width == usize::MAX || first + width_of(&source) <= width {
        lines.extend((!source.is_empty()).then_some(source));
    } else {
        break_line(&source, first, width, &mut lines);
    }
    let count = lines.len();
    for (i, line) in lines.iter_mut().enumerate() {
        finish(line, i == 0, i + 1 == count, part);
    }
    lines
}

/// Where the author broke the lines says nothing: data is wrapped for other widths than documents.
fn on_one_line(text: &str) -> String {
    let lines: Vec<&str> =
        text.split('\n').map(|line| line.trim_matches(' ')).filter(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// Whether one line may end in `before`, and the next begin with `after`.
fn may_break(before: &str, after: &str) -> bool {
    let word = after.split(' ').next().unwrap_or_default();
    let before = before.trim_end_matches(' ');
    !starts_block(word, true) && !before.ends_with(is_wide_blank) && !after.starts_with(is_wide_blank)
}

/// Blanks that Markdown keeps, and that docutils strips at the edges of a line.
fn is_wide_blank(c: char) -> bool {
    c.is_whitespace() && !c.is_ascii()
}

fn break_line(source: &str, first: usize, width: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut used = first;
    for unit in units(source) {
        let room = used + width_of(&line) + 1 + width_of(unit) <= width;
        if line.is_empty() {
            line.push_str(unit);
        } else if room && !(ends_sentence(&line) && starts_sentence(unit)) {
            line.push(' ');
            line.push_str(unit);
        } else {
            lines.push(std::mem::replace(&mut line, unit.to_owned()));
            used = 0;
        }
    }
    lines.push(line);
}

/// The words of a line, each with those behind it that must not begin a line.
fn units(source: &str) -> Vec<&str> {
    let mut units = Vec::new();
    let mut start = 0;
    for (at, _) in source.match_indices(' ') {
        let (before, after) = (&source[start..at], &source[at + 1..]);
        let too_long = at - start > LONGEST_RUN;
        if !before.is_empty() && !after.starts_with(' ') && (too_long || may_break(before, after)) {
            units.push(before.trim_end_matches(' '));
            start = at + 1;
        }
    }
    units.push(&source[start..]);
    units
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches([')', '"', '\'', '*', '`', '_']).ends_with(['.', '!', '?'])
}

fn starts_sentence(unit: &str) -> bool {
    unit.trim_start_matches(['(', '"', '\'', '*', '`', '\\']).starts_with(|c: char| c.is_uppercase())
}

/// Turns the marks into what they stand for, and takes care of the edges.
fn finish(line: &mut String, is_first: bool, is_last: bool, part: Part) {
    if line.contains([GLUE, CUT]) {
        *line = line.replace(GLUE, " ").replace(CUT, "\n");
    }
    if line.contains('\n') {
        *line = line
            .split('\n')
            .enumerate()
            .map(|(i, piece)| guard_piece(piece, i > 0))
            .collect::<Vec<_>>()
            .join("\n");
    }
    let other_block = match part {
        Part::Paragraph if is_first => starts_block(line, true),
        _ => !is_first && starts_block(line.split(' ').next().unwrap_or_default(), true),
    };
    if other_block {
        guard_start(line);
    } else if line.starts_with(is_wide_blank) {
        line.insert(0, '\\');
    }
    if is_last {
        if line.ends_with(is_wide_blank) {
            line.push('\\');
        }
        if part == Part::Paragraph && ends_in_literal_marker(line) {
            line.insert(line.len() - 1, '\\');
        }
    }
}

/// A piece of a word that is too long may look like the underline of a title.
fn guard_piece(piece: &str, inside: bool) -> String {
    let mut piece = piece.to_owned();
    if inside && starts_block(&piece, true) {
        guard_start(&mut piece);
    }
    piece
}

/// `text` in pieces that docutils puts together again: it takes away a line break behind a backslash.
pub(super) fn cut_long_words(text: &str, mark: &str) -> String {
    if text.len() <= LONGEST_WORD {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut length = 0;
    let mut escaped = false;
    for c in text.chars() {
        if matches!(c, ' ' | '\n') {
            length = 0;
        } else if length >= LONGEST_WORD && !escaped && !c.is_whitespace() {
            out.push_str(mark);
            length = 0;
        }
        escaped = c == '\\' && !escaped;
        length += 1;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authors_lines_do_not_count() {
        assert_eq!(fill("one two\nthree", 0, 20, Part::Paragraph), ["one two three"]);
        assert_eq!(fill("one two\nthree four", 0, 10, Part::Paragraph), ["one two", "three four"]);
    }

    #[test]
    fn a_long_line_is_broken_after_its_sentences() {
        let lines = fill("One two three four. Five six seven.", 0, 20, Part::Paragraph);
        assert_eq!(lines, ["One two three four.", "Five six seven."]);
    }

    #[test]
    fn no_line_begins_like_another_block() {
        assert_eq!(fill("aaaa bbbb - cccc", 0, 10, Part::Paragraph), ["aaaa", "bbbb -", "cccc"]);
        assert_eq!(fill("x\n.. y", 0, 10, Part::Paragraph), ["x .. y"]);
        assert_eq!(fill("- x::", 0, 10, Part::Paragraph), [r"\- x:\:"]);
    }
}
