//! Sound data in random layouts, with faults that can be mended: written twice at once, as it is before
//! the mend and as it must be after it. So every byte of the result is known.

use pep11::mend;
use pep11::parse::Files;
use proptest::prelude::*;

use super::{findings, mended};

/// Decisions, from bytes that the test makes up; without any left, the plainest.
struct Dice {
    bytes: Vec<u8>,
    at: usize,
    /// How many of a hundred scalars are faulty.
    faulty: usize,
}

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) * most / 256
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    fn percent(&mut self, percent: usize) -> bool {
        // The last, so that no decisions mean no.
        self.below(100) >= 100 - percent
    }
}

/// A value, as it must be.
#[derive(Clone)]
enum Doc {
    Scalar(Scalar),
    List(Vec<Doc>),
    Map(Vec<(Scalar, Doc)>),
    /// Mappings that may stand in any order, but must be mended to this one.
    Ordered(Vec<Doc>),
    /// Lines of Markdown.
    Text,
}

/// What is right of a scalar, and what is wrong.
#[derive(Clone)]
struct Scalar {
    /// Spellings that are right.
    right: Vec<String>,
    /// Spellings that are mended to `mended`.
    wrong: &'static [&'static str],
    mended: String,
}

const COMPONENT: &[(&str, &[&str])] = &[
    ("wasi", &["WASI", "Wasi", "\"WASI\""]),
    ("wasi-sdk", &["WASI SDK", "wasi_sdk", "'WASI-SDK'", "\"wasi sdk\""]),
    ("wasi-libc", &["wasi_libc", "WASI libc"]),
];

fn either(text: &str) -> Vec<String> {
    vec![text.to_owned(), format!("\"{text}\""), format!("'{text}'")]
}

fn word(text: &str) -> Scalar {
    Scalar { right: either(text), wrong: &[], mended: String::new() }
}

fn component(key: &str) -> Scalar {
    let wrong = COMPONENT.iter().find(|(other, _)| *other == key).unwrap().1;
    Scalar { wrong, mended: key.to_owned(), ..word(key) }
}

fn quoted(text: &str, wrong: &'static [&'static str]) -> Scalar {
    Scalar { right: either(text)[1..].to_vec(), wrong, mended: format!("\"{text}\"") }
}

fn python_3_15() -> Scalar {
    quoted("3.15", &["3.15", "3.15.0", "'3.15.2'", "v3.15", "\"3.15.0rc1\"", "Python 3.15"])
}

fn python_3_10() -> Scalar {
    quoted("3.10", &["3.10", "3.10.0", "\"3.10.7\""])
}

fn wasi() -> Scalar {
    quoted("0.1", &["0.1", "P1", "Preview 1", "'p1'", "\"preview 1\"", "v0.1", "wasi-0.1"])
}

fn sdk() -> Scalar {
    quoted("33", &["33", "33.0", "\"33.1\"", "'33.0.1'", "wasi-sdk-33", "WASI SDK 33", "v33", "v33.0"])
}

fn number(text: &str, wrong: &'static [&'static str]) -> Doc {
    Doc::Scalar(Scalar { right: vec![text.to_owned()], wrong, mended: text.to_owned() })
}

fn day() -> Doc {
    let wrong =
        &["2026/05/27", "2026-5-27", "\"2026.05.27\"", "2026-05-27 10:00", "2026-05-27T09:00:00+02:00"];
    Doc::Scalar(Scalar { wrong, mended: "2026-05-27".to_owned(), ..word("2026-05-27") })
}

fn map<const N: usize>(entries: [(&str, Doc); N]) -> Doc {
    Doc::Map(entries.into_iter().map(|(key, value)| (word(key), value)).collect())
}

fn text(text: &str) -> Doc {
    Doc::Scalar(word(text))
}

fn list<const N: usize>(items: [Doc; N]) -> Doc {
    Doc::List(items.into())
}

fn source() -> (&'static str, Doc) {
    ("source", text("https://example.org/1"))
}

