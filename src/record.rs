//! A lock taken from where its versions are really set: checkouts of CPython, an SDK, and what the
//! maintainers have decided. Owns what is read and what becomes of it; must not know the disk, git or the
//! clock. Which places are read is data (`sites`), and so is who may change a lock.

mod choose;
mod day;
mod edits;
mod entry;
mod identity;
mod message;
mod notes;
mod read;
mod ships;

use crate::finding::Finding;
use crate::model::platform::Component;
use crate::model::{Date, Platform, Registry};
use crate::source::Place;
use crate::version::{Python, Version};

pub use choose::{Choice, choose};
pub use day::day;
pub use entry::{Done, Given, Reason, Record, kept, record};
pub use identity::Claim;
pub use message::message;
pub use notes::notes;
pub use read::{Missed, Told, belongs_to, read};
pub use ships::{Ships, ships};

/// The lock that is to be recorded.
#[derive(Clone, Copy)]
pub struct Asked<'r> {
    /// All of the data.
    pub registry: &'r Registry,
    /// The platform.
    pub platform: &'r Platform,
    /// The Python version.
    pub python: Python,
    /// The day.
    pub on: Date,
}

/// A version that stands at a site, or was given.
#[derive(Clone, Debug)]
pub struct Reading<'r> {
    /// The component.
    pub component: &'r Component,
    /// Its version, as the data writes it.
    pub version: Version,
    /// Where it stands; none where it was given.
    pub place: Option<Place>,
    /// The same from the root of the checkout.
    pub path: String,
    /// Which checkout that is, where there are several; empty where there is one.
    pub tree: String,
    /// What stands there, where that is another name of the version.
    pub spelled: Option<String>,
}

/// A version of a component that comes with a version of another.
#[derive(Clone, Debug)]
pub struct Shipped<'r> {
    /// The version that ships it.
    pub by: Reading<'r>,
    /// What is shipped.
    pub inside: Reading<'r>,
}

impl Reading<'_> {
    /// Which of several checkouts it stands in, behind its path.
    fn of_tree(&self) -> String {
        if self.tree.is_empty() { String::new() } else { format!(" of {}", self.tree) }
    }
}

/// The components of a platform that a lock has: those with a policy. What follows from another component
/// is never locked.
pub fn locked(platform: &Platform) -> impl Iterator<Item = &Component> {
    platform.components.iter().filter(|component| component.lock.is_some() && component.shipped_by.is_none())
}

/// The versions of a component that the data speaks of, each once, as far as they are recorded, the oldest
/// first; commits, which have no order, as the data has them.
pub fn known(platform: &Platform, component: &Component) -> Vec<Version> {
    let locks = platform.locks.iter().filter_map(|lock| lock.version(&component.key));
    let pins = platform.pins.iter().filter(|pin| *pin.component == *component.key).map(|pin| &pin.version);
    let ships = component.ships.iter().map(|shipment| &shipment.version);
    let keys = component.targets.iter().map(|(version, _)| version);
    let named = component.aliases.iter().map(|(version, _)| version);
    let all = locks.chain(pins).chain(ships).chain(keys).chain(named);
    let mut known: Vec<Version> = Vec::new();
    for version in all.filter_map(|own| version(component, own.as_str())) {
        if !known.iter().any(|other| is_same(component, other, &version)) {
            known.push(version);
        }
    }
    known.sort_by(|one, other| match (one.is_older_than(other), other.is_older_than(one)) {
        (true, _) => std::cmp::Ordering::Less,
        (_, true) => std::cmp::Ordering::Greater,
        _ => std::cmp::Ordering::Equal,
    });
    known
}

/// A version as the data writes it: under its own name, and with as many numbers as are recorded.
pub fn version(component: &Component, text: &str) -> Option<Version> {
    let version = component.version(text)?;
    let most = component.precision.as_ref().map_or(usize::MAX, |most| most.value);
    // Of a pre-release nothing can be left out: 34.0-rc.1 is not 34.
    if version.is_pre_release() || version.precision() <= most {
        return Some(version);
    }
    let numbers: Vec<&str> = version.as_str().split(['.', '_']).take(most).collect();
    Version::parse(&numbers.join("."), component.form)
}

/// Whether two versions are one lock.
fn is_same(component: &Component, one: &Version, other: &Version) -> bool {
    let precision = component.precision.as_ref().map(|precision| precision.value);
    one.canonical(precision) == other.canonical(precision)
}

/// Why nothing is recorded.
fn refused(message: impl Into<String>) -> Finding {
    Finding::error("not-recorded", message)
}

/// The PEP that speaks of a platform, in brackets.
fn by_pep(platform: &Platform) -> String {
    platform.pep.as_ref().map(|pep| format!(" (PEP {})", **pep)).unwrap_or_default()
}
