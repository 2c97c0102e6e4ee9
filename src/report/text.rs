//! Findings for people: what is wrong, the lines it stands on with a caret, why, and what to type.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::visible::{visible, visible_but_controls, visible_lines};
use crate::finding::{Finding, Severity};
use crate::source::{Place, Source};

/// Lines of the source longer than this are shortened to what the caret points at.
const WIDTH: usize = 120;

/// Places of one file that are further apart, in bytes, have an excerpt each: a long file is not gone
/// through for each finding.
const FAR: usize = 16 * 1024;

/// So much of a line is looked at on either side of a place: nor is a long line.
const NEAR: usize = 4096;

/// Messages of more characters than this are shortened in the middle, where they quote the data.
const LONGEST: usize = 600;

/// One finding, ending with a line break. The styled form has ANSI escapes for a terminal.
pub fn finding(finding: &Finding, styled: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = one_line(&finding.message);
    let (why, help) = (finding.why.as_deref().map(one_line), finding.help.as_deref().map(one_line));
    let title = level.primary_title(message);
    let title = if finding.rule.is_empty() { title } else { title.id(finding.rule) };
    let mut group = Group::with_title(title);
    for snippet in snippets(finding) {
        group = match snippet {
            Shown::Lines(snippet) => group.element(snippet),
            Shown::Path(origin) => group.element(origin),
        };
    }
    if let Some(why) = &why {
        group = group.element(Level::NOTE.message(why));
    }
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let shown = renderer.term_width(WIDTH).render(&[group]);
    // The renderer puts a mark before an excerpt that has no path, as that of a line which was cut.
    let lines = shown.lines().filter(|line| line.trim() != ":::");
    let mut shown: String = lines.flat_map(|line| [line, "\n"]).collect();
    shown.push_str(&visible_lines(&finding.detail));
    shown
}

/// A text that may quote anything, on one line and of a length that can be read.
pub(super) fn one_line(text: &str) -> String {
    let characters = text.chars().count();
    if characters <= LONGEST {
        return visible(text);
    }
    let start: String = text.chars().take(LONGEST / 2).collect();
    let end: String = text.chars().skip(characters - LONGEST / 2).collect();
    format!("{}...{}", visible(&start), visible(&end))
}

/// All findings, with a blank line after each, and a count at the end.
pub fn findings(findings: &[Finding], styled: bool) -> String {
    let mut shown = String::new();
    for one in findings {
        shown.push_str(&finding(one, styled));
        shown.push('\n');
    }
    if !findings.is_empty() {
        shown.push_str(&super::counted(findings));
        shown.push('\n');
    }
    shown
}

enum Shown<'a> {
    Lines(Snippet<'a, Annotation<'a>>),
    Path(Origin<'a>),
}

struct Mark<'a> {
    place: &'a Place,
    span: Range<usize>,
    label: &'a str,
    kind: AnnotationKind,
}

/// A snippet for the marks that stand near each other, the finding's own first.
fn snippets(finding: &Finding) -> Vec<Shown<'_>> {
    let Some(place) = &finding.place else { return Vec::new() };
    let related =
        finding.related.iter().map(|(place, label)| (place, label.as_str(), AnnotationKind::Context));
    let own = (place, finding.label.as_str(), AnnotationKind::Primary);
    let mut groups: Vec<Vec<Mark<'_>>> = Vec::new();
    for (place, label, kind) in std::iter::once(own).chain(related) {
        let mark = Mark { place, span: span(&place.source.text, &place.span), label, kind };
        match groups.iter_mut().find(|group| group.iter().any(|other| other.is_near(&mark))) {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups.iter().flat_map(|group| snippet(group)).collect()
}

impl Mark<'_> {
    fn is_near(&self, other: &Self) -> bool {
        self.place.source.path == other.place.source.path && self.span.start.abs_diff(other.span.start) < FAR
    }
}

fn snippet<'a>(marks: &[Mark<'a>]) -> Vec<Shown<'a>> {
    let Some(first) = marks.first() else { return Vec::new() };
    let source: &'a Source = &first.place.source;
    if source.text.is_empty() {
        return vec![Shown::Path(Origin::path(one_line(&source.path)))];
    }
    let window = window(source, marks);
    let (line, _) = source.line_and_column(window.start);
    let excerpt = visible_but_controls(&source.text[window.clone()]);
    // What is not seen takes more bytes when it is.
    let is_same = excerpt.len() == window.len();
    let at = |byte: usize| match is_same {
        true => byte - window.start,
        false => visible_but_controls(&source.text[window.start..byte]).len(),
    };
    let annotation = |mark: &Mark<'a>| {
        let annotation = mark.kind.span(at(mark.span.start)..at(mark.span.end));
        if mark.label.is_empty() { annotation } else { annotation.label(one_line(mark.label)) }
    };
    let lines = Snippet::source(excerpt).line_start(line);
    let lines = lines.annotations(marks.iter().map(annotation));
    if is_same && is_line_start(source, window.start) {
        return vec![Shown::Lines(lines.path(one_line(&source.path)))];
    }
    // The renderer cannot know the column in a line that it has not the beginning of, or not as it is.
    let (line, column) = source.line_and_column(first.span.start);
    vec![
        Shown::Path(Origin::path(one_line(&source.path)).line(line).char_column(column)),
        Shown::Lines(lines),
    ]
}

/// The whole lines that hold the marks, or what is near in lines that are too long.
fn window(source: &Source, marks: &[Mark<'_>]) -> Range<usize> {
    let text = &source.text;
    let (start, end) = marks
        .iter()
        .fold((text.len(), 0), |(start, end), mark| (start.min(mark.span.start), end.max(mark.span.end)));
    let line_start = source.line_start(start);
    let start = if start - line_start < NEAR { line_start } else { start - NEAR / 2 };
    // A byte-order mark has no width.
    let start = if start == 0 && text.starts_with('\u{feff}') { 3 } else { text.floor_char_boundary(start) };
    let near_end = text.floor_char_boundary((end + NEAR).min(text.len()));
    let end = text[end..near_end].find('\n').map_or(near_end, |newline| end + newline);
    // The end of a line may be shown as a character where it is no part of the excerpt's last line.
    let bare = end - usize::from(text[start..end].ends_with('\r'));
    start..marks.iter().map(|mark| mark.span.end).fold(bare, usize::max)
}

fn is_line_start(source: &Source, byte: usize) -> bool {
    byte <= 3 || source.line_start(byte) == byte
}

/// A span on character boundaries, of its first line only: a caret under a page helps nobody.
fn span(text: &str, span: &Range<usize>) -> Range<usize> {
    let floor = text.floor_char_boundary(span.start.min(text.len()));
    let start = if floor == 0 && text.starts_with('\u{feff}') { 3 } else { floor };
    let end = text.ceil_char_boundary(span.end.clamp(start, text.len().max(start)));
    let near = text.floor_char_boundary(end.min(start + NEAR));
    let line_end = text[start..near].find(['\n', '\r']).map_or(near, |newline| start + newline);
    start..line_end
}
