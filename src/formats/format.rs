//! What a format is. Owns the questions that templates, notes and regions ask of one; must not know
//! any format's answers.

use super::names::Names;
use crate::note::Note;
use crate::table::Table;

/// The document that text is written for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The document's path below `out/`, such as `pep-0011/notes/wasi.rst`.
    pub document: String,
}

impl Setting {
    /// For the document at this path.
    pub fn new(document: impl Into<String>) -> Self {
        Self { document: document.into() }
    }

    /// The PEP that the document is a part of, by its first folder: `pep-0011/` is PEP 11.
    pub fn pep(&self) -> Option<u32> {
        let (folder, _) = self.document.split_once('/')?;
        folder.strip_prefix("pep-")?.parse().ok()
    }
}

/// A format that documents are written in.
pub trait Format: Sync {
    /// Its name, as `--to` and messages give it.
    fn name(&self) -> &'static str;

    /// The extensions of its documents, the usual one first.
    fn extensions(&self) -> &'static [&'static str];

    /// Text that reads back letter for letter in the middle of a line.
    fn inline(&self, text: &str, setting: &Setting) -> String;

    /// Why the format cannot hold a text at all; none where it can.
    fn refusal(&self, _text: &str) -> Option<String> {
        None
    }

    /// Text that reads back letter for letter as a whole block or table cell.
    fn paragraph(&self, text: &str, setting: &Setting) -> String {
        self.inline(text, setting)
    }

    /// A table of finished cells; none where the format has no tables.
    fn table(&self, _table: &Table) -> Option<String> {
        None
    }

    /// A heading of finished text; level 1 is the document's title.
    fn heading(&self, _text: &str, _level: usize, _setting: &Setting) -> Option<String> {
        None
    }

    /// A link with a plain text.
    fn link(&self, _text: &str, _url: &str, _setting: &Setting) -> Option<String> {
        None
    }

    /// Text as code.
    fn code(&self, _text: &str, _setting: &Setting) -> Option<String> {
        None
    }

    /// A note as blocks that stand below a heading of this level; `names` are those of the document.
    fn note(
        &self,
        _note: &Note<'_>,
        _level: usize,
        _setting: &Setting,
        _names: &mut Names,
    ) -> Option<String> {
        None
    }

    /// The finished document: its last touch, or what is wrong with it.
    fn finish(&self, text: &str) -> Result<String, Malformed> {
        Ok(finished_lines(text))
    }
}

/// A document that is not well formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The line in the document, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// Text without blank lines at its edges and blanks at the ends of its lines; with a last line break
/// unless there is nothing.
pub fn finished_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let Some(first) = lines.iter().position(|line| !line.is_empty()) else { return String::new() };
    let last = lines.iter().rposition(|line| !line.is_empty()).unwrap_or(first);
    let mut finished = lines[first..=last].join("\n");
    finished.push('\n');
    finished
}
