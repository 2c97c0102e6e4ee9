//! Edits of a YAML text that touch nothing but what they say. Owns what can be changed and the refusal of
//! layouts in which that is not certain; must not know what any key means, nor the disk.
//!
//! Every edit is made in memory first. The new text must be YAML that says the same but for the change;
//! else it is refused, with what to type by hand.

mod datum;
mod layout;
mod place;
mod proof;
mod write;

use std::ops::Range;

use crate::finding::Finding;
use crate::source::{Place, spliced};
use crate::yaml::{self, Node, Tree, Value};

pub use datum::{Datum, Scalar};

/// The keys that lead from the top of a file to a value.
pub type Path = Vec<String>;

/// One change of what a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another scalar in place of one, or of nothing.
    Value {
        /// What is replaced.
        at: Path,
        /// What stands there instead.
        new: Scalar,
    },
    /// Another key for a value.
    Key {
        /// The key that is replaced, at the end of the path to it.
        at: Path,
        /// What stands there instead.
        new: Scalar,
    },
    /// An entry that a mapping does not have yet; nothing counts as a mapping without entries.
    Entry {
        /// The mapping.
        into: Path,
        /// Beside which other entry it goes.
        beside: Beside,
        /// Its key.
        key: Scalar,
        /// Its value.
        value: Datum,
    },
    /// One more item of a list; nothing counts as a list without items.
    Item {
        /// The list.
        into: Path,
        /// At which end it goes.
        end: End,
        /// What it says.
        value: Datum,
    },
}

/// Where a new entry of a mapping goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// In front of the entry with this key.
    Before(String),
    /// Behind the entry with this key.
    After(String),
    /// Behind all others.
    Last,
}

/// An end of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The top.
    First,
    /// The bottom.
    Last,
}

/// Where a new key goes in a mapping whose keys have an order: behind the last that comes before it.
/// Keys that are not known stay where they are.
pub fn among(known: &[&str], present: &[&str], key: &str) -> Beside {
    let rank = |key: &str| known.iter().position(|known| *known == key);
    let before =
        present.iter().rev().find(|other| rank(other).is_some_and(|rank_of| Some(rank_of) < rank(key)));
    match (before, present.first()) {
        (Some(before), _) => Beside::After((*before).to_owned()),
        (None, Some(first)) => Beside::Before((*first).to_owned()),
        (None, None) => Beside::Last,
    }
}

/// Where a new key goes among others that are in an order of their own, newest or oldest first. Each of
/// `present`, from the top, says whether it is older than the new one.
pub fn in_order(present: &[(String, bool)], newest_first: bool) -> Beside {
    let mut older = present.iter().filter(|(_, is_older)| *is_older);
    match (newest_first, present.first()) {
        (true, _) => older.next().map_or(Beside::Last, |(key, _)| Beside::Before(key.clone())),
        (false, Some((first, _))) => {
            older.next_back().map_or(Beside::Before(first.clone()), |(key, _)| Beside::After(key.clone()))
        }
        (false, None) => Beside::Last,
    }
}

/// The text of a file after some changes, made one after the other.
///
/// # Errors
///
/// The first change that cannot be made with certainty; nothing of the text is changed then.
pub fn edit(path: &str, bytes: &[u8], changes: &[Change]) -> Result<Vec<u8>, Finding> {
    let mut bytes = bytes.to_vec();
    for change in changes {
        bytes = once(&yaml::read(path, &bytes)?, change)?.into_bytes();
    }
    Ok(bytes)
}

fn once(tree: &Tree, change: &Change) -> Result<String, Finding> {
    let refused = |why: &Refused| refusal(tree, change, why);
    let edits = place::edits(tree, change).map_err(|why| refused(&why))?;
    let text = spliced(&tree.source.text, &edits).ok_or_else(|| refused(&Refused::unclear("its layout")))?;
    match proof::is_proven(tree, change, &text) {
        true => Ok(text),
        false => Err(refused(&Refused::unclear("something else would change with it"))),
    }
}

/// Why a change is not made: a clause, and the place where it is to be made by hand.
struct Refused {
    why: &'static str,
    span: Option<Range<usize>>,
}

impl Refused {
    fn unclear(why: &'static str) -> Self {
        Self { why, span: None }
    }

    fn at(why: &'static str, span: &Range<usize>) -> Self {
        Self { why, span: Some(span.clone()) }
    }
}

fn refusal(tree: &Tree, change: &Change, refused: &Refused) -> Finding {
    let (path, what) = change.said();
    let span = refused.span.clone().or_else(|| nearest(&tree.root, &path));
    let message = format!("`{}` is not edited: {}", path.join("."), refused.why);
    let finding = Finding::error("not-editable", message);
    let finding = match span {
        Some(span) => finding.at(Place::new(&tree.source, span)),
        None => finding.at(Place::file(&tree.source.path)),
    };
    finding
        .why("an edit must leave every other byte and all else that the file says as it is")
        .help(format!("Write `{what}` there by hand."))
}

/// The last value or key on a path that there is.
fn nearest(root: &Node, path: &[String]) -> Option<Range<usize>> {
    let mut node = root;
    let mut last = None;
    for step in path {
        let Value::Map(entries) = &node.value else { break };
        let Some((key, value)) = entries.iter().find(|(key, _)| is_named(key, step)) else { break };
        last = Some(key.span.clone());
        node = value;
    }
    last
}

fn is_named(key: &Node, name: &str) -> bool {
    matches!(&key.value, Value::Scalar { text, .. } if text == name)
}

impl Change {
    /// What it is about, and what it writes: in one line, as it could be typed.
    fn said(&self) -> (Path, String) {
        match self {
            Self::Value { at, new } | Self::Key { at, new } => (at.clone(), write::scalar_in_line(new)),
            Self::Entry { into, key, value, .. } => {
                let path = into.iter().cloned().chain([key.text.clone()]).collect();
                (path, format!("{}: {}", write::scalar_in_line(key), write::in_line(value)))
            }
            Self::Item { into, value, .. } => (into.clone(), format!("- {}", write::in_line(value))),
        }
    }
}

#[cfg(test)]
mod tests;
