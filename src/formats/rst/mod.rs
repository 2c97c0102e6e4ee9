//! reStructuredText, as PEPs and the CPython docs write it. Owns how the format's parts make up a
//! format: escaping, tables and notes stand in modules of their own.

pub mod escape;
pub mod heading;
pub mod note;
pub mod table;
pub mod width;

use super::format::{Format, Malformed, Setting, finished_lines};
use super::names::Names;
use crate::note::Note;
use crate::table::Table;
use escape::Reader;

/// The longest line of prose, in characters, as PEP 12 asks.
const WIDTH: usize = 79;

/// Docutils refuses a document with a longer line, `line_length_limit`.
const LONGEST_LINE: usize = 10_000;

/// The format.
pub struct Rst;

impl Format for Rst {
    fn name(&self) -> &'static str {
        "rst"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["rst"]
    }

    fn inline(&self, text: &str, setting: &Setting) -> String {
        escape::inline_for(text, reader(setting))
    }

    fn paragraph(&self, text: &str, setting: &Setting) -> String {
        escape::paragraph_for(text, reader(setting))
    }

    fn table(&self, table: &Table) -> Option<String> {
        Some(table::table(table))
    }

    fn heading(&self, text: &str, level: usize, setting: &Setting) -> Option<String> {
        Some(heading::heading(text, level, setting))
    }

    fn link(&self, text: &str, url: &str, setting: &Setting) -> Option<String> {
        Some(note::link(text, url, setting.pep()))
    }

    fn code(&self, text: &str, _: &Setting) -> Option<String> {
        Some(note::code(text))
    }

    fn note(&self, note: &Note<'_>, level: usize, setting: &Setting, names: &mut Names) -> Option<String> {
        let adornments: Vec<char> =
            (level + 1..=heading::DEEPEST).map(|level| heading::adornment(level, setting)).collect();
        // PEPs and the CPython docs are built by Sphinx, whose roles take a text.
        let setting = note::Setting {
            pep: setting.pep(),
            headings: &adornments,
            roles: note::Roles::Sphinx,
            width: WIDTH,
        };
        Some(note::write(note, &setting, names))
    }

    fn finish(&self, text: &str) -> Result<String, Malformed> {
        let finished = finished_lines(text);
        match finished.lines().position(|line| line.chars().count() > LONGEST_LINE) {
            Some(at) => Err(Malformed {
                line: at + 1,
                message: format!("the line is longer than the {LONGEST_LINE} characters that docutils reads"),
            }),
            None => Ok(finished),
        }
    }
}

/// Sphinx turns on typographic quotes and dashes for the CPython docs. PEPs spell options such as
/// `--with-sgi-dl` without a backslash, and a table of theirs must not change.
fn reader(setting: &Setting) -> Reader {
    if setting.pep().is_some() { Reader::Docutils } else { Reader::SmartQuotes }
}
