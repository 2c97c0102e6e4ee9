//! From located nodes to values: mappings with known keys, and lists. Owns the messages that every
//! file's decoder shares; must not know any one file's keys. What a single value may be is below `decode/`.

mod scalar;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::mends;
use super::words::{closest, listed};
use crate::finding::Finding;
use crate::model::At;
use crate::source::{Place, Source};
use crate::version::Python;
use crate::yaml::{Node, Value};

pub(super) use scalar::parse_date;
pub(super) use text::{is_link, without_credentials};

/// The label of the value that an alias stands for.
pub(super) const ALIASED: &str = "the value of the alias";

/// Decodes the nodes of one file, collecting every fault on the way.
pub(super) struct Decoder<'a> {
    pub(super) source: Arc<Source>,
    pub(super) findings: &'a mut Vec<Finding>,
    /// The Python versions of `data/pythons.yaml`; none while those could not be read.
    pub(super) pythons: Option<&'a BTreeSet<Python>>,
}

/// A mapping whose keys were checked against those that it may have.
pub(super) struct Fields<'n> {
    what: String,
    span: Range<usize>,
    entries: Vec<Entry<'n>>,
    unknown: Vec<&'n str>,
}

/// A key with its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'n> {
    pub(super) name: &'n str,
    pub(super) key: &'n Node,
    pub(super) value: &'n Node,
}

impl<'n> Fields<'n> {
    /// The value of a key that may be missing.
    pub(super) fn get(&self, name: &str) -> Option<&'n Node> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        (entry.value.value != Value::Null).then_some(entry.value)
    }

    /// The value of a key in a node that is perhaps a mapping.
    pub(super) fn value_of(node: &'n Node, name: &str) -> Option<&'n Node> {
        let Value::Map(pairs) = &node.value else { return None };
        let named =
            |(key, _): &&(Node, Node)| matches!(&key.value, Value::Scalar { text, .. } if text == name);
        pairs.iter().find(named).map(|(_, value)| value).filter(|value| value.value != Value::Null)
    }

    /// Whether it has one of these keys, or one that may have been meant to be.
    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        !self.unknown.is_empty() || self.entries.iter().any(|entry| names.contains(&entry.name))
    }

    /// Whether a key is missing. One that was probably meant is one fault, not two.
    pub(super) fn lacks(&self, name: &str) -> bool {
        let misspelled = self.unknown.iter().any(|unknown| closest(unknown, &[name]).is_some());
        !misspelled && !self.entries.iter().any(|entry| entry.name == name)
    }

    /// Where a missing key is shown.
    pub(super) fn span(&self) -> &Range<usize> {
        &self.span
    }

    /// Whether it has no entry at all.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The keys of all entries, also of those without a value.
    pub(super) fn names(&self) -> impl Iterator<Item = &'n str> {
        self.entries.iter().map(|entry| entry.name)
    }

    /// The entries with a value whose keys are none of these.
    pub(super) fn others(&self, names: &[&str]) -> Vec<Entry<'n>> {
        let is_other = |entry: &&Entry<'_>| entry.value.value != Value::Null && !names.contains(&entry.name);
        self.entries.iter().filter(is_other).copied().collect()
    }
}

