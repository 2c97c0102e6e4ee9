//! Tables in reStructuredText. Owns which of the two forms a table gets and what stands in it, so that
//! docutils reads back the cells that were given; must not know how a cell's text was escaped.
//!
//! A simple table is the readable one, and the text of its last column may run over the border. It holds
//! rows of one line whose first cell is not empty. The rows of a group are one row to docutils, each
//! cell of which holds a paragraph for every row of the group. Where that cannot be, it is a grid.
//!
//! Docutils before 0.22 can read combining characters neither in a grid nor in a group, however it is
//! drawn; composed letters are no such thing.
//!
//! A table without rows has no form of its own. It is drawn as a header over nothing, of which
//! docutils makes a header over one empty row: the first row that comes is one line more.

mod cell;
mod grid;
mod group;
mod simple;

use crate::table::Table;
use cell::Cell;
use group::Group;

/// Draws a table; the text ends with a line break.
pub fn table(table: &Table) -> String {
    let table = Parsed::new(table);
    simple::draw(&table).unwrap_or_else(|| grid::draw(&table))
}

/// A table whose cells are lines.
struct Parsed {
    least: Vec<usize>,
    header: Vec<Cell>,
    groups: Vec<Group>,
}

impl Parsed {
    fn new(table: &Table) -> Self {
        let columns = table.columns.len();
        Self {
            least: table.columns.iter().map(|column| column.width.max(1)).collect(),
            header: table.columns.iter().map(|column| Cell::new(&column.title)).collect(),
            groups: table.groups().into_iter().map(|rows| Group::new(rows, columns)).collect(),
        }
    }

    /// The least width of a column that holds those cells.
    fn width<'a>(&self, column: usize, cells: impl Iterator<Item = &'a Cell>) -> usize {
        cells.map(Cell::width).max().unwrap_or(0).max(self.least[column])
    }
}
