//! Tables in reStructuredText. Owns the cases; must not know how a table is drawn.

use pep11::formats::rst::escape::paragraph;
use pep11::formats::rst::table::table;
use pep11::formats::rst::width::width;
use pep11::table::{Column, Row, Table};

use crate::{docutils, folder};

/// Random tables, and what docutils should make of them.
mod random;

/// Titles with least widths.
type Columns = &'static [(&'static str, usize)];
/// Cells by row.
type Rows = &'static [&'static [&'static str]];

const TIER_1: (Columns, Rows, &str) = (
    &[("Target Triple", 0), ("Notes", 0)],
    &[
        &["aarch64-apple-darwin", "clang"],
        &["aarch64-unknown-linux-gnu", "glibc, gcc"],
        &["i686-pc-windows-msvc", ""],
        &["x86_64-pc-windows-msvc", ""],
        &["x86_64-unknown-linux-gnu", "glibc, gcc"],
    ],
    "\
========================= =====
Target Triple             Notes
========================= =====
aarch64-apple-darwin      clang
aarch64-unknown-linux-gnu glibc, gcc
i686-pc-windows-msvc
x86_64-pc-windows-msvc
x86_64-unknown-linux-gnu  glibc, gcc
========================= =====
",
);

const TIER_2: (Columns, Rows, &str) = (
    &[("Target Triple", 29), ("Notes", 26), ("Contacts", 0)],
    &[
        &["aarch64-unknown-linux-gnu", "glibc, clang", "Victor Stinner, Gregory P. Smith"],
        &["aarch64-pc-windows-msvc", "", "Steve Dower, Diego Russo, Chris Eibl"],
        &[
            "wasm32-unknown-wasip1",
            "WASI SDK, Wasmtime",
            "Brett Cannon, Michael Droettboom, Savannah Ostrowski",
        ],
        &["x86_64-apple-darwin", "macOS, clang", "Sam Gross, Barry Warsaw, Ronald Oussoren"],
        &["x86_64-unknown-linux-gnu", "glibc, clang", "Victor Stinner, Gregory P. Smith"],
    ],
    "\
============================= ========================== ========
Target Triple                 Notes                      Contacts
============================= ========================== ========
aarch64-unknown-linux-gnu     glibc, clang               Victor Stinner, Gregory P. Smith
aarch64-pc-windows-msvc                                  Steve Dower, Diego Russo, Chris Eibl
wasm32-unknown-wasip1         WASI SDK, Wasmtime         Brett Cannon, Michael Droettboom, Savannah Ostrowski
x86_64-apple-darwin           macOS, clang               Sam Gross, Barry Warsaw, Ronald Oussoren
x86_64-unknown-linux-gnu      glibc, clang               Victor Stinner, Gregory P. Smith
============================= ========================== ========
",
);

const TIER_3: (Columns, Rows, &str) = (
    &[("Target Triple", 32), ("Notes", 27), ("Contacts", 0)],
    &[
        &["aarch64-linux-android", "", "Russell Keith-Magee, Petr Viktorin"],
        &["arm64-apple-ios", "iOS on device", "Russell Keith-Magee, Ned Deily"],
        &["arm64-apple-ios-simulator", "iOS on M1 macOS simulator", "Russell Keith-Magee, Ned Deily"],
        &["armv7l-unknown-linux-gnueabihf", "32-bit Raspberry Pi OS, gcc", "Gregory P. Smith"],
        &["aarch64-unknown-linux-gnu", "64-bit Raspberry Pi OS, gcc", "Savannah Ostrowski, Stan Ulbrych"],
        &["powerpc64le-unknown-linux-gnu", "glibc, clang", "Victor Stinner"],
        &["powerpc64le-unknown-linux-gnu", "glibc, gcc", "Victor Stinner"],
        &["riscv64-unknown-linux-gnu", "glibc, clang", "Stan Ulbrych, Emma Smith"],
        &["riscv64-unknown-linux-gnu", "glibc, gcc", "Stan Ulbrych, Emma Smith"],
        &["s390x-unknown-linux-gnu", "glibc, gcc", "Victor Stinner"],
        &["wasm32-unknown-emscripten", "emcc", "Russell Keith-Magee"],
        &["x86_64-linux-android", "", "Russell Keith-Magee, Petr Viktorin"],
        &["x86_64-unknown-freebsd", "BSD libc, clang", "Victor Stinner"],
    ],
    "\
================================ =========================== ========
Target Triple                    Notes                       Contacts
================================ =========================== ========
aarch64-linux-android                                        Russell Keith-Magee, Petr Viktorin
arm64-apple-ios                  iOS on device               Russell Keith-Magee, Ned Deily
arm64-apple-ios-simulator        iOS on M1 macOS simulator   Russell Keith-Magee, Ned Deily
armv7l-unknown-linux-gnueabihf   32-bit Raspberry Pi OS, gcc Gregory P. Smith
aarch64-unknown-linux-gnu        64-bit Raspberry Pi OS, gcc Savannah Ostrowski, Stan Ulbrych
powerpc64le-unknown-linux-gnu    glibc, clang                Victor Stinner

                                 glibc, gcc                  Victor Stinner
riscv64-unknown-linux-gnu        glibc, clang                Stan Ulbrych, Emma Smith

                                 glibc, gcc                  Stan Ulbrych, Emma Smith
s390x-unknown-linux-gnu          glibc, gcc                  Victor Stinner
wasm32-unknown-emscripten        emcc                        Russell Keith-Magee
x86_64-linux-android                                         Russell Keith-Magee, Petr Viktorin
x86_64-unknown-freebsd           BSD libc, clang             Victor Stinner
================================ =========================== ========
",
);

const WASI: (Columns, Rows, &str) = (
    &[("Python", 0), ("WASI", 0), ("WASI SDK", 0)],
    &[
        &["3.15", "0.1", "33"],
        &["3.14", "0.1", "24"],
        &["3.13", "0.1", "24"],
        &["3.12", "0.1", "21"],
        &["3.11", "0.1", "21"],
    ],
    "\
====== ==== ========
Python WASI WASI SDK
====== ==== ========
3.15   0.1  33
3.14   0.1  24
3.13   0.1  24
3.12   0.1  21
3.11   0.1  21
====== ==== ========
",
);

/// Rows that repeat the first cell of the row above form a group.
fn table_of(columns: &[(&str, usize)], rows: &[&[&str]]) -> Table {
    let columns = columns.iter().map(|&(title, width)| Column { title: paragraph(title), width }).collect();
    let row = |(i, cells): (usize, &&[&str])| Row {
        cells: cells.iter().map(|text| paragraph(text)).collect(),
        continues: i > 0 && rows[i - 1][0] == cells[0],
    };
    Table { columns, rows: rows.iter().enumerate().map(row).collect() }
}

#[test]
fn pep_11_is_drawn_as_it_is() {
    let pep = folder::shared("upstream/peps/pep-0011.rst").map(|pep| std::fs::read_to_string(pep).unwrap());
    for (columns, rows, drawn) in [TIER_1, TIER_2, TIER_3, WASI] {
        assert_eq!(table(&table_of(columns, rows)), drawn);
        assert!(pep.as_ref().is_none_or(|pep| pep.contains(drawn)), "no longer in PEP 11:\n{drawn}");
    }
}

#[test]
fn one_more_row_is_one_more_line() {
    let (columns, rows, drawn) = WASI;
    let newest: &[&str] = &["3.16", "0.3", "40 or whatever comes"];
    let more = table(&table_of(columns, &[&[newest], rows].concat()));
    let lines: Vec<&str> = more.lines().filter(|line| !line.starts_with("3.16")).collect();
    assert_eq!(lines, drawn.lines().collect::<Vec<_>>());
    let first = table(&table_of(columns, &rows[..1]));
    let lines: Vec<&str> = first.lines().filter(|line| !line.starts_with("3.15")).collect();
    assert_eq!(lines, table(&table_of(columns, &[])).lines().collect::<Vec<_>>());
}

/// Tables that no simple table can hold, and some that look like it.
const FORMS: &[(&[&str], Rows, &str)] = &[
    (
        &["a", "b"],
        &[],
        "\
= =
a b
= =
= =
",
    ),
    (
        &["a"],
        &[&["1"]],
        "\
+---+
| a |
+===+
| 1 |
+---+
",
    ),
    (
        &["a"],
        &[],
        "\
+---+
| a |
+===+
|   |
+---+
",
    ),
    (
        &["", "b"],
        &[&["", "2"]],
        "\
+---+---+
|   | b |
+===+===+
|   | 2 |
+---+---+
",
    ),
    (
        &["a", "b"],
        &[&["日本", ""], &["e\u{301}", "x"]],
        "\
==== =
a    b
==== =
日本
e\u{301}    x
==== =
",
    ),
    (
        &["triple", "notes", "contacts"],
        &[&["one", "", "A. U. Thor"], &["one", "gcc", ""], &["one", "", ""], &["two", "gcc", ""]],
        "\
====== ===== ========
triple notes contacts
====== ===== ========
one    \\     \\A. U. Thor

       gcc

       \\
two    gcc
====== ===== ========
",
    ),
];

#[test]
fn forms_are_as_expected() {
    for (titles, rows, drawn) in FORMS {
        let columns: Vec<(&str, usize)> = titles.iter().map(|&title| (title, 0)).collect();
        assert_eq!(table(&table_of(&columns, rows)), *drawn);
    }
}

/// Rows of finished markup, which is not escaped any more, and the blocks that docutils is to read.
const MARKUP: &[(&[&str], Rows)] = &[
    (&["==", "=="], &[&["=="], &["=="]]),
    (&["--", ""], &[&["--"], &[]]),
    (&["- a", "1. b"], &[&["<bullet_list>a</bullet_list>"], &["<enumerated_list>b</enumerated_list>"]]),
    (&["a\tb", "c\u{b}d"], &[&["a       b"], &["c d"]]),
    (&["a\u{2028}b\r\nc", "x"], &[&["a\nb\nc"], &["x"]]),
    (&["a", "\n\n  b\n\n  c\n"], &[&["a"], &["b", "c"]]),
    (&[" \u{a0}", "x"], &[&[], &["x"]]),
    (&["*a*", "``|``"], &[&["<emphasis>a</emphasis>"], &["<literal>|</literal>"]]),
    (&["\\", "x"], &[&[""], &["x"]]),
];

#[test]
fn finished_markup_is_read_back() {
    let Some(_) = docutils::python() else { return };
    let drawn = |&(cells, _): &(&[&str], _)| {
        let columns = ["a", "b"].map(|title| Column { title: title.to_owned(), width: 0 }).to_vec();
        let cells = cells.iter().map(|&cell| cell.to_owned()).collect();
        table(&Table { columns, rows: vec![Row { cells, continues: false }] })
    };
    let documents: Vec<String> = MARKUP.iter().map(drawn).collect();
    for ((document, read), (_, blocks)) in documents.iter().zip(docutils::tables(&documents)).zip(MARKUP) {
        let cells = read.tables.iter().flat_map(|table| &table.body).flatten();
        let found: Vec<&[String]> = cells.map(|cell| cell.blocks.as_slice()).collect();
        assert_eq!(found, *blocks, "{document}");
        assert!(read.messages.is_empty(), "{document}\n{:?}", read.messages);
    }
}

#[test]
fn a_group_with_blocks_has_a_first_cell_that_reaches_down() {
    let row = |cells: [&str; 2], continues| Row { cells: cells.map(str::to_owned).to_vec(), continues };
    let columns = ["a", "b"].map(|title| Column { title: title.to_owned(), width: 0 }).to_vec();
    let rows = vec![row(["one\ntwo", "- x\n- y"], false), row(["", "- z"], true), row(["two", "b"], false)];
    let expected = "\
+-----+-----+
| a   | b   |
+=====+=====+
| one | - x |
| two | - y |
|     +-----+
|     | - z |
+-----+-----+
| two | b   |
+-----+-----+
";
    assert_eq!(table(&Table { columns, rows }), expected);
}

/// Characters that Unicode 16 made wide; Python knows that from 3.14 on.
fn is_newly_wide(c: char) -> bool {
    matches!(c, '\u{2630}'..='\u{2637}' | '\u{268a}'..='\u{268f}' | '\u{4dc0}'..='\u{4dff}'
        | '\u{1d300}'..='\u{1d356}' | '\u{1d360}'..='\u{1d376}')
}

#[test]
fn every_character_is_as_wide_as_docutils_says() {
    let Some(_) = docutils::python() else { return };
    let widths = docutils::widths();
    let differs =
        |&c: &char| widths[c as usize].is_some_and(|columns| columns != width(c.encode_utf8(&mut [0; 4])));
    let differing: Vec<char> = ('\0'..=char::MAX).filter(differs).filter(|&c| !is_newly_wide(c)).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn random_tables_are_read_back() {
    let Some(_) = docutils::python() else { return };
    random::check(10_000, docutils::tables);
}

#[test]
fn random_tables_are_read_back_by_the_docutils_of_sphinx() {
    let Some(_) = docutils::sphinx_python() else { return };
    if reads_combining_characters() {
        random::check(1_000, docutils::sphinx_tables);
    }
}

/// Docutils before 0.22, which is what Python 3.10 gets, reads them in no grid and in no group.
fn reads_combining_characters() -> bool {
    let grid = table(&table_of(&[("a", 0)], &[&["e\u{301}"]]));
    docutils::sphinx_tables(&[grid])[0].messages.is_empty()
}
