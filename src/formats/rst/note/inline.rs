//! Inline markup. Owns how spans become a line of text with marks, what may stand beside a mark, and
//! which spans go through a substitution. Must not know about blocks, nor where lines end.

use super::Setting;
use super::definitions::{DELETED, Definitions};
use super::link::{self, Mention};
use super::tree::{Content, Span, Style, same_link};
use super::wrap::{CUT, GLUE, LONGEST_WORD, cut_long_words};
use crate::formats::rst::escape::{Beside, Reader, escape, quoted};
use crate::mention::{Prose, cut_at_mentions};

/// The longest link that stays on one line whatever its text.
const SHORT_LINK: usize = 60;
/// The most text that a substitution may hold; docutils refuses more than 10,000 characters.
const LONGEST_SUBSTITUTION: usize = 6000;

/// Writes the spans of one document.
pub(super) struct Inline<'a, 'b> {
    pub(super) setting: &'a Setting<'a>,
    pub(super) definitions: &'a mut Definitions<'b>,
    /// The label and name of each footnote.
    pub(super) footnotes: &'a std::collections::BTreeMap<String, String>,
    /// Whether `PEP 816` becomes a role. Titles stay as they are.
    pub(super) mentions: bool,
}

/// A part of a line.
enum Piece {
    /// Text to be escaped.
    Text(String),
    /// Finished markup.
    Mark(String),
    /// A bare address, which goes on as long as it can.
    Address(String),
}

impl Inline<'_, '_> {
    /// The spans as one line of markup, with the marks of `wrap` in it.
    pub(super) fn line(&mut self, spans: &[Span]) -> String {
        let mut pieces = Vec::new();
        self.pieces(spans, &mut pieces);
        assemble(pieces)
    }

    fn pieces(&mut self, spans: &[Span], out: &mut Vec<Piece>) {
        let mut rest = spans;
        while let [first, ..] = rest {
            let length = rest.iter().take_while(|span| belong_together(first, span)).count();
            let (group, after) = rest.split_at(length.max(1));
            rest = after;
            match (&first.link, first.style, &first.content) {
                (_, _, Content::Footnote(label)) => out.push(self.footnote(label)),
                (_, _, Content::Break) => out.push(Piece::Text(" ".into())),
                (_, _, Content::Check(checked)) => {
                    let mark = if *checked { 'x' } else { ' ' };
                    out.push(Piece::Text(if *checked { format!("[{mark}] ") } else { format!("[{GLUE}] ") }));
                }
                (Some(url), ..) if !url.is_empty() => self.link(url, group, out),
                (_, _, Content::Image { source, alt }) => {
                    let name = self.definitions.image(&image_source(source), &image_alt(alt), None);
                    out.push(Piece::Mark(format!("|{name}|")));
                }
                (_, Some(style), _) => self.styled(style, &text_of(group), out),
                (_, None, Content::Code(text)) => out.push(Piece::Mark(code(text))),
                (_, None, Content::Text(text)) => self.prose(text, out),
            }
        }
    }

    fn footnote(&self, label: &str) -> Piece {
        match self.footnotes.get(label) {
            Some(name) => Piece::Mark(format!("[#{name}]_")),
            None => Piece::Text(format!("[^{label}]")),
        }
    }

    fn prose(&self, text: &str, out: &mut Vec<Piece>) {
        if !self.mentions {
            return out.push(Piece::Text(text.to_owned()));
        }
        for part in cut_at_mentions(text) {
            match part {
                Prose::Pep(number, _) if self.setting.pep != Some(number) => {
                    out.push(Piece::Mark(format!(":pep:`{number}`")));
                }
                Prose::Pep(_, words) | Prose::Text(words) => match out.last_mut() {
                    Some(Piece::Text(before)) => before.push_str(words),
                    _ => out.push(Piece::Text(words.to_owned())),
                },
            }
        }
    }

