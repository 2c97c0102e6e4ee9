//! The blocks of a note, and the spans in them. Owns the way from events to a tree, how deep it may
//! be, and which format a span keeps. Must not know how anything is written.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use crate::note::Note;

/// A note as a tree.
#[derive(Debug, Default)]
pub(super) struct Tree<'a> {
    pub(super) blocks: Vec<Block>,
    /// By first reference, as they are numbered.
    pub(super) footnotes: Vec<Footnote<'a>>,
}

/// One block.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Vec<Span>),
    Heading { level: u8, text: Vec<Span> },
    Code { language: String, text: String },
    Rule,
    Quote(Vec<Block>),
    List { start: Option<u64>, items: Vec<Vec<Block>> },
    Table { head: Vec<Vec<Span>>, rows: Vec<Vec<Vec<Span>>> },
}

/// What a footnote says.
#[derive(Debug)]
pub(super) struct Footnote<'a> {
    pub(super) label: String,
    /// The Markdown of it.
    pub(super) source: &'a str,
    pub(super) blocks: Vec<Block>,
}

/// A stretch of inline content with one format.
#[derive(Clone, Debug)]
pub(super) struct Span {
    pub(super) content: Content,
    /// The outermost format, the link aside.
    pub(super) style: Option<Style>,
    /// The target of the link that it is in.
    pub(super) link: Option<Rc<str>>,
}

/// What a span holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// Text, in which the author's line breaks are `\n`.
    Text(String),
    Code(String),
    Image {
        source: String,
        alt: String,
    },
    Break,
    Footnote(String),
    Check(bool),
}

/// A format that reStructuredText has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Emphasis,
    Strong,
    Deleted,
}

/// How many quotes and lists may stand in one another. Docutils calls itself for each, and gives up
/// at some 160; the text of what is deeper stands at this depth.
const DEEPEST: usize = 40;

/// The tree of a note.
pub(super) fn read<'a>(note: &Note<'a>) -> Tree<'a> {
    let mut builder = Builder::new(note.markdown());
    for (event, span) in note.events_with_spans() {
        builder.event(event, span);
    }
    builder.finish()
}

/// A block that is still open.
enum Frame {
    Body,
    Quote,
    List { start: Option<u64>, items: Vec<Vec<Block>> },
    Item,
    Footnote { label: String, source: Range<usize> },
    Table { head: Vec<Vec<Span>>, rows: Vec<Vec<Vec<Span>>>, row: Vec<Vec<Span>> },
}

/// An open frame, the blocks in it, and how many containers in it were too deep to open.
struct Open {
    frame: Frame,
    blocks: Vec<Block>,
    too_deep: usize,
}

struct Builder<'a> {
    markdown: &'a str,
    open: Vec<Open>,
    footnotes: Vec<Footnote<'a>>,
    /// The spans of the paragraph, heading or cell that is being read.
    spans: Vec<Span>,
    styles: Vec<Style>,
    links: Vec<Rc<str>>,
    /// The image that is being read, and how many images its description is in.
    image: Option<(String, String)>,
    images: usize,
    code: Option<(String, String)>,
}

impl<'a> Builder<'a> {
    fn new(markdown: &'a str) -> Self {
        Self {
            markdown,
            open: vec![Open { frame: Frame::Body, blocks: Vec::new(), too_deep: 0 }],
            footnotes: Vec::new(),
            spans: Vec::new(),
            styles: Vec::new(),
            links: Vec::new(),
            image: None,
            images: 0,
            code: None,
        }
    }

