//! A site's pattern as a regular expression, and what it finds in a text. Owns what each hole takes; must
//! not know what the data says. The expressions are matched in linear time, and none looks further than
//! the lines of its pattern.

use std::ops::Range;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use super::table::Columns;
use crate::model::Registry;
use crate::model::platform::{Component, Platform};
use crate::model::site::{Hole, Site};
use crate::pattern::{Part, Pattern};
use crate::source::{Place, Source};
use crate::version::Form;

/// No expression may take more memory than this.
const LARGEST: usize = 4 << 20;

/// No more occurrences are looked for in a file: a page of text has a few, and no table a thousand.
pub const MOST: usize = 1000;

/// The tier of what is in none.
pub(super) const NO_TIER: &str = "none";

/// A site, ready to be looked for.
pub struct Matcher {
    looked_for: LookedFor,
    within: Option<Expression>,
    to: Option<Expression>,
}

/// What a site has.
enum LookedFor {
    Lines(Expression),
    Table(Columns),
}

/// What stands at one occurrence of a pattern.
#[derive(Clone, Debug)]
pub struct Match {
    /// Where the whole of it is.
    pub place: Place,
    /// The values, in the order of the holes of `within` and then of the pattern.
    pub captures: Vec<Capture>,
}

/// A value in a hole.
#[derive(Clone, Debug)]
pub struct Capture {
    /// What it is a value of.
    pub hole: Hole,
    /// As it is written, but for a tuple, which has dots, and the tier 0, which is `none`.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl Capture {
    /// Whether the text ends behind the value, or behind what only joins it to more: half of a file looks so.
    pub fn may_be_cut_off(&self) -> bool {
        let rest = &self.place.source.text[self.place.span.end..];
        rest.chars().all(|c| matches!(c, '.' | '-' | '+' | '_'))
    }
}

impl Match {
    /// The value in a hole.
    pub fn get(&self, hole: &Hole) -> Option<&Capture> {
        self.captures.iter().find(|capture| capture.hole == *hole)
    }
}

impl Matcher {
    /// A matcher; none where the pattern makes too large an expression, as with very many aliases.
    pub fn new(site: &Site, registry: &Registry) -> Option<Self> {
        let line = |pattern: &Pattern| Expression::new(pattern, registry, Begins::WithLine);
        let optional = |pattern: Option<&Pattern>| match pattern {
            Some(pattern) => line(pattern).map(Some),
            None => Some(None),
        };
        let looked_for = match site.columns.as_slice() {
            [] => LookedFor::Lines(line(&site.pattern)?),
            columns => LookedFor::Table(Columns::new(columns)),
        };
        Some(Self {
            looked_for,
            within: optional(site.within.as_deref())?,
            to: optional(site.to.as_deref())?,
        })
    }

    /// Every occurrence in a text, from first to last.
    pub fn matches(&self, source: &Arc<Source>) -> Vec<Match> {
        let all = 0..source.text.len();
        let rows = match &self.looked_for {
            LookedFor::Lines(_) => Vec::new(),
            LookedFor::Table(columns) => columns.rows(source),
        };
        let find = |part: Range<usize>| match &self.looked_for {
            LookedFor::Lines(pattern) => pattern.find(source, part),
            LookedFor::Table(_) => {
                rows.iter().filter(|row| part.contains(&row.place.span.start)).cloned().collect()
            }
        };
        let Some(within) = &self.within else { return find(all) };
        let begins = within.find(source, 0..source.text.len());
        let mut found = Vec::new();
        for (at, begin) in begins.iter().enumerate() {
            let next = begins.get(at + 1).map_or(source.text.len(), |next| next.place.span.start);
            let part = self.part(source, begin.place.span.end, next);
            if found.len() >= MOST {
                break;
            }
            found.extend(find(part).into_iter().map(|found| Match {
                captures: begin.captures.iter().cloned().chain(found.captures).collect(),
                place: found.place,
            }));
        }
        found
    }

    /// From behind the line that begins a part to the line that ends it.
    fn part(&self, source: &Source, start: usize, end: usize) -> Range<usize> {
        let line_end = source.text[start..end].find('\n').map_or(end, |newline| start + newline + 1);
        match self.to.as_ref().and_then(|to| to.regex.find_at(&source.text[..end], line_end)) {
            Some(last) => line_end..last.start(),
            None => line_end..end,
        }
    }
}

/// Where an expression may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// At the beginning of a line, or behind the blanks there.
    WithLine,
    /// Anywhere but in the middle of a word.
    WithWord,
}

/// A pattern that can be looked for.
pub(super) struct Expression {
    regex: Regex,
    holes: Vec<Hole>,
    /// The holes behind which any text may be, by their numbers.
    open: Vec<usize>,
    first: First,
    last: Last,
}

/// What must not go on behind the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Nothing: the pattern says where it ends.
    Anything,
    /// A word.
    Word,
    /// A word or a version: 3 is not in `3.x`, nor in `3-dev`.
    Version,
}

