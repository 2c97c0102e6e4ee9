//! Regions: every case in `tests/regions/` with what comes of it beside it, and the promises that
//! hold for any file. `SNAPSHOTS=overwrite cargo test` rewrites what is expected.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pep11::finding::Finding;
use pep11::region::{FORMS, Form, Unresolved, may_have_marker, refresh, regions, shown, splice};
use proptest::prelude::*;
use snapbox::{Assert, Data};

#[test]
fn cases() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regions");
    let cases = inputs(&folder);
    assert!(cases.len() > 20, "the cases are gone");
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    let mut wrong = String::new();
    for case in cases {
        let bytes = fs::read(&case).unwrap();
        let name = case.file_stem().unwrap().to_str().unwrap();
        let actual = match refresh(name, &bytes, &document) {
            Ok(None) => "unchanged\n".to_owned(),
            Ok(Some(after)) => String::from_utf8(after).unwrap(),
            Err(findings) => plain(&findings),
        };
        let expected = Data::read_from(&case.with_extension("out"), None);
        if let Err(error) = assert.try_eq(Some(&name), actual.into(), expected.raw()) {
            writeln!(wrong, "{error}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn inputs(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut inputs: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|is| is == "in")).collect();
    inputs.sort();
    inputs
}

fn document(form: &Form, name: &str) -> Result<String, Unresolved> {
    match name {
        "table" => Ok("== ==\na  b\n\n== ==\n".to_owned()),
        "empty" => Ok(String::new()),
        "indented" => Ok("\n\n  quoted\n".to_owned()),
        "marker" => Ok("text\n  .. pep11: end\n".to_owned()),
        "near-marker" => Ok("<!-- pep11: begn x\n".to_owned()),
        _ => Err(Unresolved {
            message: format!("there is no document `{name}` for `{}`", form.open),
            help: "name one of: table, empty".to_owned(),
        }),
    }
}

fn plain(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let place = finding.place.as_ref().unwrap();
        let (line, column) = place.line_and_column().unwrap();
        let excerpt = &place.source.text[place.span.clone()];
        writeln!(text, "{}:{line}:{column}: {}: {}", place.source.path, finding.rule, finding.message)
            .unwrap();
        writeln!(text, "  {excerpt}  <- {}", finding.label).unwrap();
        for (place, label) in &finding.related {
            writeln!(text, "  line {}: {label}", place.line_and_column().unwrap().0).unwrap();
        }
        if let Some(why) = &finding.why {
            writeln!(text, "  why: {why}").unwrap();
        }
        writeln!(text, "  help: {}", finding.help.as_ref().unwrap()).unwrap();
    }
    text
}

/// What stands in a random file: bytes that hold no marker, or a region.
#[derive(Clone, Debug)]
enum Piece {
    Bytes(Vec<u8>),
    Region { form: usize, indent: String, inside: Vec<u8>, endings: [&'static str; 2] },
}

#[derive(Clone, Debug)]
struct Random {
    byte_order_mark: bool,
    pieces: Vec<Piece>,
    last_ending: bool,
}

fn ending() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\n", "\r\n", "\r"])
}

/// Lines of any bytes, often of those that matter here, with any endings.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..12),
        prop::sample::select(vec![
            "..", "<!--", "-->", "#", " ", "\t", "begin x", "end", "pep11", "\u{feff}"
        ])
        .prop_map(|word| word.as_bytes().to_vec()),
    ];
    let line = (prop::collection::vec(word, 0..5), ending())
        .prop_map(|(words, ending)| [words.concat(), ending.as_bytes().to_vec()].concat());
    prop::collection::vec(line, 0..5)
        .prop_map(|lines| lines.concat())
        .prop_filter("no marker by chance", |bytes| !may_have_marker(bytes))
}

fn random() -> impl Strategy<Value = Random> {
    let region = (0..FORMS.len(), "[ \t]{0,4}", noise(), [ending(), ending()])
        .prop_map(|(form, indent, inside, endings)| Piece::Region { form, indent, inside, endings });
    let piece = prop_oneof![noise().prop_map(Piece::Bytes), region];
    (any::<bool>(), prop::collection::vec(piece, 0..6), any::<bool>())
        .prop_map(|(byte_order_mark, pieces, last_ending)| Random { byte_order_mark, pieces, last_ending })
}

impl Random {
    /// The bytes of the file, and those of them that are outside of what regions hold.
    fn bytes(&self) -> (Vec<u8>, Vec<Vec<u8>>) {
        let (mut all, mut outside) = (Vec::new(), vec![Vec::new()]);
        let mut add = |bytes: &[u8], inside: bool| {
            all.extend_from_slice(bytes);
            if inside {
                outside.push(Vec::new());
            } else {
                outside.last_mut().unwrap().extend_from_slice(bytes);
            }
        };
        if self.byte_order_mark {
            add("\u{feff}".as_bytes(), false);
        }
        for piece in &self.pieces {
            match piece {
                Piece::Bytes(bytes) => add(bytes, false),
                Piece::Region { form, indent, inside, endings: [first, second] } => {
                    let form = &FORMS[*form];
                    add(format!("{indent}{}{first}", form.begin("x")).as_bytes(), false);
                    // A lone CR and the LF of the next line would be one ending.
                    let inside = if *first == "\r" { [b"-\n", &inside[..]].concat() } else { inside.clone() };
                    add(&inside, true);
                    add(format!("{indent}{}{second}", form.end()).as_bytes(), false);
                    if *second == "\r" {
                        add(b"-\n", false);
                    }
                }
            }
        }
        if !self.last_ending {
            let bare = all.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let last = outside.last_mut().unwrap();
            let bare = bare.min(last.len());
            last.truncate(last.len() - bare);
            all.truncate(all.len() - bare);
        }
        (all, outside)
    }
}

