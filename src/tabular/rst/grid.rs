//! Grid tables. Owns their borders, and cells that reach down over several rows; must not know what else
//! is in the text.

use std::ops::Range;

use super::page::Page;
use super::piece::{Pieces, paragraphs};
use crate::tabular::cell::{Draft, MOST_COLUMNS, Paragraphs};
use crate::tabular::{Frills, Kind, Tabular};

/// Whether a line without blanks around it can be an upper border.
pub(super) fn is_top(line: &str) -> bool {
    line.starts_with("+-") && line.ends_with("-+") && line.chars().all(|c| c == '-' || c == '+')
}

/// Reads the table whose upper border is on a line, and says on which line to go on.
pub(super) fn read(page: &Page<'_>, top: usize) -> (usize, Option<Tabular>) {
    let inside = |&at: &usize| {
        page.indent(at) == page.indent(top)
            && page.text(at).starts_with(['+', '|'])
            && page.text(at).ends_with(['+', '|'])
    };
    let lines = top..(top..page.len()).take_while(inside).last().unwrap_or(top) + 1;
    (lines.end, table(page, lines))
}

fn table(page: &Page<'_>, lines: Range<usize>) -> Option<Tabular> {
    let mut grid = Grid::new(page, lines.start)?;
    let last = lines.end - 1;
    let whole = lines.clone().try_for_each(|at| grid.line(at, at == last));
    let mut frills = Frills::default();
    let cells: Vec<Paragraphs> =
        grid.cells.iter().map(|pieces| paragraphs(page, pieces, &mut frills)).collect();
    let rows: Vec<Vec<Paragraphs>> = grid
        .rows
        .iter()
        .map(|row| row.iter().map(|&cell| Paragraphs::clone(&cells[cell])).collect())
        .collect();
    let has_header = grid.has_header || rows.len() > 1;
    let draft = Draft { kind: Kind::Grid, span: page.span(lines), rows, frills };
    match whole {
        Some(()) => draft.finish(),
        None if has_header => {
            draft.unreadable("a line does not fit its borders, or a cell takes several columns")
        }
        None => None,
    }
}

/// A grid as far as it is read.
struct Grid<'p, 't> {
    page: &'p Page<'t>,
    /// A border, a cell, a border, and so on.
    columns: Vec<Range<usize>>,
    cells: Vec<Pieces>,
    /// The cells of each row, by their numbers.
    rows: Vec<Vec<usize>>,
    has_header: bool,
}

impl<'p, 't> Grid<'p, 't> {
    fn new(page: &'p Page<'t>, top: usize) -> Option<Self> {
        let corners: Vec<usize> =
            page.text(top).match_indices('+').map(|(at, _)| page.indent(top) + at).collect();
        let last = *corners.last()?;
        let cells = corners.windows(2).flat_map(|corners| {
            let (left, right) = (corners[0], corners[1]);
            [left..left + 1, left + 1..right]
        });
        let columns: Vec<Range<usize>> = cells.chain(std::iter::once(last..last + 1)).collect();
        let is_sound = corners.len() <= MOST_COLUMNS && columns.iter().all(|column| !column.is_empty());
        is_sound.then_some(Self { page, columns, cells: Vec::new(), rows: Vec::new(), has_header: false })
    }

    /// Takes one line more; none where it is no line of a table whose cells have one column each.
    fn line(&mut self, at: usize, is_last: bool) -> Option<()> {
        let parts = self.page.cut(at, &self.columns)?;
        let text = |part: &Range<usize>| self.page.slice(part.clone());
        if parts.iter().step_by(2).any(|part| !matches!(text(part), "+" | "|")) {
            return None;
        }
        let is_border = |mark: char, column: usize| {
            let inside = text(&parts[2 * column + 1]);
            let whole = self.columns[2 * column + 1].len();
            let corners = [&parts[2 * column], &parts[2 * column + 2]].map(text);
            corners == ["+", "+"] && inside.len() == whole && inside.chars().all(|c| c == mark)
        };
        let count = self.columns.len() / 2;
        let is_head = (0..count).all(|column| is_border('=', column));
        let ended: Vec<bool> = (0..count).map(|column| is_head || is_border('-', column)).collect();
        if is_head {
            // The header of a document's table is one row.
            if self.has_header || self.rows.len() != 1 {
                return None;
            }
            self.has_header = true;
        }
        if is_last {
            return (!is_head && ended.iter().all(|&ended| ended)).then_some(());
        }
        if ended.contains(&true) {
            self.begin_row(&ended);
        }
        let row = self.rows.last()?;
        for (column, &cell) in row.iter().enumerate().filter(|(column, _)| !ended[*column]) {
            self.cells[cell].push(parts[2 * column + 1].clone());
        }
        Some(())
    }

    /// Begins a row; a column that has not ended goes on with its cell.
    fn begin_row(&mut self, ended: &[bool]) {
        let above = self.rows.last().cloned();
        let mut row = Vec::with_capacity(ended.len());
        for (column, &ended) in ended.iter().enumerate() {
            match above.as_ref().filter(|_| !ended) {
                Some(above) => row.push(above[column]),
                None => {
                    row.push(self.cells.len());
                    self.cells.push(Pieces::new());
                }
            }
        }
        self.rows.push(row);
    }
}
