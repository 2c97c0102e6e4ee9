//! From located nodes to values: mappings with known keys, texts, versions, dates, links. Owns the
//! messages that every file's decoder shares; must not know any one file's keys.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::Finding;
use crate::model::{At, Date};
use crate::note;
use crate::source::{Place, Source};
use crate::version::Python;
use crate::yaml::{Node, Value};

/// The label of the value that an alias stands for.
pub(super) const ALIASED: &str = "the value of the alias";

/// Decodes the nodes of one file, collecting every fault on the way.
pub(super) struct Decoder<'a> {
    pub(super) source: Arc<Source>,
    pub(super) findings: &'a mut Vec<Finding>,
    /// The Python versions of `data/pythons.yaml`; none while those could not be read.
    pub(super) pythons: Option<&'a [Python]>,
}

/// Where the last part of each wording ended, in the text and in the source.
type Found<'t> = BTreeMap<&'t str, (usize, usize)>;

/// A mapping whose keys were checked against those that it may have.
pub(super) struct Fields<'n> {
    what: String,
    span: Range<usize>,
    entries: Vec<Entry<'n>>,
    unknown: Vec<&'n str>,
}

/// A key with its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'n> {
    pub(super) name: &'n str,
    pub(super) key: &'n Node,
    pub(super) value: &'n Node,
}

impl<'n> Fields<'n> {
    /// The value of a key that may be missing.
    pub(super) fn get(&self, name: &str) -> Option<&'n Node> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        (entry.value.value != Value::Null).then_some(entry.value)
    }

    /// The value of a key in a node that is perhaps a mapping.
    pub(super) fn value_of(node: &'n Node, name: &str) -> Option<&'n Node> {
        let Value::Map(pairs) = &node.value else { return None };
        let named =
            |(key, _): &&(Node, Node)| matches!(&key.value, Value::Scalar { text, .. } if text == name);
        pairs.iter().find(named).map(|(_, value)| value).filter(|value| value.value != Value::Null)
    }

    /// Whether it has one of these keys, or one that may have been meant to be.
    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        !self.unknown.is_empty() || self.entries.iter().any(|entry| names.contains(&entry.name))
    }

    /// Whether it has no entry at all.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The keys of all entries, also of those without a value.
    pub(super) fn names(&self) -> impl Iterator<Item = &'n str> {
        self.entries.iter().map(|entry| entry.name)
    }

    /// The entries with a value whose keys are none of these.
    pub(super) fn others(&self, names: &[&str]) -> Vec<Entry<'n>> {
        let is_other = |entry: &&Entry<'_>| entry.value.value != Value::Null && !names.contains(&entry.name);
        self.entries.iter().filter(is_other).copied().collect()
    }
}