fn platform() -> Doc {
    let names = Doc::Map(vec![(quoted("0.1", &["0.1", "v0.1"]), list([text("Preview 1"), text("P1")]))]);
    let ships = Doc::Map(vec![
        (component("wasi-libc"), Doc::Scalar(quoted("161b3195fc25", &["161b3195fc25"]))),
        (word("released"), day()),
    ]);
    let skipped =
        list([Doc::Scalar(quoted("26", &["26", "v26"])), Doc::Scalar(quoted("27", &["27", "WASI SDK 27"]))]);
    let policy = map([
        ("from", text("beta 1")),
        ("change", text("maintainers")),
        ("since", Doc::Scalar(python_3_15())),
    ]);
    let components = map([
        ("wasi", map([("name", text("WASI")), ("aliases", names), ("lock", policy.clone())])),
        (
            "wasi-sdk",
            map([
                ("name", text("WASI SDK")),
                ("precision", text("major")),
                ("skipped", list([map([("versions", skipped), ("why", Doc::Text), source()])])),
                ("ships", Doc::Map(vec![(quoted("33", &["33", "v33"]), ships)])),
                ("lock", policy),
            ]),
        ),
        (
            "wasi-libc",
            map([
                ("name", text("wasi-libc")),
                ("form", text("commit")),
                ("shipped-by", Doc::Scalar(component("wasi-sdk"))),
            ]),
        ),
    ]);
    let lock = |python: Scalar| {
        let entries = vec![
            (component("wasi"), Doc::Scalar(wasi())),
            (component("wasi-sdk"), Doc::Scalar(sdk())),
            (word("recorded"), day()),
            (word("source"), text("https://example.org/1")),
        ];
        (python, Doc::Map(entries))
    };
    let pin = |python: Scalar| {
        map([
            ("python", Doc::Scalar(python)),
            ("component", Doc::Scalar(component("wasi"))),
            ("version", Doc::Scalar(wasi())),
            ("on", day()),
            ("remark", Doc::Text),
            source(),
        ])
    };
    map([
        ("name", text("WASI")),
        ("pep", number("816", &["\"816\"", "'816'"])),
        ("components", components),
        ("locks", Doc::Map(vec![lock(python_3_15()), lock(python_3_10())])),
        ("pins", list([pin(python_3_15()), pin(python_3_10())])),
        ("notes", list([Doc::Text, text("P1 is not 33 here")])),
    ])
}

fn tiers() -> Doc {
    let number = |text: &'static str, wrong| number(text, wrong);
    let tier = |name, contacts| (name, map([("contacts", contacts), source()]));
    let tier_1 = Scalar { right: vec!["1".into()], wrong: &["\"1\"", "'1'"], mended: "1".into() };
    let (name, value) = tier(tier_1, number("0", &["\"0\"", "+0"]));
    let event = |on: &str, more: Vec<(&str, Doc)>| {
        let mut entries = vec![(word("on"), Doc::Scalar(word(on))), (word("source"), source().1)];
        entries.extend(more.into_iter().map(|(key, value)| (word(key), value)));
        Doc::Map(entries)
    };
    let begins = |triple: &'static str| vec![("triple", text(triple)), ("tier", number("1", &["\"1\""]))];
    let target = |id: &'static str| {
        let events = vec![
            event("2022-06-08", begins(id)),
            event("2023-01-01", vec![("notes", Doc::Scalar(word("clang 2022/06/08")))]),
            event("2023-01-02", vec![("remark", Doc::Text), ("notes", Doc::Scalar(word("gcc")))]),
            event("2024-03-07", vec![("tier", text("none"))]),
        ];
        map([("id", text(id)), ("events", Doc::Ordered(events))])
    };
    map([
        source(),
        ("begins", Doc::Scalar(word("2022-06-08"))),
        ("tiers", Doc::Map(vec![(name, value)])),
        ("targets", list([target("one"), target("two")])),
    ])
}

/// A file before and after.
#[derive(Clone, Default)]
struct Both {
    before: String,
    after: String,
}

impl Both {
    fn push(&mut self, text: &str) {
        self.before.push_str(text);
        self.after.push_str(text);
    }

    fn append(&mut self, other: &Both) {
        self.before.push_str(&other.before);
        self.after.push_str(&other.after);
    }

    fn map(self, change: impl Fn(&str) -> String) -> Self {
        Self { before: change(&self.before), after: change(&self.after) }
    }
}

