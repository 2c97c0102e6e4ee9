//! One table in any form, in a file of anything: what adoption adds can be taken away again, byte for byte,
//! and what it says comes true with the next refresh.

use std::fmt::Write as _;

use pep11::adopt::{Host, Library, State, adopt};
use pep11::lookup;
use pep11::region::{refresh, regions};
use pep11::render::Documents;
use pep11::tabular::Language;
use proptest::prelude::*;
use proptest::sample::select;

use super::registry;

/// A table's cells; the first row is the header.
type Cells = Vec<Vec<String>>;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Simple,
    WideSimple,
    Grid,
    List,
    Csv,
    Pipes,
    BarePipes,
    Html,
    LooseHtml,
}

const FORMS: [Form; 9] = [
    Form::Simple,
    Form::WideSimple,
    Form::Grid,
    Form::List,
    Form::Csv,
    Form::Pipes,
    Form::BarePipes,
    Form::Html,
    Form::LooseHtml,
];

impl Form {
    fn language(self) -> Language {
        match self {
            Self::Simple | Self::WideSimple | Self::Grid | Self::List | Self::Csv => Language::Rst,
            Self::Pipes | Self::BarePipes => Language::Markdown,
            Self::Html | Self::LooseHtml => Language::Html,
        }
    }

    /// Whether documents are drawn like this.
    fn is_own(self) -> bool {
        matches!(self, Self::Simple | Self::Pipes | Self::Html)
    }

    fn draw(self, cells: &Cells) -> String {
        let widths: Vec<usize> = (0..cells[0].len())
            .map(|column| cells.iter().map(|row| width(&row[column])).max().unwrap())
            .collect();
        let padded = |row: &[String], gap: &str, more: usize| -> String {
            let cells = row.iter().zip(&widths);
            let cells = cells.map(|(cell, column)| format!("{cell}{:1$}", "", column + more - width(cell)));
            cells.collect::<Vec<_>>().join(gap)
        };
        let lines = |mark: &str, joint: &str, more: usize| -> String {
            widths.iter().map(|width| mark.repeat(width + more)).collect::<Vec<_>>().join(joint)
        };
        let mut out = String::new();
        match self {
            Self::Simple | Self::WideSimple => {
                let more = if self == Self::Simple { 0 } else { 3 };
                let border = lines("=", if more == 0 { " " } else { "  " }, more);
                let gap = if more == 0 { " " } else { "  " };
                writeln!(out, "{border}\n{}\n{border}", padded(&cells[0], gap, more).trim_end()).unwrap();
                for row in &cells[1..] {
                    writeln!(out, "{}", padded(row, gap, more).trim_end()).unwrap();
                }
                writeln!(out, "{border}").unwrap();
            }
            Self::Grid => {
                writeln!(out, "+{}+", lines("-", "+", 2)).unwrap();
                for (number, row) in cells.iter().enumerate() {
                    let mark = if number == 0 { "=" } else { "-" };
                    writeln!(out, "| {} |\n+{}+", padded(row, " | ", 0), lines(mark, "+", 2)).unwrap();
                }
            }
            Self::List => {
                out.push_str(".. list-table::\n   :header-rows: 1\n\n");
                for row in cells {
                    writeln!(out, "   * - {}", row.join("\n     - ")).unwrap();
                }
            }
            Self::Csv => {
                out.push_str(".. csv-table::\n   :header-rows: 1\n\n");
                for row in cells {
                    writeln!(out, "   \"{}\"", row.join("\", \"")).unwrap();
                }
            }
            Self::Pipes => {
                writeln!(out, "| {} |\n| {} |", padded(&cells[0], " | ", 0), lines("-", " | ", 0)).unwrap();
                for row in &cells[1..] {
                    writeln!(out, "| {} |", padded(row, " | ", 0)).unwrap();
                }
            }
            Self::BarePipes => {
                writeln!(out, "{}\n{}", cells[0].join("|"), vec!["-"; widths.len()].join("|")).unwrap();
                for row in &cells[1..] {
                    writeln!(out, "{}", row.join("|")).unwrap();
                }
            }
            Self::Html => {
                let row = |tag: &str, row: &[String]| -> String {
                    let cells = row.iter().map(|cell| format!("<{tag}>{cell}</{tag}>"));
                    format!("<tr>{}</tr>\n", cells.collect::<String>())
                };
                write!(out, "<table>\n<thead>\n{}</thead>\n<tbody>\n", row("th", &cells[0])).unwrap();
                out.extend(cells[1..].iter().map(|cells| row("td", cells)));
                out.push_str("</tbody>\n</table>\n");
            }
            Self::LooseHtml => {
                out.push_str("<TABLE border=1>");
                for row in cells {
                    write!(out, "\n <tr><td>{}", row.join("\n  <td>")).unwrap();
                }
                out.push_str("\n</TABLE>\n");
            }
        }
        out
    }
}

/// As docutils counts it, for the characters of these cells.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c == '文' { 2 } else { 1 }).sum()
}