    fn styled(&mut self, style: Style, text: &str, out: &mut Vec<Piece>) {
        let (before, text, after) = without_edges(text);
        out.push(Piece::Text(before.to_owned()));
        if !text.is_empty() {
            if style == Style::Deleted {
                self.definitions.need_deleted();
            }
            out.push(Piece::Mark(styled(style, text)));
        }
        out.push(Piece::Text(after.to_owned()));
    }

    /// A link: as it is around plain text, as an image with a target, or as a substitution.
    fn link(&mut self, url: &str, spans: &[Span], out: &mut Vec<Piece>) {
        let address = link::address(url);
        if let Some(text) = plain_text(spans) {
            return self.text_link(url, &address, &text, out);
        }
        if let [Span { content: Content::Image { source, alt }, .. }] = spans {
            let target = address.replace(CUT, "\n      ");
            let name = self.definitions.image(&image_source(source), &image_alt(alt), Some(&target));
            return out.push(Piece::Mark(format!("|{name}|")));
        }
        let inner: Vec<Span> = spans.iter().map(|span| Span { link: None, ..span.clone() }).collect();
        let text = text_of(&inner);
        if matches!(link::mention(url, &text, self.setting), Some(Mention::Plain)) {
            return self.pieces(&inner, out);
        }
        let mentions = std::mem::replace(&mut self.mentions, false);
        let markup = self.line(&inner);
        self.mentions = mentions;
        if markup.chars().count() > LONGEST_SUBSTITUTION {
            return self.text_link(url, &address, &text, out);
        }
        let (before, markup, after) = without_edges(&markup);
        let hint = if text.is_empty() { alt_of(&inner) } else { text };
        out.push(Piece::Text(before.to_owned()));
        let target = address.replace(CUT, "\n   ");
        if markup.is_empty() {
            let name = self.definitions.bare_link(&target);
            out.push(Piece::Mark(format!("|{name}|_")));
        } else {
            let name = self.definitions.linked(&hint, markup, &target);
            out.push(Piece::Mark(format!("|{name}|_")));
        }
        out.push(Piece::Text(after.to_owned()));
    }

