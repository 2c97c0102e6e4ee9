//! `pep11 scan`: holds the sites in checkouts of other repositories against the data.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pep11::finding::{Finding, Severity};
use pep11::model::Registry;
use pep11::site::{self, Checkout, Comparison, Lack, Outcome, Possible, Spellings};
use pep11::version::Python;

use super::findings as report;
use crate::cli::{self, Format};
use crate::console::{self, Status, Unable};
use crate::disk::checkout::{Found, Root};
use crate::disk::project::Need;

pub(super) fn run(given: Option<&Path>, args: &cli::Scan) -> Result<Status, Unable> {
    let project = super::located_or_built_in(given, Need::Data)?;
    let reviewed = match super::reviewed(&project) {
        Ok(reviewed) => reviewed,
        Err(status) => return Ok(status),
    };
    let registry = &reviewed.registry;
    let asked = args.repo.iter().map(|typed| repository(registry, typed));
    let asked = asked.collect::<Result<Vec<_>, _>>()?;
    let mut scans = Vec::new();
    for (name, folder) in asked {
        scans.push(Scan::of(registry, name, &folder, args.python.as_deref())?);
    }
    let findings: Vec<Finding> = scans.iter().flat_map(Scan::findings).collect();
    if args.format == Format::Text {
        let lines: String = scans.iter().map(Scan::lines).collect();
        let gap = if lines.is_empty() || findings.is_empty() { "" } else { "\n" };
        console::result(&format!("{lines}{gap}"))?;
        console::findings(&findings)?;
    } else {
        let possible = scans.iter().flat_map(|scan| scan.possible.iter().map(Possible::finding));
        let all: Vec<Finding> = findings.iter().cloned().chain(possible).collect();
        report::print(&all, args.format, given.unwrap_or(Path::new(".")), None)?;
    }
    scans.iter().for_each(Scan::remark);
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    Ok(if findings.iter().any(is_error) { Status::Found } else { Status::Fine })
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

/// What was found in one checkout.
struct Scan<'r> {
    repository: &'r str,
    python: Option<Python>,
    comparisons: Vec<Comparison<'r>>,
    possible: Vec<Possible>,
    unread: Vec<(String, String)>,
}

impl<'r> Scan<'r> {
    fn of(
        registry: &'r Registry,
        name: &'r str,
        folder: &Path,
        python: Option<&str>,
    ) -> Result<Self, Unable> {
        let root = Root::open(folder)?;
        let own = registry.all_sites().filter(|site| *site.repository == name);
        let files = root.files(own.flat_map(|site| &site.paths).map(|path| path.as_str()));
        let python = self::python(registry, name, folder, &files, python)?;
        let checkout = Checkout { repository: name.to_owned(), python, files };
        let mut scan = Self {
            repository: name,
            python,
            comparisons: site::compare(registry, &checkout),
            possible: Vec::new(),
            unread: Vec::new(),
        };
        scan.search(registry, &root, &checkout);
        Ok(scan)
    }

    /// Looks for what is spelled where no site is.
    fn search(&mut self, registry: &Registry, root: &Root, checkout: &Checkout) {
        let spellings = Spellings::new(registry);
        let covered = site::covered(registry, checkout);
        let passed_over = registry.passed_over.clone();
        let is_passed_over = move |path: &str| passed_over.iter().any(|own| site::is_below(own, path));
        root.search(is_passed_over, &mut |found| match found {
            Found::Text(path, source) => {
                let spans = covered.get(&path).map_or(&[][..], Vec::as_slice);
                self.possible.extend(spellings.find(&source, spans));
            }
            Found::Unread(path, why) => self.unread.push((path, why)),
            Found::Binary => {}
        });
    }

    fn findings(&self) -> Vec<Finding> {
        self.comparisons.iter().filter_map(Comparison::finding).collect()
    }

    /// A line for each thing that needs no finding.
    fn lines(&self) -> String {
        let compared = self.comparisons.iter().filter_map(Comparison::line);
        compared.chain(self.possible.iter().map(Possible::line)).map(|line| line + "\n").collect()
    }

    /// The count, and what was not searched.
    fn remark(&self) {
        for (path, why) in &self.unread {
            console::note(&format!("not searched: {path} {why}"));
        }
        let count = |is_counted: fn(&Outcome) -> bool| {
            self.comparisons.iter().filter(|comparison| is_counted(&comparison.outcome)).count()
        };
        let agree = count(|outcome| *outcome == Outcome::Agrees);
        let disagree = count(|outcome| matches!(outcome, Outcome::Disagrees | Outcome::Missing));
        let not_found =
            count(|outcome| matches!(outcome, Outcome::NotFound(lack, _) if *lack != Lack::Moved));
        let not_compared = count(|outcome| matches!(outcome, Outcome::NotCompared(_)));
        let mut said = self.repository.to_owned();
        if let Some(python) = self.python {
            let _ = write!(said, " as Python {python}");
        }
        let _ = write!(
            said,
            ": agree {agree}, disagree {disagree}, not found {not_found}, not compared {not_compared}, possible {}",
            self.possible.len()
        );
        console::note(&said);
    }
}

/// The Python version that a checkout is: as it was typed, or as it says itself. None where it is none.
fn python(
    registry: &Registry,
    name: &str,
    folder: &Path,
    files: &[site::File],
    typed: Option<&str>,
) -> Result<Option<Python>, Unable> {
    let identities = site::identities(registry, name);
    if identities.is_empty() {
        return Ok(None);
    }
    let help = "Name it with `--python`, such as `--python 3.15`.";
    let python = match typed {
        Some(typed) => Python::of_release(typed)
            .ok_or_else(|| Unable::typed(format!("`{typed}` is not a version of Python"), help))?,
        None => site::identity(registry, name, files).map(|(python, _)| python).ok_or_else(|| {
            let paths: Vec<&str> =
                identities.iter().flat_map(|site| &site.paths).map(|path| path.as_str()).collect();
            let folder = folder.display();
            let message =
                format!("`{folder}` does not say in {} which Python version it is", paths.join(" or "));
            Unable::typed(message, help)
        })?,
    };
    if registry.releases.iter().all(|release| release.python.value != python) {
        let known: Vec<String> = registry.releases.iter().map(|release| release.python.to_string()).collect();
        let help = format!("The Python versions are {}.", known.join(", "));
        return Err(Unable::typed(format!("nothing is recorded for Python {python}"), help));
    }
    Ok(Some(python))
}
