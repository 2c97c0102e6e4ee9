//! Which document a table shows. Owns how alike they must be, and what decides between several; must not
//! know what becomes of a table.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Showable;
use super::columns::{self, Columns};
use crate::region::{FORMS, Form};
use crate::tabular::{Cell, Kind, Language, Tabular};

/// What a table shows.
pub(super) enum Match<'l, 'd> {
    /// Nothing of ours.
    None,
    /// A document.
    Document(Shows<'l, 'd>),
    /// Several documents equally well.
    Several(Vec<Shows<'l, 'd>>),
    /// A document that cannot stand in the file's language.
    Elsewhere(Shows<'l, 'd>),
    /// Perhaps a document: some of its columns by their titles and some of its rows, but not what is in them.
    Like(Shows<'l, 'd>),
}

/// A document, and which of its columns are which of the table's.
pub(super) struct Shows<'l, 'd> {
    pub(super) document: &'l Showable<'d>,
    pub(super) columns: Columns,
}

/// A cell with what it means.
#[derive(Clone)]
pub(super) struct Said<'t> {
    pub(super) cell: &'t Cell,
    pub(super) means: String,
}

/// A row's cells in the order of the document's columns, without columns that only one of the two has.
pub(super) type Row<'t> = Vec<Said<'t>>;

/// How markers are written in a language.
pub(super) fn form(language: Language) -> &'static Form {
    let extension = extension(language);
    FORMS.iter().find(|form| form.extensions.contains(&extension)).unwrap_or(&FORMS[0])
}

/// The extension of documents in a language.
pub(super) fn extension(language: Language) -> &'static str {
    match language {
        Language::Rst => "rst",
        Language::Markdown => "md",
        Language::Html => "html",
    }
}

/// The document that a table in a file of this language shows best.
pub(super) fn find<'l, 'd>(table: &Tabular, host: Language, documents: &'l [Showable<'d>]) -> Match<'l, 'd> {
    let alike = documents.iter().filter_map(|document| {
        let columns = columns::paired(table, document)?;
        let likeness = likeness(table, document, &columns)?;
        Some((Shows { document, columns }, likeness))
    });
    let (fit, unfit): (Vec<_>, Vec<_>) = alike.partition(|(shows, _)| fits(shows.document.language, host));
    let rank = |(shows, likeness): &(Shows<'_, '_>, Likeness)| {
        (*likeness, Reverse(distance(shows.document.language, table.kind)))
    };
    let Some(best) = fit.iter().map(rank).max() else {
        let nearest = unfit.into_iter().rev().max_by_key(|(_, likeness)| *likeness);
        let nearest = nearest.map(|(shows, _)| Match::Elsewhere(shows));
        return nearest.or_else(|| like(table, host, documents).map(Match::Like)).unwrap_or(Match::None);
    };
    let mut first = fit.into_iter().filter(|found| rank(found) == best);
    match (first.next(), first.next()) {
        (Some((shows, _)), None) => Match::Document(shows),
        (Some(one), Some(other)) => {
            Match::Several([one, other].into_iter().chain(first).map(|(shows, _)| shows).collect())
        }
        (None, _) => Match::None,
    }
}

/// The document that a table may have been meant to show.
fn like<'l, 'd>(table: &Tabular, host: Language, documents: &'l [Showable<'d>]) -> Option<Shows<'l, 'd>> {
    let alike = documents.iter().filter_map(|document| {
        let columns = columns::paired(table, document)?;
        let (theirs, ours) = rows(table, document, &columns);
        let (theirs, ours) = (keys(&theirs), keys(&ours));
        let common = theirs.intersection(&ours).count();
        let is_like =
            columns.have_same_titles && columns.extra.is_empty() && common >= 2 && 2 * common >= theirs.len();
        is_like.then_some((common, Shows { document, columns }))
    });
    let rank = |(common, shows): &(usize, Shows<'_, '_>)| (fits(shows.document.language, host), *common);
    alike.rev().max_by_key(rank).map(|(_, shows)| shows)
}

