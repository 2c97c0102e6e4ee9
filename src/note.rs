//! A note in Markdown, read and found fit for every format. Owns which Markdown is a note: the
//! extensions that are on, and what is refused because some format could not hold it or must not run
//! it. Must not know how any format writes it.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// A note that every format can write.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    markdown: &'a str,
}

/// One thing in a note that cannot stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The bytes of it in the Markdown.
    pub span: Range<usize>,
    /// What is wrong: one clause, in lower case.
    pub message: String,
    /// What to type: one sentence in the imperative.
    pub help: String,
}

/// The note that `markdown` is, or everything in it that no note may have.
///
/// # Errors
///
/// Raw HTML, links that run something, and characters that would end a line in reStructuredText.
pub fn read(markdown: &str) -> Result<Note<'_>, Vec<Refusal>> {
    let note = Note { markdown };
    let mut refusals = control_characters(markdown);
    let mut in_html_block = false;
    for (event, span) in note.events_with_spans() {
        match &event {
            Event::Start(Tag::HtmlBlock) => {
                in_html_block = true;
                refusals.push(raw_html(span));
            }
            Event::End(pulldown_cmark::TagEnd::HtmlBlock) => in_html_block = false,
            Event::Html(_) | Event::InlineHtml(_) if !in_html_block => refusals.push(raw_html(span)),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                if let Some(scheme) = active_scheme(dest_url) {
                    refusals.push(active_link(span, scheme));
                } else if dest_url.chars().any(breaks_lines) {
                    refusals.push(control_character(span));
                }
            }
            Event::Text(text) | Event::Code(text) if text.chars().any(breaks_lines) => {
                refusals.push(control_character(span));
            }
            _ => {}
        }
    }
    refusals.sort_by_key(|refusal| (refusal.span.start, refusal.span.end));
    refusals
        .dedup_by(|later, earlier| later.message == earlier.message && later.span.start < earlier.span.end);
    if refusals.is_empty() { Ok(note) } else { Err(refusals) }
}

impl<'a> Note<'a> {
    /// The Markdown itself.
    pub fn markdown(&self) -> &'a str {
        self.markdown
    }

    /// What the Markdown says, in order.
    pub fn events(&self) -> impl Iterator<Item = Event<'a>> + use<'a> {
        Parser::new_ext(self.markdown, options())
    }

    /// The same, each with its bytes in the Markdown.
    pub fn events_with_spans(&self) -> impl Iterator<Item = (Event<'a>, Range<usize>)> + use<'a> {
        self.parser().into_offset_iter()
    }

    /// The parser at the start of the note, which also knows its link definitions.
    pub(crate) fn parser(&self) -> Parser<'a> {
        Parser::new_ext(self.markdown, options())
    }
}

/// CommonMark with what GitHub adds to it, HTML aside.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
}

/// Docutils splits lines as Python does, at more characters than Markdown; and none of the others has
/// a meaning in prose.
fn breaks_lines(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}') || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

fn control_characters(markdown: &str) -> Vec<Refusal> {
    markdown
        .char_indices()
        .filter(|&(_, c)| breaks_lines(c) && c != '\0')
        .map(|(at, c)| control_character(at..at + c.len_utf8()))
        .collect()
}

fn control_character(span: Range<usize>) -> Refusal {
    Refusal {
        span,
        message: "a control or line-separating character in a note".into(),
        help: "Delete it, or type a space or a line break in its place.".into(),
    }
}

fn raw_html(span: Range<usize>) -> Refusal {
    Refusal {
        span,
        message: "raw HTML in a note".into(),
        help: "Say it in Markdown, or put it in backquotes if it is meant as code.".into(),
    }
}

fn active_link(span: Range<usize>, scheme: &str) -> Refusal {
    Refusal {
        span,
        message: format!("a `{scheme}:` link in a note"),
        help: "Link to an https: address.".into(),
    }
}

/// Schemes whose targets run, or hold what could run, in the page that shows the link.
const ACTIVE: [&str; 9] =
    ["javascript", "vbscript", "livescript", "mocha", "data", "blob", "filesystem", "jar", "view-source"];

/// The active scheme of a link target, read as browsers do: they ignore case, and tabs, line breaks
/// and control characters wherever they stand.
fn active_scheme(url: &str) -> Option<&'static str> {
    let scheme: String = url
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && !is_invisible(*c))
        .take_while(|&c| c != ':')
        .take(16)
        .collect();
    let has_colon = url.contains(':');
    ACTIVE.into_iter().find(|active| has_colon && scheme.eq_ignore_ascii_case(active))
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_note_may_have_is_refused() {
        for markdown in [
            "<b>x</b>",
            "<!-- x -->",
            "<div>\nx\n</div>",
            "[x](javascript:alert)",
            "[x](JaVaScript&#58;alert)",
            "[x](java&Tab;script:alert)",
            "[x](<  javascript:alert>)",
            "![x](data:text/html,x)",
            "<vbscript:x>",
            "[x]\n\n[x]: javascript:x",
            "a\u{85}b",
            "a\u{2028}b",
            "a&#x85;b",
            "a\u{1b}b",
        ] {
            assert!(read(markdown).is_err(), "{markdown:?}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_not() {
        for markdown in
            ["`<b>`", "a < b > c", "[x](https://javascript.example/)", "[x](/javascript:)", "\\<b>"]
        {
            assert!(read(markdown).is_ok(), "{markdown:?}");
        }
    }

    #[test]
    fn places_are_bytes_of_the_markdown() {
        let refusals = read("né <b>x</b>").unwrap_err();
        let spans: Vec<_> = refusals.into_iter().map(|refusal| refusal.span).collect();
        assert_eq!(spans, [4..7, 8..12]);
    }
}
