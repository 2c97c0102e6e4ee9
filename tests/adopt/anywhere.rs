//! Tables in random files: between lines of anything, at any indent, with any line endings.

use std::sync::LazyLock;

use pep11::adopt::{Host, Library, adopt};
use pep11::region::regions;
use pep11::render::Documents;
use pep11::tabular::Language;
use proptest::prelude::*;
use proptest::sample::select;

use super::{assert_only_markers_added, documents};

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
static LIBRARY: LazyLock<Library<'_>> = LazyLock::new(|| Library::new(&DOCUMENTS));

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
                prop_assert_eq!(again.tables.len(), adoption.tables.len());
            }
            if let Some(after) = look(&bytes, true).unwrap().after {
                prop_assert_eq!(regions(&after).1, vec![]);
                prop_assert_eq!(look(&after, true).unwrap().after, None, "{}\n{}", bytes.escape_ascii(), after.escape_ascii());
            }
        }
    }
}
