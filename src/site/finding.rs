//! Comparisons in words: a line for what agrees, a finding for what does not.

use super::{Comparison, Lack, Outcome, Says};
use crate::finding::Finding;
use crate::model::site::Relation;
use crate::source::Place;
use crate::words;

impl Says {
    fn words(&self) -> String {
        format!("{} says {}", self.who, self.text)
    }
}

/// What is to be said of comparisons, in their order: what one site lacks is said in one, and once that a file
/// of several is not there.
pub(super) fn findings(comparisons: &[Comparison<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut rest = comparisons;
    while let Some(first) = rest.first() {
        let is_missing = |own: &&Comparison<'_>| {
            own.outcome == Outcome::Missing && std::ptr::eq(own.site, first.site) && own.place == first.place
        };
        let missing: Vec<&Comparison<'_>> = rest.iter().take_while(is_missing).collect();
        match missing.as_slice() {
            [] if is_repeated(first, &comparisons[..comparisons.len() - rest.len()]) => {}
            [] => findings.extend(first.finding()),
            missing => findings.extend(Comparison::missing_all(missing)),
        }
        rest = rest.get(missing.len().max(1)..).unwrap_or_default();
    }
    findings
}

/// Whether it was said before that a file is not there.
fn is_repeated(own: &Comparison<'_>, before: &[Comparison<'_>]) -> bool {
    matches!(own.outcome, Outcome::NotFound(Lack::File, _))
        && before.iter().any(|other| other.outcome == own.outcome)
}

impl Comparison<'_> {
    /// What is to be said where a site and the data differ, or the site was not found.
    pub fn finding(&self) -> Option<Finding> {
        match &self.outcome {
            Outcome::Agrees | Outcome::NotCompared(_) => None,
            Outcome::Disagrees => Some(self.disagreement()),
            Outcome::Missing => Some(self.missing()),
            Outcome::NotFound(Lack::Moved, _) => None,
            Outcome::NotFound(lack, why) => Some(self.not_found(*lack, why)),
        }
    }

    /// One line about what needs no finding: where it stands, what is there, and what the data says.
    pub fn line(&self) -> Option<String> {
        let at = match self.place.line_and_column() {
            Some((line, column)) => format!("{}:{line}:{column}", self.place.source.path),
            None => self.place.source.path.clone(),
        };
        let again = match self.also.len() {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        match &self.outcome {
            Outcome::Agrees if self.site.relation == Relation::Minimum => {
                let said: Vec<String> = self.says.iter().map(Says::words).collect();
                Some(format!("agrees: {at}: {} is {}, and {}{again}", self.what, self.there, said.join(", ")))
            }
            Outcome::Agrees => {
                let who: Vec<&str> = self.says.iter().map(|says| says.who.as_str()).collect();
                let say = if who.len() == 1 { "says" } else { "say" };
                let (what, there) = (&self.what, &self.there);
                Some(format!(
                    "agrees: {at}: {what} is {there}, as {} {say}{again}",
                    words::joined(&who, "and")
                ))
            }
            Outcome::NotCompared(why) => {
                Some(format!("not compared: {at}: {} is {}; {why}{again}", self.what, self.there))
            }
            Outcome::NotFound(Lack::Moved, why) => {
                Some(format!("not found: {why}; {} stands elsewhere", self.what))
            }
            _ => None,
        }
    }

    fn disagreement(&self) -> Finding {
        let differing: Vec<&Says> = self.says.iter().filter(|says| !says.agrees).collect();
        let said: Vec<String> = differing.iter().map(|says| says.words()).collect();
        let said = said.join(", ");
        let message = format!("{} is {} here, and {said}", self.what, self.there);
        let mut finding = Finding::error("site-disagrees", message).at(self.place.clone()).label(said);
        for place in &self.also {
            finding = finding.related(place.clone(), "here as well");
        }
        self.with_data(finding, &differing).help(self.help(&differing))
    }

    fn with_data(&self, finding: Finding, says: &[&Says]) -> Finding {
        let mut finding = finding;
        for says in says {
            if let Some(place) = &says.place {
                finding = finding.related(place.clone(), says.who.clone());
            }
        }
        finding
    }

    /// What to type: the place or the data is to be changed, and which is for people to say.
    fn help(&self, differing: &[&Says]) -> String {
        let file =
            differing.iter().find_map(|says| says.place.as_ref()).map(|place| place.source.path.as_str());
        let there = match differing {
            [only] if matches!(only.text.as_str(), "none" | "no lock" | "it once") => {
                "Take it out there".to_owned()
            }
            [only] => format!("Write {} there", only.text),
            _ => "Correct it there".to_owned(),
        };
        match file {
            Some(file) => format!("{there}, or record in `{file}` what has changed."),
            None => format!("{there}, or add it to the data."),
        }
    }

    /// What is to be said of several things that a place lacks: one finding, however many there are.
    fn missing_all(all: &[&Self]) -> Option<Finding> {
        let first = all.first()?;
        if all.len() == 1 {
            return Some(first.missing());
        }
        let what: Vec<&str> = all.iter().map(|own| own.what.as_str()).collect();
        let who = first.says.first().map_or("the data", |says| says.who.as_str());
        let message = format!("{} things are missing here that {who} has", all.len());
        let finding =
            Finding::error("site-incomplete", message).at(first.place.clone()).label("not among these");
        let data = first.says.iter().find_map(|says| says.place.clone());
        let finding = match data {
            Some(place) => finding.related(place, format!("the first, {}", first.what)),
            None => finding,
        };
        Some(finding.help(format!("Add them there: {}.", words::joined(&what, "and"))))
    }

    fn missing(&self) -> Finding {
        let says: Vec<&Says> = self.says.iter().collect();
        let who = self.says.first().map_or("", |says| says.who.as_str());
        let texts: Vec<&str> = self.says.iter().map(|says| says.text.as_str()).collect();
        let message =
            format!("{} is missing here, and {who} says {}", self.what, words::joined(&texts, "and"));
        let finding =
            Finding::error("site-incomplete", message).at(self.place.clone()).label("not among these");
        self.with_data(finding, &says).help(format!("Add {} there.", self.what))
    }

    fn not_found(&self, lack: Lack, why: &str) -> Finding {
        let pattern: &Place = &self.site.pattern.place;
        let finding = Finding::error("site-not-found", why).as_warning().at(self.place.clone());
        let finding = match self.place == *pattern {
            true => finding.label("the site"),
            false if lack == Lack::Behind => finding.label("here").related(pattern.clone(), "the site"),
            false => finding.label("what is nearest").related(pattern.clone(), "the site"),
        };
        if lack == Lack::Behind {
            return finding.help("Begin the pattern with `{...}`, or with the text that stands before it.");
        }
        if lack == Lack::Legible {
            return finding.help("Look at that file of the checkout, and get it again as its commit has it.");
        }
        finding.help(format!(
            "Correct the site in `{}`, or say under `pythons` for which versions it counts.",
            pattern.source.path
        ))
    }
}
