//! A note in Markdown as Markdown, for a document that holds others beside it. Owns what has to change
//! for that: levels of headings, names of footnotes and of link definitions, links for mentions of
//! PEPs. All the rest stays as the author wrote it, byte for byte, and so means the same.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use crate::formats::html::note::Outline;
pub use crate::formats::html::note::Setting;
use crate::formats::names::Names;
use crate::mention::{self, Prose, cut_at_mentions};
use crate::note::Note;

/// The note as Markdown; empty, or whole lines.
pub fn write(note: &Note<'_>, setting: &Setting, names: &mut Names) -> String {
    let mut editor = Editor {
        markdown: note.markdown(),
        pep: setting.pep,
        outline: Outline::new(setting.heading),
        edits: Vec::new(),
        closed_to_links: 0,
        containers: 0,
        heading: None,
        links: Vec::new(),
        footnotes: BTreeMap::new(),
        definitions: BTreeMap::new(),
        unclosed: None,
        names,
    };
    editor.definitions(note);
    for (event, span) in note.events_with_spans() {
        editor.event(event, span);
    }
    editor.finish()
}

/// A heading that is being read, and where its content is.
struct Heading {
    span: Range<usize>,
    level: HeadingLevel,
    content: Option<Range<usize>>,
    breaks: Vec<Range<usize>>,
}

struct Editor<'a, 'b> {
    markdown: &'a str,
    pep: Option<u32>,
    outline: Outline,
    edits: Vec<(Range<usize>, String)>,
    closed_to_links: usize,
    /// How many quotes, items and footnotes are open: they end the code in them.
    containers: usize,
    heading: Option<Heading>,
    /// The links by reference that are open: the name of the definition, and where the text ends.
    links: Vec<Option<(LinkType, String, usize)>>,
    footnotes: BTreeMap<String, String>,
    /// The new name of each link definition, by its label.
    definitions: BTreeMap<String, String>,
    /// The fence that the last block lacks.
    unclosed: Option<String>,
    names: &'b mut Names,
}

