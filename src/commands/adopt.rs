//! `pep11 adopt`: puts markers around tables that show a document, or says where it would.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use pep11::adopt::{Adopted, Adoption, Host, Library, State, adopt};
use pep11::finding::{Finding, Severity};
use pep11::plan::{Edit, Planned, Reason};
use pep11::tabular::Language;
use pep11::words::counted;

use super::findings as report;
use crate::cli::{self, Format};
use crate::console::{self, Status, Unable};
use crate::disk::apply::{apply, writable};
use crate::disk::named::{self, Named};

pub(super) fn run(given: Option<&Path>, args: &cli::Adopt) -> Result<Status, Unable> {
    let located = super::located(given)?;
    let reviewed = match super::reviewed(&located.project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let documents = match located.project.documents(&reviewed.registry) {
        Ok(documents) => documents,
        Err(findings) => {
            console::complain(&findings);
            return Ok(Status::Found);
        }
    };
    let files = named::read(&readable(&args.file)).map_err(Unable::Disk)?;
    let own = located.folder.join("out").canonicalize().ok();
    let library = Library::new(&documents, &reviewed.registry);
    let found = match look(&files, own.as_deref(), &library, args.update) {
        Ok(found) => found,
        Err(findings) if args.format == Format::Text => {
            console::complain(&findings);
            return Ok(Status::Found);
        }
        Err(findings) => {
            report::print(&findings, args.format, &[&located.folder], None)?;
            return Ok(Status::Found);
        }
    };
    if args.write {
        let edits: Vec<Edit> = found.iter().filter_map(Found::edit).collect();
        writable(&edits)?;
        apply(&edits, None)?;
    }
    say(&found, args, &located.folder)
}

/// The files that may have tables; what is in the way of any other file is still to be said.
fn readable(typed: &[PathBuf]) -> Vec<PathBuf> {
    let is_readable = |path: &&PathBuf| {
        let is_of_language = Language::of_path(&shown(path)).is_some();
        if !is_of_language && path.is_file() {
            let shown = shown(path);
            console::note(&format!("{shown} was passed over: tables are read in .rst, .txt, .md and .html"));
        }
        is_of_language || !path.is_file()
    };
    typed.iter().filter(is_readable).cloned().collect()
}

/// A path as people know it.
fn shown(path: &Path) -> String {
    let shown = crate::disk::shown(path);
    shown.trim_start_matches("./").to_owned()
}

/// A file and what was found in it.
struct Found<'n> {
    file: &'n Named,
    shown: String,
    adoption: Adoption,
}

/// Looks at every file; the error is what is wrong with the regions that there are.
fn look<'n>(
    files: &'n [Named],
    own: Option<&Path>,
    library: &Library<'_>,
    updates: bool,
) -> Result<Vec<Found<'n>>, Vec<Finding>> {
    let (mut all, mut wrong) = (Vec::new(), Vec::new());
    for file in files {
        let shown = shown(&file.path);
        if own.is_some_and(|own| file.real.starts_with(own)) {
            console::note(&format!("{shown} was passed over: it is a document of this project itself"));
            continue;
        }
        let Some(language) = Language::of_path(&shown) else { continue };
        match adopt(Host { path: &shown, bytes: &file.bytes, language }, library, updates) {
            Ok(adoption) => all.push(Found { file, shown, adoption }),
            Err(findings) => wrong.extend(findings),
        }
    }
    if wrong.is_empty() { Ok(all) } else { Err(wrong) }
}

impl Found<'_> {
    fn edit(&self) -> Option<Edit> {
        let after = Some(self.adoption.after.clone()?);
        Some(Edit { path: self.file.path.clone(), before: Some(self.file.bytes.clone()), after })
    }

    fn diff(&self) -> Option<String> {
        let edit = self.edit()?;
        Some(Planned { edit, shown: self.shown.clone(), reason: Reason::Regions(Vec::new()) }.diff())
    }
}

