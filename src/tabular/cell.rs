//! Cells as they were read, and the rows that they make up. Owns what a group of rows is: PEP 11 leaves
//! the triple's cell blank for its further variants; must not know any form of table.

use std::ops::Range;
use std::sync::Arc;

use super::{Cell, Frills, Hindrance, Kind, Tabular};

/// More columns has no table that is read here: what reaches down is in every row that it reaches.
pub(super) const MOST_COLUMNS: usize = 64;

/// One paragraph of a cell, without markup, on one line.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) text: Arc<str>,
    pub(super) span: Range<usize>,
}

/// A cell as its paragraphs; shared by all rows that it reaches.
pub(super) type Paragraphs = Arc<[Paragraph]>;

/// A table as far as it was read; its first row is the header.
pub(super) struct Draft {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
    pub(super) rows: Vec<Vec<Paragraphs>>,
    pub(super) frills: Frills,
}

impl Draft {
    /// The finished table, which cannot be read if its rows are of different lengths.
    pub(super) fn finish(self) -> Option<Tabular> {
        let columns = self.rows.first()?.len();
        if self.rows.iter().any(|row| row.len() != columns) {
            return self.unreadable("its rows are of different lengths");
        }
        let Self { kind, span, rows, frills } = self;
        let mut rows = rows.into_iter();
        let header: Vec<String> = rows.next()?.iter().map(|cell| joined(cell).to_string()).collect();
        let columns = header.len();
        if columns > MOST_COLUMNS || header.iter().all(String::is_empty) {
            return None;
        }
        let mut finished: Vec<Vec<Cell>> = Vec::new();
        for row in rows {
            for cells in group(&row, span.end) {
                finished.push(with_first_of(cells, finished.last()));
            }
        }
        Some(Tabular { kind, span, header, rows: finished, frills, labels: None, hindrance: None })
    }

    /// The table of which nothing but the first row is right.
    pub(super) fn unreadable(self, why: &'static str) -> Option<Tabular> {
        let header = Self { rows: self.rows.into_iter().take(1).collect(), ..self };
        Some(Tabular { hindrance: Some(Hindrance::Unreadable(why)), ..header.finish()? })
    }
}

/// The rows that one row stands for: a row for each paragraph of its cells, where the first cell has no
/// more than one.
fn group(row: &[Paragraphs], end: usize) -> Vec<Vec<Cell>> {
    let most = row.iter().map(|cell| cell.len()).max().unwrap_or(0);
    if most < 2 || row[0].len() > 1 {
        return vec![row.iter().map(|cell| whole(cell, end)).collect()];
    }
    let cells = |paragraph: usize| {
        let further = row[1..].iter().map(|cell| one(cell.get(paragraph), end));
        [whole(&row[0], end)].into_iter().chain(further).collect()
    };
    (0..most).map(cells).collect()
}

/// A row whose first cell is empty belongs to the row above it.
fn with_first_of(mut cells: Vec<Cell>, above: Option<&Vec<Cell>>) -> Vec<Cell> {
    let is_filled = cells.iter().skip(1).any(|cell| !cell.text.is_empty());
    if let (Some(first), Some(above)) = (cells.first_mut(), above.and_then(|above| above.first()))
        && first.text.is_empty()
        && is_filled
    {
        *first = above.clone();
    }
    cells
}

fn one(paragraph: Option<&Paragraph>, end: usize) -> Cell {
    match paragraph {
        Some(paragraph) => Cell { text: Arc::clone(&paragraph.text), span: paragraph.span.clone() },
        None => Cell { text: "".into(), span: end..end },
    }
}

fn whole(cell: &Paragraphs, end: usize) -> Cell {
    let span = match (cell.first(), cell.last()) {
        (Some(first), Some(last)) => first.span.start..last.span.end,
        _ => end..end,
    };
    Cell { text: joined(cell), span }
}

fn joined(cell: &Paragraphs) -> Arc<str> {
    match &**cell {
        [only] => Arc::clone(&only.text),
        several => {
            let texts = several.iter().map(|paragraph| &*paragraph.text).filter(|text| !text.is_empty());
            texts.collect::<Vec<_>>().join(" ").into()
        }
    }
}

/// A text with each run of blanks as one, and none at its edges.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
