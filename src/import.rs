//! What the release data of the PEPs changes in `data/pythons.yaml`. Owns which facts are taken over and what
//! is said of each; must not know how a file is edited, nor the disk.

use crate::edit::{Change, Datum, Scalar, in_order};
use crate::finding::Finding;
use crate::model::At;
use crate::model::python::{Milestone, Release};
use crate::release_data::Known;
use crate::words::joined;

/// What is to be done.
#[derive(Debug, Default)]
pub struct Import {
    /// The edits of `data/pythons.yaml`, one after the other.
    pub changes: Vec<Change>,
    /// What changes: one line each.
    pub facts: Vec<String>,
    /// What is not taken over, and why: one line each.
    pub notes: Vec<String>,
}

/// The milestones, by their keys and by what people call them.
const MILESTONES: [(&str, &str); 3] =
    [("beta-1", "beta 1"), ("final", "final release"), ("end-of-life", "end of life")];

/// Compares the data with the release data. `source` is where that can be read; an entry whose facts change
/// names it from then on.
///
/// # Errors
///
/// Release data that is older than the data.
pub fn releases(releases: &[Release], known: &[Known], source: &str) -> Result<Import, Vec<Finding>> {
    let mut import = Import::default();
    let mut findings = Vec::new();
    for known in known {
        match releases.iter().find(|release| *release.python == known.python) {
            Some(release) => findings.extend(import.update(release, known, source)),
            None => import.add(releases, known, source),
        }
    }
    let unsaid: Vec<String> = releases.iter().filter_map(|release| unsaid(release, known)).collect();
    if !unsaid.is_empty() {
        import.notes.push(format!("not in the file, and kept as the data has it: {}", unsaid.join("; ")));
    }
    if findings.is_empty() { Ok(import) } else { Err(findings) }
}

/// As wide as the subject of a commit may be.
const WIDTH: usize = 72;

/// What to commit it with: a subject, each fact, and where it can be read.
pub fn message(import: &Import, source: &str) -> String {
    let mut pythons: Vec<&str> = import.facts.iter().filter_map(|fact| fact.split(':').next()).collect();
    pythons.dedup();
    let subject = |what: &str| format!("Take {what} over from the PEPs");
    let long = subject(&format!("the releases of Python {}", joined(&pythons, "and")));
    let subject = if long.chars().count() <= WIDTH { long } else { subject("the releases of Python") };
    format!("{subject}\n\n{}\n\nSource: {source}\n", import.facts.join("\n"))
}

/// What the data has of a release and the file has not.
fn unsaid(release: &Release, known: &[Known]) -> Option<String> {
    let python = *release.python;
    let Some(known) = known.iter().find(|known| known.python == python) else {
        return Some(format!("Python {python}"));
    };
    let days = [known.beta_1, known.final_release, known.end_of_life];
    let gone = MILESTONES.iter().zip(days).filter(|(_, day)| day.is_none());
    let gone: Vec<&str> = gone.map(|((_, called), _)| *called).collect();
    (!gone.is_empty()).then(|| format!("{} of Python {python}", joined(&gone, "and")))
}

impl Import {
    /// Takes over what differs, and gives what cannot be.
    fn update(&mut self, release: &Release, known: &Known, source: &str) -> Vec<Finding> {
        let before = self.facts.len();
        let python = known.python.to_string();
        let at = |key: &str| vec![python.clone(), key.to_owned()];
        if let Some(pep) = known.pep.filter(|pep| *pep != *release.pep) {
            self.set(at("pep"), Scalar::plain(pep.to_string()));
            self.fact(known, &format!("PEP {pep}, was {}", *release.pep));
        }
        if let Some(branch) = known.branch.as_ref().filter(|branch| **branch != *release.branch) {
            self.set(at("branch"), name(branch));
            self.fact(known, &format!("branch {branch}, was {}", *release.branch));
        }
        let own = [&release.beta_1, &release.final_release, &release.end_of_life];
        let other = [known.beta_1, known.final_release, known.end_of_life];
        let mut findings = Vec::new();
        for (((key, called), own), other) in MILESTONES.iter().zip(own).zip(other) {
            let Some(other) = other.filter(|other| *other != **own) else { continue };
            if own.actual && !other.actual {
                findings.push(older(known, called, own));
                continue;
            }
            self.move_milestone(at(key), **own, other);
            self.fact(known, &format!("{called} {}, was {}", said(other), said(**own)));
        }
        if self.facts.len() > before && *release.source != source {
            self.set(at("source"), Scalar::plain(source));
        }
        findings
    }

