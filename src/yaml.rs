//! A YAML text as one tree of located nodes. Owns what a tree is and which files are refused; must
//! not know what any key means. Only the files below `yaml/` know the YAML library.

mod scene;
mod syntax;
mod tree;

use std::ops::Range;
use std::sync::Arc;

use crate::finding::Finding;
use crate::source::{Place, Source};

/// A file of more bytes than this is refused: 16 MiB.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;

/// Nesting beyond this is refused; the project's own data needs six levels.
const DEEPEST_NESTING: usize = 48;

/// A value and the bytes that spell it.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The bytes of the value where it stands: quotes, brackets and the `|` of a block scalar
    /// included, `&anchor` and comments not. Of a value that is left out, the empty place after its
    /// colon or dash; of an alias, the `*alias`.
    pub span: Range<usize>,
    /// The bytes of the value that an alias stands for; none for all other nodes.
    pub defined: Option<Range<usize>>,
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

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The file.
    pub source: Arc<Source>,
    /// All that it says.
    pub root: Node,
    /// What is YAML but is refused here; the rest of the file can be used.
    pub findings: Vec<Finding>,
}

/// Reads one file.
///
/// # Errors
///
/// The first fault of syntax, and files that are not text or pass a limit: nothing of the file is known.
pub fn read(path: &str, bytes: &[u8]) -> Result<Tree, Finding> {
    if bytes.len() > LARGEST_FILE {
        return Err(too_large(path));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(path, bytes, error.valid_up_to()))?;
    let source = Source::new(path, text);
    let (root, findings) = tree::build(&source)?;
    Ok(Tree { source, root, findings })
}

fn too_large(path: &str) -> Finding {
    Finding::error("file-too-large", format!("`{path}` has more than 16 MiB"))
        .at(Place::file(path))
        .why("data is written by hand, and each file is read as a whole")
        .help("Split the file, or move it out of `data/`.")
}

