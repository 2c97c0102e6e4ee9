//! A group of rows that share their first cell. Owns what docutils is to read of it; must not know how
//! a table is drawn.

use super::cell::Cell;
use crate::table::Row;

/// The rows of a group; mostly there is one.
pub(super) struct Group {
    /// The cells by row; the first cell stands in the first row only.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether docutils can read the rows as one, with a paragraph of each in every cell. Blocks
    /// cannot be told apart that way: two lists would become one.
    pub(super) is_one_row: bool,
}

impl Group {
    pub(super) fn new(rows: &[Row], columns: usize) -> Self {
        let cells = |row: &Row| (0..columns).map(|column| Cell::new(row.cell(column))).collect();
        let mut rows: Vec<Vec<Cell>> = rows.iter().map(cells).collect();
        for further in rows.iter_mut().skip(1) {
            further[0] = Cell::default();
        }
        let is_one_row = rows.len() == 1 || rows.iter().flat_map(|row| &row[1..]).all(Cell::is_plain);
        let mut group = Self { rows, is_one_row };
        if is_one_row {
            group.mark_empty(columns);
        }
        group
    }

    /// The rows as one, with a paragraph of each in every cell but the first.
    pub(super) fn stacked(&self) -> Vec<Cell> {
        let mut rows = self.rows.iter();
        let mut stacked = rows.next().cloned().unwrap_or_default();
        for row in rows {
            for (above, cell) in stacked.iter_mut().zip(row) {
                above.add_paragraph(cell);
            }
        }
        stacked
    }

    /// Gives a paragraph to each empty cell that has a cell below it, so that the paragraphs of all
    /// columns stay side by side; and to one cell of the last row, so that it is seen at all.
    fn mark_empty(&mut self, columns: usize) {
        let last = self.rows.len() - 1;
        if last > 0 && self.rows[last].iter().all(Cell::is_empty) {
            self.rows[last][1] = Cell::empty_paragraph();
        }
        for column in 1..columns {
            let mut below = false;
            for row in self.rows.iter_mut().rev() {
                if row[column].is_empty() && below {
                    row[column] = Cell::empty_paragraph();
                }
                below |= !row[column].is_empty();
            }
        }
    }
}
