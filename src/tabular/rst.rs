//! Tables in reStructuredText. Owns where in a text a table can stand: not in literal blocks, comments
//! and what directives take as code; must not know what is in a table.

mod csv;
mod directive;
mod grid;
mod inline;
mod known;
mod label;
mod list;
mod page;
mod piece;
mod simple;

use std::ops::Range;

use super::part::Part;
use super::{Depth, Hindrance, Language, Tabular};
use known::{Content, content};
use label::Pending;
use page::Page;

/// The tables of a text, from top to bottom.
pub(super) fn tables(text: &str, depth: Depth) -> Vec<Tabular> {
    let page = Page::new(text);
    let mut reader = Reader { page: &page, depth, found: Vec::new(), labels: Pending::default() };
    let (mut at, mut behind_block) = (0, false);
    while at < page.len() {
        let begins = behind_block || page.is_blank_before(at);
        let (next, is_table) = reader.block(at, begins);
        let next = next.max(at + 1);
        // Docutils warns where no blank line follows a table, and goes on behind it; what begins with
        // two dots needs none where more of the kind follows.
        let is_markup = begins && page.text(at).starts_with("..") && page.indent(next) <= page.indent(at);
        behind_block = is_table || is_markup;
        at = next;
    }
    reader.found
}

/// A text as far as it is read.
struct Reader<'p, 't> {
    page: &'p Page<'t>,
    depth: Depth,
    found: Vec<Tabular>,
    labels: Pending,
}

/// On which line to look next, and whether a table ends above it.
type Step = (usize, bool);

impl Reader<'_, '_> {
    /// Looks at what begins on a line, perhaps a block.
    fn block(&mut self, at: usize, begins: bool) -> Step {
        let page = self.page;
        let line = page.text(at);
        let item = behind_marks(line);
        if let Some(next) = self.behind_mark(at, item) {
            return (next, false);
        }
        let markup = item.strip_prefix("..").filter(|rest| rest.is_empty() || rest.starts_with(' '));
        if let Some(markup) = markup {
            // Elsewhere it may be a line of a paragraph, or of a list that ends badly.
            if begins || !opens_literal(page, at) || item.len() < line.len() {
                return self.explicit(at, begins, markup.trim());
            }
        }
        if line.is_empty() {
            return (at + 1, false);
        }
        if opens_literal(page, at) {
            let lines = at + 1..behind_literal(page, at);
            return self.passed(lines, Language::Rst, &Hindrance::Verbatim("a literal block"));
        }
        if simple::is_border(line) && line.contains(' ') {
            return match simple::read(page, at) {
                // Where no block begins, this is a line of text.
                (_, table) if !begins && !table.as_ref().is_some_and(Tabular::is_readable) => (at + 1, false),
                read => self.table(at, begins, read),
            };
        }
        if grid::is_top(line) {
            return self.table(at, begins, grid::read(page, at));
        }
        self.labels.clear();
        (at + 1, false)
    }

    /// What begins with two dots: a directive, a comment, a target, a footnote.
    fn explicit(&mut self, at: usize, begins: bool, markup: &str) -> Step {
        let page = self.page;
        let column = content_column(page, at);
        if markup.starts_with(['_', '[']) {
            self.labels.target(page, at, column, markup);
            return (at + 1, false);
        }
        // Not asked of what is read as text: others may stand in it, each with all that follows.
        let below = || page.below(at + 1, column);
        let Some(name) = directive::name(markup) else {
            self.labels.clear();
            // Two dots alone are a comment of one line.
            if markup.is_empty() && page.is_blank(at + 1) {
                return (at + 1, false);
            }
            return self.passed(at + 1..below(), Language::Rst, &Hindrance::Verbatim("a comment"));
        };
        let argument = markup[name.len()..].trim_start_matches([' ', ':']).trim();
        match content(name, argument) {
            // It was tried before, as the only thing behind its marks.
            Content::Table if column > page.indent(at) => {
                self.labels.clear();
                return (below(), false);
            }
            Content::Table => {
                return self.table(at, begins, directive::read(page, at, &name.to_ascii_lowercase()));
            }
            Content::Index => {
                self.labels.pass();
                return (below(), false);
            }
            Content::Class if !page.is_deeper_below(at, column) => self.labels.pass(),
            Content::Class | Content::Text => self.labels.clear(),
            Content::Verbatim(what, language) => {
                return self.passed(at + 1..below(), language, &Hindrance::Verbatim(what));
            }
            Content::Unknown => {
                let hindrance = Hindrance::Directive(name.to_owned());
                return self.passed(at + 1..below(), Language::Rst, &hindrance);
            }
        }
        (at + 1, false)
    }

    /// Takes a table that begins on a line, if one could be read.
    fn table(&mut self, at: usize, begins: bool, (next, table): (usize, Option<Tabular>)) -> Step {
        let labels = self.labels.take(self.page, at);
        let is_table = begins && table.as_ref().is_some_and(Tabular::is_readable);
        let table = table.filter(|table| begins || table.is_readable());
        self.found.extend(table.map(|mut table| {
            table.labels = labels;
            table.hindrance = table.hindrance.or((!begins).then_some(Hindrance::NoBlankLine));
            table
        }));
        (next, is_table)
    }

