//! `promotion-without-approval` and `change-without-approval`: what needs the steering council says where
//! it was approved. That it needs the council is said by the data: `promotion` in `data/tiers.yaml` and
//! `change` in a lock policy.
//!
//! What is new is held against the policy as it was, too: whoever makes a change cannot free it from
//! approval with the same commit.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Kept, policies};
use super::edits::Edits;
use super::{Context, Rule, binds, by_pep, milestone, milestone_name};
use crate::diff::Matched;
use crate::finding::{Finding, Severity};
use crate::model::platform::{Change, LockPolicy, Platform};
use crate::model::python::Milestone;
use crate::model::tiers::{Event, Target, Tiers};
use crate::model::{At, Authority, Date};
use crate::version::Python;

pub(super) const PROMOTION_WITHOUT_APPROVAL: Rule =
    Rule { name: "promotion-without-approval", severity: Severity::Error, check: promotions };
pub(super) const CHANGE_WITHOUT_APPROVAL: Rule =
    Rule { name: "change-without-approval", severity: Severity::Error, check: changes };

/// An event that puts a target into a tier, or into a better one, and names no approval.
struct Promotion<'r> {
    target: &'r Target,
    event: &'r Event,
    tier: &'r At<Option<u32>>,
    number: u32,
    /// Whether the target was in no tier before.
    is_addition: bool,
    /// Whether it is the target's first event.
    is_first: bool,
    /// Who must approve it.
    council: &'r At<Authority>,
}

fn promotions(context: &Context<'_>) -> Vec<Finding> {
    let Some(tiers) = context.whole_tiers() else { return Vec::new() };
    let edits = context.past.as_ref().map(|past| &past.edits);
    let targets = tiers.targets.iter().enumerate();
    let promotions = targets.flat_map(|(number, target)| of_target(tiers, edits, number, target));
    let days = tiers.targets.iter().flat_map(|target| &target.events).map(|event| event.on.value);
    let first_day = days.min();
    let is_at_once = |promotion: &Promotion<'_>| promotion.is_first && Some(*promotion.event.on) == first_day;
    let (at_once, later): (Vec<_>, Vec<_>) = promotions.partition(is_at_once);
    let mut findings: Vec<Finding> = match (first_day, at_once.as_slice()) {
        // Where several targets begin at once, the day on which the history begins is another one.
        (Some(day), [_, _, ..]) if tiers.begins.value < day => vec![begins_later(tiers, day, at_once.len())],
        _ => at_once.iter().map(without_approval).collect(),
    };
    findings.extend(later.iter().map(without_approval));
    findings
}

/// The events of the history's first day are what the tables had already; but what is added to a day that the
/// history covered before is not.
fn of_target<'r>(
    tiers: &'r Tiers,
    edits: Option<&Edits<'r>>,
    number: usize,
    target: &'r Target,
) -> Vec<Promotion<'r>> {
    let base = edits.and_then(|edits| edits.base);
    let council =
        |tiers: &'r Tiers| tiers.promotion.as_ref().filter(|who| who.value == Authority::SteeringCouncil);
    let mut promotions = Vec::new();
    let mut before = None;
    for (at, event) in target.events.iter().enumerate() {
        let Some(tier) = &event.tier else { continue };
        let was = std::mem::replace(&mut before, tier.value);
        let Some(better) = tier.value.filter(|&number| was.is_none_or(|was| number < was)) else { continue };
        let fresh = edits.and_then(|edits| edits.fresh(number, at));
        let strictest = council(tiers).or_else(|| base.filter(|_| fresh.is_some()).and_then(council));
        let is_covered = fresh == Some(true) && base.is_some_and(|base| base.begins.value <= event.on.value);
        let is_begun = event.on.value <= tiers.begins.value && !is_covered;
        if let (None, false, Some(council)) = (&event.approved, is_begun, strictest) {
            let (is_addition, is_first) = (was.is_none(), at == 0);
            promotions.push(Promotion {
                target,
                event,
                tier,
                number: better,
                is_addition,
                is_first,
                council,
            });
        }
    }
    promotions
}

fn without_approval(promotion: &Promotion<'_>) -> Finding {
    let Promotion { target, tier, number, is_addition, council, .. } = promotion;
    let done = if *is_addition { "added" } else { "promoted" };
    PROMOTION_WITHOUT_APPROVAL
        .finding(format!("`{}` is {done} to tier {number}, and no approval is named", *target.id))
        .at(tier.place.clone())
        .related(council.place.clone(), "who must approve it")
        .why(
            "PEP 11 asks for the steering council's support where a target comes into a tier or a better one",
        )
        .help("Add `approved:` with a link to the approval; `approved: unknown` is for history whose link nobody finds.")
}

fn begins_later(tiers: &Tiers, day: Date, targets: usize) -> Finding {
    PROMOTION_WITHOUT_APPROVAL
        .finding(format!(
            "{targets} targets are added on {day}, the first day on which there is any, and no approval is named"
        ))
        .at(tiers.begins.place.clone())
        .label("the history begins earlier")
        .why("what the tables have on the day on which the history begins is no addition; what comes later is one")
        .help(format!(
            "Write `begins: {day}` if the tables had them already, or add `approved:` to each of their events."
        ))
}

