//! The directive `csv-table`: values between commas. Owns delimiters, quotes and escapes as Python's
//! `csv` reads them for docutils; must not know what is in a cell.

use std::ops::Range;

use super::directive::Directive;
use super::inline;
use crate::tabular::cell::{Draft, MOST_COLUMNS, Paragraph, Paragraphs};
use crate::tabular::{Frills, Kind, Tabular};

/// Reads the table, unless its values are in another file.
pub(super) fn read(directive: &Directive<'_, '_>) -> Option<Tabular> {
    let is_elsewhere = directive.option("file").is_some() || directive.option("url").is_some();
    if is_elsewhere || directive.header_rows()? > 1 {
        return None;
    }
    let (page, mut frills) = (directive.page, directive.frills());
    let mut values = Values::new(directive)?;
    let mut rows = Vec::new();
    if let Some(header) = directive.place_of("header") {
        // With rows of a header beside it, there would be two.
        if directive.header_rows()? > 0 {
            return None;
        }
        values.lines(page.slice(header.clone()), header.start);
    }
    for at in directive.content.clone() {
        let content = page.content(at);
        values.lines(page.slice(content.clone()), content.start);
    }
    for row in values.finish()? {
        rows.push(row.into_iter().map(|value| value.paragraphs(&mut frills)).collect::<Vec<_>>());
    }
    // Docutils adds the cells that a row lacks.
    let columns = rows.first()?.len();
    for row in rows.iter_mut().filter(|row| columns <= MOST_COLUMNS && row.len() < columns) {
        row.resize(columns, Paragraphs::default());
    }
    Draft { kind: Kind::Csv, span: directive.span(), rows, frills }.finish()
}

/// One value, as it is once its quotes are gone.
#[derive(Default)]
struct Value {
    text: String,
    span: Range<usize>,
}

impl Value {
    fn paragraphs(&self, frills: &mut Frills) -> Paragraphs {
        let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
        for line in self.text.lines().map(str::trim) {
            match blocks.last_mut() {
                Some(block) if !line.is_empty() => block.push(line),
                _ => blocks.push(Vec::new()),
            }
        }
        let filled = blocks.iter().filter(|block| !block.is_empty());
        let paragraph = |block: &Vec<&str>| Paragraph {
            text: inline::plain(&block.join(" "), frills).into(),
            span: self.span.clone(),
        };
        filled.map(paragraph).collect()
    }
}

/// Where in a value the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Bare,
    Quoted,
    /// Behind a quote that may end the value, or be the first of two.
    Quote,
}

/// The values as far as they are read.
struct Values {
    delimiter: char,
    quote: char,
    escape: Option<char>,
    keeps_blanks: bool,
    state: State,
    rows: Vec<Vec<Value>>,
    row: Vec<Value>,
    value: Value,
}

impl Values {
    fn new(directive: &Directive<'_, '_>) -> Option<Self> {
        let one = |name: &str| match directive.option(name) {
            None => Some(None),
            Some("tab") => Some(Some('\t')),
            Some("space") => Some(Some(' ')),
            Some(value) => {
                let mut characters = value.chars();
                characters.next().filter(|_| characters.next().is_none()).map(Some)
            }
        };
        Some(Self {
            delimiter: one("delim")?.unwrap_or(','),
            quote: one("quote")?.unwrap_or('"'),
            escape: one("escape")?,
            keeps_blanks: directive.option("keepspace").is_some(),
            state: State::Start,
            rows: Vec::new(),
            row: Vec::new(),
            value: Value::default(),
        })
    }

    /// Takes one line, which begins at a byte of the text. A blank line has no values.
    fn lines(&mut self, line: &str, start: usize) {
        if line.is_empty() && self.state == State::Start && self.row.is_empty() {
            return;
        }
        let mut escaped = false;
        for (at, c) in line.char_indices() {
            let at = start + at;
            if escaped {
                self.add(c, at);
                escaped = false;
            } else if Some(c) == self.escape {
                escaped = true;
            } else {
                self.take(c, at);
            }
        }
        if self.state == State::Quoted {
            self.value.text.push('\n');
        } else {
            self.end_value(start + line.len());
            self.rows.push(std::mem::take(&mut self.row));
        }
    }

    fn take(&mut self, c: char, at: usize) {
        let is_quote = c == self.quote;
        self.state = match self.state {
            State::Start if is_quote => State::Quoted,
            State::Start if c == ' ' && c != self.delimiter && !self.keeps_blanks => State::Start,
            State::Quoted if is_quote => State::Quote,
            State::Quote if is_quote => {
                self.add(c, at);
                State::Quoted
            }
            State::Quoted => {
                self.add(c, at);
                State::Quoted
            }
            _ if c == self.delimiter => {
                self.end_value(at);
                State::Start
            }
            _ => {
                self.add(c, at);
                State::Bare
            }
        };
    }

    fn add(&mut self, c: char, at: usize) {
        let value = &mut self.value;
        let start = if value.text.is_empty() { at } else { value.span.start };
        value.span = start..at + c.len_utf8();
        value.text.push(c);
        if self.state == State::Start {
            self.state = State::Bare;
        }
    }

    fn end_value(&mut self, at: usize) {
        let mut value = std::mem::take(&mut self.value);
        if value.text.is_empty() {
            value.span = at..at;
        }
        self.row.push(value);
        self.state = State::Start;
    }

    /// All rows, unless a quote was never closed.
    fn finish(self) -> Option<Vec<Vec<Value>>> {
        (self.state == State::Start).then_some(self.rows)
    }
}
