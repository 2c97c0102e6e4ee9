//! Where a change goes, and the ranges of bytes that it writes. Owns the reading of neighbours; must not
//! know how a value is spelled, nor prove anything.

mod commas;
mod style;

use std::ops::Range;

use super::datum::{Datum, Scalar};
use super::layout::{Layout, is_rest_of_line};
use super::write::Style;
use super::{Beside, Change, End, Refused, is_named};
use crate::yaml::{Node, Tree, Value};

type Edits = Result<Vec<(Range<usize>, String)>, Refused>;

/// The ranges that a change writes anew, in order.
pub(super) fn edits(tree: &Tree, change: &Change) -> Edits {
    let layout = Layout { text: &tree.source.text };
    if layout.has_lone_return() {
        return Err(Refused::unclear("a line of the file ends with a carriage return alone"));
    }
    match change {
        Change::Value { at, new } => value(layout, &find(tree, at)?, new),
        Change::Key { at, new } => key(layout, &find(tree, at)?, new),
        Change::Entry { into, beside, key, value } => {
            let target = find(tree, into)?;
            let entries =
                entries(target.node).ok_or_else(|| Refused::at("it is no mapping", &target.node.span))?;
            if entries.iter().any(|(own, _)| is_named(own, &key.text)) {
                return Err(Refused::at("it is there already", &target.node.span));
            }
            let at = position(entries, beside).ok_or(Refused::unclear("what it goes beside is not there"))?;
            let new = Entry { key, value };
            match entries.len() {
                0 => target.fill(layout, &New::Entry(new)),
                _ if target.is_flow(layout) => target.entry_in_braces(layout, entries, at, &new),
                _ => target.entry_in_lines(layout, entries, at, &new),
            }
        }
        Change::Item { into, end, value } => {
            let target = find(tree, into)?;
            let items = items(target.node).ok_or_else(|| Refused::at("it is no list", &target.node.span))?;
            match items.len() {
                0 => target.fill(layout, &New::Item(value)),
                _ if target.is_flow(layout) => target.item_in_brackets(layout, items, *end, value),
                _ => target.item_in_lines(layout, items, *end, value),
            }
        }
    }
}

/// The entries of a mapping; nothing, or an empty list, counts as one without any.
pub(super) fn entries(node: &Node) -> Option<&[(Node, Node)]> {
    match &node.value {
        Value::Map(entries) => Some(entries),
        Value::Null => Some(&[]),
        Value::List(items) if items.is_empty() => Some(&[]),
        _ => None,
    }
}

/// The items of a list, likewise.
pub(super) fn items(node: &Node) -> Option<&[Node]> {
    match &node.value {
        Value::List(items) => Some(items),
        Value::Null => Some(&[]),
        Value::Map(entries) if entries.is_empty() => Some(&[]),
        _ => None,
    }
}

/// Where among some entries a new one goes.
pub(super) fn position(entries: &[(Node, Node)], beside: &Beside) -> Option<usize> {
    let of = |name: &str| entries.iter().position(|(key, _)| is_named(key, name));
    match beside {
        Beside::Before(name) => of(name),
        Beside::After(name) => Some(of(name)? + 1),
        Beside::Last => Some(entries.len()),
    }
}

/// A value that is to change, and where it hangs.
struct Target<'t> {
    root: &'t Node,
    node: &'t Node,
    /// The entry whose value it is; none for the whole file.
    key: Option<&'t Node>,
    /// Whether it stands in brackets or braces.
    inside_flow: bool,
}

/// An entry that is to be written.
struct Entry<'e> {
    key: &'e Scalar,
    value: &'e Datum,
}

