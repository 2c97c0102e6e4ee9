//! Values as YAML text, in a given style. Owns quotes and escapes; must not know where the text goes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::datum::{Datum, Scalar};

/// How neighbours are written.
pub(super) struct Style {
    pub(super) line_break: &'static str,
    /// How much deeper what is inside of something is indented.
    pub(super) step: usize,
    /// How much deeper than their key the dashes of a list are indented.
    pub(super) dash_step: usize,
    /// What stands between a dash and its item.
    pub(super) dash_gap: usize,
    /// The quote around scalars that need one.
    pub(super) quote: char,
    /// How the scalars of some keys are quoted.
    pub(super) quotes: BTreeMap<String, Quotes>,
    /// How the neighbours' own keys are quoted.
    pub(super) outer_key_quote: Option<char>,
    /// How the keys inside of them are.
    pub(super) key_quote: Option<char>,
    /// What stands on the inner side of braces.
    pub(super) padding: &'static str,
}

/// How a scalar is quoted.
#[derive(Clone, Copy)]
pub(super) struct Quotes {
    /// The quote; none for those without.
    pub(super) quote: Option<char>,
    /// Whether it looks like a number: such a one is in quotes to stay a text, which says nothing of others.
    pub(super) is_number: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            line_break: "\n",
            step: 2,
            dash_step: 2,
            dash_gap: 1,
            quote: '"',
            quotes: BTreeMap::new(),
            outer_key_quote: None,
            key_quote: None,
            padding: "",
        }
    }
}

/// A value in one line, as it could be typed.
pub(super) fn in_line(value: &Datum) -> String {
    Style::default().in_line(None, value)
}

/// A scalar, as it could be typed.
pub(super) fn scalar_in_line(scalar: &Scalar) -> String {
    spelled(scalar, None, '"', true)
}

impl Style {
    /// A key beside its neighbours.
    pub(super) fn outer_key(&self, key: &Scalar) -> String {
        self.quoted_key(key, self.outer_key_quote)
    }

    fn key(&self, key: &Scalar) -> String {
        self.quoted_key(key, self.key_quote)
    }

    fn quoted_key(&self, key: &Scalar, like: Option<char>) -> String {
        let is_name = !key.text.is_empty()
            && key.text.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        // `on` is the name of a key here, and no truth as it was in YAML 1.1.
        match like {
            None if !key.quoted && is_name && !key.text.eq_ignore_ascii_case("null") => key.text.clone(),
            _ => spelled(key, like, self.quote, true),
        }
    }

    /// A scalar of a key, in brackets or braces or outside of any.
    pub(super) fn scalar(&self, key: Option<&str>, scalar: &Scalar, flow: bool) -> String {
        let like = key.and_then(|key| self.quotes.get(key)).filter(|like| scalar.quoted || !like.is_number);
        let like = like.and_then(|like| like.quote);
        spelled(scalar, like, like.unwrap_or(self.quote), flow)
    }

