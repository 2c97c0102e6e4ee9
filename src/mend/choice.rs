//! From findings to mends that do not get in each other's way. Owns which of two comes first.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Done;
use crate::finding::Finding;
use crate::source::Place;

/// What several findings may ask for, once.
#[derive(Clone, Debug)]
pub(super) struct Mend {
    /// Of the first finding.
    pub(super) place: Place,
    pub(super) rule: &'static str,
    /// In order, none touching another.
    pub(super) edits: Vec<(Range<usize>, String)>,
    says: String,
    /// How many findings it mends.
    pub(super) findings: usize,
}

impl Mend {
    fn new(finding: &Finding) -> Option<Self> {
        let (fix, place) = (finding.fix.as_ref()?, finding.place.as_ref()?);
        let ends = fix.edits.windows(2).all(|pair| pair[0].0.end < pair[1].0.start);
        let text = &place.source.text;
        let sound = ends && fix.edits.iter().all(|(span, _)| text.get(span.clone()).is_some());
        (sound && !fix.edits.is_empty()).then(|| Self {
            place: place.clone(),
            rule: finding.rule,
            edits: fix.edits.clone(),
            says: fix.says.clone(),
            findings: 1,
        })
    }

    /// From the first byte that it writes to the last.
    pub(super) fn hull(&self) -> Range<usize> {
        let start = self.edits.first().map_or(0, |(span, _)| span.start);
        start..self.edits.last().map_or(start, |(span, _)| span.end)
    }

    /// How many bytes longer it makes the file.
    pub(super) fn growth(&self) -> isize {
        let growth = |(span, new): &(Range<usize>, String)| new.len().wrapping_sub(span.len()).cast_signed();
        self.edits.iter().map(growth).sum()
    }

    /// Where the hull is afterwards; `shift` is by how much what stands before it grew.
    pub(super) fn written(&self, shift: isize) -> Range<usize> {
        let Range { start, end } = self.hull();
        start.saturating_add_signed(shift)..end.saturating_add_signed(shift + self.growth())
    }

    pub(super) fn done(&self) -> Done {
        Done { place: self.place.clone(), says: self.says.clone() }
    }
}

/// The mends of each file, by its path without the root and in order of place, and how many findings
/// have to wait as their mends overlap with these. The smaller goes first: so the lines that are told
/// are those of the file as it was, before whole items move.
pub(super) fn choose(root: &str, findings: &[Finding]) -> (BTreeMap<String, Vec<Mend>>, usize) {
    let mut mends: Vec<Mend> = findings.iter().filter_map(Mend::new).collect();
    let order = |mend: &Mend| (mend.hull().len(), mend.hull().start);
    mends.sort_by(|a, b| (&a.place.source.path, order(a)).cmp(&(&b.place.source.path, order(b))));
    mends.dedup_by(|again, first| {
        let same = again.place.source.path == first.place.source.path && again.edits == first.edits;
        first.findings += usize::from(same);
        same
    });
    let mut chosen: BTreeMap<String, BTreeMap<usize, Mend>> = BTreeMap::new();
    let mut waiting = 0;
    for mend in mends {
        let Some(path) = mend.place.source.path.strip_prefix(root) else { continue };
        let others = chosen.entry(path.to_owned()).or_default();
        let Range { start, end } = mend.hull();
        let before = others.range(..=end).next_back();
        match before.is_some_and(|(_, other)| other.hull().end >= start) {
            true => waiting += mend.findings,
            false => drop(others.insert(start, mend)),
        }
    }
    (chosen.into_iter().map(|(path, mends)| (path, mends.into_values().collect())).collect(), waiting)
}
