//! Tables in HTML. Owns rows, cells and how far they reach; must not know how tags are spelled.

mod tag;

use std::ops::Range;

use super::cell::{Draft, MOST_COLUMNS, Paragraph, Paragraphs, one_line};
use super::part::Part;
use super::{Depth, Frills, Hindrance, Kind, Language, Tabular};
use tag::{Tag, Token, tokens};

const SPANNED: &str = "a cell takes several columns";

/// The tables of a text, from top to bottom.
pub(super) fn tables(text: &str, depth: Depth) -> Vec<Tabular> {
    let (mut found, comments) = found(text);
    if depth == Depth::Whole {
        found.extend(comments.into_iter().flat_map(|comment| in_comment(text, comment, Language::Html)));
        found.sort_by_key(|table| table.span.start);
    }
    found
}

/// The tables in a comment that stands on lines of its own.
pub(super) fn in_comment(text: &str, comment: Range<usize>, language: Language) -> Vec<Tabular> {
    if whole_lines(text, comment.clone()).is_none() {
        return Vec::new();
    }
    const OPEN: &str = "<!--";
    let Some(inside) = text[comment.clone()].strip_prefix(OPEN) else { return Vec::new() };
    let inside = inside.strip_suffix("-->").unwrap_or(inside);
    let start = comment.start + OPEN.len();
    let mut part = Part::default();
    part.push_lines(text, start..start + inside.len());
    part.tables(language, &Hindrance::Verbatim("a comment"))
}

/// The tables of a text, from top to bottom, and where comments outside of them are.
pub(super) fn found(text: &str) -> (Vec<Tabular>, Vec<Range<usize>>) {
    let (mut found, mut comments) = (Vec::new(), Vec::new());
    let mut open: Option<Open> = None;
    for (span, token) in tokens(text) {
        match (&mut open, token) {
            (None, Token::Tag(tag)) if tag.opens("table") => open = Some(Open::new(span.start, &tag)),
            (None, Token::Comment) => comments.push(span),
            (None, _) | (Some(_), Token::Comment) => {}
            (Some(table), Token::Text(words)) => table.text(words, span),
            (Some(table), Token::Tag(tag)) => {
                if table.is_closed_by(&tag, &span) {
                    found.extend(open.take().and_then(|table| table.finish(text, span.end)));
                }
            }
        }
    }
    (found, comments)
}

/// A table that is not closed yet.
struct Open {
    start: usize,
    /// How many tables are open; a table in a table is none of ours.
    depth: usize,
    is_plain: bool,
    /// A cell takes several columns.
    is_spanned: bool,
    in_caption: bool,
    /// The rows of a header that is marked as such.
    head_rows: Option<usize>,
    rows: Vec<Vec<Paragraphs>>,
    row: Vec<Paragraphs>,
    /// For each column, what reaches down into how many rows more.
    reaching: Vec<(usize, Paragraphs)>,
    cell: Option<OpenCell>,
    frills: Frills,
}

/// A cell that is not closed yet.
struct OpenCell {
    rows: usize,
    done: Vec<Paragraph>,
    text: String,
    span: Range<usize>,
}

impl Open {
    fn new(start: usize, tag: &Tag<'_>) -> Self {
        let frills = Frills { name: tag.attribute("id").is_some(), ..Frills::default() };
        Self {
            start,
            depth: 1,
            is_plain: true,
            is_spanned: false,
            in_caption: false,
            head_rows: None,
            rows: Vec::new(),
            row: Vec::new(),
            reaching: Vec::new(),
            cell: None,
            frills,
        }
    }

    fn is_closed_by(&mut self, tag: &Tag<'_>, span: &Range<usize>) -> bool {
        if tag.name == "table" {
            self.is_plain = false;
            self.depth = if tag.is_end { self.depth - 1 } else { self.depth + 1 };
            if self.depth == 0 {
                self.is_plain = true;
            }
        }
        if self.depth > 0 && self.is_plain {
            self.tag(tag, span);
        }
        self.depth == 0
    }

