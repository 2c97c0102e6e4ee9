//! Builds the tree from the parser's events. Owns spans, aliases and the limits against hostile
//! files; must not know the words for faults of syntax.
//!
//! The events are read rather than values deserialized: only they tell a quoted scalar from a plain
//! one in every case, and have the whole extent of block scalars, collections and aliases.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle, Tag, options};

use super::{DEEPEST_NESTING, Node, Value, scene, syntax};
use crate::finding::Finding;
use crate::source::{Place, Source};

/// A file of more values than this is refused.
const MOST_NODES: usize = 1_000_000;

/// Aliases may repeat this many values over a whole file.
const MOST_REPEATED_NODES: usize = 100_000;

/// What YAML takes for a blank or the end of a line.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// The tree of a source, with what is YAML but is refused here.
pub(super) fn build(source: &Arc<Source>) -> Result<(Node, Vec<Finding>), Finding> {
    let options = options! { flow_nesting_limit: DEEPEST_NESTING, block_nesting_limit: DEEPEST_NESTING };
    let mut parser = Parser::new_from_str_with_options(&source.text, options);
    let mut builder = Builder::new(source);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => builder.event(event, &span)?,
            Err(error) => return Err(syntax::fault(source, &error, &builder.context())),
        }
    }
    let nothing = Node { span: 0..0, defined: None, value: Value::Null };
    Ok((builder.root.unwrap_or(nothing), builder.findings))
}

struct Builder<'s> {
    source: &'s Arc<Source>,
    root: Option<Node>,
    open: Vec<Open>,
    /// By the parser's number, what each anchor names.
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
    repeated: usize,
    documents: usize,
    /// The end of what was read last.
    read_to: usize,
    last_scalar: Option<Range<usize>>,
    findings: Vec<Finding>,
}

/// A collection whose end was not read yet.
struct Open {
    start: usize,
    flow: bool,
    anchor: usize,
    items: Items,
}

enum Items {
    List(Vec<Node>),
    Map {
        entries: Vec<(Node, Node)>,
        key: Option<Node>,
        /// What the refused `<<` would bring: without it, all that it brings would be missed.
        merged: Vec<(Node, Node)>,
    },
}

impl<'s> Builder<'s> {
    fn new(source: &'s Arc<Source>) -> Self {
        Self {
            source,
            root: None,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            nodes: 0,
            repeated: 0,
            documents: 0,
            read_to: 0,
            last_scalar: None,
            findings: Vec::new(),
        }
    }

    /// What was read before a fault.
    fn context(&self) -> scene::Context {
        // A key in brackets opens a mapping that has no braces of its own.
        let has_bracket = |open: &&Open| open.flow && self.source.text[open.start..].starts_with(['[', '{']);
        let open = self.open.iter().rev().find(has_bracket).map(|open| open.start);
        scene::Context { last_scalar: self.last_scalar.clone(), open_bracket: open }
    }

