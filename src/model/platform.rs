//! A platform, its components and what is recorded of their versions. Must not know the tiers of
//! PEP 11, which speak of targets.

use std::fmt;
use std::sync::Arc;

pub use super::authority::Authority;
use super::{At, Date, Site};
use crate::pattern::Pattern;
use crate::source::{Place, Source};
use crate::version::{Form, Python, Version};

/// One platform: one YAML file.
#[derive(Clone, Debug)]
pub struct Platform {
    /// The name of its file without the extension: `wasi`.
    pub key: String,
    /// Its file.
    pub source: Arc<Source>,
    /// What people call it.
    pub name: At<String>,
    /// The PEP that speaks of it.
    pub pep: Option<At<u32>>,
    /// Markdown that stands above its tables wherever they are shown.
    pub caveat: Option<At<String>>,
    /// The things on it that have versions.
    pub components: Vec<Component>,
    /// What each Python version is locked to.
    pub locks: Vec<Lock>,
    /// What moved after it was locked.
    pub changes: Vec<Change>,
    /// What branches and distributions build with.
    pub pins: Vec<Pin>,
    /// What somebody states.
    pub stated: Vec<Stated>,
    /// The tier that each Python version promises.
    pub support: Vec<Support>,
    /// Markdown, in the project's own words.
    pub notes: Vec<At<String>>,
    /// Where its versions and triples are written by hand.
    pub sites: Vec<Site>,
    /// How they are spelled anywhere, to find sites that are not known yet.
    pub spellings: Vec<At<Pattern>>,
}

impl Platform {
    /// The component with this key.
    pub fn component(&self, key: &str) -> Option<&Component> {
        self.components.iter().find(|component| *component.key == key)
    }

    /// The lock of a Python version.
    pub fn lock(&self, python: Python) -> Option<&Lock> {
        self.locks.iter().find(|lock| *lock.python == python)
    }

    /// The newest pin of a component for a Python version; of several on one day, the last written.
    pub fn pin(&self, component: &str, python: Python) -> Option<&Pin> {
        let of_both = |pin: &&Pin| *pin.component == component && *pin.python == python;
        self.pins.iter().filter(of_both).max_by_key(|pin| pin.on.as_ref().map(|on| on.value))
    }

    /// What a version of a component ships; a version that is written longer counts as the one that
    /// its precision records.
    pub fn shipment(&self, component: &str, version: &Version) -> Option<&Shipment> {
        self.component(component)?.ships.iter().find(|shipment| shipment.version.value == *version)
    }

    /// The version that a component has by way of the one that ships it.
    pub fn shipped<'v>(&'v self, component: &Component, by_version: &Version) -> Option<&'v At<Version>> {
        let shipment = self.shipment(component.shipped_by.as_ref()?, by_version)?;
        shipment.versions.iter().find(|(key, _)| *key == component.key).map(|(_, version)| version)
    }

    /// The version that a Python version is built with: a pin of the component, or of the one that
    /// ships it.
    pub fn built_with(&self, component: &Component, python: Python) -> Option<&Version> {
        if let Some(pin) = self.pin(&component.key, python) {
            return Some(&pin.version);
        }
        let by = self.pin(component.shipped_by.as_ref()?, python)?;
        self.shipped(component, &by.version).map(|version| &version.value)
    }
}

/// A thing that has a version on a platform.
#[derive(Clone, Debug)]
pub struct Component {
    /// Unique over all platforms: `wasi-sdk`.
    pub key: At<String>,
    /// What people call it: `WASI SDK`.
    pub name: At<String>,
    /// Other names that people type.
    pub also: Vec<At<String>>,
    /// How its versions are written.
    pub form: Form,
    /// How many numbers of a version are recorded; none where versions stand as they are written.
    pub precision: Option<At<usize>>,
    /// Other names of its versions.
    pub aliases: Vec<(At<Version>, Vec<At<String>>)>,
    /// When it is locked and who may change it; none where no policy asks for a lock.
    pub lock: Option<LockPolicy>,
    /// The target triples that a version is compiled for.
    pub targets: Vec<(At<Version>, Vec<At<String>>)>,
    /// Versions that must not be locked.
    pub skipped: Vec<Skipped>,
    /// The component that ships it, from whose version its own follows.
    pub shipped_by: Option<At<String>>,
    /// What each of its versions ships.
    pub ships: Vec<Shipment>,
}

/// A component's name as it is compared: lower case, and without blanks and what stands for them, so
/// that `WASI SDK` and `wasi_sdk` are `wasi-sdk`.
pub fn folded(name: &str) -> String {
    let is_blank = |c: char| c.is_whitespace() || matches!(c, '-' | '_' | '.');
    name.chars().filter(|&c| !is_blank(c)).flat_map(char::to_lowercase).collect()
}

impl Component {
    /// The version that a text is, by any of its names.
    pub fn version(&self, text: &str) -> Option<Version> {
        self.version_of_alias(text).cloned().or_else(|| Version::parse(text, self.form))
    }

    /// The version that another name stands for, in any case of letters.
    pub fn version_of_alias(&self, alias: &str) -> Option<&Version> {
        let names = |(_, names): &&(At<Version>, Vec<At<String>>)| {
            names.iter().any(|name| name.eq_ignore_ascii_case(alias))
        };
        self.aliases.iter().find(names).map(|(version, _)| &version.value)
    }

