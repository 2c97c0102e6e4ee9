//! The formats, one module each. Owns only the table of them; what is particular to a format stands
//! in its own module.

pub mod format;
pub mod html;
pub mod json;
pub mod markdown;
pub mod names;
pub mod plain;
pub mod rst;

pub use format::{Format, Malformed, Setting};

/// Every format. A new one is a module and a line here.
pub const FORMATS: &[&dyn Format] =
    &[&rst::Rst, &markdown::Markdown, &html::Html, &json::Json, &plain::Plain, &plain::Settings];

/// The format of a document or a template, by its extension.
pub fn of_path(path: &str) -> Option<&'static dyn Format> {
    let (_, extension) = path.rsplit('/').next()?.rsplit_once('.')?;
    FORMATS.iter().copied().find(|format| format.extensions().contains(&extension))
}

/// The format with this name.
pub fn named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}
