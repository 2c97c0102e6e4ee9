//! Blocks one below the other. Owns indentation, blank lines, and the empty comments that keep
//! neighbours apart; must not know how a line of text comes about.

use std::collections::BTreeMap;

use super::definitions::{Definitions, image_options};
use super::inline::{Inline, image_alt, image_source};
use super::tree::{Block, Content, Footnote, Span, Tree};
use super::wrap::{CUT, Part, fill};
use super::{Names, Setting, code, link};
use crate::formats::rst::table::table;
use crate::formats::rst::width::width as width_of;
use crate::table::{Column, Row, Table};

/// An empty comment: it ends whatever stands before it.
const COMMENT: &str = "..";
/// However deep the block, its lines have this much room.
const LEAST_WIDTH: usize = 40;
/// The longest cell on one line.
const LONGEST_CELL: usize = 500;
/// The longest line of a table or a title; docutils refuses a document with one of over 10,000.
const LONGEST_LINE: usize = 9000;

/// The whole note.
pub(super) fn write(tree: &Tree<'_>, setting: &Setting<'_>, names: &mut Names) -> String {
    let footnotes = footnote_names(&tree.footnotes, names);
    let of_label = tree.footnotes.iter().zip(&footnotes).rev();
    let of_label = of_label.map(|(footnote, (name, _))| (footnote.label.clone(), name.clone())).collect();
    let mut definitions = Definitions::new(setting, names);
    let mut writer = Writer {
        setting,
        footnotes: &of_label,
        definitions: &mut definitions,
        out: String::new(),
        indent: 0,
        start: None,
        headings: Vec::new(),
    };
    writer.blocks(&tree.blocks, Inside::Section);
    if matches!(tree.blocks.last(), Some(Block::Rule)) {
        // Docutils does not want a transition at the end.
        writer.blank();
        writer.line(COMMENT);
    }
    for (footnote, (name, is_new)) in tree.footnotes.iter().zip(&footnotes) {
        if *is_new {
            writer.footnote(name, &footnote.blocks);
        }
    }
    let out = writer.out;
    let (roles, below) = definitions.finish();
    let gap = if below.is_empty() || out.is_empty() { "" } else { "\n" };
    format!("{roles}{out}{gap}{below}")
}

/// The name of each footnote, and whether it is still to be defined.
fn footnote_names(footnotes: &[Footnote<'_>], names: &mut Names) -> Vec<(String, bool)> {
    let mut name = |(i, footnote): (usize, &Footnote<'_>)| {
        // What refers to link definitions elsewhere in its note means something in that note only.
        let only_here = if footnote.source.matches('[').count() > 1 {
            format!("{i} of {}", names.next())
        } else {
            String::new()
        };
        names.define(
            &footnote.label,
            &format!("footnote {only_here}\n{}\n{}", footnote.label, footnote.source.trim()),
        )
    };
    footnotes.iter().enumerate().map(&mut name).collect()
}

/// What the blocks are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    /// The section that the note stands in.
    Section,
    /// A list item or a footnote.
    Item,
    /// A quote.
    Quote,
}

struct Writer<'a, 'b> {
    setting: &'a Setting<'a>,
    footnotes: &'a BTreeMap<String, String>,
    definitions: &'a mut Definitions<'b>,
    out: String,
    indent: usize,
    /// What the next line begins with in place of the indentation: the markers of the items that
    /// begin there.
    start: Option<String>,
    /// The levels of the headings that the next block is under.
    headings: Vec<u8>,
}

impl Writer<'_, '_> {
    fn line(&mut self, line: &str) {
        match self.start.take() {
            Some(start) if line.is_empty() => self.out.push_str(start.trim_end()),
            Some(start) => self.out.push_str(&start),
            None if line.is_empty() => {}
            None => self.out.extend(std::iter::repeat_n(' ', self.indent)),
        }
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// Lines that may hold further line breaks.
    fn lines<'l>(&mut self, lines: impl IntoIterator<Item = &'l str>) {
        for line in lines.into_iter().flat_map(|line| line.split('\n')) {
            self.line(line);
        }
    }

