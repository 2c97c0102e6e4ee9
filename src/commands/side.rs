//! What is compared: the project in a revision, in a folder, or here. Owns how people name them and
//! how the names are told apart; must not know how any of them is read.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use pep11::finding::{Finding, Severity};
use pep11::project::{Project, Reviewed};
use pep11::rules;

use crate::console::Unable;
use crate::disk::git::{Commit, Refusal, Repository};
use crate::disk::project::{self, Need};

/// One state of a project.
pub(super) struct Side {
    /// How people know it.
    pub(super) name: String,
    pub(super) project: Project,
    /// Whether its files are in git alone.
    is_revision: bool,
}

impl Side {
    /// How the paths of its files begin, if they are not on the disk.
    pub(super) fn revision(&self) -> Option<&str> {
        self.is_revision.then_some(self.project.root.as_str())
    }
}

/// The two states that `pep11 diff` compares: by default the last commit and the project's folder.
pub(super) fn pair(
    given: Option<&Path>,
    base: Option<&str>,
    head: Option<&str>,
) -> Result<(Side, Side), Unable> {
    let here = Here::new(given)?;
    let Some(base) = base else { return Ok((here.revision("HEAD")?, here.working_tree()?)) };
    let ranges = [Some(base), head].map(|typed| typed.and_then(Range::read));
    match (head, ranges) {
        (None, [Some(range), _]) if range.right.is_empty() => Ok((here.start(&range)?, here.working_tree()?)),
        (None, [Some(range), _]) => Ok((here.start(&range)?, here.revision(range.right)?)),
        (None, _) => Ok((here.named(base)?, here.working_tree()?)),
        (Some(head), [None, None]) => Ok((here.named(base)?, here.named(head)?)),
        (Some(_), [Some(range), _] | [None, Some(range)]) => Err(Unable::typed(
            format!("`{}` is a pair already, and cannot be one of two", range.typed),
            "Write it alone, or two revisions or folders.",
        )),
    }
}

/// The state that `pep11 check --base` holds the project's folder against.
pub(super) fn base(given: Option<&Path>, typed: &str) -> Result<Side, Unable> {
    let here = Here::new(given)?;
    match Range::read(typed) {
        None => here.named(typed),
        Some(range) if range.right.is_empty() => here.start(&range),
        Some(range) => Err(Unable::typed(
            format!("`{typed}` ends with a revision, but what is checked is the project's folder"),
            format!("Write `{}`.", range.typed.trim_end_matches(range.right)),
        )),
    }
}

/// What kept data from being read whole. What rules find in it is another matter.
pub(super) fn unread(reviewed: &Reviewed) -> Vec<Finding> {
    let is_rule = |finding: &Finding| rules::RULES.iter().any(|rule| rule.name == finding.rule);
    let errors = reviewed.findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.filter(|finding| !reviewed.is_whole && !is_rule(finding)).cloned().collect()
}

/// Two revisions that were typed as one word, of which either may be left out.
struct Range<'t> {
    typed: &'t str,
    left: &'t str,
    right: &'t str,
    /// Three dots: the first is not the left one, but where the right one has left it.
    is_from_merge_base: bool,
}

impl<'t> Range<'t> {
    fn read(typed: &'t str) -> Option<Self> {
        let (left, dots) = typed.split_once("..")?;
        let (right, is_from_merge_base) = dots.strip_prefix('.').map_or((dots, false), |right| (right, true));
        // `../old` and `a/../b` are folders; so is what exists as one.
        let is_path = left.ends_with('/') || right.starts_with('/') || is_typed_as_path(typed);
        let is_nothing = left.is_empty() && right.is_empty();
        let is_range = !is_path && !is_nothing && !is_project(typed);
        is_range.then_some(Self { typed, left, right, is_from_merge_base })
    }
}

/// Whether it can be no revision.
fn is_typed_as_path(typed: &str) -> bool {
    let begins = ["./", "../", ".\\", "..\\"].iter().any(|start| typed.starts_with(start));
    begins || [".", ".."].contains(&typed) || typed.ends_with('/') || Path::new(typed).is_absolute()
}

/// Whether a folder holds a project.
fn is_project(typed: &str) -> bool {
    !typed.is_empty() && Path::new(typed).join("data").is_dir()
}

/// Where the project is, and the repository that it is in.
struct Here<'g> {
    given: Option<&'g Path>,
    folder: PathBuf,
    repository: OnceCell<Result<Repository, Refusal>>,
}

impl<'g> Here<'g> {
    fn new(given: Option<&'g Path>) -> Result<Self, Unable> {
        let folder = match (project::locate(given), given) {
            (Ok(folder), _) => folder.unwrap_or_default(),
            // A revision may have had what the folder has no more.
            (Err(_), Some(folder)) if folder.is_dir() => folder.to_owned(),
            (Err(faults), _) => return Err(Unable::Disk(faults)),
        };
        Ok(Self { given, folder, repository: OnceCell::new() })
    }

