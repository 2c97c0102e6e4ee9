//! Edits of random YAML texts: everything outside of what is edited is the same, byte for byte, and the new
//! text says what the old one did and the change. The layouts are made up with their comments, quotes,
//! indents and line breaks, and all but those with aliases can be edited.

use pep11::edit::{Beside, Change, Datum, End, Scalar, edit};
use pep11::yaml::{self, Node, Value};
use proptest::prelude::*;

/// Decisions, from bytes that the test makes up; without any left, the plainest.
struct Dice<'b> {
    bytes: std::slice::Iter<'b, u8>,
}

impl Dice<'_> {
    fn below(&mut self, most: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % most
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1
    }
}

/// A platform file with locks and changes, and what is in neither.
struct Writer<'b> {
    dice: Dice<'b>,
    text: String,
    line_break: &'static str,
    step: usize,
}

const VERSIONS: [&str; 4] = ["3.15", "3.14", "3.13", "3.12"];

impl Writer<'_> {
    fn file(bytes: &[u8]) -> String {
        let mut dice = Dice { bytes: bytes.iter() };
        let line_break = if dice.one_in(3) { "\r\n" } else { "\n" };
        let step = 1 + dice.below(4);
        let text = if dice.one_in(5) { "\u{feff}".to_owned() } else { String::new() };
        let mut writer = Writer { dice, text, line_break, step };
        writer.whole();
        writer.text
    }

    fn whole(&mut self) {
        self.between(0);
        if self.dice.one_in(8) {
            let mark = self.dice.one(&["---", "--- # é: {", "%YAML 1.2\u{0}---"]).to_owned();
            mark.split('\u{0}').for_each(|line| self.line(0, line));
        }
        self.line(0, "name: &name WASI");
        for key in ["locks", "changes", "notes"] {
            self.between(0);
            match key {
                "locks" => self.locks(),
                "changes" => self.changes(),
                _ if self.dice.one_in(2) => self.line(0, "notes: [*name, \"x # y\", 'it''s']"),
                _ => self.line(0, "notes: ~"),
            }
        }
        self.between(0);
        if self.dice.one_in(8) {
            self.line(0, "...");
        }
        if self.dice.one_in(3) {
            self.text.truncate(self.text.trim_end().len());
        }
    }

    /// Blank lines and comments.
    fn between(&mut self, indent: usize) {
        for _ in 0..self.dice.below(3) {
            match self.dice.below(5) {
                0 => self.text.push_str(self.line_break),
                1 => self.line(indent, "# a comment: {with, \"all\"} 'of it' - &x *y"),
                2 => self.line(indent, &format!("#\t{}", "ein längerer 漢字 ".repeat(20))),
                3 => self.line(indent, "   "),
                _ => self.line(indent + self.step, "# a deeper one"),
            }
        }
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(text);
        self.text.push_str(self.line_break);
    }

    fn end_line(&mut self) {
        let comment = self.dice.one(&["", "", " # c", "  # {", "\t# tab"]);
        self.text.push_str(comment);
        self.text.push_str(self.line_break);
    }

    fn quoted(&mut self, text: &str) -> String {
        let quote = self.dice.one(&["\"", "'"]);
        format!("{quote}{text}{quote}")
    }

    fn anchor(&mut self) -> &'static str {
        self.dice.one(&["", "", "", "&a ", "&b-1 "])
    }

    fn version(&mut self, text: &str) -> String {
        format!("{}{}", self.anchor(), self.quoted(text))
    }

    fn fields(&mut self) -> Vec<String> {
        let sdk = self.version("33");
        let mut fields = vec![format!("wasi-sdk: {sdk}"), "recorded: 2026-05-27".to_owned()];
        if self.dice.one_in(2) {
            fields.push(format!(
                "source: {}",
                self.dice.one(&["https://example.org/a", "'https://example.org/#b'", "\"ü\\t\""])
            ));
        }
        if self.dice.one_in(4) {
            fields.push("remark:".to_owned());
        }
        if self.dice.one_in(2) {
            fields.rotate_left(1);
        }
        fields
    }

    /// A mapping in braces, perhaps on several lines.
    fn braces(&mut self, fields: &[String], indent: usize) -> String {
        let padding = self.dice.one(&["", " "]);
        let break_line = format!("{}{}", self.line_break, " ".repeat(indent + self.step));
        let between = match self.dice.below(4) {
            0 => break_line.clone(),
            1 => format!(" # c, d{break_line}"),
            _ => " ".to_owned(),
        };
        let end = if self.dice.one_in(4) { "," } else { "" };
        format!("{{{padding}{}{end}{padding}}}", fields.join(&format!(",{between}")))
    }

    fn locks(&mut self) {
        let count = self.dice.below(4);
        match self.dice.below(4) {
            _ if count == 0 => {
                let nothing = self.dice.one(&["locks:", "locks: {}", "locks: ~", "locks:   null"]);
                self.text.push_str(nothing);
                self.end_line();
            }
            0 => {
                let locks: Vec<String> =
                    VERSIONS[..count].iter().map(|version| self.lock_in_braces(version)).collect();
                let braces = self.braces(&locks, 0);
                self.text.push_str("locks: ");
                self.text.push_str(&braces);
                self.end_line();
            }
            _ => {
                self.text.push_str("locks:");
                let anchor = self.anchor();
                if !anchor.is_empty() {
                    self.text.push_str(&format!(" {}", anchor.trim_end()));
                }
                self.end_line();
                for version in &VERSIONS[..count] {
                    self.between(self.step);
                    self.lock(version);
                }
            }
        }
    }

    fn lock_in_braces(&mut self, version: &str) -> String {
        let fields = self.fields();
        let key = self.quoted(version);
        format!("{key}: {{{}}}", fields.join(", "))
    }

    fn lock(&mut self, version: &str) {
        let indent = self.step;
        let key = self.quoted(version);
        let anchor = self.anchor();
        self.text.push_str(&format!("{}{anchor}{key}:", " ".repeat(indent)));
        let fields = self.fields();
        if self.dice.one_in(2) {
            self.end_line();
            for field in fields {
                self.between(2 * indent);
                self.text.push_str(&format!("{}{field}", " ".repeat(2 * indent)));
                self.end_line();
            }
            if self.dice.one_in(3) {
                let mark = self.dice.one(&["|", ">", "|-", ">2", "|+"]).replace('2', &self.step.to_string());
                self.line(2 * indent, &format!("text: {mark}"));
                self.line(3 * indent, "some text # no comment");
                self.line(3 * indent, "- no item");
            }
        } else {
            let braces = self.braces(&fields, indent);
            self.text.push_str(&format!(" {braces}"));
            self.end_line();
        }
    }

    fn changes(&mut self) {
        let count = self.dice.below(3);
        if count == 0 {
            let nothing = self.dice.one(&["changes:", "changes: []", "changes: [ ]", "changes: ~"]);
            self.text.push_str(nothing);
            return self.end_line();
        }
        if self.dice.one_in(4) {
            let items = vec!["{python: \"3.15\", why: a}".to_owned(); count];
            let end = if self.dice.one_in(3) { "," } else { "" };
            self.text.push_str(&format!("changes: [{}{end}]", items.join(", ")));
            return self.end_line();
        }
        self.text.push_str("changes:");
        self.end_line();
        let indent = self.dice.below(3);
        let gap = " ".repeat(1 + self.dice.below(3));
        for _ in 0..count {
            self.between(indent);
            let key = self.quoted("3.15");
            match self.dice.below(3) {
                0 => self.line(indent, &format!("-{gap}{{python: {key}, why: a}}")),
                1 => {
                    self.line(indent, &format!("-{gap}python: {key}"));
                    self.line(indent + 1 + gap.len(), "why: 'it''s' # c");
                }
                _ => {
                    self.line(indent, "-");
                    self.line(indent + 3, "why: |");
                    self.line(indent + 4, "- text");
                    self.line(indent + 3, &format!("python: {key}"));
                }
            }
        }
    }
}

