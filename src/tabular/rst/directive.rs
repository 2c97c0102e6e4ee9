//! The directives that make tables. Owns their parts: argument, options, content; must not know how
//! cells are written in the content.

use std::ops::Range;

use super::page::Page;
use super::{csv, grid, list, simple};
use crate::tabular::{Frills, Tabular};

/// The name of a directive, where the text behind two dots is one.
pub(super) fn name(markup: &str) -> Option<&str> {
    let (name, rest) = markup.split_once("::")?;
    let name = name.trim_end_matches(' ');
    let is_name = name.starts_with(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || "-_+:.".contains(c));
    (is_name && (rest.is_empty() || rest.starts_with(' '))).then_some(name)
}

/// A directive in its parts.
pub(super) struct Directive<'p, 't> {
    pub(super) page: &'p Page<'t>,
    /// All of its lines.
    pub(super) lines: Range<usize>,
    pub(super) options: Vec<(&'t str, Range<usize>)>,
    /// The lines of its content, neither first nor last of them blank.
    pub(super) content: Range<usize>,
    has_argument: bool,
}

/// Reads the table of a directive, and says on which line to go on.
pub(super) fn read(page: &Page<'_>, at: usize, name: &str) -> (usize, Option<Tabular>) {
    let below = page.below(at + 1, page.indent(at));
    let directive = Directive::new(page, at, below);
    let table = match name {
        "list-table" => list::read(&directive),
        "csv-table" => csv::read(&directive),
        _ => inner(&directive),
    };
    (below, table)
}

/// The table in a `table` directive. A comment beside it would be an error, so that all of it counts.
fn inner(directive: &Directive<'_, '_>) -> Option<Tabular> {
    let Directive { page, content, .. } = directive;
    let first = content.start;
    let (next, table) = if simple::is_border(page.text(first)) {
        simple::read(page, first)
    } else if grid::is_top(page.text(first)) {
        grid::read(page, first)
    } else {
        return None;
    };
    let mut table = table.filter(|_| next == content.end)?;
    table.span = page.span(directive.lines.clone());
    table.frills.caption = directive.has_argument;
    table.frills.name = directive.option("name").is_some();
    Some(table)
}

impl<'p, 't> Directive<'p, 't> {
    fn new(page: &'p Page<'t>, at: usize, below: usize) -> Self {
        let last = (at..below).rev().find(|&line| !page.is_blank(line)).unwrap_or(at);
        let head_end = (at..last + 1).find(|&line| page.is_blank(line)).unwrap_or(last + 1);
        let content = (head_end..last + 1).find(|&line| !page.is_blank(line)).unwrap_or(last + 1)..last + 1;
        let options = (at + 1..head_end).filter_map(|line| option(page, line)).collect();
        let argument = page.text(at).split_once("::").map_or("", |(_, argument)| argument);
        let has_argument =
            !argument.trim().is_empty() || (at + 1 < head_end && option(page, at + 1).is_none());
        Self { page, lines: at..last + 1, options, content, has_argument }
    }

    /// The value of an option.
    pub(super) fn option(&self, name: &str) -> Option<&'t str> {
        self.place_of(name).map(|span| self.page.slice(span))
    }

    /// Where that is.
    pub(super) fn place_of(&self, name: &str) -> Option<Range<usize>> {
        self.options
            .iter()
            .find(|(option, _)| option.eq_ignore_ascii_case(name))
            .map(|(_, span)| span.clone())
    }

    /// How many rows are the header.
    pub(super) fn header_rows(&self) -> Option<usize> {
        self.option("header-rows").map_or(Some(0), |rows| rows.parse().ok())
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.page.span(self.lines.clone())
    }

    pub(super) fn frills(&self) -> Frills {
        Frills { caption: self.has_argument, name: self.option("name").is_some(), ..Frills::default() }
    }
}

/// The option on a line, with the place of its value.
fn option<'t>(page: &Page<'t>, at: usize) -> Option<(&'t str, Range<usize>)> {
    let (name, value) = page.text(at).strip_prefix(':')?.split_once(':')?;
    let end = page.content(at).end;
    let value = value.trim_start();
    (!name.is_empty()).then(|| (name, end - value.len()..end))
}