fn not_utf8(path: &str, bytes: &[u8], valid_up_to: usize) -> Finding {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Finding::error("not-utf-8", format!("`{path}` is UTF-16 text, not UTF-8"))
            .at(Place::file(path))
            .help("Save the file as UTF-8; editors call this its encoding.");
    }
    // A byte that is no text is shown as U+FFFD; what is before it keeps its place.
    let lossy = Source::new(path, String::from_utf8_lossy(bytes));
    let shown = lossy.text[valid_up_to..].chars().next().map_or(0, char::len_utf8);
    Finding::error("not-utf-8", format!("`{path}` is not UTF-8 text"))
        .at(Place::new(&lossy, valid_up_to..valid_up_to + shown))
        .label(format!("the byte {:#04x}", bytes.get(valid_up_to).copied().unwrap_or_default()))
        .help("Save the file as UTF-8; editors call this its encoding.")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each node in order: the bytes that spell it, and a word on what it is.
    fn spelled(text: &str) -> Vec<(String, &'static str)> {
        let tree = read("x.yaml", text.as_bytes()).unwrap_or_else(|finding| panic!("{text:?}: {finding:?}"));
        let mut all = Vec::new();
        collect(text, &tree.root, &mut all);
        all
    }

    fn collect(text: &str, node: &Node, all: &mut Vec<(String, &'static str)>) {
        let kind = match &node.value {
            Value::Scalar { quoted: true, .. } => "quoted",
            Value::Scalar { quoted: false, .. } => "plain",
            other => other.kind(),
        };
        all.push((text[node.span.clone()].to_owned(), kind));
        match &node.value {
            Value::List(items) => items.iter().for_each(|item| collect(text, item, all)),
            Value::Map(entries) => entries.iter().for_each(|(key, value)| {
                collect(text, key, all);
                collect(text, value, all);
            }),
            _ => {}
        }
    }

    #[test]
    fn spans_are_the_bytes_that_spell_a_value() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            ("a: 3.10 # c\n", &[("a: 3.10", "a mapping"), ("a", "plain"), ("3.10", "plain")]),
            (
                "'a' : \"b\\\"c\"\n",
                &[("'a' : \"b\\\"c\"", "a mapping"), ("'a'", "quoted"), ("\"b\\\"c\"", "quoted")],
            ),
            (
                "- one\n  two\n\n  three  \n",
                &[("- one\n  two\n\n  three", "a list"), ("one\n  two\n\n  three", "plain")],
            ),
            ("- 'one\n  two'\n", &[("- 'one\n  two'", "a list"), ("'one\n  two'", "quoted")]),
            (
                "- |\n  one\n   two\n\n- x\n",
                &[("- |\n  one\n   two\n\n- x", "a list"), ("|\n  one\n   two", "quoted"), ("x", "plain")],
            ),
            (
                "- # |\n  &a >2- # c\n    one\n\n",
                &[("- # |\n  &a >2- # c\n    one", "a list"), (">2- # c\n    one", "quoted")],
            ),
            ("- |+\n\n\n- x\n", &[("- |+\n\n\n- x", "a list"), ("|+", "quoted"), ("x", "plain")]),
            ("- &a \"x\"\n- *a\n", &[("- &a \"x\"\n- *a", "a list"), ("\"x\"", "quoted"), ("*a", "quoted")]),
            (
                "- [1, {b: c,},\n  ]\n",
                &[
                    ("- [1, {b: c,},\n  ]", "a list"),
                    ("[1, {b: c,},\n  ]", "a list"),
                    ("1", "plain"),
                    ("{b: c,}", "a mapping"),
                    ("b", "plain"),
                    ("c", "plain"),
                ],
            ),
            (
                "a:\n  b: c\n\nd: {}\n",
                &[
                    ("a:\n  b: c\n\nd: {}", "a mapping"),
                    ("a", "plain"),
                    ("b: c", "a mapping"),
                    ("b", "plain"),
                    ("c", "plain"),
                    ("d", "plain"),
                    ("{}", "a mapping"),
                ],
            ),
            (
                "\u{feff}é: ü\r\nb: |\r\n  ß\r\n",
                &[
                    ("é: ü\r\nb: |\r\n  ß", "a mapping"),
                    ("é", "plain"),
                    ("ü", "plain"),
                    ("b", "plain"),
                    ("|\r\n  ß", "quoted"),
                ],
            ),
            // A list that is indented like its key.
            (
                "a: # - c\n\n- b:\n  - c\n- d\ne: &f # c\n- # c\n  g\n",
                &[
                    ("a: # - c\n\n- b:\n  - c\n- d\ne: &f # c\n- # c\n  g", "a mapping"),
                    ("a", "plain"),
                    ("- b:\n  - c\n- d", "a list"),
                    ("b:\n  - c", "a mapping"),
                    ("b", "plain"),
                    ("- c", "a list"),
                    ("c", "plain"),
                    ("d", "plain"),
                    ("e", "plain"),
                    ("- # c\n  g", "a list"),
                    ("g", "plain"),
                ],
            ),
            (
                "? # c\n- a\n- b\n:\n- - c\n",
                &[
                    ("? # c\n- a\n- b\n:\n- - c", "a mapping"),
                    ("- a\n- b", "a list"),
                    ("a", "plain"),
                    ("b", "plain"),
                    ("- - c", "a list"),
                    ("- c", "a list"),
                    ("c", "plain"),
                ],
            ),
            ("%YAML 1.2\n--- # c\n&m\na: b\n...\n", &[("a: b", "a mapping"), ("a", "plain"), ("b", "plain")]),
            ("", &[("", "nothing")]),
            ("# c\n", &[("", "nothing")]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> =
                expected.iter().map(|(bytes, kind)| ((*bytes).to_owned(), *kind)).collect();
            assert_eq!(spelled(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_value_that_is_left_out_has_the_place_where_it_belongs() {
        for (text, at) in [
            ("a:\nb: c\n", 2),
            ("a : # c\n", 3),
            ("? a\n: \n", 5),
            ("a: {b: , c: d}\n", 6),
            ("a: {b, c: d}\n", 5),
        ] {
            let tree = read("x.yaml", text.as_bytes()).unwrap();
            let mut node = &tree.root;
            while let Value::Map(entries) = &node.value {
                node = &entries[0].1;
            }
            assert_eq!((&node.value, node.span.clone()), (&Value::Null, at..at), "{text:?}");
        }
    }

    #[test]
    fn an_alias_knows_where_its_value_stands() {
        let text = "a: &x [33]\nb: *x\n";
        let tree = read("x.yaml", text.as_bytes()).unwrap();
        let Value::Map(entries) = &tree.root.value else { panic!("no mapping") };
        let (original, alias) = (&entries[0].1, &entries[1].1);
        assert_eq!(original.value, alias.value);
        assert_eq!((original.defined.clone(), alias.defined.clone()), (None, Some(original.span.clone())));
        assert_eq!(&text[alias.span.clone()], "*x");
    }

    #[test]
    fn scalars_stay_as_they_are_written() {
        let text = "[3.10, 0x1F, 1e3, yes, .inf, 2026-05-27, 1_000, 0o7, NaN, '~', \"null\", !x]";
        let tree = read("x.yaml", text.as_bytes()).unwrap();
        let Value::List(items) = &tree.root.value else { panic!("no list") };
        let texts: Vec<_> = items
            .iter()
            .map(|item| match &item.value {
                Value::Scalar { text, .. } => text.as_str(),
                _ => "",
            })
            .collect();
        assert_eq!(
            texts,
            ["3.10", "0x1F", "1e3", "yes", ".inf", "2026-05-27", "1_000", "0o7", "NaN", "~", "null", ""]
        );
    }
}
