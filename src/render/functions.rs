//! What templates can call: `heading`, `note`, `link`, `code`, `paragraph`. Owns their arguments; what
//! they become is the format's.

use minijinja::value::{Kwargs, Object, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State};
use std::sync::{Arc, Mutex};

use crate::formats::names::Names;
use crate::formats::{self, Format, Setting};
use crate::note;

/// The document that is being made, as the templates' global `document`.
#[derive(Debug)]
pub(super) struct Current {
    setting: Setting,
    names: Mutex<Names>,
}

impl Current {
    pub(super) fn new(path: &str) -> Self {
        let names = Names::new(path.rsplit_once('.').map_or(path, |(name, _)| name));
        Self { setting: Setting::new(path), names: Mutex::new(names) }
    }
}

impl Object for Current {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "path" => Some(Value::from(self.setting.document.as_str())),
            "name" => {
                let path = self.setting.document.as_str();
                Some(Value::from(path.rsplit_once('.').map_or(path, |(name, _)| name)))
            }
            _ => None,
        }
    }
}

pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_function("table", super::table::table);
    environment.add_function("heading", heading);
    environment.add_function("link", link);
    environment.add_filter("code", code);
    environment.add_filter("note", note_filter);
    environment.add_filter("paragraph", paragraph);
}

pub(super) fn fault(detail: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidOperation, detail)
}

/// The deepest level of a heading that any format has.
const DEEPEST_HEADING: usize = 6;

/// Deeper indents are mistakes.
const LARGEST_INDENT: usize = 100;

/// An option that is a whole number, if it is given.
pub(super) fn at_most(name: &str, given: Option<usize>, most: usize) -> Result<Option<usize>, Error> {
    match given {
        Some(number) if number > most => Err(fault(format!("`{name}` is at most {most}"))),
        given => Ok(given),
    }
}

/// The format that the template is written in, by its extension.
pub(super) fn format_of(state: &State<'_, '_>) -> Result<&'static dyn Format, Error> {
    let named = match state.auto_escape() {
        AutoEscape::Custom(name) => formats::named(name),
        _ => None,
    };
    named.ok_or_else(|| fault("only templates with a known extension can show values"))
}

fn current(state: &State<'_, '_>) -> Result<Arc<Current>, Error> {
    let document = state.lookup("document").and_then(|value| value.downcast_object::<Current>());
    document.ok_or_else(|| fault("the name `document` was given to something else"))
}

/// A value as text of its own: a whole block, or a table's cell.
pub(super) fn block(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    if value.is_safe() {
        return Ok(value.to_string().trim_end().to_owned());
    }
    let setting = &current(state)?.setting;
    let (format, text) = (format_of(state)?, text(value)?);
    can_hold(format, &text)?;
    Ok(format.paragraph(&text, setting))
}

fn can_hold(format: &dyn Format, text: &str) -> Result<(), Error> {
    format.refusal(text).map_or(Ok(()), |refusal| Err(fault(refusal)))
}

/// Text in the middle of a line.
pub(super) fn inline(state: &State<'_, '_>, format: &dyn Format, text: &str) -> Result<String, Error> {
    can_hold(format, text)?;
    Ok(format.inline(text, &current(state)?.setting))
}

/// A single value as plain text; lists and nothing are no text.
pub(super) fn text(value: &Value) -> Result<String, Error> {
    match value.kind() {
        ValueKind::String | ValueKind::Number | ValueKind::Bool => Ok(value.to_string()),
        ValueKind::Undefined => Err(Error::new(ErrorKind::UndefinedError, "the value is not defined")),
        ValueKind::None => Err(fault("there is no value here; ask with `if` first")),
        kind => Err(fault(format!("a {kind} cannot be shown; use `join`, or a loop"))),
    }
}

/// `heading(text, level)`.
fn heading(state: &mut State<'_, '_>, text: Value, level: usize) -> Result<Value, Error> {
    let finished = block(state, &text)?;
    let format = format_of(state)?;
    let heading = format.heading(&finished, level, &current(state)?.setting);
    let missing = || fault(format!("the format {} has no headings", format.name()));
    // The line break is the template's, as it is for any other line.
    heading.map(|heading| Value::from_safe_string(heading.trim_end().to_owned())).ok_or_else(missing)
}

/// `link(text, url)`.
fn link(state: &mut State<'_, '_>, shown: Value, url: Value) -> Result<Value, Error> {
    linked(state, &shown, &url).map(Value::from_safe_string)
}

pub(super) fn linked(state: &State<'_, '_>, shown: &Value, url: &Value) -> Result<String, Error> {
    let format = format_of(state)?;
    let link = format.link(&text(shown)?, &text(url)?, &current(state)?.setting);
    link.ok_or_else(|| fault(format!("the format {} has no links", format.name())))
}

/// `text | code`.
fn code(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
    coded(state, &value).map(Value::from_safe_string)
}

pub(super) fn coded(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    let format = format_of(state)?;
    let code = format.code(&text(value)?, &current(state)?.setting);
    code.ok_or_else(|| fault(format!("the format {} has no code", format.name())))
}

/// `text | paragraph`: the value as a whole block, safe at the start of a line.
fn paragraph(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
    block(state, &value).map(Value::from_safe_string)
}

/// `markdown | note(under=2, indent=0)`: Markdown as blocks, below a heading of level `under`.
fn note_filter(state: &mut State<'_, '_>, markdown: Value, options: Kwargs) -> Result<Value, Error> {
    let under = at_most("under", options.get("under")?, DEEPEST_HEADING)?;
    let indent = at_most("indent", options.get("indent")?, LARGEST_INDENT)?;
    options.assert_all_used()?;
    let written = noted(state, &markdown, under.unwrap_or(1))?;
    Ok(Value::from_safe_string(indented(&written, indent.unwrap_or(0))))
}

pub(super) fn noted(state: &State<'_, '_>, markdown: &Value, under: usize) -> Result<String, Error> {
    let markdown = text(markdown)?;
    let note = note::read(&markdown).map_err(|refusals| {
        let messages: Vec<_> = refusals.iter().map(|refusal| refusal.message.as_str()).collect();
        fault(format!("the Markdown cannot be shown: {}", messages.join("; ")))
    })?;
    let format = format_of(state)?;
    let current = current(state)?;
    let mut names = current.names.lock().map_err(|_| fault("an earlier note failed"))?;
    let written = format.note(&note, under, &current.setting, &mut names);
    let written = written.ok_or_else(|| fault(format!("the format {} has no notes", format.name())))?;
    Ok(written.trim_end().to_owned())
}

/// All lines but the first, which stands where the template puts it.
fn indented(text: &str, by: usize) -> String {
    let indent = " ".repeat(by);
    let mut lines = text.lines();
    let mut indented = lines.next().unwrap_or("").to_owned();
    for line in lines {
        indented.push('\n');
        if !line.is_empty() {
            indented.push_str(&indent);
            indented.push_str(line);
        }
    }
    indented
}