/// What the first cells of some rows mean.
fn keys(rows: &[Row<'_>]) -> BTreeSet<String> {
    rows.iter().filter_map(|row| row.first()).map(|said| said.means.clone()).collect()
}

/// Whether a document may stand in a file: Markdown holds HTML as well.
fn fits(document: Language, host: Language) -> bool {
    document == host || (document == Language::Html && host == Language::Markdown)
}

/// How far a document's language is from that of a table: of two documents that say the same, the one
/// that is drawn like the table is meant.
fn distance(document: Language, kind: Kind) -> usize {
    usize::from(document != language(kind))
}

/// The language that a table is written in.
pub(super) fn language(kind: Kind) -> Language {
    match kind {
        Kind::Simple | Kind::Grid | Kind::List | Kind::Csv => Language::Rst,
        Kind::Pipe => Language::Markdown,
        Kind::Html => Language::Html,
    }
}

/// How much of a document a table shows: all columns and no other, then whole rows before first cells,
/// and then as little else as can be.
type Likeness = (Reverse<usize>, usize, usize, Reverse<usize>);

/// None where too few rows have the same first cell: titles such as "Python" are in many tables. A table
/// that was not kept up for years has few rows of many, so that the shorter one counts. Where the titles
/// are not the document's, the rows have to be, and more than one of them.
fn likeness(table: &Tabular, document: &Showable<'_>, columns: &Columns) -> Option<Likeness> {
    let (theirs, ours) = rows(table, document, columns);
    let (their_keys, our_keys) = (keys(&theirs), keys(&ours));
    let common = their_keys.intersection(&our_keys).count();
    let shorter = their_keys.len().min(our_keys.len());
    let mut left = counted(&ours);
    let whole = theirs.iter().filter(|row| take(&mut left, row)).count();
    let is_alike = if shorter == 0 { their_keys.len() == our_keys.len() } else { 2 * common >= shorter };
    let is_sure = columns.are_titled || whole >= 2 && 2 * whole >= common;
    let other_columns = columns.extra.len() + columns.lacking.len();
    let other_rows = theirs.len().abs_diff(ours.len());
    (is_alike && is_sure).then_some((Reverse(other_columns), whole, common, Reverse(other_rows)))
}

/// The rows of a table and of a document, in the columns that both have.
pub(super) fn rows<'t>(
    table: &'t Tabular,
    document: &'t Showable<'_>,
    columns: &Columns,
) -> (Vec<Row<'t>>, Vec<Row<'t>>) {
    let theirs = |row: &'t Vec<Cell>| -> Row<'t> {
        let cells = columns.pairs.iter().filter_map(|&(own, other)| Some((own, row.get(other)?)));
        cells.map(|(own, cell)| Said { cell, means: document.meaning(own, &cell.text) }).collect()
    };
    let ours = |(row, meanings): (&'t Vec<Cell>, &'t Vec<String>)| -> Row<'t> {
        let cells =
            columns.pairs.iter().filter_map(|&(own, _)| Some((row.get(own)?, meanings.get(own)?.clone())));
        cells.map(|(cell, means)| Said { cell, means }).collect()
    };
    let own = &document.table.rows;
    (table.rows.iter().map(theirs).collect(), own.iter().zip(&document.meanings).map(ours).collect())
}

/// Rows by what they mean, and how often each is there.
pub(super) type Counted<'t> = BTreeMap<Vec<&'t str>, usize>;

/// What the cells of a row mean.
pub(super) fn meanings<'t>(row: &'t [Said<'_>]) -> Vec<&'t str> {
    row.iter().map(|said| said.means.as_str()).collect()
}

/// Counts rows.
pub(super) fn counted<'t>(rows: &'t [Row<'_>]) -> Counted<'t> {
    let mut counted = Counted::new();
    for row in rows {
        *counted.entry(meanings(row)).or_default() += 1;
    }
    counted
}

/// Takes one row away, if it is there.
pub(super) fn take<'t>(counted: &mut Counted<'t>, row: &'t [Said<'_>]) -> bool {
    match counted.get_mut(&meanings(row)).filter(|count| **count > 0) {
        Some(count) => {
            *count -= 1;
            true
        }
        None => false,
    }
}
