//! PEP 11's targets as a dated history. Owns how the events of a target add up to its state on a
//! day; must not know the platforms.

use super::{At, Authority, Date, Site};

/// The tiers and every target that was ever in one.
#[derive(Clone, Debug)]
pub struct Tiers {
    /// The first day that the history covers.
    pub begins: At<Date>,
    /// Where the history comes from.
    pub source: At<String>,
    /// Who must approve that a target is added or moved to a better tier; none where nobody is said to.
    pub promotion: Option<At<Authority>>,
    /// The tiers, best first.
    pub tiers: Vec<Tier>,
    /// The targets, in the order of the tables' rows.
    pub targets: Vec<Target>,
    /// Where tiers and triples are written by hand.
    pub sites: Vec<Site>,
}

/// What PEP 11 asks of a tier.
#[derive(Clone, Debug)]
pub struct Tier {
    /// Its number; 1 promises most.
    pub number: At<u32>,
    /// How many contacts it asks for.
    pub contacts: At<usize>,
    /// Where it is said.
    pub source: At<String>,
}

/// A row of the tables, whose triple, notes, tier and contacts may all change.
#[derive(Clone, Debug)]
pub struct Target {
    /// Permanent and unique.
    pub id: At<String>,
    /// What happened to it, in order of time.
    pub events: Vec<Event>,
}

/// What one commit to PEP 11 did to a target; what it does not set stays as it was.
#[derive(Clone, Debug)]
pub struct Event {
    /// The day, as written in the commit's own zone.
    pub on: At<Date>,
    /// The tier from now on; no number where it left the tables.
    pub tier: Option<At<Option<u32>>>,
    /// The triple from now on.
    pub triple: Option<At<String>>,
    /// The notes from now on; may be empty.
    pub notes: Option<At<String>>,
    /// The contacts from now on; may be none.
    pub contacts: Option<At<Vec<At<String>>>>,
    /// The steering council's approval: a link, or nothing where it is said to be unknown.
    pub approved: Option<At<Option<String>>>,
    /// Markdown: why an earlier form of this event was wrong.
    pub corrects: Option<At<String>>,
    /// Markdown.
    pub remark: Option<At<String>>,
    /// The commit.
    pub source: At<String>,
}

/// A target as it stands on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State<'a> {
    /// Its tier; none while it is in no table.
    pub tier: Option<u32>,
    /// Its triple.
    pub triple: &'a str,
    /// Its notes.
    pub notes: &'a str,
    /// Its contacts.
    pub contacts: Vec<&'a str>,
}

impl<'a> State<'a> {
    /// Goes on to the state after an event.
    pub fn apply(&mut self, event: &'a Event) {
        if let Some(tier) = &event.tier {
            self.tier = tier.value;
        }
        if let Some(triple) = &event.triple {
            self.triple = triple;
        }
        if let Some(notes) = &event.notes {
            self.notes = notes;
        }
        if let Some(contacts) = &event.contacts {
            self.contacts = contacts.iter().map(|contact| contact.as_str()).collect();
        }
    }
}

impl Target {
    /// The state after all of its events.
    pub fn state(&self) -> State<'_> {
        self.state_on(None)
    }

    /// The state at the end of a day, or now.
    pub fn state_on(&self, day: Option<Date>) -> State<'_> {
        let mut state = State::default();
        let events = self.events.iter().filter(|event| day.is_none_or(|day| event.on.value <= day));
        events.for_each(|event| state.apply(event));
        state
    }
}

impl Tiers {
    /// The targets of a tier with their states, in the order of the table's rows.
    pub fn rows(&self, tier: u32) -> impl Iterator<Item = (&Target, State<'_>)> {
        let with_state = |target| -> (&Target, _) { (target, Target::state(target)) };
        self.targets.iter().map(with_state).filter(move |(_, state)| state.tier == Some(tier))
    }
}
