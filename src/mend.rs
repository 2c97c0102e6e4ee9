//! Mends of the data: what findings say is certain becomes other bytes of files. Owns which mends can
//! be made together, and the proof of each before anything is written; must not know what was wrong,
//! nor the disk.
//!
//! Every mend is made in memory first. The files must then be YAML that says the same but for what was
//! mended, and what was mended must not be found again; else that mend is left out.

mod choice;
mod proof;

use std::collections::BTreeMap;
use std::fmt;

use crate::finding::Finding;
use crate::parse::{self, Files};
use crate::source::Place;
use choice::{Mend, choose};

/// A mend can make room for another: what is in quotes may then be an alias. More rounds than this do
/// not follow from each other.
const MOST_ROUNDS: usize = 12;

/// So often a batch is made smaller by what was found again.
const MOST_TRIES: usize = 3;

/// Data after all mends that are certain.
#[derive(Debug, Default)]
pub struct Mended {
    /// The files that change, with what they hold afterwards.
    pub files: Files,
    /// What was done, by file and line; at one place in the order in which it was.
    pub done: Vec<Done>,
}

/// One mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// What was mended, in the file as it was before that.
    pub place: Place,
    /// What was done: one clause in the past tense, in lower case.
    pub says: String,
}

impl Done {
    fn line(&self) -> (String, usize) {
        (self.place.source.path.clone(), self.place.line_and_column().map_or(0, |(line, _)| line))
    }
}

impl fmt::Display for Done {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, line) = self.line();
        write!(formatter, "{path}:{line}: {}", self.says)
    }
}

/// How many of the findings of some data can be mended.
pub fn mendable(root: &str, files: &Files, findings: &[Finding]) -> usize {
    State { root, files, findings }.round(&mut { proof::MOST_FAILURES }).map_or(0, |step| step.mended)
}

/// Mends all that is certain, until nothing more is. `root` is how paths are shown.
pub fn mend(root: &str, files: &Files) -> Mended {
    let mut findings = parse::registry(root, files).1;
    let mut mended = Mended::default();
    let mut now = files.clone();
    let mut failures = proof::MOST_FAILURES;
    for _ in 0..MOST_ROUNDS {
        let state = State { root, files: &now, findings: &findings };
        let Some(step) = state.round(&mut failures) else { break };
        mended.done.extend(step.done);
        for (path, bytes) in step.files {
            now.insert(path.clone(), bytes.clone());
            mended.files.insert(path, bytes);
        }
        findings = step.findings;
    }
    mended.done.sort_by_cached_key(Done::line);
    mended.files.retain(|path, bytes| files.get(path) != Some(bytes));
    mended
}

/// The data between two rounds.
struct State<'a> {
    root: &'a str,
    files: &'a Files,
    findings: &'a [Finding],
}

/// What a round does.
struct Step {
    files: Files,
    done: Vec<Done>,
    /// How many findings it mends, or makes room for.
    mended: usize,
    /// What is wrong afterwards.
    findings: Vec<Finding>,
}

impl State<'_> {
    /// All that can be mended at once; none where nothing can.
    fn round(&self, failures: &mut usize) -> Option<Step> {
        let (mut chosen, waiting) = choose(self.root, self.findings);
        for _ in 0..MOST_TRIES {
            let files = self.proven(&mut chosen, failures);
            if files.is_empty() {
                return None;
            }
            let mut after = self.files.clone();
            after.extend(files.clone());
            let findings = parse::registry(self.root, &after).1;
            let again = Again::new(&findings);
            let before = chosen.values().map(Vec::len).sum::<usize>();
            for mends in chosen.values_mut() {
                again.remove_from(mends);
            }
            if chosen.values().map(Vec::len).sum::<usize>() == before {
                let mends = || chosen.values().flatten();
                let done = mends().map(Mend::done).collect();
                let mended = mends().map(|mend| mend.findings).sum::<usize>() + waiting;
                return Some(Step { files, done, mended, findings });
            }
        }
        None
    }

    /// The files with the mends that are proven; the others are dropped.
    fn proven(&self, chosen: &mut BTreeMap<String, Vec<Mend>>, failures: &mut usize) -> Files {
        let mut files = Files::new();
        for (path, mends) in chosen.iter_mut() {
            let shown = format!("{}{path}", self.root);
            let bytes = self.files.get(path);
            match bytes.and_then(|bytes| proof::proven(&shown, bytes, mends, failures)) {
                Some(text) => drop(files.insert(path.clone(), text.into_bytes())),
                None => mends.clear(),
            }
        }
        files
    }
}

/// What is wrong after some mends: by path and rule, where each finding is.
struct Again<'f> {
    places: BTreeMap<(&'f str, &'static str), Vec<usize>>,
}

impl<'f> Again<'f> {
    fn new(findings: &'f [Finding]) -> Self {
        let mut places: BTreeMap<(&str, &'static str), Vec<usize>> = BTreeMap::new();
        for finding in findings {
            let (path, start) = finding.position();
            places.entry((path, finding.rule)).or_default().push(start);
        }
        Self { places }
    }

    /// Drops the mends that did not help: the same rule still finds something at what they wrote.
    fn remove_from(&self, mends: &mut Vec<Mend>) {
        let mut shift = 0;
        mends.retain(|mend| {
            let written = mend.written(shift);
            shift += mend.growth();
            let places = self.places.get(&(mend.place.source.path.as_str(), mend.rule));
            let first = |places: &Vec<usize>| {
                places.get(places.partition_point(|place| *place < written.start)).copied()
            };
            places.and_then(first).is_none_or(|place| place >= written.end)
        });
    }
}
