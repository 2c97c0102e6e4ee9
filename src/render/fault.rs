//! A template's error as a finding: the template, the line, the excerpt, and the name that was meant.

use std::error::Error as _;

use minijinja::{Error, ErrorKind};

use super::paths::Templates;
use crate::finding::Finding;
use crate::source::Place;

/// What went wrong in a template while a document was made.
pub(super) fn in_document(error: &Error, document: &str, templates: &Templates) -> Finding {
    finding(error, document, templates).why(format!("met while making the document `{document}`"))
}

/// What is wrong in a template before anything is made of it.
pub(super) fn in_template(error: &Error, template: &str, templates: &Templates) -> Finding {
    finding(error, template, templates)
}

fn finding(error: &Error, path: &str, templates: &Templates) -> Finding {
    let error = innermost(error);
    let place = place(error, templates);
    let template = templates.get(error.name().unwrap_or(path)).map_or(path, |source| &source.path);
    let spelled = place.as_ref().map(|place| place.source.text[place.span.clone()].to_owned());
    let finding = Finding::error(rule(error.kind()), message(error, spelled.as_deref()));
    let finding = match place {
        Some(place) => finding.at(place),
        None => finding.at(Place::file(template)),
    };
    finding.help(help(error.kind()))
}

/// Includes wrap the error of what they include: the innermost names the line that is at fault.
fn innermost(error: &Error) -> &Error {
    let mut innermost = error;
    while let Some(inner) = innermost.source().and_then(|source| source.downcast_ref::<Error>()) {
        innermost = inner;
    }
    innermost
}

fn place(error: &Error, templates: &Templates) -> Option<Place> {
    let name = error.name()?;
    let source = templates.get(name)?;
    let text = &source.text;
    let span = error
        .range()
        .filter(|range| text.get(range.clone()).is_some())
        .or_else(|| line(text, error.line()?))?;
    let span = if error.kind() == ErrorKind::UndefinedError { whole_name(text, span) } else { span };
    Some(Place::new(source, span))
}

/// The engine points at `.name`; people look for what stands before the dot as well.
fn whole_name(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | '"' | '\'' | '-');
    let starts_late = text[span.start..].starts_with(['.', '[']);
    let before = if starts_late { text[..span.start].trim_end_matches(is_name).len() } else { span.start };
    before..span.end
}

fn line(text: &str, number: usize) -> Option<std::ops::Range<usize>> {
    let line = text.lines().nth(number.checked_sub(1)?)?;
    let start = line.as_ptr() as usize - text.as_ptr() as usize;
    Some(start..start + line.len())
}

fn rule(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UndefinedError => "undefined-name",
        ErrorKind::SyntaxError => "template-syntax",
        _ => "template-error",
    }
}

fn message(error: &Error, spelled: Option<&str>) -> String {
    match (error.kind(), spelled) {
        (ErrorKind::UndefinedError, Some(name)) => format!("`{}` is not defined", name.trim()),
        (ErrorKind::UnknownFunction, Some(call)) => {
            format!("there is no function `{}`", call.split('(').next().unwrap_or(call).trim())
        }
        (ErrorKind::UnknownFilter, Some(name)) => format!("there is no filter `{}`", name.trim()),
        (ErrorKind::UnknownTest, Some(name)) => format!("there is no test `{}`", name.trim()),
        _ => {
            let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
            detail.trim_end_matches('.').to_owned()
        }
    }
}

fn help(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::UndefinedError => "Run `pep11 context` to see every name, or test with `is defined`.",
        ErrorKind::SyntaxError => "Mend the template here.",
        ErrorKind::UnknownFunction => "Use `table`, `heading`, `link` or a function that MiniJinja has.",
        ErrorKind::UnknownFilter => "Use `note`, `code`, `paragraph` or a filter that MiniJinja has.",
        _ => "Mend the template here, or the value that it shows.",
    }
}
