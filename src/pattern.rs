//! Patterns: lines as somebody writes them, with named holes where a value stands. Owns how a pattern is
//! written; must not know what may stand in a hole, nor how a pattern is looked for.

use std::ops::Range;

/// Longer patterns are refused: what is made of one must stay small, whatever the data says.
const LONGEST: usize = 1000;

/// What a hole is called that takes any text of a line, and is not kept.
const ANYTHING: &str = "...";

/// What a hole is called that takes whatever stands between a name and its value.
const ASSIGNMENT: &str = "=";

/// A pattern, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As it is written.
    pub text: String,
    /// What it is made of, from the left.
    pub parts: Vec<Part>,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Exactly this.
    Text(String),
    /// One or more blanks or tabs.
    Blanks,
    /// The end of a line, and the indent of the next.
    LineBreak,
    /// Any text within the line, perhaps none.
    Anything,
    /// `=`, `:` or their like, with blanks around and perhaps a quote behind.
    Assignment,
    /// A value, by its name and where that stands in the pattern.
    Hole(String, Range<usize>),
}

/// What is wrong with a pattern, at a range of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong: one clause, in lower case.
    pub message: String,
    /// Where.
    pub span: Range<usize>,
    /// What to type: one sentence in the imperative.
    pub help: String,
}

impl Pattern {
    /// Reads a pattern: `{name}` is a hole, `{...}` any text, `{=}` what assigns, `{{` and `}}` are braces, and
    /// each run of blanks is any run of blanks. Blanks at either end of a line do not count.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        if text.len() > LONGEST {
            let help = "Write the shortest text that tells the place from others.";
            return Err(vec![fault(
                format!("the pattern has more than {LONGEST} bytes"),
                0..text.len(),
                help,
            )]);
        }
        let mut reader = Reader { text, parts: Vec::new(), faults: Vec::new(), at: 0 };
        reader.read();
        let Reader { parts, mut faults, .. } = reader;
        faults.extend(repeated(&parts));
        faults.extend(touching(&parts));
        if faults.is_empty() && !parts.iter().any(|part| matches!(part, Part::Text(_) | Part::Hole(..))) {
            faults.push(fault(
                "the pattern says nothing",
                0..text.len(),
                "Write the line as it stands there.",
            ));
        }
        if faults.is_empty() { Ok(Self { text: text.to_owned(), parts }) } else { Err(faults) }
    }

    /// The names of its holes, with their places.
    pub fn holes(&self) -> impl Iterator<Item = (&str, &Range<usize>)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Hole(name, span) => Some((name.as_str(), span)),
            _ => None,
        })
    }

    /// The pattern, written so that two that find the same lines are the same text: without blanks that do
    /// not count. `called` says what each hole is to be called.
    pub fn written(&self, called: impl Fn(&str) -> String) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.replace('{', "{{").replace('}', "}}"),
            Part::Blanks => " ".to_owned(),
            Part::LineBreak => "\n".to_owned(),
            Part::Anything => format!("{{{ANYTHING}}}"),
            Part::Assignment => "{=}".to_owned(),
            Part::Hole(name, _) => format!("{{{}}}", called(name)),
        };
        self.parts.iter().map(part).collect()
    }
}

struct Reader<'t> {
    text: &'t str,
    parts: Vec<Part>,
    faults: Vec<Fault>,
    at: usize,
}

impl Reader<'_> {
    fn read(&mut self) {
        self.blanks();
        self.parts.clear();
        while let Some(next) = self.rest().chars().next() {
            match next {
                '\n' => self.line_break(),
                ' ' | '\t' | '\r' => self.blanks(),
                '{' if !self.rest().starts_with("{{") => self.hole(),
                '}' if !self.rest().starts_with("}}") => self.stray(),
                '{' | '}' => self.literal(next, 2),
                other => self.literal(other, other.len_utf8()),
            }
        }
        // A block scalar ends with a line break that nobody meant.
        while matches!(self.parts.last(), Some(Part::Blanks | Part::LineBreak)) {
            self.parts.pop();
        }
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn literal(&mut self, character: char, length: usize) {
        self.at += length;
        match self.parts.last_mut() {
            Some(Part::Text(text)) => text.push(character),
            _ => self.parts.push(Part::Text(character.to_string())),
        }
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
        if self.parts.last() != Some(&Part::LineBreak) {
            self.parts.push(Part::Blanks);
        }
    }

    fn line_break(&mut self) {
        self.at += 1;
        self.trim();
        self.parts.push(Part::LineBreak);
    }

    /// Blanks before the end of a line do not count.
    fn trim(&mut self) {
        if self.parts.last() == Some(&Part::Blanks) {
            self.parts.pop();
        }
    }

    fn hole(&mut self) {
        let start = self.at;
        let inside = self.rest()[1..].find(['{', '}', '\n']);
        let Some(length) = inside.filter(|&end| self.rest()[1 + end..].starts_with('}')) else {
            self.at += 1;
            let help = "Write `}` behind the name of the hole, or `{{` where a brace is meant.";
            return self.faults.push(fault("this brace is never closed", start..start + 1, help));
        };
        let name = self.rest()[1..=length].to_owned();
        self.at += length + 2;
        match name.as_str() {
            ANYTHING => self.parts.push(Part::Anything),
            ASSIGNMENT => self.parts.push(Part::Assignment),
            _ => self.parts.push(Part::Hole(name, start..self.at)),
        }
    }

    fn stray(&mut self) {
        let help = "Write `}}` where a brace is meant.";
        self.faults.push(fault("this brace was never opened", self.at..self.at + 1, help));
        self.at += 1;
    }
}

