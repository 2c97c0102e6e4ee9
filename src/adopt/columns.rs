//! Which column of a table is which of a document. Owns how far titles may differ, and what tells a column
//! without its title; must not know which document is meant.

use std::collections::{BTreeMap, BTreeSet};

use super::Showable;
use crate::tabular::Tabular;

/// The columns of a document and of a table.
pub(super) struct Columns {
    /// A column of the document and the one of the table that shows it, in the document's order. The first
    /// is the document's first.
    pub(super) pairs: Vec<(usize, usize)>,
    /// Columns that only the table has.
    pub(super) extra: Vec<usize>,
    /// Columns that only the document has.
    pub(super) lacking: Vec<usize>,
    /// Those that are there have the same titles.
    pub(super) have_same_titles: bool,
    /// All of the document's are there by their titles, but for words such as "version".
    pub(super) are_titled: bool,
}

/// The columns of a table in which those of a document are known again; none where it is another table. A
/// column of another title in the place of one that is lacking makes it another table: `Python`, `Tier` and
/// `Target triple` are not `Python`, `WASI` and `WASI SDK`, though a triple tells the WASI version.
pub(super) fn paired(table: &Tabular, document: &Showable<'_>) -> Option<Columns> {
    let mut pairing = Pairing { table, document, of: vec![None; document.table.header.len()] };
    pairing.by_title(|title| title.to_lowercase());
    pairing.by_title(without_filler);
    let titled = pairing.of.iter().flatten().count();
    pairing.by_shorter_title();
    let mut are_titled = pairing.of.iter().all(Option::is_some);
    if pairing.of.first()?.is_none() {
        pairing.of[0] = Some(pairing.key()?);
        are_titled = false;
    }
    pairing.by_cells();
    let pair = |(own, other): (usize, &Option<usize>)| Some((own, (*other)?));
    let pairs: Vec<(usize, usize)> = pairing.of.iter().enumerate().filter_map(pair).collect();
    let extra: Vec<usize> =
        (0..table.header.len()).filter(|other| !pairing.of.contains(&Some(*other))).collect();
    let lacking: Vec<usize> = (0..pairing.of.len()).filter(|&own| pairing.of[own].is_none()).collect();
    let is_enough = pairs.len() >= pairing.of.len().min(2) && 2 * pairs.len() > pairing.of.len();
    let is_another = !extra.is_empty() && !lacking.is_empty();
    let are_titled = are_titled && lacking.is_empty();
    (is_enough && !is_another).then_some(Columns {
        have_same_titles: titled == pairs.len(),
        pairs,
        extra,
        lacking,
        are_titled,
    })
}

/// Whether a header has the titles of a document, in any order, but for words such as "version".
pub(super) fn are_same(header: &[String], document: &Showable<'_>) -> bool {
    let sorted = |header: &[String]| {
        let mut titles: Vec<String> = header.iter().map(|title| without_filler(title)).collect();
        titles.sort();
        titles
    };
    sorted(header) == sorted(&document.table.header)
}

/// Words that say nothing of which column it is.
fn without_filler(title: &str) -> String {
    const FILLER: [&str; 6] = ["version", "versions", "supported", "the", "target", "minimum"];
    let title = title.to_lowercase();
    let words = title.split_whitespace().filter(|word| !FILLER.contains(word));
    words.collect::<Vec<_>>().join(" ")
}

/// The words of a title that say which column it is.
fn words(title: &str) -> BTreeSet<String> {
    without_filler(title).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Columns as far as they are known again.
struct Pairing<'t, 'd> {
    table: &'t Tabular,
    document: &'t Showable<'d>,
    /// For each column of the document that of the table.
    of: Vec<Option<usize>>,
}

impl Pairing<'_, '_> {
    fn by_title(&mut self, plain: impl Fn(&str) -> String) {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (other, title) in self.table.header.iter().enumerate().rev() {
            if !self.of.contains(&Some(other)) {
                places.entry(plain(title)).or_default().push(other);
            }
        }
        for (own, title) in self.document.table.header.iter().enumerate() {
            let title = plain(title);
            if self.of[own].is_none() && !title.is_empty() {
                self.of[own] = places.get_mut(&title).and_then(Vec::pop);
            }
        }
    }

    /// Pairs columns of which the table says less: `SDK version` is `WASI SDK`, if it can be nothing else.
    fn by_shorter_title(&mut self) {
        let header = &self.table.header;
        let shorter: Vec<(usize, BTreeSet<String>)> =
            self.free().map(|other| (other, words(&header[other]))).collect();
        let longer: Vec<(usize, BTreeSet<String>)> = (0..self.of.len())
            .filter(|&own| self.of[own].is_none())
            .map(|own| (own, words(&self.document.table.header[own])))
            .collect();
        for (other, said) in shorter.iter().filter(|(_, said)| !said.is_empty()) {
            let mut meant = longer.iter().filter(|(_, words)| said.is_subset(words));
            if let (Some((own, _)), None) = (meant.next(), meant.next()) {
                self.of[*own].get_or_insert(*other);
            }
        }
    }

    fn free(&self) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.table.header.len()).filter(|other| !self.of.contains(&Some(*other)))
    }

    /// The column that has the first cells of the document's rows. One alone may be there by chance.
    fn key(&self) -> Option<usize> {
        let ours: BTreeSet<&str> =
            self.document.meanings.iter().filter_map(|row| row.first()).map(String::as_str).collect();
        let common = |other: usize| {
            let texts = self.table.rows.iter().filter_map(|row| row.get(other));
            let theirs: BTreeSet<String> = texts.map(|cell| self.document.meaning(0, &cell.text)).collect();
            let common = theirs.iter().filter(|text| ours.contains(text.as_str())).count();
            (common >= 2 && 2 * common >= theirs.len().min(ours.len())).then_some(common)
        };
        let found = self.free().filter_map(|other| Some((other, common(other)?)));
        found.rev().max_by_key(|(_, common)| *common).map(|(other, _)| other)
    }

    /// Pairs what is left by what most rows say.
    fn by_cells(&mut self) {
        let Some(key) = self.of.first().copied().flatten() else { return };
        let mut ours: BTreeMap<&str, &Vec<String>> = BTreeMap::new();
        for row in self.document.meanings.iter().rev() {
            ours.extend(row.first().map(|first| (first.as_str(), row)));
        }
        for own in 1..self.of.len() {
            if self.of[own].is_some() {
                continue;
            }
            let agreeing = |other: usize| {
                let (mut common, mut same) = (0, 0);
                for row in &self.table.rows {
                    let (Some(first), Some(cell)) = (row.get(key), row.get(other)) else { continue };
                    let first = self.document.meaning(0, &first.text);
                    let Some(meaning) = ours.get(first.as_str()).and_then(|row| row.get(own)) else {
                        continue;
                    };
                    common += 1;
                    same += usize::from(
                        !meaning.is_empty() && self.document.meaning(own, &cell.text) == *meaning,
                    );
                }
                (same >= 2 && 2 * same > common).then_some(same)
            };
            let found = self.free().filter_map(|other| Some((other, agreeing(other)?)));
            let best = found.rev().max_by_key(|(_, same)| *same).map(|(other, _)| other);
            self.of[own] = best;
        }
    }
}
