//! Tiers of targets, and what else stands beside them: a place against PEP 11 as it was on a day, or against
//! what a platform says of itself. Must not know how a target is recognized.

use super::glob::triple_fits;
use super::matcher::NO_TIER;
use super::meant::{self, Meant};
use super::{Capture, Comparison, Outcome, Reading, Says};
use crate::model::platform::Support;
use crate::model::site::{Hole, Site};
use crate::model::tiers::{Event, State, Target};
use crate::model::{Date, Registry};
use crate::source::Place;
use crate::version::Python;

/// When the tables count that places are held against.
#[derive(Clone, Copy)]
pub(super) struct When {
    /// The Python version of the checkout.
    pub(super) python: Option<Python>,
    /// The day whose tables count; none for now.
    pub(super) day: Option<Date>,
}

impl When {
    /// Who says what the tables of the day say.
    pub(super) fn who(self, site: &Site) -> String {
        match self.day {
            // PEP 11 does not disagree with PEP 11.
            _ if site.has(&Hole::Notes) => "the data".to_owned(),
            Some(day) => format!("PEP 11 of {day}"),
            None => "PEP 11".to_owned(),
        }
    }

    fn for_python(self) -> String {
        self.python.map_or_else(String::new, |python| format!(" for Python {python}"))
    }
}

/// The tier at a place, and whatever of the rest of the line is not as it should be.
pub(super) fn compare<'r>(
    registry: &'r Registry,
    reading: &Reading<'r>,
    meant: &Meant<'r>,
    when: When,
) -> Vec<Comparison<'r>> {
    let Some(name) = meant::called(reading) else { return Vec::new() };
    let Some(written) = written(reading) else { return Vec::new() };
    let line = Line { registry, reading, written: &written, name: &name, when };
    match meant {
        Meant::Unclear(why) => vec![line.tier(Vec::new(), why)],
        Meant::Repeated => {
            vec![
                line.tier(vec![Says { text: "it once".to_owned(), agrees: false, ..line.no_tier(None) }], ""),
            ]
        }
        Meant::Nothing if reading.site.complete => vec![line.tier(vec![line.no_tier(None)], "")],
        Meant::Nothing => vec![line.tier(Vec::new(), "PEP 11 has no such target")],
        Meant::Targets(targets) => line.of_targets(targets),
    }
}

/// The tier that is written, at the place where it is to be shown: one that stands above many lines is shown at
/// the line that is wrong.
fn written(reading: &Reading<'_>) -> Option<Capture> {
    let own = &reading.found.place.span;
    let at_name = reading.found.captures.iter().find(|c| matches!(c.hole, Hole::Target | Hole::Triple));
    match (reading.found.get(&Hole::Tier), &reading.site.tier) {
        (Some(tier), _) if own.contains(&tier.place.span.start) => Some(tier.clone()),
        (Some(tier), _) => {
            Some(Capture { place: at_name.map_or(&tier.place, |name| &name.place).clone(), ..tier.clone() })
        }
        (None, Some(tier)) => {
            let text = tier.map_or_else(|| NO_TIER.to_owned(), |tier| tier.to_string());
            Some(Capture { hole: Hole::Tier, text, place: at_name?.place.clone() })
        }
        (None, None) => None,
    }
}

/// A line that says in which tier something is.
struct Line<'a, 'r> {
    registry: &'r Registry,
    reading: &'a Reading<'r>,
    written: &'a Capture,
    name: &'a str,
    when: When,
}

