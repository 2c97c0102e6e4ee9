//! `event-edited`: the day, the tier and the triple of an event of PEP 11's targets stay as they are. What
//! changes is a new event; only an event that was wrong is edited, and `corrects` says what was.

use super::edits::{MovedEvent, WHY, differing, explains, main_values, said};
use super::{Context, Rule};
use crate::finding::{Finding, Severity};

pub(super) const RULE: Rule = Rule { name: "event-edited", severity: Severity::Error, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(edits) = context.past.as_ref().map(|past| &past.edits) else { return Vec::new() };
    let of_values = edits.unexplained().filter_map(|(target, was, is)| {
        let differing = differing(main_values(was), main_values(is), is);
        (!differing.is_empty()).then(|| said(&RULE, target, was, &differing))
    });
    let of_targets = edits.moved.iter().filter(|moved| !explains(moved.is.0, None));
    of_values.chain(of_targets.map(moved)).collect()
}

fn moved(moved: &MovedEvent<'_>) -> Finding {
    let ((was, from), (is, to)) = (moved.was, moved.is);
    RULE.finding(format!(
        "the event of {} stood under `{}`, and stands under `{}` now",
        *was.on, *from.id, *to.id
    ))
    .at(is.on.place.clone())
    .related(to.id.place.clone(), "it stands here now")
    .why(WHY)
    .help(format!("Move it back to `{}`, or add `corrects:` with what was wrong.", *from.id))
}
