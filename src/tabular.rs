//! Tables as they stand in texts that people write by hand. Owns how each form of table is read, from
//! text to cells; must not know what a table shows, nor how one is drawn.
//!
//! What is malformed, or has what no document of ours has, such as a cell over several columns, has its
//! header and no rows, or is passed over where not even that can be told. What only looks like a table, as in code, is read all
//! the same, and it is said what it is.

mod cell;
mod html;
mod markdown;
mod part;
mod rst;

use std::ops::Range;
use std::sync::Arc;

/// A language that tables are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// reStructuredText.
    Rst,
    /// Markdown, which may have tables in HTML as well.
    Markdown,
    /// HTML.
    Html,
}

impl Language {
    /// The language of a file, by its extension; none where none is known to have tables.
    pub fn of_path(path: &str) -> Option<Self> {
        let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            // Docutils' own documents, and PEPs of old, end with `.txt`.
            "rst" | "rest" | "txt" => Some(Self::Rst),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            _ => None,
        }
    }

    /// Its name, as messages give it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rst => "reStructuredText",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
        }
    }
}

/// The form in which a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Borders of `=`.
    Simple,
    /// Borders of `+--+`.
    Grid,
    /// The directive `list-table`.
    List,
    /// The directive `csv-table`.
    Csv,
    /// Cells between `|`, as GitHub reads them.
    Pipe,
    /// The element `table`.
    Html,
}

/// A table that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tabular {
    /// How it is written.
    pub kind: Kind,
    /// The whole lines that it takes, without the ending of the last.
    pub span: Range<usize>,
    /// The header cells, as readers see them.
    pub header: Vec<String>,
    /// The rows, each with a cell for every column. A cell that stands for several rows is in each.
    pub rows: Vec<Vec<Cell>>,
    /// What it has besides its cells.
    pub frills: Frills,
    /// The labels directly above it, which docutils gives to the table.
    pub labels: Option<Labels>,
    /// What keeps a marker from standing above or below it.
    pub hindrance: Option<Hindrance>,
}

/// The labels directly above a table in reStructuredText.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Their names, as docutils compares them; empty where one has none.
    pub names: Vec<String>,
    /// From the line of the first to the table.
    pub span: Range<usize>,
    /// Nothing else stands there.
    pub are_alone: bool,
}

/// What keeps a marker from standing above or below a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// It could not be read, but for its header, and why.
    Unreadable(&'static str),
    /// It stands in what is shown as it is, or not at all: "a literal block", "a comment".
    Verbatim(&'static str),
    /// It stands in a directive that may make anything of its content.
    Directive(String),
    /// Its lines begin with something else, such as "the mark of a list item".
    Behind(&'static str),
    /// Other text or HTML stands on its lines, or directly above or below them.
    Glued,
    /// Text directly above it in reStructuredText, where no block begins.
    NoBlankLine,
    /// What Markdown gives to the block beside it: attributes, a caption or a label.
    Attached(&'static str, Range<usize>),
}

/// A cell of a table that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What readers see, without markup, on one line.
    pub text: Arc<str>,
    /// Where its text begins and ends; at the end of the table's row where it is empty.
    pub span: Range<usize>,
}

/// What a table may have besides its cells, and what is lost where only the cells are drawn anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frills {
    /// A title of its own.
    pub caption: bool,
    /// A name that others may refer to.
    pub name: bool,
    /// References to footnotes.
    pub footnotes: bool,
    /// Links.
    pub links: bool,
}

impl Frills {
    /// What these have and others lack, in words.
    pub fn without(self, others: Self) -> Vec<&'static str> {
        let all = [
            (self.caption && !others.caption, "a caption"),
            (self.name && !others.name, "a name"),
            (self.footnotes && !others.footnotes, "footnotes"),
            (self.links && !others.links, "links"),
        ];
        all.into_iter().filter(|(lost, _)| *lost).map(|(_, word)| word).collect()
    }
}

/// How deep in a text its tables are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Also in code, comments and the like.
    Whole,
    /// This is such a part itself.
    Part,
}

/// The tables of a text, from top to bottom. Lines end with LF or CR LF.
pub fn tables(text: &str, language: Language) -> Vec<Tabular> {
    const BYTE_ORDER_MARK: char = '\u{feff}';
    let page = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut found = read(page, language, Depth::Whole);
    found.iter_mut().for_each(|table| table.shift(text.len() - page.len()));
    found
}

fn read(text: &str, language: Language, depth: Depth) -> Vec<Tabular> {
    match language {
        Language::Rst => rst::tables(text, depth),
        Language::Markdown => markdown::tables(text, depth),
        Language::Html => html::tables(text, depth),
    }
}

impl Tabular {
    /// Whether its rows could be read.
    fn is_readable(&self) -> bool {
        !matches!(self.hindrance, Some(Hindrance::Unreadable(_)))
    }

    /// Moves every place that many bytes on.
    fn shift(&mut self, bytes: usize) {
        let cells = self.rows.iter_mut().flatten().map(|cell| &mut cell.span);
        let labels = self.labels.iter_mut().map(|labels| &mut labels.span);
        let attached = match &mut self.hindrance {
            Some(Hindrance::Attached(_, span)) => Some(span),
            _ => None,
        };
        for span in cells.chain(labels).chain(attached).chain([&mut self.span]) {
            *span = span.start + bytes..span.end + bytes;
        }
    }
}