/// What a text says, in a form that can be compared and changed.
#[derive(Clone, Debug, PartialEq)]
enum Said {
    Null,
    Scalar(String),
    List(Vec<Said>),
    Map(Vec<(String, Said)>),
}

fn said(node: &Node) -> Said {
    match &node.value {
        Value::Null => Said::Null,
        Value::Scalar { text, .. } => Said::Scalar(text.clone()),
        Value::List(items) => Said::List(items.iter().map(said).collect()),
        Value::Map(entries) => {
            let key = |key: &Node| match &key.value {
                Value::Scalar { text, .. } => text.clone(),
                _ => panic!("a key that is no scalar"),
            };
            Said::Map(entries.iter().map(|(name, value)| (key(name), said(value))).collect())
        }
    }
}

fn read(text: &str) -> Said {
    said(
        &yaml::read("x.yaml", text.as_bytes())
            .unwrap_or_else(|fault| panic!("{text}\n{}", fault.message))
            .root,
    )
}

impl Said {
    fn get(&mut self, key: &str) -> &mut Self {
        let Self::Map(entries) = self else { panic!("no mapping") };
        &mut entries.iter_mut().find(|(own, _)| own == key).unwrap().1
    }

    fn keys(&self) -> Vec<String> {
        match self {
            Self::Map(entries) => entries.iter().map(|(key, _)| key.clone()).collect(),
            _ => Vec::new(),
        }
    }

