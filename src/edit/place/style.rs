//! How the neighbours of something new are written: quotes, indents, braces. Must not know where it goes.

use super::super::datum::Datum;
use super::super::layout::Layout;
use super::super::write::{Quotes, Style};
use super::is_flow;
use crate::yaml::{Node, Value};

/// The quote around a scalar, if it has one.
pub(super) fn quote(text: &str, node: &Node) -> Option<char> {
    if node.defined.is_some() || !matches!(node.value, Value::Scalar { .. }) {
        return None;
    }
    text[node.span.clone()].chars().next().filter(|c| matches!(c, '"' | '\''))
}

/// A value in braces or in lines, as a neighbour is.
pub(super) fn like(text: &str, neighbour: &Node, value: &Datum) -> Datum {
    match (value, &neighbour.value) {
        (Datum::Map { entries, .. }, Value::Map(others))
            if !others.is_empty() && neighbour.defined.is_none() =>
        {
            Datum::Map { entries: entries.clone(), short: is_flow(text, neighbour) }
        }
        _ => value.clone(),
    }
}

/// How many blanks stand behind a dash.
pub(super) fn dash_gap(text: &str, dash: usize) -> usize {
    let rest = &text[dash + 1..];
    let gap = rest.len() - rest.trim_start_matches(' ').len();
    let is_alone = rest[gap..].starts_with(['\r', '\n', '#', '&', '!']) || rest[gap..].is_empty();
    if is_alone { 1 } else { gap.max(1) }
}

impl Style {
    /// What the file as a whole shows: how deep its mappings and lists are indented.
    pub(super) fn read_file(&mut self, layout: Layout<'_>, root: &Node) {
        let Value::Map(entries) = &root.value else { return };
        let deeper = |key: &Node, deep: Option<usize>| deep?.checked_sub(layout.indent_of(key.span.start)?);
        let mut steps = entries.iter().filter_map(|(key, value)| {
            let first = first_key(layout, value)?;
            deeper(key, layout.indent_of(first.span.start)).filter(|step| *step > 0)
        });
        if let Some(step) = steps.next() {
            self.step = step;
            self.dash_step = step;
        }
        let mut dashes = entries.iter().filter_map(|(key, value)| match &value.value {
            Value::List(items) if !is_flow(layout.text, value) && value.defined.is_none() => {
                let indent = layout.dashes(key.span.end, items.get(..1)?)?.1;
                deeper(key, Some(indent))
            }
            _ => None,
        });
        if let Some(step) = dashes.next() {
            self.dash_step = step;
        }
    }

    /// What the entries around a place show.
    pub(super) fn read_entries(&mut self, layout: Layout<'_>, entries: &[(Node, Node)], at: usize) {
        let text = layout.text;
        let Some((key, value)) = entries.get(at).or(entries.last()) else { return };
        self.outer_key_quote = quote(text, key);
        if let Some(first) = first_key(layout, value)
            && let (Some(deep), Some(own)) =
                (layout.indent_of(first.span.start), layout.indent_of(key.span.start))
            && deep > own
        {
            self.step = deep - own;
        }
        self.read_item(layout, value);
        for (key, quotes) in entries.iter().filter_map(|(key, value)| quotes_of(text, key, value)) {
            self.quotes.entry(key).or_insert(quotes);
        }
        let any = self.quotes.values().find_map(|quotes| quotes.quote);
        self.quote = any.or(self.outer_key_quote).unwrap_or(self.quote);
    }

    /// What a value shows that is like the new one.
    pub(super) fn read_item(&mut self, layout: Layout<'_>, node: &Node) {
        let text = layout.text;
        self.quote = quote(text, node).unwrap_or(self.quote);
        let Value::Map(entries) = &node.value else { return };
        if node.defined.is_some() {
            return;
        }
        for (key, value) in entries {
            if let Some((key, quotes)) = quotes_of(text, key, value) {
                self.quotes.insert(key, quotes);
            }
        }
        let first = |quotes: &mut dyn Iterator<Item = Option<char>>| quotes.flatten().next();
        let of_keys = entries.first().and_then(|(key, _)| quote(text, key));
        let of_values = first(&mut entries.iter().map(|(_, value)| quote(text, value)));
        self.quote = of_values.or(of_keys).unwrap_or(self.quote);
        self.key_quote = of_keys;
        let span = &text[node.span.clone()];
        if span.starts_with("{ ") && span.ends_with(" }") {
            self.padding = " ";
        }
    }
}

fn quotes_of(text: &str, key: &Node, value: &Node) -> Option<(String, Quotes)> {
    let Value::Scalar { text: name, .. } = &key.value else { return None };
    let Value::Scalar { text: said, .. } = &value.value else { return None };
    let is_number = said.starts_with(|c: char| c.is_ascii_digit()) && said.parse::<f64>().is_ok();
    value.defined.is_none().then(|| (name.clone(), Quotes { quote: quote(text, value), is_number }))
}

/// The first key of a mapping in lines.
fn first_key<'n>(layout: Layout<'_>, node: &'n Node) -> Option<&'n Node> {
    match &node.value {
        Value::Map(entries) if !is_flow(layout.text, node) && node.defined.is_none() => {
            Some(&entries.first()?.0)
        }
        _ => None,
    }
}
