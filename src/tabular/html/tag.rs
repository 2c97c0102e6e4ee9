//! HTML as tags and text. Owns how tags, attributes, comments and character references are spelled; must
//! not know what any tag means, but for those whose content is no markup.

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{Event, Parser};

/// What a text in HTML is made of.
pub(super) enum Token<'t> {
    Tag(Tag<'t>),
    Text(&'t str),
    /// A comment.
    Comment,
}

/// A tag.
pub(super) struct Tag<'t> {
    /// In lower case.
    pub(super) name: String,
    pub(super) is_end: bool,
    attributes: &'t str,
}

/// Elements of which everything up to their end is text, or is passed over as if it were.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "pre", "script", "style", "textarea", "title", "xmp"];

impl Tag<'_> {
    pub(super) fn opens(&self, name: &str) -> bool {
        !self.is_end && self.name == name
    }

    /// The value of an attribute; empty where it has none.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() {
                return None;
            }
            // The first character is part of the name, whatever it is.
            let mut ends =
                rest.char_indices().skip(1).filter(|&(_, c)| c.is_whitespace() || "=/".contains(c));
            let (found, behind) = rest.split_at(ends.next().map_or(rest.len(), |(end, _)| end));
            let (value, behind) = value(behind);
            if found.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = behind;
        }
    }
}

/// The value that follows an attribute's name, and what follows that.
fn value(text: &str) -> (&str, &str) {
    let Some(value) = text.trim_start().strip_prefix('=') else { return ("", text) };
    let value = value.trim_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    value.split_at(value.find(char::is_whitespace).unwrap_or(value.len()))
}

/// Tags, comments and the text between them, each with its place; declarations are left out.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, Token<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
            let start = at;
            let Some(markup) = rest.strip_prefix('<') else {
                at += rest.find('<').unwrap_or(rest.len());
                return Some((start..at, Token::Text(&text[start..at])));
            };
            if markup.starts_with(['!', '?']) {
                at = start + declaration(rest);
                if rest.starts_with("<!--") {
                    return Some((start..at, Token::Comment));
                }
            } else if let Some(tag) = tag(rest) {
                let (length, tag) = tag;
                at = start + length;
                let end = at;
                if !tag.is_end && RAW.contains(&tag.name.as_str()) {
                    at += raw(&text[at..], &tag.name);
                }
                return Some((start..end, Token::Tag(tag)));
            } else {
                at += 1;
                return Some((start..at, Token::Text(&text[start..at])));
            }
        }
    })
}

/// How long a comment or declaration is; what is not closed takes all that is left.
fn declaration(rest: &str) -> usize {
    let (open, close) = [("<!--", "-->"), ("<![CDATA[", "]]>")]
        .into_iter()
        .find(|(open, _)| rest.starts_with(open))
        .unwrap_or(("<", ">"));
    memmem::find(&rest.as_bytes()[open.len()..], close.as_bytes())
        .map_or(rest.len(), |at| open.len() + at + close.len())
}

/// A tag with its length; none where what begins with `<` is no tag.
fn tag(rest: &str) -> Option<(usize, Tag<'_>)> {
    let is_end = rest.starts_with("</");
    let name_start = if is_end { 2 } else { 1 };
    let named = &rest[name_start..];
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = named.find(|c: char| c.is_whitespace() || "/>".contains(c)).unwrap_or(named.len());
    let attributes = &named[length..];
    // A tag that is never closed takes all that is left, as browsers have it.
    let (end, next) =
        close(attributes).map_or((attributes.len(), rest.len()), |at| (at, name_start + length + at + 1));
    let tag = Tag { name: named[..length].to_ascii_lowercase(), is_end, attributes: &attributes[..end] };
    Some((next, tag))
}

/// Where a tag is closed: at the first `>` that is in no quoted value.
fn close(attributes: &str) -> Option<usize> {
    let (mut quote, mut before) = (None, b' ');
    attributes.bytes().position(|byte| {
        match quote {
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            Some(open) if byte == open => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
        quote.is_none() && byte == b'>'
    })
}

/// How far it is to the end tag of an element.
fn raw(rest: &str, name: &str) -> usize {
    let is_end = |at: &usize| {
        let behind = &rest.as_bytes()[at + 2..];
        behind.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    memmem::find_iter(rest.as_bytes(), "</").find(is_end).unwrap_or(rest.len())
}

/// Adds a text with its character references decoded.
pub(super) fn decode(text: &str, out: &mut String) {
    /// Longer names there are none.
    const LONGEST: usize = 40;
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let near = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        match near.and_then(|end| Some((rest.get(..=end)?, rest.get(end + 1..)?))) {
            Some((reference, behind)) if is_reference(reference) => {
                decode_one(reference, out);
                rest = behind;
            }
            _ => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

fn is_reference(text: &str) -> bool {
    let inside = &text[1..text.len() - 1];
    let name = inside.strip_prefix('#').unwrap_or(inside);
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Markdown has the very references of HTML, and its parser knows the names.
fn decode_one(reference: &str, out: &mut String) {
    for event in Parser::new(reference) {
        if let Event::Text(text) = event {
            out.push_str(&text);
        }
    }
}
