//! Where a commit of a checkout can be read on GitHub. Owns what of a remote's address is kept; must not
//! know what the address is written into.

use std::fs;

use super::objects::{Object, Objects};
use super::{Refusal, Repository, SHORT};
use crate::disk::MOST_BYTES;

/// Where a commit can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The repository on GitHub: `python/cpython`.
    pub(crate) repository: String,
    /// The address.
    pub(crate) url: String,
}

/// Why a checkout has no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoAddress {
    /// git has no answer.
    Git(Refusal),
    /// The folder is inside of a repository, and not its root.
    NotTheRoot,
    /// There is no remote on GitHub.
    NoRemote,
    /// The commit is on no branch of a remote and has no tag, as far as this clone knows.
    NotPushed(String),
    /// A file is not what the commit has.
    Edited(String),
}

impl NoAddress {
    /// What is wrong: one clause about a folder, which is named before it.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Git(refusal) => format!("has no address: {}", refusal.message()),
            Self::NotTheRoot => "is not the root of a git repository".to_owned(),
            Self::NoRemote => "has no remote on GitHub".to_owned(),
            Self::NotPushed(commit) => {
                format!("is at commit {commit}, which no remote has, as far as this clone knows")
            }
            Self::Edited(path) => format!("has a `{path}` that is not as its commit has it"),
        }
    }
}

impl From<Refusal> for NoAddress {
    fn from(refusal: Refusal) -> Self {
        Self::Git(refusal)
    }
}

impl Repository {
    /// The page of the commit that is checked out, if these files, by their paths from the root, are as
    /// it has them. Of several remotes the one counts that is `wanted`.
    pub(crate) fn commit_page(&self, files: &[&str], wanted: &str) -> Result<Page, NoAddress> {
        if !self.prefix.is_empty() || self.is_bare {
            return Err(NoAddress::NotTheRoot);
        }
        for file in files {
            self.is_as_committed(file)?;
        }
        let (repository, commit) = self.address(wanted)?;
        let url = format!("https://github.com/{repository}/commit/{commit}");
        Ok(Page { repository, url })
    }

    /// The page of a file in this folder at the commit that is checked out, if the file is as it has it.
    pub(crate) fn file_page(&self, name: &str, wanted: &str) -> Result<Page, NoAddress> {
        self.is_as_committed(name)?;
        let (repository, commit) = self.address(wanted)?;
        let url = format!("https://github.com/{repository}/blob/{commit}/{}{name}", self.prefix);
        Ok(Page { repository, url })
    }

    /// The repository on GitHub and the hash of the commit. A commit that is nowhere but here can nobody else
    /// read: one counts that a remote's branch or a tag leads to, as far as this clone knows.
    fn address(&self, wanted: &str) -> Result<(String, String), NoAddress> {
        let commit = self.commit("HEAD")?;
        let remotes = self.remotes(wanted);
        if remotes.is_empty() {
            return Err(NoAddress::NoRemote);
        }
        let asked =
            ["for-each-ref", "--contains", &commit.id, "--format=%(refname)", "refs/remotes", "refs/tags"];
        let known = self.git.ask(&asked).unwrap_or_default();
        if known.trim().is_empty() {
            return Err(NoAddress::NotPushed(commit.id.chars().take(SHORT).collect()));
        }
        let has = |(name, _): &&(String, String)| {
            let begin = format!("refs/remotes/{name}/");
            known.lines().any(|known| known.starts_with(&begin))
        };
        // A tag does not say which remote it is from.
        let having: Vec<&(String, String)> = remotes.iter().filter(has).collect();
        let having = if having.is_empty() { remotes.iter().collect() } else { having };
        let is_wanted = |(_, repository): &&&(String, String)| repository == wanted;
        let of_it = having.iter().find(is_wanted).or(having.first());
        of_it.map(|(_, repository)| (repository.clone(), commit.id)).ok_or(NoAddress::NoRemote)
    }

