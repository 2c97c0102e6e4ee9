//! What a table says otherwise than the document that it shows, and in which other words it says the same.
//! Owns which rows belong together and the words for it; must not know how either is drawn. The order of
//! rows says nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Showable;
use super::columns::Columns;
use super::matching::{Row, counted, meanings, rows, take};
use crate::tabular::Tabular;
use crate::words::joined;

/// So many differences of a kind are told; the rest are counted.
const MOST_TOLD: usize = 6;

/// So many other words for the same are told: nothing is wrong with them.
const MOST_WORDS: usize = 3;

/// What a table says otherwise.
pub(super) struct Difference {
    /// Clauses such as "lacks Python 3.15", each with where it is seen.
    pub(super) clauses: Vec<(Range<usize>, String)>,
    /// Cells of the table with what is to be said of each.
    pub(super) places: Vec<(Range<usize>, String)>,
    /// It is about what the data says, not only about columns, captions and links.
    pub(super) is_of_facts: bool,
}

impl Difference {
    /// All of it in one sentence without a subject.
    pub(super) fn says(&self) -> String {
        self.clauses.iter().map(|(_, clause)| clause.as_str()).collect::<Vec<_>>().join("; ")
    }
}

/// What a table says otherwise than a document; what it has besides that one's columns is another matter.
pub(super) fn between(table: &Tabular, document: &Showable<'_>, columns: &Columns) -> Option<Difference> {
    let (theirs, ours) = rows(table, document, columns);
    let titles: Vec<&str> = columns.pairs.iter().map(|&(own, _)| title(&document.table, own)).collect();
    let mut report = Report::new(table, titles, [&theirs, &ours]);
    report.columns(columns, document);
    let (extra, lacking) = (without(&theirs, &ours), without(&ours, &theirs));
    let (changed, extra, lacking) = paired(extra, lacking, columns.pairs.len());
    report.lacks(&lacking);
    report.changed(&changed);
    report.extra(&extra, &ours);
    let is_of_facts = !(changed.is_empty() && lacking.is_empty() && extra.is_empty());
    let frills = table.frills.without(document.table.frills);
    if !frills.is_empty() {
        report.say(format!("has {} that the document does not have", joined(&frills, "and")));
    }
    let Report { clauses, places, .. } = report;
    (!clauses.is_empty()).then_some(Difference { clauses, places, is_of_facts })
}

/// Where a table says the same in other words: such as "`Preview 1` for 0.1".
pub(super) fn other_words(table: &Tabular, document: &Showable<'_>, columns: &Columns) -> Vec<String> {
    let (theirs, ours) = rows(table, document, columns);
    let known: BTreeMap<Vec<&str>, &Row<'_>> = ours.iter().rev().map(|row| (meanings(row), row)).collect();
    let titles = columns.pairs.iter().map(|&(own, other)| (title(table, other), title(&document.table, own)));
    let mut spellings: Vec<(&str, &str)> =
        titles.filter(|(their, our)| their.to_lowercase() != our.to_lowercase()).collect();
    for row in &theirs {
        let cells = known.get(&meanings(row)).map(|ours| row.iter().zip(ours.iter()));
        let texts = cells.into_iter().flatten().map(|(their, our)| (&*their.cell.text, &*our.cell.text));
        spellings.extend(texts.filter(|(their, our)| their != our));
    }
    let mut seen = BTreeSet::new();
    spellings.retain(|spelling| seen.insert(*spelling));
    let more = spellings.len().saturating_sub(MOST_WORDS);
    let told = spellings.iter().take(MOST_WORDS);
    let mut words: Vec<String> =
        told.map(|(their, our)| format!("{} for {}", value(their), value(our))).collect();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    words
}

fn title(table: &Tabular, column: usize) -> &str {
    table.header.get(column).map_or("", String::as_str)
}

/// The rows that the others do not have, or not as often.
fn without<'t>(rows: &[Row<'t>], others: &[Row<'t>]) -> Vec<Row<'t>> {
    let mut left = counted(others);
    rows.iter().filter(|row| !take(&mut left, row)).cloned().collect()
}

type Pairs<'t> = Vec<(Row<'t>, Row<'t>)>;

/// Finds for each row of the table the row of the document that it was meant to be: the one with which
/// it shares the most cells from the first on.
fn paired<'t>(
    mut extra: Vec<Row<'t>>,
    mut lacking: Vec<Row<'t>>,
    columns: usize,
) -> (Pairs<'t>, Vec<Row<'t>>, Vec<Row<'t>>) {
    let mut pairs = Pairs::new();
    for shared in (1..columns).rev() {
        let mut by_cells: BTreeMap<Vec<String>, Vec<Row<'t>>> = BTreeMap::new();
        for row in lacking.drain(..).rev() {
            by_cells.entry(first(&row, shared)).or_default().push(row);
        }
        extra.retain(|row| match by_cells.get_mut(&first(row, shared)).and_then(Vec::pop) {
            Some(meant) => {
                pairs.push((row.clone(), meant));
                false
            }
            None => true,
        });
        lacking = by_cells.into_values().flatten().collect();
        lacking.sort_by_key(place);
    }
    pairs.sort_by_key(|(row, _)| place(row));
    (pairs, extra, lacking)
}

/// By where rows stand; those of a group share their first cell.
fn place(row: &Row<'_>) -> Vec<usize> {
    row.iter().map(|said| said.cell.span.start).collect()
}

fn first(row: &Row<'_>, count: usize) -> Vec<String> {
    row.iter().take(count).map(|said| said.means.clone()).collect()
}

