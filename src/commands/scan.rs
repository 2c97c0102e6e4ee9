//! `pep11 scan`: holds the sites in checkouts of other repositories against the data.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use pep11::finding::{Finding, Severity};
use pep11::model::Registry;
use pep11::report;
use pep11::site::{self, Checkout, Possible, Scanned, Spellings};
use pep11::version::Python;
use pep11::words::either;

use super::findings;
use crate::cli::{self, Format};
use crate::console::{self, Status, Unable};
use crate::disk::checkout::{Found, Root};
use crate::disk::project::Need;

const NAME_IT: &str = "Name it with `--python`, such as `--python 3.15`.";

pub(super) fn run(given: Option<&Path>, args: &cli::Scan) -> Result<Status, Unable> {
    let project = super::located_or_built_in(given, Need::Data)?;
    let reviewed = match super::reviewed(&project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let registry = &reviewed.registry;
    let typed = args.python.as_deref().map(|typed| python(registry, typed)).transpose()?;
    let asked = asked(registry, &args.repo)?;
    let scans: Vec<Scanned<'_>> =
        asked.iter().map(|asked| asked.scanned(registry, typed)).collect::<Result<_, _>>()?;
    let found: Vec<Finding> = scans.iter().flat_map(Scanned::findings).collect();
    print(&scans, &found, args, given)?;
    scans.iter().flat_map(Scanned::remarks).for_each(|remark| console::note(&remark));
    let counts = |finding: &Finding| args.deny_warnings || finding.severity == Severity::Error;
    Ok(if found.iter().any(counts) { Status::Found } else { Status::Fine })
}

fn print(
    scans: &[Scanned<'_>],
    found: &[Finding],
    args: &cli::Scan,
    given: Option<&Path>,
) -> Result<(), Unable> {
    match args.format {
        Format::Text => {
            let shown = if args.quiet { &[] } else { scans };
            let lines: String = shown.iter().map(Scanned::lines).collect();
            let gap = if lines.is_empty() || found.is_empty() { "" } else { "\n" };
            console::result(&format!("{}{gap}", report::visible_lines(&lines)))?;
            // What matters most stands nearest to the prompt.
            let mut found = found.to_vec();
            found.sort_by_key(|finding| finding.severity == Severity::Error);
            console::findings(&found)
        }
        Format::Json => {
            console::result(&report::scan::checkouts(scans, found).map_err(std::io::Error::from)?)
        }
        Format::Github | Format::Sarif => {
            let shown = if args.quiet { &[] } else { scans };
            let possible = shown.iter().flat_map(|scan| scan.possible.iter().map(Possible::finding));
            let all: Vec<Finding> = found.iter().cloned().chain(possible).collect();
            // A checkout without its `.git` stands for the repository: there, paths begin at its root.
            let folders = scans.iter().map(|scan| Path::new(&scan.folder));
            let roots: Vec<&Path> = folders.chain([given.unwrap_or(Path::new("."))]).collect();
            findings::print(&all, args.format, &roots, None)
        }
    }
}

/// A checkout that was named.
struct Asked<'r> {
    repository: &'r str,
    folder: PathBuf,
    root: Root,
}

/// Every `NAME=DIR`, each once.
fn asked<'r>(registry: &'r Registry, typed: &[String]) -> Result<Vec<Asked<'r>>, Unable> {
    let mut seen = BTreeSet::new();
    let mut asked = Vec::new();
    for typed in typed {
        let (repository, folder) = repository(registry, typed)?;
        let root = Root::open(&folder)?;
        if !seen.insert((repository, root.real().to_owned())) {
            let message = format!("`{}` is named twice for {repository}", folder.display());
            return Err(Unable::typed(message, "Leave out one of the two."));
        }
        asked.push(Asked { repository, folder, root });
    }
    Ok(asked)
}

/// The repository and the folder in `NAME=DIR`; the name's last part will do.
fn repository<'r>(registry: &'r Registry, typed: &str) -> Result<(&'r str, PathBuf), Unable> {
    let Some((name, folder)) = typed.split_once('=').filter(|(_, folder)| !folder.is_empty()) else {
        let message = format!("`{typed}` names no folder");
        return Err(Unable::typed(
            message,
            "Write the repository and its folder, such as `cpython=../cpython`.",
        ));
    };
    let names = site::repositories(registry);
    let is_named = |own: &&&str| **own == name || own.rsplit('/').next() == Some(name);
    match names.iter().filter(is_named).collect::<Vec<_>>().as_slice() {
        [own] => Ok((own, PathBuf::from(folder))),
        [] => Err(Unable::typed(
            format!("no site is in a repository `{name}`"),
            format!("The repositories are {}.", names.join(", ")),
        )),
        several => Err(Unable::typed(
            format!("`{name}` is the last part of several repositories"),
            format!("Write one of {}.", several.iter().map(|own| **own).collect::<Vec<_>>().join(", ")),
        )),
    }
}

