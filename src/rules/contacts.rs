//! `too-few-contacts`, `contact-lost` and `tier-not-met-at-beta-1`: how many people look after a target.
//! How many a tier asks for stands in the data.
//!
//! Without a day, each target is held against its tier as the data is now. One that came into its tier
//! with too few contacts should not be there; one that lost a contact since is not demoted at once, and
//! that somebody steps down must be possible to write: it is a warning. With a day, the third rule takes
//! the place of both: PEP 11 looks at beta 1 of each feature release, so a finding says which one is
//! meant. What counts is the state at the end of the day.
//!
//! - A target that meets its tier's terms on the day is not reported, even if it did not at the last beta 1:
//!   PEP 11 leaves time until the first release candidate, and history cannot be mended.
//! - One that does not, and did not at the last beta 1 up to that day either, failed there.
//! - One that meets them no longer since then will fail at the next beta 1. Who asks before it, or gives its
//!   expected day, is told in time.
//!
//! Before the history begins nothing is known, and nothing is said.

use super::{Context, Rule};
use crate::finding::{Finding, Severity};
use crate::model::python::Release;
use crate::model::tiers::{Target, Tier, Tiers};
use crate::model::{At, Date};
use crate::source::Place;

pub(super) const TOO_FEW_CONTACTS: Rule =
    Rule { name: "too-few-contacts", severity: Severity::Error, check: too_few };
pub(super) const CONTACT_LOST: Rule = Rule { name: "contact-lost", severity: Severity::Warning, check: lost };
pub(super) const TIER_NOT_MET_AT_BETA_1: Rule =
    Rule { name: "tier-not-met-at-beta-1", severity: Severity::Error, check: at_beta_1 };

fn too_few(context: &Context<'_>) -> Vec<Finding> {
    let ever = now(context, false).map(|(tiers, short)| {
        let why = format!("PEP 11 asks for as many people who look after a target of tier {}", short.tier());
        short.finding(&TOO_FEW_CONTACTS, &short.says()).why(why).help(short.help(tiers))
    });
    ever.collect()
}

fn lost(context: &Context<'_>) -> Vec<Finding> {
    let since = now(context, true).map(|(tiers, short)| {
        let why = "PEP 11 demotes what misses its tier's terms for long, and looks at beta 1; \
                   `check --as-of` says which one";
        short.finding(&CONTACT_LOST, &short.says()).why(why).help(short.help(tiers))
    });
    since.collect()
}

/// The targets with too few contacts by all that is known: those that had enough when they came into
/// their tier, or the others.
fn now<'r>(context: &Context<'r>, had_enough: bool) -> impl Iterator<Item = (&'r Tiers, Short<'r>)> {
    let tiers = context.whole_tiers().filter(|_| context.as_of.is_none());
    let short = tiers.into_iter().flat_map(move |tiers| {
        let short = tiers.targets.iter().filter_map(move |target| Short::of(tiers, target, None));
        short.map(move |short| (tiers, short))
    });
    short.filter(move |(tiers, short)| {
        let then = short.target.events.iter().rev().find(|event| event.tier.is_some());
        let was_short = then.is_none_or(|then| Short::of(tiers, short.target, Some(then.on.value)).is_some());
        was_short != had_enough
    })
}

fn at_beta_1(context: &Context<'_>) -> Vec<Finding> {
    let Some((tiers, day)) = context.whole_tiers().zip(context.as_of) else { return Vec::new() };
    let releases = &context.registry.releases;
    let last = releases.iter().filter(|release| release.beta_1.date <= day);
    let last = last.max_by_key(|release| release.beta_1.date);
    let last = last.filter(|release| tiers.begins.value <= release.beta_1.date);
    let next = releases.iter().filter(|release| release.beta_1.date > day);
    let next = next.min_by_key(|release| release.beta_1.date);
    let mut findings = Vec::new();
    for target in &tiers.targets {
        let Some(short) = Short::of(tiers, target, Some(day)) else { continue };
        let failed = last.filter(|last| Short::of(tiers, target, Some(last.beta_1.date)).is_some());
        let message = match (failed, next) {
            (Some(last), _) => format!("at beta 1 of {}, {}", of(last), short.says()),
            (None, Some(next)) => format!("{} at beta 1 of {}", short.says(), of(next)),
            (None, None) => format!("on {day}, {}", short.says()),
        };
        let finding = short.finding(&TIER_NOT_MET_AT_BETA_1, &message);
        let finding = failed.or(next).into_iter().fold(finding, |finding, release| {
            finding.related(release.beta_1.place.clone(), format!("beta 1 of Python {}", *release.python))
        });
        findings.push(
            finding
                .why(
                    "PEP 11 looks at beta 1 of each feature release: what meets the terms of no tier by then is \
                     announced, and is no longer supported if nothing changes by the first release candidate",
                )
                .help(short.help(tiers)),
        );
    }
    findings
}

/// `Python 3.16 (2027-05-04)`.
fn of(release: &Release) -> String {
    format!("Python {} ({})", *release.python, release.beta_1.date)
}

/// A target with fewer contacts than its tier asks for.
struct Short<'t> {
    target: &'t Target,
    tier: &'t Tier,
    count: usize,
    /// What says so: the contacts, or the tier of a target that never had any.
    place: &'t Place,
}

impl<'t> Short<'t> {
    /// Whether a target is one at the end of a day, or by all that is known.
    fn of(tiers: &'t Tiers, target: &'t Target, day: Option<Date>) -> Option<Self> {
        let events =
            || target.events.iter().rev().filter(|event| day.is_none_or(|day| event.on.value <= day));
        let placed = events().find_map(|event| event.tier.as_ref())?;
        let number = placed.value?;
        let tier = tiers.tiers.iter().find(|tier| *tier.number == number)?;
        let contacts: Option<&At<Vec<_>>> = events().find_map(|event| event.contacts.as_ref());
        let count = contacts.map_or(0, |contacts| contacts.len());
        let place = contacts.map_or(&placed.place, |contacts| &contacts.place);
        (count < *tier.contacts).then_some(Self { target, tier, count, place })
    }

    fn tier(&self) -> u32 {
        *self.tier.number
    }

    fn says(&self) -> String {
        let contacts = match self.count {
            0 => "no contacts".to_owned(),
            1 => "1 contact".to_owned(),
            many => format!("{many} contacts"),
        };
        let (id, tier) = (&*self.target.id, self.tier());
        format!("`{id}` has {contacts}, and tier {tier} asks for {}", *self.tier.contacts)
    }

    fn finding(&self, rule: &Rule, message: &str) -> Finding {
        let asks = format!("tier {} asks for these", self.tier());
        rule.finding(message).at(self.place.clone()).related(self.tier.contacts.place.clone(), asks)
    }

    /// More contacts, or the next tier whose terms it meets.
    fn help(&self, tiers: &Tiers) -> String {
        let lower = tiers.tiers.iter().filter(|tier| *tier.number > self.tier());
        let met = lower.filter(|tier| *tier.contacts <= self.count).map(|tier| *tier.number).min();
        let other = match met {
            Some(number) => format!("`tier: {number}`, whose terms it meets"),
            None => "`tier: none`, since it meets the terms of no tier".to_owned(),
        };
        format!("Add an event with more `contacts`, or one with {other}.")
    }
}