/// What must not be the middle of a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    /// Nothing: it is the beginning of a line, or the pattern says where it begins.
    Anything,
    /// The first character of all.
    Word,
}

impl Expression {
    pub(super) fn new(pattern: &Pattern, registry: &Registry, begins: Begins) -> Option<Self> {
        // What any text may precede is looked for anywhere, so that a second one on a line is found as well.
        let (parts, is_anywhere) = match pattern.parts.as_slice() {
            [Part::Anything, parts @ ..] => (parts, true),
            parts => (parts, begins == Begins::WithWord),
        };
        let mut text = if is_anywhere { String::new() } else { r"^\x{feff}?[ \t]*".to_owned() };
        let mut holes = Vec::new();
        let mut open = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| parts.get(before));
            let after = parts.get(at + 1);
            match part {
                // Names of variables and tools are in capitals here and in small letters there.
                Part::Text(literal) if begins == Begins::WithWord => {
                    text.push_str(&format!("(?i:{})", quoted(literal)));
                }
                Part::Text(literal) => text.push_str(&quoted(literal)),
                Part::Blanks => text.push_str(blanks(before, after)),
                Part::LineBreak => text.push_str(r"[ \t]*\r?\n[ \t]*"),
                Part::Anything => text.push_str(r"[^\n]*?"),
                Part::Assignment => text.push_str(assignment(begins)),
                Part::Hole(name, _) => {
                    let (hole, takes) = takes(name, registry)?;
                    let tuple = if is_in_parentheses(before, after) { TUPLE } else { "" };
                    text.push_str(&format!("({takes}{tuple})"));
                    if after == Some(&Part::Anything) {
                        open.push(holes.len());
                    }
                    holes.push(hole);
                }
            }
        }
        let first = match parts.first() {
            _ if begins == Begins::WithWord => First::Word,
            Some(Part::Hole(..)) if is_anywhere => First::Word,
            _ => First::Anything,
        };
        let last = match (begins, parts.last()) {
            (Begins::WithLine, Some(Part::Hole(..))) => Last::Version,
            // Behind a version in prose may be the end of a sentence, or of a file's name.
            (Begins::WithWord, Some(Part::Hole(..))) => Last::Word,
            (Begins::WithWord, Some(Part::Text(text))) if text.ends_with(char::is_alphanumeric) => Last::Word,
            _ => Last::Anything,
        };
        let regex = RegexBuilder::new(&text).multi_line(true).size_limit(LARGEST).build().ok()?;
        Some(Self { regex, holes, open, first, last })
    }

    /// One expression for any of several; none where that would be too large.
    pub(super) fn any(expressions: &[Self]) -> Option<Regex> {
        let texts: Vec<&str> = expressions.iter().map(|expression| expression.regex.as_str()).collect();
        RegexBuilder::new(&texts.join("|")).multi_line(true).size_limit(LARGEST).build().ok()
    }

    /// Every occurrence in a part of a text.
    pub(super) fn find(&self, source: &Arc<Source>, part: Range<usize>) -> Vec<Match> {
        let text = &source.text[..part.end];
        let mut found = Vec::new();
        let mut locations = self.regex.capture_locations();
        let mut at = part.start;
        while at <= text.len() && found.len() < MOST {
            let Some(whole) = self.regex.captures_read_at(&mut locations, text, at) else { break };
            let span = |index: usize| locations.get(index).map(|(start, end)| start..end);
            let spans: Option<Vec<_>> = (1..=self.holes.len()).map(span).collect();
            if let Some(spans) = spans
                && self.stands_apart(text, whole.range(), &spans)
            {
                let place = |span: Range<usize>| Place::new(source, span);
                let capture = |(hole, span): (&Hole, Range<usize>)| Capture {
                    hole: hole.clone(),
                    text: normal(hole, &text[span.clone()]),
                    place: place(span),
                };
                let captures = self.holes.iter().zip(spans).map(capture).collect();
                found.push(Match { place: place(whole.range()), captures });
            }
            at = if whole.is_empty() { text.ceil_char_boundary(whole.end() + 1) } else { whole.end() };
        }
        found
    }

    /// Whether no value is only a part of a longer word: 3 is not in `wasi-sdk = 3x`, nor in `3.x`.
    fn stands_apart(&self, text: &str, whole: Range<usize>, spans: &[Range<usize>]) -> bool {
        let before = text[..whole.start].chars().next_back();
        let begins_within = self.first == First::Word && before.is_some_and(is_word);
        let is_cut = |hole: &usize| spans.get(*hole).is_some_and(|span| is_longer(&text[span.end..]));
        !begins_within && !goes_on(&text[whole.end..], self.last) && !self.open.iter().any(is_cut)
    }
}

