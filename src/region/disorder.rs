//! Which markers belong together, and every disorder among them. Owns the pairing and the words of
//! its faults; must not know what a region shows.

use std::ops::Range;
use std::sync::Arc;

use crate::finding::Finding;
use crate::source::{Place, Source};

use super::marker::{Marker, Meaning};
use super::{Form, Region};

/// Markers that are not in order; a file with one of these is not changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disorder {
    /// The permanent kebab-case name of what was broken.
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// The line of the marker at fault, counted from 1.
    pub line: usize,
    /// The bytes of that marker.
    pub span: Range<usize>,
    /// A few words to stand at the marker.
    pub label: &'static str,
    /// The other marker that belongs to it, with a few words.
    pub related: Option<(Range<usize>, &'static str)>,
    /// Why it is wrong.
    pub why: &'static str,
    /// What to type.
    pub help: String,
}

impl Disorder {
    /// The same as a finding in the text that it is of.
    pub fn finding(&self, source: &Arc<Source>) -> Finding {
        let finding = Finding::error(self.rule, &self.message)
            .at(Place::new(source, self.span.clone()))
            .label(self.label)
            .why(self.why)
            .help(&self.help);
        match &self.related {
            Some((span, label)) => finding.related(Place::new(source, span.clone()), *label),
            None => finding,
        }
    }
}

/// Disorders as findings in a file.
pub fn findings(path: &str, bytes: &[u8], disorders: &[Disorder]) -> Vec<Finding> {
    if disorders.is_empty() {
        return Vec::new();
    }
    let source = excerpt_source(path, bytes);
    disorders.iter().map(|disorder| disorder.finding(&source)).collect()
}

/// A file's text for excerpts: every byte at its own place, also where the file is not UTF-8 or
/// ends its lines with a lone CR, which a [`Source`] does not count.
pub fn excerpt_source(path: &str, bytes: &[u8]) -> Arc<Source> {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    if memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n')) {
        text = with_lone_carriage_returns_as_newlines(&text);
    }
    Source::new(path, text)
}

fn with_lone_carriage_returns_as_newlines(text: &str) -> String {
    let next = text.chars().skip(1).map(Some).chain([None]);
    let lone = |(char, next)| if char == '\r' && next != Some('\n') { '\n' } else { char };
    text.chars().zip(next).map(lone).collect()
}

/// Two markers that belong together.
struct Pair {
    begin: Marker,
    end: Marker,
}

/// Finds the regions that are in order, and everything that is not, both from top to bottom.
pub(super) fn pair(markers: Vec<Marker>) -> (Vec<Region>, Vec<Disorder>) {
    let mut disorders: Vec<Disorder> = markers.iter().filter_map(malformed).collect();
    let (mut pairs, mut open) = (Vec::new(), Vec::new());
    for marker in markers {
        match (&marker.meaning, open.pop()) {
            (Meaning::Begin(_), outer) => open.extend(outer.into_iter().chain([marker])),
            (Meaning::End, Some(begin)) => pairs.push(Pair { begin, end: marker }),
            (Meaning::End, None) => disorders.extend(without_begin(&marker)),
        }
    }
    disorders.extend(open.iter().filter_map(without_end));
    pairs.sort_by_key(|pair| pair.begin.start);
    disorders.extend(nested(&pairs));
    disorders.extend(pairs.iter().filter_map(in_another_form));
    disorders.extend(pairs.iter().filter_map(at_another_indent));
    disorders.sort_by_key(|disorder| disorder.span.start);
    (pairs.into_iter().filter_map(region).collect(), disorders)
}

fn malformed(marker: &Marker) -> Option<Disorder> {
    let fault = marker.fault.as_ref()?;
    Some(Disorder {
        rule: "malformed-marker",
        message: fault.message.clone(),
        line: marker.line,
        span: marker.span.clone(),
        label: "looks like a marker and is none",
        related: None,
        why: "a marker that is not understood would leave its region stale",
        help: fault.help.clone(),
    })
}

/// A faulty marker has been reported; nothing more is said of its pair.
fn without_begin(end: &Marker) -> Option<Disorder> {
    end.fault.is_none().then(|| Disorder {
        rule: "end-without-begin",
        message: "a region ends that was never begun".to_owned(),
        line: end.line,
        span: end.span.clone(),
        label: "no region is open here",
        related: None,
        why: "without a begin, nobody can tell which lines were meant",
        help: format!(
            "Remove this line, or write `{}` where the region should begin.",
            end.form.begin("DOCUMENT")
        ),
    })
}

fn without_end(begin: &Marker) -> Option<Disorder> {
    begin.fault.is_none().then(|| Disorder {
        rule: "region-without-end",
        message: "a region has no end".to_owned(),
        line: begin.line,
        span: begin.span.clone(),
        label: "begins here",
        related: None,
        why: "without an end, nobody can tell which lines may be replaced",
        help: format!("Write `{}` after the last line of the region.", begin.form.end()),
    })
}

fn in_another_form(pair: &Pair) -> Option<Disorder> {
    let Pair { begin, end } = pair;
    (begin.form != end.form && end.fault.is_none()).then(|| Disorder {
        rule: "end-in-another-form",
        message: "a region ends in another form than it began".to_owned(),
        line: end.line,
        span: end.span.clone(),
        label: "ends here",
        related: Some((begin.span.clone(), "the region begins here")),
        why: "one of the two is no comment in this file's language",
        help: format!("Write `{}`.", begin.form.end()),
    })
}

fn at_another_indent(pair: &Pair) -> Option<Disorder> {
    let Pair { begin, end } = pair;
    let in_order = begin.fault.is_none() && end.fault.is_none() && begin.form == end.form;
    (in_order && begin.indent != end.indent).then(|| Disorder {
        rule: "end-at-another-indent",
        message: "a region ends at another indent than it began".to_owned(),
        line: end.line,
        span: end.span.clone(),
        label: "ends here",
        related: Some((begin.span.clone(), "the region begins here")),
        why: "the document takes the indent of the region's begin, and would move",
        help: "Give both markers the indent of the text around them.".to_owned(),
    })
}

/// A region in an open one that never ends is not nested: there the end is what is missing.
fn nested(pairs: &[Pair]) -> Vec<Disorder> {
    let mut outer: Option<&Pair> = None;
    let mut found = Vec::new();
    for pair in pairs {
        match outer {
            Some(around) if pair.begin.start < around.end.start => found.push(nested_in(around, pair)),
            _ => outer = Some(pair),
        }
    }
    found
}

fn nested_in(around: &Pair, pair: &Pair) -> Disorder {
    Disorder {
        rule: "nested-region",
        message: "a region begins inside another one".to_owned(),
        line: pair.begin.line,
        span: pair.begin.span.clone(),
        label: "begins here",
        related: Some((around.begin.span.clone(), "the region around it begins here")),
        why: "the outer region's document would replace the inner region",
        help: format!("Write `{}` before this line, or remove the inner markers.", around.begin.form.end()),
    }
}

fn region(pair: Pair) -> Option<Region> {
    let Pair { begin, end } = pair;
    let form: &'static Form = begin.form;
    match (begin.meaning, begin.ending) {
        (Meaning::Begin(name), Some(ending))
            if begin.fault.is_none()
                && end.fault.is_none()
                && form == end.form
                && begin.indent == end.indent =>
        {
            let inside = begin.next..end.start;
            Some(Region {
                form,
                name,
                line: begin.line,
                marker: begin.span,
                inside,
                indent: begin.indent,
                ending,
            })
        }
        _ => None,
    }
}
