//! Simple tables. Owns their borders and rows, as docutils finds them (`SimpleTableParser`); must not
//! know what else is in the text.

use std::ops::Range;

use super::page::Page;
use super::piece::{Pieces, paragraphs};
use crate::tabular::cell::{Draft, MOST_COLUMNS, Paragraphs};
use crate::tabular::{Frills, Kind, Tabular};

/// Whether a line without blanks around it is a border.
pub(super) fn is_border(line: &str) -> bool {
    line.starts_with('=') && line.chars().all(|c| c == '=' || c == ' ')
}

fn is_span_line(line: &str) -> bool {
    line.starts_with('-') && line.chars().all(|c| c == '-' || c == ' ')
}

/// Reads the table whose upper border is on a line, and says on which line to go on.
pub(super) fn read(page: &Page<'_>, top: usize) -> (usize, Option<Tabular>) {
    let mut borders = vec![top];
    for at in top + 1..page.len() {
        if page.is_blank(at) {
            continue;
        }
        if page.indent(at) < page.indent(top) {
            return (at, header(page, top, "it has no lower border"));
        }
        if !is_border(page.text(at)) {
            continue;
        }
        if page.text(at) != page.text(top) || page.indent(at) != page.indent(top) {
            return (at, header(page, top, "its borders are not alike"));
        }
        borders.push(at);
        if borders.len() == 3 || page.is_blank(at + 1) {
            let why = "text stands between its columns or over several, or its header has several rows";
            return (at + 1, table(page, &borders).or_else(|| header(page, top, why)));
        }
    }
    (page.len(), header(page, top, "it has no lower border"))
}

/// What can be told of a table that cannot be read, and why it cannot.
fn header(page: &Page<'_>, top: usize, why: &'static str) -> Option<Tabular> {
    let is_end = |&at: &usize| page.is_blank(at) || is_border(page.text(at));
    let end = (top + 1..page.len()).find(is_end).filter(|&end| is_border(page.text(end)))?;
    let mut frills = Frills::default();
    let rows = Columns::new(page, top)?.rows(top + 1..end, &mut frills)?;
    Draft { kind: Kind::Simple, span: page.span(top..end + 1), rows, frills }.unreadable(why)
}

fn table(page: &Page<'_>, borders: &[usize]) -> Option<Tabular> {
    let (&top, &bottom) = (borders.first()?, borders.last()?);
    let table = Columns::new(page, top)?;
    let mut frills = Frills::default();
    let mut rows = Vec::new();
    for between in borders.windows(2) {
        let found = table.rows(between[0] + 1..between[1], &mut frills)?;
        if rows.is_empty() && borders.len() == 3 && found.len() != 1 {
            return None;
        }
        rows.extend(found);
    }
    Draft { kind: Kind::Simple, span: page.span(top..bottom + 1), rows, frills }.finish()
}

struct Columns<'p, 't> {
    page: &'p Page<'t>,
    indent: usize,
    border: &'t str,
    columns: Vec<Range<usize>>,
}

impl<'p, 't> Columns<'p, 't> {
    fn new(page: &'p Page<'t>, top: usize) -> Option<Self> {
        let (border, indent) = (page.text(top), page.indent(top));
        let mut columns: Vec<Range<usize>> = Vec::new();
        let mut column = indent;
        for word in border.split(' ') {
            if !word.is_empty() {
                columns.push(column..column + word.len());
            }
            column += word.len() + 1;
        }
        // The text of the last column may run over the border.
        columns.last_mut()?.end = usize::MAX;
        (columns.len() <= MOST_COLUMNS).then_some(Self { page, indent, border, columns })
    }

    /// The rows of some lines: a row begins where the first column is not blank.
    fn rows(&self, lines: Range<usize>, frills: &mut Frills) -> Option<Vec<Vec<Paragraphs>>> {
        let mut rows = Vec::new();
        let mut row: Option<Vec<Pieces>> = None;
        for at in lines {
            if is_span_line(self.page.text(at)) && self.page.indent(at) == self.indent {
                if self.page.text(at).replace('-', "=") != self.border {
                    return None;
                }
                rows.extend(row.take().map(|row| self.finish(&row, frills)));
                continue;
            }
            let cells = self.page.cut(at, &self.columns)?;
            if !cells[0].is_empty() {
                rows.extend(
                    row.replace(vec![Pieces::new(); cells.len()]).map(|row| self.finish(&row, frills)),
                );
            }
            // Docutils drops what stands above the first row.
            for (pieces, cell) in row.iter_mut().flatten().zip(cells) {
                pieces.push(cell);
            }
        }
        rows.extend(row.map(|row| self.finish(&row, frills)));
        Some(rows)
    }

    fn finish(&self, row: &[Pieces], frills: &mut Frills) -> Vec<Paragraphs> {
        row.iter().map(|pieces| paragraphs(self.page, pieces, frills)).collect()
    }
}
