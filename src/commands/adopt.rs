//! `pep11 adopt`: puts markers around tables that show a document, or says where it would.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use pep11::adopt::{Adopted, Adoption, Host, Library, State, Template, adopt};
use pep11::embedded;
use pep11::finding::{Finding, Severity};
use pep11::model::Registry;
use pep11::plan::Edit;
use pep11::project::Project;
use pep11::render::{Document, Documents, Renderer};
use pep11::tabular::Language;
use pep11::view;
use pep11::words::counted;

use super::{findings as report, typed};
use crate::cli::{self, Format};
use crate::console::{self, Status, Unable};
use crate::disk::apply::{apply, writable};
use crate::disk::named::{self, Named};
use crate::disk::root::path_in_diff;

pub(super) fn run(given: Option<&Path>, args: &cli::Adopt) -> Result<Status, Unable> {
    let located = super::located(given)?;
    let reviewed = match super::reviewed(&located.project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let (documents, templates) = match documents(&located.project, &reviewed.registry) {
        Ok(made) => made,
        Err(findings) => {
            console::complain(&findings);
            return Ok(Status::Found);
        }
    };
    let files = named::read(&readable(&args.file)).map_err(Unable::Disk)?;
    let own = located.folder.join("out").canonicalize().ok();
    let library = Library::new(&documents, &reviewed.registry).with_templates(templates);
    let mut found = match look(&files, own.as_deref(), &library, args.update) {
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
        found = found.into_iter().map(|found| found.settled(&library, args.update)).collect();
    }
    say(&found, given, args, &located.folder)
}

/// Every document, and what makes each.
fn documents(
    project: &Project,
    registry: &Registry,
) -> Result<(Documents, BTreeMap<String, Template>), Vec<Finding>> {
    let renderer = Renderer::new(&project.templates, &view::of(registry, None))?;
    let template = |document: &Document| {
        let source = project.templates.get(&document.template)?;
        let template = match embedded::path_of(source) {
            Some(path) => {
                Template { path: format!("{}{path}", project.root), text: Some(source.text.clone()) }
            }
            None => Template { path: source.path.clone(), text: None },
        };
        Some((document.path.clone(), template))
    };
    let templates = renderer.documents().iter().filter_map(template).collect();
    Ok((renderer.all()?, templates))
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
    language: Language,
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
            Ok(adoption) => all.push(Found { file, shown, language, adoption }),
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

    /// The same with the places that it has once it is written.
    fn settled(mut self, library: &Library<'_>, updates: bool) -> Self {
        let host = Host { path: &self.shown, bytes: &self.file.bytes, language: self.language };
        self.adoption = self.adoption.settled(host, library, updates);
        self
    }

    /// Whether a table in it is in a region, once it is written, and is not as its document is.
    fn is_to_be_redrawn(&self, updates: bool) -> bool {
        let is_stale = |table: &Adopted| match table.state {
            State::Region { is_stale } => is_stale,
            State::Otherwise(_) => !updates,
            State::Alike | State::Differs(_) => false,
        };
        self.adoption.tables.iter().any(is_stale)
    }

    fn diff(&self, project: &Path) -> Option<String> {
        let edit = self.edit()?;
        Some(edit.diff(&path_in_diff(&self.file.path, &self.shown, project)))
    }
}

/// The same for people to read: what is said of one table needs not be said of the next.
fn said_once(findings: &[Finding]) -> Vec<Finding> {
    let mut said = BTreeSet::new();
    let brief = |finding: &Finding| {
        let mut finding = finding.clone();
        if !said.insert((finding.rule, finding.why.clone(), finding.help.clone(), finding.detail.clone())) {
            finding.why = None;
            finding.help = None;
            finding.detail.clear();
        }
        finding
    };
    findings.iter().map(brief).collect()
}

/// Prints what was found, and says how it ends.
fn say(
    found: &[Found<'_>],
    given: Option<&Path>,
    args: &cli::Adopt,
    project: &Path,
) -> Result<Status, Unable> {
    let findings: Vec<Finding> = found.iter().flat_map(|found| found.adoption.findings.clone()).collect();
    match print(found, &findings, args, project) {
        // Who reads no further has not adopted what differs.
        Err(Unable::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    // Of a file that was passed over, all is said.
    if found.is_empty() {
        return Ok(Status::Fine);
    }
    let count = Count::new(found, args.update);
    console::note(&count.summary(args));
    let stale = found.iter().filter(|found| args.write && found.is_to_be_redrawn(args.update));
    let stale: Vec<PathBuf> = stale.map(|found| found.file.path.clone()).collect();
    if !stale.is_empty() {
        let next = typed::command(given, &format!("render{}", typed::options("--into", &stale)));
        console::note(&format!("next, run `{next}`: it redraws what is drawn otherwise"));
    }
    let is_left = count.differing > 0 && !(args.write && args.update);
    let is_wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if is_wrong || is_left { Status::Found } else { Status::Fine })
}

fn print(found: &[Found<'_>], findings: &[Finding], args: &cli::Adopt, project: &Path) -> Result<(), Unable> {
    if args.diff {
        console::result(&found.iter().filter_map(|found| found.diff(project)).collect::<String>())?;
        console::complain(&said_once(findings));
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
        return console::findings(&said_once(findings));
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
    /// Those that may be meant to show a document.
    like: usize,
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
                    Severity::Warning if finding.rule == "table-in-code" => count.verbatim += 1,
                    Severity::Warning => count.like += 1,
                    Severity::Error => count.unfit += usize::from(finding.rule != "table-differs"),
                }
            }
        }
        count.tables =
            count.regions + count.agreeing + count.differing + count.unfit + count.verbatim + count.like;
        count
    }

    fn summary(&self, args: &cli::Adopt) -> String {
        if self.tables == 0 {
            return "no table here shows a document of this project".to_owned();
        }
        let adopted = self.agreeing + if self.updates { self.differing } else { 0 };
        let adopted_how = if args.write { "adopted" } else { "would be adopted with `--write`" };
        let differing = if self.updates { 0 } else { self.differing };
        let said = [
            (adopted, adopted_how.to_owned()),
            (self.regions, "already in a region".to_owned()),
            (differing, if differing == 1 { "differs" } else { "differ" }.to_owned()),
            (
                self.unfit,
                format!("cannot be adopted as {}", if self.unfit == 1 { "it stands" } else { "they stand" }),
            ),
            (self.verbatim, "in code or a comment".to_owned()),
            (self.like, "only like a document".to_owned()),
        ];
        let said: Vec<String> = said
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        format!("{}: {}", counted(self.tables, "table"), said.join(", "))
    }
}
