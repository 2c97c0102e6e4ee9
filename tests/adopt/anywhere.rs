//! Tables in random files: between lines of anything, at any indent, with any line endings.

use std::sync::LazyLock;

use pep11::adopt::{Host, Library, adopt};
use pep11::region::regions;
use pep11::render::Documents;
use pep11::tabular::Language;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{assert_only_markers_added, documents, registry, without_comments};
use crate::docutils;

const TABLES: [(&str, &str); 6] = [
    (
        "rst",
        "====== ==== ========\nPython WASI WASI SDK\n====== ==== ========\n3.15   0.1  33\n3.14   0.1  24\n3.13   0.1  24\n3.12   0.1  21\n====== ==== ========",
    ),
    (
        "rst",
        "====== ==== ========\nPython WASI WASI SDK\n====== ==== ========\n3.15   0.1  33\n3.13   0.1  23\n====== ==== ========",
    ),
    (
        "rst",
        ".. csv-table:: Title\n\n   Python, WASI, WASI SDK\n   3.15, 0.1, 33\n   3.14, 0.1, 24\n   3.13, 0.1, 24\n   3.12, 0.1, 21",
    ),
    ("md", "|Python|WASI|WASI SDK|\n|-|-|-|\n|3.12|0.1|21|\n|3.13|0.1|24|\n|3.14|0.1|24|\n|3.15|0.1|33|"),
    ("html", "<table><tr><th>Python<th>WASI<th>WASI SDK<tr><td>3.15<td>0.1<td>33</table>"),
    (
        "html",
        "<table>\n<tr><th>Python<th>WASI<th>WASI SDK\n<tr><td>3.15<td>0.1<td>33\n\n<tr><td>3.14<td>0.1<td>24\n<tr><td>3.13<td>0.1<td>24\n<tr><td>3.12<td>0.1<td>21\n</table>",
    ),
];

fn ending() -> impl Strategy<Value = &'static str> {
    select(vec!["\n", "\n", "\r\n", "\r"])
}

/// A line of anything, or a table.
fn block() -> impl Strategy<Value = Vec<u8>> {
    let table = (0..TABLES.len()).prop_map(|number| TABLES[number].1.as_bytes().to_vec());
    let line = select(vec![
        "",
        "",
        "",
        "Text.",
        "- item",
        "..",
        ".. note::",
        ".. pep11: begin pep-0816/support",
        ".. pep11: end",
        "::",
        "> quoted",
        "```",
        "<!-- pep11: begin linked.rst -->",
        "<!-- pep11: end -->",
        "<p>",
        "=====",
    ]);
    let block = prop_oneof![
        6 => table,
        12 => line.prop_map(|line| line.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>().prop_filter("no line", |byte| !b"\r\n\0".contains(byte)), 0..6),
    ];
    (block, select(vec!["", "", "", "   ", "\t", "    "]), ending(), 0..3_usize).prop_map(
        |(block, indent, ending, blank)| {
            let lines = block.split(|&byte| byte == b'\n');
            let line = |line: &[u8]| {
                let indent: &[u8] = if line.is_empty() { b"" } else { indent.as_bytes() };
                [indent, line, ending.as_bytes()].concat()
            };
            let lines: Vec<u8> = lines.flat_map(line).collect();
            [lines, ending.repeat(blank).into_bytes()].concat()
        },
    )
}

