//! Tables of any cells, drawn by every format in any widths, and read back to their cells.

use pep11::formats::{FORMATS, Format, Setting};
use pep11::table::{Column, Row, Table};
use pep11::tabular::{Language, Tabular, tables};
use proptest::prelude::*;

/// A table before it is escaped: groups of rows, whose first cell is that of the first row.
#[derive(Clone, Debug)]
struct Plain {
    titles: Vec<(String, usize)>,
    groups: Vec<Vec<Vec<String>>>,
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z0-9.]{1,8}",
        2 => "[ -~]{1,12}",
        1 => "(``|\\*|_|`|:pep:`816`|\\\\|\\||<b>|&amp;|\\[1\\]_|[a-z ]){1,6}",
        1 => "[a-zé文]{1,6}( [a-zé文]{1,6}){0,3}",
    ]
    .prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    .prop_filter("no marker, nothing that a format refuses", |text| !text.contains("pep11"))
}

fn plain() -> impl Strategy<Value = Plain> {
    (2..5_usize).prop_flat_map(|columns| {
        let title = (text().prop_filter("a title", |title| !title.is_empty()), 0..30_usize);
        let cell = prop_oneof![6 => text(), 1 => Just(String::new())];
        let filled = text().prop_filter("a first cell", |cell| !cell.is_empty());
        let row = (filled, prop::collection::vec(cell, columns - 1))
            .prop_map(|(first, more)| [vec![first], more].concat());
        let group = prop::collection::vec(row, 1..4);
        (prop::collection::vec(title, columns), prop::collection::vec(group, 1..5))
            .prop_map(|(titles, groups)| Plain { titles, groups })
    })
}

fn table(plain: &Plain, format: &dyn Format) -> Table {
    let setting = Setting::new("pep-0011/x");
    let column =
        |(title, width): &(String, usize)| Column { title: format.paragraph(title, &setting), width: *width };
    let rows = plain.groups.iter().flat_map(|group| {
        let first = &group[0][0];
        group.iter().enumerate().map(move |(i, row)| {
            let cells = [first].into_iter().chain(&row[1..]);
            (i, cells.map(|cell| format.paragraph(cell, &Setting::new("pep-0011/x"))).collect())
        })
    });
    let rows = rows.map(|(i, cells)| Row { cells, continues: i > 0 }).collect();
    Table { columns: plain.titles.iter().map(column).collect(), rows }
}

/// What is to be read; each row of a group has the first cell of the group.
fn expected(plain: &Plain) -> (Vec<String>, Vec<Vec<String>>) {
    let rows = plain
        .groups
        .iter()
        .flat_map(|group| group.iter().map(|row| [std::slice::from_ref(&group[0][0]), &row[1..]].concat()));
    (plain.titles.iter().map(|(title, _)| title.clone()).collect(), rows.collect())
}

fn read(table: &Tabular) -> (Vec<String>, Vec<Vec<String>>) {
    let row = |row: &Vec<pep11::tabular::Cell>| row.iter().map(|cell| cell.text.to_string()).collect();
    (table.header.clone(), table.rows.iter().map(row).collect())
}

fn format(name: &str) -> &'static dyn Format {
    *FORMATS.iter().find(|format| format.extensions()[0] == name).unwrap()
}

