//! Links and code inside a line of reStructuredText. Owns their spelling; notes in Markdown, which
//! can nest them, have their own.

use super::escape;

/// A link with a plain text. PEPs become the role, which python/peps asks for.
pub fn link(text: &str, url: &str) -> String {
    if text == url {
        return url.to_owned();
    }
    format!("`{} <{}>`__", escaped_in_backticks(text), url.replace('_', "\\_"))
}

/// Text as code.
pub fn code(text: &str) -> String {
    let fits = !text.is_empty() && text.trim() == text && !text.contains('`') && !text.ends_with('\\');
    if fits { format!("``{text}``") } else { escape::inline(text) }
}

fn escaped_in_backticks(text: &str) -> String {
    escape::inline(text).replace('<', "\\<")
}