impl Decoder<'_> {
    pub(super) fn place(&self, span: &Range<usize>) -> Place {
        Place::new(&self.source, span.clone())
    }

    pub(super) fn at<T>(&self, value: T, node: &Node) -> At<T> {
        At { value, place: self.place(&node.span) }
    }

    pub(super) fn report(&mut self, finding: Finding, node: &Node) {
        let finding = finding.at(self.place(&node.span));
        self.findings.push(match &node.defined {
            Some(defined) => finding.related(self.place(defined), ALIASED),
            None => finding,
        });
    }

    /// A mapping that may have these keys and no others.
    pub(super) fn fields<'n>(&mut self, node: &'n Node, what: &str, known: &[&str]) -> Option<Fields<'n>> {
        let mut fields = self.entries(node, what)?;
        for entry in &fields.entries {
            if !known.contains(&entry.name) {
                self.unknown_key(entry, what, known);
                fields.unknown.push(entry.name);
            } else if entry.value.value == Value::Null {
                self.no_value(entry);
            }
        }
        Some(fields)
    }

    /// The same as the value of a key, which is where a missing key is shown.
    pub(super) fn fields_of<'n>(
        &mut self,
        entry: &Entry<'n>,
        what: &str,
        known: &[&str],
    ) -> Option<Fields<'n>> {
        let fields = self.fields(entry.value, what, known)?;
        Some(Fields { span: entry.key.span.clone(), ..fields })
    }

    /// A mapping whose keys are the author's, as the value of a key.
    pub(super) fn open_of<'n>(&mut self, entry: &Entry<'n>, what: &str) -> Option<Fields<'n>> {
        let fields = self.open(entry.value, what)?;
        Some(Fields { span: entry.key.span.clone(), ..fields })
    }

    /// A mapping whose keys are the author's.
    pub(super) fn open<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        let fields = self.entries(node, what)?;
        for entry in fields.entries.iter().filter(|entry| entry.value.value == Value::Null) {
            self.no_value(entry);
        }
        Some(fields)
    }

    fn entries<'n>(&mut self, node: &'n Node, what: &str) -> Option<Fields<'n>> {
        let Value::Map(pairs) = &node.value else {
            self.no_mapping(node, what);
            return None;
        };
        let mut entries: Vec<Entry<'n>> = Vec::new();
        let mut seen: BTreeMap<&str, &Node> = BTreeMap::new();
        for (key, value) in pairs {
            let Value::Scalar { text, .. } = &key.value else {
                let what = format!("a key of {what}");
                self.wrong_kind(key, &what, "a single value", "Write the key as one word.");
                continue;
            };
            let first = *seen.entry(text).or_insert(key);
            if std::ptr::eq(first, key) {
                entries.push(Entry { name: text, key, value });
            } else {
                self.repeated_key(text, key, first, what);
            }
        }
        Some(Fields { what: what.to_owned(), span: node.span.clone(), entries, unknown: Vec::new() })
    }

    fn no_mapping(&mut self, node: &Node, what: &str) {
        let help = match &node.value {
            Value::Scalar { text, quoted: false } if text.contains(':') => {
                "Write a blank after the colon of each key."
            }
            _ => "Write `key: value` lines here.",
        };
        self.wrong_kind(node, what, "a mapping", help);
    }

    /// The value of a key that must be there.
    pub(super) fn need<'n>(&mut self, fields: &Fields<'n>, name: &str) -> Option<&'n Node> {
        self.need_such_as(fields, name, "")
    }

    /// The same, with an example of its value.
    fn need_such_as<'n>(&mut self, fields: &Fields<'n>, name: &str, example: &str) -> Option<&'n Node> {
        // A key that was probably meant is one fault, not two.
        let misspelled = fields.unknown.iter().any(|unknown| closest(unknown, &[name]).is_some());
        if !misspelled && !fields.entries.iter().any(|entry| entry.name == name) {
            let finding = Finding::error("missing-key", format!("{} has no `{name}`", fields.what))
                .at(self.place(&fields.span))
                .help(match example {
                    "" => format!("Add `{name}:` with its value."),
                    _ => format!("Add it, such as `{name}: {example}`."),
                });
            self.findings.push(finding);
        }
        fields.get(name)
    }

    pub(super) fn unknown_key(&mut self, entry: &Entry<'_>, what: &str, known: &[&str]) {
        let name = entry.name;
        let finding = Finding::error("unknown-key", format!("{what} cannot have the key `{name}`"));
        let help = match closest(name, known) {
            Some(near) => format!("Write `{near}`."),
            None => format!("Remove it, or use one of these keys: {}.", listed(known)),
        };
        self.report(finding.help(help), entry.key);
    }

    fn repeated_key(&mut self, name: &str, key: &Node, first: &Node, what: &str) {
        let first = self.place(&first.span);
        let finding = Finding::error("repeated-key", format!("{what} has the key `{name}` twice"))
            .label("the second")
            .related(first, "the first")
            .help("Remove one of the two.");
        self.report(finding, key);
    }

    fn no_value(&mut self, entry: &Entry<'_>) {
        let finding = Finding::error("empty-value", format!("`{}` has no value", entry.name))
            .help("Write the value after the colon, or remove the key.");
        self.report(finding, entry.key);
    }

    pub(super) fn wrong_kind(&mut self, node: &Node, what: &str, kind: &str, help: &str) {
        let is = node.value.kind();
        let finding = Finding::error("wrong-kind", format!("{what} must be {kind}, and this is {is}"));
        self.report(finding.help(help), node);
    }

    /// The items of a list.
    pub(super) fn list<T>(
        &mut self,
        node: &Node,
        what: &str,
        mut item: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Value::List(items) = &node.value else {
            let help = match &node.value {
                Value::Scalar { .. } => "Put it in brackets, as in `[one, two]`.",
                _ => "Write a line that begins with `- ` for each item.",
            };
            self.wrong_kind(node, what, "a list", help);
            return Vec::new();
        };
        items.iter().filter_map(|node| item(self, node)).collect()
    }

    /// Texts of one line, each once.
    pub(super) fn texts(&mut self, node: &Node, what: &str, item: &str) -> Vec<At<String>> {
        let texts = self.list(node, what, |decoder, node| decoder.text(node, item));
        let mut first_of: BTreeMap<&str, &At<String>> = BTreeMap::new();
        for text in &texts {
            let first = *first_of.entry(text).or_insert(text);
            if !std::ptr::eq(first, text) {
                let finding = Finding::error("repeated-item", format!("{what} has `{}` twice", **text));
                let finding = finding.at(text.place.clone()).label("the second");
                self.findings
                    .push(finding.related(first.place.clone(), "the first").help("Remove one of the two."));
            }
        }
        texts
    }

    /// Texts that may be missing.
    pub(super) fn optional_texts(&mut self, node: Option<&Node>, what: &str, item: &str) -> Vec<At<String>> {
        node.map_or_else(Vec::new, |node| self.texts(node, what, item))
    }

    /// The items of a list that may be missing.
    pub(super) fn optional_list<T>(
        &mut self,
        node: Option<&Node>,
        what: &str,
        item: impl FnMut(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        node.map_or_else(Vec::new, |node| self.list(node, what, item))
    }

    fn scalar<'n>(&mut self, node: &'n Node, what: &str) -> Option<(&'n str, bool)> {
        match &node.value {
            Value::Scalar { text, quoted } => Some((text, *quoted)),
            _ => {
                let help = match &node.value {
                    Value::Null => "Write the value here, or remove its line.",
                    _ => "Write one value here, without brackets or keys of its own.",
                };
                self.wrong_kind(node, what, "a single value", help);
                None
            }
        }
    }

    /// A text of one line.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Option<At<String>> {
        let text = self.line(node, what)?;
        self.not_empty(node, what, &text)?;
        Some(text)
    }

    /// A text of one line, perhaps an empty one.
    pub(super) fn line(&mut self, node: &Node, what: &str) -> Option<At<String>> {
        let (text, _) = self.scalar(node, what)?;
        // A block scalar of one line ends with a line break that nobody meant.
        let text = text.strip_suffix('\n').unwrap_or(text);
        if text.contains('\n') {
            let finding = Finding::error("line-break", format!("{what} has more than one line"));
            self.report(finding.help("Write it on one line."), node);
            return None;
        }
        self.checked_text(node, text)
    }

    pub(super) fn not_empty(&mut self, node: &Node, what: &str, text: &str) -> Option<()> {
        if !text.trim().is_empty() {
            return Some(());
        }
        let finding = Finding::error("empty-value", format!("{what} is an empty text"));
        self.report(finding.help("Write the text, or remove the key."), node);
        None
    }

    /// A text that may have several lines of Markdown.
    pub(super) fn markdown(&mut self, node: &Node, what: &str) -> Option<At<String>> {
        let (text, _) = self.scalar(node, what)?;
        self.not_empty(node, what, text)?;
        let checked = self.checked_text(node, text)?;
        let Err(refusals) = note::read(text) else { return Some(checked) };
        let (mut opened, mut found) = (false, Found::new());
        for refusal in refusals {
            let span = self.spelled(node, text, &refusal.span, &mut found);
            // The end of an element that was reported already is the same fault.
            match text.get(refusal.span.clone()).unwrap_or("") {
                tag if tag.starts_with("</") && opened => continue,
                tag => opened |= tag.starts_with('<'),
            }
            let finding =
                Finding::error("bad-markdown", refusal.message).at(self.place(&span)).help(refusal.help);
            self.findings.push(finding);
        }
        None
    }

    /// The bytes of the file that spell a part of a scalar's text: looked for line by line, as a block
    /// scalar has an indent that the text has not. The whole scalar where escapes hide it. What was
    /// found before is not looked for again: parts are asked for in order.
    fn spelled<'t>(
        &self,
        node: &Node,
        text: &'t str,
        part: &Range<usize>,
        found: &mut Found<'t>,
    ) -> Range<usize> {
        let whole = node.defined.as_ref().unwrap_or(&node.span);
        let line = text.get(part.clone()).and_then(|part| part.lines().next()).unwrap_or("");
        let (in_text, in_source) = found.get(line).copied().unwrap_or((0, whole.start));
        let (Some(between), false) = (text.get(in_text..part.start), line.is_empty()) else {
            return whole.clone();
        };
        let earlier = between.matches(line).count();
        let Some((at, _)) = self.source.text[in_source..whole.end].match_indices(line).nth(earlier) else {
            return whole.clone();
        };
        let start = in_source + at;
        found.insert(line, (part.start + line.len(), start + line.len()));
        start..start + line.len()
    }

    /// Refuses characters at which docutils ends a line, and others that no document can show.
    fn checked_text(&mut self, node: &Node, text: &str) -> Option<At<String>> {
        let is_plain = |c: char| c == '\n' || c == '\t' || !is_refused(c);
        let Some((at, refused)) = text.char_indices().find(|&(_, c)| !is_plain(c)) else {
            return Some(self.at(text.to_owned(), node));
        };
        let span = self.spelled(node, text, &(at..at + refused.len_utf8()), &mut Found::new());
        let code = u32::from(refused);
        let help = match self.source.text[span.clone()].contains('\\') {
            true => "Remove the escape, or write `\\\\` where a backslash is meant.",
            false => "Remove the character, or write a blank in its place.",
        };
        self.findings.push(
            Finding::error("control-character", format!("the text holds the character U+{code:04X}"))
                .at(self.place(&span))
                .why("no document can show it, or reStructuredText ends a line there")
                .help(help),
        );
        None
    }

    /// A text that may be missing.
    pub(super) fn optional_text(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        fields.get(name).and_then(|node| self.text(node, &format!("`{name}`")))
    }

    /// Markdown that may be missing.
    pub(super) fn optional_markdown(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        fields.get(name).and_then(|node| self.markdown(node, &format!("`{name}`")))
    }

    /// A text that must be there.
    pub(super) fn needed_text(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        self.need(fields, name).and_then(|node| self.text(node, &format!("`{name}`")))
    }

    /// Markdown that must be there.
    pub(super) fn needed_markdown(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        self.need(fields, name).and_then(|node| self.markdown(node, &format!("`{name}`")))
    }

    /// A link to the open web.
    pub(super) fn url(&mut self, node: &Node, what: &str) -> Option<At<String>> {
        self.url_or(node, what, "")
    }

    /// A link where something else could stand as well, which the help names.
    pub(super) fn url_or(&mut self, node: &Node, what: &str, other: &str) -> Option<At<String>> {
        let text = self.text(node, what)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let whole = rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(is_refused_in_url));
        if !whole {
            let finding = Finding::error("bad-link", format!("`{}` is not a link", text.value));
            let help = match rest.and_then(|rest| rest.chars().find(|&c| is_refused_in_url(c))) {
                Some(' ') => "Write the link without blanks, or `%20` for each.".to_owned(),
                Some(c) => format!("Write the link without `{c}`."),
                None => format!("Write a whole link that begins with `https://`{other}."),
            };
            self.report(finding.help(help), node);
            return None;
        }
        Some(text)
    }

    /// A link that must be there.
    pub(super) fn needed_url(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        let node = self.need_such_as(fields, name, "https://example.org/page")?;
        self.url(node, &format!("`{name}`"))
    }

    /// A link that may be missing.
    pub(super) fn optional_url(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<String>> {
        fields.get(name).and_then(|node| self.url(node, &format!("`{name}`")))
    }

    /// A whole number.
    pub(super) fn number(&mut self, node: &Node, what: &str) -> Option<At<u32>> {
        let (text, quoted) = self.scalar(node, what)?;
        let plain = !quoted && text.bytes().all(|b| b.is_ascii_digit());
        let Some(number) = plain.then(|| text.parse().ok()).flatten() else {
            self.bad_number(node, what, text, quoted);
            return None;
        };
        Some(self.at(number, node))
    }

    fn bad_number(&mut self, node: &Node, what: &str, text: &str, quoted: bool) {
        let is_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let message = match text.parse::<u32>() {
            Ok(_) if quoted => format!("{what} is a number, and must not be in quotes"),
            Err(_) if is_digits => format!("{what} cannot be as large as {text}"),
            _ => format!("{what} must be a whole number, and this is `{text}`"),
        };
        let help = match text.parse::<u32>() {
            Ok(number) => format!("Write `{number}`."),
            Err(_) => "Write one or a few digits, without a sign or quotes.".to_owned(),
        };
        self.report(Finding::error("bad-number", message).help(help), node);
    }

    /// A calendar date.
    pub(super) fn date(&mut self, node: &Node, what: &str) -> Option<At<Date>> {
        self.date_or(node, what, "")
    }

    /// A calendar date where `unknown` could stand as well.
    pub(super) fn date_or_unknown(&mut self, node: &Node, what: &str) -> Option<At<Date>> {
        self.date_or(node, what, ", or `unknown`")
    }

    fn date_or(&mut self, node: &Node, what: &str, other: &str) -> Option<At<Date>> {
        let (text, _) = self.scalar(node, what)?;
        match parse_date(text) {
            Some(date) => Some(self.at(date, node)),
            None => {
                let finding = Finding::error("bad-date", bad_date(text, what));
                let help = match meant_date(text) {
                    Some(date) => format!("Write `{date}`."),
                    None if is_date_shaped(text) => {
                        "Write a day that exists, such as `2026-05-27`.".to_owned()
                    }
                    None => format!("Write year, month and day, such as `2026-05-27`{other}."),
                };
                self.report(finding.help(help), node);
                None
            }
        }
    }

    /// A date that must be there.
    pub(super) fn needed_date(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<Date>> {
        let node = self.need_such_as(fields, name, "2026-05-27")?;
        self.date(node, &format!("`{name}`"))
    }

    /// A version's text, in quotes or not.
    pub(super) fn version_text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        self.scalar(node, what).map(|(text, _)| text)
    }

    /// Whether a version stands in quotes, as every version must.
    pub(super) fn in_quotes(&mut self, node: &Node, what: &str) -> bool {
        let Value::Scalar { text, quoted } = &node.value else { return false };
        if !quoted {
            let finding = Finding::error("unquoted-version", format!("{what}, `{text}`, is not in quotes"))
                .why("without quotes, YAML may read a number: 3.10 becomes 3.1")
                .help(format!("Write `\"{text}\"`."));
            self.report(finding, node);
        }
        *quoted
    }

    /// A feature release of Python, however old.
    pub(super) fn feature_release(&mut self, node: &Node) -> Option<Python> {
        let text = self.version_text(node, "the Python version")?;
        let Some(python) = Python::parse(text) else {
            let finding =
                Finding::error("bad-version", format!("`{text}` is not a feature release of Python"));
            let help = match Python::of_release(text) {
                Some(feature) => format!("Write `\"{feature}\"`."),
                None => "Write major and minor version, such as `\"3.15\"`.".into(),
            };
            self.report(finding.help(help), node);
            return None;
        };
        self.in_quotes(node, "the Python version").then_some(python)
    }

    /// A Python version that `data/pythons.yaml` knows.
    pub(super) fn python(&mut self, node: &Node) -> Option<At<Python>> {
        let python = self.feature_release(node)?;
        if self.pythons.is_some_and(|pythons| !pythons.contains(&python)) {
            let known: Vec<String> =
                self.pythons.unwrap_or_default().iter().map(|python| format!("`\"{python}\"`")).collect();
            let finding =
                Finding::error("unknown-python", format!("Python {python} is not in `data/pythons.yaml`"))
                    .help(match known.as_slice() {
                        [] => format!("Add {python} to that file first."),
                        known => format!("Write {}, or add {python} to that file first.", either(known)),
                    });
            self.report(finding, node);
            return None;
        }
        Some(self.at(python, node))
    }

    /// One word out of several.
    pub(super) fn choice<T: Copy>(
        &mut self,
        node: &Node,
        what: &str,
        choices: &[(&str, T)],
    ) -> Option<At<T>> {
        let text = self.text(node, what)?;
        if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text.value) {
            return Some(self.at(*value, node));
        }
        let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
        let finding = Finding::error("bad-choice", format!("{what} cannot be `{}`", text.value));
        self.report(finding.help(format!("Write {}.", either(&words))), node);
        None
    }
}

