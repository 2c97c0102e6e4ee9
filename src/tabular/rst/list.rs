//! The directive `list-table`: a list of lists. Owns where an item begins; must not know what is in a
//! cell.

use std::ops::Range;

use super::directive::Directive;
use super::page::Page;
use super::piece::{Pieces, paragraphs};
use crate::tabular::cell::Draft;
use crate::tabular::{Kind, Tabular};

const BULLETS: [char; 6] = ['*', '+', '-', '•', '‣', '⁃'];

/// Reads the table.
pub(super) fn read(directive: &Directive<'_, '_>) -> Option<Tabular> {
    if directive.header_rows()? > 1 {
        return None;
    }
    let page = directive.page;
    let mut frills = directive.frills();
    let mut list =
        List { page, row_column: page.indent(directive.content.start), cell_column: None, rows: Vec::new() };
    for at in directive.content.clone() {
        list.line(at)?;
    }
    let rows = list.rows.iter();
    let rows =
        rows.map(|row| row.iter().map(|pieces| paragraphs(page, pieces, &mut frills)).collect()).collect();
    Draft { kind: Kind::List, span: directive.span(), rows, frills }.finish()
}

/// A list as far as it is read.
struct List<'p, 't> {
    page: &'p Page<'t>,
    /// The column of the bullets of rows.
    row_column: usize,
    /// The column of the bullets of this row's cells, once there is one.
    cell_column: Option<usize>,
    rows: Vec<Vec<Pieces>>,
}

impl List<'_, '_> {
    /// Takes one line more; none where it fits nowhere.
    fn line(&mut self, at: usize) -> Option<()> {
        let content = self.page.content(at);
        if content.is_empty() {
            if let Some(cell) = self.rows.last_mut().and_then(|row| row.last_mut()) {
                cell.push(content);
            }
            return Some(());
        }
        let column = self.page.indent(at);
        if column > self.row_column {
            return self.inside(content, column);
        }
        let (rest, behind) = self.item(content, column).filter(|_| column == self.row_column)?;
        self.rows.push(Vec::new());
        self.cell_column = None;
        if rest.is_empty() { Some(()) } else { self.inside(rest, behind) }
    }

    /// Takes what stands in a row: a cell, or more of the cell above.
    fn inside(&mut self, content: Range<usize>, column: usize) -> Option<()> {
        let row = self.rows.last()?;
        if self.cell_column.is_none_or(|cells| cells == column) {
            let (rest, _) = self.item(content, column)?;
            self.cell_column = Some(column);
            self.rows.last_mut()?.push(vec![rest]);
            return Some(());
        }
        if row.is_empty() || self.cell_column.is_none_or(|cells| column <= cells) {
            return None;
        }
        self.rows.last_mut()?.last_mut()?.push(content);
        Some(())
    }

    /// What stands behind a bullet, and at which column.
    fn item(&self, content: Range<usize>, column: usize) -> Option<(Range<usize>, usize)> {
        let text = self.page.slice(content.clone());
        let rest = text.strip_prefix(BULLETS)?;
        let item = rest.trim_start();
        let blanks = rest[..rest.len() - item.len()].chars().count();
        (blanks > 0 || rest.is_empty()).then(|| (content.end - item.len()..content.end, column + 1 + blanks))
    }
}
