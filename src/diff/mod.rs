//! What changed between two states of the data, by meaning: a line for each fact, and for what is said of
//! each site, in a reviewer's words. Owns what a change is and the order of changes; must not know whether one is allowed, nor
//! how it is shown.
//!
//! Each kind of entry is taken apart into facts by a file of its own, which names every field of the
//! model: a field that is added there does not compile here until it is compared.

mod component;
mod entry;
mod events;
mod locks;
mod matched;
mod platform;
mod release;
mod retired;
mod site;
mod tiers;
mod words;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use crate::model::Registry;
use crate::source::Place;
use crate::version::Python;
pub use events::events;
pub use locks::Moves;
pub use matched::Matched;
pub use tiers::targets;

pub use platform::matched as platforms;

/// One fact, or one thing that is said of a site, that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of fact it is.
    pub section: Section,
    /// What it is about.
    pub about: Subject,
    /// The fact: `WASI SDK`.
    pub what: String,
    /// What was said before, whole; none where nothing was.
    pub before: Option<String>,
    /// What is said now, whole; none where nothing is.
    pub after: Option<String>,
    /// The change as a clause that goes on from what it is about: `WASI SDK 16 → 21, recorded
    /// 2025-12-17`. Prose is shortened in it.
    pub says: String,
    /// Why it changed, where the data says so: Markdown.
    pub why: Option<String>,
    /// Where it can be read, where something came or moved.
    pub source: Option<String>,
    /// Where it was said before.
    pub base: Option<Place>,
    /// Where it is said now.
    pub head: Option<Place>,
}

/// What can change: the kinds of facts, in the order in which a reviewer wants them, and then the sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What Python versions are locked to.
    Locks,
    /// The targets of PEP 11 and their tiers.
    Tiers,
    /// The releases of Python.
    Releases,
    /// Platforms and their components.
    Platforms,
    /// What branches and distributions build with, what is stated, and what is supported.
    Builds,
    /// The platforms that are no longer supported.
    Retired,
    /// Where others write facts by hand: no fact itself.
    Sites,
}

impl Section {
    /// Whether what changed is a fact about Python and its platforms. A site only says where facts stand.
    pub fn is_of_facts(self) -> bool {
        self != Self::Sites
    }

    /// A heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Locks => "Locks",
            Self::Tiers => "Tiers",
            Self::Releases => "Releases",
            Self::Platforms => "Platforms",
            Self::Builds => "Builds and statements",
            Self::Retired => "No longer supported",
            Self::Sites => "Sites",
        }
    }

    /// A permanent name for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Locks => "locks",
            Self::Tiers => "tiers",
            Self::Releases => "releases",
            Self::Platforms => "platforms",
            Self::Builds => "builds",
            Self::Retired => "retired",
            Self::Sites => "sites",
        }
    }
}

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// What kind of thing it is.
    pub kind: Kind,
    /// By what the data knows it: `3.12`, `wasi-sdk`, a target's id.
    pub id: String,
    /// By what people know it: `Python 3.12`, `WASI SDK`, a triple.
    pub name: String,
}

/// What a change can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A Python version.
    Python,
    /// A platform.
    Platform,
    /// A component, or one version of it.
    Component,
    /// A target of PEP 11.
    Target,
    /// A tier of PEP 11, or all of them.
    Tier,
    /// A platform that is no longer supported.
    Retired,
    /// A file with a site, or all of them.
    Site,
}

impl Kind {
    /// A permanent name for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Platform => "platform",
            Self::Component => "component",
            Self::Target => "target",
            Self::Tier => "tier",
            Self::Retired => "retired",
            Self::Site => "site",
        }
    }
}

impl Subject {
    fn new(kind: Kind, id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { kind, id: id.into(), name: name.into() }
    }

    fn python(python: Python) -> Self {
        Self::new(Kind::Python, python.to_string(), format!("Python {python}"))
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name)
    }
}

impl Change {
    fn new(section: Section, about: &Subject, what: impl Into<String>) -> Self {
        Self {
            section,
            about: about.clone(),
            what: what.into(),
            before: None,
            after: None,
            says: String::new(),
            why: None,
            source: None,
            base: None,
            head: None,
        }
    }

    /// What is said where only the order of entries changed.
    fn order(section: Section, about: &Subject, what: &str, place: Option<&Place>) -> Self {
        let says = format!("{what} in another order");
        Self { says, head: place.cloned(), ..Self::new(section, about, "order") }
    }
}

/// Everything in `head` that is not what it is in `base`: by section; within one, newest Python first,
/// and what is about the same thing together.
pub fn between(base: &Registry, head: &Registry) -> Vec<Change> {
    let Registry { releases, platforms, tiers, retired, sites: _, passed_over: _ } = head;
    let platforms = platform::matched(&base.platforms, platforms);
    let mut changes: Vec<Change> = platforms.iter().flat_map(platform::changes).collect();
    changes.extend(tiers::changes(base.tiers.as_ref(), tiers.as_ref()));
    changes.extend(release::changes(&base.releases, releases));
    changes.extend(retired::changes(&base.retired, retired));
    changes.extend(site::changes(base, head, &platforms));
    in_order(changes)
}

fn in_order(mut changes: Vec<Change>) -> Vec<Change> {
    let mut first: BTreeMap<(Section, Subject), usize> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        first.entry((change.section, change.about.clone())).or_insert(at);
    }
    changes.sort_by_cached_key(|change| {
        let python = Some(&change.about).filter(|about| about.kind == Kind::Python);
        let python = python.and_then(|about| Python::parse(&about.id));
        (change.section, Reverse(python), first.get(&(change.section, change.about.clone())).copied())
    });
    changes
}