    fn text_link(&mut self, url: &str, address: &str, text: &str, out: &mut Vec<Piece>) {
        let (before, text, after) = without_edges(text);
        out.push(Piece::Text(before.to_owned()));
        let words = text.split(['\n', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let mention = link::mention(url, &words, self.setting);
        out.push(if words.is_empty() {
            let name = self.definitions.bare_link(&address.replace(CUT, "\n   "));
            Piece::Mark(format!("|{name}|_"))
        } else if let Some(Mention::Plain) = mention {
            Piece::Text(words)
        } else if let Some(Mention::Role(role)) = mention {
            Piece::Mark(unbroken(&role))
        } else if link::is_bare(url, &words) {
            Piece::Address(url.to_owned())
        } else {
            let text = guarded_edges(&link::hide(&quoted(text, Reader::SmartQuotes)));
            let text = cut_long_words(&text, &format!("\\{CUT}"));
            let text = if words.len() <= SHORT_LINK { unbroken(&text) } else { text };
            Piece::Mark(format!("`{text}{GLUE}<{address}>`__"))
        });
        out.push(Piece::Text(after.to_owned()));
    }
}

/// A link with a plain text that stands alone.
pub(super) fn lone_link(text: &str, url: &str, setting: &Setting<'_>) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match link::mention(url, &words, setting) {
        Some(Mention::Plain) => escape(&words, Beside::Anything, Beside::Anything, Reader::SmartQuotes),
        Some(Mention::Role(role)) => role,
        None if link::is_bare(url, &words) => words,
        None => {
            let text = if words.is_empty() { url } else { &words };
            let text = link::hide(&quoted(text, Reader::SmartQuotes));
            format!("`{text} <{}>`__", link::address(url))
        }
    }
}

/// Whether two spans can be written as one.
fn belong_together(first: &Span, span: &Span) -> bool {
    if matches!(span.content, Content::Footnote(_) | Content::Break | Content::Check(_))
        || matches!(first.content, Content::Footnote(_) | Content::Break | Content::Check(_))
    {
        return std::ptr::eq(first, span);
    }
    let links = first.link.as_ref().is_some_and(|url| !url.is_empty());
    let image = |span: &Span| matches!(span.content, Content::Image { .. });
    let one_style = first.style.is_some() && first.style == span.style && !image(first) && !image(span);
    match (same_link(first.link.as_ref(), span.link.as_ref()), links) {
        (true, true) => true,
        (_, true) => false,
        (_, false) => {
            std::ptr::eq(first, span) || (one_style && span.link.as_ref().is_none_or(|url| url.is_empty()))
        }
    }
}

/// The text of a link that needs no markup of its own.
fn plain_text(spans: &[Span]) -> Option<String> {
    let plain = spans.iter().all(|span| span.style.is_none() && matches!(span.content, Content::Text(_)));
    plain.then(|| text_of(spans))
}

fn text_of(spans: &[Span]) -> String {
    let texts = spans.iter().filter_map(|span| match &span.content {
        Content::Text(text) | Content::Code(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

fn alt_of(spans: &[Span]) -> String {
    spans
        .iter()
        .find_map(|span| match &span.content {
            Content::Image { alt, .. } => Some(alt.clone()),
            _ => None,
        })
        .unwrap_or_default()
}

/// A text and the blanks at its edges, which no markup may have.
fn without_edges(text: &str) -> (&str, &str, &str) {
    const BLANK: [char; 2] = [' ', '\n'];
    let rest = text.trim_start_matches(BLANK);
    let inner = rest.trim_end_matches(BLANK);
    (&text[..text.len() - rest.len()], inner, &rest[inner.len()..])
}

fn unbroken(text: &str) -> String {
    text.replace([' ', '\n'], &GLUE.to_string())
}

/// Finished markup for text in one format.
fn styled(style: Style, text: &str) -> String {
    let (mark, role) = match style {
        Style::Emphasis => ("*", "emphasis"),
        Style::Strong => ("**", "strong"),
        Style::Deleted => ("", DELETED),
    };
    let cut = format!("\\{CUT}");
    if mark.is_empty() || text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace) {
        let text = guarded_edges(&link::hide(&quoted(text, Reader::SmartQuotes)));
        return format!(":{role}:`{}`", cut_long_words(&text, &cut));
    }
    let text = link::hide(&escape(text, Beside::Anything, Beside::Anything, Reader::SmartQuotes));
    format!("{mark}{}{mark}", cut_long_words(&text, &cut))
}

/// Text for the inside of a role, where blanks at an edge need a neighbour that is nothing.
fn guarded_edges(text: &str) -> String {
    let before = if text.starts_with(char::is_whitespace) { format!("\\{GLUE}") } else { String::new() };
    let after = if text.ends_with(char::is_whitespace) { format!("\\{GLUE}") } else { String::new() };
    format!("{before}{text}{after}")
}

/// Inline code: between double backquotes where these can hold it, otherwise as a role.
pub(super) fn code(text: &str) -> String {
    let edge = |c: char| c.is_whitespace() || c == '`';
    let literal = !text.starts_with(edge)
        && !text.ends_with(edge)
        && !text.contains("``")
        && text.len() < LONGEST_WORD
        && !link::is_refused(text);
    if literal && !text.is_empty() {
        return format!("``{}``", unbroken(text));
    }
    let text = link::hide(&quoted(text, Reader::Docutils));
    // Two blanks side by side must not both vanish behind a backslash.
    let text = guarded_edges(&unbroken(&text).replace(GLUE, " "));
    format!(":literal:`{}`", unbroken(&cut_long_words(&text, &format!("\\{CUT}"))))
}

/// An image's source as a directive's argument.
pub(super) fn image_source(source: &str) -> String {
    let address = link::address(source).replace(CUT, "\n      ");
    match address.chars().next() {
        None => "\\".into(),
        Some(':') => format!("\\{address}"),
        Some(_) => address,
    }
}

pub(super) fn image_alt(alt: &str) -> String {
    cut_long_words(alt, " ")
}

/// Puts the pieces side by side, so that docutils sees every mark.
fn assemble(pieces: Vec<Piece>) -> String {
    let mut out = String::new();
    let mut after_mark = None;
    let mut bare_is_seen = true;
    let mut pieces = merged(pieces).into_iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => {
                let before = if out.is_empty() { Beside::Blank } else { Beside::Anything };
                let after = if pieces.peek().is_none() { Beside::Blank } else { Beside::Anything };
                let escaped = link::hide(&escape(&text, before, after, Reader::SmartQuotes));
                if let Some(mark) = after_mark.take()
                    && needs_gap_behind(mark, &escaped)
                {
                    out.push('\\');
                    out.push(GLUE);
                }
                bare_is_seen &= !has_false_scheme(&escaped);
                out.push_str(&cut_long_words(&escaped, &format!("\\{CUT}")));
            }
            Piece::Mark(mark) => {
                if after_mark.is_some() || needs_gap_before(&out, &mark) {
                    out.push('\\');
                    out.push(GLUE);
                }
                after_mark = Some(if mark.ends_with('`') { Kind::Backquote } else { Kind::Mark });
                out.push_str(&mark);
            }
            Piece::Address(address) => {
                let open = out.is_empty() || out.ends_with([' ', '\n', '(']);
                if after_mark.is_some() || !open {
                    out.push('\\');
                    out.push(GLUE);
                }
                if bare_is_seen {
                    after_mark = Some(Kind::Address);
                    out.push_str(&address);
                } else {
                    after_mark = Some(Kind::Backquote);
                    out.push_str(&format!("`{address}{GLUE}<{address}>`__"));
                }
            }
        }
    }
    out
}

/// Whether docutils would find `x:y` in a text, find that there is no such scheme, and then look no
/// further for bare addresses.
fn has_false_scheme(text: &str) -> bool {
    text.match_indices(':').any(|(at, _)| {
        text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || "+-.".contains(c))
            && !text[at + 1..].starts_with([' ', '\n', '\\'])
            && at + 1 < text.len()
    })
}

/// What a mark ends in.
#[derive(Clone, Copy)]
enum Kind {
    Backquote,
    Mark,
    Address,
}

/// The pieces without empty text, and with neighbouring texts as one.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (piece, out.last_mut()) {
            (Piece::Text(text), _) if text.is_empty() => {}
            (Piece::Text(text), Some(Piece::Text(before))) => before.push_str(&text),
            (piece, _) => out.push(piece),
        }
    }
    out
}