impl Decoder<'_> {
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        Place::new(&self.source, span.clone())
    }

    pub(super) fn at<T>(&self, value: T, node: &Node) -> At<T> {
        At { value, place: self.place(&node.span) }
    }

    pub(super) fn report(&mut self, finding: Finding, node: &Node) {
        let finding = finding.at(self.place(&node.span));
        self.findings.push(match &node.defined {
            Some(defined) => finding.related(self.place(defined), ALIASED),
            None => finding,
        });
    }

    /// The same, with what mends it by writing the value in other words.
    pub(super) fn report_mendable(&mut self, finding: Finding, node: &Node, new: Option<String>) {
        let fix = new.and_then(|new| mends::scalar(&self.source, node, &new));
        self.report(Finding { fix, ..finding }, node);
    }

    /// A mapping that may have these keys and no others.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &str, known: &[&str]) -> Option<Fields<'n>> {
        let mut fields = self.entries(node, what)?;
        for entry in &fields.entries {
            if !known.contains(&entry.name) {
                self.unknown_key(entry, what, known);
                fields.unknown.push(entry.name);
            } else if entry.value.value == Value::Null {
                self.no_value(entry);
            }
        }
        Some(fields)
    }

    /// The same as the value of a key, which is where a missing key is shown.
    pub(super) fn fields_of<'n>(
        &mut self,
        entry: &Entry<'n>,
        what: &str,
        known: &[&str],
    ) -> Option<Fields<'n>> {
        let fields = self.fields(entry.value, what, known)?;
        Some(Fields { span: entry.key.span.clone(), ..fields })
    }

    /// A mapping whose keys are the author's, as the value of a key.
    pub(super) fn open_of<'n>(&mut self, entry: &Entry<'n>, what: &str) -> Option<Fields<'n>> {
        let fields = self.open(entry.value, what)?;
        Some(Fields { span: entry.key.span.clone(), ..fields })
    }

    /// A mapping whose keys are the author's.
    pub(super) fn open<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        let fields = self.entries(node, what)?;
        for entry in fields.entries.iter().filter(|entry| entry.value.value == Value::Null) {
            self.no_value(entry);
        }
        Some(fields)
    }

    fn entries<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        let Value::Map(pairs) = &node.value else {
            self.no_mapping(node, what);
            return None;
        };
        let mut entries: Vec<Entry<'n>> = Vec::new();
        let mut seen: BTreeMap<&str, &Node> = BTreeMap::new();
        for (key, value) in pairs {
            let Value::Scalar { text, .. } = &key.value else {
                let what = format!("a key of {what}");
                self.wrong_kind(key, &what, "a single value", "Write the key as one word.");
                continue;
            };
            let first = *seen.entry(text).or_insert(key);
            if std::ptr::eq(first, key) {
                entries.push(Entry { name: text, key, value });
            } else {
                self.repeated_key(text, key, first, what);
            }
        }
        Some(Fields { what: what.to_owned(), span: node.span.clone(), entries, unknown: Vec::new() })
    }

    fn no_mapping(&mut self, node: &Node, what: &str) {
        let help = match &node.value {
            Value::Scalar { text, quoted: false } if text.contains(':') => {
                "Write a blank after the colon of each key."
            }
            _ => "Write `key: value` lines here.",
        };
        self.wrong_kind(node, what, "a mapping", help);
    }

    /// The value of a key that must be there.
    pub(super) fn need<'n>(&mut self, fields: &Fields<'n>, name: &str) -> Option<&'n Node> {
        self.need_such_as(fields, name, "")
    }

    /// The same, with an example of its value.
    fn need_such_as<'n>(&mut self, fields: &Fields<'n>, name: &str, example: &str) -> Option<&'n Node> {
        if fields.lacks(name) {
            let finding = Finding::error("missing-key", format!("{} has no `{name}`", fields.what))
                .at(self.place(&fields.span))
                .help(match example {
                    "" => format!("Add `{name}:` with its value."),
                    _ => format!("Add it, such as `{name}: {example}`."),
                });
            self.findings.push(finding);
        }
        fields.get(name)
    }

    pub(super) fn unknown_key(&mut self, entry: &Entry<'_>, what: &str, known: &[&str]) {
        let name = entry.name;
        let finding = Finding::error("unknown-key", format!("{what} cannot have the key `{name}`"));
        let help = match closest(name, known) {
            Some(near) => format!("Write `{near}`."),
            None => format!("Remove it, or use one of these keys: {}.", listed(known)),
        };
        self.report(finding.help(help), entry.key);
    }

    fn repeated_key(&mut self, name: &str, key: &Node, first: &Node, what: &str) {
        let first = self.place(&first.span);
        let finding = Finding::error("repeated-key", format!("{what} has the key `{name}` twice"))
            .label("the second")
            .related(first, "the first")
            .help("Remove one of the two.");
        self.report(finding, key);
    }

    fn no_value(&mut self, entry: &Entry<'_>) {
        let finding = Finding::error("empty-value", format!("`{}` has no value", entry.name))
            .help("Write the value after the colon, or remove the key.");
        self.report(finding, entry.key);
    }

    pub(super) fn wrong_kind(&mut self, node: &Node, what: &str, kind: &str, help: &str) {
        let is = node.value.kind();
        let finding = Finding::error("wrong-kind", format!("{what} must be {kind}, and this is {is}"));
        self.report(finding.help(help), node);
    }

    /// The items of a list.
    pub(super) fn list<T>(
        &mut self,
        node: &Node,
        what: &str,
        mut item: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Value::List(items) = &node.value else {
            let help = match &node.value {
                Value::Scalar { .. } => "Put it in brackets, as in `[one, two]`.",
                _ => "Write a line that begins with `- ` for each item.",
            };
            self.wrong_kind(node, what, "a list", help);
            return Vec::new();
        };
        items.iter().filter_map(|node| item(self, node)).collect()
    }

    /// Texts of one line, each once.
    pub(super) fn texts(&mut self, node: &Node, what: &str, item: &str) -> Vec<At<String>> {
        let texts = self.list(node, what, |decoder, node| decoder.text(node, item));
        let mut first_of: BTreeMap<&str, &At<String>> = BTreeMap::new();
        for text in &texts {
            let first = *first_of.entry(text).or_insert(text);
            if !std::ptr::eq(first, text) {
                let finding = Finding::error("repeated-item", format!("{what} has `{}` twice", **text));
                let finding = finding.at(text.place.clone()).label("the second");
                self.findings
                    .push(finding.related(first.place.clone(), "the first").help("Remove one of the two."));
            }
        }
        texts
    }

    /// Texts that may be missing.
    pub(super) fn optional_texts(&mut self, node: Option<&Node>, what: &str, item: &str) -> Vec<At<String>> {
        node.map_or_else(Vec::new, |node| self.texts(node, what, item))
    }

    /// The items of a list that may be missing.
    pub(super) fn optional_list<T>(
        &mut self,
        node: Option<&Node>,
        what: &str,
        item: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        node.map_or_else(Vec::new, |node| self.list(node, what, item))
    }

    fn scalar<'n>(&mut self, node: &'n Node, what: &str) -> Option<(&'n str, bool)> {
        match &node.value {
            Value::Scalar { text, quoted } => Some((text, *quoted)),
            _ => {
                let help = match &node.value {
                    Value::Null => "Write the value here, or remove its line.",
                    _ => "Write one value here, without brackets or keys of its own.",
                };
                self.wrong_kind(node, what, "a single value", help);
                None
            }
        }
    }
}
