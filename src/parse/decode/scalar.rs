//! Numbers, dates, Python versions and words of a fixed choice.

use super::{Decoder, Fields};
use crate::finding::Finding;
use crate::model::{At, Date};
use crate::parse::words::either;
use crate::version::Python;
use crate::yaml::{Node, Value};

impl Decoder<'_> {
    /// A whole number.
    pub(in crate::parse) fn number(&mut self, node: &Node, what: &str) -> Option<At<u32>> {
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
        let meant = text.parse::<u32>().ok().map(|number| number.to_string());
        let help = match &meant {
            Some(number) => format!("Write `{number}`."),
            None => "Write one or a few digits, without a sign or quotes.".to_owned(),
        };
        self.report_mendable(Finding::error("bad-number", message).help(help), node, meant);
    }

    /// A calendar date.
    pub(in crate::parse) fn date(&mut self, node: &Node, what: &str) -> Option<At<Date>> {
        self.date_or(node, what, "")
    }

    /// A calendar date where `unknown` could stand as well.
    pub(in crate::parse) fn date_or_unknown(&mut self, node: &Node, what: &str) -> Option<At<Date>> {
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
                let certain = certain_date(text).map(|date| date.to_string());
                self.report_mendable(finding.help(help), node, certain);
                None
            }
        }
    }

    /// A date that must be there.
    pub(in crate::parse) fn needed_date(&mut self, fields: &Fields<'_>, name: &str) -> Option<At<Date>> {
        let node = self.need_such_as(fields, name, "2026-05-27")?;
        self.date(node, &format!("`{name}`"))
    }

    /// A version's text, in quotes or not.
    pub(in crate::parse) fn version_text<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        self.scalar(node, what).map(|(text, _)| text)
    }

    /// Whether a version stands in quotes, as every version must.
    pub(in crate::parse) fn in_quotes(&mut self, node: &Node, what: &str) -> bool {
        let Value::Scalar { text, quoted } = &node.value else { return false };
        if !quoted {
            let finding = Finding::error("unquoted-version", format!("{what}, `{text}`, is not in quotes"))
                .why("without quotes, YAML may read a number: 3.10 becomes 3.1")
                .help(format!("Write `\"{text}\"`."));
            self.report_mendable(finding, node, Some(format!("\"{text}\"")));
        }
        *quoted
    }

    /// A feature release of Python, however old.
    pub(in crate::parse) fn feature_release(&mut self, node: &Node) -> Option<Python> {
        let text = self.version_text(node, "the Python version")?;
        let Some(python) = Python::parse(text) else {
            let finding =
                Finding::error("bad-version", format!("`{text}` is not a feature release of Python"));
            let help = match Python::of_release(text) {
                Some(feature) => format!("Write `\"{feature}\"`."),
                None => "Write major and minor version, such as `\"3.15\"`.".into(),
            };
            let certain = Python::of_plain_release(text).map(|feature| format!("\"{feature}\""));
            self.report_mendable(finding.help(help), node, certain);
            return None;
        };
        self.in_quotes(node, "the Python version").then_some(python)
    }

    /// A Python version that `data/pythons.yaml` knows.
    pub(in crate::parse) fn python(&mut self, node: &Node) -> Option<At<Python>> {
        let python = self.feature_release(node)?;
        if self.pythons.is_some_and(|pythons| !pythons.contains(&python)) {
            let known: Vec<String> =
                self.pythons.into_iter().flatten().rev().map(|python| format!("`\"{python}\"`")).collect();
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
    pub(in crate::parse) fn choice<T: Copy>(
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

/// The same where no other day can be meant: in digits, and before nothing but a time in a zone of its
/// own. One in UTC may have been converted from the day before or after.
fn certain_date(text: &str) -> Option<Date> {
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, ""));
    let is_plain = day.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'));
    let is_time = time.is_empty() || is_time(time);
    let short = |part: &str| matches!(part.len(), 1 | 2 | 4);
    (is_plain && is_time && day.split(['-', '/', '.']).all(short)).then(|| meant_date(day)).flatten()
}

/// `10:30`, `10:30:00.5`, `10:30:00 +0200`.
fn is_time(text: &str) -> bool {
    let (time, zone) = text.split_at(text.find(['+', '-', ' ']).unwrap_or(text.len()));
    let zone = zone.trim_start_matches(' ');
    let is_zone = match zone.strip_prefix(['+', '-']) {
        Some(offset) => is_digits(&offset.replacen(':', "", 1), 4),
        None => zone.is_empty(),
    };
    let mut parts = time.splitn(3, ':');
    let (hour, minute, second) = (parts.next(), parts.next(), parts.next());
    let two = |part: &str| is_digits(part, 2);
    let is_second = |second: &str| second.split('.').next().is_some_and(two) && !second.contains(':');
    is_zone && hour.is_some_and(two) && minute.is_some_and(two) && second.is_none_or(is_second)
}

fn is_digits(text: &str, number: usize) -> bool {
    text.len() == number && text.bytes().all(|b| b.is_ascii_digit())
}

/// A date as the data writes it.
pub(in crate::parse) fn parse_date(text: &str) -> Option<Date> {
    is_date_shaped(text).then(|| text.parse().ok()).flatten()
}

fn is_date_shaped(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}