    fn event(&mut self, event: Event<'_>, span: &Span) -> Result<(), Finding> {
        let tag_span = span.tag_span().and_then(|tag| tag.byte_range());
        let span = span.byte_range().unwrap_or(self.read_to..self.read_to);
        match event {
            Event::DocumentStart(marked, ..) => self.document(&span, marked)?,
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(&text, style, span, tag.is_some());
                self.refuse_tag(tag.as_deref(), tag_span);
                self.add(node, anchor)?;
            }
            Event::Alias(anchor) => self.alias(anchor, span)?,
            Event::SequenceStart(style, anchor, tag) => {
                self.refuse_tag(tag.as_deref(), tag_span);
                self.begin(Items::List(Vec::new()), style, anchor, span)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.refuse_tag(tag.as_deref(), tag_span);
                let items = Items::Map { entries: Vec::new(), key: None, merged: Vec::new() };
                self.begin(items, style, anchor, span)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&span)?,
            _ => {}
        }
        Ok(())
    }

    fn document(&mut self, span: &Range<usize>, marked: bool) -> Result<(), Finding> {
        self.documents += 1;
        if self.documents == 1 {
            // Without the mark, a document begins where the parser came to know that it does.
            if marked {
                self.read_to = span.start;
            }
            return Ok(());
        }
        Err(Finding::error("yaml-syntax", "a second YAML document begins here")
            .at(Place::new(self.source, span.clone()))
            .why("each file is read as one document")
            .help("Remove this line, or move what follows to a file of its own."))
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Range<usize>, tagged: bool) -> Node {
        let source = &self.source.text;
        let (span, value) = match style {
            // The parser spells a value that is left out as `~` of no length, before its colon.
            ScalarStyle::Plain if span.is_empty() => {
                let at = match source[span.start..].starts_with(':') {
                    true => span.start + usize::from(!self.is_at_key()),
                    // Without a colon, the parser gives the place of what follows.
                    false => source[..span.start].trim_end_matches(BLANK).len().max(self.read_to),
                };
                (at..at, Value::Null)
            }
            ScalarStyle::Plain if matches!(text, "~" | "null" | "Null" | "NULL") && !tagged => {
                (span, Value::Null)
            }
            // A tag such as `!!str` has its own finding; that the value is plain is no second one.
            ScalarStyle::Plain => (span, Value::Scalar { text: text.to_owned(), quoted: tagged }),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                (span, Value::Scalar { text: text.to_owned(), quoted: true })
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let start = block_header(source, self.read_to, span.end);
                let end = source[start..span.end].trim_end_matches(BLANK).len() + start;
                (start..end, Value::Scalar { text: text.to_owned(), quoted: true })
            }
        };
        self.read_to = span.end;
        self.last_scalar = Some(span.clone());
        Node { span, defined: None, value }
    }

    /// Whether a key of a mapping comes next.
    fn is_at_key(&self) -> bool {
        matches!(self.open.last().map(|open| &open.items), Some(Items::Map { key: None, .. }))
    }

    fn refuse_tag(&mut self, tag: Option<&Tag>, span: Option<Range<usize>>) {
        let (Some(tag), Some(span)) = (tag, span) else { return };
        let written = &self.source.text[span.clone()];
        let help = match tag.core_suffix() {
            Some("str") => format!("Remove `{written}`, and put the value in quotes."),
            _ => format!("Remove `{written}`."),
        };
        self.findings.push(
            Finding::error("yaml-tag", format!("the tag `{written}` is not used here"))
                .at(Place::new(self.source, span))
                .why("what kind of value each key has is fixed")
                .help(help),
        );
    }

    fn begin(
        &mut self,
        items: Items,
        style: StructureStyle,
        anchor: usize,
        span: Range<usize>,
    ) -> Result<(), Finding> {
        if self.open.len() >= DEEPEST_NESTING {
            return Err(syntax::too_deep(self.source, span));
        }
        let flow = style == StructureStyle::Flow;
        let start = match (&items, self.open.last().map(|open| &open.items)) {
            // Of a list that is indented like its key, the parser gives the place after the first dash.
            (Items::List(_), Some(Items::Map { .. })) if !flow => {
                first_dash(&self.source.text, self.read_to, span.start).unwrap_or(span.start)
            }
            _ => span.start,
        };
        self.read_to = span.end;
        self.open.push(Open { start, flow, anchor, items });
        Ok(())
    }

    fn end(&mut self, span: &Range<usize>) -> Result<(), Finding> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        if open.flow {
            self.read_to = span.end;
        }
        let value = match open.items {
            Items::List(items) => Value::List(items),
            Items::Map { mut entries, merged, .. } => {
                let own: BTreeSet<String> = entries.iter().filter_map(|(key, _)| text_of(key)).collect();
                let is_new = |key: &Node| text_of(key).is_none_or(|text| !own.contains(&text));
                let more: Vec<_> = merged.into_iter().filter(|(key, _)| is_new(key)).collect();
                entries.extend(more);
                Value::Map(entries)
            }
        };
        let span = open.start..self.read_to.max(open.start);
        self.add(Node { span, defined: None, value }, open.anchor)
    }

    fn alias(&mut self, anchor: usize, span: Range<usize>) -> Result<(), Finding> {
        self.read_to = span.end;
        // The parser knows every anchor; one that is still open would hold itself.
        let Some(named) = self.anchors.get(&anchor).cloned() else {
            return Err(Finding::error("yaml-syntax", "this alias stands inside of the value that it names")
                .at(Place::new(self.source, span))
                .help("Write the value out."));
        };
        let (nodes, depth) = measure(&named);
        self.repeated += nodes;
        if self.open.len() + depth > DEEPEST_NESTING {
            return Err(syntax::too_deep(self.source, span));
        }
        if self.repeated > MOST_REPEATED_NODES {
            return Err(self.too_many_repeated(span));
        }
        let node = Node { defined: Some(named.span), value: named.value, span };
        self.add(node, 0)
    }

    fn too_many_repeated(&self, span: Range<usize>) -> Finding {
        Finding::error("yaml-limit", "anchors and aliases repeat more than 100,000 values")
            .at(Place::new(self.source, span))
            .why("a short file could fill all memory this way")
            .help("Write the values out instead of `*alias`.")
    }

    /// A whole node, which belongs to the collection that is open.
    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Finding> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(Finding::error("yaml-limit", "the file has more than 1,000,000 values")
                .at(Place::new(self.source, node.span))
                .why("data is written by hand")
                .help("Split the file, or move it out of `data/`."));
        }
        if anchor != 0 {
            self.repeated += measure(&node).0;
            if self.repeated > MOST_REPEATED_NODES {
                return Err(self.too_many_repeated(node.span));
            }
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(node),
            Some(Items::List(items)) => items.push(node),
            Some(Items::Map { entries, key, merged }) => match key.take() {
                None => *key = Some(node),
                Some(key) if is_merge(&key) => {
                    if let Value::Map(more) = node.value {
                        merged.extend(more);
                    }
                    self.refuse_merge(key.span);
                }
                Some(key) => entries.push((key, node)),
            },
        }
        Ok(())
    }

    fn refuse_merge(&mut self, span: Range<usize>) {
        self.findings.push(
            Finding::error("yaml-merge", "the merge key `<<` is not used here")
                .at(Place::new(self.source, span))
                .why("a reader of the file should see each value where it belongs")
                .help("Write the keys out."),
        );
    }
}

