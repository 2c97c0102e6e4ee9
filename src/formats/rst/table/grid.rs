//! Grid tables. Owns how one is drawn; must not know why a table is not simple.

use super::Parsed;
use super::cell::Cell;
use crate::formats::rst::width::width;

/// Draws a grid, which holds any cells.
pub(super) fn draw(table: &Parsed) -> String {
    let columns = table.header.len();
    let widths = (0..columns).map(|column| column_width(table, column)).collect();
    let mut grid = Grid { widths, out: String::new() };
    grid.border('-');
    grid.row(&table.header);
    grid.border('=');
    for group in &table.groups {
        if group.is_one_row {
            grid.row(&group.stacked())
        } else {
            grid.span(&group.rows)
        }
        grid.border('-');
    }
    if table.groups.is_empty() {
        grid.row(&vec![Cell::default(); columns]);
        grid.border('-');
    }
    grid.out
}

fn column_width(table: &Parsed, column: usize) -> usize {
    let rows = table.groups.iter().flat_map(|group| &group.rows);
    table.width(column, rows.map(|row| &row[column]).chain([&table.header[column]]))
}

/// A grid as far as it is drawn.
struct Grid {
    widths: Vec<usize>,
    out: String,
}

impl Grid {
    fn border(&mut self, mark: char) {
        self.border_from(0, mark);
        self.out.push_str("+\n");
    }

    /// The part of a border below the columns from `first` on, without its right end.
    fn border_from(&mut self, first: usize, mark: char) {
        for width in &self.widths[first..] {
            self.out.push('+');
            self.out.extend(std::iter::repeat_n(mark, width + 2));
        }
    }

    fn row(&mut self, cells: &[Cell]) {
        for i in 0..height(cells) {
            for (column, cell) in cells.iter().enumerate() {
                self.text(column, cell.lines.get(i));
            }
            self.out.push_str("|\n");
        }
    }

    /// Rows whose first cell, that of the first row, reaches down beside them all.
    fn span(&mut self, rows: &[Vec<Cell>]) {
        let mut heights: Vec<usize> = rows.iter().map(|row| height(&row[1..])).collect();
        let first = &rows[0][0].lines;
        let missing = first.len().saturating_sub(heights.iter().sum::<usize>() + rows.len() - 1);
        if let Some(last) = heights.last_mut() {
            *last += missing;
        }
        let mut first = first.iter();
        for (row, (cells, height)) in rows.iter().zip(heights).enumerate() {
            if row > 0 {
                self.text(0, first.next());
                self.border_from(1, '-');
                self.out.push_str("+\n");
            }
            for i in 0..height {
                self.text(0, first.next());
                for (column, cell) in cells.iter().enumerate().skip(1) {
                    self.text(column, cell.lines.get(i));
                }
                self.out.push_str("|\n");
            }
        }
    }

    /// One line of a cell, with the border left of it.
    fn text(&mut self, column: usize, line: Option<&String>) {
        let line = line.map_or("", String::as_str);
        self.out.push_str("| ");
        self.out.push_str(line);
        let blanks = self.widths[column].saturating_sub(width(line)) + 1;
        self.out.extend(std::iter::repeat_n(' ', blanks));
    }
}

/// How many lines a row takes.
fn height(cells: &[Cell]) -> usize {
    cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1)
}
