//! Where a commit of a checkout can be read on GitHub. Owns what of a remote's address is kept; must not
//! know what the address is written into.

use super::{Refusal, Repository};

/// Why a checkout has no address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoAddress {
    /// git has no answer.
    Git(Refusal),
    /// The folder is inside of a repository, and not its root.
    NotTheRoot,
    /// There is no remote on GitHub.
    NoRemote,
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
    /// it has them.
    pub(crate) fn commit_page(&self, files: &[&str]) -> Result<String, NoAddress> {
        if !self.prefix.is_empty() || self.is_bare {
            return Err(NoAddress::NotTheRoot);
        }
        let (repository, commit) = self.address()?;
        for file in files {
            self.is_as_committed(file)?;
        }
        Ok(format!("https://github.com/{repository}/commit/{commit}"))
    }

    /// The page of a file in this folder at the commit that is checked out, if the file is as it has it.
    pub(crate) fn file_page(&self, name: &str) -> Result<String, NoAddress> {
        let (repository, commit) = self.address()?;
        self.is_as_committed(name)?;
        Ok(format!("https://github.com/{repository}/blob/{commit}/{}{name}", self.prefix))
    }

    /// The repository on GitHub and the hash of the commit.
    fn address(&self) -> Result<(String, String), NoAddress> {
        let commit = self.commit("HEAD")?;
        let names = self.git.ask(&["config", "--get-regexp", "--name-only", r"^remote\..*\.url$"]);
        let names = names.unwrap_or_default();
        let mut names: Vec<&str> =
            names.lines().filter_map(|line| line.strip_prefix("remote.")?.strip_suffix(".url")).collect();
        // What a clone begins with comes first.
        names.sort_by_key(|name| *name != "origin");
        let repository = names.into_iter().find_map(|name| {
            // Shorthands in git's settings are written out by this; nothing is asked of the remote.
            on_github(self.git.ask(&["ls-remote", "--get-url", "--", name]).ok()?.trim_end())
        });
        Ok((repository.ok_or(NoAddress::NoRemote)?, commit.id))
    }

    fn is_as_committed(&self, path: &str) -> Result<(), NoAddress> {
        let edited = || NoAddress::Edited(path.to_owned());
        let committed = self.git.id(&format!("HEAD:{}{path}", self.prefix)).map_err(|_| edited())?;
        let now = self.git.ask(&["hash-object", "--", path]).map_err(|_| edited())?;
        if now.trim_end() == committed { Ok(()) } else { Err(edited()) }
    }
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
        !name.is_empty() && name.chars().all(is_plain)
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
            "ext::sh -c true",
        ] {
            assert_eq!(on_github(url), None, "{url}");
        }
    }
}