    fn repository(&self) -> Result<&Repository, Refusal> {
        self.repository.get_or_init(|| Repository::of(&self.folder)).as_ref().map_err(Clone::clone)
    }

    /// What the files are now.
    fn working_tree(&self) -> Result<Side, Unable> {
        match super::located_for(self.given, Need::Templates) {
            Ok(located) => {
                Ok(Side { name: "working tree".to_owned(), project: located.project, is_revision: false })
            }
            Err(_) if self.repository().is_ok_and(|repository| repository.is_bare) => Err(Unable::typed(
                "this is a bare git repository: it has no working tree to compare with",
                "Name two revisions.",
            )),
            Err(unable) => Err(unable),
        }
    }

    /// A revision, and nothing else.
    fn revision(&self, revision: &str) -> Result<Side, Unable> {
        let (repository, commit) = self.commit(revision)?;
        in_commit(repository, &commit, revision.to_owned())
    }

    fn commit(&self, revision: &str) -> Result<(&Repository, Commit), Refusal> {
        let repository = self.repository()?;
        Ok((repository, repository.commit(revision)?))
    }

    /// Where a range begins.
    fn start(&self, range: &Range<'_>) -> Result<Side, Unable> {
        let [left, right] =
            [range.left, range.right].map(|typed| if typed.is_empty() { "HEAD" } else { typed });
        let (repository, commit) = self.commit(left)?;
        if !range.is_from_merge_base {
            return in_commit(repository, &commit, left.to_owned());
        }
        let base = repository.merge_base(&commit, &repository.commit(right)?)?;
        in_commit(repository, &base, format!("merge base of {left} and {right}"))
    }

    /// A revision or a folder; what could be both is neither.
    fn named(&self, typed: &str) -> Result<Side, Unable> {
        let is_project = is_project(typed);
        if is_typed_as_path(typed) {
            return if is_project { in_folder(typed) } else { Err(no_project(typed)) };
        }
        match (is_project, self.commit(typed)) {
            (true, Ok((repository, _))) => Err(is_both(repository, typed)),
            (true, Err(_)) => in_folder(typed),
            (false, Ok((repository, commit))) => in_commit(repository, &commit, typed.to_owned()),
            (false, Err(refusal)) => Err(is_neither(typed, &refusal)),
        }
    }
}

fn in_commit(repository: &Repository, commit: &Commit, name: String) -> Result<Side, Unable> {
    let project = project::in_commit(repository, commit).map_err(Unable::Disk)?;
    Ok(Side { name, project, is_revision: true })
}

fn in_folder(typed: &str) -> Result<Side, Unable> {
    let located = project::load(Some(Path::new(typed)), Need::Templates).map_err(Unable::Disk)?;
    let located = located.ok_or_else(|| no_project(typed))?;
    Ok(Side { name: typed.to_owned(), project: located.project, is_revision: false })
}

fn no_project(typed: &str) -> Unable {
    if let Some(unable) = is_data(typed) {
        return unable;
    }
    let is_what = if Path::new(typed).is_dir() { "has no folder data/" } else { "is not a folder" };
    Unable::typed(format!("`{typed}` {is_what}"), "Name the folder that holds data/, or a revision.")
}

/// Why the folder `data` of a project is not the project: what was typed is too long by a name.
fn is_data(typed: &str) -> Option<Unable> {
    let folder = Path::new(typed);
    let is_data = folder.join("pythons.yaml").is_file() || folder.join("platforms").is_dir();
    let above = folder.components().as_path().parent().filter(|_| is_data && folder.ends_with("data"))?;
    let above = match above.to_string_lossy() {
        here if here.is_empty() => ".".to_owned(),
        named => named.into_owned(),
    };
    Some(Unable::typed(
        format!("`{typed}` is the folder data/ of a project, not the project"),
        format!("Write `{above}` for the project, or name a revision."),
    ))
}

fn is_both(repository: &Repository, typed: &str) -> Unable {
    // What is no branch or tag is a commit's hash or a way to one, which may have this after it.
    let revision = repository.full_name(typed).unwrap_or_else(|| format!("{typed}^0"));
    Unable::typed(
        format!("`{typed}` is a folder and a revision"),
        format!("Write `./{typed}` for the folder, or `{revision}` for the revision."),
    )
}

fn is_neither(typed: &str, refusal: &Refusal) -> Unable {
    if let Some(unable) = is_data(typed) {
        return unable;
    }
    let is_folder = Path::new(typed).is_dir();
    let message = match refusal {
        Refusal::Unknown { is_shallow: false, .. } if is_folder => {
            format!("`{typed}` is no revision, and a folder without data/")
        }
        Refusal::Unknown { is_shallow: false, .. } => format!("`{typed}` is neither a revision nor a folder"),
        _ if is_folder => format!("the folder `{typed}` has no data/, and {}", refusal.message()),
        _ => format!("there is no folder `{typed}`, and {}", refusal.message()),
    };
    Unable::typed(message, refusal.help())
}
