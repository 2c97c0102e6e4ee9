//! A YAML text as one tree of located nodes. Owns the reading of YAML: spans, quoting, repeated
//! keys, limits against hostile files; must not know what any key means. The only file that knows
//! the YAML library.

use std::ops::Range;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use crate::finding::Finding;
use crate::source::{Place, Source};

/// A file of more bytes than this is refused: 16 MiB.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;

/// Nesting beyond this is refused; the project's own data needs six levels.
const DEEPEST_NESTING: usize = 48;

/// Aliases may repeat this many nodes over a whole file.
const MOST_REPEATED_NODES: usize = 100_000;

/// A value and the bytes that spell it. A collection's span is where it begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes of a scalar, quotes included.
    pub span: Range<usize>,
    /// What the bytes say.
    pub value: Value,
}

/// What a node says. Scalars stay text: `3.10` is never a number here.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// A scalar.
    Scalar {
        /// The text without quotes, escapes resolved.
        text: String,
        /// In quotes or a block scalar, so that no YAML reader takes it for a number or a date.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in order, repeated keys kept.
    Map(Vec<(Node, Node)>),
}

impl Value {
    /// What kind of value this is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar { .. } => "a single value",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }
}

/// Reads one file; the first fault of syntax ends it.
pub fn read(path: &str, bytes: &[u8]) -> Result<(Arc<Source>, Node), Finding> {
    if bytes.len() > LARGEST_FILE {
        return Err(Finding::error("file-too-large", format!("`{path}` has more than 16 MiB"))
            .at(Place::file(path))
            .why("data is read whole, and is written by hand")
            .help("Split the file, or move it out of `data/`."));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(path, bytes, error.valid_up_to()))?;
    let source = Source::new(path, text);
    let tree = serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options());
    match tree {
        Ok(raw) => Ok((Arc::clone(&source), locate(text, raw))),
        Err(error) => Err(syntax_error(&source, &error)),
    }
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: DEEPEST_NESTING,
            max_nodes: 4_000_000,
            max_events: 16_000_000,
        },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MOST_REPEATED_NODES },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

fn not_utf8(path: &str, bytes: &[u8], valid_up_to: usize) -> Finding {
    let lossy = String::from_utf8_lossy(bytes).into_owned();
    let place = Place::new(&Source::new(path, lossy), valid_up_to..valid_up_to);
    Finding::error("not-utf-8", format!("`{path}` is not UTF-8 text"))
        .at(place)
        .label("the first byte that is not UTF-8")
        .help("Save the file as UTF-8.")
}

fn syntax_error(source: &Arc<Source>, error: &serde_saphyr::Error) -> Finding {
    let error = error.without_snippet();
    let span = error.location().map_or(0..0, |location| {
        let start = byte_at(&source.text, location.line(), location.column());
        start..source.text[start..].chars().next().map_or(start, |c| start + c.len_utf8())
    });
    let whole = error.to_string();
    let message = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(message, _)| message);
    let finding =
        Finding::error("yaml-syntax", reworded(message)).at(Place::new(source, span.clone())).label("here");
    match mend(message, &source.text, span.start) {
        Some(help) => finding.help(help),
        None => finding.help("Mend the YAML here; the rest of this file was not read."),
    }
}

/// The library's messages that speak of its own functions, in words for authors of data.
fn reworded(message: &str) -> String {
    match message {
        m if m.starts_with("multiple YAML documents") => "the file holds more than one YAML document".into(),
        m if m.contains("max_depth") || m.contains("nesting") || m.contains("depth") => {
            format!("the YAML is nested deeper than {DEEPEST_NESTING} levels")
        }
        m if m.contains("replay") || m.contains("expansion") => {
            format!("aliases repeat more than {MOST_REPEATED_NODES} values")
        }
        m if m.contains("merge key") => "merge keys (`<<`) are not used here".into(),
        m => format!("this is not YAML: {m}"),
    }
}

fn mend(message: &str, text: &str, at: usize) -> Option<String> {
    let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let indent = &text[line_start..at];
    if indent.contains('\t') && indent.trim().is_empty() {
        return Some("Indent with blanks, not with tabs.".into());
    }
    let help = match message {
        m if m.contains("mapping values are not allowed") => {
            "Put a text that holds `: ` in quotes, and give keys of one mapping the same indent."
        }
        m if m.contains("unclosed quote") => "Close the quote.",
        m if m.contains("multiple YAML documents") => "Remove the line `---`, or make two files.",
        m if m.contains("unknown anchor") => "Write the value out, or name an `&anchor` that comes before.",
        m if m.contains("merge key") => "Write the keys out.",
        m if m.contains("replay") || m.contains("expansion") => "Write the values out instead of `*alias`.",
        m if m.contains("placement of ':'") => {
            "Close the bracket of the list or mapping that was opened before."
        }
        _ => return None,
    };
    Some(help.into())
}

/// The byte at a line and a column, both counted from 1 in characters; the end of the text at most.
fn byte_at(text: &str, line: u64, column: u64) -> usize {
    let mut rest = text;
    for _ in 1..line {
        rest = rest.split_once('\n').map_or("", |(_, after)| after);
    }
    let start = text.len() - rest.len();
    let line_end = rest.find('\n').unwrap_or(rest.len());
    let column = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
    start + rest[..line_end].char_indices().nth(column).map_or(line_end, |(offset, _)| offset)
}

/// What the library hands out: plain scalars that look like numbers lose their text here, so the
/// text is taken from the source again.
enum Raw {
    Null,
    Resolved,
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn locate(text: &str, raw: Spanned<Raw>) -> Node {
    let location = raw.defined.span();
    let offset = |n: Option<u64>| n.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let start = offset(location.byte_offset()).min(text.len());
    let end = (start + offset(location.byte_len())).min(text.len());
    let spelled = text.get(start..end).unwrap_or("").trim_end();
    let span = start..start + spelled.len();
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Resolved => Value::Scalar { text: spelled.to_owned(), quoted: false },
        Raw::Text(content) => {
            let quoted = spelled.starts_with(['"', '\'', '|', '>']) || content.contains('\n');
            Value::Scalar { text: content, quoted }
        }
        Raw::List(items) => Value::List(items.into_iter().map(|item| locate(text, item)).collect()),
        Raw::Map(entries) => {
            let locate_entry = |(key, value)| (locate(text, key), locate(text, value));
            Value::Map(entries.into_iter().map(locate_entry).collect())
        }
    };
    Node { span, value }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Resolved)
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}
