//! The proof that a mended file says what the file said, but for what was mended. Owns the comparison
//! of two trees; must not know any key.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::choice::Mend;
use crate::source::spliced;
use crate::yaml::{self, Node, Tree, Value};

/// So many attempts may fail in all while those are looked for that cannot be proven: a file is read
/// for each, and almost none ever does.
pub(super) const MOST_FAILURES: usize = 40;

/// The text of a file with the mends that are proven; the others are dropped. None where none is.
pub(super) fn proven(
    shown: &str,
    bytes: &[u8],
    mends: &mut Vec<Mend>,
    failures: &mut usize,
) -> Option<String> {
    let before = yaml::read(shown, bytes).ok()?;
    drop_repeated_keys(&before.root, mends);
    let (sound, text) = sound(&before, mends, failures)?;
    *mends = sound;
    Some(text)
}

/// Those of the mends that can be proven together, and the text with them: all, or what is left after
/// those that cannot be are found by halves.
fn sound(before: &Tree, mends: &[Mend], failures: &mut usize) -> Option<(Vec<Mend>, String)> {
    if mends.is_empty() {
        return None;
    }
    if let Some(text) = prove(before, mends) {
        return Some((mends.to_vec(), text));
    }
    *failures = failures.checked_sub(1)?;
    if mends.len() == 1 {
        return None;
    }
    let (first, second) = mends.split_at(mends.len() / 2);
    let first = sound(before, first, failures);
    let second = sound(before, second, failures);
    let (Some(one), Some(other)) = (&first, &second) else { return first.or(second) };
    let all = [one.0.as_slice(), &other.0].concat();
    prove(before, &all).map(|text| (all, text)).or(first)
}

/// Drops the mends by which a key would become one that its mapping has already.
fn drop_repeated_keys(root: &Node, mends: &mut Vec<Mend>) {
    let Some(meant) = Meant::new(mends) else { return };
    let mut repeated = BTreeSet::new();
    meant.find_repeated_keys(root, &mut repeated);
    mends.retain(|mend| !repeated.contains(&(mend.hull().start, mend.hull().end)));
}

/// The text after some mends, if it says what it should.
fn prove(before: &Tree, mends: &[Mend]) -> Option<String> {
    let text = spliced(&before.source.text, mends.iter().flat_map(|mend| &mend.edits))?;
    let after = yaml::read(&before.source.path, text.as_bytes()).ok()?;
    let meant = Meant::new(mends)?;
    (before.findings.len() == after.findings.len() && meant.is(&before.root, &after.root)).then_some(text)
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

    /// The bytes of the keys that are not what they were and stand for two.
    fn find_repeated_keys(&self, node: &Node, found: &mut BTreeSet<(usize, usize)>) {
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| self.find_repeated_keys(item, found)),
            Value::Map(entries) => {
                let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
                for text in entries.iter().filter_map(|(key, _)| text_of(self.scalar(key))) {
                    *counts.entry(text).or_default() += 1;
                }
                for (key, value) in entries {
                    let text = text_of(self.scalar(key));
                    if text != text_of(&key.value) && text.is_some_and(|text| counts[text] > 1) {
                        let span = key.defined.as_ref().unwrap_or(&key.span);
                        found.insert((span.start, span.end));
                    }
                    self.find_repeated_keys(key, found);
                    self.find_repeated_keys(value, found);
                }
            }
            Value::Scalar { .. } | Value::Null => {}
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
    entries.iter().map(|(key, _)| text_of(&key.value)).collect::<BTreeSet<_>>().len()
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Scalar { text, .. } => Some(text),
        _ => None,
    }
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