/// The words as far as they are found.
struct Report<'t> {
    table: &'t Tabular,
    titles: Vec<&'t str>,
    /// How many rows have each first cell, in whichever of the tables these are more.
    named: BTreeMap<String, usize>,
    clauses: Vec<(Range<usize>, String)>,
    places: Vec<(Range<usize>, String)>,
}

impl<'t> Report<'t> {
    fn new(table: &'t Tabular, titles: Vec<&'t str>, tables: [&[Row<'t>]; 2]) -> Self {
        let mut named = BTreeMap::new();
        for rows in tables {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for row in counted(rows).into_keys() {
                *counts.entry(row.first().copied().unwrap_or_default()).or_default() += 1;
            }
            for (name, count) in counts {
                let most: &mut usize = named.entry(name.to_owned()).or_default();
                *most = count.max(*most);
            }
        }
        Self { table, titles, named, clauses: Vec::new(), places: Vec::new() }
    }

    /// Says something of the whole table.
    fn say(&mut self, clause: String) {
        let start = self.table.span.start;
        self.clauses.push((start..start, clause));
    }

    fn columns(&mut self, columns: &Columns, document: &'t Showable<'_>) {
        if !columns.lacking.is_empty() {
            let titles = columns.lacking.iter().map(|&own| format!("`{}`", title(&document.table, own)));
            let titles: Vec<String> = titles.collect();
            let word = if titles.len() == 1 { "column" } else { "columns" };
            self.say(format!("lacks the {word} {}", joined(&titles, "and")));
        }
        if !columns.pairs.iter().map(|(_, other)| other).is_sorted() {
            self.say("has its columns in another order".to_owned());
        }
    }

    fn lacks(&mut self, rows: &[Row<'t>]) {
        if !rows.is_empty() {
            self.say(format!("lacks {}", self.names(rows)));
        }
    }

    fn extra(&mut self, rows: &[Row<'t>], ours: &[Row<'t>]) {
        let known = counted(ours);
        let (repeated, extra): (Vec<_>, Vec<_>) =
            rows.iter().cloned().partition(|row| known.contains_key(&meanings(row)));
        for (rows, what, label) in [
            (repeated, "more than once", "the data has this row once"),
            (extra, "of which the data knows nothing", "not in the data"),
        ] {
            let Some(place) = rows.first().and_then(|row| row.first()) else { continue };
            let comma = if what.starts_with("of") { "," } else { "" };
            self.clauses.push((place.cell.span.clone(), format!("has {}{comma} {what}", self.names(&rows))));
            for said in rows.iter().take(MOST_TOLD).filter_map(|row| row.first()) {
                self.places.push((said.cell.span.clone(), label.to_owned()));
            }
        }
    }

    fn changed(&mut self, pairs: &Pairs<'t>) {
        for (theirs, ours) in pairs.iter().take(MOST_TOLD) {
            let name = self.name(ours);
            for (column, (their, our)) in theirs.iter().zip(ours).enumerate() {
                if their.means == our.means {
                    continue;
                }
                let title = self.titles.get(column).copied().unwrap_or_default();
                let is_blank = their.cell.text.is_empty();
                let said = if is_blank {
                    format!("has no {title}")
                } else {
                    format!("says {title} {}", value(&their.cell.text))
                };
                let data = format!("the data says {}", value(&our.cell.text));
                // What is not there has no place, but its row has one.
                let (place, label) = match theirs.first().filter(|_| is_blank) {
                    Some(first) => (first, format!("no {title}, where {data}")),
                    None => (their, data.clone()),
                };
                self.clauses.push((place.cell.span.clone(), format!("{said} for {name}, where {data}")));
                self.places.push((place.cell.span.clone(), label));
            }
        }
        if pairs.len() > MOST_TOLD {
            self.say(format!("differs in {} rows more", pairs.len() - MOST_TOLD));
        }
    }

    /// Rows of a table by name: "Python 3.15, 3.14".
    fn names(&self, rows: &[Row<'t>]) -> String {
        let names: Vec<String> = rows.iter().take(MOST_TOLD).map(|row| self.short_name(row)).collect();
        let title = self.titles.first().copied().unwrap_or_default();
        let more = match rows.len().saturating_sub(MOST_TOLD) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{title} {}{more}", names.join(", ")).trim_start().to_owned()
    }

    /// A row by name: "Python 3.15".
    fn name(&self, row: &Row<'t>) -> String {
        self.names(std::slice::from_ref(row))
    }

    /// Its first cell, and the others where several rows have that one.
    fn short_name(&self, row: &Row<'t>) -> String {
        let Some((first, others)) = row.split_first() else { return String::new() };
        // "Python 3.15" below "Python" is 3.15.
        let text = &*first.cell.text;
        let title = self.titles.first().copied().unwrap_or_default();
        let name = value(text.strip_prefix(title).and_then(|rest| rest.strip_prefix(' ')).unwrap_or(text));
        if self.named.get(&first.means).is_none_or(|&count| count < 2) {
            return name;
        }
        let other = others.iter().find(|said| !said.cell.text.is_empty());
        other.map_or_else(|| name.clone(), |said| format!("{name} ({})", said.cell.text))
    }
}

/// A value in a sentence: in backquotes where one could not see its end.
fn value(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || "._-+/".contains(c);
    match text {
        "" => "nothing".to_owned(),
        text if text.chars().all(is_word) => text.to_owned(),
        text => format!("`{text}`"),
    }
}
