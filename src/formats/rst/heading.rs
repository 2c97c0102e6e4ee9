//! Headings of reStructuredText. Owns which adornment stands for which level: PEP 12's order in
//! PEPs, the CPython documentation guide's elsewhere.

use super::width::width;
use crate::formats::format::Setting;

/// The deepest level that has an adornment of its own.
pub const DEEPEST: usize = 6;

const PEPS: [char; DEEPEST] = ['=', '-', '\'', '"', '~', '^'];
const DOCS: [char; DEEPEST] = ['*', '=', '-', '^', '"', '~'];

/// The adornment of a level, counted from 1; levels that are too deep share the deepest.
pub fn adornment(level: usize, setting: &Setting) -> char {
    let order = if setting.pep().is_some() { PEPS } else { DOCS };
    order[level.clamp(1, DEEPEST) - 1]
}

/// A heading of one line of finished text, ending with a line break. The title of a page of the
/// CPython documentation has a line above it as well.
pub fn heading(text: &str, level: usize, setting: &Setting) -> String {
    let is_title = level <= 1 && setting.pep().is_none();
    // Docutils takes a shorter line above a title for something else, such as a list.
    let least = if is_title { 4 } else { 1 };
    let line: String = std::iter::repeat_n(adornment(level, setting), width(text).max(least)).collect();
    let over = if is_title { format!("{line}\n") } else { String::new() };
    format!("{over}{text}\n{line}\n")
}
