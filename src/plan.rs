//! A plan: what should become of files, before anything is written. Owns the edits, how they are
//! shown and what they say as findings; must not know how they are carried out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::finding::Finding;
use crate::render::Documents;
use crate::source::Place;

/// One file, as it is and as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Where it is.
    pub path: PathBuf,
    /// What it held when it was read; none if there was no file.
    pub before: Option<Vec<u8>>,
    /// What it should hold; none if there should be no file.
    pub after: Option<Vec<u8>>,
}

/// An edit and the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The edit, which changes something.
    pub edit: Edit,
    /// The file's path as people know it.
    pub shown: String,
    /// The file's path in a diff, where that is another: its repository may be another one.
    pub in_diff: Option<String>,
    /// Why the file is to change.
    pub reason: Reason,
}

/// Why a file is to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is a document.
    Document,
    /// No template makes it.
    Unmade,
    /// It has regions, which show these documents, each with the line of its marker.
    Regions(Vec<(usize, String)>),
}

/// What makes `out/` hold exactly the documents. `folder` is where it is, `shown` how it is shown.
pub fn of_documents(
    folder: &Path,
    shown: &str,
    wanted: &Documents,
    found: &BTreeMap<String, Vec<u8>>,
) -> Vec<Planned> {
    let planned = |path: &str, before: Option<&Vec<u8>>, after: Option<&String>, reason| Planned {
        edit: Edit {
            path: folder.join(path),
            before: before.cloned(),
            after: after.map(|text| text.clone().into_bytes()),
        },
        shown: format!("{shown}{path}"),
        in_diff: None,
        reason,
    };
    let is_stale =
        |(path, text): &(&String, &String)| found.get(*path).is_none_or(|now| now != text.as_bytes());
    let documents = wanted
        .iter()
        .filter(is_stale)
        .map(|(path, text)| planned(path, found.get(path), Some(text), Reason::Document));
    let unmade = found
        .iter()
        .filter(|(path, _)| !wanted.contains_key(*path))
        .map(|(path, bytes)| planned(path, Some(bytes), None, Reason::Unmade));
    documents.chain(unmade).collect()
}

impl Edit {
    /// One word for what happens to the file.
    pub fn verb(&self) -> &'static str {
        match (&self.before, &self.after) {
            (None, _) => "new",
            (_, None) => "removed",
            _ => "changed",
        }
    }

    /// The edit as a unified diff of a file that people know by this path; bytes that are no UTF-8 are
    /// shown as replacement characters.
    pub fn diff(&self, shown: &str) -> String {
        let text = |bytes: &Option<Vec<u8>>| {
            String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned()
        };
        let (before, after) = (text(&self.before), text(&self.after));
        let name = |side: &str, bytes: &Option<Vec<u8>>| match bytes {
            Some(_) => format!("{side}/{}", shown.trim_start_matches('/')),
            None => "/dev/null".to_owned(),
        };
        TextDiff::from_lines(&before, &after)
            .unified_diff()
            .header(&name("a", &self.before), &name("b", &self.after))
            .to_string()
    }
}

impl Planned {
    /// One word for what happens to the file.
    pub fn verb(&self) -> &'static str {
        self.edit.verb()
    }

    /// The documents that the file shows, where it has regions.
    pub fn documents(&self) -> Vec<&str> {
        match &self.reason {
            Reason::Regions(regions) => regions.iter().map(|(_, document)| document.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// The edit as a unified diff.
    pub fn diff(&self) -> String {
        self.edit.diff(self.in_diff.as_deref().unwrap_or(&self.shown))
    }

    /// The edit as a finding; `mend` is the command that carries it out.
    pub fn finding(&self, mend: &str) -> Finding {
        let shown = &self.shown;
        let help = format!("Run `{mend}`.");
        let finding = match (&self.reason, self.verb()) {
            (Reason::Document, "new") => {
                Finding::error("missing-document", format!("`{shown}` is missing")).at(Place::file(shown))
            }
            (Reason::Document, _) => {
                Finding::error("stale-document", format!("`{shown}` is not what `data/` says"))
                    .at(Place::file(shown))
                    .detail(self.diff())
            }
            (Reason::Unmade, _) => Finding::error("unmade-document", format!("no template makes `{shown}`"))
                .at(Place::file(shown))
                .why("`out/` belongs to pep11"),
            (Reason::Regions(_), _) => {
                let documents: Vec<_> = self.documents().iter().map(|name| format!("`{name}`")).collect();
                Finding::error("stale-region", format!("`{shown}` shows {} as it was", documents.join(", ")))
                    .at(self.marker())
                    .detail(self.diff())
            }
        };
        match self.reason {
            Reason::Unmade => finding.help(format!("{help} It removes the file.")),
            _ => finding.help(help),
        }
    }

    /// The marker of the first stale region.
    fn marker(&self) -> Place {
        let Reason::Regions(regions) = &self.reason else { return Place::file(&self.shown) };
        let text = String::from_utf8_lossy(self.edit.before.as_deref().unwrap_or_default()).into_owned();
        let line = regions.first().map_or(1, |(line, _)| *line);
        let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        Place::new(&crate::source::Source::new(&self.shown, text), start..end)
    }
}