const COMMENTS: &[&str] = &["# c", "#", "# 3.15: {wasi: P1}", "# \"", "# [ {", "# - on: 2022/06/08", "# é&*"];

struct Writer<'d> {
    dice: &'d mut Dice,
    out: Both,
    /// What may be repeated by an alias: how it is asked for, and its name.
    anchors: Vec<(Vec<String>, &'static [&'static str], String)>,
    with_anchors: bool,
}

impl Writer<'_> {
    fn comment(&mut self) -> &'static str {
        self.dice.one(COMMENTS)
    }

    /// The end of a line, perhaps with a comment, and whole lines of comments and nothing.
    fn line_end(&mut self, indent: usize) {
        if self.dice.percent(15) {
            let blanks = self.dice.one(&[" ", "   ", "\t", " \t "]);
            let comment = self.comment();
            self.out.push(&format!("{blanks}{comment}"));
        } else if self.dice.percent(5) {
            self.out.push("  ");
        }
        self.out.push("\n");
        while self.dice.percent(10) {
            let comment = self.comment();
            let line = match self.dice.below(3) {
                0 => String::new(),
                1 => format!("{}{comment}", " ".repeat(indent)),
                _ => format!("{}{comment}", " ".repeat(self.dice.below(12))),
            };
            self.out.push(&format!("{line}\n"));
        }
    }

    fn scalar(&mut self, scalar: &Scalar, is_key: bool) {
        let known =
            self.anchors.iter().find(|(right, wrong, _)| *right == scalar.right && *wrong == scalar.wrong);
        if let Some(name) = known.map(|(_, _, name)| name.clone())
            && self.dice.percent(50)
        {
            return self.out.push(&format!("*{name}{}", if is_key { " " } else { "" }));
        }
        if self.with_anchors && !is_key && self.dice.percent(10) {
            let name = format!("a{}", self.anchors.len());
            self.out.push(&format!("&{name} "));
            self.anchors.push((scalar.right.clone(), scalar.wrong, name));
        }
        let faulty = self.dice.faulty;
        if !scalar.wrong.is_empty() && self.dice.percent(faulty) {
            self.out.before.push_str(self.dice.one(scalar.wrong));
            self.out.after.push_str(&scalar.mended);
        } else {
            let right = self.dice.below(scalar.right.len());
            self.out.push(&scalar.right[right]);
        }
    }

    /// Between two things in brackets.
    fn gap(&mut self, indent: usize) {
        match self.dice.below(8) {
            0..=4 => self.out.push(" "),
            5 => self.out.push("   "),
            6 => self.out.push(&format!("\n{}", " ".repeat(indent + 2))),
            _ => {
                let comment = self.comment();
                self.out.push(&format!(" {comment}\n\n{}", " ".repeat(indent + 3)));
            }
        }
    }

    fn flow(&mut self, doc: &Doc, indent: usize) {
        match doc {
            Doc::Scalar(scalar) => self.scalar(scalar, false),
            Doc::Text => self.out.push("\"Text: 33, P1 # no comment\""),
            Doc::List(items) => {
                self.out.push("[");
                for item in items {
                    self.gap(indent);
                    self.flow(item, indent);
                    self.out.push(",");
                }
                self.gap(indent);
                self.out.push("]");
            }
            Doc::Ordered(items) => self.flow_in_order(items, indent),
            Doc::Map(entries) => {
                self.out.push("{");
                for (index, (key, value)) in entries.iter().enumerate() {
                    self.gap(indent);
                    self.scalar(key, true);
                    self.out.push(self.dice.one(&[": ", " : ", ":  "]));
                    self.flow(value, indent);
                    if index + 1 < entries.len() || self.dice.percent(20) {
                        self.out.push(self.dice.one(&[",", " ,"]));
                    }
                }
                self.out.push(self.dice.one(&["}", " }"]));
            }
        }
    }

    fn flow_in_order(&mut self, items: &[Doc], indent: usize) {
        let pieces: Vec<Both> =
            items.iter().map(|item| self.apart(|writer| writer.flow(item, indent))).collect();
        let order = self.shuffled(pieces.len());
        self.out.push("[ ");
        for (index, other) in order.iter().enumerate() {
            self.out.before.push_str(&pieces[*other].before);
            self.out.after.push_str(&pieces[index].after);
            self.out.push(self.dice.one(&[",", ", ", " ,\n             "]));
        }
        self.out.push("]");
    }

    /// What would be written, for later.
    fn apart(&mut self, write: impl FnOnce(&mut Self)) -> Both {
        let before = std::mem::take(&mut self.out);
        write(self);
        std::mem::replace(&mut self.out, before)
    }

    fn shuffled(&mut self, length: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..length).collect();
        let faulty = self.dice.faulty;
        if self.dice.percent(faulty) {
            for index in (1..length).rev() {
                order.swap(index, self.dice.below(index + 1));
            }
        }
        order
    }

    /// After a colon or a dash: the value, and the end of its line.
    fn value(&mut self, doc: &Doc, indent: usize, in_map: bool) {
        match doc {
            Doc::Scalar(scalar) => {
                self.out.push(self.dice.one(&[" ", "  ", "\t"]));
                self.scalar(scalar, false);
                self.line_end(indent);
            }
            Doc::Text => self.text(indent),
            _ if self.dice.percent(25) => {
                self.out.push(" ");
                self.flow(doc, indent + 2);
                self.line_end(indent);
            }
            Doc::Map(entries) if !in_map && self.dice.percent(60) => {
                let blanks = 1 + self.dice.below(3);
                self.out.push(&" ".repeat(blanks));
                self.map(entries, indent + 1 + blanks, true);
            }
            Doc::Map(entries) => {
                self.line_end(indent + 2);
                let deeper = indent + 1 + self.dice.below(4);
                self.map(entries, deeper, false);
            }
            Doc::List(_) | Doc::Ordered(_) => {
                let key_end = self.apart(|writer| writer.line_end(indent + 2));
                // A comment directly above the first item would belong to it.
                let ends_in_comment = key_end.before.lines().last().is_some_and(|line| line.contains('#'));
                self.out.append(&key_end);
                if ends_in_comment && matches!(doc, Doc::Ordered(_)) {
                    self.out.push("\n");
                }
                let deeper = indent + if in_map { self.dice.below(4) } else { 1 + self.dice.below(3) };
                self.list(doc, deeper);
            }
        }
    }

    fn text(&mut self, indent: usize) {
        let deep = " ".repeat(indent + 2);
        let text = match self.dice.below(4) {
            0 => " Plain text of 3.15".to_owned(),
            1 => format!(" |\n{deep}wasi: 0.1\n\n{deep}  # no comment: 2026/05/27\n{deep}P1"),
            2 => format!(" >- # a comment\n{deep}3.15\n{deep}3.10"),
            _ => format!(" Plain text\n{deep}of 3.15\n\n{deep}and more"),
        };
        self.out.push(&text);
        self.out.push("\n");
    }

    fn map(&mut self, entries: &[(Scalar, Doc)], indent: usize, mut on_line: bool) {
        for (key, value) in entries {
            if !std::mem::take(&mut on_line) {
                self.out.push(&" ".repeat(indent));
            }
            if self.dice.percent(5) {
                self.out.push("? ");
                self.scalar(key, true);
                self.line_end(indent);
                self.out.push(&format!("{}:", " ".repeat(indent)));
            } else {
                self.scalar(key, true);
                self.out.push(self.dice.one(&[":", ":", " :"]));
            }
            self.value(value, indent, true);
        }
    }

    fn list(&mut self, doc: &Doc, indent: usize) {
        match doc {
            Doc::Ordered(items) => self.list_in_order(items, indent),
            Doc::List(items) => {
                for item in items {
                    self.out.push(&format!("{}-", " ".repeat(indent)));
                    self.value(item, indent, false);
                }
            }
            _ => unreachable!("no list"),
        }
    }

    /// Items with their comments, and blank lines between them that stay.
    fn list_in_order(&mut self, items: &[Doc], indent: usize) {
        let mut pieces = Vec::new();
        for item in items {
            let piece = self.apart(|writer| {
                let own = " ".repeat(indent);
                while writer.dice.percent(20) {
                    let comment = writer.comment();
                    writer.out.push(&format!("{own}{comment}\n"));
                }
                writer.out.push(&format!("{own}-"));
                let item = writer.apart(|writer| writer.value(item, indent, false));
                // What comes below the last line would be between two items.
                writer.out.append(&item.map(|item| below_removed(item, indent)));
                while writer.dice.percent(10) {
                    let comment = writer.comment();
                    writer.out.push(&format!("{own}  {comment}\n"));
                }
            });
            pieces.push(piece.map(|piece| piece.trim_end_matches('\n').to_owned()));
        }
        let order = self.shuffled(pieces.len());
        for (index, other) in order.iter().enumerate() {
            self.out.before.push_str(&pieces[*other].before);
            self.out.after.push_str(&pieces[index].after);
            self.out.push(self.dice.one(&["\n", "\n", "\n\n", "\n  \n\n"]));
        }
    }
}

