//! `change-erased`: what `changes` told of a move stays as it was told.

use super::change::{Kept, entry};
use super::{Context, Rule, by_pep};
use crate::diff::Moves;
use crate::finding::{Finding, Severity};
use crate::model::platform::Change;
use crate::source::Place;

pub(super) const RULE: Rule = Rule { name: "change-erased", severity: Severity::Error, check };

fn check(context: &Context<'_>) -> Vec<Finding> {
    let Some(past) = &context.past else { return Vec::new() };
    let mut findings = Vec::new();
    for Kept { moves, erased, .. } in &past.kept {
        findings.extend(erased.iter().map(|(before, after)| match after {
            Some(after) => edited(moves, before, after),
            None => gone(moves, before),
        }));
    }
    findings
}

/// The words and the reason that every such finding has.
fn finding(moves: &Moves<'_>, before: &Change, what: &str, place: &Place) -> Finding {
    let (base, head) = moves.platforms();
    let name = base.component(&before.component).map_or(before.component.as_str(), |c| c.name.as_str());
    let message = format!(
        "the change of {name} for Python {} from {} to {} on {} {what}",
        *before.python, *before.from, *before.to, *before.on
    );
    RULE.finding(message)
        .at(place.clone())
        .why(format!("without it the lock would seem to have been so all the time{}", by_pep(head)))
}

fn gone(moves: &Moves<'_>, before: &Change) -> Finding {
    let (_, head) = moves.platforms();
    let key = moves.now(before.component.as_str());
    let lock = head.lock(*before.python).and_then(|lock| lock.version(key));
    let place = lock.map_or(&head.name.place, |version| &version.place);
    let rest = format!("why: …, source: {}", *before.source);
    let entry = entry(*before.python, key, &before.from, &before.to, &before.on.to_string(), &rest);
    finding(moves, before, "is gone from `changes`", place)
        .label("the lock that changed")
        .help(format!("Put `{entry}` back; to take a change back, add another one in the other direction."))
}

fn edited(moves: &Moves<'_>, before: &Change, after: &Change) -> Finding {
    let key = after.component.as_str();
    let quoted = |version: &str| format!("\"{version}\"");
    let fields = [
        (
            "from",
            moves.is_same(key, &before.from, &after.from),
            quoted(before.from.as_str()),
            quoted(after.from.as_str()),
            &after.from.place,
        ),
        (
            "to",
            moves.is_same(key, &before.to, &after.to),
            quoted(before.to.as_str()),
            quoted(after.to.as_str()),
            &after.to.place,
        ),
        ("on", before.on == after.on, before.on.to_string(), after.on.to_string(), &after.on.place),
    ];
    let others: Vec<_> = fields.into_iter().filter(|(_, is_same, ..)| !is_same).collect();
    let Some((_, _, _, _, place)) = others.first() else { return gone(moves, before) };
    let says: Vec<String> = others.iter().map(|(name, _, _, is, _)| format!("`{name}: {is}`")).collect();
    let was: Vec<String> = others.iter().map(|(name, _, was, ..)| format!("`{name}: {was}`")).collect();
    finding(moves, before, &format!("says {} now", says.join(", ")), place)
        .help(format!("Write {} again; to change a lock once more, add another entry.", was.join(", ")))
}
