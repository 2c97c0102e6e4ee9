//! The proof that a text says what it said before, but for one change. Owns the comparison; must not know
//! how a change is written.

use super::datum::{Datum, Scalar};
use super::{Change, End, is_named, place};
use crate::yaml::{self, Node, Tree, Value};

/// Whether a text says what a tree does, after a change.
pub(super) fn is_proven(before: &Tree, change: &Change, text: &str) -> bool {
    let Ok(after) = yaml::read(&before.source.path, text.as_bytes()) else { return false };
    let Some(meant) = meant(&before.root, change) else { return false };
    before.findings.len() == after.findings.len() && meant.is(&after.root)
}

/// What a node should say.
enum Meant<'a> {
    /// The same as one that there was.
    Same(&'a Node),
    /// What is written.
    Written(&'a Datum),
    /// A scalar that is written.
    Scalar(&'a Scalar),
    /// A mapping of which one entry changes.
    Map(Vec<(Meant<'a>, Meant<'a>)>),
    /// A list with one item more.
    List(Vec<Meant<'a>>),
}

impl Meant<'_> {
    fn is(&self, now: &Node) -> bool {
        match (self, &now.value) {
            (Self::Same(before), _) => says_the_same(before, now),
            (Self::Written(datum), _) => is_written(datum, now),
            (Self::Scalar(scalar), _) => is_scalar(scalar, now),
            (Self::Map(meant), Value::Map(now)) => {
                let mut pairs = meant.iter().zip(now);
                meant.len() == now.len() && pairs.all(|(meant, now)| meant.0.is(&now.0) && meant.1.is(&now.1))
            }
            (Self::List(meant), Value::List(now)) => {
                meant.len() == now.len() && meant.iter().zip(now).all(|(meant, now)| meant.is(now))
            }
            _ => false,
        }
    }
}

fn says_the_same(before: &Node, now: &Node) -> bool {
    match (&before.value, &now.value) {
        (Value::List(before), Value::List(now)) => {
            before.len() == now.len()
                && before.iter().zip(now).all(|(before, now)| says_the_same(before, now))
        }
        (Value::Map(before), Value::Map(now)) => {
            let mut pairs = before.iter().zip(now);
            before.len() == now.len()
                && pairs
                    .all(|(before, now)| says_the_same(&before.0, &now.0) && says_the_same(&before.1, &now.1))
        }
        (before, now) => before == now,
    }
}

fn is_written(datum: &Datum, now: &Node) -> bool {
    match (datum, &now.value) {
        (Datum::Scalar(scalar), _) => is_scalar(scalar, now),
        (Datum::List(items), Value::List(now)) => {
            items.len() == now.len() && items.iter().zip(now).all(|(item, now)| is_written(item, now))
        }
        (Datum::Map { entries, .. }, Value::Map(now)) => {
            let mut pairs = entries.iter().zip(now);
            entries.len() == now.len()
                && pairs.all(|((key, value), now)| is_scalar(key, &now.0) && is_written(value, &now.1))
        }
        _ => false,
    }
}

fn is_scalar(scalar: &Scalar, now: &Node) -> bool {
    matches!(&now.value, Value::Scalar { text, quoted } if *text == scalar.text && (*quoted || !scalar.quoted))
}

/// What a whole file should say after a change; none where the change has no place in it.
fn meant<'a>(root: &'a Node, change: &'a Change) -> Option<Meant<'a>> {
    match change {
        Change::Value { at, new } => descend(root, at, &mut |_| Some(Meant::Scalar(new))),
        Change::Key { at, new } => {
            let (last, path) = at.split_last()?;
            descend(root, path, &mut |node| renamed(node, last, new))
        }
        Change::Entry { into, beside, key, value } => descend(root, into, &mut |node| {
            let entries = place::entries(node)?;
            let at = place::position(entries, beside)?;
            let mut meant: Vec<_> =
                entries.iter().map(|(key, value)| (Meant::Same(key), Meant::Same(value))).collect();
            meant.insert(at, (Meant::Scalar(key), Meant::Written(value)));
            Some(Meant::Map(meant))
        }),
        Change::Item { into, end, value } => descend(root, into, &mut |node| {
            let mut meant: Vec<_> = place::items(node)?.iter().map(Meant::Same).collect();
            meant.insert(if *end == End::First { 0 } else { meant.len() }, Meant::Written(value));
            Some(Meant::List(meant))
        }),
    }
}

fn renamed<'a>(node: &'a Node, key: &str, new: &'a Scalar) -> Option<Meant<'a>> {
    let Value::Map(entries) = &node.value else { return None };
    let entry = |(own, value): &'a (Node, Node)| {
        let own = if is_named(own, key) { Meant::Scalar(new) } else { Meant::Same(own) };
        (own, Meant::Same(value))
    };
    Some(Meant::Map(entries.iter().map(entry).collect()))
}

/// What a node should say when the one at the end of a path says something else.
fn descend<'a>(
    node: &'a Node,
    path: &[String],
    change: &mut dyn FnMut(&'a Node) -> Option<Meant<'a>>,
) -> Option<Meant<'a>> {
    let Some((step, rest)) = path.split_first() else { return change(node) };
    let Value::Map(entries) = &node.value else { return None };
    let mut meant = Vec::new();
    for (key, value) in entries {
        let value = if is_named(key, step) { descend(value, rest, change)? } else { Meant::Same(value) };
        meant.push((Meant::Same(key), value));
    }
    Some(Meant::Map(meant))
}