/// The first of a mapping or of a list.
enum New<'e> {
    Entry(Entry<'e>),
    Item(&'e Datum),
}

fn find<'t>(tree: &'t Tree, path: &[String]) -> Result<Target<'t>, Refused> {
    let text = &tree.source.text;
    let mut target = Target { root: &tree.root, node: &tree.root, key: None, inside_flow: false };
    for step in path {
        let Value::Map(entries) = &target.node.value else {
            return Err(Refused::at("what holds it is no mapping", &target.node.span));
        };
        if target.node.defined.is_some() {
            return Err(Refused::at("it stands where an alias leads", &target.node.span));
        }
        let mut named = entries.iter().filter(|(key, _)| is_named(key, step));
        let Some((key, value)) = named.next() else { return Err(Refused::unclear("it is not there")) };
        if named.next().is_some() {
            return Err(Refused::at("its key is there twice", &key.span));
        }
        let inside_flow = is_flow(text, target.node);
        target = Target { node: value, key: Some(key), inside_flow, ..target };
    }
    if target.node.defined.is_some() {
        return Err(Refused::at("it is an alias", &target.node.span));
    }
    Ok(target)
}

fn is_flow(text: &str, node: &Node) -> bool {
    text[node.span.clone()].starts_with(['{', '['])
}

fn value(layout: Layout<'_>, target: &Target<'_>, new: &Scalar) -> Edits {
    let span = target.node.span.clone();
    if !matches!(target.node.value, Value::Scalar { .. } | Value::Null) {
        return Err(Refused::at("it is no single value", &span));
    }
    let style = Style { quote: style::quote(layout.text, target.node).unwrap_or('"'), ..Style::default() };
    let like = style::quote(layout.text, target.node).is_some();
    let new = Scalar { quoted: new.quoted || like, ..new.clone() };
    let written = style.scalar(None, &new, target.inside_flow);
    // A value that is left out stands directly behind its colon, or not even that is there.
    let gap = match layout.text[..span.start].chars().next_back() {
        _ if !span.is_empty() => "",
        Some(':') => " ",
        _ => ": ",
    };
    Ok(vec![(span, format!("{gap}{written}"))])
}

fn key(layout: Layout<'_>, target: &Target<'_>, new: &Scalar) -> Edits {
    let Some(key) = target.key else { return Err(Refused::unclear("the file as a whole has no key")) };
    if key.defined.is_some() {
        return Err(Refused::at("it is an alias", &key.span));
    }
    let quote = style::quote(layout.text, key);
    let style = Style { quote: quote.unwrap_or('"'), outer_key_quote: quote, ..Style::default() };
    Ok(vec![(key.span.clone(), style.outer_key(new))])
}