    fn scalars(fields: &[(&str, &str)]) -> Self {
        let scalar = |(key, text): &(&str, &str)| ((*key).to_owned(), Self::Scalar((*text).to_owned()));
        Self::Map(fields.iter().map(scalar).collect())
    }
}

/// Whether one text is the other with something put into it at one place, or at two with nothing between but
/// what was there.
fn is_only_more(before: &str, after: &str) -> bool {
    let (before, after) = (before.as_bytes(), after.as_bytes());
    let begin = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let rest = |text: &[u8]| text[begin..].to_vec();
    let (before, after) = (rest(before), rest(after));
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[..before.len() - end], &after[..after.len() - end]);
    before.is_empty() || after.windows(before.len()).any(|window| window == before)
}

/// The lines of a text without the one that begins with a key.
fn without_key<'t>(text: &'t str, key: &str) -> Vec<&'t str> {
    text.split_inclusive('\n').filter(|line| !line.trim_start_matches('\u{feff}').starts_with(key)).collect()
}

/// Whether the line of a key, in which there was nothing, is all that changed, with lines below it.
fn is_only_filled(before: &str, after: &str, key: &str) -> bool {
    let (before, after) = (without_key(before, key).concat(), without_key(after, key).concat());
    // What ended a text without a line break ends it no more, if it was the key's line.
    is_only_more(before.trim_end(), after.trim_end())
}

fn new_lock() -> Datum {
    let entry = |key: &str, value: Scalar| (Scalar::plain(key), Datum::from(value));
    Datum::short(vec![
        entry("wasi-sdk", Scalar::quoted("34")),
        entry("recorded", Scalar::plain("2027-05-05")),
        entry("source", Scalar::plain("https://example.org/#x,y")),
    ])
}

const NEW_LOCK: &[(&str, &str)] =
    &[("wasi-sdk", "34"), ("recorded", "2027-05-05"), ("source", "https://example.org/#x,y")];

