//! What the data says, typed and validated. Owns the types and the questions that follow from one
//! value alone; must not know YAML, rules or any format.

pub mod authority;
pub mod platform;
pub mod python;
pub mod retired;
pub mod site;
pub mod tiers;

use std::ops::Deref;

pub use jiff::civil::Date;

use crate::source::Place;
pub use authority::Authority;
pub use platform::Platform;
pub use python::Release;
pub use retired::Retired;
pub use site::Site;
pub use tiers::Tiers;

/// A value and where it stands in the data. Two are equal when their values are.
#[derive(Clone, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// The bytes that spell it.
    pub place: Place,
}

impl<T> At<T> {
    /// Another value at the same place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At { value: change(self.value), place: self.place }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// Everything that `data/` says.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// The feature releases of Python, newest first.
    pub releases: Vec<Release>,
    /// The platforms, in the order of their keys.
    pub platforms: Vec<Platform>,
    /// PEP 11's targets, if the project keeps them.
    pub tiers: Option<Tiers>,
    /// The platforms that are no longer supported, in the order of the data.
    pub retired: Vec<Retired>,
    /// The sites that belong to no platform and to no target.
    pub sites: Vec<Site>,
    /// The paths in other repositories that are not searched: change logs, what is copied or generated.
    pub passed_over: Vec<At<String>>,
}

impl Registry {
    /// Every site: of releases, of targets, then platform by platform.
    pub fn all_sites(&self) -> impl Iterator<Item = &Site> {
        let of_targets = self.tiers.iter().flat_map(|tiers| &tiers.sites);
        let of_platforms = self.platforms.iter().flat_map(|platform| &platform.sites);
        self.sites.iter().chain(of_targets).chain(of_platforms)
    }

    /// Every component with its platform, in the order of the data.
    pub fn components(&self) -> impl Iterator<Item = (&Platform, &platform::Component)> {
        let of_platform = |platform| -> (&Platform, _) { (platform, &platform.components) };
        self.platforms
            .iter()
            .map(of_platform)
            .flat_map(|(p, components)| components.iter().map(move |c| (p, c)))
    }
}
