//! The items of a list in another order, each with the comments that belong to it. What stands between
//! two items stays: blank lines, commas, the end of the last line. Where it cannot be told what
//! belongs to which item, there is no mend.

use std::ops::Range;

use crate::finding::Fix;
use crate::yaml::{Node, Value};

/// Puts the items of a list into another order: `order` has, for each place, the item that goes there.
pub(in crate::parse) fn order(text: &str, list: &Node, order: &[usize], says: String) -> Option<Fix> {
    let Value::List(items) = &list.value else { return None };
    let list = list.defined.as_ref().unwrap_or(&list.span);
    let pieces = match text.as_bytes().get(list.start)? {
        b'[' => in_brackets(text, list, items)?,
        b'-' => Lines { text }.pieces(list.start, items)?,
        _ => return None,
    };
    let piece = |item: usize| pieces.get(item).and_then(|piece| text.get(piece.clone()));
    let mut edits = Vec::new();
    for (place, item) in order.iter().enumerate() {
        let (now, new) = (piece(place)?, piece(*item)?);
        if now != new {
            edits.push((pieces[place].clone(), new.to_owned()));
        }
    }
    (!edits.is_empty() && pieces.len() == order.len()).then_some(Fix { edits, says })
}

/// The items between brackets, if nothing but commas and blanks stands between them: a comment or an
/// anchor could belong to either side.
fn in_brackets(text: &str, list: &Range<usize>, items: &[Node]) -> Option<Vec<Range<usize>>> {
    let mut from = list.start + 1;
    for item in items {
        is_between_items(text.get(from..item.span.start)?).then_some(())?;
        from = item.span.end;
    }
    is_between_items(text.get(from..list.end)?.strip_suffix(']')?).then_some(())?;
    Some(items.iter().map(|item| item.span.clone()).collect())
}

fn is_between_items(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' ' | '\t' | '\r' | '\n' | ','))
}

/// A list of lines that begin with a dash.
struct Lines<'t> {
    text: &'t str,
}

/// A line that is no part of an item.
enum Between {
    Blank,
    /// With its indent.
    Comment(usize),
}

impl Lines<'_> {
    /// The lines of each item and of its comments, without the last line break.
    fn pieces(&self, first_dash: usize, items: &[Node]) -> Option<Vec<Range<usize>>> {
        let first = self.text[..first_dash].rfind('\n').map_or(0, |newline| newline + 1);
        let indent = first_dash - first;
        self.text[first..first_dash].bytes().all(|b| b == b' ').then_some(())?;
        let mut pieces: Vec<Range<usize>> = Vec::new();
        let mut start = self.comments_above(first);
        for (index, item) in items.iter().enumerate() {
            let end = self.end_of_line(item.span.end);
            is_rest_of_line(self.text.get(item.span.end..end)?).then_some(())?;
            let (end, next) = self.after(end, indent, index + 1 < items.len())?;
            pieces.push(start..end);
            start = next;
        }
        let whole = &self.text[pieces.first()?.start..pieces.last()?.end];
        // A carriage return alone ends a line as well, and is not looked for above.
        let breaks = whole.matches('\r').count();
        (breaks == whole.matches("\r\n").count()).then_some(pieces)
    }

    /// Where the comments directly above a line begin.
    fn comments_above(&self, line: usize) -> usize {
        let mut start = line;
        while let Some(before) = self.text[..start].strip_suffix('\n') {
            let above = before.rfind('\n').map_or(0, |newline| newline + 1);
            if !before[above..].trim_start_matches(' ').starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }

    /// What follows the last line of an item: where the comments end that belong to it, being indented
    /// deeper than its dash, and where the next item begins with the comments directly above it.
    fn after(&self, end: usize, indent: usize, more: bool) -> Option<(usize, usize)> {
        let (mut own_end, mut below) = (end, None);
        let mut at = end;
        while let Some(start) = self.next_line(at) {
            at = self.end_of_line(start);
            let Some(line) = between(&self.text[start..at]) else {
                return match more {
                    true => self.is_dash(start, indent).then(|| (own_end, below.unwrap_or(start))),
                    false => Some((own_end, start)),
                };
            };
            match line {
                // A comment with blank lines around it may belong to either item, or to all below.
                Between::Blank if below.is_some() && more => return None,
                Between::Blank => {}
                Between::Comment(deep) if deep > indent && below.is_none() => own_end = at,
                Between::Comment(deep) if deep > indent && more => return None,
                Between::Comment(_) => below = below.or(Some(start)),
            }
        }
        (!more).then_some((own_end, at))
    }

    fn is_dash(&self, line: usize, indent: usize) -> bool {
        let rest = self.text[line..].trim_start_matches(' ');
        let blanks = self.text.len() - line - rest.len();
        blanks == indent
            && rest.strip_prefix('-').is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n']))
    }

    /// Where the line ends that a byte is on, before its line break.
    fn end_of_line(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        end - usize::from(self.text[at..end].ends_with('\r'))
    }

    fn next_line(&self, end_of_line: usize) -> Option<usize> {
        let line_break = self.text[end_of_line..].find('\n')?;
        Some(end_of_line + line_break + 1).filter(|&start| start < self.text.len())
    }
}

/// Whether nothing but a comment follows a value on its line.
fn is_rest_of_line(rest: &str) -> bool {
    let comment = rest.trim_start_matches([' ', '\t']);
    comment.is_empty() || (comment.starts_with('#') && comment.len() < rest.len())
}

/// What a line is if it is no part of an item. A comment behind a tab has no indent that can be compared.
fn between(line: &str) -> Option<Between> {
    let rest = line.trim_start_matches(' ');
    match rest.chars().next() {
        _ if rest.trim_start_matches([' ', '\t']).is_empty() => Some(Between::Blank),
        Some('#') => Some(Between::Comment(line.len() - rest.len())),
        _ => None,
    }
}