impl<'a> Editor<'a, '_> {
    /// Gives every link definition a name of its own.
    fn definitions(&mut self, note: &Note<'a>) {
        let parser = note.parser();
        let mut all: Vec<(String, Range<usize>)> = parser
            .reference_definitions()
            .iter()
            .map(|(label, definition)| (normal(label), definition.span.clone()))
            .collect();
        all.sort_by_key(|(_, span)| span.start);
        for (label, span) in all {
            let Some(written) = bracketed(self.markdown, span.start) else { continue };
            let name = self.names.unique(&label);
            self.definitions.insert(label, name.clone());
            self.edits.push((written, name));
        }
    }

    fn event(&mut self, event: Event<'a>, span: Range<usize>) {
        if !matches!(event, Event::Start(_) | Event::End(_))
            || matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            self.unclosed = None;
        }
        self.widen(&event, &span);
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) if self.closed_to_links == 0 => self.mentions(&text, span),
            Event::FootnoteReference(label) => {
                let name = self.footnote(&label);
                self.edits.push((span, format!("[^{name}]")));
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut self.heading {
                    heading.breaks.push(span);
                }
            }
            _ => {}
        }
    }

    /// Notes that a heading and the links around it hold these bytes.
    fn widen(&mut self, event: &Event<'_>, span: &Range<usize>) {
        for (_, _, end) in self.links.iter_mut().flatten() {
            if matches!(event, Event::End(TagEnd::Link | TagEnd::Image)) {
                continue;
            }
            *end = (*end).max(span.end);
        }
        if let (Some(heading), false) = (&mut self.heading, matches!(event, Event::End(TagEnd::Heading(_)))) {
            let start = heading.content.as_ref().map_or(span.start, |content| content.start);
            let end = heading.content.as_ref().map_or(span.end, |content| content.end.max(span.end));
            heading.content = Some(start..end);
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.closed_to_links += 1;
                self.heading = Some(Heading { span, level, content: None, breaks: Vec::new() });
            }
            Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. } => {
                self.closed_to_links += 1;
                let by_reference =
                    matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
                let name = if by_reference { self.definition(&id) } else { None };
                let text = span.start + if self.markdown[span.start..].starts_with('!') { 2 } else { 1 };
                self.links.push(name.map(|name| (link_type, name, text)));
            }
            Tag::CodeBlock(kind) => {
                self.closed_to_links += 1;
                self.unclosed = match kind {
                    CodeBlockKind::Fenced(_) if self.containers == 0 => missing_fence(&self.markdown[span]),
                    _ => None,
                };
            }
            Tag::BlockQuote(_) | Tag::Item => self.containers += 1,
            Tag::FootnoteDefinition(label) => {
                self.containers += 1;
                let name = self.footnote(&label);
                if let Some(label) = bracketed(self.markdown, span.start) {
                    self.edits.push((label, format!("^{name}")));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => {
                self.closed_to_links -= 1;
                if let Some(heading) = self.heading.take() {
                    self.heading(heading);
                }
            }
            TagEnd::Link | TagEnd::Image => {
                self.closed_to_links -= 1;
                if let Some((_, name, text_end)) = self.links.pop().flatten()
                    && let Some(bracket) = self.markdown[text_end..span.end].find(']')
                {
                    self.edits.push((text_end + bracket + 1..span.end, format!("[{name}]")));
                }
            }
            TagEnd::CodeBlock => self.closed_to_links -= 1,
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => self.containers -= 1,
            _ => {}
        }
    }

    /// The new name of a link definition.
    fn definition(&self, id: &str) -> Option<String> {
        self.definitions.get(&normal(id)).cloned()
    }

    fn footnote(&mut self, label: &str) -> String {
        let names = &mut *self.names;
        self.footnotes.entry(label.to_owned()).or_insert_with(|| names.unique(label)).clone()
    }

    fn heading(&mut self, heading: Heading) {
        let Heading { span, level, content, breaks } = heading;
        let level = self.outline.open(level) as usize;
        let source = &self.markdown[span.clone()];
        if source.trim_start_matches(' ').starts_with('#') {
            let start = span.start + source.len() - source.trim_start_matches(' ').len();
            let old = source.trim_start_matches(' ').bytes().take_while(|&b| b == b'#').count();
            self.edits.push((start..start + old, "#".repeat(level)));
            return;
        }
        if level <= 2 {
            let underline = self.markdown[span.clone()].trim_end().len() + span.start;
            let from = self.markdown[..underline].trim_end_matches(['=', '-']).len();
            let mark = if level == 1 { "=" } else { "-" };
            return self.edits.push((from..underline, mark.repeat(underline - from)));
        }
        // An escaped character's event begins behind the backslash, the heading before it.
        let start = span.start + source.len() - source.trim_start_matches([' ', '\t']).len();
        let content = start..content.map_or(start, |content| content.end);
        self.edits.push((content.start..content.start, format!("{} ", "#".repeat(level))));
        for line_break in breaks {
            let rest = &self.markdown[line_break.start..content.end];
            let blank = rest.len() - rest.trim_start_matches([' ', '\\', '\n', '\r', '>', '\t']).len();
            self.edits.push((line_break.start..line_break.start + blank, " ".into()));
        }
        let closing = if self.markdown[content.clone()].ends_with('#') { " #" } else { "" };
        let tail = self.markdown[content.end..span.end].trim_end_matches(['\n', '\r']).len();
        self.edits.push((content.end..content.end + tail, closing.into()));
    }

    fn mentions(&mut self, text: &str, span: Range<usize>) {
        let plain = self.markdown.get(span.clone()) == Some(text);
        let open = !self.markdown[..span.start].ends_with(['!', '\\', '[']);
        if !plain || !open {
            return;
        }
        let mut at = span.start;
        for part in cut_at_mentions(text) {
            match part {
                Prose::Text(words) => at += words.len(),
                Prose::Pep(number, words) => {
                    let after_bang = self.markdown[..at].ends_with(['!', '\\']);
                    let inside_word =
                        self.markdown[..at].ends_with(|c: char| c.is_alphanumeric() || "_-/".contains(c));
                    let rest = &self.markdown[at + words.len()..];
                    let rest = rest.strip_prefix('\\').unwrap_or(rest);
                    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
                    if self.pep != Some(number) && !after_bang && !inside_word && !goes_on {
                        let address = mention::pep_address(number);
                        self.edits.push((at..at + words.len(), format!("[{words}]({address})")));
                    }
                    at += words.len();
                }
            }
        }
    }

    fn finish(mut self) -> String {
        self.edits.sort_by_key(|(span, _)| (span.start, span.end));
        let mut out = String::with_capacity(self.markdown.len() + 64);
        let mut done = 0;
        for (span, text) in &self.edits {
            if span.start >= done {
                out.push_str(&self.markdown[done..span.start]);
                out.push_str(text);
                done = span.end;
            }
        }
        out.push_str(&self.markdown[done..]);
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        if let Some(fence) = self.unclosed {
            out.push_str(&fence);
            out.push('\n');
        }
        out
    }
}

/// A label as CommonMark compares it.
fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The bytes between the bracket at `start` and the one that closes it.
fn bracketed(markdown: &str, start: usize) -> Option<Range<usize>> {
    let rest = markdown[start..].strip_prefix('[')?;
    let mut escaped = false;
    let end = rest.bytes().position(|b| {
        let end = b == b']' && !escaped;
        escaped = b == b'\\' && !escaped;
        end
    })?;
    Some(start + 1..start + 1 + end)
}

/// The fence that a block of code lacks at its end, if it stands alone.
fn missing_fence(source: &str) -> Option<String> {
    let fence: String = source.chars().take_while(|c| matches!(c, '`' | '~')).collect();
    let last = source.lines().skip(1).last().unwrap_or_default().trim();
    let closed = last.len() >= fence.len() && last.chars().all(|c| fence.starts_with(c));
    (!closed && !fence.is_empty()).then_some(fence)
}
