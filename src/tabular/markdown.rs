//! Tables in Markdown: those between `|`, and those in HTML. Owns where in a text one stands, as the
//! parser says; must not know what HTML is made of.

mod attached;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::cell::{Draft, Paragraph, Paragraphs, one_line};
use super::html::{self, whole_lines};
use super::part::Part;
use super::{Depth, Frills, Hindrance, Kind, Language, Tabular};
use attached::attached;

/// The tables of a text, from top to bottom.
pub(super) fn tables(text: &str, depth: Depth) -> Vec<Tabular> {
    let mut page = Page::new(depth);
    for (event, span) in Parser::new_ext(text, options()).into_offset_iter() {
        page.take(text, event, span);
    }
    let Page { mut found, html, blocks, .. } = page;
    if !html.is_empty() {
        let (tables, comments) = html::found(&only_html(text, &html));
        for mut table in tables {
            // In a paragraph, a table would be cut out of it.
            let line = &text[table.span.clone()];
            let start = table.span.start + line.len() - line.trim_start().len();
            let after = blocks.partition_point(|block| block.end <= start);
            let is_block = blocks.get(after).is_some_and(|block| block.contains(&start));
            if table.is_readable() && (!is_block || !can_stand_alone(text, &blocks, &table.span)) {
                table.hindrance = Some(Hindrance::Glued);
            }
            found.push(table);
        }
        if depth == Depth::Whole {
            let inside = |comment| html::in_comment(text, comment, Language::Markdown);
            found.extend(comments.into_iter().flat_map(inside));
        }
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
struct Page {
    depth: Depth,
    found: Vec<Tabular>,
    /// How many block quotes are open: a marker would need their `>`.
    quotes: usize,
    /// Where HTML stands.
    html: Vec<Range<usize>>,
    /// Those of them that are blocks.
    blocks: Vec<Range<usize>>,
    /// What is read on its own as far as it is read: code, HTML in a quotation.
    part: Option<(Language, Part)>,
    rows: Vec<Vec<Paragraphs>>,
    row: Vec<Paragraphs>,
    /// The text of the cell that is being read.
    cell: Option<String>,
    frills: Frills,
}

const QUOTATION: Hindrance = Hindrance::Behind("the mark of a quotation");

impl Page {
    fn new(depth: Depth) -> Self {
        Self {
            depth,
            found: Vec::new(),
            quotes: 0,
            html: Vec::new(),
            blocks: Vec::new(),
            part: None,
            rows: Vec::new(),
            row: Vec::new(),
            cell: None,
            frills: Frills::default(),
        }
    }

    fn take(&mut self, text: &str, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => self.quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quotes = self.quotes.saturating_sub(1),
            Event::Start(Tag::HtmlBlock) if self.quotes == 0 => {
                self.html.push(span.clone());
                self.blocks.push(span);
            }
            Event::Start(Tag::HtmlBlock) => self.part = Some((Language::Html, Part::default())),
            Event::Start(Tag::CodeBlock(kind)) => self.part = Some((of_code(&kind), Part::default())),
            Event::End(TagEnd::HtmlBlock) => self.end_part(&QUOTATION),
            Event::End(TagEnd::CodeBlock) => self.end_part(&Hindrance::Verbatim("code")),
            Event::Text(_) | Event::Html(_) if self.part.is_some() => {
                if let Some((_, part)) = &mut self.part {
                    part.push_lines(text, span);
                }
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
            Event::End(TagEnd::Table) => self.end_table(text, span),
            event => self.inline(&event, span),
        }
    }

    fn end_part(&mut self, hindrance: &Hindrance) {
        if let Some((language, part)) = self.part.take().filter(|_| self.depth == Depth::Whole) {
            self.found.extend(part.tables(language, hindrance));
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
        let mut rows = std::mem::take(&mut self.rows);
        let attached = attached(text, span.start..end, &mut rows);
        let alone = whole_lines(text, span.start..end);
        let hindrance = match (&alone, self.quotes) {
            (_, 1..) => Some(QUOTATION),
            (None, _) => Some(Hindrance::Behind("the mark of a list item")),
            _ => attached,
        };
        let span = alone.unwrap_or(span.start..end);
        let table = Draft { kind: Kind::Pipe, span, rows, frills: self.frills }.finish();
        self.found.extend(table.map(|table| Tabular { hindrance, ..table }));
    }
}

/// What a code block is written in.
fn of_code(kind: &CodeBlockKind<'_>) -> Language {
    let CodeBlockKind::Fenced(words) = kind else { return Language::Markdown };
    match words.split([' ', ',', '{', '}']).find(|word| !word.is_empty()).unwrap_or_default() {
        "rst" | "rest" | "restructuredtext" | "eval-rst" => Language::Rst,
        "html" => Language::Html,
        _ => Language::Markdown,
    }
}
