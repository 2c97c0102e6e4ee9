//! Data files with any bytes: they are read without a panic, always to the same findings, and each
//! finding has a place in the text.

use std::fs;
use std::path::Path;

use pep11::mend;
use pep11::parse::Files;
use pep11::project::Project;
use pep11::report;
use pep11::source::Place;
use pep11::yaml::{self, Node, Value};
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What is put into a file where a mutation wants something.
pub const PIECES: &[&str] = &[
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    ": ",
    ":",
    "- ",
    "? ",
    "#",
    "'",
    "\"",
    "[",
    "]",
    "{",
    "}",
    ",",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "!!str ",
    "!x ",
    "<<: ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "\\",
    "~",
    "null",
    "33",
    "3.10",
    "\"p1\"",
    "2026-02-30",
    "unknown",
    "none",
    "<b>",
    "[x](javascript:y)",
    "\u{feff}",
    "\u{85}",
    "\u{2028}",
    "\u{0}",
    "\u{1b}",
    "é",
    "\u{1f600}",
    "wasi-sdk: \"33\"\n",
    "  ",
];

#[derive(Clone, Debug)]
enum Mutation {
    Insert(Index, &'static str),
    Remove(Index, usize),
    Replace(Index, usize, &'static str),
    Repeat(Index, usize),
    Swap(Index, Index),
    Byte(Index, u8),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    prop_oneof![
        (at(), select(PIECES)).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (at(), 0..40usize).prop_map(|(at, length)| Mutation::Remove(at, length)),
        (at(), 0..12usize, select(PIECES))
            .prop_map(|(at, length, piece)| Mutation::Replace(at, length, piece)),
        (at(), 0..200usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        (at(), at()).prop_map(|(a, b)| Mutation::Swap(a, b)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Mutation::Byte(at, byte)),
    ]
}

impl Mutation {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let place = |at: &Index, bytes: &Vec<u8>| at.index(bytes.len() + 1);
        let range = |at: &Index, length: usize, bytes: &Vec<u8>| {
            let start = place(at, bytes);
            start..(start + length).min(bytes.len())
        };
        match self {
            Self::Insert(at, piece) => drop(bytes.splice(range(at, 0, bytes), piece.bytes())),
            Self::Remove(at, length) => drop(bytes.drain(range(at, *length, bytes))),
            Self::Replace(at, length, piece) => drop(bytes.splice(range(at, *length, bytes), piece.bytes())),
            Self::Repeat(at, length) => {
                let again = bytes[range(at, *length, bytes)].to_vec();
                drop(bytes.splice(range(at, 0, bytes), again));
            }
            Self::Swap(a, b) => swap_lines(bytes, a, b),
            Self::Byte(at, byte) => bytes.insert(place(at, bytes), *byte),
        }
    }
}

fn swap_lines(bytes: &mut Vec<u8>, a: &Index, b: &Index) {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|b| *b == b'\n').map(<[u8]>::to_vec).collect();
    if !lines.is_empty() {
        let (a, b) = (a.index(lines.len()), b.index(lines.len()));
        lines.swap(a, b);
        *bytes = lines.concat();
    }
}

/// The project's own data.
fn real_data() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let mut files = Files::new();
    for path in [
        "pythons.yaml",
        "tiers.yaml",
        "retired.yaml",
        "sites.yaml",
        "platforms/wasi.yaml",
        "platforms/emscripten.yaml",
        "platforms/libc.yaml",
    ] {
        files.insert(format!("data/{path}"), fs::read(folder.join(path)).unwrap());
    }
    files
}

/// The Python versions, and one file with other bytes.
fn with_one(file: usize, bytes: Vec<u8>) -> Files {
    let mut data = real_data();
    let path = data.keys().nth(file).unwrap().clone();
    data.retain(|other, _| other == "data/pythons.yaml");
    data.insert(path, bytes);
    data
}

/// Reads and prints; every place must be one.
fn check(data: Files) -> Result<(), TestCaseError> {
    let project = Project { data, ..Project::default() };
    let findings = project.review().findings;
    for finding in &findings {
        prop_assert!(finding.place.is_some(), "{:?}", finding.message);
        let related = finding.related.iter().map(|(place, _)| place);
        for place in finding.place.iter().chain(related) {
            prop_assert!(is_sound(place), "{:?} {:?}", finding.message, place.span);
        }
        prop_assert!(finding.help.is_some(), "{:?}", finding.message);
    }
    let printed = report::text::findings(&findings, false);
    prop_assert_eq!(&printed, &report::text::findings(&project.review().findings, false));
    report::text::findings(&findings, true);
    check_mend(&project.data)
}

/// What is mended can be read, and nothing is left to mend.
fn check_mend(data: &Files) -> Result<(), TestCaseError> {
    let mended = mend::mend("", data);
    prop_assert_eq!(mended.files.is_empty(), mended.done.is_empty());
    for (path, bytes) in &mended.files {
        prop_assert!(yaml::read(path, bytes).is_ok(), "{path}");
    }
    let mut after = data.clone();
    after.extend(mended.files);
    prop_assert!(mend::mend("", &after).done.is_empty());
    Ok(())
}

fn is_sound(place: &Place) -> bool {
    place.source.text.get(place.span.clone()).is_some()
}

/// Spans lie in the text, and those of children in those of their parents, one after the other.
fn is_nested(text: &str, node: &Node) -> bool {
    let mut children: Vec<&Node> = match &node.value {
        // What an alias stands for has its places elsewhere.
        _ if node.defined.is_some() => Vec::new(),
        Value::List(items) => items.iter().collect(),
        Value::Map(entries) => entries.iter().flat_map(|(key, value)| [key, value]).collect(),
        _ => Vec::new(),
    };
    children.retain(|child| is_nested(text, child));
    let inside =
        children.iter().all(|child| node.span.start <= child.span.start && child.span.end <= node.span.end);
    text.get(node.span.clone()).is_some()
        && inside
        && children.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), file in 0..6usize) {
        check(with_one(file, bytes))?;
    }

    #[test]
    fn any_pieces_of_yaml_are_read(pieces in prop::collection::vec(select(PIECES), 0..40), file in 0..6usize) {
        let text = pieces.concat();
        if let Ok(tree) = yaml::read("x", text.as_bytes()) {
            // What a refused `<<` brings has its places elsewhere.
            prop_assert!(!tree.findings.is_empty() || is_nested(&text, &tree.root), "{:?}", tree.root);
        }
        check(with_one(file, text.into_bytes()))?;
    }

    #[test]
    fn any_mutation_of_the_data_is_read(
        mutations in prop::collection::vec((0..6usize, mutation()), 1..5),
    ) {
        let mut data = real_data();
        for (file, mutation) in mutations {
            mutation.apply(data.values_mut().nth(file).unwrap());
        }
        check(data)?;
    }
}
