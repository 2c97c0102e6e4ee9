//! Markdown, as GitHub reads it. Owns how the format's parts make up a format.

pub mod escape;
pub mod note;
pub mod table;

use super::format::{Format, Setting};
use super::names::Names;
use crate::note::Note;
use crate::table::Table;

/// The format.
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "md"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn inline(&self, text: &str, _: &Setting) -> String {
        escape::inline(text)
    }

    fn table(&self, table: &Table) -> Option<String> {
        Some(table::table(table))
    }

    fn heading(&self, text: &str, level: usize, _: &Setting) -> Option<String> {
        Some(format!("{} {text}\n", "#".repeat(level.clamp(1, 6))))
    }

    fn link(&self, text: &str, url: &str, _: &Setting) -> Option<String> {
        Some(format!("[{}]({})", escape::inline(text), escape::destination(url)))
    }

    fn code(&self, text: &str, _: &Setting) -> Option<String> {
        Some(escape::code(text))
    }

    fn note(&self, note: &Note<'_>, level: usize, setting: &Setting, names: &mut Names) -> Option<String> {
        let heading = u8::try_from(level + 1).unwrap_or(u8::MAX);
        Some(note::write(note, &note::Setting { pep: setting.pep(), heading }, names))
    }
}