    fn move_milestone(&mut self, at: Vec<String>, from: Milestone, to: Milestone) {
        let mut at = at;
        at.push(word(from).to_owned());
        if from.date != to.date {
            self.set(at.clone(), Scalar::plain(to.date.to_string()));
        }
        if from.actual != to.actual {
            self.changes.push(Change::Key { at, new: Scalar::plain(word(to)) });
        }
    }

    /// Adds a release where it belongs among the others.
    fn add(&mut self, releases: &[Release], known: &Known, source: &str) {
        let all = (known.pep, &known.branch, known.beta_1, known.final_release, known.end_of_life);
        let (Some(pep), Some(branch), Some(beta_1), Some(final_release), Some(end_of_life)) = all else {
            let note = format!("{} is not added: the file does not say all of its {}", known.python, ALL);
            return self.notes.push(note);
        };
        let days = [beta_1, final_release, end_of_life];
        let milestones = MILESTONES.iter().zip(days).map(|((key, _), day)| {
            let date = Scalar::plain(day.date.to_string()).into();
            (Scalar::plain(*key), Datum::short(vec![(Scalar::plain(word(day)), date)]))
        });
        let mut entries = vec![
            (Scalar::plain("pep"), Scalar::plain(pep.to_string()).into()),
            (Scalar::plain("branch"), name(branch).into()),
        ];
        entries.extend(milestones);
        entries.push((Scalar::plain("source"), Scalar::plain(source).into()));
        let mut own: Vec<&Release> = releases.iter().collect();
        own.sort_by_key(|release| release.python.place.span.start);
        let newest_first =
            own.first().map(|release| *release.python) >= own.last().map(|release| *release.python);
        let is_older = |release: &&Release| (release.python.to_string(), *release.python < known.python);
        let beside = in_order(&own.iter().map(is_older).collect::<Vec<_>>(), newest_first);
        let key = Scalar::quoted(known.python.to_string());
        self.changes.push(Change::Entry { into: Vec::new(), beside, key, value: Datum::map(entries) });
        let days = MILESTONES.iter().zip(days).map(|((_, called), day)| format!(", {called} {}", said(day)));
        self.fact(known, &format!("new, PEP {pep}, branch {branch}{}", days.collect::<String>()));
    }

    fn set(&mut self, at: Vec<String>, new: Scalar) {
        self.changes.push(Change::Value { at, new });
    }

    fn fact(&mut self, known: &Known, fact: &str) {
        self.facts.push(format!("{}: {fact}", known.python));
    }
}

const ALL: &str = "PEP, branch, beta 1, final release and end of life";

/// A name, in quotes where it looks like a number.
fn name(text: &str) -> Scalar {
    Scalar { text: text.to_owned(), quoted: text.starts_with(|c: char| c.is_ascii_digit()) }
}

fn word(milestone: Milestone) -> &'static str {
    if milestone.actual { "actual" } else { "expected" }
}

fn said(milestone: Milestone) -> String {
    format!("{} {}", word(milestone), milestone.date)
}

fn older(known: &Known, called: &str, own: &At<Milestone>) -> Finding {
    let message =
        format!("{called} of Python {} is actual here, and only expected in the file", known.python);
    Finding::error("release-data-older", message)
        .at(own.place.clone())
        .why("what has come to pass is not taken back by a file that is older")
        .help("Name a newer file, or correct the word here by hand.")
}