/// Prints what was found, and says how it ends.
fn say(found: &[Found<'_>], args: &cli::Adopt, project: &Path) -> Result<Status, Unable> {
    let findings: Vec<Finding> = found.iter().flat_map(|found| found.adoption.findings.clone()).collect();
    match print(found, &findings, args, project) {
        // Who reads no further has not adopted what differs.
        Err(Unable::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    let count = Count::new(found, args.update);
    console::note(&count.summary(args));
    let is_left = count.differing > 0 && !(args.write && args.update);
    let is_wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if is_wrong || is_left { Status::Found } else { Status::Fine })
}

fn print(found: &[Found<'_>], findings: &[Finding], args: &cli::Adopt, project: &Path) -> Result<(), Unable> {
    if args.diff {
        console::result(&found.iter().filter_map(Found::diff).collect::<String>())?;
        console::complain(findings);
        return Ok(());
    }
    if args.format == Format::Text {
        let lines = found.iter().flat_map(|found| {
            let lines = move |table| lines(&found.shown, table, args);
            found.adoption.tables.iter().map(lines)
        });
        let lines: String = lines.collect();
        let gap = if lines.is_empty() || findings.is_empty() { "" } else { "\n" };
        console::result(&format!("{lines}{gap}"))?;
    }
    report::print(findings, args.format, &[project], None)
}

/// A line for one table, or one for each thing that it says otherwise.
fn lines(shown: &str, table: &Adopted, args: &cli::Adopt) -> String {
    let Adopted { line, name, state } = table;
    let verb = if args.write { "adopted as" } else { "shows" };
    let said = match (state, args.update) {
        (State::Region { is_stale: false }, _) => format!("already shows {name}"),
        (State::Region { is_stale: true }, _) => {
            format!("already shows {name}, as it was: the next `pep11 render --into` redraws it")
        }
        (State::Alike, _) => format!("{verb} {name}"),
        (State::Otherwise(words), false) => format!(
            "{verb} {name}, drawn otherwise{}: the next `pep11 render --into` redraws it",
            with(words)
        ),
        (State::Otherwise(words), true) if args.write => format!("{verb} {name} and redrawn{}", with(words)),
        (State::Otherwise(words), true) => {
            format!("{verb} {name}, drawn otherwise{}: to be redrawn", with(words))
        }
        (State::Differs(says), update) => {
            let what = match (update, args.write) {
                (false, _) => format!("shows {name}, but"),
                (true, false) => format!("shows {name}, to be brought up to date: it"),
                (true, true) => format!("{verb} {name} and brought up to date: the old one"),
            };
            return says.iter().map(|(line, clause)| format!("{shown}:{line}: {what} {clause}\n")).collect();
        }
    };
    format!("{shown}:{line}: {said}\n")
}

/// The other words in which a table says the same.
fn with(words: &[String]) -> String {
    if words.is_empty() { String::new() } else { format!(" (it has {})", words.join(", ")) }
}

/// How many tables are in which state.
#[derive(Default)]
struct Count {
    tables: usize,
    regions: usize,
    agreeing: usize,
    differing: usize,
    /// Those that show a document and cannot show it in a region.
    unfit: usize,
    /// Those in code and comments.
    verbatim: usize,
    updates: bool,
}

impl Count {
    fn new(found: &[Found<'_>], updates: bool) -> Self {
        let mut count = Self { updates, ..Self::default() };
        for adoption in found.iter().map(|found| &found.adoption) {
            for table in &adoption.tables {
                match table.state {
                    State::Region { .. } => count.regions += 1,
                    State::Alike | State::Otherwise(_) => count.agreeing += 1,
                    State::Differs(_) => count.differing += 1,
                }
            }
            for finding in &adoption.findings {
                match finding.severity {
                    Severity::Warning => count.verbatim += 1,
                    Severity::Error => count.unfit += usize::from(finding.rule != "table-differs"),
                }
            }
        }
        count.tables = count.regions + count.agreeing + count.differing + count.unfit + count.verbatim;
        count
    }

    fn summary(&self, args: &cli::Adopt) -> String {
        if self.tables == 0 {
            return "no table here shows a document of this project".to_owned();
        }
        let adopted = self.agreeing + if self.updates { self.differing } else { 0 };
        let would = if args.write { "" } else { "would be " };
        let differing = if self.updates { 0 } else { self.differing };
        let said = [
            (adopted, format!("{would}adopted")),
            (self.regions, "already in a region".to_owned()),
            (differing, if differing == 1 { "differs" } else { "differ" }.to_owned()),
            (
                self.unfit,
                format!("cannot be adopted as {}", if self.unfit == 1 { "it stands" } else { "they stand" }),
            ),
            (self.verbatim, "in code or a comment".to_owned()),
        ];
        let said: Vec<String> = said
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        format!("{}: {}", counted(self.tables, "table"), said.join(", "))
    }
}
