//! The release data of the PEPs: a TOML file with every release of Python. Owns what of it is read, and what
//! is wrong with a file that cannot be; must not know the project's own data. What it does not know it
//! passes over: that file is made for others, and says more every year.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Finding;
use crate::model::Date;
use crate::model::python::Milestone;
use crate::source::{Place, Source};
use crate::version::Python;
use crate::yaml;

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseData {
    /// What matters, newest release first.
    pub known: Vec<Known>,
    /// How many older feature releases it has.
    pub passed_over: usize,
}

/// What the file says of a feature release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The feature release.
    pub python: Python,
    /// The PEP that holds its schedule.
    pub pep: Option<u32>,
    /// The branch that it is made from.
    pub branch: Option<String>,
    /// Beta 1.
    pub beta_1: Option<Milestone>,
    /// The first final release.
    pub final_release: Option<Milestone>,
    /// The end of the last support.
    pub end_of_life: Option<Milestone>,
}

fn faulty(message: impl Into<String>) -> Finding {
    Finding::error("faulty-release-data", message)
}

/// Reads the file. What it says of releases before `oldest` does not matter.
///
/// # Errors
///
/// Everything that keeps it from being read.
pub fn read(path: &str, bytes: &[u8], oldest: Python) -> Result<ReleaseData, Vec<Finding>> {
    let source = text(path, bytes).map_err(|finding| vec![finding])?;
    let table = DeTable::parse(&source.text).map_err(|error| vec![syntax(&source, &error)])?;
    let mut reader = Reader { source: &source, findings: Vec::new() };
    let data = reader.all(table.get_ref(), oldest);
    reader.findings.sort_by(|a, b| a.position().cmp(&b.position()));
    if reader.findings.is_empty() { Ok(data) } else { Err(reader.findings) }
}

fn text(path: &str, bytes: &[u8]) -> Result<Arc<Source>, Finding> {
    if bytes.len() > yaml::LARGEST_FILE {
        let finding = faulty(format!("`{path}` has more than 16 MiB"));
        return Err(finding.at(Place::file(path)).help(NAME_IT));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|_| faulty(format!("`{path}` is not UTF-8 text")).at(Place::file(path)).help(NAME_IT))?;
    Ok(Source::new(path, text))
}

const NAME_IT: &str = "Name the file `release_management/python-releases.toml` of a checkout of https://github.com/python/peps.";

fn syntax(source: &Arc<Source>, error: &toml::de::Error) -> Finding {
    let end = source.text.len();
    let span = error.span().map_or(end..end, |span| span.start.min(end)..span.end.min(end));
    faulty("the TOML cannot be read here")
        .at(Place::new(source, span))
        .label(error.message().lines().next().unwrap_or_default())
        .help("Get the file anew; nothing of it was taken over.")
}