    /// What says that a version must not be locked.
    pub fn skip(&self, version: &Version) -> Option<&Skipped> {
        self.skipped.iter().find(|skipped| skipped.versions.iter().any(|other| **other == *version))
    }
}

/// When a component is locked, and who may change it afterwards.
#[derive(Clone, Debug)]
pub struct LockPolicy {
    /// The release from which a lock holds.
    pub from: At<Stage>,
    /// Who may change a lock.
    pub change: At<Authority>,
    /// The first Python version that the policy binds.
    pub since: Option<At<Python>>,
    /// How many days before that release a missing lock is worth a warning.
    pub warn_before: Option<At<u32>>,
    /// How many days after that release a lock is recorded late.
    pub late_after: Option<At<u32>>,
}

/// A release in the life of a Python version from which a lock can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The first beta version, after which no features are added.
    Beta1,
    /// The final release.
    Final,
}

impl Stage {
    /// As it is written in the data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Beta1 => "beta 1",
            Self::Final => "final",
        }
    }
}

/// Versions that must not be locked.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// The versions.
    pub versions: Vec<At<Version>>,
    /// Markdown.
    pub why: At<String>,
    /// Where it is said.
    pub source: At<String>,
}

/// What one version of a component ships.
#[derive(Clone, Debug)]
pub struct Shipment {
    /// The version that ships.
    pub version: At<Version>,
    /// When it was released.
    pub released: Option<At<Date>>,
    /// The target triples that it has; none where they are not known.
    pub targets: Option<Vec<At<String>>>,
    /// The components inside, by key.
    pub versions: Vec<(At<String>, At<Version>)>,
    /// Where it is said.
    pub source: Option<At<String>>,
    /// Markdown.
    pub remark: Option<At<String>>,
}

/// The versions that one Python version supports for its life.
#[derive(Clone, Debug)]
pub struct Lock {
    /// The Python version.
    pub python: At<Python>,
    /// The components' versions, by key.
    pub versions: Vec<(At<String>, At<Version>)>,
    /// The day on which it was recorded.
    pub recorded: At<Date>,
    /// Where it was recorded.
    pub source: Option<At<String>>,
    /// Markdown.
    pub remark: Option<At<String>>,
    /// The whole entry, by its key.
    pub place: Place,
}

impl Lock {
    /// The locked version of a component.
    pub fn version(&self, component: &str) -> Option<&At<Version>> {
        self.versions.iter().find(|(key, _)| **key == component).map(|(_, version)| version)
    }
}

/// A lock that moved after it was recorded.
#[derive(Clone, Debug)]
pub struct Change {
    /// The Python version.
    pub python: At<Python>,
    /// The component's key.
    pub component: At<String>,
    /// The version before.
    pub from: At<Version>,
    /// The version after.
    pub to: At<Version>,
    /// The day.
    pub on: At<Date>,
    /// Markdown.
    pub why: At<String>,
    /// Where it was recorded.
    pub source: At<String>,
    /// The steering council's approval, where the policy asks for it.
    pub approved: Option<At<String>>,
}

/// What a branch or a distribution builds with: may move, and is no lock.
#[derive(Clone, Debug)]
pub struct Pin {
    /// The Python version.
    pub python: At<Python>,
    /// The component's key.
    pub component: At<String>,
    /// The version.
    pub version: At<Version>,
    /// Since when; none where that is not known.
    pub on: Option<At<Date>>,
    /// Who builds with it; none for CPython itself.
    pub by: Option<At<String>>,
    /// The file that says so.
    pub location: Option<At<String>>,
    /// Where it can be read.
    pub source: At<String>,
    /// Markdown.
    pub remark: Option<At<String>>,
}

/// A minimum or a version that somebody states.
#[derive(Clone, Debug)]
pub struct Stated {
    /// The component's key.
    pub component: At<String>,
    /// Who states it.
    pub by: At<String>,
    /// The triples that it holds for; none for all.
    pub triples: Vec<At<String>>,
    /// What is stated.
    pub statement: Statement,
    /// Where it is stated.
    pub source: At<String>,
    /// Markdown.
    pub remark: Option<At<String>>,
}

/// What is stated of a component.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// This version or a newer one is needed.
    Minimum(At<Version>),
    /// It is built with exactly this version.
    Exactly(At<Version>),
    /// Nobody says.
    Unknown,
}

impl fmt::Display for Statement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minimum(version) => write!(formatter, "{} or newer", version.value),
            Self::Exactly(version) => write!(formatter, "{}", version.value),
            Self::Unknown => formatter.write_str("unknown"),
        }
    }
}

/// What a Python version promises of the platform.
#[derive(Clone, Debug)]
pub struct Support {
    /// The Python version.
    pub python: At<Python>,
    /// The tier of PEP 11; none where the platform is not supported.
    pub tier: Option<At<u32>>,
    /// The target triple that it is built for.
    pub triple: Option<At<String>>,
    /// Where it is said.
    pub source: At<String>,
    /// Markdown.
    pub remark: Option<At<String>>,
}
