//! The history of PEP 11's targets as a whole.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::model::Date;
use crate::model::tiers::{Event, Target, Tiers};
use crate::source::Place;

/// Events of days that the history does not cover.
pub(super) fn before_the_beginning(tiers: &Tiers) -> Vec<Finding> {
    let events = tiers.targets.iter().flat_map(|target| &target.events);
    let early = events.filter(|event| event.on.value < tiers.begins.value);
    early
        .map(|event| {
            Finding::error(
                "event-before-begins",
                format!("this event of {} is before the history begins", *event.on),
            )
            .at(event.on.place.clone())
            .related(tiers.begins.place.clone(), "the first day")
            .help(format!("Write {} or a later day, or begin the history earlier.", *tiers.begins))
        })
        .collect()
}

/// A target's row in the tables, for as long as neither its triple nor its notes change.
struct Row<'t> {
    target: &'t Target,
    from: Date,
    /// The day on which it is no longer so; none if it is so still.
    until: Option<Date>,
    /// What made it so.
    place: &'t Place,
}

/// Two targets with the same triple and notes on one day: nobody could tell the rows apart.
pub(super) fn same_row_twice(tiers: &Tiers) -> Vec<Finding> {
    let mut rows: BTreeMap<(&str, &str), Vec<Row<'_>>> = BTreeMap::new();
    for target in &tiers.targets {
        for (key, row) in rows_of(target) {
            rows.entry(key).or_default().push(row);
        }
    }
    let mut findings = Vec::new();
    for ((triple, notes), mut same) in rows {
        same.sort_by_key(|row| row.from);
        let mut longest: Option<&Row<'_>> = None;
        for row in &same {
            if let Some(other) = longest.filter(|other| other.until.is_none_or(|until| until > row.from)) {
                findings.push(same_row(triple, notes, other, row));
            }
            let lasts = |row: &Row<'_>| row.until.unwrap_or(Date::MAX);
            longest = longest.filter(|other| lasts(other) >= lasts(row)).or(Some(row));
        }
    }
    findings
}

fn same_row(triple: &str, notes: &str, other: &Row<'_>, row: &Row<'_>) -> Finding {
    let with = if notes.is_empty() { "no notes".to_owned() } else { format!("the notes `{notes}`") };
    let message = format!(
        "from {} on, `{}` and `{}` both have the triple `{triple}` and {with}",
        row.from, *other.target.id, *row.target.id
    );
    Finding::error("same-row-twice", message)
        .at(row.place.clone())
        .related(other.place.clone(), format!("`{}`", *other.target.id))
        .why("triple and notes together name a row of PEP 11's tables")
        .help("Give one of the two other notes, or end it with `tier: none` by that day.")
}

/// The rows that a target was in its life, as they were at the end of each day.
fn rows_of(target: &Target) -> Vec<((&str, &str), Row<'_>)> {
    let mut rows: Vec<((&str, &str), Row<'_>)> = Vec::new();
    let (mut tier, mut triple, mut notes) = (None, "", "");
    for (index, event) in target.events.iter().enumerate() {
        tier = event.tier.as_ref().map_or(tier, |tier| tier.value);
        triple = event.triple.as_ref().map_or(triple, |triple| triple);
        notes = event.notes.as_ref().map_or(notes, |notes| notes);
        let day = event.on.value;
        if target.events.get(index + 1).is_some_and(|next| next.on.value == day) {
            continue;
        }
        if let Some((key, row)) = rows.last_mut().filter(|(_, row)| row.until.is_none()) {
            if tier.is_some() && *key == (triple, notes) {
                continue;
            }
            row.until = Some(day);
        }
        if tier.is_some() {
            let row = Row { target, from: day, until: None, place: place(event) };
            rows.push(((triple, notes), row));
        }
    }
    rows
}

/// The value in an event that says most about a row.
fn place(event: &Event) -> &Place {
    let text = event.triple.as_ref().or(event.notes.as_ref()).map(|text| &text.place);
    text.or(event.tier.as_ref().map(|tier| &tier.place)).unwrap_or(&event.on.place)
}
