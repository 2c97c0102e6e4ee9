//! What is written between brackets or braces: where the commas go, and the comments behind them. Must not
//! know how lines are indented outside of any.

use super::super::layout::{Layout, is_rest_of_line};
use super::super::write::Style;
use super::{Edits, Entry, Target, last_byte};
use crate::edit::End;
use crate::edit::datum::Datum;
use crate::yaml::Node;

impl Target<'_> {
    pub(super) fn entry_in_braces(
        &self,
        layout: Layout<'_>,
        entries: &[(Node, Node)],
        at: usize,
        new: &Entry<'_>,
    ) -> Edits {
        let mut style = Style::default();
        style.read_entries(layout, entries, at);
        let key = style.outer_key(new.key);
        let written = format!("{key}: {}", style.in_line(Some(&new.key.text), new.value));
        let ends: Vec<usize> = entries.iter().map(last_byte).collect();
        let starts: Vec<usize> = entries.iter().map(|(key, _)| key.span.start).collect();
        self.between_commas(layout, &starts, &ends, at, &written)
    }

    pub(super) fn item_in_brackets(
        &self,
        layout: Layout<'_>,
        items: &[Node],
        end: End,
        item: &Datum,
    ) -> Edits {
        let mut style = Style::default();
        let near = if end == End::First { items.first() } else { items.last() };
        near.into_iter().for_each(|near| style.read_item(layout, near));
        let ends: Vec<usize> = items.iter().map(|item| item.span.end).collect();
        let starts: Vec<usize> = items.iter().map(|item| item.span.start).collect();
        let at = if end == End::First { 0 } else { items.len() };
        self.between_commas(layout, &starts, &ends, at, &style.in_line(None, item))
    }

    /// Writes one of several between brackets or braces, on a line of its own where its neighbour has one.
    fn between_commas(
        &self,
        layout: Layout<'_>,
        starts: &[usize],
        ends: &[usize],
        at: usize,
        written: &str,
    ) -> Edits {
        let text = layout.text;
        let from = |index: usize| if index == 0 { self.node.span.start + 1 } else { ends[index - 1] };
        let near = at.min(starts.len() - 1);
        // An anchor, a tag or a `?` belongs to what comes behind it.
        let start = begins(text, from(near), starts[near]);
        let own_line = layout.indent_of(start).filter(|_| text[self.node.span.start..start].contains('\n'));
        let line = own_line.map(|indent| format!("{}{}", layout.line_break(start), " ".repeat(indent)));
        if at < starts.len() {
            let gap = line.as_deref().unwrap_or(" ");
            return Ok(vec![(start..start, format!("{written},{gap}"))]);
        }
        let end = ends[near];
        let close = self.node.span.end.saturating_sub(1);
        let comma = comma(text, end, close);
        let Some(line) = line else {
            let at = comma.map_or(end, |comma| comma + 1);
            let before = if comma.is_some() { " " } else { ", " };
            let after = if comma.is_some() { "," } else { "" };
            return Ok(vec![(at..at, format!("{before}{written}{after}"))]);
        };
        // A comment behind the last one stays behind it.
        let behind = layout.line_end(comma.map_or(end, |comma| comma + 1)).min(close);
        let behind =
            if is_rest_of_line(&text[comma.map_or(end, |comma| comma + 1)..behind]) { behind } else { end };
        match comma {
            Some(comma) => {
                Ok(vec![(behind.max(comma + 1)..behind.max(comma + 1), format!("{line}{written},"))])
            }
            None if behind == end => Ok(vec![(end..end, format!(",{line}{written}"))]),
            None => Ok(vec![(end..end, ",".to_owned()), (behind..behind, format!("{line}{written}"))]),
        }
    }
}

/// Behind the blanks, commas and comments of a range.
fn begins(text: &str, from: usize, to: usize) -> usize {
    let mut at = from;
    while at < to {
        let rest = &text[at..to];
        match rest.chars().next() {
            Some(' ' | '\t' | '\r' | '\n' | ',') => at += 1,
            Some('#') => at += rest.find('\n').unwrap_or(rest.len()),
            _ => break,
        }
    }
    at
}

/// The comma behind the last of several, if there is one.
fn comma(text: &str, from: usize, to: usize) -> Option<usize> {
    let mut at = from;
    while at < to {
        let rest = &text[at..to];
        match rest.chars().next()? {
            ',' => return Some(at),
            '#' => at += rest.find('\n').unwrap_or(rest.len()),
            c => at += c.len_utf8(),
        }
    }
    None
}
