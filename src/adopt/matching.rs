//! Which document a table shows. Owns how alike they must be, and what decides between several; must not
//! know what becomes of a table.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Showable;
use crate::region::{FORMS, Form};
use crate::tabular::{Cell, Kind, Language, Tabular};

/// What a table shows.
pub(super) enum Match<'l, 'd> {
    /// Nothing of ours.
    None,
    /// A document; each of its columns is that column of the table.
    Document(&'l Showable<'d>, Vec<usize>),
    /// Several documents equally well.
    Several(Vec<&'d str>),
    /// A document that cannot stand in the file's language.
    Elsewhere(&'l Showable<'d>),
}

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
        let order = order(table, &document.table)?;
        let likeness = likeness(table, &document.table, &order)?;
        Some((document, order, likeness))
    });
    let (fit, unfit): (Vec<_>, Vec<_>) = alike.partition(|(document, ..)| fits(document.language, host));
    let rank = |(document, _, likeness): &(&Showable<'_>, Vec<usize>, Likeness)| {
        (*likeness, Reverse(distance(document.language, table.kind)))
    };
    let Some(best) = fit.iter().map(rank).max() else {
        let nearest = unfit.into_iter().rev().max_by_key(|(_, _, likeness)| *likeness);
        return nearest.map_or(Match::None, |(document, ..)| Match::Elsewhere(document));
    };
    let mut first = fit.into_iter().filter(|found| rank(found) == best);
    match (first.next(), first.next()) {
        (Some((document, order, _)), None) => Match::Document(document, order),
        (Some(one), Some(other)) => Match::Several(
            [one, other].into_iter().chain(first).map(|(document, ..)| document.path).collect(),
        ),
        (None, _) => Match::None,
    }
}

/// Whether a document may stand in a file: Markdown holds HTML as well.
fn fits(document: Language, host: Language) -> bool {
    document == host || (document == Language::Html && host == Language::Markdown)
}

/// How far a document's language is from that of a table: of two documents that say the same, the one
/// that is drawn like the table is meant.
fn distance(document: Language, kind: Kind) -> usize {
    let own = match kind {
        Kind::Simple | Kind::Grid | Kind::List | Kind::Csv => Language::Rst,
        Kind::Pipe => Language::Markdown,
        Kind::Html => Language::Html,
    };
    usize::from(document != own)
}

/// For each column of the document the column of the table with the same title, where they have the same
/// columns. Upper case, lower case and blanks do not count.
fn order(table: &Tabular, document: &Tabular) -> Option<Vec<usize>> {
    let titles = |table: &Tabular| table.header.iter().map(|title| title.to_lowercase()).collect::<Vec<_>>();
    let (theirs, ours) = (titles(table), titles(document));
    if theirs.len() != ours.len() {
        return None;
    }
    if theirs == ours {
        return Some((0..ours.len()).collect());
    }
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, title) in theirs.iter().enumerate().rev() {
        places.entry(title).or_default().push(place);
    }
    ours.iter().map(|title| places.get_mut(title.as_str())?.pop()).collect()
}

/// How much of a document a table shows: whole rows before first cells, and then as little else as can
/// be.
type Likeness = (usize, usize, Reverse<usize>);

/// None where too few rows have the same first cell: titles such as "Python" are in many tables. A table
/// that was not kept up for years has few rows of many, so that the shorter one counts.
fn likeness(table: &Tabular, document: &Tabular, order: &[usize]) -> Option<Likeness> {
    let keys = |table: &'_ Tabular, column: usize| -> BTreeSet<String> {
        table.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.to_string()).collect()
    };
    let (theirs, ours) = (keys(table, *order.first()?), keys(document, 0));
    let common = theirs.intersection(&ours).count();
    let shorter = theirs.len().min(ours.len());
    let is_alike = if shorter == 0 { theirs.len() == ours.len() } else { 2 * common >= shorter };
    is_alike.then(|| {
        let mut left = counted(document.rows.iter().map(|row| row.iter().collect()));
        let whole = table.rows.iter().filter(|row| take(&mut left, &ordered(row, order))).count();
        (whole, common, Reverse(table.rows.len().abs_diff(document.rows.len())))
    })
}

/// A row's cells in the order of the document's columns.
pub(super) fn ordered<'t>(row: &'t [Cell], order: &[usize]) -> Vec<&'t Cell> {
    order.iter().filter_map(|&column| row.get(column)).collect()
}

/// Rows by their texts, and how often each is there.
type Counted<'t> = BTreeMap<Vec<&'t str>, usize>;

/// What the cells of a row say.
pub(super) fn texts<'t>(row: &[&'t Cell]) -> Vec<&'t str> {
    row.iter().map(|cell| &*cell.text).collect()
}

/// Counts rows.
pub(super) fn counted<'t>(rows: impl Iterator<Item = Vec<&'t Cell>>) -> Counted<'t> {
    let mut counted = Counted::new();
    for row in rows {
        *counted.entry(texts(&row)).or_default() += 1;
    }
    counted
}

/// Takes one row away, if it is there.
pub(super) fn take<'t>(counted: &mut Counted<'t>, row: &[&'t Cell]) -> bool {
    match counted.get_mut(&texts(row)).filter(|count| **count > 0) {
        Some(count) => {
            *count -= 1;
            true
        }
        None => false,
    }
}