struct Reader<'s> {
    source: &'s Arc<Source>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn all(&mut self, table: &DeTable<'_>, oldest: Python) -> ReleaseData {
        let mut data = ReleaseData { known: Vec::new(), passed_over: 0 };
        let (Some(metadata), Some(releases)) = (table.get("metadata"), table.get("release")) else {
            let message = format!("`{}` has no tables `metadata` and `release`", self.source.path);
            self.findings.push(faulty(message).at(Place::file(&self.source.path)).help(NAME_IT));
            return data;
        };
        let (metadata, releases) = (self.table(metadata, "`metadata`"), self.table(releases, "`release`"));
        let (Some(metadata), Some(releases)) = (metadata, releases) else { return data };
        for (name, about) in metadata.iter() {
            let Some(python) = Python::parse(name.get_ref()) else { continue };
            if python < oldest {
                data.passed_over += 1;
                continue;
            }
            let Some(about) = self.table(about, "what is said of a release") else { continue };
            data.known.push(self.one(python, about, releases.get(name.get_ref().as_ref())));
        }
        data.known.sort_by_key(|known| std::cmp::Reverse(known.python));
        data
    }

    fn one(&mut self, python: Python, about: &DeTable<'_>, releases: Option<&Spanned<DeValue<'_>>>) -> Known {
        let releases: Vec<&DeTable<'_>> = match releases.map(|releases| (releases.get_ref(), releases.span()))
        {
            Some((DeValue::Array(releases), _)) => {
                releases.iter().filter_map(|one| one.get_ref().as_table()).collect()
            }
            Some((_, span)) => {
                self.wrong(span, "`release` is no list of releases");
                Vec::new()
            }
            None => Vec::new(),
        };
        let ended = about.get("status").and_then(|status| status.get_ref().as_str()) == Some("end-of-life");
        let end_of_life = about.get("end-of-life").and_then(|day| self.date(day, "`end-of-life`"));
        Known {
            python,
            pep: about.get("pep").and_then(|pep| self.pep(pep)),
            branch: about.get("branch").and_then(|branch| self.branch(branch)),
            beta_1: self.stage(&releases, &format!("{python}.0 beta 1")),
            final_release: self.stage(&releases, &format!("{python}.0 final")),
            end_of_life: end_of_life.map(|date| Milestone { date, actual: ended }),
        }
    }

    /// The day of a stage, and whether it has come.
    fn stage(&mut self, releases: &[&DeTable<'_>], stage: &str) -> Option<Milestone> {
        let is_stage = |release: &&&DeTable<'_>| {
            release.get("stage").is_some_and(|own| own.get_ref().as_str() == Some(stage))
        };
        let mut found = releases.iter().filter(is_stage);
        let release = found.next()?;
        if let Some(again) = found.next().and_then(|again| again.get("stage")) {
            self.wrong(again.span(), &format!("{stage} is listed twice"));
            return None;
        }
        let place = release.get("stage").map_or(0..0, |own| own.span());
        let (Some(date), Some(state)) = (release.get("date"), release.get("state")) else {
            self.wrong(place, &format!("{stage} has no `date` or no `state`"));
            return None;
        };
        let date = self.date(date, "`date`")?;
        let actual = match state.get_ref().as_str() {
            Some("actual") => true,
            Some("expected") => false,
            _ => {
                self.wrong(state.span(), "`state` is neither `actual` nor `expected`");
                return None;
            }
        };
        Some(Milestone { date, actual })
    }

    fn date(&mut self, value: &Spanned<DeValue<'_>>, what: &str) -> Option<Date> {
        // A day with a time is another thing.
        let date = value.get_ref().as_datetime().filter(|day| day.time.is_none()).and_then(|day| day.date);
        let date = date.and_then(|day| {
            Date::new(day.year.try_into().ok()?, day.month.try_into().ok()?, day.day.try_into().ok()?).ok()
        });
        if date.is_none() {
            self.wrong(value.span(), &format!("{what} is not a day"));
        }
        date
    }

    fn pep(&mut self, value: &Spanned<DeValue<'_>>) -> Option<u32> {
        let number = value.get_ref().as_integer().filter(|number| number.radix() == 10);
        let number = number.and_then(|number| number.as_str().parse().ok());
        if number.is_none() {
            self.wrong(value.span(), "`pep` is not the number of a PEP");
        }
        number
    }

    fn branch(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let branch = value.get_ref().as_str().map(str::to_owned);
        if branch.is_none() {
            self.wrong(value.span(), "`branch` is not a name");
        }
        // No branch is told by an empty name.
        branch.filter(|branch| !branch.is_empty())
    }

    fn table<'t, 'i>(&mut self, value: &'t Spanned<DeValue<'i>>, what: &str) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(value.span(), &format!("{what} is no table"));
        }
        table
    }

    fn wrong(&mut self, span: Range<usize>, message: &str) {
        self.findings.push(
            faulty(message)
                .at(Place::new(self.source, span))
                .help("Correct it in python/peps, or get the file anew; nothing of it was taken over."),
        );
    }
}
