//! What templates can call: `table`, `heading`, `note`, `link`, `code`. Owns their arguments; what
//! they become is the format's.

use minijinja::value::{Kwargs, Object, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State};
use std::sync::{Arc, Mutex};

use crate::formats::{self, Format, Memory, Setting};
use crate::note;
use crate::table::{Column, Row, Table};

/// The document that is being made, as the templates' global `document`.
#[derive(Debug)]
pub(super) struct Current {
    setting: Setting,
    memory: Mutex<Remembered>,
}

struct Remembered(Memory);

impl std::fmt::Debug for Remembered {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("what notes remember")
    }
}

impl Current {
    pub(super) fn new(path: &str, format: &dyn Format) -> Self {
        let setting = Setting::new(path);
        let memory = Mutex::new(Remembered(format.memory(&setting)));
        Self { setting, memory }
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
    environment.add_function("table", table);
    environment.add_function("heading", heading);
    environment.add_function("link", link);
    environment.add_filter("code", code);
    environment.add_filter("note", note_filter);
    environment.add_filter("plain", plain);
    environment.add_filter("paragraph", paragraph);
}

fn fault(detail: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidOperation, detail)
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
fn cell(state: &State<'_, '_>, value: &Value) -> Result<String, Error> {
    if value.is_safe() {
        return Ok(value.to_string().trim_end().to_owned());
    }
    let setting = &current(state)?.setting;
    Ok(format_of(state)?.paragraph(&text(value)?, setting))
}

/// Text in the middle of a line.
pub(super) fn inline(state: &State<'_, '_>, format: &dyn Format, text: &str) -> Result<String, Error> {
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

/// `table(columns, rows)`: a column is a title or `{title, width}`; a row is a list of cells or
/// `{cells, continues}`.
fn table(state: &mut State<'_, '_>, columns: Value, rows: Value) -> Result<Value, Error> {
    let columns = columns.try_iter()?.map(|value| column(state, &value)).collect::<Result<Vec<_>, _>>()?;
    let rows =
        rows.try_iter()?.map(|value| row(state, &value, columns.len())).collect::<Result<Vec<_>, _>>()?;
    if columns.is_empty() {
        return Err(fault("a table needs a column"));
    }
    let format = format_of(state)?;
    let drawn = format.table(&Table { columns, rows });
    drawn
        .map(Value::from_safe_string)
        .ok_or_else(|| fault(format!("the format {} has no tables", format.name())))
}

fn column(state: &State<'_, '_>, value: &Value) -> Result<Column, Error> {
    if value.kind() != ValueKind::Map {
        return Ok(Column { title: cell(state, value)?, width: 0 });
    }
    let width = value.get_attr("width")?;
    let width = if width.is_undefined() { Some(0) } else { width.as_usize() };
    let width = width.ok_or_else(|| fault("the width of a column is a whole number"))?;
    Ok(Column { title: cell(state, &value.get_attr("title")?)?, width })
}

fn row(state: &State<'_, '_>, value: &Value, columns: usize) -> Result<Row, Error> {
    let (cells, continues) = if value.kind() == ValueKind::Map {
        (value.get_attr("cells")?, value.get_attr("continues")?.is_true())
    } else {
        (value.clone(), false)
    };
    let cells = cells.try_iter()?.map(|value| cell(state, &value)).collect::<Result<Vec<_>, _>>()?;
    if cells.len() != columns {
        return Err(fault(format!("a row has {} cells, and the table has {columns} columns", cells.len())));
    }
    Ok(Row { cells, continues })
}

/// `heading(text, level)`.
fn heading(state: &mut State<'_, '_>, text: Value, level: usize) -> Result<Value, Error> {
    let finished = cell(state, &text)?;
    let format = format_of(state)?;
    let heading = format.heading(&finished, level, &current(state)?.setting);
    let missing = || fault(format!("the format {} has no headings", format.name()));
    // The line break is the template's, as it is for any other line.
    heading.map(|heading| Value::from_safe_string(heading.trim_end().to_owned())).ok_or_else(missing)
}

/// `link(text, url)`.
fn link(state: &mut State<'_, '_>, shown: Value, url: Value) -> Result<Value, Error> {
    let format = format_of(state)?;
    let link = format.link(&text(&shown)?, &text(&url)?, &current(state)?.setting);
    link.map(Value::from_safe_string)
        .ok_or_else(|| fault(format!("the format {} has no links", format.name())))
}

/// `text | code`.
fn code(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
    let format = format_of(state)?;
    let code = format.code(&text(&value)?, &current(state)?.setting);
    code.map(Value::from_safe_string)
        .ok_or_else(|| fault(format!("the format {} has no code", format.name())))
}

/// `text | paragraph`: the value as a whole block, safe at the start of a line.
fn paragraph(state: &mut State<'_, '_>, value: Value) -> Result<Value, Error> {
    cell(state, &value).map(Value::from_safe_string)
}

/// `text | plain`: the value as Markdown that shows it letter for letter, to be joined with other
/// Markdown before `note`.
fn plain(value: Value) -> Result<String, Error> {
    Ok(crate::formats::markdown::escape::inline(&text(&value)?))
}

/// `markdown | note(under=2, indent=0)`: Markdown as blocks, below a heading of level `under`.
fn note_filter(state: &mut State<'_, '_>, markdown: Value, options: Kwargs) -> Result<Value, Error> {
    let under: Option<usize> = options.get("under")?;
    let indent: Option<usize> = options.get("indent")?;
    options.assert_all_used()?;
    let markdown = text(&markdown)?;
    let note = note::read(&markdown).map_err(|refusals| {
        let messages: Vec<_> = refusals.iter().map(|refusal| refusal.message.as_str()).collect();
        fault(format!("the Markdown cannot be shown: {}", messages.join("; ")))
    })?;
    let format = format_of(state)?;
    let current = current(state)?;
    let mut memory = current.memory.lock().map_err(|_| fault("an earlier note failed"))?;
    let written = format.note(&note, under.unwrap_or(1), &current.setting, &mut memory.0);
    let written = written.ok_or_else(|| fault(format!("the format {} has no notes", format.name())))?;
    Ok(Value::from_safe_string(indented(written.trim_end(), indent.unwrap_or(0))))
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
