//! Mends that are certain, as edits of bytes: another spelling of a scalar, and another order of a
//! list. Owns which layouts can be edited without touching anything else; must not know what is wrong.

mod order;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::finding::{Finding, Fix};
use crate::source::Source;
use crate::yaml::{Node, Value};

pub(super) use order::order;

/// What writes a scalar in other words, where its value stands: of an alias, where that is defined.
/// None for a scalar of several lines.
pub(super) fn scalar(source: &Source, node: &Node, new: &str) -> Option<Fix> {
    let span = node.defined.as_ref().unwrap_or(&node.span);
    let written = source.text.get(span.clone())?;
    let is_scalar = matches!(node.value, Value::Scalar { .. });
    let on_one_line = !written.contains(['\n', '\r']) && !written.starts_with(['|', '>']);
    (is_scalar && on_one_line && written != new).then(|| Fix {
        edits: vec![(span.clone(), new.to_owned())],
        says: format!("wrote `{new}` for `{written}`"),
    })
}

/// A name as a key or a value: plain, unless some reader of YAML takes it for something else.
pub(super) fn name(name: &str) -> String {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let is_plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !WORDS.contains(&name);
    if is_plain { name.to_owned() } else { format!("\"{name}\"") }
}

/// Drops the mends of values that have other uses, unless every use asks for the same: what is an
/// error where it is an alias may be right where it is defined.
pub(super) fn agreed(root: &Node, findings: &mut [Finding]) {
    // The bytes of each scalar that is to be written anew: how many ask for the first text, and all.
    let mut asked: BTreeMap<(usize, usize), (String, Count)> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        if let [(span, new)] = fix.edits.as_slice() {
            let (text, count) = asked.entry(key(span)).or_insert_with(|| (new.clone(), Count::default()));
            count.asked += usize::from(text == new);
            count.all += 1;
        }
    }
    if !asked.is_empty() {
        count_uses(root, &mut asked);
    }
    for finding in findings {
        let disputed = |fix: &Fix| match fix.edits.as_slice() {
            [(span, _)] => asked.get(&key(span)).is_some_and(|(_, count)| !count.is_agreed()),
            _ => false,
        };
        if finding.fix.as_ref().is_some_and(disputed) {
            finding.fix = None;
        }
    }
}

#[derive(Default)]
struct Count {
    asked: usize,
    all: usize,
    uses: usize,
}

impl Count {
    /// Bytes that are no scalar of the tree are no value that could have other uses.
    fn is_agreed(&self) -> bool {
        self.uses == 0 || (self.asked == self.all && self.asked == self.uses)
    }
}

fn key(span: &Range<usize>) -> (usize, usize) {
    (span.start, span.end)
}

fn count_uses(node: &Node, asked: &mut BTreeMap<(usize, usize), (String, Count)>) {
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| count_uses(item, asked)),
        Value::Map(entries) => entries.iter().for_each(|(name, value)| {
            count_uses(name, asked);
            count_uses(value, asked);
        }),
        Value::Scalar { .. } | Value::Null => {
            let span = node.defined.as_ref().unwrap_or(&node.span);
            if let Some((_, count)) = asked.get_mut(&key(span)) {
                count.uses += 1;
            }
        }
    }
}
