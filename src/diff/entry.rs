//! An entry of the data as facts that can be compared and told without knowing what it is. Owns the
//! words for an entry or a fact that came, went or changed.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::matched::indices;
use super::words::{both_coded, both_quoted, coded, list_change, quoted};
use super::{Change, Section, Subject};
use crate::model::At;
use crate::source::Place;
use crate::words::listed;

/// An entry, taken apart.
pub(super) struct Entry {
    pub(super) section: Section,
    pub(super) about: Subject,
    /// What stands before a fact that changed, where the subject does not say which entry it is of.
    pub(super) context: String,
    /// The words before the facts of an entry that came: `pin added:`.
    pub(super) added: String,
    /// The words before the facts of an entry that went.
    pub(super) removed: String,
    /// By which it is known again, the surest first; entries that say the same are the same before that.
    pub(super) keys: Vec<String>,
    pub(super) facts: Facts,
    pub(super) place: Place,
}

/// What an entry says.
#[derive(Default)]
pub(super) struct Facts(pub(super) Vec<Fact>);

/// One thing that an entry says.
pub(super) struct Fact {
    /// By which it is known again in the entry.
    pub(super) key: String,
    pub(super) what: String,
    pub(super) value: Value,
    pub(super) place: Place,
    pub(super) told: Told,
}

/// Where a fact is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Wherever it came, went or changed.
    Always,
    /// Not of an entry that came or went, which says it in other words.
    OfChange,
    /// Only of an entry that came or went: it puts other facts together.
    OfWhole,
    /// Wherever it came, went or changed; a change of it without the context, which says it.
    ByItself,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A word or a few.
    Plain(String),
    /// The version of a component that is locked.
    Locked(String),
    /// A link.
    Source(String),
    /// Markdown.
    Prose(String),
    /// Lines with holes.
    Pattern(String),
    /// Names.
    List(Vec<String>),
}

impl Value {
    /// The whole of it.
    pub(super) fn whole(&self) -> String {
        match self {
            Self::Plain(text)
            | Self::Locked(text)
            | Self::Source(text)
            | Self::Prose(text)
            | Self::Pattern(text) => text.clone(),
            Self::List(names) => names.join(", "),
        }
    }

    /// As it stands in a sentence.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Plain(text) if text.is_empty() => "none".to_owned(),
            Self::Plain(text) | Self::Locked(text) | Self::Source(text) => text.clone(),
            Self::Prose(text) => quoted(text),
            Self::Pattern(text) => coded(text),
            Self::List(names) => listed(names),
        }
    }
}

impl Facts {
    /// A word or a few.
    pub(super) fn plain(&mut self, what: &str, at: &At<impl Display>) -> &mut Self {
        self.push(what, Value::Plain(at.value.to_string()), &at.place)
    }

    pub(super) fn maybe(&mut self, what: &str, at: &Option<At<impl Display>>) -> &mut Self {
        if let Some(at) = at {
            self.plain(what, at);
        }
        self
    }

    pub(super) fn prose(&mut self, what: &str, at: &Option<At<String>>) -> &mut Self {
        if let Some(at) = at {
            self.push(what, Value::Prose(at.value.clone()), &at.place);
        }
        self
    }

    pub(super) fn source(&mut self, at: &At<String>) -> &mut Self {
        self.push("source", Value::Source(at.value.clone()), &at.place)
    }

    /// Those that can change.
    fn each(&self) -> impl Iterator<Item = &Fact> {
        self.0.iter().filter(|fact| fact.told != Told::OfWhole)
    }

    /// Names; none of them is no fact.
    pub(super) fn list(&mut self, what: &str, names: &[At<String>]) -> &mut Self {
        let Some(first) = names.first() else { return self };
        self.push(what, list(names), &first.place)
    }

    pub(super) fn push(&mut self, what: &str, value: Value, place: &Place) -> &mut Self {
        let (key, what, place) = (what.to_owned(), what.to_owned(), place.clone());
        self.0.push(Fact { key, what, value, place, told: Told::Always });
        self
    }

    /// The last fact is known again by another key than its words.
    pub(super) fn keyed(&mut self, key: impl Into<String>) -> &mut Self {
        if let Some(fact) = self.0.last_mut() {
            fact.key = key.into();
        }
        self
    }

    /// The subject of the entry, or another fact, says the last fact.
    pub(super) fn implied(&mut self) -> &mut Self {
        self.told(Told::OfChange)
    }

    /// The context of the entry says the last fact.
    pub(super) fn by_itself(&mut self) -> &mut Self {
        self.told(Told::ByItself)
    }

    /// The last fact puts others together for an entry that came or went.
    pub(super) fn only_whole(&mut self) -> &mut Self {
        self.told(Told::OfWhole)
    }

    fn told(&mut self, told: Told) -> &mut Self {
        if let Some(fact) = self.0.last_mut() {
            fact.told = told;
        }
        self
    }
}

/// Names as a value.
pub(super) fn list(names: &[At<String>]) -> Value {
    Value::List(names.iter().map(|name| name.value.clone()).collect())
}

/// What changed between two lists of entries. Where their order means something, `order` is what to say
/// of a change of it.
pub(super) fn changes(base: &[Entry], head: &[Entry], order: Option<Change>) -> Vec<Change> {
    if base.len() == head.len() && base.iter().zip(head).all(|(base, head)| head.says_the_same(base)) {
        return Vec::new();
    }
    let found = indices(base, head, Entry::all_keys);
    let mut is_gone = vec![true; base.len()];
    let mut changes = Vec::new();
    for (head, at) in head.iter().zip(&found) {
        match *at {
            Some(at) => {
                is_gone[at] = false;
                changes.extend(head.since(&base[at]).into_iter().map(|(_, change)| change));
            }
            None => changes.push(head.whole(true)),
        }
    }
    let gone = base.iter().zip(is_gone).filter(|(_, is_gone)| *is_gone);
    changes.extend(gone.map(|(base, _)| base.whole(false)));
    changes.extend(order.filter(|_| is_reordered(&found)));
    changes
}