impl Target<'_> {
    /// Whether what it holds stands in brackets or braces.
    fn is_flow(&self, layout: Layout<'_>) -> bool {
        is_flow(layout.text, self.node)
    }

    /// Writes what is first into something that is empty.
    fn fill(&self, layout: Layout<'_>, new: &New<'_>) -> Edits {
        let span = &self.node.span;
        let is_bare = layout.text[span.clone()].chars().all(|c| "{}[] ~nulNUL".contains(c));
        let Some(key) = self.key.filter(|_| is_bare) else {
            return Err(Refused::at("more than nothing stands there", span));
        };
        let mut style = Style::default();
        style.read_file(layout, self.root);
        style.line_break = layout.line_break(key.span.start);
        let value = match new {
            New::Entry(new) => Datum::map(vec![(new.key.clone(), new.value.clone())]),
            New::Item(item) => Datum::List(vec![(*item).clone()]),
        };
        if self.inside_flow {
            let gap = if span.is_empty() { " " } else { "" };
            return Ok(vec![(span.clone(), format!("{gap}{}", style.in_line(None, &value)))]);
        }
        let indent = layout.indent_of(key.span.start).ok_or(Refused::at(NO_LINE, &key.span))?;
        let end = layout.line_end(span.end);
        if !is_rest_of_line(&layout.text[span.end..end])
            || layout.line_start(key.span.start) != layout.line_start(span.start)
        {
            return Err(Refused::at("more stands on its line", &key.span));
        }
        let below = style.behind_key("", &value, indent);
        // Blanks in front of what goes away are no longer wanted; a comment keeps its own.
        let kept = layout.text[..span.start].trim_end_matches([' ', '\t']).len();
        let start = if span.is_empty() { span.start } else { kept };
        match end == span.end {
            true => Ok(vec![(start..end, below)]),
            false => Ok(vec![(start..span.end, String::new()), (end..end, below)]),
        }
    }

    fn entry_in_lines(
        &self,
        layout: Layout<'_>,
        entries: &[(Node, Node)],
        at: usize,
        new: &Entry<'_>,
    ) -> Edits {
        let near = &entries[at.min(entries.len() - 1)];
        let indent = layout.indent_of(near.0.span.start).ok_or(Refused::at(NO_LINE, &near.0.span))?;
        let mut style = Style::default();
        style.read_file(layout, self.root);
        style.read_entries(layout, entries, at);
        style.line_break = layout.line_break(near.0.span.start);
        let value = style::like(layout.text, &near.1, new.value);
        let written =
            format!("{}:{}", style.outer_key(new.key), style.behind_key(&new.key.text, &value, indent));
        let blank = if lies_apart(layout, entries, at) { style.line_break } else { "" };
        if let Some((key, _)) = entries.get(at) {
            let start = layout.comments_above(layout.line_start(key.span.start), indent);
            let text = format!("{}{written}{}{blank}", " ".repeat(indent), style.line_break);
            return Ok(vec![(start..start, text)]);
        }
        let end = last_byte(near);
        let end = layout
            .end_with_comments(end, indent)
            .ok_or(Refused::at("more stands on its last line", &near.0.span))?;
        Ok(vec![(end..end, format!("{blank}{}", style.line(indent, &written)))])
    }

    fn item_in_lines(&self, layout: Layout<'_>, items: &[Node], end: End, item: &Datum) -> Edits {
        let from = self.key.map_or(0, |key| key.span.end);
        let (lines, indent) = layout.dashes(from, items).ok_or(Refused::at(NO_LINE, &self.node.span))?;
        let near = if end == End::First { 0 } else { items.len() - 1 };
        let mut style = Style::default();
        style.read_file(layout, self.root);
        style.read_item(layout, &items[near]);
        style.dash_gap = style::dash_gap(layout.text, lines[near] + indent);
        style.line_break = layout.line_break(items[near].span.start);
        let written = style.item(&style::like(layout.text, &items[near], item), indent);
        let pair =
            if end == End::First { lines.get(..2) } else { lines.get(lines.len().saturating_sub(2)..) };
        let apart = pair.and_then(|pair| Some((*pair.first()?, *pair.get(1)?)));
        let blank = match apart {
            Some((one, other)) if layout.has_blank_line(one..other) => style.line_break,
            _ => "",
        };
        if end == End::First {
            let start = layout.comments_above(lines[0], indent);
            let text = format!("{}{written}{}{blank}", " ".repeat(indent), style.line_break);
            return Ok(vec![(start..start, text)]);
        }
        let last = items[near].span.end;
        let last = layout
            .end_with_comments(last, indent)
            .ok_or(Refused::at("more stands on its last line", &items[near].span))?;
        Ok(vec![(last..last, format!("{blank}{}", style.line(indent, &written)))])
    }
}

const NO_LINE: &str = "it does not begin a line of its own";

/// Where an entry ends: behind its value, or behind its key where there is none.
fn last_byte((key, value): &(Node, Node)) -> usize {
    value.span.end.max(key.span.end)
}

/// Whether blank lines stand between the entries around a place.
fn lies_apart(layout: Layout<'_>, entries: &[(Node, Node)], at: usize) -> bool {
    let pair = match (entries.get(at), entries.get(at + 1)) {
        (Some(one), Some(other)) => Some((one, other)),
        _ => entries.len().checked_sub(2).map(|last| (&entries[last], &entries[last + 1])),
    };
    pair.is_some_and(|(one, other)| layout.has_blank_line(last_byte(one)..other.0.span.start))
}
