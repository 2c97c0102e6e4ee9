//! `table(rows, columns, group)` in templates: rows of the view become a table of finished cells.
//! Owns how a column is described; drawing is the format's.
//!
//! A column is `{title, of}`: `of` is the name of a value in each row, such as `python` or
//! `versions.wasi`, and a list of values is joined with commas. `width` is the least width, `link`
//! the name of a value to link to, `as: "code"` shows code and `as: "note"` Markdown; `without` stands
//! where a row has no such value. A column `{of, each, named}` is a column for each key in `each`, titled
//! by the name in `named`.

use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{Error, State};

use super::functions::{self, fault};
use crate::table::{Column, Row, Table};

/// A column as the template describes it.
struct Described {
    title: String,
    path: String,
    width: usize,
    link: Option<String>,
    shown_as: Option<String>,
    without: Option<Value>,
}

/// Wider columns are mistakes.
const WIDEST: usize = 1000;

/// The template function.
pub(super) fn table(
    state: &mut State<'_, '_>,
    rows: Value,
    columns: Value,
    options: Kwargs,
) -> Result<Value, Error> {
    let group: Option<bool> = options.get("group")?;
    options.assert_all_used()?;
    let described = describe(state, &columns)?;
    let rows: Vec<Value> = rows.try_iter()?.collect();
    known_paths(&rows, &described)?;
    let mut drawn: Vec<Row> = Vec::new();
    for row in &rows {
        let cells = described.iter().map(|column| cell(state, row, column)).collect::<Result<Vec<_>, _>>()?;
        let same = |above: &Row| above.cells.first() == cells.first();
        let continues = group.unwrap_or(false) && drawn.last().is_some_and(same);
        drawn.push(Row { cells, continues });
    }
    let columns =
        described.into_iter().map(|column| Column { title: column.title, width: column.width }).collect();
    let format = functions::format_of(state)?;
    let table = format.table(&Table { columns, rows: drawn });
    let table = table.ok_or_else(|| fault(format!("the format {} has no tables", format.name())))?;
    Ok(Value::from_safe_string(table.trim_end().to_owned()))
}

fn describe(state: &mut State<'_, '_>, columns: &Value) -> Result<Vec<Described>, Error> {
    let mut described = Vec::new();
    for column in columns.try_iter()? {
        if column.kind() != ValueKind::Map {
            return Err(fault("a column is `{title, of}`"));
        }
        known_options(&column)?;
        if column.get_attr("each")?.is_undefined() {
            let title = column.get_attr("title")?;
            described.push(one(state, &column, &title, needed(&column, "of")?)?);
            continue;
        }
        let of = needed(&column, "of")?;
        let named = column.get_attr("named")?;
        for key in column.get_attr("each")?.try_iter()? {
            let title = named.get_item(&key)?.get_attr("name")?;
            described.push(one(state, &column, &title, format!("{of}.{key}"))?);
        }
    }
    if described.is_empty() { Err(fault("a table needs a column")) } else { Ok(described) }
}

fn known_options(column: &Value) -> Result<(), Error> {
    const OPTIONS: [&str; 8] = ["title", "of", "width", "link", "as", "without", "each", "named"];
    for option in column.try_iter()? {
        if !option.as_str().is_some_and(|option| OPTIONS.contains(&option)) {
            return Err(fault(format!("a column has no option `{option}`; it has {}", OPTIONS.join(", "))));
        }
    }
    Ok(())
}

fn needed(column: &Value, option: &str) -> Result<String, Error> {
    optional(column, option)?.ok_or_else(|| fault(format!("a column needs `{option}`")))
}

fn optional(column: &Value, option: &str) -> Result<Option<String>, Error> {
    let value = column.get_attr(option)?;
    if value.is_undefined() { Ok(None) } else { functions::text(&value).map(Some) }
}

fn one(state: &mut State<'_, '_>, column: &Value, title: &Value, path: String) -> Result<Described, Error> {
    let width = column.get_attr("width")?;
    let width = if width.is_undefined() { Some(0) } else { width.as_usize() };
    Ok(Described {
        title: functions::block(state, title)?,
        path,
        width: functions::at_most("width", width, WIDEST)?
            .ok_or_else(|| fault("the width of a column is a whole number"))?,
        link: optional(column, "link")?,
        shown_as: optional(column, "as")?,
        without: Some(column.get_attr("without")?).filter(|value| !value.is_undefined()),
    })
}

/// A row need not have every value, but a name that no row has was misspelled.
fn known_paths(rows: &[Value], columns: &[Described]) -> Result<(), Error> {
    for column in columns {
        let mut absent = true;
        for row in rows {
            absent &= at(row, &column.path)?.is_undefined();
        }
        if absent && !rows.is_empty() {
            return Err(fault(format!("no row of the table has `{}`", column.path)));
        }
    }
    Ok(())
}

/// The value at a path, where a dot goes a level deeper.
fn at(row: &Value, path: &str) -> Result<Value, Error> {
    let mut value = row.clone();
    for name in path.split('.') {
        if value.kind() != ValueKind::Map {
            return Ok(Value::UNDEFINED);
        }
        value = value.get_attr(name)?;
    }
    Ok(value)
}

fn cell(state: &mut State<'_, '_>, row: &Value, column: &Described) -> Result<String, Error> {
    let value = at(row, &column.path)?;
    if value.is_undefined() || value.is_none() {
        return match &column.without {
            Some(without) => functions::block(state, without),
            None => Ok(String::new()),
        };
    }
    let link = column.link.as_ref().map(|path| at(row, path)).transpose()?;
    match (column.shown_as.as_deref(), link) {
        (None, Some(url)) if !url.is_undefined() && !url.is_none() => functions::linked(state, &value, &url),
        (Some("note"), _) => functions::noted(state, &value, 1),
        (Some("code"), _) => joined(&value, &mut |value| functions::coded(state, value)),
        (None, _) if value.kind() == ValueKind::Seq => {
            let text = joined(&value, &mut |value| functions::text(value))?;
            functions::block(state, &Value::from(text))
        }
        (None, _) => functions::block(state, &value),
        (Some(other), _) => {
            Err(fault(format!("a column cannot be shown as `{other}`; write `code` or `note`")))
        }
    }
}

fn joined(value: &Value, show: &mut dyn FnMut(&Value) -> Result<String, Error>) -> Result<String, Error> {
    if value.kind() != ValueKind::Seq {
        return show(value);
    }
    let shown = value.try_iter()?.map(|item| show(&item)).collect::<Result<Vec<_>, _>>()?;
    Ok(shown.join(", "))
}
