//! A note in Markdown as HTML. Owns what a note adds to Markdown: links for mentions of PEPs, headings
//! below their section, names of footnotes. Must not know how a tag is written.

use std::collections::{BTreeMap, VecDeque};

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, TextMergeStream, html};

use crate::formats::names::Names;
use crate::mention::{self, Prose, cut_at_mentions};
use crate::note::Note;

/// Where a note is to stand.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The PEP whose document this is: mentions of it stay plain text.
    pub pep: Option<u32>,
    /// The level of the note's outermost headings: one more than that of the section it stands in.
    pub heading: u8,
}

impl Default for Setting {
    fn default() -> Self {
        Self { pep: None, heading: 1 }
    }
}

/// The note as HTML, of which no part is the author's own.
pub fn write(note: &Note<'_>, setting: &Setting, names: &mut Names) -> String {
    let mut out = String::with_capacity(note.markdown().len() * 3 / 2);
    html::push_html(&mut out, Shown::new(note, setting, names));
    out
}

/// The events of a note as they are to be shown.
struct Shown<'a, 'b, I: Iterator<Item = Event<'a>>> {
    events: TextMergeStream<'a, I>,
    ready: VecDeque<Event<'a>>,
    outline: Outline,
    pep: Option<u32>,
    /// How many links, images, headings and blocks of code are open: no mention becomes a link there.
    closed_to_links: usize,
    labels: BTreeMap<String, String>,
    names: &'b mut Names,
}

impl<'a, 'b> Shown<'a, 'b, Box<dyn Iterator<Item = Event<'a>> + 'a>> {
    fn new(note: &Note<'a>, setting: &Setting, names: &'b mut Names) -> Self {
        let events: Box<dyn Iterator<Item = Event<'a>> + 'a> = Box::new(note.events());
        Self {
            events: TextMergeStream::new(events),
            ready: VecDeque::new(),
            outline: Outline::new(setting.heading),
            pep: setting.pep,
            closed_to_links: 0,
            labels: BTreeMap::new(),
            names,
        }
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Iterator for Shown<'a, '_, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(event) = self.ready.pop_front() {
            return Some(event);
        }
        let event = self.events.next()?;
        match event {
            Event::Text(text) if self.closed_to_links == 0 => {
                self.mentions(&text);
                self.ready.pop_front()
            }
            Event::FootnoteReference(label) => Some(Event::FootnoteReference(self.label(label))),
            Event::Start(tag) => Some(Event::Start(self.start(tag))),
            Event::End(tag) => Some(Event::End(self.end(tag))),
            event => Some(event),
        }
    }
}

impl<'a, I: Iterator<Item = Event<'a>>> Shown<'a, '_, I> {
    fn mentions(&mut self, text: &str) {
        // An empty text must still be an event, lest the notes end here.
        self.ready.push_back(Event::Text("".into()));
        for part in cut_at_mentions(text) {
            match part {
                Prose::Pep(number, words) if self.pep != Some(number) => {
                    let link = Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url: mention::pep_address(number).into(),
                        title: "".into(),
                        id: "".into(),
                    };
                    self.ready.push_back(Event::Start(link));
                    self.ready.push_back(Event::Text(words.to_owned().into()));
                    self.ready.push_back(Event::End(TagEnd::Link));
                }
                Prose::Pep(_, words) | Prose::Text(words) => {
                    self.ready.push_back(Event::Text(words.to_owned().into()));
                }
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>) -> Tag<'a> {
        match tag {
            Tag::Heading { level, id, classes, attrs } => {
                self.closed_to_links += 1;
                Tag::Heading { level: self.outline.open(level), id, classes, attrs }
            }
            Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) => {
                self.closed_to_links += 1;
                tag
            }
            Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(self.label(label)),
            tag => tag,
        }
    }

    fn end(&mut self, tag: TagEnd) -> TagEnd {
        match tag {
            TagEnd::Heading(_) => {
                self.closed_to_links -= 1;
                TagEnd::Heading(self.outline.level())
            }
            TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock => {
                self.closed_to_links -= 1;
                tag
            }
            tag => tag,
        }
    }

    /// A label that no other note's footnote has.
    fn label(&mut self, label: CowStr<'a>) -> CowStr<'a> {
        let names = &mut *self.names;
        let name = self.labels.entry(label.to_string()).or_insert_with(|| names.unique(&label));
        name.clone().into()
    }
}

pub(crate) use outline::Outline;

/// Levels of headings.
mod outline {
    use pulldown_cmark::HeadingLevel;

    /// Where in the outline the note is. Owns that headings come below the section they are in, and
    /// that no level is left out.
    pub(crate) struct Outline {
        outermost: u8,
        open: Vec<HeadingLevel>,
    }

    impl Outline {
        pub(crate) fn new(outermost: u8) -> Self {
            Self { outermost, open: Vec::new() }
        }

        /// The level at which a heading is to be shown.
        pub(crate) fn open(&mut self, level: HeadingLevel) -> HeadingLevel {
            while self.open.last().is_some_and(|&open| open >= level) {
                self.open.pop();
            }
            self.open.push(level);
            self.level()
        }

        /// The level of the last heading.
        pub(crate) fn level(&self) -> HeadingLevel {
            let level = usize::from(self.outermost) + self.open.len() - 1;
            HeadingLevel::try_from(level.clamp(1, 6)).unwrap_or(HeadingLevel::H6)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::read;

    fn html(markdown: &str, setting: Setting) -> String {
        write(&read(markdown).unwrap(), &setting, &mut Names::new("x"))
    }

    #[test]
    fn mentions_become_links_where_links_may_be() {
        let link = "<a href=\"https://peps.python.org/pep-0816/\">PEP 816</a>";
        assert_eq!(html("See PEP 816.", Setting::default()), format!("<p>See {link}.</p>\n"));
        let own = Setting { pep: Some(816), ..Setting::default() };
        assert_eq!(html("See PEP 816.", own), "<p>See PEP 816.</p>\n");
        for closed in ["# PEP 8", "`PEP 8`", "[PEP 8](u)", "    PEP 8"] {
            assert!(!html(closed, Setting::default()).contains("peps.python.org"), "{closed}");
        }
    }

    #[test]
    fn headings_come_below_their_section() {
        let below = Setting { heading: 3, ..Setting::default() };
        assert_eq!(html("# a\n\n### b\n\n# c", below), "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n");
    }

    #[test]
    fn footnotes_have_names_of_their_own() {
        let out = html("a[^1]\n\n[^1]: b", Setting::default());
        assert!(out.contains("href=\"#pep11-x.1\"") && out.contains("id=\"pep11-x.1\""), "{out}");
    }
}
