//! Tables in Markdown, as GitHub reads them. Owns pipes, borders and padding; must not know how a
//! cell's text was escaped.
//!
//! A cell is one line, so a line break becomes a blank; and there are no cells that reach down, so each
//! row of a group repeats the first cell.

use crate::formats::rst::width::width;
use crate::table::{Row, Table};

/// Draws a table; the text ends with a line break.
pub fn table(table: &Table) -> String {
    let header: Vec<String> = table.columns.iter().map(|column| cell(&column.title)).collect();
    let rows: Vec<Vec<String>> =
        table.groups().into_iter().flat_map(|group| group_rows(group, header.len())).collect();
    let widths = widths(table, &header, &rows);
    let border: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
    [&header, &border].into_iter().chain(&rows).map(|cells| line(cells, &widths)).collect()
}

fn group_rows(rows: &[Row], columns: usize) -> Vec<Vec<String>> {
    let of = |row: &Row, column| cell(if column == 0 { rows[0].cell(0) } else { row.cell(column) });
    rows.iter().map(|row| (0..columns).map(|column| of(row, column)).collect()).collect()
}

/// Like that of a simple table in reStructuredText, the last column does not grow with its cells: one
/// more row is one more line.
fn widths(table: &Table, header: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    /// A border of less is not seen as one everywhere.
    const BORDER: usize = 3;
    let last = header.len().saturating_sub(1);
    (0..header.len())
        .map(|column| {
            let cells =
                rows.iter().filter(|_| column < last).map(|row| &row[column]).chain([&header[column]]);
            cells.map(|cell| width(cell)).max().unwrap_or(0).max(table.columns[column].width).max(BORDER)
        })
        .collect()
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let mut out = String::from("|");
    for (cell, &column) in cells.iter().zip(widths) {
        let blanks = column.saturating_sub(width(cell)) + 1;
        out.extend([" ", cell, &" ".repeat(blanks), "|"]);
    }
    out.push('\n');
    out
}

/// The markup in one line, with a backslash before each pipe that has none. The ends of cells are
/// looked for before code is, so that a pipe in code needs its backslash too, and loses it again.
fn cell(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut escaped = false;
    for c in one_line(markup).chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

fn one_line(markup: &str) -> String {
    let lines = markup.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, TagEnd};

    use super::*;
    use crate::table::Column;

    type Titles = &'static [&'static str];
    type Rows = &'static [&'static [&'static str]];

    /// A table and the texts of its cells, as the parser reads them back.
    const CASES: &[(Titles, Rows, &str, &[&str])] = &[
        (&["a", "b"], &[], "| a   | b   |\n| --- | --- |\n", &["a", "b"]),
        (
            &["a", "b"],
            &[&["x|y", "`x|y`"], &["", "longer than it"]],
            "| a    | b   |\n| ---- | --- |\n| x\\|y | `x\\|y` |\n|      | longer than it |\n",
            &["a", "b", "x|y", "x|y", "", "longer than it"],
        ),
        (
            &["a"],
            &[&["x\\|y"], &["x\\\\|y"], &["x\n\ny"], &["日本"]],
            "| a   |\n| --- |\n| x\\|y |\n| x\\\\\\|y |\n| x y |\n| 日本 |\n",
            &["a", "x|y", "x\\|y", "x y", "日本"],
        ),
        (&["", ""], &[&["1", "2"]], "|     |     |\n| --- | --- |\n| 1   | 2   |\n", &["", "", "1", "2"]),
    ];

    #[test]
    fn cells_are_read_back() {
        for &(titles, rows, expected, texts) in CASES {
            let column = |title: &&str| Column { title: (*title).to_owned(), width: 0 };
            let row = |cells: &&[&str]| Row {
                cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
                continues: false,
            };
            let drawn = table(&Table {
                columns: titles.iter().map(column).collect(),
                rows: rows.iter().map(row).collect(),
            });
            assert_eq!(drawn, expected);
            assert_eq!(read(&drawn), texts, "{drawn}");
        }
    }

    #[test]
    fn groups_repeat_their_first_cell() {
        let row = |cells: [&str; 2], continues| Row { cells: cells.map(str::to_owned).to_vec(), continues };
        let columns = ["triple", "notes"].map(|title| Column { title: title.to_owned(), width: 6 }).to_vec();
        let rows = vec![row(["one", "x"], false), row(["", "y"], true)];
        let expected = "| triple | notes  |\n| ------ | ------ |\n| one    | x      |\n| one    | y      |\n";
        assert_eq!(table(&Table { columns, rows }), expected);
    }

    fn read(markdown: &str) -> Vec<String> {
        let mut cells = Vec::new();
        let mut text = String::new();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            match event {
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                Event::End(TagEnd::TableCell) => cells.push(std::mem::take(&mut text)),
                _ => {}
            }
        }
        cells
    }
}