/// A table of at least two columns and rows, no first cell of which is there twice.
fn cells() -> impl Strategy<Value = Cells> {
    (2..5_usize, 2..7_usize).prop_flat_map(|(columns, rows)| {
        let word = "[a-zé文]{1,7}( [a-zé文0-9.]{1,5}){0,2}";
        let body = prop::collection::vec(prop::collection::vec(word, columns - 1), rows);
        let header = prop::collection::hash_set("[A-Z][a-zé文]{2,8}", columns);
        (header, body).prop_map(|(header, body)| {
            let row = |(number, row): (usize, Vec<String>)| [vec![format!("3.{number}")], row].concat();
            let mut header: Vec<String> = header.into_iter().collect();
            header.sort();
            [vec![header], body.into_iter().enumerate().map(row).collect()].concat()
        })
    })
}

/// Lines that are text in every language, and end no table.
fn prose() -> impl Strategy<Value = String> {
    let line = select(vec![
        "Text.",
        "\tA tab.",
        "文 wide\u{301} é",
        "- item",
        "Title\n=====",
        "a | b",
        "  indented",
        "",
        "Trailing blanks.  \t",
        "\u{a0}",
    ]);
    prop::collection::vec(line, 0..5).prop_map(|lines| lines.join("\n"))
}

fn documents(cells: &Cells) -> Documents {
    let drawn = [("rst", Form::Simple), ("md", Form::Pipes), ("html", Form::Html)];
    drawn.into_iter().map(|(extension, form)| (format!("own.{extension}"), form.draw(cells))).collect()
}

/// The file without the lines of markers and the blank line inside each.
fn without_markers(after: &[u8], ending: &str) -> Vec<u8> {
    let (regions, disorders) = regions(after);
    assert_eq!((regions.len(), disorders.len()), (1, 0));
    let region = &regions[0];
    let line = after[..region.marker.start].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    // A byte-order mark stands before the first line.
    let line = if line == 0 && after.starts_with("\u{feff}".as_bytes()) { 3 } else { line };
    let inside = after[region.inside.clone()].strip_prefix(ending.as_bytes()).unwrap();
    let inside = inside.strip_suffix(ending.as_bytes()).unwrap();
    let rest = &after[region.inside.end..];
    let (inside, rest) = match rest.windows(ending.len()).position(|bytes| bytes == ending.as_bytes()) {
        Some(at) => (inside, &rest[at + ending.len()..]),
        // The marker ends the file as the table did: without an ending.
        None => (inside.strip_suffix(ending.as_bytes()).unwrap(), &[][..]),
    };
    [&after[..line], inside, rest].concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn markers_can_be_taken_away_again(
        cells in cells(),
        form in select(FORMS.to_vec()),
        above in prose(),
        below in prose(),
        ending in select(vec!["\n", "\r\n"]),
        mark in any::<bool>(),
        has_last in any::<bool>(),
        upside_down in any::<bool>(),
    ) {
        let mut shown = cells.clone();
        if upside_down {
            shown[1..].reverse();
        }
        let below = below.trim_start_matches([' ', '\t', '\u{a0}', '\n']);
        let mark = if mark { "\u{feff}" } else { "" };
        let text = format!("{mark}{above}\n\n{}\n{below}", form.draw(&shown));
        let text = if has_last { format!("{}\n", text.trim_end()) } else { text.trim_end().to_owned() };
        let bytes = text.replace('\n', ending).into_bytes();

        let documents = documents(&cells);
        let library = Library::new(&documents, registry());
        let look = |bytes: &[u8]| adopt(Host { path: "file", bytes, language: form.language() }, &library, false).unwrap();
        let adoption = look(&bytes);
        prop_assert_eq!(&adoption.findings, &vec![], "{}", text);
        prop_assert_eq!(adoption.tables.len(), 1, "{}", text);
        let is_alike = form.is_own() && !upside_down;
        let expected = if is_alike { State::Alike } else { State::Otherwise(Vec::new()) };
        prop_assert_eq!(&adoption.tables[0].state, &expected, "{}", text);
        let after = adoption.after.unwrap();
        prop_assert_eq!(without_markers(&after, ending).escape_ascii().to_string(), bytes.escape_ascii().to_string());
        let again = look(&after);
        prop_assert_eq!((again.after, &again.tables[0].state), (None, &State::Region { is_stale: !is_alike }));

        let paths: Vec<&str> = documents.keys().map(String::as_str).collect();
        let body = |form: &pep11::region::Form, name: &str| {
            Ok(documents[lookup::document(&paths, name, form.extensions).unwrap()].clone())
        };
        let fresh = refresh("file", &after, &body).unwrap();
        prop_assert_eq!(fresh.is_none(), is_alike, "{}", text);
        if let Some(fresh) = fresh {
            let own = documents.iter().find(|(path, _)| Language::of_path(path) == Some(form.language())).unwrap().1;
            let fresh = String::from_utf8(fresh).unwrap();
            prop_assert!(fresh.contains(&own.replace('\n', ending)), "{}", fresh);
            prop_assert_eq!(refresh("file", fresh.as_bytes(), &body).unwrap(), None);
        }
    }
}
