//! `promotion-without-approval` and `change-without-approval`: what needs the steering council says where
//! it was approved. That it needs the council is said by the data: `promotion` in `data/tiers.yaml` and
//! `change` in a lock policy.

use super::{Context, Rule, binds, by_pep, milestone, milestone_name};
use crate::finding::{Finding, Severity};
use crate::model::platform::{Change, Platform};
use crate::model::tiers::{Target, Tiers};
use crate::model::{At, Authority};

pub(super) const PROMOTION_WITHOUT_APPROVAL: Rule =
    Rule { name: "promotion-without-approval", severity: Severity::Error, check: promotions };
pub(super) const CHANGE_WITHOUT_APPROVAL: Rule =
    Rule { name: "change-without-approval", severity: Severity::Error, check: changes };

fn promotions(context: &Context<'_>) -> Vec<Finding> {
    let Some(tiers) = context.whole_tiers() else { return Vec::new() };
    let council = tiers.promotion.as_ref().filter(|who| who.value == Authority::SteeringCouncil);
    let Some(council) = council else { return Vec::new() };
    tiers.targets.iter().flat_map(|target| of_target(tiers, council, target)).collect()
}

/// The events that put a target into a tier, or into a better one. Those of the history's first day are what
/// the tables had already.
fn of_target(tiers: &Tiers, council: &At<Authority>, target: &Target) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut before = None;
    for event in &target.events {
        let Some(tier) = &event.tier else { continue };
        let was = std::mem::replace(&mut before, tier.value);
        let Some(number) = tier.value.filter(|&number| was.is_none_or(|was| number < was)) else { continue };
        if event.approved.is_some() || event.on.value <= tiers.begins.value {
            continue;
        }
        let done = if was.is_some() { "promoted" } else { "added" };
        let message = format!("`{}` is {done} to tier {number}, and no approval is named", *target.id);
        findings.push(
            PROMOTION_WITHOUT_APPROVAL
                .finding(message)
                .at(tier.place.clone())
                .related(council.place.clone(), "who must approve it")
                .why("PEP 11 asks for the steering council's support where a target comes into a tier or a better one")
                .help("Add `approved:` with a link to the approval, or `approved: unknown` if none can be found."),
        );
    }
    findings
}

fn changes(context: &Context<'_>) -> Vec<Finding> {
    let platforms = context.whole_platforms();
    let changes =
        platforms.flat_map(|platform| platform.changes.iter().map(move |change| (platform, change)));
    changes.filter_map(|(platform, change)| of_change(context, platform, change)).collect()
}

/// Before the release from which a lock holds, anything may change.
fn of_change(context: &Context<'_>, platform: &Platform, change: &Change) -> Option<Finding> {
    let component = platform.component(&change.component)?;
    let policy = component.lock.as_ref()?;
    let python = *change.python;
    let milestone = milestone(context.release(python)?, policy);
    let needs = *policy.change == Authority::SteeringCouncil && binds(policy, python);
    let too_late = context.has_passed(**milestone) && milestone.date <= change.on.value;
    if !needs || !too_late || change.approved.is_some() {
        return None;
    }
    let message = format!(
        "{} of Python {python} changed to {} after its {}, and no approval is named",
        *component.name,
        *change.to,
        milestone_name(policy)
    );
    Some(
        CHANGE_WITHOUT_APPROVAL
            .finding(message)
            .at(change.to.place.clone())
            .related(policy.change.place.clone(), "who must approve it")
            .related(milestone.place.clone(), format!("{} of Python {python}", milestone_name(policy)))
            .why(format!(
                "after that release only the steering council may let it change{}",
                by_pep(platform)
            ))
            .help("Add `approved:` with a link to the steering council's approval, or take the change back."),
    )
}
