//! Adoption: tables that people wrote by hand become regions. Owns which table of a file becomes a region
//! of which document, and what is said of each; must not know how a table is read, nor where files are.

mod difference;
mod markers;
mod matching;

use std::ops::Range;
use std::sync::Arc;

use crate::finding::Finding;
use crate::lookup;
use crate::region::{self, Form, Shown, Unresolved};
use crate::render::Documents;
use crate::source::{Place, Source};
use crate::tabular::{self, Language, Tabular};

use difference::Difference;
use matching::{Match, find};

/// The documents, and which of them are a table.
pub struct Library<'d> {
    documents: &'d Documents,
    paths: Vec<&'d str>,
    tables: Vec<Showable<'d>>,
}

/// A document that is a table and nothing else. One with prose or several tables is shown by no table of
/// a file: its region would bring all the rest along.
struct Showable<'d> {
    path: &'d str,
    language: Language,
    table: Tabular,
}

/// A file in which tables are looked for.
#[derive(Clone, Copy)]
pub struct Host<'f> {
    /// Its path as people know it.
    pub path: &'f str,
    /// What it holds.
    pub bytes: &'f [u8],
    /// What it is written in.
    pub language: Language,
}

/// What became of a file's tables.
#[derive(Debug, Default)]
pub struct Adoption {
    /// The tables that show a document, from top to bottom.
    pub tables: Vec<Adopted>,
    /// What the file should hold; none if it is to stay as it is.
    pub after: Option<Vec<u8>>,
    /// What keeps tables from being adopted.
    pub findings: Vec<Finding>,
}

/// A table that shows a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    /// The line on which it begins, counted from 1.
    pub line: usize,
    /// The document, as a marker names it.
    pub name: String,
    /// What is to be said of it.
    pub state: State,
    /// What the document does not have, and is lost where it is drawn anew: a caption, links.
    pub loses: Vec<&'static str>,
}

/// What is to be said of a table that shows a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is in a region already.
    Region,
    /// It says what the document says, letter for letter.
    Alike,
    /// It says what the document says, and is drawn otherwise: a refresh of its region redraws it.
    Otherwise,
    /// It says something else: clauses such as "lacks Python 3.15".
    Differs(String),
}

impl<'d> Library<'d> {
    /// Looks for tables among the documents.
    pub fn new(documents: &'d Documents) -> Self {
        let tables = documents.iter().filter_map(|(path, text)| Showable::new(path, text)).collect();
        Self { documents, paths: documents.keys().map(String::as_str).collect(), tables }
    }

    fn body(&self, form: &Form, name: &str) -> Result<String, Unresolved> {
        lookup::document(&self.paths, name, form.extensions)
            .map(|path| self.documents[path].clone())
            .map_err(|unknown| Unresolved { message: unknown.message, help: unknown.help })
    }

    /// Every region of a file with what should be in it.
    fn shown(&self, path: &str, bytes: &[u8]) -> Result<Vec<Shown>, Vec<Finding>> {
        region::shown(path, bytes, &|form, name| self.body(form, name))
    }
}

impl<'d> Showable<'d> {
    fn new(path: &'d str, text: &str) -> Option<Self> {
        let language = Language::of_path(path)?;
        let mut tables = tabular::tables(text, language);
        let table = tables.pop().filter(|_| tables.is_empty())?;
        let around = [&text[..table.span.start], &text[table.span.end..]];
        around.iter().all(|text| text.trim().is_empty()).then_some(Self { path, language, table })
    }

    /// The name by which markers of a form find the document, whatever documents are added later: the
    /// extension that the form tries first needs not be written.
    fn name(&self, form: &Form) -> String {
        let first = form.extensions.first().map(|extension| format!(".{extension}"));
        let stem = first.and_then(|extension| self.path.strip_suffix(&extension));
        stem.unwrap_or(self.path).to_owned()
    }
}

/// Finds the tables of a file that show documents, and says what the file should hold. Those that differ
/// are adopted where they are to be brought up to date, and only then is anything redrawn.
///
/// The error is what is wrong with the regions that the file has.
pub fn adopt(host: Host<'_>, library: &Library<'_>, updates: bool) -> Result<Adoption, Vec<Finding>> {
    let regions = library.shown(host.path, host.bytes)?;
    let source = region::excerpt_source(host.path, host.bytes);
    let mut adoption = Adoption::default();
    let mut marked = Vec::new();
    for table in tabular::tables(&source.text, host.language) {
        // A region's end marker stands behind what is inside.
        let next = regions.partition_point(|shown| shown.region.inside.end < table.span.start);
        if regions.get(next).is_none_or(|shown| table.span.end <= shown.region.marker.start) {
            let candidate = Candidate { host, source: &source, table: &table };
            marked.extend(candidate.judge(library, updates, &mut adoption));
        }
    }
    write(host, library, &marked, updates, &mut adoption)?;
    let of_region = |shown: &Shown| Adopted {
        line: shown.region.line,
        name: shown.region.name.clone(),
        state: State::Region,
        loses: Vec::new(),
    };
    adoption.tables.extend(regions.iter().map(of_region));
    adoption.tables.sort_by_key(|table| table.line);
    Ok(adoption)
}

