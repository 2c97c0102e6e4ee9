//! Adoption: tables that people wrote by hand become regions. Owns which table of a file becomes a region
//! of which document, and what is said of each; must not know how a table is read, nor where files are.

mod columns;
mod difference;
mod markers;
mod matching;
mod meaning;
mod refusal;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::Finding;
use crate::lookup;
use crate::model::Registry;
use crate::region::{self, Form, Region, Shown, Unresolved};
use crate::render::Documents;
use crate::source::Source;
use crate::tabular::{self, Hindrance, Language, Tabular};

use difference::Difference;
use matching::{Match, Shows, find};
use meaning::Values;
use refusal::Refused;

/// The documents, and which of them are a table.
pub struct Library<'d> {
    documents: &'d Documents,
    paths: Vec<&'d str>,
    tables: Vec<Showable<'d>>,
    templates: BTreeMap<String, Template>,
}

/// What makes a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its path as people know it.
    pub path: String,
    /// What it says, where that is in no file.
    pub text: Option<String>,
}

/// A document that is a table and nothing else. One with prose or several tables is shown by no table of
/// a file: its region would bring all the rest along.
struct Showable<'d> {
    path: &'d str,
    language: Language,
    table: Tabular,
    /// What the cells of each column are.
    values: Vec<Values<'d>>,
    /// What each cell of its rows means.
    meanings: Vec<Vec<String>>,
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
}

/// What is to be said of a table that shows a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It is in a region already, perhaps one that no longer shows its document as it is.
    Region {
        /// The next refresh changes it.
        is_stale: bool,
    },
    /// It says what the document says, letter for letter.
    Alike,
    /// It says what the document says, and is drawn otherwise: a refresh of its region redraws it. It may
    /// say it in other words, such as "`Preview 1` for 0.1".
    Otherwise(Vec<String>),
    /// It says something else: clauses such as "lacks Python 3.15", each with the line that shows it.
    Differs(Vec<(usize, String)>),
}

impl Adoption {
    /// The same with every place as it is once the file holds what it should: markers move what is below
    /// them. A row that is no more is its table.
    #[must_use]
    pub fn settled(mut self, host: Host<'_>, library: &Library<'_>, updates: bool) -> Self {
        let Some(after) = &self.after else { return self };
        let Ok(again) = adopt(Host { bytes: after, ..host }, library, updates) else { return self };
        if again.tables.len() != self.tables.len() {
            return self;
        }
        for (table, again) in self.tables.iter_mut().zip(again.tables) {
            table.line = again.line;
            match (&mut table.state, again.state) {
                (State::Differs(says), State::Differs(again)) => *says = again,
                (State::Differs(says), _) => says.iter_mut().for_each(|(line, _)| *line = again.line),
                _ => {}
            }
        }
        self.findings = again.findings;
        self
    }
}

impl<'d> Library<'d> {
    /// Looks for tables among the documents, which the data was made to; other names of a version are
    /// that version.
    pub fn new(documents: &'d Documents, registry: &'d Registry) -> Self {
        let tables =
            documents.iter().filter_map(|(path, text)| Showable::new(path, text, registry)).collect();
        Self {
            documents,
            paths: documents.keys().map(String::as_str).collect(),
            tables,
            templates: BTreeMap::new(),
        }
    }

    /// The same, with the templates by the documents that they make.
    #[must_use]
    pub fn with_templates(self, templates: BTreeMap<String, Template>) -> Self {
        Self { templates, ..self }
    }

    /// The names of the documents that have a header: those in a file's language, if there are any.
    fn with_header(&self, header: &[String], host: Language) -> Vec<String> {
        let form = matching::form(host);
        let all = || self.tables.iter().filter(|document| columns::are_same(header, document));
        let fit = all().filter(|document| document.language == host);
        let fit: Vec<String> = fit.map(|document| document.name(form)).collect();
        if fit.is_empty() { all().map(|document| document.name(form)).collect() } else { fit }
    }