    fn blank(&mut self) {
        if self.start.is_none() && !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// The room that a line has, and how much of the first one is taken.
    fn room(&self) -> usize {
        match self.setting.width {
            usize::MAX => usize::MAX,
            width => width.saturating_sub(self.indent).max(LEAST_WIDTH),
        }
    }

    fn inline(&mut self, spans: &[Span], mentions: bool) -> String {
        let (setting, footnotes) = (self.setting, self.footnotes);
        Inline { setting, definitions: self.definitions, footnotes, mentions }.line(spans)
    }

    fn blocks(&mut self, blocks: &[Block], inside: Inside) {
        let mut before = None;
        for block in blocks {
            if before.is_some() {
                self.blank();
            }
            let in_body = inside != Inside::Section && matches!(block, Block::Rule);
            if needs_comment(before, block) && !in_body {
                self.line(COMMENT);
                self.blank();
            }
            self.block(block, inside);
            before = Some(block);
        }
    }

    fn block(&mut self, block: &Block, inside: Inside) {
        match block {
            Block::Paragraph(spans) => self.paragraph(spans),
            Block::Heading { level, text } => self.heading(*level, text, inside),
            Block::Code { language, text } => {
                let lines = code::lines(language, text, self.definitions);
                self.lines(lines.iter().map(String::as_str));
            }
            Block::Rule if inside == Inside::Section => self.line("----"),
            // No form of it may stand here; the comment keeps apart what it kept apart.
            Block::Rule => self.line(COMMENT),
            Block::Quote(blocks) => self.quote(blocks),
            Block::List { start, items } => self.list(*start, items),
            Block::Table { head, rows } => self.table(head, rows),
        }
    }

    fn paragraph(&mut self, spans: &[Span]) {
        if let Some((source, alt, url)) = lone_image(spans) {
            let target = url.map(|url| link::address(url).replace(CUT, "\n      "));
            let options = image_options(&image_alt(alt), target.as_deref(), self.room());
            let image = format!(".. image:: {}\n{}", image_source(source), options.trim_end());
            return self.lines([image.as_str()]);
        }
        let lines: Vec<&[Span]> = spans.split(|span| matches!(span.content, Content::Break)).collect();
        if let [line] = lines[..] {
            let text = self.inline(line, true);
            let lines = fill(&text, 0, self.room(), Part::Paragraph);
            self.lines(lines.iter().map(String::as_str));
        } else {
            for (i, line) in lines.into_iter().enumerate() {
                self.broken_line(line, i == 0);
            }
        }
    }

    /// One line of a line block. Docutils puts a break of its own into a line without text, and none
    /// where the text is nothing but a backslash; the first line has to have some text for the line
    /// below it to be one.
    fn broken_line(&mut self, spans: &[Span], is_first: bool) {
        let text = self.inline(spans, true);
        let room = if self.room() == usize::MAX { usize::MAX } else { self.room() - 2 };
        let text = match fill(&text, 0, room, Part::Inner).join("\n") {
            text if text.is_empty() && is_first => format!("|{}|", self.definitions.blank()),
            text if text.is_empty() => "\\".to_owned(),
            text => text,
        };
        for (i, line) in text.split('\n').filter(|line| !line.is_empty()).enumerate() {
            self.line(&format!("{} {line}", if i == 0 { '|' } else { ' ' }));
        }
    }

    fn heading(&mut self, level: u8, spans: &[Span], inside: Inside) {
        let text = self.inline(spans, false);
        let depth = if inside == Inside::Section { self.depth(level) } else { usize::MAX };
        let title = fill(&text, 0, usize::MAX, Part::Paragraph).pop().unwrap_or_else(|| "\\".into());
        match self.setting.headings.get(depth) {
            Some(adornment) if !title.contains('\n') && title.len() < LONGEST_LINE => {
                self.line(&title);
                let line: String = std::iter::repeat_n(adornment, width_of(&title).max(3)).collect();
                self.line(&line);
            }
            _ => self.rubric(&text),
        }
    }

    /// A heading that is no section's: in a list or a quote, or deeper than the host allows.
    fn rubric(&mut self, text: &str) {
        let start = ".. rubric:: ";
        let room = if self.room() == usize::MAX { usize::MAX } else { self.room().max(LEAST_WIDTH) - 3 };
        let text = fill(text, start.len(), room, Part::Paragraph).join("\n");
        let text = if text.is_empty() { "\\".into() } else { text.replace('\n', "\n   ") };
        self.lines([format!("{start}{text}").as_str()]);
    }

    /// How deep in the outline a heading of `level` is. Docutils knows levels by their order only.
    fn depth(&mut self, level: u8) -> usize {
        while self.headings.last().is_some_and(|&open| open >= level) {
            self.headings.pop();
        }
        self.headings.push(level);
        self.headings.len() - 1
    }

    fn quote(&mut self, blocks: &[Block]) {
        self.indented(4, |writer| {
            if blocks.is_empty() {
                writer.line(COMMENT);
            }
            writer.blocks(blocks, Inside::Quote);
        });
    }

    fn indented(&mut self, by: usize, write: impl FnOnce(&mut Self)) {
        if let Some(start) = &mut self.start {
            start.extend(std::iter::repeat_n(' ', by));
        }
        self.indent += by;
        write(self);
        self.indent -= by;
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        // Docutils knows a number below a line of text only with text behind it.
        let empty = start.is_none();
        let short = items.iter().all(|item| match item[..] {
            [] => empty,
            [Block::Paragraph(_)] => true,
            _ => false,
        });
        for (i, item) in items.iter().enumerate() {
            if i > 0 && !short {
                self.blank();
            }
            let marker = match start {
                None => "- ".to_owned(),
                Some(first) => format!("{}. ", first.saturating_add(i as u64)),
            };
            self.item(&marker, marker.len(), item);
        }
    }

    /// Blocks behind a marker, the rest of them `indent` deeper than it.
    fn item(&mut self, marker: &str, indent: usize, blocks: &[Block]) {
        let outer = self.start.take().unwrap_or_else(|| " ".repeat(self.indent));
        self.start = Some(outer + marker);
        self.indent += indent;
        self.blocks(blocks, Inside::Item);
        if self.start.is_some() {
            self.line("");
        }
        self.indent -= indent;
    }

    fn footnote(&mut self, name: &str, blocks: &[Block]) {
        self.blank();
        let marker = format!(".. [#{name}] ");
        // Docutils counts indentation from the lines below the first, and a quote has its own.
        if let [Block::Paragraph(spans), rest @ ..] = blocks
            && !matches!(rest, [Block::Quote(_), ..])
            && lone_image(spans).is_none()
            && !spans.iter().any(|span| matches!(span.content, Content::Break))
        {
            return self.item(&marker, 3, blocks);
        }
        self.line(marker.trim_end());
        self.indent += 3;
        if blocks.is_empty() {
            self.line("\\");
        }
        self.blocks(blocks, Inside::Item);
        self.indent -= 3;
    }

    fn table(&mut self, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        let columns = head.iter().map(|cell| Column { title: self.title_cell(cell), width: 0 }).collect();
        let rows = rows
            .iter()
            .map(|row| Row { cells: row.iter().map(|cell| self.cell(cell)).collect(), continues: false });
        let table_of_cells = Table { columns, rows: rows.collect() };
        let width: usize = widths(&table_of_cells).iter().sum();
        let fits =
            width < LONGEST_LINE && table_of_cells.columns.iter().all(|column| !column.title.contains('\n'));
        if fits {
            let drawn = table(&table_of_cells);
            self.lines(drawn.lines());
        } else {
            self.table_as_list(&table_of_cells);
        }
    }

    fn title_cell(&mut self, spans: &[Span]) -> String {
        let text = self.inline(spans, false);
        fill(&text, 0, usize::MAX, Part::Paragraph).join("\n")
    }

    fn cell(&mut self, spans: &[Span]) -> String {
        let text = self.inline(spans, true);
        let width = if text.len() > LONGEST_CELL { 79 } else { usize::MAX };
        fill(&text, 0, width, Part::Paragraph).join("\n")
    }

    /// A table that is too wide for docutils: an item for each row, a paragraph for each cell.
    fn table_as_list(&mut self, table: &Table) {
        let head = table.columns.iter().map(|column| &column.title).collect();
        let rows = table.rows.iter().map(|row| row.cells.iter().collect());
        for row in std::iter::once(head).chain(rows) {
            let row: Vec<&String> = row;
            self.start = Some(format!("{}- ", self.start.take().unwrap_or_else(|| " ".repeat(self.indent))));
            self.indent += 2;
            for cell in row.into_iter().filter(|cell| !cell.is_empty()) {
                self.blank();
                self.lines([cell.as_str()]);
            }
            if self.start.is_some() {
                self.line("");
            }
            self.indent -= 2;
            self.blank();
        }
    }
}

/// The widest line of each column, in bytes, with room for the border.
fn widths(table: &Table) -> Vec<usize> {
    let widest = |text: &str| text.lines().map(width_of).max().unwrap_or(0) + 3;
    let mut widths: Vec<usize> = table.columns.iter().map(|column| widest(&column.title)).collect();
    for row in &table.rows {
        for (width, cell) in widths.iter_mut().zip(&row.cells) {
            *width = (*width).max(widest(cell));
        }
    }
    widths
}

/// The source, description and target of an image that is a paragraph of its own.
fn lone_image(spans: &[Span]) -> Option<(&str, &str, Option<&str>)> {
    match spans {
        [Span { content: Content::Image { source, alt }, link, .. }] => {
            Some((source, alt, link.as_deref().filter(|url| !url.is_empty())))
        }
        _ => None,
    }
}

/// Whether docutils would take `block` to be part of what stands before it, or would not take it at
/// all there.
fn needs_comment(before: Option<&Block>, block: &Block) -> bool {
    match block {
        Block::Quote(_) => !matches!(before, Some(Block::Paragraph(spans)) if lone_image(spans).is_none()),
        Block::List { start, .. } => {
            matches!(before, Some(Block::List { start: other, .. }) if start.is_some() == other.is_some())
        }
        Block::Rule => matches!(before, None | Some(Block::Rule | Block::Heading { .. })),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::wrap::GLUE;
    use super::*;
    use crate::note::read;

    fn rst(markdown: &str) -> String {
        write(&super::super::tree::read(&read(markdown).unwrap()), &Setting::default(), &mut Names::new(""))
    }

    #[test]
    fn neighbours_stay_apart() {
        assert_eq!(rst("- a\n\n* b\n\n> c"), "- a\n\n..\n\n- b\n\n..\n\n    c\n");
        assert_eq!(rst("***\n***"), "..\n\n----\n\n..\n\n----\n\n..\n");
    }

    #[test]
    fn an_empty_item_is_only_its_marker() {
        assert_eq!(rst("- a\n-\n- c"), "- a\n-\n- c\n");
        assert_eq!(rst("- - a"), "- - a\n");
        assert_eq!(rst("- > a"), "- ..\n\n      a\n");
    }

    #[test]
    fn no_blank_stands_in_for_a_glue() {
        assert!(!rst("`a b` [x y](u) *c*d").contains([GLUE, CUT]));
    }
}