    /// A value in one line.
    pub(super) fn in_line(&self, key: Option<&str>, value: &Datum) -> String {
        match value {
            Datum::Scalar(scalar) => self.scalar(key, scalar, true),
            Datum::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.in_line(key, item)).collect();
                format!("[{}]", items.join(", "))
            }
            Datum::Map { entries, .. } if entries.is_empty() => "{}".to_owned(),
            Datum::Map { entries, .. } => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| self.entry_in_line(key, value)).collect();
                format!("{{{0}{1}{0}}}", self.padding, entries.join(", "))
            }
        }
    }

    fn entry_in_line(&self, key: &Scalar, value: &Datum) -> String {
        format!("{}: {}", self.key(key), self.in_line(Some(&key.text), value))
    }

    fn entry(&self, key: &Scalar, value: &Datum, indent: usize) -> String {
        format!("{}:{}", self.key(key), self.behind_key(&key.text, value, indent))
    }

    /// What stands behind the colon of a key with this indent, without the last line break.
    pub(super) fn behind_key(&self, key: &str, value: &Datum, indent: usize) -> String {
        match value {
            Datum::Scalar(scalar) => match self.lines(scalar, indent) {
                Some(lines) => format!(" {lines}"),
                None => format!(" {}", self.scalar(Some(key), scalar, false)),
            },
            Datum::Map { entries, short: false } if !entries.is_empty() => {
                let deeper = indent + self.step;
                entries
                    .iter()
                    .map(|(key, value)| self.line(deeper, &self.entry(key, value, deeper)))
                    .collect()
            }
            Datum::List(items) if !items.is_empty() => {
                let deeper = indent + self.dash_step;
                items.iter().map(|item| self.line(deeper, &self.item(item, deeper))).collect()
            }
            _ => format!(" {}", self.in_line(Some(key), value)),
        }
    }

    /// An item whose dash has this indent, without the indent of its first line and its last line break.
    pub(super) fn item(&self, item: &Datum, indent: usize) -> String {
        let gap = " ".repeat(self.dash_gap);
        let deeper = indent + 1 + self.dash_gap;
        match item {
            Datum::Map { entries, short: false } if !entries.is_empty() => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| self.entry(key, value, deeper)).collect();
                format!("-{gap}{}", entries.join(&self.line(deeper, "")))
            }
            Datum::Scalar(scalar) => format!("-{gap}{}", self.scalar(None, scalar, false)),
            _ => format!("-{gap}{}", self.in_line(None, item)),
        }
    }

    /// A new line with this indent.
    pub(super) fn line(&self, indent: usize, text: &str) -> String {
        format!("{}{}{text}", self.line_break, " ".repeat(indent))
    }

    /// A text of several lines below its key, where that keeps every character of it.
    fn lines(&self, scalar: &Scalar, indent: usize) -> Option<String> {
        let text = &scalar.text;
        let (body, mark) = match text.strip_suffix('\n') {
            Some(body) => (body, "|"),
            None => (text.as_str(), "|-"),
        };
        let is_safe = body.contains('\n')
            && !body.ends_with('\n')
            && !body.starts_with(char::is_whitespace)
            && body.chars().all(|c| c == '\n' || c == '\t' || is_printable(c));
        is_safe.then_some(())?;
        let line = |line: &str| {
            if line.is_empty() { self.line_break.to_owned() } else { self.line(indent + self.step, line) }
        };
        Some(body.split('\n').fold(mark.to_owned(), |lines, text| lines + &line(text)))
    }
}

/// A scalar, quoted as its neighbours are, or with `otherwise` where it must be quoted.
fn spelled(scalar: &Scalar, like: Option<char>, otherwise: char, flow: bool) -> String {
    match like {
        None if !scalar.quoted && is_plain(&scalar.text, flow) => scalar.text.clone(),
        _ => quoted(&scalar.text, like.unwrap_or(otherwise)),
    }
}

fn quoted(text: &str, quote: char) -> String {
    if quote == '\'' && text.chars().all(is_printable) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut written = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => written.extend(['\\', c]),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            c if is_printable(c) => written.push(c),
            c => drop(write!(written, "\\U{:08x}", u32::from(c))),
        }
    }
    written + "\""
}

/// Whether a character stands for itself in quotes: no control character, no line break of any reader, no
/// byte-order mark.
fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text needs no quotes, in brackets or outside of any. It is quoted rather once too often.
fn is_plain(text: &str, flow: bool) -> bool {
    let starts =
        text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '(' | '$' | '+'));
    let ends = !text.ends_with([' ', ':', '\t']);
    let inside =
        !text.contains(": ") && !text.contains(" #") && !text.contains(":\t") && !text.contains("\t#");
    let in_brackets = !flow || !text.contains([',', '[', ']', '{', '}']);
    let is_mark = text.starts_with("...");
    let is_word = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        .iter()
        .any(|word| text.eq_ignore_ascii_case(word));
    starts && ends && inside && in_brackets && !is_mark && !is_word && text.chars().all(is_printable)
}