fn fault(message: impl Into<String>, span: Range<usize>, help: &str) -> Fault {
    Fault { message: message.into(), span, help: help.to_owned() }
}

/// Two holes with one name would have to hold the same.
fn repeated(parts: &[Part]) -> Vec<Fault> {
    let mut seen: Vec<&str> = Vec::new();
    let mut faults = Vec::new();
    for part in parts {
        let Part::Hole(name, span) = part else { continue };
        if seen.contains(&name.as_str()) {
            let help = "Write `{...}` for the second: it takes any text.";
            faults.push(fault(format!("the hole `{{{name}}}` stands here twice"), span.clone(), help));
        }
        seen.push(name);
    }
    faults
}

/// Nothing would tell where the first of two neighbours ends.
fn touching(parts: &[Part]) -> Vec<Fault> {
    let is_hole = |part: &Part| matches!(part, Part::Hole(..) | Part::Anything);
    let pairs = parts.windows(2).filter(|pair| is_hole(&pair[0]) && matches!(pair[1], Part::Hole(..)));
    let help = "Write the text that stands between them.";
    pairs
        .filter_map(|pair| match &pair[1] {
            Part::Hole(name, span) if !matches!(pair[0], Part::Anything) => Some(fault(
                format!("nothing stands between `{{{name}}}` and the hole before it"),
                span.clone(),
                help,
            )),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hole(name: &str, span: Range<usize>) -> Part {
        Part::Hole(name.to_owned(), span)
    }

    #[test]
    fn a_pattern_is_text_blanks_and_holes() {
        let text = |text: &str| Part::Text(text.to_owned());
        let parts = |pattern| Pattern::parse(pattern).unwrap().parts;
        assert_eq!(
            parts("  a  =\t{b} "),
            [text("a"), Part::Blanks, text("="), Part::Blanks, hole("b", 7..10)]
        );
        assert_eq!(
            parts("{...} x \n   {a}:{{}}"),
            [Part::Anything, Part::Blanks, text("x"), Part::LineBreak, hole("a", 12..15), text(":{}")]
        );
        assert_eq!(parts("a\n"), [text("a")]);
        assert_eq!(parts("a{=}{b}"), [text("a"), Part::Assignment, hole("b", 4..7)]);
    }

    #[test]
    fn what_finds_the_same_is_written_alike() {
        let written = |pattern: &str| Pattern::parse(pattern).unwrap().written(str::to_uppercase);
        assert_eq!(written("  a  =\t{b} "), "a = {B}");
        assert_eq!(written("{...} x \n   {a}:{{}} \n\n"), "{...} x\n{A}:{{}}");
        for pattern in ["a = {B}", "{...} x\n{A}:{{}}", "{{{A}}} }}{{"] {
            assert_eq!(written(pattern), pattern);
        }
    }

    #[test]
    fn faults_name_their_place() {
        for (pattern, message, span) in [
            ("", "the pattern says nothing", 0..0),
            (" {...} ", "the pattern says nothing", 0..7),
            ("a {b", "this brace is never closed", 2..3),
            ("{a {b} c", "this brace is never closed", 0..1),
            ("a } b", "this brace was never opened", 2..3),
            ("{a} {a}", "the hole `{a}` stands here twice", 4..7),
            ("x{a}{b}", "nothing stands between `{b}` and the hole before it", 4..7),
        ] {
            let faults = Pattern::parse(pattern).unwrap_err();
            let said: Vec<_> = faults.iter().map(|f| (f.message.as_str(), f.span.clone())).collect();
            assert_eq!(said, [(message, span)], "{pattern}");
        }
        assert!(Pattern::parse(&"x".repeat(LONGEST + 1)).is_err());
    }
}