impl<'r> Line<'_, 'r> {
    fn tier(&self, says: Vec<Says>, silent: &str) -> Comparison<'r> {
        let what = format!("the tier of {}{}", self.name, self.when.for_python());
        self.reading.comparison(self.written, what, says, silent)
    }

    fn no_tier(&self, place: Option<Place>) -> Says {
        let agrees = self.written.text == NO_TIER;
        Says { who: self.when.who(self.reading.site), text: NO_TIER.to_owned(), place, agrees }
    }

    fn of_targets(&self, targets: &[&'r Target]) -> Vec<Comparison<'r>> {
        let [target] = targets else {
            return Vec::from_iter(targets.first().map(|target| self.of_day(target)));
        };
        let support = self.support(target);
        let supported = support.and_then(|support| support.tier.as_ref());
        let tier = match supported {
            Some(tier) => {
                let says = Says {
                    who: "its support".to_owned(),
                    text: tier.to_string(),
                    place: Some(tier.place.clone()),
                    agrees: tier.to_string() == self.written.text,
                };
                self.tier(vec![says], "")
            }
            None => self.of_day(target),
        };
        let triple = self.triple(target, support);
        [Some(tier), triple, self.notes(target), self.contacts(target)].into_iter().flatten().collect()
    }

    /// What a platform says of itself for this Python version, which comes before the tables of a day.
    fn support(&self, target: &Target) -> Option<&'r Support> {
        let is_of_target =
            |support: &Support| support.triple.as_ref().is_some_and(|triple| meant::had(target, triple));
        let own =
            self.registry.platforms.iter().find(|platform| platform.support.iter().any(is_of_target))?;
        own.support.iter().find(|support| Some(*support.python) == self.when.python)
    }

    /// The tier that a target had on the day.
    fn of_day(&self, target: &Target) -> Comparison<'r> {
        let day = self.when.day;
        let place = last(target, day, |event| event.tier.is_some());
        let Some(tier) = target.state_on(day).tier else {
            let is_entry = |event: &&Event| {
                day.is_some_and(|day| event.on.value > day)
                    && event.tier.as_ref().is_some_and(|tier| tier.is_some())
            };
            return match target.events.iter().find(is_entry) {
                Some(later) if self.written.text != NO_TIER => {
                    self.tier(Vec::new(), &format!("it came into a tier after beta 1, on {}", *later.on))
                }
                _ => self.tier(vec![self.no_tier(place)], ""),
            };
        };
        let agrees = tier.to_string() == self.written.text;
        let who = self.when.who(self.reading.site);
        self.tier(vec![Says { who, text: tier.to_string(), place, agrees }], "")
    }

    /// A triple that the target has at another time. What it never has is a name that the place alone gives it.
    fn triple(&self, target: &Target, support: Option<&'r Support>) -> Option<Comparison<'r>> {
        let capture = self.reading.found.get(&Hole::Triple)?;
        let own = support.and_then(|support| support.triple.as_ref());
        let state = target.state_on(self.when.day);
        let (who, text, place) = match own {
            Some(own) => ("its support".to_owned(), own.as_str(), Some(own.place.clone())),
            None => (
                self.when.who(self.reading.site),
                state.triple,
                last(target, self.when.day, |event| event.triple.is_some()),
            ),
        };
        let what = format!("the triple of {}{}", *target.id, self.when.for_python());
        let is_stale =
            !text.is_empty() && !triple_fits(&capture.text, text) && meant::had(target, &capture.text);
        is_stale.then(|| self.other(capture, what, Says { who, text: text.to_owned(), place, agrees: false }))
    }

    fn notes(&self, target: &Target) -> Option<Comparison<'r>> {
        let capture = self.reading.found.get(&Hole::Notes)?;
        self.of_state(
            target,
            capture,
            "what is noted of",
            |state| state.notes.to_owned(),
            |event| event.notes.is_some(),
        )
    }

    fn contacts(&self, target: &Target) -> Option<Comparison<'r>> {
        let capture = self.reading.found.get(&Hole::Contacts)?;
        self.of_state(
            target,
            capture,
            "who looks after",
            |state| state.contacts.join(", "),
            |event| event.contacts.is_some(),
        )
    }

    /// Another value of a target, where it is not as the tables have it.
    fn of_state(
        &self,
        target: &Target,
        capture: &Capture,
        what: &str,
        value: impl Fn(&State<'_>) -> String,
        sets: impl Fn(&Event) -> bool,
    ) -> Option<Comparison<'r>> {
        let own = value(&target.state_on(self.when.day));
        if own == capture.text {
            return None;
        }
        let text = if own.is_empty() { "nothing".to_owned() } else { own };
        let there = if capture.text.is_empty() { "nothing".to_owned() } else { capture.text.clone() };
        let place = last(target, self.when.day, sets);
        let capture = Capture { text: there, ..capture.clone() };
        let who = self.when.who(self.reading.site);
        let what = format!("{what} {}", *target.id);
        Some(self.other(&capture, what, Says { who, text, place, agrees: false }))
    }

    fn other(&self, capture: &Capture, what: String, says: Says) -> Comparison<'r> {
        Comparison { outcome: Outcome::Disagrees, ..self.reading.comparison(capture, what, vec![says], "") }
    }
}

/// Where the last event until a day stands that sets something.
fn last(target: &Target, day: Option<Date>, sets: impl Fn(&Event) -> bool) -> Option<Place> {
    let until = |event: &&Event| day.is_none_or(|day| event.on.value <= day) && sets(event);
    target.events.iter().rfind(until).map(|event| event.on.place.clone())
}