    /// Looks for tables in lines that are not read as the text around them.
    fn passed(&mut self, lines: Range<usize>, language: Language, hindrance: &Hindrance) -> Step {
        self.labels.clear();
        let below = (lines.end, false);
        if self.depth == Depth::Part {
            return below;
        }
        let (page, mut part) = (self.page, Part::default());
        let column = lines.clone().filter(|&at| !page.is_blank(at)).map(|at| page.indent(at)).min();
        for at in lines {
            let blanks = page.indent(at).saturating_sub(column.unwrap_or(0));
            part.push(page.span(at..at + 1), blanks, page.text(at));
        }
        self.found.extend(part.tables(language, hindrance));
        below
    }

    /// Looks for a table that begins behind the marks of list items or of a field, and says on which line
    /// to look next if there is one.
    fn behind_mark(&mut self, at: usize, item: &str) -> Option<usize> {
        let page = self.page;
        let line = page.text(at);
        let (item, column, mark) = match after_field(line) {
            Some(body) => {
                let next = (at + 1..page.len()).find(|&at| !page.is_blank(at)).unwrap_or(at);
                (body, page.indent(next), "the mark of a field")
            }
            None => (item, content_column(page, at), "the mark of a list item"),
        };
        let is_border = simple::is_border(item) && item.contains(' ') || grid::is_top(item);
        let is_directive = item.strip_prefix(".. ").is_some_and(|markup| {
            directive::name(markup.trim()).is_some_and(|name| matches!(content(name, ""), Content::Table))
        });
        if item.len() == line.len()
            || column == 0
            || !(is_border || is_directive)
            || self.depth == Depth::Part
        {
            return None;
        }
        let below = page.below(at + 1, column - 1);
        let mut part = Part::default();
        part.push(page.span(at..at + 1), 0, item);
        for at in at + 1..below {
            part.push(page.span(at..at + 1), page.indent(at).saturating_sub(column), page.text(at));
        }
        let found = part.tables(Language::Rst, &Hindrance::Behind(mark));
        // Only what begins on the very line is behind the mark.
        let table = found.into_iter().next().filter(|table| table.span.start <= page.content(at).start)?;
        let end = table.span.end;
        self.labels.clear();
        self.found.push(table);
        Some((at + 1..below).find(|&at| page.content(at).start >= end).unwrap_or(below))
    }
}

/// What stands behind the mark of a field.
fn after_field(line: &str) -> Option<&str> {
    let (name, body) = line.strip_prefix(':')?.split_once(": ")?;
    (!name.is_empty() && !name.contains('`')).then(|| body.trim_start())
}

/// Whether a paragraph ends here with the mark of a literal block.
fn opens_literal(page: &Page<'_>, at: usize) -> bool {
    page.text(at).ends_with("::") && page.is_blank(at + 1)
}

/// The first line behind the literal block that may begin on a line. One that is not indented has the same
/// character first on each line, such as a border's; docutils looks for that first.
///
/// A line that has another one directly above it may be no list item, but more of its paragraph.
fn behind_literal(page: &Page<'_>, at: usize) -> usize {
    let indent = page.indent(at);
    let column = if page.is_blank_before(at) { content_column(page, at) } else { indent };
    let below = page.below(at + 1, column);
    let is_quoted = (at + 1..below).all(|at| page.is_blank(at))
        && (indent..=column).contains(&page.indent(below))
        && page.text(below).starts_with(|c: char| c.is_ascii_punctuation());
    if !is_quoted {
        return below;
    }
    let ends = |&at: &usize| page.is_blank(at) || page.indent(at) < page.indent(below);
    let end = (below..page.len()).find(ends).unwrap_or(page.len());
    // What is not quoted after all may be a directive, or end with the mark of another literal block.
    if opens_literal(page, end - 1) { end - 1 } else { page.below(end, column) }
}

/// The column at which the text of a line begins, behind the marks of list items: what is deeper than it
/// is the literal block.
fn content_column(page: &Page<'_>, at: usize) -> usize {
    let line = page.text(at);
    page.indent(at) + line[..line.len() - behind_marks(line).len()].chars().count()
}

/// The text of a line behind the marks of list items.
fn behind_marks(line: &str) -> &str {
    let mut rest = line;
    while let Some(item) = after_mark(rest) {
        rest = item;
    }
    rest
}

fn after_mark(text: &str) -> Option<&str> {
    let end = match text.strip_prefix(['*', '+', '-', '•', '‣', '⁃']) {
        Some(rest) => text.len() - rest.len(),
        None => {
            let number = text.strip_prefix('(').unwrap_or(text);
            let counted = number.trim_start_matches(|c: char| c.is_ascii_digit());
            let rest = if counted.len() < number.len() {
                counted
            } else {
                number.strip_prefix(|c: char| c == '#' || c.is_ascii_alphabetic())?
            };
            text.len() - rest.strip_prefix(['.', ')'])?.len()
        }
    };
    let rest = &text[end..];
    let item = rest.trim_start_matches(' ');
    (item.len() < rest.len() && !item.is_empty()).then_some(item)
}