/// What stands instead of a date.
fn bad_date(text: &str, what: &str) -> String {
    match is_date_shaped(text) {
        true => format!("there is no day {text}"),
        false => format!("{what} must be a date, and this is `{text}`"),
    }
}

/// The date that was meant by one without zeros, or with a time of day.
fn meant_date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let mut parts = day.split(['-', '/', '.']);
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && year.len() == 4;
    is_whole.then(|| Date::new(year.parse().ok()?, month.parse().ok()?, rest.parse().ok()?).ok()).flatten()
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn either(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// So many words are searched and listed at most.
pub(super) const MANY: usize = 100;

/// Words with commas between; where there are too many, the first of them.
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => "none".to_owned(),
        all if all.len() <= MANY => all.join(", "),
        many => format!("{} and more", many[..10].join(", ")),
    }
}

/// The known word that was probably meant. Among hundreds of words no slip is looked for: it takes
/// long, and several will do.
pub(super) fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    if known.len() > MANY {
        return None;
    }
    similar::get_close_matches(word, known, 1, 0.7).first().copied()
}

/// A date as the data writes it.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    is_date_shaped(text).then(|| text.parse().ok()).flatten()
}

fn is_date_shaped(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

/// Control characters, and the others at which docutils ends a line.
fn is_refused(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn is_refused_in_url(c: char) -> bool {
    c.is_whitespace() || is_refused(c) || matches!(c, '<' | '>' | '"' | '`' | '\\' | '{' | '}' | '|' | '^')
}