/// A text in which either quote is as good as the other.
fn quoted(text: &str) -> String {
    regex::escape(text).replace(['"', '\''], r#"["']"#)
}

/// Blanks, which nobody needs beside punctuation. Behind a comma a line may end.
fn blanks(before: Option<&Part>, after: Option<&Part>) -> &'static str {
    let is_punctuation = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && c != '_');
    let last = |part: &Part| if let Part::Text(text) = part { text.chars().next_back() } else { None };
    let first = |part: &Part| if let Part::Text(text) = part { text.chars().next() } else { None };
    match (before.and_then(last), after.and_then(first)) {
        (Some(','), _) => r"[ \t]*(?:\r?\n[ \t]*)?",
        (before, after) if is_punctuation(before) || is_punctuation(after) => r"[ \t]*",
        _ => r"[ \t]+",
    }
}

/// What stands between a name and its value. Prose compares as well; at a site, what is compared is no value.
fn assignment(begins: Begins) -> &'static str {
    match begins {
        Begins::WithLine => r#"[ \t]*(?:[:?+]?=|:)[ \t]*["']?"#,
        Begins::WithWord => r#"[ \t]*(?:[:?=~<>!]?=|:)[ \t]*["']?"#,
    }
}

/// A version as Python's tuples have it. It may stand only where a pattern has the parentheses: elsewhere, a
/// comma ends a version.
const TUPLE: &str = r"|[0-9]+(?:,[ \t]?[0-9]+)+";

fn is_in_parentheses(before: Option<&Part>, after: Option<&Part>) -> bool {
    let text = |part: Option<&Part>, is_one: fn(&str) -> bool| matches!(part, Some(Part::Text(text)) if is_one(text));
    text(before, |text| text.ends_with('(')) && text(after, |text| text.starts_with(')'))
}

/// A value in the one way in which the data could have it.
fn normal(hole: &Hole, text: &str) -> String {
    match hole {
        Hole::Component(_) if text.contains(',') => text.replace([' ', '\t'], "").replace(',', "."),
        Hole::Tier if text.bytes().all(|byte| byte == b'0') => NO_TIER.to_owned(),
        _ => text.to_owned(),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// Whether what ends before a text goes on in it.
fn goes_on(text: &str, last: Last) -> bool {
    match last {
        Last::Anything => false,
        Last::Word => text.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_'),
        Last::Version => is_longer(text) || text.starts_with('+'),
    }
}

/// Whether a version goes on in the text behind it, as in `36.12g0a1b2c`, `36-dev` and `3_6`.
fn is_longer(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('.') => characters.next().is_some_and(char::is_alphanumeric),
        next => next.is_some_and(is_word),
    }
}

/// The hole of a name, and the expression for what it takes.
fn takes(name: &str, registry: &Registry) -> Option<(Hole, String)> {
    let Some(hole) = Hole::named(name) else {
        let (platform, component) = registry.components().find(|(_, component)| *component.key == name)?;
        return Some((Hole::Component(name.to_owned()), version(platform, component)));
    };
    let takes = match hole {
        Hole::Python => r"[0-9]+\.[0-9]+(?:\.[0-9]+)?(?:(?:a|b|rc)[0-9]+)?\+?",
        Hole::Pythons => r"[^\n]+",
        Hole::Triple => r"[A-Za-z0-9_*]+(?:-[A-Za-z0-9_*]+){1,3}",
        Hole::Compiler => "[A-Za-z0-9_+]+",
        Hole::Target => r#"[^\n"'`]+"#,
        Hole::Notes | Hole::Contacts => return None,
        Hole::Day(_) => "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        Hole::State => "[a-z]+",
        Hole::Tier | Hole::Pep | Hole::PythonMajor | Hole::PythonMinor => "[0-9]+",
        Hole::Component(_) => return None,
    };
    Some((hole, takes.to_owned()))
}

/// What may be a version of a component: its form, or another name of one of its versions.
fn version(platform: &Platform, component: &Component) -> String {
    let between = if has_underscore(platform, component) { "[._]" } else { r"\." };
    // The `a` of `4.0.12-arm64` is no alpha.
    let number = format!(r"[0-9]+(?:{between}[0-9]+)*(?:-?(?:alpha|beta|rc|a|b)\.?[0-9]*(?-u:\b))?");
    let mut aliases: Vec<&str> =
        component.aliases.iter().flat_map(|(_, names)| names.iter().map(|name| name.as_str())).collect();
    // The first that fits is taken: a longer name comes before its own beginning.
    aliases.sort_by_key(|alias| std::cmp::Reverse(alias.len()));
    match component.form {
        Form::Commit => "[0-9A-Fa-f]{7,64}".to_owned(),
        Form::Number if aliases.is_empty() => number,
        Form::Number => {
            let aliases: Vec<String> = aliases.into_iter().map(regex::escape).collect();
            format!("(?i:{})|{number}", aliases.join("|"))
        }
    }
}

/// Whether versions of a component are written with `_`. Others are not: TOML has `3_6` for 36.
fn has_underscore(platform: &Platform, component: &Component) -> bool {
    let pinned = platform.pins.iter().filter(|pin| *pin.component == *component.key).map(|pin| &pin.version);
    let locked = platform.locks.iter().filter_map(|lock| lock.version(&component.key));
    let shipped = component.ships.iter().map(|shipment| &shipment.version);
    pinned.chain(locked).chain(shipped).any(|version| version.as_str().contains('_'))
}
