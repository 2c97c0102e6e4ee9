//! Where a text came from, and places in it. Owns the arithmetic from bytes to lines and columns, and a
//! text with some of its bytes written anew; must not know what the text means.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text and the path under which people know it.
#[derive(Debug)]
pub struct Source {
    /// The path as it is shown, with `/` between folders.
    pub path: String,
    /// The whole text; empty where only the path is known.
    pub text: String,
    /// Made when a place is first asked for: a file with many findings is counted once.
    counts: OnceLock<Vec<Count>>,
}

impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path && self.text == other.text
    }
}

impl Eq for Source {}

/// What stands before a block of bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    newlines: usize,
    characters: usize,
    /// The byte and the character at which the line begins.
    line_start: (usize, usize),
}

/// So many bytes are counted for each place that is asked for.
const BLOCK: usize = 1024;

impl Source {
    /// A text with its path.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into(), counts: OnceLock::new() })
    }

    /// The line of a byte, counted from 1, and its column in characters, counted from 1. A byte-order
    /// mark is no character.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let count = self.count(byte);
        let mark = usize::from(count.line_start.0 == 0 && byte > 0 && self.text.starts_with('\u{feff}'));
        (count.newlines + 1, count.characters - count.line_start.1 - mark + 1)
    }

    /// The byte at which the line of a byte begins.
    pub fn line_start(&self, byte: usize) -> usize {
        self.count(self.text.floor_char_boundary(byte.min(self.text.len()))).line_start.0
    }

    fn count(&self, byte: usize) -> Count {
        let counts = self.counts.get_or_init(|| self.count_blocks());
        let count = counts.get(byte / BLOCK).copied().unwrap_or_default();
        count.and(self.text.as_bytes(), byte / BLOCK * BLOCK..byte)
    }

    fn count_blocks(&self) -> Vec<Count> {
        let bytes = self.text.as_bytes();
        let starts = (0..=bytes.len()).step_by(BLOCK);
        let next = |count: &mut Count, start: usize| {
            let before = *count;
            *count = count.and(bytes, start..(start + BLOCK).min(bytes.len()));
            Some(before)
        };
        starts.scan(Count::default(), next).collect()
    }
}

impl Count {
    /// The same after some more bytes; each character is counted by its first.
    fn and(mut self, bytes: &[u8], more: Range<usize>) -> Self {
        for at in more {
            self.characters += usize::from(bytes[at] & 0xc0 != 0x80);
            if bytes[at] == b'\n' {
                self.newlines += 1;
                self.line_start = (at + 1, self.characters);
            }
        }
        self
    }
}

/// A text with some ranges of it written anew; none where they overlap, are out of order, or do not stand
/// between characters.
pub fn spliced<'e>(
    text: &str,
    edits: impl IntoIterator<Item = &'e (Range<usize>, String)>,
) -> Option<String> {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for (span, written) in edits {
        new.push_str(text.get(at..span.start)?);
        new.push_str(written);
        at = span.end;
    }
    new.push_str(text.get(at..)?);
    Some(new)
}

/// A range of bytes in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The text that the range is of.
    pub source: Arc<Source>,
    /// The bytes.
    pub span: Range<usize>,
}

impl Place {
    /// The place of a range of bytes.
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        Self { source: Arc::clone(source), span }
    }

    /// A whole file, of which nothing is to be shown.
    pub fn file(path: impl Into<String>) -> Self {
        Self { source: Source::new(path, ""), span: 0..0 }
    }

    /// The line and column of the first byte, both counted from 1; none for a whole file.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        (!self.source.text.is_empty()).then(|| self.source.line_and_column(self.span.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_those_of_a_plain_count() {
        let line = |n: usize| format!("{}\n", "aé文\u{1f600}".repeat(n % 700));
        let text: String = (0..40).map(|n| line(n * 37)).collect();
        let source = Source::new("x", text.clone());
        let (mut row, mut column) = (1, 1);
        for (at, c) in text.char_indices() {
            assert_eq!(source.line_and_column(at), (row, column), "{at}");
            (row, column) = if c == '\n' { (row + 1, 1) } else { (row, column + 1) };
        }
        assert_eq!(source.line_and_column(text.len() + 9), (row, column));
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let source = Source::new("x", "\u{feff}ab\nc");
        let places: Vec<_> = [0, 3, 4, 5, 6].map(|at| source.line_and_column(at)).into();
        assert_eq!(places, [(1, 1), (1, 1), (1, 2), (1, 3), (2, 1)]);
    }
}
