//! The proof that a mended file says what the file said, but for what was mended. Owns the comparison
//! of two trees; must not know any key.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::choice::Mend;
use crate::yaml::{self, Node, Tree, Value};

/// So many times a file is read at most to find the mends that cannot be proven.
const MOST_READINGS: usize = 64;

/// The text of a file with the mends that are proven; the others are dropped. None where none is.
pub(super) fn proven(shown: &str, bytes: &[u8], mends: &mut Vec<Mend>) -> Option<String> {
    let before = yaml::read(shown, bytes).ok()?;
    let mut readings = MOST_READINGS;
    let sound = sound(&before, mends, &mut readings);
    *mends = sound;
    let after = prove(&before, mends);
    if mends.is_empty() { None } else { after }
}

/// Those of the mends that can be proven together: all, or what is left after those that cannot be are
/// found by halves.
fn sound(before: &Tree, mends: &[Mend], readings: &mut usize) -> Vec<Mend> {
    let Some(left) = readings.checked_sub(1) else { return Vec::new() };
    *readings = left;
    if mends.is_empty() || prove(before, mends).is_some() {
        return mends.to_vec();
    }
    if mends.len() == 1 {
        return Vec::new();
    }
    let (first, second) = mends.split_at(mends.len() / 2);
    let first = sound(before, first, readings);
    let all = [first.clone(), sound(before, second, readings)].concat();
    if prove(before, &all).is_some() { all } else { first }
}

/// The text after some mends, if it says what it should.
fn prove(before: &Tree, mends: &[Mend]) -> Option<String> {
    let text = edited(&before.source.text, mends)?;
    let after = yaml::read(&before.source.path, text.as_bytes()).ok()?;
    let meant = Meant::new(mends)?;
    (before.findings.len() == after.findings.len() && meant.is(&before.root, &after.root)).then_some(text)
}

fn edited(text: &str, mends: &[Mend]) -> Option<String> {
    let mut edited = String::with_capacity(text.len() + 16 * mends.len());
    let mut at = 0;
    for (span, new) in mends.iter().flat_map(|mend| &mend.edits) {
        edited.push_str(text.get(at..span.start)?);
        edited.push_str(new);
        at = span.end;
    }
    edited.push_str(text.get(at..)?);
    Some(edited)
}

/// What a tree should say after some mends. A mend of one edit writes a scalar anew; one of several puts
/// the items of a list into another order.
struct Meant {
    /// What the scalars say that are written anew, by their bytes.
    scalars: BTreeMap<(usize, usize), Value>,
    /// A byte between the first and the last item of each list that is put in order.
    lists: BTreeSet<usize>,
}

impl Meant {
    fn new(mends: &[Mend]) -> Option<Self> {
        let mut meant = Self { scalars: BTreeMap::new(), lists: BTreeSet::new() };
        for mend in mends {
            match mend.edits.as_slice() {
                [(span, new)] => {
                    let value = yaml::read("", new.as_bytes()).ok()?.root.value;
                    meant.scalars.insert((span.start, span.end), value);
                }
                [_, (second, _), ..] => drop(meant.lists.insert(second.start)),
                [] => {}
            }
        }
        Some(meant)
    }

    /// What a node should say that is not a list or a mapping.
    fn scalar<'m>(&'m self, node: &'m Node) -> &'m Value {
        let span = node.defined.as_ref().unwrap_or(&node.span);
        self.scalars.get(&(span.start, span.end)).unwrap_or(&node.value)
    }

    fn is(&self, before: &Node, after: &Node) -> bool {
        match (&before.value, &after.value) {
            (Value::List(old), Value::List(new)) => {
                let same = old.len() == new.len() && old.iter().zip(new).all(|(old, new)| self.is(old, new));
                same || (self.is_in_order(before) && self.same_items(old, new))
            }
            (Value::Map(old), Value::Map(new)) => self.same_entries(old, new),
            (Value::Scalar { .. } | Value::Null, now) => self.scalar(before) == now,
            _ => false,
        }
    }

    fn is_in_order(&self, list: &Node) -> bool {
        let span = list.defined.as_ref().unwrap_or(&list.span);
        self.lists.range(span.clone()).next().is_some()
    }

    /// A key that is written anew must not become one that is there already.
    fn same_entries(&self, old: &[(Node, Node)], new: &[(Node, Node)]) -> bool {
        let mut pairs = old.iter().zip(new);
        let same = old.len() == new.len() && pairs.all(|(a, b)| self.is(&a.0, &b.0) && self.is(&a.1, &b.1));
        same && keys(new) == keys(old)
    }

    fn same_items(&self, old: &[Node], new: &[Node]) -> bool {
        let mut old: Vec<String> = old.iter().map(|node| spelled(node, &|node| self.scalar(node))).collect();
        let mut new: Vec<String> = new.iter().map(|node| spelled(node, &|node| &node.value)).collect();
        old.sort_unstable();
        new.sort_unstable();
        old == new
    }
}

/// How many different keys a mapping has.
fn keys(entries: &[(Node, Node)]) -> usize {
    let text = |(key, _): &(Node, Node)| match &key.value {
        Value::Scalar { text, .. } => text.clone(),
        _ => String::new(),
    };
    entries.iter().map(text).collect::<BTreeSet<_>>().len()
}

/// All that a node says, equal for nodes that say the same.
fn spelled<'n>(node: &'n Node, scalar: &dyn Fn(&'n Node) -> &'n Value) -> String {
    let mut text = String::new();
    spell(node, scalar, &mut text);
    text
}

fn spell<'n>(node: &'n Node, scalar: &dyn Fn(&'n Node) -> &'n Value, out: &mut String) {
    match &node.value {
        Value::List(items) => {
            out.push('[');
            items.iter().for_each(|item| spell(item, scalar, out));
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (key, value) in entries {
                spell(key, scalar, out);
                spell(value, scalar, out);
            }
            out.push('}');
        }
        Value::Scalar { .. } | Value::Null => match scalar(node) {
            Value::Scalar { text, quoted } => {
                let _ = write!(out, "{}{}:{text}", if *quoted { '"' } else { '\'' }, text.len());
            }
            _ => out.push('~'),
        },
    }
}
