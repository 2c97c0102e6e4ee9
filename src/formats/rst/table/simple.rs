//! Simple tables. Owns how one is drawn and what none can hold; must not know of grids.

use std::fmt::Write;

use super::Parsed;
use super::cell::Cell;
use super::group::Group;
use crate::formats::rst::width::{is_combining, places, width};

/// Draws a simple table, if docutils would read it back.
pub(super) fn draw(table: &Parsed) -> Option<String> {
    let columns = table.header.len();
    if columns < 2 || !holds(&table.header) {
        return None;
    }
    let widths: Vec<usize> = (0..columns).map(|column| column_width(table, column)).collect();
    let border = border(&widths);
    let mut out = format!("{border}\n{}\n{border}\n", line(&table.header, &widths)?);
    for group in &table.groups {
        draw_group(group, &widths, &mut out)?;
    }
    out.push_str(&border);
    out.push('\n');
    Some(out)
}

/// The text of the last column may run over its border, so that a longer one changes no other line.
fn column_width(table: &Parsed, column: usize) -> usize {
    let is_last = column + 1 == table.header.len();
    let rows = table.groups.iter().flat_map(|group| &group.rows).filter(|_| !is_last);
    let cells = rows.map(|row| &row[column]);
    table.width(column, cells.chain([&table.header[column]]))
}

fn border(widths: &[usize]) -> String {
    let columns: Vec<String> = widths.iter().map(|&width| "=".repeat(width)).collect();
    columns.join(" ")
}

fn draw_group(group: &Group, widths: &[usize], out: &mut String) -> Option<()> {
    if !group.is_one_row || !holds(&group.rows[0]) {
        return None;
    }
    for (i, row) in group.rows.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        writeln!(out, "{}", line(row, widths)?).ok()?;
    }
    Some(())
}

/// A row starts where the first column is not blank.
fn holds(first_row: &[Cell]) -> bool {
    !first_row[0].is_empty()
}

/// One line of a table, without blanks at its end; none where docutils would not read the cells back.
fn line(cells: &[Cell], widths: &[usize]) -> Option<String> {
    let mut out = String::new();
    let mut column = 0;
    let mut start = 0;
    for (cell, cell_width) in cells.iter().zip(widths) {
        let text = cell.line()?;
        if cell.has_loose_ends() {
            return None;
        }
        if !text.is_empty() {
            out.extend(std::iter::repeat_n(' ', start - column));
            out.push_str(text);
            column = start + width(text);
        }
        start += cell_width + 1;
    }
    let is_read_back = !is_border(&out) && !leaks(&out, widths);
    is_read_back.then_some(out)
}

/// Docutils looks for borders (`=`) and column spans (`-`) before it looks for cells.
fn is_border(line: &str) -> bool {
    let of = |mark: char| line.starts_with(mark) && line.chars().all(|c| c == mark || c == ' ');
    of('=') || of('-')
}

/// Docutils cuts by column, but where a line ends before a column starts it cuts by character, and what
/// has combining characters is longer that way (`StringList.get_2D_block`).
fn leaks(line: &str, widths: &[usize]) -> bool {
    if !line.contains(is_combining) {
        return false;
    }
    let (columns, characters) = (width(line), line.chars().map(places).sum::<usize>());
    let starts = widths.iter().scan(0, |next, width| {
        *next += width + 1;
        Some(*next)
    });
    starts.take(widths.len() - 1).any(|start| columns <= start && start < characters)
}