/// Whether docutils would overlook a mark behind `out`.
fn needs_gap_before(out: &str, mark: &str) -> bool {
    let Some(before) = out.chars().next_back() else { return false };
    let content = match mark.split_once('`') {
        Some((_, content)) if mark.starts_with(':') => content,
        _ => mark.trim_start_matches(['*', '`', '|']),
    };
    let content = content.chars().next().unwrap_or(' ');
    match before {
        ' ' | '\n' => false,
        '-' | '/' => false,
        ':' => mark.starts_with(['`', ':']),
        // A mark between quotes or brackets is none: docutils takes it to be spoken of.
        '(' | '[' | '{' | '<' | '"' | '\'' => !content.is_ascii_alphanumeric(),
        _ => true,
    }
}

/// Whether docutils would overlook the end of a mark before `text`.
fn needs_gap_behind(mark: Kind, text: &str) -> bool {
    let mut chars = text.chars();
    let next = chars.next().unwrap_or(' ');
    let ends = chars.next().is_none_or(|c| matches!(c, ' ' | '\n'));
    match (mark, next) {
        (_, ' ' | '\n') => false,
        (Kind::Address, c) => !(ends && ".,;!?)".contains(c)),
        (Kind::Backquote, ':') => true,
        (_, c) => !"'\")>]}-/:.,;!?\\".contains(c),
    }
}
