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
    let (mut at, mut behind_table) = (0, false);
    while at < page.len() {
        // Docutils warns where no blank line follows a table, and goes on behind it.
        let (next, table) = block(&page, at, behind_table || page.is_blank_before(at));
        behind_table = table.is_some();
        found.extend(table);
        at = next.max(at + 1);
    }
    found
}

/// Looks at what begins on a line, perhaps a block, and says on which line to look next.
fn block(page: &Page<'_>, at: usize, begins: bool) -> (usize, Option<Tabular>) {
    let line = page.text(at);
    if let Some(markup) = line.strip_prefix("..").filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
        return explicit(page, at, begins, markup.trim());
    }
    if opens_literal(page, at) {
        return (page.below(at + 1, content_column(page, at)), None);
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
        "table" | "list-table" | "csv-table" => {
            // Elsewhere it is a line of a paragraph.
            let begins = begins || page.text(at - 1).starts_with("..");
            if begins { directive::read(page, at, &name) } else { (at + 1, None) }
        }
        _ if CONTAINERS.contains(&name.rsplit(':').next().unwrap_or_default()) => (at + 1, None),
        _ => (below(), None),
    }
}

/// Whether a paragraph ends here with the mark of a literal block.
fn opens_literal(page: &Page<'_>, at: usize) -> bool {
    page.text(at).ends_with("::") && page.is_blank(at + 1)
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
