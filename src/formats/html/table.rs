//! Tables in HTML. Owns the elements; must not know how a cell's text was escaped.

use std::fmt::Write;

use crate::table::{Row, Table};

/// Draws a table; the text ends with a line break. The first cell of a group reaches down beside all
/// of its rows, and widths are left to the browser.
pub fn table(table: &Table) -> String {
    let mut out = String::from("<table>\n<thead>\n<tr>");
    for column in &table.columns {
        cell(&mut out, "th", 1, &column.title);
    }
    out.push_str("</tr>\n</thead>\n");
    if !table.rows.is_empty() {
        out.push_str("<tbody>\n");
        for group in table.groups() {
            draw_group(group, table.columns.len(), &mut out);
        }
        out.push_str("</tbody>\n");
    }
    out.push_str("</table>\n");
    out
}

fn draw_group(rows: &[Row], columns: usize, out: &mut String) {
    for (i, row) in rows.iter().enumerate() {
        out.push_str("<tr>");
        for column in usize::from(i > 0)..columns {
            let reach = if column == 0 { rows.len() } else { 1 };
            cell(out, "td", reach, row.cell(column));
        }
        out.push_str("</tr>\n");
    }
}

fn cell(out: &mut String, element: &str, rows: usize, markup: &str) {
    // Writing to a string cannot fail.
    let _ = match rows {
        1 => write!(out, "<{element}>{markup}</{element}>"),
        _ => write!(out, "<{element} rowspan=\"{rows}\">{markup}</{element}>"),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Column;

    #[test]
    fn groups_share_their_first_cell() {
        let column = |title: &str| Column { title: title.to_owned(), width: 9 };
        let row = |cells: [&str; 2], continues| Row { cells: cells.map(str::to_owned).to_vec(), continues };
        let drawn = table(&Table {
            columns: vec![column("a"), column("b")],
            rows: vec![row(["1", "x"], false), row(["1", "y"], true), row(["2", "<b>z</b>"], false)],
        });
        let expected = "<table>\n<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>\n<tbody>\n\
            <tr><td rowspan=\"2\">1</td><td>x</td></tr>\n<tr><td>y</td></tr>\n\
            <tr><td>2</td><td><b>z</b></td></tr>\n</tbody>\n</table>\n";
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_table_without_rows_has_no_body() {
        let columns = vec![Column { title: "a".to_owned(), width: 0 }];
        let drawn = table(&Table { columns, rows: vec![] });
        assert_eq!(drawn, "<table>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n</table>\n");
    }
}