static DOCUMENTS: LazyLock<Documents> = LazyLock::new(documents);
static LIBRARY: LazyLock<Library<'_>> = LazyLock::new(|| Library::new(&DOCUMENTS, registry()));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_else_changes(blocks in prop::collection::vec(block(), 0..12), mark in any::<bool>(), last in any::<bool>()) {
        let mut bytes = blocks.concat();
        if mark {
            bytes.splice(0..0, "\u{feff}".bytes());
        }
        if !last {
            let end = bytes.trim_ascii_end().len();
            bytes.truncate(end);
        }
        let library = &*LIBRARY;
        for language in [Language::Rst, Language::Markdown, Language::Html] {
            let look = |bytes: &[u8], updates| adopt(Host { path: "file", bytes, language }, library, updates);
            let Ok(adoption) = look(&bytes, false) else { continue };
            if let Some(after) = adoption.after {
                assert_only_markers_added("a random file", &bytes, &after);
                let again = look(&after, false).unwrap();
                prop_assert_eq!(again.after, None, "{}\n{}", bytes.escape_ascii(), after.escape_ascii());
                prop_assert_eq!(again.tables.len(), adoption.tables.len(), "{:?}\n{}\n{}", language, bytes.escape_ascii(), after.escape_ascii());
            }
            if let Some(after) = look(&bytes, true).unwrap().after {
                prop_assert_eq!(regions(&after).1, vec![]);
                prop_assert_eq!(look(&after, true).unwrap().after, None, "{}\n{}", bytes.escape_ascii(), after.escape_ascii());
            }
        }
    }
}

/// Random files as text, of what reStructuredText has.
fn page() -> impl Strategy<Value = String> {
    let table = (0..3_usize).prop_map(|number| TABLES[number].1);
    let line = select(vec![
        "",
        "",
        "Text.",
        "Text::",
        "- item",
        "- item::",
        "..",
        ".. a comment",
        ".. note::",
        ".. code::",
        ".. _label:",
        ".. _other:",
        ".. __:",
        ".. _away: https://example.org",
        ".. class:: wide",
        ".. container:: wide",
        ".. [#] A footnote.",
        "* * item",
        "`A link`__ to label_.",
        "::",
        "1. item",
        "term",
        ">>> code",
        "| line",
        ":field: value",
        "Title\n=====",
        ".. image:: x",
    ]);
    let block =
        (prop_oneof![1 => table, 1 => line], 0..3_usize, 0..3_usize).prop_map(|(block, depth, blank)| {
            let line = |line: &str| {
                if line.is_empty() { "\n".to_owned() } else { format!("{:1$}{line}\n", "", 3 * depth) }
            };
            block.lines().map(line).collect::<String>() + &"\n".repeat(blank)
        });
    prop::collection::vec(block, 2..10).prop_map(|blocks| blocks.concat())
}

#[test]
fn docutils_reads_random_files_as_they_were() {
    const COUNT: usize = 600;
    let Some(_) = docutils::python() else { return };
    let rng = TestRng::deterministic_rng(RngAlgorithm::XorShift);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let pages = (0..COUNT).map(|_| page().new_tree(&mut runner).unwrap().current());
    let pairs: Vec<(String, String)> = pages
        .filter_map(|page| {
            let host = Host { path: "page.rst", bytes: page.as_bytes(), language: Language::Rst };
            let after = adopt(host, &LIBRARY, false).unwrap().after?;
            Some((page, String::from_utf8(after).unwrap()))
        })
        .collect();
    assert!(pairs.len() > COUNT / 3, "{} of {COUNT} pages are adopted", pairs.len());
    let trees = |side: fn(&(String, String)) -> &String| {
        docutils::doctree(&pairs.iter().map(side).collect::<Vec<_>>())
    };
    let mut wrong: Vec<&str> = Vec::new();
    // What docutils leaves out for a fault stands between a label and what follows, but not for docutils.
    let is_whole = |tree: &str| {
        !["Unexpected section title", "Content block expected", "no content permitted"]
            .iter()
            .any(|fault| tree.contains(fault))
    };
    for ((pair, before), after) in pairs.iter().zip(trees(|pair| &pair.0)).zip(trees(|pair| &pair.1)) {
        if is_whole(&before) && without_comments(&before) != without_comments(&after) {
            wrong.push(&pair.1);
        }
    }
    let shortest = wrong.iter().min_by_key(|page| page.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), pairs.len(), shortest.unwrap());
}
