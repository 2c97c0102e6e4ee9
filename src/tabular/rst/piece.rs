//! Cells that are put together from lines. Owns where a paragraph begins; must not know where the lines
//! come from.

use std::ops::Range;

use super::inline;
use super::page::Page;
use crate::tabular::Frills;
use crate::tabular::cell::{Paragraph, Paragraphs};

/// The parts of lines that one cell is made of; an empty one is a blank line.
pub(super) type Pieces = Vec<Range<usize>>;

/// The paragraphs that the parts of a text make up.
pub(super) fn paragraphs(page: &Page<'_>, pieces: &[Range<usize>], frills: &mut Frills) -> Paragraphs {
    let blocks = pieces.split(|piece| piece.is_empty()).filter(|block| !block.is_empty());
    let paragraph = |block: &[Range<usize>]| {
        let lines: Vec<&str> = block.iter().map(|piece| page.slice(piece.clone())).collect();
        Paragraph { text: inline::plain(&lines.join(" "), frills).into(), span: block[0].clone() }
    };
    blocks.map(paragraph).collect()
}
