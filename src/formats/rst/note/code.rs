//! Blocks of code. Owns which construct holds which code: docutils strips indentation that all lines
//! share and blank lines at the edges, expands tabs, and refuses long lines. Must not know about other
//! blocks.

use super::definitions::Definitions;
use super::link;
use super::wrap::{CUT, LONGEST_WORD, cut_long_words};
use crate::formats::rst::escape::{Beside, Reader, escape};

/// The lines of a block of code; the first stands at the margin.
pub(super) fn lines(language: &str, text: &str, definitions: &mut Definitions<'_>) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let language = if is_name(language) { language } else { "" };
    let lines: Vec<&str> = text.split('\n').collect();
    if needs_parsing(&lines) {
        return parsed(language, text, definitions);
    }
    let indented = lines.iter().all(|line| line.is_empty() || line.starts_with(' '));
    let mut out = match (language, indented) {
        ("", false) => vec!["::".to_owned()],
        // The option is what indentation is counted from.
        ("", true) => vec![".. code-block::".to_owned(), "   :class: code".to_owned()],
        (language, false) => vec![format!(".. code-block:: {language}")],
        (language, true) => vec![format!(".. code-block:: {language}"), "   :class: code".to_owned()],
    };
    out.push(String::new());
    out.extend(lines.iter().map(|line| indent(line)));
    out
}

fn indent(line: &str) -> String {
    let line = line.trim_end();
    if line.is_empty() { String::new() } else { format!("   {line}") }
}

/// Whether a word can be the name of a language.
fn is_name(language: &str) -> bool {
    language.starts_with(char::is_alphanumeric)
        && language.len() < 60
        && language.chars().all(|c| c.is_alphanumeric() || "+-_.#".contains(c))
}

/// Whether docutils would change the code were it not parsed.
fn needs_parsing(lines: &[&str]) -> bool {
    let blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
    blank(lines.first())
        || blank(lines.last())
        || lines.iter().any(|line| {
            line.len() > LONGEST_WORD
                || line.contains('\t')
                || line.starts_with(|c: char| c.is_whitespace() && !c.is_ascii())
                || link::is_refused(line)
        })
}

/// The code as markup, in which a lone backslash holds the edges and a substitution each tab.
fn parsed(language: &str, text: &str, definitions: &mut Definitions<'_>) -> Vec<String> {
    let class =
        if is_name(language) { format!("   :class: code {language}") } else { "   :class: code".into() };
    let mut out = vec![".. parsed-literal::".to_owned(), class, String::new()];
    let tab = if text.contains('\t') { Some(definitions.tab()) } else { None };
    let mut lines: Vec<String> = text.split('\n').map(|line| parsed_line(line, tab.as_deref())).collect();
    if lines.first().is_some_and(String::is_empty) {
        lines.insert(0, "\\".into());
    }
    if lines.len() > 1
        && let Some(last) = lines.last_mut()
        && last.is_empty()
    {
        "\\".clone_into(last);
    }
    out.extend(lines.iter().flat_map(|line| line.split('\n').map(indent).collect::<Vec<_>>()));
    out
}

fn parsed_line(line: &str, tab: Option<&str>) -> String {
    let line = line.trim_end();
    let Some(name) = tab else { return parsed_text(line) };
    let mut out = String::new();
    for (i, part) in line.split('\t').enumerate() {
        if i > 0 {
            // A blank before the mark would be one of the code's.
            let open = out.is_empty() || out.ends_with(' ');
            out.push_str(&if open { format!("|{name}|") } else { format!("\\ |{name}|") });
        }
        if i > 0 && !part.is_empty() && !part.starts_with(' ') {
            out.push_str("\\ ");
        }
        out.push_str(&parsed_text(part));
    }
    out
}

fn parsed_text(text: &str) -> String {
    let escaped = link::hide(&escape(text, Beside::Anything, Beside::Anything, Reader::Docutils));
    let mark = format!("\\{CUT}");
    let guarded = match escaped.chars().next() {
        Some(c) if c.is_whitespace() && !c.is_ascii() => format!("\\{escaped}"),
        _ => escaped,
    };
    cut_at_blanks_too(&guarded, &mark).replace(CUT, "\n")
}

/// Lines of code may be long without a long word.
fn cut_at_blanks_too(text: &str, mark: &str) -> String {
    if text.len() <= LONGEST_WORD {
        return text.to_owned();
    }
    let words: Vec<String> = text.split_inclusive(' ').map(|word| cut_long_words(word, mark)).collect();
    let mut out = String::new();
    let mut length = 0;
    for word in words {
        if length + word.len() > LONGEST_WORD && !out.is_empty() && !word.starts_with(' ') {
            out.push_str(mark);
            length = 0;
        }
        length += word.len();
        out.push_str(&word);
    }
    out
}