/// A document that a region can show, and the lines of it without blank ones at its edges.
fn body() -> impl Strategy<Value = (String, Vec<String>)> {
    let line = prop_oneof![Just(String::new()), "[a-z=|é文] {0,2}[^\r\n]{0,8}"];
    (prop::collection::vec(line, 0..6), prop::sample::select(vec!["\n", "\r\n"]))
        .prop_filter("no marker by chance", |(lines, _)| !may_have_marker(lines.concat().as_bytes()))
        .prop_map(|(lines, ending)| {
            let text = lines.iter().map(|line| format!("{line}{ending}")).collect();
            let empty = |line: &&String| line.is_empty();
            let before = lines.iter().take_while(empty).count();
            let after = lines[before..].iter().rev().take_while(empty).count();
            (text, lines[before..lines.len() - after].to_vec())
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_outside_never_change(file in random(), (text, _) in body()) {
        let (before, outside) = file.bytes();
        let after = refresh("x", &before, &|_, _| Ok(text.clone())).unwrap().unwrap_or(before);
        let mut rest = &after[..];
        let (found, _) = regions(&after);
        prop_assert_eq!(found.len() + 1, outside.len());
        let mut kept = 0;
        for (region, outside) in found.iter().zip(&outside) {
            prop_assert_eq!(&after[kept..region.inside.start], &outside[..]);
            kept = region.inside.end;
            rest = &after[kept..];
        }
        prop_assert_eq!(rest, &outside.last().unwrap()[..]);
    }

    #[test]
    fn refreshed_twice_is_refreshed_once(file in random(), (text, _) in body()) {
        let (before, _) = file.bytes();
        if let Some(after) = refresh("x", &before, &|_, _| Ok(text.clone())).unwrap() {
            prop_assert_eq!(refresh("x", &after, &|_, _| Ok(text.clone())).unwrap(), None);
        }
    }

    #[test]
    fn a_region_gives_the_body_back(file in random(), (text, lines) in body()) {
        let (before, _) = file.bytes();
        let shown = shown("x", &before, &|_, _| Ok(text.clone())).unwrap();
        let after = splice(&before, &shown).unwrap_or(before);
        for region in regions(&after).0 {
            prop_assert_eq!(body_of(&after, &region), lines.clone());
        }
    }

    #[test]
    fn a_file_with_a_disorder_is_not_changed(file in random(), at in any::<prop::sample::Index>()) {
        let (mut bytes, outside) = file.bytes();
        prop_assume!(outside.len() > 1);
        let (found, _) = regions(&bytes);
        // Without this end marker, something is wrong somewhere.
        let end = found[at.index(found.len())].inside.end;
        let mark = bytes[end..].windows(6).position(|bytes| bytes == b"pep11:").unwrap();
        bytes[end + mark] = b'-';
        prop_assert!(refresh("x", &bytes, &|_, _| Ok("new".to_owned())).is_err());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic(parts in prop::collection::vec(prop_oneof![
        noise(),
        prop::sample::select(vec![
            ".. pep11: begin x\n", "# pep11: end\r", "<!-- pep11: end -->", "<!-- pep11: begin y -->\r\n",
            "pep11:", ".. pep11: end\n", "# pep11: begn z", "\n", "\u{feff}", "\r",
        ]).prop_map(|part| part.as_bytes().to_vec()),
    ], 0..12)) {
        let bytes = parts.concat();
        let (found, disorders) = regions(&bytes);
        let result = refresh("x", &bytes, &|_, _| Ok("body".to_owned()));
        prop_assert_eq!(result.is_err(), !disorders.is_empty());
        prop_assert!(found.iter().all(|region| region.inside.end <= bytes.len()));
        for finding in result.err().unwrap_or_default() {
            let place = finding.place.unwrap();
            prop_assert!(place.source.text[place.span].contains("pep11:"));
        }
    }
}

/// What a region shows: without the blank line inside each edge, its indent and its line endings.
fn body_of(bytes: &[u8], region: &pep11::region::Region) -> Vec<String> {
    let line_start = bytes[..region.marker.start].iter().rposition(|byte| b"\r\n".contains(byte));
    let before = &bytes[line_start.map_or(0, |at| at + 1)..region.marker.start];
    let indent = std::str::from_utf8(before).unwrap().trim_start_matches('\u{feff}');
    let inside = std::str::from_utf8(&bytes[region.inside.clone()]).unwrap();
    let ending = if inside.starts_with("\r\n") { "\r\n" } else { &inside[..1] };
    let mut lines: Vec<&str> = inside.split_terminator(ending).collect();
    assert_eq!(lines.remove(0), "");
    if lines.last().is_some() {
        assert_eq!(lines.pop(), Some(""));
    }
    lines.iter().map(|line| line.strip_prefix(indent).unwrap_or(line).to_owned()).collect()
}