/// An item without the first comment below it that is not indented deeper, and what follows that.
fn below_removed(item: &str, indent: usize) -> String {
    let lines: Vec<&str> = item.split_inclusive('\n').collect();
    let is_between = |line: &&&str| line.trim().is_empty() || line.trim_start_matches(' ').starts_with('#');
    let own = lines.len() - lines.iter().rev().take_while(is_between).count();
    let is_deeper = |line: &&&str| {
        let rest = line.trim_start_matches(' ');
        rest.trim().is_empty() || line.len() - rest.len() > indent
    };
    let below = lines[own..].iter().take_while(is_deeper).count();
    lines[..own + below].concat().trim_end_matches(['\n', ' ']).to_owned() + "\n"
}

fn written(dice: &mut Dice, doc: &Doc, with_anchors: bool) -> Both {
    let mut writer = Writer { dice, out: Both::default(), anchors: Vec::new(), with_anchors };
    let Doc::Map(entries) = doc else { unreachable!("a file is a mapping") };
    if writer.dice.percent(30) {
        writer.out.push("%YAML 1.2\n---");
        writer.line_end(0);
    }
    writer.map(entries, 0, false);
    let mut out = writer.out;
    if dice.percent(20) {
        out = out.map(|text| text.trim_end_matches('\n').to_owned());
    }
    if dice.percent(30) {
        out = out.map(|text| text.replace('\n', "\r\n"));
    }
    if dice.percent(20) {
        out = out.map(|text| format!("\u{feff}{text}"));
    }
    out
}

