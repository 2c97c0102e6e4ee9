//! Findings for people: what is wrong, the lines it stands on with a caret, why, and what to type.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::finding::{Finding, Severity};
use crate::source::{Place, Source};

/// Lines of the source longer than this are shortened to what the caret points at.
const WIDTH: usize = 120;

/// One finding, ending with a line break. The styled form has ANSI escapes for a terminal.
pub fn finding(finding: &Finding, styled: bool) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&finding.message);
    let title = if finding.rule.is_empty() { title } else { title.id(finding.rule) };
    let mut group = Group::with_title(title);
    for snippet in snippets(finding) {
        group = match snippet {
            Shown::Lines(snippet) => group.element(snippet),
            Shown::Path(origin) => group.element(origin),
        };
    }
    if let Some(why) = &finding.why {
        group = group.element(Level::NOTE.message(why));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let shown = renderer.term_width(WIDTH).render(&[group]);
    let mut shown = shown + "\n";
    shown.push_str(&finding.detail);
    shown
}

/// All findings, with a blank line after each, and a count at the end.
pub fn findings(findings: &[Finding], styled: bool) -> String {
    let mut shown = String::new();
    for one in findings {
        shown.push_str(&finding(one, styled));
        shown.push('\n');
    }
    if !findings.is_empty() {
        shown.push_str(&count(findings));
        shown.push('\n');
    }
    shown
}

fn count(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    match (errors, findings.len() - errors) {
        (errors, 0) => plural(errors, "error"),
        (0, warnings) => plural(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
    }
}

enum Shown<'a> {
    Lines(Snippet<'a, Annotation<'a>>),
    Path(Origin<'a>),
}

/// A snippet for each source, the finding's own first.
fn snippets(finding: &Finding) -> Vec<Shown<'_>> {
    let Some(place) = &finding.place else { return Vec::new() };
    let mut sources: Vec<(&Arc<Source>, Vec<Mark<'_>>)> = Vec::new();
    let related =
        finding.related.iter().map(|(place, label)| (place, label.as_str(), AnnotationKind::Context));
    for (place, label, kind) in
        std::iter::once((place, finding.label.as_str(), AnnotationKind::Primary)).chain(related)
    {
        let mark = Mark { place, label, kind };
        match sources.iter_mut().find(|(source, _)| source.path == place.source.path) {
            Some((_, marks)) => marks.push(mark),
            None => sources.push((&place.source, vec![mark])),
        }
    }
    sources.into_iter().map(|(source, marks)| snippet(source, &marks)).collect()
}

struct Mark<'a> {
    place: &'a Place,
    label: &'a str,
    kind: AnnotationKind,
}

fn snippet<'a>(source: &'a Source, marks: &[Mark<'a>]) -> Shown<'a> {
    if source.text.is_empty() {
        return Shown::Path(Origin::path(&source.path));
    }
    let window = window(source, marks);
    let (line, _) = source.line_and_column(window.start);
    let annotation = |mark: &Mark<'a>| {
        let span = span(&source.text, &mark.place.span);
        let annotation = mark.kind.span(span.start - window.start..span.end - window.start);
        if mark.label.is_empty() { annotation } else { annotation.label(mark.label) }
    };
    let lines = Snippet::source(&source.text[window.clone()]).path(&source.path).line_start(line);
    Shown::Lines(lines.annotations(marks.iter().map(annotation)))
}

/// The whole lines that hold the marks: a large file is not read again for each finding.
fn window(source: &Source, marks: &[Mark<'_>]) -> Range<usize> {
    let text = &source.text;
    let spans = marks.iter().map(|mark| span(text, &mark.place.span));
    let (start, end) =
        spans.fold((text.len(), 0), |(start, end), span| (start.min(span.start), end.max(span.end)));
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline);
    start..end
}

/// A span on character boundaries, of its first line only: a caret under a page helps nobody.
fn span(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(span.start.min(text.len()));
    let end = text.ceil_char_boundary(span.end.clamp(start, text.len()));
    let line_end = text[start..end].find(['\n', '\r']).map_or(end, |newline| start + newline);
    start..line_end
}
