//! Texts, Markdown and links. Owns which characters are refused, and where in the file a part of a
//! text stands.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Decoder, Fields};
use crate::finding::Finding;
use crate::model::At;
use crate::note;
use crate::source::Place;
use crate::yaml::Node;

/// Where the last part of each wording ended, in the text and in the source.
type Found<'t> = BTreeMap<&'t str, (usize, usize)>;

impl Decoder<'_> {
    /// A text of one line.
    pub(in crate::parse) fn text(&mut self, node: &Node, what: &str) -> Option<At<String>> {
        let text = self.line(node, what)?;
        self.not_empty(node, what, &text)?;
        Some(text)
    }

    /// A text of one line, perhaps an empty one.
    pub(in crate::parse) fn line(&mut self, node: &Node, what: &str) -> Option<At<String>> {
        let (text, _) = self.scalar(node, what)?;
        // A block scalar of one line ends with a line break that nobody meant.
        let text = text.strip_suffix('\n').unwrap_or(text);
        if text.contains('\n') {
            let finding = Finding::error("line-break", format!("{what} has more than one line"));
            self.report(finding.help("Write it on one line."), node);
            return None;
        }
        self.checked_text(node, text)
    }

    /// A text that may have several lines, each shown as it is.
    pub(in crate::parse) fn lines(&mut self, node: &Node, what: &str) -> Option<String> {
        let (text, _) = self.scalar(node, what)?;
        self.not_empty(node, what, text)?;
        self.checked_text(node, text).map(|text| text.value)
    }

    /// Where a part of a text stands.
    pub(in crate::parse) fn part(&self, node: &Node, text: &str, part: &Range<usize>) -> Place {
        self.place(&self.spelled(node, text, part, &mut Found::new()))
    }

    pub(in crate::parse) fn not_empty(&mut self, node: &Node, what: &str, text: &str) -> Option<()> {
        // Messages show entries to type with this where only people know what belongs there.
        let (is, help) = match text.trim() {
            "" => ("an empty text", "Write the text, or remove the key."),
            "…" => ("still to be written", "Write the text in its place."),
            _ => return Some(()),
        };
        let finding = Finding::error("empty-value", format!("{what} is {is}"));
        self.report(finding.help(help), node);
        None
    }

    /// A text that may have several lines of Markdown.
    pub(in crate::parse) fn markdown(&mut self, node: &Node, what: &str) -> Option<At<String>> {
        let (text, _) = self.scalar(node, what)?;
        self.not_empty(node, what, text)?;
        let checked = self.checked_text(node, text)?;
        let Err(refusals) = note::read(text) else { return Some(checked) };
        let (mut opened, mut found) = (false, Found::new());
        for refusal in refusals {
            let span = self.spelled(node, text, &refusal.span, &mut found);
            // The end of an element that was reported already is the same fault.
            match text.get(refusal.span.clone()).unwrap_or("") {
                tag if tag.starts_with("</") && opened => continue,
                tag => opened |= tag.starts_with('<'),
            }
            let finding =
                Finding::error("bad-markdown", refusal.message).at(self.place(&span)).help(refusal.help);
            self.findings.push(finding);
        }
        None
    }

    /// The bytes of the file that spell a part of a scalar's text: looked for line by line, as a block
    /// scalar has an indent that the text has not. The whole scalar where escapes hide it. What was
    /// found before is not looked for again: parts are asked for in order.
    fn spelled<'t>(
        &self,
        node: &Node,
        text: &'t str,
        part: &Range<usize>,
        found: &mut Found<'t>,
    ) -> Range<usize> {
        let whole = node.defined.as_ref().unwrap_or(&node.span);
        let line = text.get(part.clone()).and_then(|part| part.lines().next()).unwrap_or("");
        let (in_text, in_source) = found.get(line).copied().unwrap_or((0, whole.start));
        let (Some(between), false) = (text.get(in_text..part.start), line.is_empty()) else {
            return whole.clone();
        };
        let earlier = between.matches(line).count();
        let Some((at, _)) = self.source.text[in_source..whole.end].match_indices(line).nth(earlier) else {
            return whole.clone();
        };
        let start = in_source + at;
        found.insert(line, (part.start + line.len(), start + line.len()));
        start..start + line.len()
    }

    /// Refuses characters at which docutils ends a line, and others that no document can show.
    fn checked_text(&mut self, node: &Node, text: &str) -> Option<At<String>> {
        let is_plain = |c: char| c == '\n' || c == '\t' || !is_refused(c);
        let Some((at, refused)) = text.char_indices().find(|&(_, c)| !is_plain(c)) else {
            return Some(self.at(text.to_owned(), node));
        };
        let span = self.spelled(node, text, &(at..at + refused.len_utf8()), &mut Found::new());
        let code = u32::from(refused);
        let help = match self.source.text[span.clone()].contains('\\') {
            true => "Remove the escape, or write `\\\\` where a backslash is meant.",
            false => "Remove the character, or write a blank in its place.",
        };
        self.findings.push(
            Finding::error("control-character", format!("the text holds the character U+{code:04X}"))
                .at(self.place(&span))
                .why("no document can show it, or reStructuredText ends a line there")
                .help(help),
        );
        None
    }

    /// A text that may be missing.
    pub(in crate::parse) fn optional_text(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        fields.get(name).and_then(|node| self.text(node, &format!("`{name}`")))
    }

    /// Markdown that may be missing.
    pub(in crate::parse) fn optional_markdown(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
    ) -> Option<At<String>> {
        fields.get(name).and_then(|node| self.markdown(node, &format!("`{name}`")))
    }

    /// A text that must be there.
    pub(in crate::parse) fn needed_text(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        self.need(fields, name).and_then(|node| self.text(node, &format!("`{name}`")))
    }

    /// Markdown that must be there.
    pub(in crate::parse) fn needed_markdown(
        &mut self,
        fields: &Fields<'_>,
        name: &str,
    ) -> Option<At<String>> {
        self.need(fields, name).and_then(|node| self.markdown(node, &format!("`{name}`")))
    }

    /// A link to the open web.
    pub(in crate::parse) fn url(&mut self, node: &Node, what: &str) -> Option<At<String>> {
        self.url_or(node, what, "")
    }

    /// A link where something else could stand as well, which the help names.
    pub(in crate::parse) fn url_or(&mut self, node: &Node, what: &str, other: &str) -> Option<At<String>> {
        let text = self.text(node, what)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        if !is_link(&text.value) {
            let finding = Finding::error("bad-link", format!("`{}` is not a link", text.value));
            let bare = without_credentials(&text.value).filter(|bare| is_link(bare));
            let help = match rest.and_then(|rest| rest.chars().find(|&c| is_refused_in_url(c))) {
                _ if bare.is_some() => {
                    format!("Write `{}`: what stands before `@` is a secret.", bare.unwrap_or_default())
                }
                Some(' ') => "Write the link without blanks, or `%20` for each.".to_owned(),
                Some(c) => format!("Write the link without `{c}`."),
                None => format!("Write a whole link that begins with `https://`{other}."),
            };
            self.report(finding.help(help), node);
            return None;
        }
        Some(text)
    }

    /// A link that must be there.
    pub(in crate::parse) fn needed_url(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        let node = self.need_such_as(fields, name, "https://example.org/page")?;
        self.url(node, &format!("`{name}`"))
    }

    /// A link that may be missing.
    pub(in crate::parse) fn optional_url(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        fields.get(name).and_then(|node| self.url(node, &format!("`{name}`")))
    }
}

/// Control characters, and the others at which docutils ends a line.
fn is_refused(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Whether a text is a whole link to the open web.
pub(in crate::parse) fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(is_refused_in_url))
        && without_credentials(text).is_none()
}

/// The link without the name and the password before its host; none where it has neither.
pub(in crate::parse) fn without_credentials(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let (host, _) = rest.split_once(['/', '?', '#']).unwrap_or((rest, ""));
    let at = host.rfind('@')?;
    Some(format!("{scheme}://{}", &rest[at + 1..]))
}

fn is_refused_in_url(c: char) -> bool {
    c.is_whitespace() || is_refused(c) || matches!(c, '<' | '>' | '"' | '`' | '\\' | '{' | '}' | '|' | '^')
}
