//! Versions of components: a place against the lock, the pin, what an SDK ships, or what somebody states.
//! Owns which of them counts; must not know tiers.

use super::comparison::FOR_ANY;
use super::release::unknown;
use super::{Capture, Comparison, Outcome, Reading, Says};
use crate::model::platform::{Component, Pin, Platform, Statement};
use crate::model::site::{Hole, Relation};
use crate::model::{At, Registry};
use crate::source::Place;
use crate::version::{Python, Version};

/// A version at a place, for each Python version that it is for. Where there is a lock, it has to be that,
/// whatever is pinned: a branch that builds with another version than it supports is worth knowing (PEP 816).
pub(super) fn compare<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    key: &str,
    capture: &Capture,
) -> Vec<Comparison<'r>> {
    let Some((platform, component)) = registry.components().find(|(_, component)| *component.key == key)
    else {
        return Vec::new();
    };
    let Some(there) = component.version(&capture.text) else {
        let message = format!("`{}` is no version of {}", capture.text, *component.name);
        let what = (*component.name).clone();
        return vec![Comparison {
            outcome: Outcome::NotCompared(message),
            ..reading.comparison(capture, what, Vec::new(), "")
        }];
    };
    let place = Stands { reading, capture, platform, component, there: &there };
    if let Some(shipper) = place.shipper() {
        return vec![place.shipped(shipper)];
    }
    if reading.pythons.is_empty() {
        return place.without_python();
    }
    let is_known = |python: Python| registry.releases.iter().any(|release| release.python.value == python);
    let for_python = |python: &Python| match is_known(*python) {
        true => place.for_python(*python),
        false => reading.comparison(capture, place.what(*python), Vec::new(), &unknown(*python)),
    };
    reading.pythons.iter().map(for_python).collect()
}

/// A version that stands somewhere.
struct Stands<'a, 'r> {
    reading: &'a Reading<'r>,
    capture: &'a Capture,
    platform: &'r Platform,
    component: &'r Component,
    there: &'a Version,
}

impl<'r> Stands<'_, 'r> {
    fn precision(&self) -> Option<usize> {
        self.component.precision.as_ref().map(|precision| precision.value)
    }

    /// What the same lines say of the component that ships this one.
    fn shipper(&self) -> Option<(&'r Component, Version)> {
        let by = self.component.shipped_by.as_ref()?;
        let capture = self.reading.found.get(&Hole::Component((**by).clone()))?;
        let component = self.platform.component(by)?;
        Some((component, component.version(&capture.text)?))
    }

    fn shipped(&self, (by, version): (&'r Component, Version)) -> Comparison<'r> {
        let name = &*self.component.name;
        let precision = by.precision.as_ref().map(|precision| precision.value);
        let shipment = by.ships.iter().find(|ships| ships.version.is_same(&version, precision));
        let inside =
            shipment.and_then(|ships| ships.versions.iter().find(|(key, _)| *key == self.component.key));
        let who = format!("what {} {version} ships", *by.name);
        let says = inside.map(|(_, inside)| self.says(who, inside)).into_iter().collect();
        let silent = format!("which {name} {} {version} ships is not known", *by.name);
        self.reading.comparison(self.capture, format!("{name} of {} {version}", *by.name), says, &silent)
    }

    /// A version that is for no Python version is what others are shipped by, or nobody can tell.
    fn without_python(&self) -> Vec<Comparison<'r>> {
        let ships = |hole: &Hole| match hole {
            Hole::Component(key) => self
                .platform
                .component(key)
                .is_some_and(|inside| inside.shipped_by.as_ref().is_some_and(|by| *by == self.component.key)),
            _ => false,
        };
        if self.reading.site.holes.iter().any(ships) {
            return Vec::new();
        }
        vec![self.reading.comparison(self.capture, (*self.component.name).clone(), Vec::new(), FOR_ANY)]
    }

    fn for_python(&self, python: Python) -> Comparison<'r> {
        let name = &*self.component.name;
        let mut says = match self.lock(python) {
            Some(lock) => vec![lock],
            // A table of locks has nothing of what is merely built with.
            None if self.reading.site.complete => vec![no_lock()],
            None => Vec::from_iter(self.pin(python)),
        };
        if self.reading.site.relation == Relation::Minimum {
            says.extend(self.stated());
        }
        let silent = format!("the data has no {name} for Python {python}{}", self.by());
        self.reading.comparison(self.capture, self.what(python), says, &silent)
    }

    fn what(&self, python: Python) -> String {
        let name = &*self.component.name;
        match self.reading.site.relation {
            Relation::Exactly => format!("{name} for Python {python}"),
            Relation::Minimum => format!("the oldest {name} for Python {python}"),
        }
    }

    fn by(&self) -> String {
        self.reading.site.by.as_ref().map_or_else(String::new, |by| format!(" by {}", **by))
    }

    fn lock(&self, python: Python) -> Option<Says> {
        let lock = self.platform.lock(python)?;
        let version = match lock.version(&self.component.key) {
            Some(version) => version,
            None => {
                let by = lock.version(self.component.shipped_by.as_ref()?)?;
                self.platform.shipped(self.component, by)?
            }
        };
        Some(self.says("the lock".to_owned(), version))
    }

    /// The newest pin of whoever the site belongs to; of anybody where the site does not say. Pins tell the
    /// past as well, so beside a lock none of them counts.
    fn pin(&self, python: Python) -> Option<Says> {
        let own = self.newest_pin(&self.component.key, python);
        let pin = own.or_else(|| self.newest_pin(self.component.shipped_by.as_ref()?, python))?;
        let version = match own {
            Some(pin) => &pin.version,
            None => self.platform.shipped(self.component, &pin.version)?,
        };
        Some(self.says(who(pin), version))
    }

    fn newest_pin(&self, key: &str, python: Python) -> Option<&'r Pin> {
        let by = self.reading.site.by.as_ref().map(|by| by.as_str());
        let counts = |pin: &&Pin| {
            let maker = pin.by.as_ref().map(|by| by.as_str());
            *pin.component == key && *pin.python == python && by.is_none_or(|by| maker == Some(by))
        };
        self.platform.pins.iter().filter(counts).max_by_key(|pin| pin.on.as_ref().map(|on| on.value))
    }

    /// The minimum that the site's own people state.
    fn stated(&self) -> Option<Says> {
        let by = self.reading.site.by.as_ref()?;
        let own = self
            .platform
            .stated
            .iter()
            .find(|stated| *stated.by == **by && *stated.component == *self.component.key);
        let Statement::Minimum(minimum) = &own?.statement else { return None };
        Some(Says {
            who: format!("the statement of {}", **by),
            text: minimum.to_string(),
            place: Some(minimum.place.clone()),
            agrees: self.there.is_same(minimum, self.precision()),
        })
    }

    fn says(&self, who: String, version: &At<Version>) -> Says {
        let agrees = match self.reading.site.relation {
            Relation::Exactly => self.there.is_same(version, self.precision()),
            Relation::Minimum => version.is_at_least(self.there, self.precision()),
        };
        let place: Place = version.place.clone();
        Says { who, text: version.to_string(), place: Some(place), agrees }
    }
}

fn no_lock() -> Says {
    Says { who: "the data".to_owned(), text: "no lock".to_owned(), place: None, agrees: false }
}

fn who(pin: &Pin) -> String {
    pin.by.as_ref().map_or_else(|| "the pin".to_owned(), |by| format!("the pin by {}", **by))
}