fn changes(context: &Context<'_>) -> Vec<Finding> {
    let kept = context.past.iter().flat_map(|past| &past.kept);
    let kept: BTreeMap<&str, &Kept<'_>> =
        kept.map(|kept| (kept.moves.platforms().1.key.as_str(), kept)).collect();
    let mut findings = Vec::new();
    for platform in context.whole_platforms() {
        let kept = kept.get(platform.key.as_str()).copied();
        let moved = kept.filter(|kept| !kept.entries.is_empty()).map(Kept::moved).unwrap_or_default();
        for (at, change) in
            platform.changes.iter().enumerate().filter(|(_, change)| change.approved.is_none())
        {
            // What there is now comes first among them, in its order.
            let entry = kept.and_then(|kept| Some((kept, kept.entries.get(at)?)));
            let fresh = entry.filter(|(kept, entry)| is_fresh(kept, entry)).map(|(kept, _)| kept);
            let need = Need { context, platform, change, fresh, moved: &moved };
            findings.extend(need.of_council().map(|(policy, milestone)| of_change(&need, policy, milestone)));
        }
    }
    findings
}

/// Whether an entry was not there, or told of another move, or named an approval.
fn is_fresh(kept: &Kept<'_>, entry: &Matched<'_, Change>) -> bool {
    match *entry {
        Matched::Kept(was, is) => {
            !kept.moves.says_the_same(was, is) || (was.approved.is_some() && is.approved.is_none())
        }
        Matched::New(_) | Matched::Gone(_) => true,
    }
}

/// Whether an entry named an approval that it needs, and names none now.
pub(super) fn is_lost(context: &Context<'_>, kept: &Kept<'_>, was: &Change, is: &Change) -> bool {
    let (_, platform) = kept.moves.platforms();
    let moved = BTreeSet::new();
    let need = Need { context, platform, change: is, fresh: Some(kept), moved: &moved };
    was.approved.is_some() && is.approved.is_none() && need.of_council().is_some()
}

/// Whether a change needs the steering council.
struct Need<'c, 'r> {
    context: &'c Context<'r>,
    platform: &'r Platform,
    change: &'r Change,
    /// Its platform, if the data as it was has no such change.
    fresh: Option<&'c Kept<'r>>,
    /// The components of locks that are not at the version at which they were.
    moved: &'c BTreeSet<(Python, &'r str)>,
}

impl<'r> Need<'_, 'r> {
    /// The policy that asks for the council, and the release from which it does. Before that release anything
    /// may change.
    fn of_council(&self) -> Option<(&'r LockPolicy, &'r At<Milestone>)> {
        let key = self.change.component.as_str();
        let policies: Vec<&LockPolicy> = match self.fresh {
            Some(kept) => policies(&kept.moves, key).collect(),
            None => self
                .platform
                .component(key)
                .and_then(|component| component.lock.as_ref())
                .into_iter()
                .collect(),
        };
        let bind = |policy: &&&LockPolicy| {
            *policy.change == Authority::SteeringCouncil && binds(policy, *self.change.python)
        };
        // Today's is last, and is named where both ask.
        policies.iter().rev().filter(bind).find_map(|policy| Some((*policy, self.milestone(policy)?)))
    }

    /// The release after which the change was made, as it is or as it was.
    fn milestone(&self, policy: &LockPolicy) -> Option<&'r At<Milestone>> {
        let python = *self.change.python;
        let now = self.context.release(python).map(|release| milestone(release, policy));
        let now = now.filter(|milestone| self.context.has_passed(***milestone));
        let is_after = |milestone: &&At<Milestone>| milestone.date <= self.change.on.value;
        now.filter(is_after).or_else(|| {
            let past = self.context.past.as_ref().filter(|_| self.fresh.is_some())?;
            let before = past.passed(policy, python)?;
            (is_after(&before) || self.moves_what_held()).then_some(now.unwrap_or(before))
        })
    }

    /// A lock that held and is not where it was moved after the release, whatever day is written.
    fn moves_what_held(&self) -> bool {
        self.moved.contains(&(*self.change.python, self.change.component.as_str()))
    }
}

fn of_change(need: &Need<'_, '_>, policy: &LockPolicy, milestone: &At<Milestone>) -> Finding {
    let Need { platform, change, .. } = need;
    let (python, stage) = (*change.python, milestone_name(policy));
    let name = platform.component(&change.component).map_or(change.component.as_str(), |c| c.name.as_str());
    CHANGE_WITHOUT_APPROVAL
        .finding(format!(
            "{name} of Python {python} changed to {} after its {stage}, and no approval is named",
            *change.to
        ))
        .at(change.to.place.clone())
        .related(policy.change.place.clone(), "who must approve it")
        .related(milestone.place.clone(), format!("{stage} of Python {python}"))
        .why(format!("after that release only the steering council may let it change{}", by_pep(platform)))
        .help("Add `approved:` with a link to the steering council's approval, or take the change back.")
}
