//! Regions: the marked parts of other people's files that show a document. Owns how a region is
//! found and what stands between its markers; must not know what a document is, nor where files are.
//!
//! Everything here works on bytes: what is outside a region stays as it is, whatever it is.

mod disorder;
mod line;
mod marker;
mod refresh;

use std::ops::Range;

pub use disorder::{Disorder, excerpt_source, findings};
pub use refresh::{Shown, Unresolved, refresh, shown, splice};

use line::Ending;

/// What every marker holds, and few other texts.
pub const MARK: &str = "pep11:";

/// How a marker is written in one family of languages.
#[derive(Debug, PartialEq, Eq)]
pub struct Form {
    /// What stands before `pep11:`.
    pub open: &'static str,
    /// What ends the line; empty where the end of the line does.
    pub close: &'static str,
    /// The extensions that are tried first for a document that is named without one.
    pub extensions: &'static [&'static str],
    /// The body ends up inside the marker's comment when its first line is indented: docutils takes
    /// every deeper line after `..` as the comment, also past a blank line.
    pub swallows_indented: bool,
}

/// All forms of markers. The form alone decides, in any file.
pub const FORMS: &[Form] = &[
    Form { open: "..", close: "", extensions: &["rst"], swallows_indented: true },
    Form { open: "<!--", close: "-->", extensions: &["md", "html"], swallows_indented: false },
    Form { open: "#", close: "", extensions: &[], swallows_indented: false },
];

impl Form {
    /// The line that begins a region which shows a document.
    pub fn begin(&self, name: &str) -> String {
        self.line(&format!("begin {name}"))
    }

    /// The line that ends a region.
    pub fn end(&self) -> String {
        self.line("end")
    }

    fn line(&self, words: &str) -> String {
        let blank = if self.close.is_empty() { "" } else { " " };
        format!("{} pep11: {words}{blank}{}", self.open, self.close)
    }
}

/// A region that is in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// How its markers are written.
    pub form: &'static Form,
    /// The document, as the marker names it.
    pub name: String,
    /// The line of its begin marker, counted from 1.
    pub line: usize,
    /// The bytes of its begin marker, without blanks around it.
    pub marker: Range<usize>,
    /// The bytes between the lines of its markers.
    pub inside: Range<usize>,
    indent: String,
    ending: Ending,
}

/// Whether a text can hold a marker at all: the quick answer for the many files that do not.
pub fn may_have_marker(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, MARK.as_bytes()).is_some()
}

/// The regions of a text that are in order, and everything that is not, both from top to bottom.
pub fn regions(bytes: &[u8]) -> (Vec<Region>, Vec<Disorder>) {
    disorder::pair(marker::markers(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_knows_its_document_and_its_inside() {
        let text = b"a\n  .. pep11: begin pep-0816/support\nold\n  .. pep11: end\nb";
        let (found, disorders) = regions(text);
        assert_eq!(disorders, []);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].line), ("pep-0816/support", 2));
        assert_eq!(&text[found[0].inside.clone()], b"old\n");
        assert_eq!(&text[found[0].marker.clone()], b".. pep11: begin pep-0816/support");
    }

    #[test]
    fn every_form_reads_what_it_writes() {
        for form in FORMS {
            let text = format!("{}\n{}", form.begin("a/b.rst"), form.end());
            let (found, disorders) = regions(text.as_bytes());
            assert_eq!(disorders, [], "{text}");
            assert_eq!((found[0].form, found[0].name.as_str()), (form, "a/b.rst"));
        }
    }

    #[test]
    fn prose_about_pep11_is_no_marker() {
        for prose in [
            "pep11: begin x",
            "See ``.. pep11: begin x``.",
            "- .. pep11: begin x",
            "# pep11: what it is",
            "# pep11: being a tool",
            ".. pep11: wasi",
            ".. _pep11: begin",
            "... pep11: begin x",
            "## pep11: begin x",
            "x <!-- pep11: begin x -->",
            ".. pep11:",
            "# pep11: and more",
        ] {
            assert_eq!(regions(prose.as_bytes()), (vec![], vec![]), "{prose}");
        }
    }
}
