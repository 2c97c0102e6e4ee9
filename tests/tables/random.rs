//! Random tables, and what docutils should make of them. Owns the generator and the model; must not
//! know how a table is drawn.

use std::sync::LazyLock;

use pep11::formats::rst::escape::paragraph;
use pep11::formats::rst::table::table;
use pep11::formats::rst::width::width;
use pep11::table::{Column, Row, Table};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::{Union, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::docutils::{self, Cell as ReadCell, Tables};

/// One block of a cell.
#[derive(Clone, Debug, PartialEq)]
enum Block {
    Paragraph(Vec<String>),
    List(Vec<String>),
}

/// A cell: any number of blocks.
type Cell = Vec<Block>;

/// A table before it is escaped: titles with least widths, and groups of rows.
#[derive(Clone, Debug)]
struct Matrix {
    columns: Vec<(String, usize)>,
    groups: Vec<Vec<Vec<Cell>>>,
}

/// Draws that many tables and compares what is read with what was written. The smallest that fails is
/// made smaller still, and shown.
pub fn check(count: usize, read: impl Fn(&[String]) -> Vec<Tables>) {
    // Not proptest's own choice of a generator: that one is cryptographic, and slow here.
    let rng = TestRng::deterministic_rng(RngAlgorithm::XorShift);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = matrix();
    let mut trees: Vec<_> = (0..count).map(|_| strategy.new_tree(&mut runner).unwrap()).collect();
    let matrices: Vec<Matrix> = trees.iter().map(ValueTree::current).collect();
    let documents: Vec<String> = matrices.iter().map(document).collect();
    let simple = documents.iter().filter(|document| document.contains("\n\n=")).count();
    assert!(simple > count / 4 && simple < count * 3 / 4, "{simple} of {count} tables are simple");
    let answers = read(&documents);
    let wrong = |i: &usize| answers[*i] != expected(&matrices[*i]);
    let Some(worst) = (0..count).filter(wrong).min_by_key(|&i| documents[i].len()) else { return };
    let failing = shrink(trees.swap_remove(worst), |matrix| read(&[document(matrix)])[0] != expected(matrix));
    let document = document(&failing);
    let (read, expected) = (read(std::slice::from_ref(&document)).remove(0), expected(&failing));
    panic!("{failing:?}\n\n{document}\nread: {read:?}\n\nexpected: {expected:?}");
}

fn shrink<T: ValueTree>(mut tree: T, fails: impl Fn(&T::Value) -> bool) -> T::Value {
    const STEPS: usize = 300;
    let mut smallest = tree.current();
    for _ in 0..STEPS {
        let value = tree.current();
        let goes_on = if fails(&value) {
            smallest = value;
            tree.simplify()
        } else {
            tree.complicate()
        };
        if !goes_on {
            break;
        }
    }
    smallest
}

// What is drawn.

fn document(matrix: &Matrix) -> String {
    let columns =
        matrix.columns.iter().map(|(title, width)| Column { title: paragraph(title), width: *width });
    let rows = matrix.groups.iter().flat_map(|rows| {
        let row = |(i, cells): (usize, &Vec<Cell>)| Row {
            cells: cells.iter().map(markup).collect(),
            continues: i > 0,
        };
        rows.iter().enumerate().map(row)
    });
    let table = table(&Table { columns: columns.collect(), rows: rows.collect() });
    format!("Before.\n\n{table}\nAfter.\n")
}

fn markup(cell: &Cell) -> String {
    let block = |block: &Block| match block {
        Block::Paragraph(lines) => lines.iter().map(|line| paragraph(line)).collect::<Vec<_>>().join("\n"),
        Block::List(items) => {
            items.iter().map(|item| format!("- {}", paragraph(item))).collect::<Vec<_>>().join("\n")
        }
    };
    cell.iter().map(block).collect::<Vec<_>>().join("\n\n")
}

// What is to be read.

fn expected(matrix: &Matrix) -> Tables {
    let title = |(title, _): &(String, usize)| {
        read_cell(1, if title.is_empty() { vec![] } else { vec![title.clone()] })
    };
    let mut body: Vec<Vec<ReadCell>> = matrix.groups.iter().flat_map(|rows| group(rows)).collect();
    if body.is_empty() {
        body.push(matrix.columns.iter().map(|_| read_cell(1, vec![])).collect());
    }
    Tables {
        tables: vec![docutils::Table { head: vec![matrix.columns.iter().map(title).collect()], body }],
        other: vec!["Before.".to_owned(), "After.".to_owned()],
        messages: vec![],
    }
}

fn group(rows: &[Vec<Cell>]) -> Vec<Vec<ReadCell>> {
    let columns = rows[0].len();
    if columns == 1 || rows.len() == 1 {
        return rows.iter().map(|row| row.iter().map(|cell| read_cell(1, blocks(cell))).collect()).collect();
    }
    let is_plain = |cell: &Cell| {
        cell.is_empty() || matches!(cell.as_slice(), [Block::Paragraph(lines)] if lines.len() == 1)
    };
    let first = |reach| read_cell(reach, blocks(&rows[0][0]));
    if rows.iter().flat_map(|row| &row[1..]).all(is_plain) {
        let cells = (1..columns).map(|column| read_cell(1, paragraphs(rows, column)));
        return vec![std::iter::once(first(1)).chain(cells).collect()];
    }
    let row = |(i, cells): (usize, &Vec<Cell>)| {
        let others = cells[1..].iter().map(|cell| read_cell(1, blocks(cell)));
        (i == 0).then(|| first(rows.len())).into_iter().chain(others).collect()
    };
    rows.iter().enumerate().map(row).collect()
}

/// One paragraph for each row down to the last that has text; all rows where nothing else would show
/// that there is a last row.
fn paragraphs(rows: &[Vec<Cell>], column: usize) -> Vec<String> {
    let text = |row: &Vec<Cell>| blocks(&row[column]).pop().unwrap_or_default();
    let mut texts: Vec<String> = rows.iter().map(text).collect();
    let last_shows = rows[rows.len() - 1][1..].iter().any(|cell| !cell.is_empty());
    while (column > 1 || last_shows) && texts.last().is_some_and(String::is_empty) {
        texts.pop();
    }
    texts
}

fn blocks(cell: &Cell) -> Vec<String> {
    let block = |block: &Block| match block {
        Block::Paragraph(lines) => lines.join("\n"),
        Block::List(items) => format!("<bullet_list>{}</bullet_list>", items.join("\n\n")),
    };
    cell.iter().map(block).collect()
}

fn read_cell(rows: usize, blocks: Vec<String>) -> ReadCell {
    ReadCell { rows, columns: 1, blocks }
}

// What there is.

fn matrix() -> impl Strategy<Value = Matrix> {
    (1..=4_usize, prop::bool::weighted(0.7)).prop_flat_map(|(columns, tame)| {
        let columns = if tame { columns.max(2) } else { columns };
        let title = (if tame { tame_text().boxed() } else { maybe(text()) }, 0..12_usize);
        (vec(title, columns), vec(rows(columns, tame), 0..5))
            .prop_map(|(columns, groups)| Matrix { columns, groups })
    })
}

/// A group; a tame one is such that a simple table can hold it, mostly.
fn rows(columns: usize, tame: bool) -> impl Strategy<Value = Vec<Vec<Cell>>> {
    let one_line = || tame_text().prop_map(|text| vec![Block::Paragraph(vec![text])]);
    let first = if tame { one_line().boxed() } else { cell().boxed() };
    let other = if tame { prop_oneof![1 => Just(vec![]), 4 => one_line()].boxed() } else { cell().boxed() };
    let count = prop_oneof![3 => Just(1_usize), 1 => 2..4_usize];
    (first, count.prop_flat_map(move |count| vec(vec(other.clone(), columns - 1), count)), any::<bool>())
        .prop_map(|(first, rows, repeat)| {
            let row = |(i, cells)| {
                let first = if i == 0 || repeat { first.clone() } else { vec![] };
                std::iter::once(first).chain::<Vec<Cell>>(cells).collect()
            };
            rows.into_iter().enumerate().map(row).collect()
        })
}

fn cell() -> impl Strategy<Value = Cell> {
    let lines = || vec(text(), 1..3);
    let block = prop_oneof![4 => lines().prop_map(Block::Paragraph), 1 => lines().prop_map(Block::List)];
    prop_oneof![
        2 => Just(vec![]),
        4 => one_line(),
        1 => vec(lines().prop_map(Block::Paragraph), 2),
        1 => block.prop_map(|block| vec![block]),
    ]
}

fn one_line() -> impl Strategy<Value = Cell> {
    text().prop_map(|text| vec![Block::Paragraph(vec![text])])
}

fn maybe(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    prop_oneof![1 => Just(String::new()), 3 => text].boxed()
}

/// Text that is not empty, as docutils gives it back: no blanks at its ends.
fn text() -> impl Strategy<Value = String> {
    vec(prop_oneof![6 => character().prop_map(String::from), 1 => word(), 1 => Just(" ".to_owned())], 1..12)
        .prop_map(|parts| {
            let text: String = parts.concat();
            let text = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
            if text.is_empty() { "x".to_owned() } else { text.to_owned() }
        })
}

/// Text that begins and ends with letters, mostly.
fn tame_text() -> impl Strategy<Value = String> {
    let in_letters =
        ("[a-z]", text(), "[a-z]").prop_map(|(first, text, last)| format!("{first}{text}{last}"));
    prop_oneof![1 => text(), 8 => in_letters, 1 => "[a-z]\u{301}{1,9}"]
}

fn word() -> impl Strategy<Value = String> {
    const WORDS: &[&str] = &[
        "x86_64-unknown-linux-gnu",
        "====",
        "----",
        "= =",
        "===  ===",
        "+--+",
        "| ",
        "\\",
        "\\ ",
        "::",
        "..",
        ".. x::",
        "- ",
        "* ",
        "1. ",
        "A. ",
        "(i) ",
        "#. ",
        "-v  ",
        "--opt ",
        "/V ",
        ":x: ",
        ">>> ",
        "__ ",
        "_x",
        "x_",
        "x__",
        "[1]_",
        "|x|",
        "|x|_",
        "`a`_",
        "`a`__",
        "*a*",
        "**a**",
        "``a``",
        ":pep:`11`",
        "`a <b>`_",
        "https://a.example/",
        "a@b.example",
        "\u{2014} x",
        "PEP 11",
        "<b>",
        "&amp;",
    ];
    select(WORDS).prop_map(str::to_owned)
}

/// Characters by what is hard about them, with how often each kind comes up.
const KINDS: &[(u32, &[(u32, u32)])] = &[
    (6, &[('a' as u32, 'z' as u32)]),
    // Markup: ASCII without letters and digits, mostly.
    (
        6,
        &[
            (' ' as u32, '/' as u32),
            (':' as u32, 'A' as u32),
            ('[' as u32, 'a' as u32),
            ('{' as u32, '~' as u32),
        ],
    ),
    // Combining characters, some of them wide.
    (2, &[(0x300, 0x36f), (0x3099, 0x309a), (0x302a, 0x302d), (0x5b0, 0x5bd), (0x20d0, 0x20dc)]),
    // Vowel signs, joiners and variation selectors, which docutils does not take for combining.
    (1, &[(0xe30, 0xe4e), (0x900, 0x963), (0x200b, 0x200f), (0xfe00, 0xfe0f)]),
    (2, &[(0x3041, 0x30ff), (0x4e00, 0x9fa5), (0xac00, 0xd7a3), (0xff01, 0xff60), (0x1f300, 0x1f64f)]),
    (
        1,
        &[
            (0xa0, 0x24f),
            (0x5d0, 0x5ea),
            (0x627, 0x64a),
            (0xff61, 0xff9f),
            (0x2000, 0x200a),
            (0x2010, 0x2027),
        ],
    ),
    (1, &[(0x20, 0x10_ffff)]),
];

fn character() -> impl Strategy<Value = char> {
    static POOLS: LazyLock<Vec<(u32, Vec<char>)>> = LazyLock::new(|| {
        let widths = docutils::widths();
        KINDS.iter().map(|&(weight, ranges)| (weight, pool(ranges, &widths))).collect()
    });
    Union::new_weighted(POOLS.iter().map(|(weight, pool)| (*weight, select(pool.as_slice()))).collect())
}

/// The characters that Python knows and thinks of as wide as we do, without those that end a line or
/// become a blank.
fn pool(ranges: &[(u32, u32)], widths: &[Option<usize>]) -> Vec<char> {
    let all = ranges.iter().flat_map(|&(first, last)| first..=last).filter_map(char::from_u32);
    let is_text = |c: &char| !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}');
    all.filter(is_text).filter(|&c| widths[c as usize] == Some(width(c.encode_utf8(&mut [0; 4])))).collect()
}
