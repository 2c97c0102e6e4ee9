//! Where a text came from, and places in it. Owns the arithmetic from bytes to lines and columns;
//! must not know what the text means.

use std::ops::Range;
use std::sync::Arc;

/// A text and the path under which people know it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as it is shown, with `/` between folders.
    pub path: String,
    /// The whole text; empty where only the path is known.
    pub text: String,
}

impl Source {
    /// A text with its path.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { path: path.into(), text: text.into() })
    }

    /// The line of a byte, counted from 1, and its column in characters, counted from 1.
    pub fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let before = &self.text[..byte];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }
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