fn base() -> Files {
    let mut files = crate::data::below(&crate::data::cases_folder().join("_base"));
    files.remove("data/retired.yaml");
    files
}

/// Files before and after the mend.
pub fn both(bytes: Vec<u8>, faulty: usize) -> [Files; 2] {
    let mut dice = Dice { bytes, at: 0, faulty };
    let (mut before, mut after) = (base(), base());
    for (path, doc, with_anchors) in
        [("data/platforms/wasi.yaml", platform(), true), ("data/tiers.yaml", tiers(), false)]
    {
        let both = written(&mut dice, &doc, with_anchors);
        before.insert(path.to_owned(), both.before.into_bytes());
        after.insert(path.to_owned(), both.after.into_bytes());
    }
    [before, after]
}

fn shown(files: &Files) -> String {
    let text = |(path, bytes): (&String, &Vec<u8>)| format!("=== {path}\n{}", String::from_utf8_lossy(bytes));
    files.iter().filter(|(path, _)| !path.ends_with("pythons.yaml")).map(text).collect()
}

fn difference(mended: &Files, after: &Files) -> String {
    let (mended, after) = (shown(mended), shown(after));
    similar::TextDiff::from_lines(&after, &mended).unified_diff().header("meant", "mended").to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_byte_but_those_at_fault_stays(
        bytes in prop::collection::vec(any::<u8>(), 0..3000),
        faulty in 0..60usize,
    ) {
        let [before, after] = both(bytes, faulty);
        let said: Vec<_> = findings(&after).into_iter().map(|finding| (finding.message, finding.place)).collect();
        prop_assert!(said.is_empty(), "the test writes faulty data: {said:?}\n{}", shown(&after));
        let mended = mended(&before);
        prop_assert!(mended == after, "{}\n{}", shown(&before), difference(&mended, &after));
        prop_assert!(mend::mend("", &after).done.is_empty());
    }
}
