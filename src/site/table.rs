//! Rows of a table that is known by what its columns are called, in any form in which tables are written.
//! Must not know what the values are held against.

use std::ops::Range;
use std::sync::Arc;

use super::matcher::{Capture, MOST, Match};
use crate::model::At;
use crate::model::site::Hole;
use crate::source::{Place, Source};
use crate::tabular::{self, Cell, Language, Tabular};

/// The columns that are read, each by what it is called.
pub(super) struct Columns(Vec<(String, Hole)>);

impl Columns {
    pub(super) fn new(columns: &[(At<String>, Hole)]) -> Self {
        Self(columns.iter().map(|(called, hole)| (called.value.clone(), hole.clone())).collect())
    }

    /// The rows of all tables in a text that have a column of what the rows are about; the others may be missing,
    /// as PEP 11 names no contacts in tier 1.
    pub(super) fn rows(&self, source: &Arc<Source>) -> Vec<Match> {
        let Some(language) = Language::of_path(&source.path) else { return Vec::new() };
        let tables = tabular::tables(&source.text, language);
        tables.iter().flat_map(|table| self.of_table(source, table)).take(MOST).collect()
    }

    fn of_table(&self, source: &Arc<Source>, table: &Tabular) -> Vec<Match> {
        let at = |called: &String| table.header.iter().position(|own| own.eq_ignore_ascii_case(called));
        let columns: Vec<(usize, &Hole)> =
            self.0.iter().filter_map(|(called, hole)| Some((at(called)?, hole))).collect();
        if !columns.iter().any(|(_, hole)| is_key(hole)) {
            return Vec::new();
        }
        let above = [None].into_iter().chain(table.rows.iter().map(Some));
        let rows = table.rows.iter().zip(above);
        rows.map(|(row, above)| of_row(source, &columns, row, above)).collect()
    }
}

/// Whether it says what a row is about.
fn is_key(hole: &Hole) -> bool {
    hole.is_of_python() || matches!(hole, Hole::Triple | Hole::Target)
}

fn of_row(
    source: &Arc<Source>,
    columns: &[(usize, &Hole)],
    row: &[Cell],
    above: Option<&Vec<Cell>>,
) -> Match {
    // A cell that is left blank says what the one above it says: what is wrong stands further right.
    let is_above = |at: usize| above.is_some_and(|above| above[at].span == row[at].span);
    let own: Vec<&Cell> = (0..row.len()).filter(|at| !is_above(*at)).map(|at| &row[at]).collect();
    let spans: Vec<Range<usize>> =
        own.iter().filter(|cell| !cell.text.is_empty()).map(|cell| cell.span.clone()).collect();
    let start = spans.iter().map(|span| span.start).min();
    let end = spans.iter().map(|span| span.end).max();
    let whole = start.zip(end).map_or(row[0].span.clone(), |(start, end)| start..end);
    let place = |at: usize| match is_above(at) {
        true => spans.first().unwrap_or(&row[at].span).clone(),
        false => row[at].span.clone(),
    };
    let capture = |(at, hole): &(usize, &Hole)| Capture {
        hole: (*hole).clone(),
        text: row[*at].text.to_string(),
        place: Place::new(source, place(*at)),
    };
    Match { place: Place::new(source, whole), captures: columns.iter().map(capture).collect() }
}
