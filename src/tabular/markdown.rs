//! Tables in Markdown: those between `|`, and those in HTML. Owns where in a text one stands, as the
//! parser says; must not know what HTML is made of.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::cell::{Draft, Paragraph, Paragraphs, one_line};
use super::html::{self, whole_lines};
use super::{Frills, Kind, Tabular};

/// The tables of a text, from top to bottom.
pub(super) fn tables(text: &str) -> Vec<Tabular> {
    let mut page = Page::default();
    for (event, span) in Parser::new_ext(text, options()).into_offset_iter() {
        page.take(text, event, span);
    }
    let Page { mut found, html, blocks, .. } = page;
    if !blocks.is_empty() {
        // In a paragraph, a table would be cut out of it.
        let is_block = |at: usize| {
            let after = blocks.partition_point(|block| block.end <= at);
            blocks.get(after).is_some_and(|block| block.contains(&at))
        };
        let tables = html::tables(&only_html(text, &html), &is_block).into_iter();
        found.extend(tables.filter(|table| can_stand_alone(text, &blocks, &table.span)));
        found.sort_by_key(|table| table.span.start);
    }
    found
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
}

/// Whether a table in HTML stays what it is, and so does what follows it, once blank lines are around it:
/// these end a block of HTML, and what is deep behind one is code. What closes an element around the
/// table is HTML in its own right.
fn can_stand_alone(text: &str, blocks: &[Range<usize>], table: &Range<usize>) -> bool {
    const CODE: usize = 4;
    const CLOSING: [&str; 5] = ["</center>", "</details>", "</div>", "</p>", "</section>"];
    let is_shallow = |line: &str| {
        let blanks = &line[..line.len() - line.trim_start().len()];
        !blanks.contains('\t') && blanks.len() < CODE
    };
    let line = &text[table.clone()];
    let start = table.start + line.len() - line.trim_start().len();
    let block = blocks.get(blocks.partition_point(|block| block.end <= start));
    let begins_block = block.is_some_and(|block| block.start >= table.start);
    let next = text[table.end..].split_inclusive('\n').nth(1).unwrap_or_default();
    let begins_next = is_shallow(next) && CLOSING.iter().any(|tag| next.trim_start().starts_with(tag));
    (begins_block || is_shallow(line)) && (next.trim().is_empty() || begins_next)
}

/// The text with its HTML alone: elsewhere, as in code, `<` begins no tag.
fn only_html(text: &str, html: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for span in html.iter().filter(|span| span.start <= span.end) {
        if span.start >= copied {
            out.push_str(&text[copied..span.start].replace('<', " "));
            out.push_str(&text[span.clone()]);
            copied = span.end;
        }
    }
    out.push_str(&text[copied..].replace('<', " "));
    out
}

/// A text as far as it is read.
#[derive(Default)]
struct Page {
    found: Vec<Tabular>,
    /// How many block quotes are open: a marker would need their `>`.
    quotes: usize,
    /// Where HTML stands.
    html: Vec<Range<usize>>,
    /// Those of them that are blocks.
    blocks: Vec<Range<usize>>,
    rows: Vec<Vec<Paragraphs>>,
    row: Vec<Paragraphs>,
    /// The text of the cell that is being read.
    cell: Option<String>,
    frills: Frills,
}

impl Page {
    fn take(&mut self, text: &str, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => self.quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotes = self.quotes.saturating_sub(1),
            Event::Start(Tag::HtmlBlock) if self.quotes == 0 => {
                self.html.push(span.clone());
                self.blocks.push(span);
            }
            Event::Start(Tag::Table(_)) => {
                self.rows.clear();
                self.frills = Frills::default();
            }
            Event::Start(Tag::TableCell) => self.cell = Some(String::new()),
            Event::Start(Tag::Link { .. }) => self.frills.links = true,
            Event::FootnoteReference(_) => self.frills.footnotes = true,
            Event::End(TagEnd::TableCell) => self.end_cell(text, span),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => self.rows.push(std::mem::take(&mut self.row)),
            Event::End(TagEnd::Table) if self.quotes == 0 => self.end_table(text, span),
            event => self.inline(&event, span),
        }
    }

    fn inline(&mut self, event: &Event<'_>, span: Range<usize>) {
        if let (Event::InlineHtml(_), None) = (event, &self.cell) {
            return self.html.push(span);
        }
        let Some(cell) = &mut self.cell else { return };
        match event {
            Event::Text(words) | Event::Code(words) => cell.push_str(words),
            Event::SoftBreak | Event::HardBreak => cell.push(' '),
            Event::InlineHtml(tag) if tag.starts_with("<br") => cell.push(' '),
            _ => {}
        }
    }

    fn end_cell(&mut self, text: &str, span: Range<usize>) {
        let plain = one_line(&self.cell.take().unwrap_or_default());
        let inside = text[span.clone()].trim_matches(|c: char| c.is_whitespace() || c == '|');
        let start = span.start + text[span].find(inside).unwrap_or(0);
        let paragraph = Paragraph { text: plain.into(), span: start..start + inside.len() };
        self.row.push([paragraph].into_iter().filter(|paragraph| !paragraph.text.is_empty()).collect());
    }

    fn end_table(&mut self, text: &str, span: Range<usize>) {
        let end = span.start + text[span.clone()].trim_end().len();
        let table = whole_lines(text, span.start..end).and_then(|span| {
            let rows = std::mem::take(&mut self.rows);
            Draft { kind: Kind::Pipe, span, rows, frills: self.frills }.finish()
        });
        self.found.extend(table);
    }
}
