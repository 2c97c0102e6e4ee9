//! Tables in reStructuredText. Owns where in a text a table can stand: not in literal blocks, comments
//! and what directives take as code; must not know what is in a table.

mod csv;
mod directive;
mod grid;
mod inline;
mod list;
mod page;
mod piece;
mod simple;

use super::Tabular;
use page::Page;

/// Directives whose content is text as outside of them. Others are passed over with all that is in
/// them: it may be code.
const CONTAINERS: &[&str] = &[
    "admonition",
    "attention",
    "attribute",
    "caution",
    "class",
    "compound",
    "confval",
    "container",
    "cssclass",
    "danger",
    "data",
    "deprecated",
    "deprecated-removed",
    "describe",
    "details",
    "dropdown",
    "envvar",
    "epigraph",
    "error",
    "exception",
    "function",
    "highlights",
    "hint",
    "ifconfig",
    "important",
    "impl-detail",
    "macro",
    "member",
    "method",
    "module",
    "note",
    "object",
    "only",
    "opcode",
    "option",
    "pull-quote",
    "rst-class",
    "rubric",
    "seealso",
    "sidebar",
    "staticmethod",
    "tab-item",
    "tab-set",
    "tip",
    "topic",
    "type",
    "var",
    "versionadded",
    "versionchanged",
    "versionremoved",
    "warning",
];

/// The tables of a text, from top to bottom.
pub(super) fn tables(text: &str) -> Vec<Tabular> {
    let page = Page::new(text);
    let mut found = Vec::new();
    let (mut at, mut behind_block) = (0, false);
    while at < page.len() {
        let begins = behind_block || page.is_blank_before(at);
        let (next, table) = block(&page, at, begins);
        let next = next.max(at + 1);
        // Docutils warns where no blank line follows a table, and goes on behind it; what begins with
        // two dots needs none where more of the kind follows.
        let is_markup = begins && page.text(at).starts_with("..") && page.indent(next) <= page.indent(at);
        behind_block = table.is_some() || is_markup;
        found.extend(table);
        at = next;
    }
    found
}

/// Looks at what begins on a line, perhaps a block, and says on which line to look next.
fn block(page: &Page<'_>, at: usize, begins: bool) -> (usize, Option<Tabular>) {
    let line = page.text(at);
    let markup = line.strip_prefix("..").filter(|rest| rest.is_empty() || rest.starts_with(' '));
    if let Some(markup) = markup {
        // Elsewhere it may be a line of a paragraph, or of a list that ends badly.
        if begins || !opens_literal(page, at) {
            return explicit(page, at, begins, markup.trim());
        }
    }
    if opens_literal(page, at) {
        return (behind_literal(page, at), None);
    }
    if begins {
        if simple::is_border(line) && line.contains(' ') {
            return simple::read(page, at);
        }
        if grid::is_top(line) {
            return grid::read(page, at);
        }
    }
    (at + 1, None)
}

/// What begins with two dots: a directive, a comment, a target, a footnote.
fn explicit(page: &Page<'_>, at: usize, begins: bool, markup: &str) -> (usize, Option<Tabular>) {
    let below = || page.below(at + 1, page.indent(at));
    if markup.starts_with(['_', '[']) {
        return (at + 1, None);
    }
    let Some(name) = directive::name(markup) else {
        // Two dots alone are a comment of one line.
        let is_empty = markup.is_empty() && page.is_blank(at + 1);
        return (if is_empty { at + 1 } else { below() }, None);
    };
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "table" | "list-table" | "csv-table" if begins => directive::read(page, at, &name),
        _ if CONTAINERS.contains(&name.rsplit(':').next().unwrap_or_default()) => (at + 1, None),
        _ => (below(), None),
    }
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
    let mut rest = line;
    while let Some(item) = after_mark(rest) {
        rest = item;
    }
    page.indent(at) + line[..line.len() - rest.len()].chars().count()
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