/// Edits a text, and compares what it then says with what it should.
fn edited(text: &str, change: Change, meant: &Said) -> Result<String, TestCaseError> {
    let done = edit("x.yaml", text.as_bytes(), std::slice::from_ref(&change));
    let done = done.map_err(|refused| {
        TestCaseError::fail(format!("{text}\n{change:?}\n{} {:?}", refused.message, refused.help))
    })?;
    let done = String::from_utf8(done).unwrap();
    prop_assert_eq!(&read(&done), meant, "{}\n=>\n{}", text, done);
    let breaks = |text: &str| (text.matches("\r\n").count(), text.matches('\n').count());
    let ((returns, all), (new_returns, new_all)) = (breaks(text), breaks(&done));
    prop_assert_eq!(returns == all && all > 0, new_returns == new_all && all > 0, "{:?}", done);
    prop_assert_eq!(text.ends_with('\n'), done.ends_with('\n'));
    prop_assert_eq!(text.starts_with('\u{feff}'), done.starts_with('\u{feff}'));
    let comments = |text: &str| text.matches("# a comment: {with, \"all\"} 'of it' - &x *y").count();
    prop_assert_eq!(comments(text), comments(&done));
    Ok(done)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_new_lock_changes_nothing_else(bytes in proptest::collection::vec(any::<u8>(), 0..160), place in 0..6_usize) {
        let text = Writer::file(&bytes);
        let mut meant = read(&text);
        let locks = meant.get("locks");
        let present = locks.keys();
        let place = place.min(present.len());
        let beside = match present.get(place) {
            Some(key) => Beside::Before(key.clone()),
            None => Beside::Last,
        };
        let mut entries = match locks.clone() {
            Said::Map(entries) => entries,
            _ => Vec::new(),
        };
        entries.insert(place, ("3.16".to_owned(), Said::scalars(NEW_LOCK)));
        *locks = Said::Map(entries);
        let into = vec!["locks".to_owned()];
        let change = Change::Entry { into, beside, key: Scalar::quoted("3.16"), value: new_lock() };
        // A text that keeps the blank lines behind it says where it ends.
        if text.contains("|+") {
            return Ok(());
        }
        let done = edited(&text, change, &meant)?;
        let is_kept = match present.is_empty() {
            true => is_only_filled(&text, &done, "locks:"),
            false => is_only_more(&text, &done),
        };
        prop_assert!(is_kept, "{}\n=>\n{}", text, done);
    }

    #[test]
    fn another_version_changes_nothing_else(bytes in proptest::collection::vec(any::<u8>(), 0..160), place in 0..4_usize) {
        let text = Writer::file(&bytes);
        let mut meant = read(&text);
        let present = meant.get("locks").keys();
        if present.is_empty() {
            return Ok(());
        }
        let place = place % present.len();
        let lock = meant.get("locks").get(&present[place]);
        *lock.get("wasi-sdk") = Said::Scalar("34".to_owned());
        let at = ["locks", &present[place], "wasi-sdk"].map(str::to_owned).to_vec();
        let done = edited(&text, Change::Value { at, new: Scalar::quoted("34") }, &meant)?;
        prop_assert_eq!(done.replace("34", "33"), text);
    }

    #[test]
    fn a_new_change_changes_nothing_else(bytes in proptest::collection::vec(any::<u8>(), 0..160), first in any::<bool>()) {
        let text = Writer::file(&bytes);
        let mut meant = read(&text);
        let changes = meant.get("changes");
        let mut items = match changes.clone() {
            Said::List(items) => items,
            _ => Vec::new(),
        };
        let (was_empty, at) = (items.is_empty(), if first { 0 } else { items.len() });
        items.insert(at, Said::scalars(&[("python", "3.16"), ("why", "A: b, c")]));
        *changes = Said::List(items);
        let value = Datum::map(vec![
            (Scalar::plain("python"), Scalar::quoted("3.16").into()),
            (Scalar::plain("why"), Scalar::plain("A: b, c").into()),
        ]);
        let end = if first { End::First } else { End::Last };
        let done = edited(&text, Change::Item { into: vec!["changes".to_owned()], end, value }, &meant)?;
        let is_kept = match was_empty {
            true => is_only_filled(&text, &done, "changes:"),
            false => is_only_more(&text, &done),
        };
        prop_assert!(is_kept, "{}\n=>\n{}", text, done);
    }

    #[test]
    fn a_new_key_of_a_lock_changes_nothing_else(
        bytes in proptest::collection::vec(any::<u8>(), 0..160),
        place in 0..4_usize,
        remark in proptest::sample::select(vec!["It goes back.", "One.\n\nTwo: # x\n", "a", "- é: [", "{}"]),
    ) {
        let text = Writer::file(&bytes);
        let mut meant = read(&text);
        let present = meant.get("locks").keys();
        // A text that keeps the blank lines behind it says where it ends; blanks alone on a line would become part
        // of a new one.
        let has_blanks = || text.lines().any(|line| line.trim_end().is_empty() && line.starts_with(' '));
        if present.is_empty() || text.contains("|+") || (remark.contains('\n') && has_blanks()) {
            return Ok(());
        }
        let python = &present[place % present.len()];
        let Said::Map(entries) = meant.get("locks").get(python) else { panic!("no lock") };
        let recorded = entries.iter().position(|(key, _)| key == "recorded").unwrap();
        entries.insert(recorded + 1, ("new".to_owned(), Said::Scalar(remark.to_owned())));
        let into = vec!["locks".to_owned(), python.clone()];
        let beside = Beside::After("recorded".to_owned());
        let change = Change::Entry { into, beside, key: Scalar::plain("new"), value: Scalar::plain(remark).into() };
        let done = edited(&text, change, &meant)?;
        prop_assert!(is_only_more(&text, &done), "{}\n=>\n{}", text, done);
    }

    /// Whatever the bytes are, and wherever a change is to go: what is written is what was meant, or nothing.
    #[test]
    fn any_text_is_edited_as_meant_or_not_at_all(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "locks", "changes", ": ", ":", "\n", "\r\n", "\r", "  ", " ", "- ", "? ", "{", "}", "[", "]", ", ",
                "\"3.15\"", "'a'", "&x ", "*x", "|", ">", "#c", " # c", "~", "\t", "a", "b: c", "\u{feff}", "!!str ",
                "---\n", "...\n", "é", "locks:\n  ", "changes:\n- ", "\"", "'", "%", "<<: ",
            ]),
            0..24,
        ),
        kind in 0..5_u8,
    ) {
        let text = pieces.concat();
        let locks = || vec!["locks".to_owned()];
        let change = match kind {
            0 => Change::Entry { into: locks(), beside: Beside::Last, key: Scalar::quoted("3.16"), value: new_lock() },
            1 => Change::Entry { into: Vec::new(), beside: Beside::Last, key: Scalar::plain("new"), value: new_lock() },
            2 => Change::Item { into: vec!["changes".to_owned()], end: End::First, value: new_lock() },
            3 => Change::Item { into: vec!["changes".to_owned()], end: End::Last, value: new_lock() },
            _ => Change::Value { at: locks(), new: Scalar::quoted("34") },
        };
        if let Ok(done) = edit("x.yaml", text.as_bytes(), &[change]) {
            let done = String::from_utf8(done).unwrap();
            prop_assert!(done.contains("34"), "{:?} => {:?}", text, done);
            prop_assert!(yaml::read("x.yaml", done.as_bytes()).is_ok());
        }
    }
}
