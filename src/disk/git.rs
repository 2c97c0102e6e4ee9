//! A project as it is in a git revision. Owns what is asked of git, always its plumbing; must not
//! know what the files say, nor which revision is wanted and why.
//!
//! Nothing is fetched, and neither the working tree nor the index nor the objects change: objects are
//! only read, so that what is staged or edited does not matter.

mod objects;
mod origin;
mod process;
mod refusal;
mod tree;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(crate) use origin::{NoAddress, Page};
pub(crate) use refusal::Refusal;

use super::Fault;
use process::Git;

/// The repository that a folder is in.
#[derive(Debug)]
pub(crate) struct Repository {
    git: Git,
    /// Whether it has no working tree.
    pub(crate) is_bare: bool,
    is_shallow: bool,
    /// Where the folder is in the repository: empty, or ending with `/`.
    prefix: String,
}

/// A commit that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Commit {
    /// How it is called in paths: as it was typed, or shortened.
    pub(crate) name: String,
    id: String,
}

/// What a folder holds in a commit.
pub(crate) struct Held {
    /// The files that are not hidden, by their paths below the folder; none where there is no folder.
    pub(crate) files: Option<BTreeMap<String, Vec<u8>>>,
    /// What could not be read.
    pub(crate) faults: Vec<Fault>,
}

impl Repository {
    /// The repository that a folder is in.
    pub(crate) fn of(folder: &Path) -> Result<Self, Refusal> {
        let git = Git::in_folder(folder);
        let about = ["rev-parse", "--is-bare-repository", "--is-shallow-repository", "--show-prefix"];
        let said = git.ask(&about)?;
        let mut said = said.splitn(3, '\n');
        let mut next = || said.next().unwrap_or_default();
        let (is_bare, is_shallow) = (next() == "true", next() == "true");
        let prefix = next().trim_end_matches('\n').to_owned();
        Ok(Self { git, is_bare, is_shallow, prefix })
    }

    /// The commit that a revision names.
    pub(crate) fn commit(&self, revision: &str) -> Result<Commit, Refusal> {
        let name = revision.to_owned();
        // No revision begins with a dash, and git would take it for an option.
        if revision.is_empty() || revision.starts_with('-') {
            return Err(self.unknown(name));
        }
        let refused = match self.git.id(&format!("{revision}^{{commit}}")) {
            Ok(id) => return Ok(Commit { name, id }),
            Err(refused) => refused,
        };
        if refused.contains("is ambiguous") {
            return Err(Refusal::Ambiguous(name));
        }
        // In `:/words` the words go on to the end.
        match self.git.id(revision) {
            Ok(object) => match self.git.id(&format!("{object}^{{commit}}")) {
                Ok(id) => Ok(Commit { name, id }),
                Err(said) if said.contains("expected commit type") => Err(Refusal::NotACommit(name)),
                // A whole hash is taken at its word, whether or not there is such an object.
                Err(_) => Err(self.unknown(name)),
            },
            Err(_) => Err(self.unknown(name)),
        }
    }

    /// The commit from which two have gone their own ways.
    pub(crate) fn merge_base(&self, one: &Commit, other: &Commit) -> Result<Commit, Refusal> {
        let id = self.git.ask(&["merge-base", &one.id, &other.id]).map(|said| said.trim_end().to_owned());
        match id {
            Ok(id) => Ok(Commit { name: id.chars().take(SHORT).collect(), id }),
            Err(_) => Err(Refusal::Unrelated {
                one: one.name.clone(),
                other: other.name.clone(),
                is_shallow: self.is_shallow,
            }),
        }
    }

    /// The whole name of a branch or tag; none for other revisions.
    pub(crate) fn full_name(&self, revision: &str) -> Option<String> {
        let said = self.git.ask(&["rev-parse", "--symbolic-full-name", revision]).ok()?;
        Some(said.trim_end().to_owned()).filter(|name| name.starts_with("refs/"))
    }

    /// How paths of the project in a commit begin: git reads them in this form.
    pub(crate) fn shown(&self, commit: &Commit) -> String {
        format!("{}:{}", commit.name, self.prefix)
    }

    /// The files of a folder of the project in a commit, and of each file no more than `most` bytes.
    pub(crate) fn files(&self, commit: &Commit, folder: &str, most: u64) -> Held {
        tree::read(&self.git, commit, &format!("{}{folder}", self.prefix), most)
    }

    /// Why there is no such revision.
    fn unknown(&self, revision: String) -> Refusal {
        let has_none = || self.git.ask(&["for-each-ref", "--count=1"]).is_ok_and(|refs| refs.is_empty());
        if self.git.id("HEAD").is_err() && (revision == "HEAD" || has_none()) {
            return Refusal::Unborn;
        }
        Refusal::Unknown { revision, is_shallow: self.is_shallow }
    }
}

/// So many digits of a commit's hash tell it from the others, even in large repositories.
const SHORT: usize = 10;

impl Commit {
    /// A path in the commit, as people can give it to git.
    fn path(&self, path: &str) -> PathBuf {
        PathBuf::from(format!("{}:{path}", self.name))
    }
}
