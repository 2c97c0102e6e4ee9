//! What a table says otherwise than the document that it shows. Owns which rows belong together and the
//! words for it; must not know how either is drawn. The order of rows says nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use super::matching::{counted, ordered, take, texts};
use crate::tabular::{Cell, Tabular};

/// So many differences of a kind are told; the rest are counted.
const MOST_TOLD: usize = 6;

/// What a table says otherwise.
pub(super) struct Difference {
    /// Clauses such as "lacks Python 3.15".
    clauses: Vec<String>,
    /// Cells of the table with what is to be said of each.
    pub(super) places: Vec<(Range<usize>, String)>,
}

impl Difference {
    /// All of it in one sentence without a subject.
    pub(super) fn says(&self) -> String {
        self.clauses.join("; ")
    }
}

/// A row's cells in the order of the document's columns.
type Row<'t> = Vec<&'t Cell>;

/// What a table says otherwise than a document whose columns are these of the table's.
pub(super) fn between(table: &Tabular, document: &Tabular, order: &[usize]) -> Option<Difference> {
    let theirs: Vec<Row<'_>> = table.rows.iter().map(|row| ordered(row, order)).collect();
    let ours: Vec<Row<'_>> = document.rows.iter().map(|row| row.iter().collect()).collect();
    let (extra, lacking) = (without(&theirs, &ours), without(&ours, &theirs));
    let is_in_order = order.is_sorted();
    if extra.is_empty() && lacking.is_empty() && is_in_order {
        return None;
    }
    let mut report = Report::new(document, [&theirs, &ours]);
    if !is_in_order {
        report.clauses.push("has its columns in another order".to_owned());
    }
    let (changed, extra, lacking) = paired(extra, lacking, document.header.len());
    report.lacks(&lacking);
    report.changed(&changed);
    report.extra(&extra, &ours);
    Some(Difference { clauses: report.clauses, places: report.places })
}

/// The rows that the others do not have, or not as often.
fn without<'t>(rows: &[Row<'t>], others: &[Row<'t>]) -> Vec<Row<'t>> {
    let mut left = counted(others.iter().cloned());
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
        let mut by_cells: BTreeMap<Vec<&str>, Vec<Row<'t>>> = BTreeMap::new();
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
    row.iter().map(|cell| cell.span.start).collect()
}

fn first<'t>(row: &Row<'t>, count: usize) -> Vec<&'t str> {
    row.iter().take(count).map(|cell| &*cell.text).collect()
}

/// The words as far as they are found.
struct Report<'t> {
    titles: &'t [String],
    /// How many rows have each first cell, in whichever of the tables these are more.
    named: BTreeMap<&'t str, usize>,
    clauses: Vec<String>,
    places: Vec<(Range<usize>, String)>,
}

impl<'t> Report<'t> {
    fn new(document: &'t Tabular, tables: [&[Row<'t>]; 2]) -> Self {
        let mut named = BTreeMap::new();
        for rows in tables {
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for row in counted(rows.iter().cloned()).into_keys() {
                *counts.entry(row.first().copied().unwrap_or_default()).or_default() += 1;
            }
            for (name, count) in counts {
                let most: &mut usize = named.entry(name).or_default();
                *most = count.max(*most);
            }
        }
        Self { titles: &document.header, named, clauses: Vec::new(), places: Vec::new() }
    }

    fn lacks(&mut self, rows: &[Row<'t>]) {
        if !rows.is_empty() {
            self.clauses.push(format!("lacks {}", self.names(rows)));
        }
    }

    fn extra(&mut self, rows: &[Row<'t>], ours: &[Row<'t>]) {
        let known = counted(ours.iter().cloned());
        let (repeated, extra): (Vec<_>, Vec<_>) =
            rows.iter().cloned().partition(|row| known.contains_key(&texts(row)));
        for (rows, what, label) in [
            (repeated, "more than once", "the data has this row once"),
            (extra, "of which the data knows nothing", "not in the data"),
        ] {
            if rows.is_empty() {
                continue;
            }
            let comma = if what.starts_with("of") { "," } else { "" };
            self.clauses.push(format!("has {}{comma} {what}", self.names(&rows)));
            for cell in rows.iter().take(MOST_TOLD).filter_map(|row| row.first()) {
                self.places.push((cell.span.clone(), label.to_owned()));
            }
        }
    }

    fn changed(&mut self, pairs: &Pairs<'t>) {
        for (theirs, ours) in pairs.iter().take(MOST_TOLD) {
            let name = self.name(ours);
            for (column, (their, our)) in theirs.iter().zip(ours).enumerate() {
                if their.text != our.text {
                    let title = self.titles.get(column).map_or("", String::as_str);
                    let said = if their.text.is_empty() {
                        format!("has no {title}")
                    } else {
                        format!("has {title} {}", value(&their.text))
                    };
                    let data = format!("the data says {}", value(&our.text));
                    self.clauses.push(format!("{said} for {name}, where {data}"));
                    // What is not there has no place, but its row has one.
                    let (place, label) = match theirs.first().filter(|_| their.text.is_empty()) {
                        Some(first) => (first, format!("no {title}, where {data}")),
                        None => (their, data),
                    };
                    self.places.push((place.span.clone(), label));
                }
            }
        }
        if pairs.len() > MOST_TOLD {
            self.clauses.push(format!("differs in {} rows more", pairs.len() - MOST_TOLD));
        }
    }

    /// Rows of a table by name: "Python 3.15, 3.14".
    fn names(&self, rows: &[Row<'t>]) -> String {
        let names: Vec<String> = rows.iter().take(MOST_TOLD).map(|row| self.short_name(row)).collect();
        let title = self.titles.first().map_or("", String::as_str);
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
        let name = value(&first.text);
        if self.named.get(&*first.text).is_none_or(|&count| count < 2) {
            return name;
        }
        let other = others.iter().find(|cell| !cell.text.is_empty());
        other.map_or_else(|| name.clone(), |cell| format!("{name} ({})", cell.text))
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