    fn template(&self, document: &str) -> Template {
        let unknown = || Template { path: format!("templates/{document}"), text: None };
        self.templates.get(document).cloned().unwrap_or_else(unknown)
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
    fn new(path: &'d str, text: &str, registry: &'d Registry) -> Option<Self> {
        let language = Language::of_path(path)?;
        let mut tables = tabular::tables(text, language);
        let table = tables.pop().filter(|_| tables.is_empty())?;
        // A label above it is its own.
        let start = match &table.labels {
            Some(labels) if labels.are_alone => labels.span.start,
            _ => table.span.start,
        };
        let around = [&text[..start], &text[table.span.end..]];
        let is_alone = table.hindrance.is_none() && around.iter().all(|text| text.trim().is_empty());
        let values: Vec<Values<'d>> =
            table.header.iter().map(|title| Values::below(title, registry)).collect();
        let meanings = table
            .rows
            .iter()
            .map(|row| row.iter().zip(&values).map(|(cell, values)| values.meaning(&cell.text)).collect());
        let meanings = meanings.collect();
        is_alone.then_some(Self { path, language, table, values, meanings })
    }

    /// What a text means in a column.
    fn meaning(&self, column: usize, text: &str) -> String {
        self.values.get(column).map_or_else(|| text.to_owned(), |values| values.meaning(text))
    }

    /// The labels that it brings along.
    fn labels(&self) -> &[String] {
        self.table.labels.as_ref().map_or(&[], |labels| &labels.names)
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
        line: line_inside(host.bytes, &shown.region),
        name: shown.region.name.clone(),
        state: State::Region { is_stale: shown.stale },
    };
    adoption.tables.extend(regions.iter().map(of_region));
    adoption.tables.sort_by_key(|table| table.line);
    Ok(adoption)
}

/// The line on which begins what is in a region, or its marker where that is nothing.
fn line_inside(bytes: &[u8], region: &Region) -> usize {
    let inside = &bytes[region.inside.clone()];
    let Some(first) = inside.iter().position(|byte| !byte.is_ascii_whitespace()) else { return region.line };
    region.line + 1 + lines(&inside[..first])
}

/// How many lines end in a text. A lone CR ends one as well.
fn lines(bytes: &[u8]) -> usize {
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
    ends.count()
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
        if matches!(state, State::Otherwise(_)) && !shown.stale {
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
        let form = matching::form(self.host.language);
        if let Some(Hindrance::Unreadable(why)) = self.table.hindrance {
            let names = library.with_header(&self.table.header, self.host.language);
            adoption.findings.extend(refusal::unreadable(self, &names, why));
            return None;
        }
        let refused = |shows| Refused { candidate: self, form, shows };
        let is_verbatim = matches!(self.table.hindrance, Some(Hindrance::Verbatim(_)));
        // An example in code is one in its own language.
        let language = if is_verbatim { matching::language(self.table.kind) } else { self.host.language };
        let shows = match find(self.table, language, &library.tables) {
            Match::None => return None,
            Match::Document(shows) => shows,
            Match::Several(several) if !is_verbatim => {
                adoption.findings.push(refusal::several(self, form, &several));
                return None;
            }
            Match::Several(several) => several.into_iter().next()?,
            Match::Elsewhere(shows) if !is_verbatim => {
                adoption
                    .findings
                    .push(refused(&shows).in_another_format(&library.template(shows.document.path)));
                return None;
            }
            Match::Elsewhere(shows) => shows,
            Match::Like(shows) if !is_verbatim => {
                adoption.findings.push(refused(&shows).like());
                return None;
            }
            Match::Like(_) => return None,
        };
        if let Some(finding) = refused(&shows).finding() {
            adoption.findings.push(finding);
            return None;
        }
        let Shows { document, columns } = &shows;
        let name = document.name(form);
        let difference = difference::between(self.table, document, columns);
        let is_adopted = difference.is_none() || updates;
        let state = match &difference {
            Some(difference) => State::Differs(self.lines(difference)),
            None => State::Otherwise(difference::other_words(self.table, document, columns)),
        };
        if let Some(difference) = difference.filter(|_| !is_adopted) {
            adoption.findings.push(refused(&shows).differs(&difference));
        }
        adoption.tables.push(Adopted { line: self.line(), name: name.clone(), state });
        let number = adoption.tables.len() - 1;
        is_adopted.then(|| Marked { span: self.region(document), name, number })
    }

    fn lines(&self, difference: &Difference) -> Vec<(usize, String)> {
        let line = |span: &Range<usize>| self.source.line_and_column(span.start).0;
        difference.clauses.iter().map(|(span, clause)| (line(span), clause.clone())).collect()
    }

    /// What goes between the markers: the table, and labels that the document has as well.
    fn region(&self, document: &Showable<'_>) -> Range<usize> {
        let span = &self.table.span;
        let labels = self.table.labels.as_ref().filter(|_| !document.labels().is_empty());
        labels.map_or(span.start, |labels| labels.span.start)..span.end
    }

    fn line(&self) -> usize {
        self.source.line_and_column(self.table.span.start).0
    }
}