/// Whether any of what is in both lists stands below what it stood above.
pub(super) fn is_reordered(found: &[Option<usize>]) -> bool {
    let kept: Vec<usize> = found.iter().flatten().copied().collect();
    !kept.is_sorted()
}

impl Entry {
    /// Whether it is about the same thing, and says the same of it in the same order.
    fn says_the_same(&self, base: &Self) -> bool {
        let (facts, before) = (&self.facts.0, &base.facts.0);
        let is_same = |(fact, before): (&Fact, &Fact)| fact.key == before.key && fact.value == before.value;
        self.about == base.about && facts.len() == before.len() && facts.iter().zip(before).all(is_same)
    }

    /// The entry as somebody might know it again, the surest first: what says the same is the same.
    fn all_keys(&self) -> Vec<String> {
        std::iter::once(self.content()).chain(self.keys.iter().cloned()).collect()
    }

    /// All that it says, as one text.
    fn content(&self) -> String {
        let mut content = self.about.id.clone();
        for fact in &self.facts.0 {
            // No text of the data has such a character.
            content.extend(["\0", &fact.key, "\u{1}", &fact.value.whole()]);
        }
        content
    }

    /// The entry as something that came or went.
    pub(super) fn whole(&self, came: bool) -> Change {
        let told = self.facts.0.iter().filter(|fact| fact.told != Told::OfChange);
        let told: Vec<String> = told
            .filter(|fact| !matches!(fact.value, Value::Source(_)))
            .map(|fact| format!("{} {}", fact.what, fact.value.shown()).trim().to_owned())
            .collect();
        let source = self.facts.0.iter().find_map(|fact| match &fact.value {
            Value::Source(url) => Some(url.clone()),
            _ => None,
        });
        let is_listed = told.iter().any(|fact| fact.contains(", "));
        let all = told.join(if is_listed { "; " } else { ", " });
        let words = if came { &self.added } else { &self.removed };
        let words = if all.is_empty() { words.trim_end_matches(':') } else { words };
        let place = Some(self.place.clone());
        let what = self.context.trim_end_matches(": ").to_owned();
        Change {
            says: format!("{words} {all}").trim().to_owned(),
            source,
            before: (!came).then(|| all.clone()),
            after: came.then_some(all),
            base: place.clone().filter(|_| !came),
            head: place.filter(|_| came),
            ..Change::new(self.section, &self.about, what)
        }
    }

    /// Each fact that is not what it was, by its key.
    pub(super) fn since(&self, base: &Self) -> Vec<(String, Change)> {
        let before: BTreeMap<&str, &Fact> = base.facts.each().map(|fact| (&*fact.key, fact)).collect();
        let after: BTreeMap<&str, &Fact> = self.facts.each().map(|fact| (&*fact.key, fact)).collect();
        let now = self.facts.each().map(|fact| (before.get(&*fact.key).copied(), Some(fact)));
        let gone = base.facts.each().filter(|fact| !after.contains_key(&*fact.key));
        let pairs = now.chain(gone.map(|fact| (Some(fact), None)));
        pairs
            .filter_map(|(before, after)| {
                let key = after.or(before)?.key.clone();
                Some((key, self.change(base, before, after)?))
            })
            .collect()
    }

    fn change(&self, base: &Self, before: Option<&Fact>, after: Option<&Fact>) -> Option<Change> {
        let Fact { what, told, .. } = after.or(before)?;
        // What is named is what was there before: the edit may be of what tells it from others.
        let context = if *told == Told::ByItself { "" } else { &*base.context };
        let says = match (before.map(|fact| &fact.value), after.map(|fact| &fact.value)) {
            (Some(before), Some(after)) if before == after => return None,
            (Some(before), Some(after)) => changed(what, before, after),
            (None, Some(Value::Locked(version))) => format!("also locked to {what} {version}"),
            (Some(Value::Locked(version)), None) => format!("no longer locked to {what} {version}"),
            (None, Some(after)) => format!("{what} added: {}", after.shown()),
            (Some(before), None) => format!("{what} removed: {}", before.shown()),
            (None, None) => return None,
        };
        Some(Change {
            before: before.map(|fact| fact.value.whole()),
            after: after.map(|fact| fact.value.whole()),
            says: format!("{context}{}", says.trim_start()),
            base: Some(before.map_or(&base.place, |fact| &fact.place).clone()),
            head: Some(after.map_or(&self.place, |fact| &fact.place).clone()),
            ..Change::new(self.section, &self.about, format!("{context}{what}"))
        })
    }
}

/// A fact that is another, in words.
fn changed(what: &str, before: &Value, after: &Value) -> String {
    match (before, after) {
        (Value::Prose(before), Value::Prose(after)) => {
            let [before, after] = both_quoted(before, after);
            format!("{what} changed: {before} → {after}")
        }
        (Value::Pattern(before), Value::Pattern(after)) => {
            let [before, after] = both_coded(before, after);
            format!("{what} {before} → {after}")
        }
        (Value::List(before), Value::List(after)) if what.is_empty() => list_change(before, after),
        (Value::List(before), Value::List(after)) => format!("{what}: {}", list_change(before, after)),
        _ => format!("{what} {} → {}", before.shown(), after.shown()),
    }
}
