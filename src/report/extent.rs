//! Where a place begins and ends, in lines and columns. Owns how a place is told to machines; must not
//! know their formats.

use std::ops::Range;

use crate::source::{Place, Source};

/// Lines and columns of a place, counted from 1, columns in characters; the end is that of the first
/// character behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Extent {
    /// All of a place; none for a whole file.
    pub(super) fn of(place: &Place) -> Option<Self> {
        (!place.source.text.is_empty()).then(|| Self::of_span(&place.source, &place.span))
    }

    /// The part of a place that is on its first line. Reviews show an annotation below its last line, and
    /// none that reaches beyond what a change touches.
    pub(super) fn of_first_line(place: &Place) -> Option<Self> {
        (!place.source.text.is_empty()).then(|| Self::of_span(&place.source, &first_line(place)))
    }

    /// A range of bytes of a source.
    pub(super) fn of_span(source: &Source, span: &Range<usize>) -> Self {
        let (line, column) = source.line_and_column(span.start);
        let (end_line, end_column) = source.line_and_column(span.end.max(span.start));
        Self { line, column, end_line, end_column }
    }
}

/// What stands on the first line of a place.
pub(super) fn first_line(place: &Place) -> Range<usize> {
    let text = &place.source.text;
    let start = text.floor_char_boundary(place.span.start.min(text.len()));
    let end = text.ceil_char_boundary(place.span.end.clamp(start, text.len()));
    start..text[start..end].find(['\n', '\r']).map_or(end, |newline| start + newline)
}