fn is_merge(key: &Node) -> bool {
    matches!(&key.value, Value::Scalar { text, quoted: false } if text == "<<")
}

fn text_of(key: &Node) -> Option<String> {
    match &key.value {
        Value::Scalar { text, .. } => Some(text.clone()),
        _ => None,
    }
}

/// How many nodes a node has, itself included, and how many levels of them.
fn measure(node: &Node) -> (usize, usize) {
    let inside = |nodes: &mut dyn Iterator<Item = &Node>| {
        nodes.map(measure).fold((1, 1), |(count, depth), (more, deep)| (count + more, depth.max(deep + 1)))
    };
    match &node.value {
        Value::List(items) => inside(&mut items.iter()),
        Value::Map(entries) => inside(&mut entries.iter().flat_map(|(key, value)| [key, value])),
        _ => (1, 0),
    }
}

/// The dash at the beginning of a line, where there is one between two places.
fn first_dash(text: &str, from: usize, to: usize) -> Option<usize> {
    let mut at = from;
    for line in text[from..to.max(from)].split_inclusive('\n') {
        let rest = line.trim_start_matches(' ');
        let indent = line.len() - rest.len();
        let is_line = at > from || from == 0 || text[..from].ends_with('\n');
        if is_line
            && rest
                .strip_prefix('-')
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
        {
            return Some(at + indent);
        }
        at += line.len();
    }
    None
}

/// Where a block scalar begins: its `|` or `>`, after an anchor, a tag or comments perhaps. The parser
/// gives the place of its content.
fn block_header(text: &str, from: usize, to: usize) -> usize {
    let mut at = from;
    for line in text[from..to].split_inclusive('\n') {
        let mut word = at;
        for piece in line.split_inclusive([' ', '\t', '\r', '\n']) {
            if piece.starts_with('#') {
                break;
            }
            let bare = piece.trim_start_matches('\u{feff}');
            if bare.starts_with(['|', '>']) {
                return word + piece.len() - bare.len();
            }
            word += piece.len();
        }
        at += line.len();
    }
    from
}
