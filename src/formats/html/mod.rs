//! HTML. Owns how the format's parts make up a format; serves XML such as SVG as well, whose text is
//! escaped alike.

pub mod escape;
pub mod note;
pub mod table;

use super::format::{Format, Setting};
use super::names::Names;
use crate::note::Note;
use crate::table::Table;

/// The format.
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xml", "svg"]
    }

    fn inline(&self, text: &str, _: &Setting) -> String {
        escape::text(text)
    }

    fn table(&self, table: &Table) -> Option<String> {
        Some(table::table(table))
    }

    fn heading(&self, text: &str, level: usize, _: &Setting) -> Option<String> {
        let level = level.clamp(1, 6);
        Some(format!("<h{level}>{text}</h{level}>\n"))
    }

    fn link(&self, text: &str, url: &str, _: &Setting) -> Option<String> {
        Some(format!("<a href=\"{}\">{}</a>", escape::text(url), escape::text(text)))
    }

    fn code(&self, text: &str, _: &Setting) -> Option<String> {
        Some(format!("<code>{}</code>", escape::text(text)))
    }

    fn note(&self, note: &Note<'_>, level: usize, setting: &Setting, names: &mut Names) -> Option<String> {
        let heading = u8::try_from(level + 1).unwrap_or(u8::MAX);
        Some(note::write(note, &note::Setting { pep: setting.pep(), heading }, names))
    }
}
