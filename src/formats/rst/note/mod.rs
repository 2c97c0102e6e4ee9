//! A note in Markdown as reStructuredText. Owns the way from events to lines: `tree` collects the
//! events into blocks and spans, `block` writes the blocks one below the other, `inline` writes the
//! spans of one block, `code` and `link` know the tricks of their kind, and `wrap` breaks lines.
//! Must not know what a note is for.
//!
//! ReStructuredText cannot nest inline markup, so the tree holds flat spans, each with its link and its
//! outermost format; what cannot be written directly goes through a substitution, which is defined
//! below the note under a name of its own.

mod block;
mod code;
mod definitions;
mod inline;
mod link;
mod tree;
mod wrap;

pub use crate::formats::names::Names;
use crate::note::Note;

/// Where a note is to stand.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The PEP whose document this is: mentions of it stay plain text.
    pub pep: Option<u32>,
    /// The adornments of the levels below the section that the note stands in, outermost first.
    /// Headings deeper than that become rubrics.
    pub headings: &'a [char],
    /// The longest line, in characters; `usize::MAX` leaves every paragraph on one line.
    pub width: usize,
    /// Which roles there are.
    pub roles: Roles,
}

/// What the roles `:pep:` and `:rfc:` take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roles {
    /// A number, as in docutils: other links to PEPs and RFCs stay links.
    Docutils,
    /// A number, or a text with a number and a fragment, as in Sphinx and in python/peps.
    Sphinx,
}

/// The adornments of a document's own headings, outermost first.
pub const HEADINGS: [char; 6] = ['=', '-', '~', '^', '"', '\''];

impl Default for Setting<'_> {
    fn default() -> Self {
        Self { pep: None, headings: &HEADINGS, width: 79, roles: Roles::Docutils }
    }
}

/// A link with a plain text, outside of any note.
pub(super) fn link(text: &str, url: &str, pep: Option<u32>) -> String {
    wrap::unbroken(&inline::lone_link(text, url, &Setting { pep, ..Setting::default() }))
}

/// Code outside of any note.
pub(super) fn code(text: &str) -> String {
    wrap::unbroken(&inline::code(text))
}

/// The note as reStructuredText, with what it defines below it; empty, or whole lines.
pub fn write(note: &Note<'_>, setting: &Setting<'_>, names: &mut Names) -> String {
    let tree = tree::read(note);
    block::write(&tree, setting, names)
}