    /// The remotes on GitHub, by their names; what a clone begins with comes first.
    fn remotes(&self, wanted: &str) -> Vec<(String, String)> {
        let names = self.git.ask(&["config", "--get-regexp", "--name-only", r"^remote\..*\.url$"]);
        let names = names.unwrap_or_default();
        let mut names: Vec<&str> =
            names.lines().filter_map(|line| line.strip_prefix("remote.")?.strip_suffix(".url")).collect();
        names.sort_by_key(|name| *name != "origin");
        names.dedup();
        let on_github = |name: &str| {
            // Shorthands in git's settings are written out by this; nothing is asked of the remote.
            let url = self.git.ask(&["ls-remote", "--get-url", "--", name]).ok()?;
            let repository = on_github(url.trim_end())?;
            // Names there have no case.
            let own = if repository.eq_ignore_ascii_case(wanted) { wanted.to_owned() } else { repository };
            Some((name.to_owned(), own))
        };
        names.into_iter().filter_map(on_github).collect()
    }

    /// git itself would run the filters that a checkout's settings name: the bytes are compared here. A checkout
    /// may have other line ends than its commit.
    fn is_as_committed(&self, path: &str) -> Result<(), NoAddress> {
        let edited = || NoAddress::Edited(path.to_owned());
        let committed = self.git.id(&format!("HEAD:{}{path}", self.prefix)).map_err(|_| edited())?;
        let mut objects = Objects::of(&self.git).map_err(|_| edited())?;
        let Ok(Object::File(committed)) = objects.get(&committed, MOST_BYTES) else { return Err(edited()) };
        let now = fs::read(self.git.folder().join(path)).map_err(|_| edited())?;
        let is_same = now == committed || without_returns(&now) == committed;
        if is_same { Ok(()) } else { Err(edited()) }
    }
}

/// A text with its CR LF as LF.
fn without_returns(text: &[u8]) -> Vec<u8> {
    let is_kept = |(at, byte): &(usize, &u8)| **byte != b'\r' || text.get(at + 1) != Some(&b'\n');
    text.iter().enumerate().filter(is_kept).map(|(_, byte)| *byte).collect()
}

/// `OWNER/NAME` of an address on GitHub, in any of the forms that git takes. What else stands in it, such
/// as a token, is left out.
fn on_github(url: &str) -> Option<String> {
    let path = match url.split_once("://") {
        Some(("https" | "http" | "ssh" | "git" | "git+ssh", rest)) => {
            let (host, path) = rest.split_once('/')?;
            let host = host.rsplit('@').next()?;
            let host = host.split(':').next()?;
            matches!(host.to_ascii_lowercase().as_str(), "github.com" | "www.github.com" | "ssh.github.com")
                .then_some(path)?
        }
        Some(_) => return None,
        None => {
            let (host, path) = url.split_once(':')?;
            let host = host.rsplit('@').next()?;
            matches!(host.to_ascii_lowercase().as_str(), "github.com" | "ssh.github.com").then_some(path)?
        }
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let (owner, name) = path.split_once('/')?;
    let is_name = |name: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !matches!(name, "" | "." | "..") && name.chars().all(is_plain)
    };
    (is_name(owner) && is_name(name)).then(|| format!("{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_known_by_any_of_its_addresses() {
        for url in [
            "https://github.com/python/cpython",
            "https://github.com/python/cpython.git",
            "https://github.com/python/cpython/",
            "https://someone:secret@github.com/python/cpython.git",
            "http://www.GitHub.com/python/cpython",
            "git@github.com:python/cpython.git",
            "github.com:python/cpython",
            "ssh://git@github.com/python/cpython.git",
            "ssh://git@ssh.github.com:443/python/cpython.git",
            "git://github.com/python/cpython.git",
        ] {
            assert_eq!(on_github(url).as_deref(), Some("python/cpython"), "{url}");
        }
        for url in [
            "",
            "origin",
            "/srv/cpython",
            "../cpython",
            "file:///github.com/python/cpython",
            "https://example.org/python/cpython",
            "https://github.com.example.org/python/cpython",
            "https://github.com@example.org/python/cpython",
            "git@example.org:python/cpython",
            "https://github.com/python",
            "https://github.com/python/cpython/tree",
            "https://github.com/py thon/cpython",
            "https://github.com/./..",
            "https://github.com/../cpython",
            "git@github.com:python/...git",
            "ext::sh -c true",
        ] {
            assert_eq!(on_github(url), None, "{url}");
        }
    }
}