impl<'r> Asked<'r> {
    fn scanned(&self, registry: &'r Registry, typed: Option<Python>) -> Result<Scanned<'r>, Unable> {
        let files = self.root.files(self.paths(registry));
        if files.is_empty() {
            return Err(self.is_another_folder(registry));
        }
        let (python, identity) = self.python(registry, &files, typed)?;
        let mut scanned = Scanned {
            repository: self.repository,
            folder: self.folder.display().to_string(),
            python,
            identity,
            comparisons: Vec::new(),
            possible: Vec::new(),
            unread: Vec::new(),
            not_text: 0,
        };
        let is_known = scanned.identity.as_ref().is_none_or(|found| found.severity == Severity::Warning);
        if is_known {
            let checkout = Checkout { repository: self.repository.to_owned(), python, files };
            let otherwise = typed.filter(|_| python.is_none());
            scanned.comparisons = site::compare_as(registry, &checkout, otherwise);
            self.search(&site::covered(registry, &checkout, otherwise), registry, &mut scanned);
        }
        Ok(scanned)
    }

    fn paths(&self, registry: &'r Registry) -> impl Iterator<Item = &'r str> + use<'r> {
        let repository = self.repository;
        let own = registry.all_sites().filter(move |site| *site.repository == repository);
        own.flat_map(|site| &site.paths).map(|path| path.as_str())
    }

    /// A folder without any file of a site would be found to lack all of them, and to disagree in nothing.
    fn is_another_folder(&self, registry: &Registry) -> Unable {
        let (name, folder) = (self.repository, self.folder.display());
        let message = format!("`{folder}` has none of the files that have sites in {name}");
        let help = match self.root.above(|| self.paths(registry)) {
            Some(root) => format!("Name the root of the checkout, `{}`.", root.display()),
            None => format!("Name the root of a checkout of {name} behind `=`."),
        };
        Unable::typed(message, help)
    }

    /// The Python version that the checkout is, as it was typed or as it says itself, and what is wrong with
    /// that. None where it is no particular one.
    fn python(
        &self,
        registry: &Registry,
        files: &[site::File],
        typed: Option<Python>,
    ) -> Result<(Option<Python>, Option<Finding>), Unable> {
        let identities = site::identities(registry, self.repository);
        if identities.is_empty() {
            return Ok((None, None));
        }
        if typed.is_some() {
            return Ok((
                typed,
                typed.and_then(|typed| site::overruled(registry, self.repository, files, typed)),
            ));
        }
        if let Some(finding) = site::contradiction(registry, self.repository, files) {
            let help = "Correct the checkout, or name the version that counts with `--python X.Y`.";
            return Ok((None, Some(finding.help(help))));
        }
        let Some((python, _)) = site::identity(registry, self.repository, files) else {
            let mut paths: Vec<&str> =
                identities.iter().flat_map(|site| &site.paths).map(|path| path.as_str()).collect();
            paths.dedup();
            let folder = self.folder.display();
            let message = format!("`{folder}` does not say in {} which Python version it is", either(&paths));
            return Err(Unable::typed(message, NAME_IT));
        };
        Ok((Some(recorded(registry, python)?), None))
    }

    /// Looks for what is spelled where no site is.
    fn search(
        &self,
        covered: &BTreeMap<String, Vec<Range<usize>>>,
        registry: &Registry,
        scanned: &mut Scanned<'_>,
    ) {
        let spellings = Spellings::new(registry);
        let passed_over = registry.passed_over.clone();
        let is_passed_over = move |path: &str| passed_over.iter().any(|own| site::is_passed_over(own, path));
        self.root.search(is_passed_over, &mut |found| match found {
            Found::Text(path, source) => {
                let spans = covered.get(&path).map_or(&[][..], Vec::as_slice);
                let found = spellings.find(&source, spans);
                if found.len() >= site::MOST {
                    let why = format!("has {} possible sites or more: the rest is not listed", site::MOST);
                    scanned.unread.push((path, why));
                }
                scanned.possible.extend(found);
            }
            Found::Unread(path, why) => scanned.unread.push((path, why)),
            Found::Binary => scanned.not_text += 1,
        });
    }
}

/// A Python version that was typed.
fn python(registry: &Registry, typed: &str) -> Result<Python, Unable> {
    let python = Python::of_release(typed)
        .ok_or_else(|| Unable::typed(format!("`{typed}` is not a version of Python"), NAME_IT))?;
    recorded(registry, python)
}

/// A Python version, if the data says anything of it.
fn recorded(registry: &Registry, python: Python) -> Result<Python, Unable> {
    if registry.releases.iter().any(|release| release.python.value == python) {
        return Ok(python);
    }
    let known: Vec<String> = registry.releases.iter().map(|release| release.python.to_string()).collect();
    let help = format!("The Python versions are {}.", known.join(", "));
    Err(Unable::typed(format!("nothing is recorded for Python {python}"), help))
}