    fn finish(mut self) -> Tree<'a> {
        self.end_paragraph();
        let blocks = self.open.drain(..).next().map(|open| open.blocks).unwrap_or_default();
        // A footnote in a footnote ends before it.
        self.footnotes.sort_by_key(|footnote| footnote.source.as_ptr());
        let footnotes = by_first_reference(&blocks, self.footnotes);
        Tree { blocks, footnotes }
    }

    fn event(&mut self, event: Event<'a>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) => match &mut self.image {
                Some((_, alt)) => alt.push_str(&text),
                None => self.push(Content::Code(text.replace(['\n', '\r', '\t'], " "))),
            },
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak if self.image.is_some() => self.text("\n"),
            Event::HardBreak => self.push(Content::Break),
            Event::FootnoteReference(label) => self.push(Content::Footnote(label.into_string())),
            Event::TaskListMarker(checked) => self.push(Content::Check(checked)),
            Event::Rule => {
                self.end_paragraph();
                self.block(Block::Rule);
            }
            // Refused in every note, or not asked of the parser.
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => {
                self.text(&text);
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>, span: Range<usize>) {
        match tag {
            Tag::Emphasis => self.styles.push(Style::Emphasis),
            Tag::Strong => self.styles.push(Style::Strong),
            Tag::Strikethrough => self.styles.push(Style::Deleted),
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => {
                self.links.push(format!("mailto:{dest_url}").into());
            }
            Tag::Link { dest_url, .. } => self.links.push(dest_url.as_ref().into()),
            Tag::Image { dest_url, .. } => {
                self.images += 1;
                self.image.get_or_insert_with(|| (dest_url.into_string(), String::new()));
            }
            Tag::CodeBlock(kind) => {
                self.end_paragraph();
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split_whitespace().next().unwrap_or_default().to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::BlockQuote(_) => self.open(Frame::Quote),
            Tag::List(start) => self.open(Frame::List { start, items: Vec::new() }),
            Tag::Item => self.open(Frame::Item),
            Tag::FootnoteDefinition(label) => {
                self.end_paragraph();
                let frame = Frame::Footnote { label: label.into_string(), source: span };
                self.open.push(Open { frame, blocks: Vec::new(), too_deep: 0 });
            }
            Tag::Table(_) => {
                self.end_paragraph();
                let frame = Frame::Table { head: Vec::new(), rows: Vec::new(), row: Vec::new() };
                self.open.push(Open { frame, blocks: Vec::new(), too_deep: 0 });
            }
            Tag::TableCell => self.spans.clear(),
            _ => self.end_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.styles.pop();
            }
            TagEnd::Link => {
                // A link without text is still a link.
                self.text("");
                self.links.pop();
            }
            TagEnd::Image => {
                self.images -= 1;
                if let (0, Some((source, alt))) = (self.images, self.image.take_if(|_| self.images == 0)) {
                    let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ");
                    self.push(Content::Image { source, alt });
                }
            }
            TagEnd::CodeBlock => {
                if let Some((language, text)) = self.code.take() {
                    self.block(Block::Code { language, text });
                }
            }
            TagEnd::Heading(level) => {
                let text = std::mem::take(&mut self.spans);
                self.block(Block::Heading { level: level as u8, text });
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.spans);
                if let Some(Open { frame: Frame::Table { row, .. }, .. }) = self.open.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::TableHead => {
                if let Some(Open { frame: Frame::Table { head, row, .. }, .. }) = self.open.last_mut() {
                    *head = std::mem::take(row);
                }
            }
            TagEnd::TableRow => {
                if let Some(Open { frame: Frame::Table { rows, row, .. }, .. }) = self.open.last_mut() {
                    rows.push(std::mem::take(row));
                }
            }
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::Table => {
                self.close();
            }
            _ => self.end_paragraph(),
        }
    }

    /// Opens a container, or counts it where it would be too deep.
    fn open(&mut self, frame: Frame) {
        self.end_paragraph();
        let too_deep = self.open.len() > DEEPEST && !matches!(frame, Frame::Item);
        if let Some(top) = self.open.last_mut()
            && (top.too_deep > 0 || too_deep)
        {
            top.too_deep += 1;
        } else {
            self.open.push(Open { frame, blocks: Vec::new(), too_deep: 0 });
        }
    }

    fn close(&mut self) {
        self.end_paragraph();
        match self.open.last_mut() {
            Some(top) if top.too_deep > 0 => top.too_deep -= 1,
            _ => {
                if let Some(top) = self.open.pop() {
                    self.closed(top);
                }
            }
        }
    }

    fn closed(&mut self, Open { frame, blocks, .. }: Open) {
        match frame {
            Frame::Body => {}
            Frame::Quote => self.block(Block::Quote(blocks)),
            Frame::List { start, items } => self.block(Block::List { start, items }),
            Frame::Item => {
                if let Some(Open { frame: Frame::List { items, .. }, .. }) = self.open.last_mut() {
                    items.push(blocks);
                }
            }
            Frame::Footnote { label, source } => {
                let source = self.markdown.get(source).unwrap_or_default();
                self.footnotes.push(Footnote { label, source, blocks });
            }
            Frame::Table { head, rows, .. } => self.block(Block::Table { head, rows }),
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(top) = self.open.last_mut() {
            top.blocks.push(block);
        }
    }

    /// Items of tight lists hold their text without a paragraph, so that any block may end one.
    fn end_paragraph(&mut self) {
        let spans = std::mem::take(&mut self.spans);
        if !spans.iter().all(Span::is_blank) {
            self.block(Block::Paragraph(spans));
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, alt)) = &mut self.image {
            alt.push_str(text);
            return;
        }
        let text = &*text.replace(['\t', '\r'], " ");
        let (style, link) = (self.styles.first().copied(), self.links.last().cloned());
        if let Some(Span { content: Content::Text(before), style: s, link: l }) = self.spans.last_mut()
            && *s == style
            && same_link(l.as_ref(), link.as_ref())
        {
            before.push_str(text);
        } else if !text.is_empty() || link.is_some() {
            self.spans.push(Span { content: Content::Text(text.to_owned()), style, link });
        }
    }

    fn push(&mut self, content: Content) {
        if self.image.is_none() {
            let (style, link) = (self.styles.first().copied(), self.links.last().cloned());
            self.spans.push(Span { content, style, link });
        }
    }
}