    fn tag(&mut self, tag: &Tag<'_>, span: &Range<usize>) {
        match tag.name.as_str() {
            "caption" => {
                self.frills.caption = true;
                self.in_caption = !tag.is_end;
            }
            "thead" | "tbody" | "tfoot" => {
                self.end_row();
                self.reaching.clear();
                if tag.opens("thead") {
                    self.head_rows = Some(0);
                } else if tag.name == "thead" {
                    self.is_plain &= self.head_rows.take().is_none_or(|rows| rows == 1);
                }
            }
            "tr" => self.end_row(),
            "td" | "th" if tag.is_end => self.end_cell(),
            "td" | "th" => self.begin_cell(tag, span.end),
            "a" if tag.attribute("href").is_some() => {
                let is_footnote = tag.attribute("class").is_some_and(|class| class.contains("footnote"));
                self.frills.footnotes |= is_footnote;
                self.frills.links |= !is_footnote;
            }
            "p" | "div" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "blockquote" => self.end_paragraph(),
            "br" => self.text(" ", span.clone()),
            _ => {}
        }
    }

    fn begin_cell(&mut self, tag: &Tag<'_>, at: usize) {
        self.end_cell();
        self.is_spanned |= tag.attribute("colspan").is_some_and(|columns| columns.trim() != "1");
        self.is_plain &= !self.is_spanned;
        let rows = tag.attribute("rowspan").and_then(|rows| rows.trim().parse().ok()).unwrap_or(1);
        // None at all stands for all that follow.
        let rows = if rows == 0 { usize::MAX } else { rows };
        self.cell = Some(OpenCell { rows, done: Vec::new(), text: String::new(), span: at..at });
    }

    fn text(&mut self, words: &str, span: Range<usize>) {
        if let Some(cell) = self.cell.as_mut().filter(|_| !self.in_caption) {
            if cell.text.trim().is_empty() {
                cell.span.start = span.start + words.len() - words.trim_start().len();
            }
            if !words.trim().is_empty() {
                cell.span.end = span.end - (words.len() - words.trim_end().len());
            }
            tag::decode(words, &mut cell.text);
        }
    }

    fn end_paragraph(&mut self) {
        if let Some(cell) = &mut self.cell {
            cell.end_paragraph();
        }
    }

    fn end_cell(&mut self) {
        let Some(mut cell) = self.cell.take() else { return };
        cell.end_paragraph();
        self.reach();
        if self.row.len() >= MOST_COLUMNS {
            self.is_plain = false;
            return;
        }
        let paragraphs: Paragraphs = cell.done.into();
        let column = self.row.len();
        if self.reaching.len() <= column {
            self.reaching.resize(column + 1, (0, Paragraphs::default()));
        }
        self.reaching[column] = (cell.rows - 1, Paragraphs::clone(&paragraphs));
        self.row.push(paragraphs);
    }

    /// Adds the cells that reach down from the rows above, up to the first column that is free.
    fn reach(&mut self) {
        while let Some((rows, cell)) = self.reaching.get_mut(self.row.len()).filter(|(rows, _)| *rows > 0) {
            *rows -= 1;
            self.row.push(Paragraphs::clone(cell));
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if self.row.is_empty() {
            return;
        }
        self.reach();
        self.head_rows = self.head_rows.map(|rows| rows + 1);
        self.rows.push(std::mem::take(&mut self.row));
    }

    /// The finished table.
    fn finish(mut self, text: &str, end: usize) -> Option<Tabular> {
        self.end_row();
        if !self.is_plain && !self.is_spanned {
            return None;
        }
        let alone = whole_lines(text, self.start..end);
        let is_alone = alone.is_some();
        let span = alone.unwrap_or(self.start..end);
        let draft = Draft { kind: Kind::Html, span, rows: self.rows, frills: self.frills };
        let table = if self.is_spanned { draft.unreadable(SPANNED) } else { draft.finish() }?;
        let glued = (!is_alone).then_some(Hindrance::Glued);
        Some(Tabular { hindrance: table.hindrance.or(glued), ..table })
    }
}

impl OpenCell {
    fn end_paragraph(&mut self) {
        let text = one_line(&self.text);
        if !text.is_empty() {
            self.done.push(Paragraph { text: text.into(), span: self.span.clone() });
        }
        self.text.clear();
    }
}

/// The whole lines of a stretch that has only blanks before and behind it, without the last ending.
pub(super) fn whole_lines(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |newline| span.end + newline);
    let before = &text[start..span.start];
    let end = if text[..end].ends_with('\r') { (end - 1).max(span.end) } else { end };
    let is_alone = before.chars().chain(text[span.end..end].chars()).all(char::is_whitespace);
    is_alone.then_some(start..end)
}