/// A table that is to be adopted.
struct Marked {
    span: Range<usize>,
    name: String,
    /// Its place among the tables of the adoption.
    number: usize,
}

/// Puts the markers in place, and sees what a refresh would make of them.
fn write(
    host: Host<'_>,
    library: &Library<'_>,
    marked: &[Marked],
    updates: bool,
    adoption: &mut Adoption,
) -> Result<(), Vec<Finding>> {
    if marked.is_empty() {
        return Ok(());
    }
    let (mut after, begins) = markers::insert(host.bytes, matching::form(host.language), marked);
    let mut shown = library.shown(host.path, &after)?;
    shown.retain(|shown| begins.binary_search(&shown.region.marker.start).is_ok());
    for (shown, marked) in shown.iter().zip(marked) {
        let state = &mut adoption.tables[marked.number].state;
        if *state == State::Otherwise && !shown.stale {
            *state = State::Alike;
        }
    }
    if updates && let Some(fresh) = region::splice(&after, &shown) {
        after = fresh;
    }
    adoption.after = Some(after);
    Ok(())
}

/// A table that may show a document.
struct Candidate<'c> {
    host: Host<'c>,
    source: &'c Arc<Source>,
    table: &'c Tabular,
}

impl Candidate<'_> {
    /// Says what the table is; what comes back is to be adopted.
    fn judge(&self, library: &Library<'_>, updates: bool, adoption: &mut Adoption) -> Option<Marked> {
        let (document, order) = match find(self.table, self.host.language, &library.tables) {
            Match::None => return None,
            Match::Document(document, order) => (document, order),
            Match::Several(paths) => {
                adoption.findings.push(self.several(&paths));
                return None;
            }
            Match::Elsewhere(document) => {
                adoption.findings.push(self.in_another_format(document));
                return None;
            }
        };
        let form = matching::form(self.host.language);
        if let Some(swallowed) = markers::swallowed(self.host.bytes, form, &self.table.span) {
            adoption.findings.push(self.before_indented_text(document, swallowed));
            return None;
        }
        let name = document.name(form);
        let difference = difference::between(self.table, &document.table, &order);
        let is_adopted = difference.is_none() || updates;
        let state = match &difference {
            Some(difference) => State::Differs(difference.says()),
            None => State::Otherwise,
        };
        if let Some(difference) = difference.filter(|_| !is_adopted) {
            adoption.findings.push(self.differs(&name, &difference));
        }
        let loses = self.table.frills.without(document.table.frills);
        adoption.tables.push(Adopted { line: self.line(), name: name.clone(), state, loses });
        let number = adoption.tables.len() - 1;
        is_adopted.then(|| Marked { span: self.table.span.clone(), name, number })
    }

    /// Its first line, without the blanks before it.
    fn place(&self) -> Place {
        let text = &self.source.text[self.table.span.clone()];
        let start = self.table.span.start + text.len() - text.trim_start().len();
        let length = self.source.text[start..].find(['\r', '\n']).unwrap_or(text.trim_start().len());
        Place::new(self.source, start..start + length)
    }

    fn line(&self) -> usize {
        self.source.line_and_column(self.table.span.start).0
    }

    fn differs(&self, name: &str, difference: &Difference) -> Finding {
        let finding = Finding::error("table-differs", format!("the table of `{name}` {}", difference.says()))
            .at(self.place())
            .label(format!("shows `{name}`"))
            .help("Add `--write --update` to bring it up to date, or mend `data/` if the table is right.");
        let related = difference.places.iter();
        related.fold(finding, |finding, (span, label)| {
            finding.related(Place::new(self.source, span.clone()), label)
        })
    }

    fn several(&self, paths: &[&str]) -> Finding {
        let names: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
        let form = matching::form(self.host.language);
        let first = paths.first().copied().unwrap_or("DOCUMENT");
        Finding::error(
            "table-of-several",
            format!("the table shows each of {} equally well", names.join(", ")),
        )
        .at(self.place())
        .why("a region shows one document, and these may come to differ")
        .help(format!("Write `{}` above it and `{}` below it.", form.begin(first), form.end()))
    }

    fn before_indented_text(&self, document: &Showable<'_>, swallowed: usize) -> Finding {
        let path = document.path;
        Finding::error(
            "table-before-indented-text",
            format!("the table shows `{path}`, and indented text follows it"),
        )
        .at(self.place())
        .related(Place::new(self.source, swallowed..swallowed), "this is deeper than the table")
        .why("docutils takes what is deeper than a marker for part of its comment, also past a blank line")
        .help("Put a line between them at the indent of the table, such as `..`, then adopt it again.")
    }

    fn in_another_format(&self, document: &Showable<'_>) -> Finding {
        let Showable { path, language, .. } = document;
        let own = self.host.language.name();
        let stem = path.rsplit_once('.').map_or(*path, |(stem, _)| stem);
        let extension = matching::extension(self.host.language);
        Finding::error("table-in-another-format", format!("the table shows `{path}`, which is no {own}"))
            .at(self.place())
            .label(format!("this is {own}"))
            .why(format!("a region holds its document as it is, here as {}", language.name()))
            .help(format!("Add a template `templates/{stem}.{extension}`, then adopt the table again."))
    }
}