/// Whether two spans are in one link, not only in links to the same place.
pub(super) fn same_link(a: Option<&Rc<str>>, b: Option<&Rc<str>>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => Rc::ptr_eq(a, b),
        _ => false,
    }
}

impl Span {
    /// Whether nothing is to be seen of it.
    fn is_blank(&self) -> bool {
        let blank = |text: &str| text.bytes().all(|b| matches!(b, b' ' | b'\n'));
        self.link.as_ref().is_none_or(|url| url.is_empty())
            && matches!(&self.content, Content::Text(text) if blank(text))
    }
}

/// The footnotes in the order in which a reader meets them; those that nobody refers to come last.
fn by_first_reference<'a>(blocks: &[Block], footnotes: Vec<Footnote<'a>>) -> Vec<Footnote<'a>> {
    let mut of_label: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
    for (i, footnote) in footnotes.iter().enumerate() {
        of_label.entry(footnote.label.clone()).or_default().push_back(i);
    }
    let mut order = Vec::new();
    let mut met = |blocks: &[Block], order: &mut Vec<usize>| {
        each_span(blocks, &mut |span| {
            if let Content::Footnote(label) = &span.content
                && let Some(i) = of_label.remove(label).and_then(|mut all| all.pop_front())
            {
                order.push(i);
            }
        });
    };
    met(blocks, &mut order);
    let mut next = 0;
    while let Some(&i) = order.get(next) {
        met(&footnotes[i].blocks, &mut order);
        next += 1;
    }
    let mut footnotes: Vec<Option<Footnote<'a>>> = footnotes.into_iter().map(Some).collect();
    let mut sorted: Vec<Footnote<'a>> = order.into_iter().filter_map(|i| footnotes[i].take()).collect();
    sorted.extend(footnotes.into_iter().flatten());
    sorted
}

fn each_span(blocks: &[Block], see: &mut impl FnMut(&Span)) {
    for block in blocks {
        match block {
            Block::Paragraph(spans) | Block::Heading { text: spans, .. } => spans.iter().for_each(&mut *see),
            Block::Quote(blocks) => each_span(blocks, see),
            Block::List { items, .. } => items.iter().for_each(|item| each_span(item, see)),
            Block::Table { head, rows } => {
                head.iter().chain(rows.iter().flatten()).flatten().for_each(&mut *see);
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}