/// A reader that went back, or ahead, for each of these would not be done in ten minutes.
#[test]
fn long_texts_are_read_once() {
    const LENGTH: usize = 1 << 17;
    const LONG: std::time::Duration = std::time::Duration::from_secs(20);
    #[rustfmt::skip]
    let pieces = [
        "- == ==\n", "- == ==\n  a  b\n", "- .. table::\n\n", ":a: == ==\n", "a\n== ==\n", "a\n+-+\n", ".. _a:\n", ".. class:: a\n\n",
        ".. code::\n\n   == ==\n   a  b\n   == ==\n\n", ".. a::\n\n   - == ==\n", "```\n|a|\n|-|\n```\n", "    |a|\n    |-|\n\n",
        "<!--\n|a|\n|-|\n-->\n", "> <table>\n", "(a)=\n", "|a|\n|-|\n|1|\n{: #a}\n\n", "|a|\n|-|\n\n: a\n", "\n",
        "== ==\n", "== ==\n\n", "== ==\na  b\n", "\n== ==\n== ==\n", "+-+\n", "\n+-+\n|a|\n", "::\n\n", "- ",
        "- a::\n\n", "..\n", ".. list-table::\n\n", "   * - a\n", "* - ", ".. csv-table::\n\n   \"\n", ".. a\n\n",
        "`", "``a ", "*a ", "[", ":a", "_", "a_-", "\\", "<table>", "<table>\n\n", "<table><tr><td>",
        "<tr><td rowspan=0>a", "<td>", "<!--", "<a b=\"", "<", "</", "&", "&amp", "<pre>", "|", "|a|\n|-|\n", "> ", "[a](",
    ];
    let heads = [
        (Language::Rst, ""),
        (Language::Rst, "== ==\na  b\n== ==\n"),
        (Language::Rst, ".. list-table::\n\n   * - a\n"),
        (Language::Rst, ".. csv-table::\n\n   \""),
        (Language::Markdown, ""),
        (Language::Markdown, "|a|\n|-|\n|"),
        (Language::Html, "<table>"),
    ];
    for (piece, (language, head)) in pieces.iter().flat_map(|piece| heads.map(|head| (piece, head))) {
        let text = head.to_owned() + &piece.repeat(LENGTH / piece.len());
        let started = std::time::Instant::now();
        tables(&text, language);
        assert!(started.elapsed() < LONG, "{piece:?} behind {head:?} as {language:?}");
    }
    // Each of these blocks goes on to the end of the text.
    let directives = [
        ".. note::",
        ".. class:: a",
        ".. a comment",
        ".. code::",
        ".. unknown::",
        "::",
        "- a",
        ":a: b",
        ".. _a:",
    ];
    for line in directives {
        let nested: String = (0..1500).map(|depth| format!("{:depth$}{line}\n\n", "")).collect();
        let text = nested + &"\n".repeat(8 * LENGTH);
        let started = std::time::Instant::now();
        tables(&text, Language::Rst);
        assert!(started.elapsed() < LONG, "nested {line:?}");
    }
}

/// What begins like several comments is one.
#[test]
fn a_comment_that_is_never_closed_is_read() {
    for text in ["<!--<!--ൔa ", "<!--<!--ൔ-->-->", "<!-->", "<!---->", "<!--\u{feff}"] {
        for language in [Language::Rst, Language::Markdown, Language::Html] {
            assert_eq!(tables(text, language), [], "{text}");
        }
    }
}

proptest! {
    #[test]
    fn cells_are_read_back(plain in plain(), indent in 0..6_usize, ending in prop::sample::select(vec!["\n", "\r\n"])) {
        for (extension, language) in
            [("rst", Language::Rst), ("md", Language::Markdown), ("html", Language::Html)]
        {
            let indent = if extension == "md" { indent % 4 } else { indent };
            let drawn = format(extension).table(&table(&plain, format(extension))).unwrap();
            let line = |line: &str| if line.is_empty() { ending.to_owned() } else { format!("{:indent$}{line}{ending}", "") };
            let text = format!("Before.{ending}{ending}{}{ending}After.{ending}", drawn.lines().map(line).collect::<String>());
            let found = tables(&text, language);
            prop_assert_eq!(found.len(), 1, "{}", text);
            prop_assert_eq!(read(&found[0]), expected(&plain), "{}", text);
let body: String = drawn.lines().map(line).collect();
            prop_assert_eq!(&text[found[0].span.clone()], body.trim_end());
            for cell in found[0].rows.iter().flatten() {
                prop_assert!(found[0].span.start <= cell.span.start && cell.span.end <= found[0].span.end);
                prop_assert!(text.get(cell.span.clone()).is_some());
            }
        }
    }

    /// Nothing that looks like tables makes a reader panic, or finds what is not there.
    #[test]
    fn any_text_is_read(pieces in prop::collection::vec(prop_oneof![
        prop::sample::select(vec![
            "== ==\n", "+-+-+\n", "|a|b|\n", "|-|-|\n", "a  b\n", "\n", "  ", "\t", "-- --\n", "+=+=+\n", "é文\u{301}", "::\n",
            ".. list-table::\n", "   :header-rows: 1\n", "   * - a\n", "     - b\n", ".. csv-table::\n", "   a, \"b\n", ".. table:: x\n",
            "<table>", "<tr>", "<td rowspan=9>", "</table>\n", "<!--", "-->\n", "&amp;", "<th colspan=2", "\"", "'", "\u{feff}", "\r\n",
            "* ", "- ", "> ", "```\n", "`", "``", ":pep:`", "\\", "_",
        ]).prop_map(str::to_owned),
        "\\PC{0,4}",
    ], 0..40)) {
        let text = pieces.concat();
        for language in [Language::Rst, Language::Markdown, Language::Html] {
            let mut end = 0;
            for table in tables(&text, language) {
                prop_assert!(end <= table.span.start && table.span.end <= text.len());
                prop_assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
                prop_assert!(table.rows.iter().flatten().all(|cell| text.get(cell.span.clone()).is_some()));
                end = table.span.end;
            }
        }
    }
}
