//! Why git has no answer. Owns the words for it, and which of git's own are known; must not know
//! what was asked for which command.

/// Why git has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no git.
    NotInstalled,
    /// The folder is in no repository.
    NoRepository,
    /// The repository is another user's, and git reads it only when told to.
    Untrusted {
        /// What git says to run.
        command: String,
    },
    /// There is no commit.
    Unborn,
    /// There is no such revision.
    Unknown {
        /// What was typed.
        revision: String,
        /// Whether the clone lacks a part of the history.
        is_shallow: bool,
    },
    /// Several objects have a hash that begins so.
    Ambiguous(String),
    /// The revision is a folder or a file.
    NotACommit(String),
    /// Two revisions have no commit in common.
    Unrelated {
        /// What was typed first.
        one: String,
        /// What was typed last.
        other: String,
        /// Whether the clone lacks a part of the history.
        is_shallow: bool,
    },
    /// Anything else, in git's own words.
    Said(String),
}

const UNSHALLOW: &str = "Fetch the history with `git fetch --unshallow`; in GitHub Actions, give \
                         `actions/checkout` the input `fetch-depth: 0`.";

impl Refusal {
    /// What git's standard error means.
    pub(super) fn read(said: &str) -> Self {
        let line = |start: &str| said.lines().map(str::trim).find(|line| line.starts_with(start));
        if said.contains("not a git repository") {
            return Self::NoRepository;
        }
        if let Some(command) = line("git config --global --add safe.directory") {
            return Self::Untrusted { command: command.to_owned() };
        }
        let fatal = line("fatal: ").map(|line| &line["fatal: ".len()..]);
        Self::Said(fatal.or(said.lines().next()).unwrap_or("it failed without a word").to_owned())
    }

    /// What is wrong: one clause, in lower case.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::NotInstalled => "git is not installed, or not in `PATH`".to_owned(),
            Self::NoRepository => "there is no git repository here".to_owned(),
            Self::Untrusted { .. } => {
                "git does not read this repository, because it belongs to somebody else".to_owned()
            }
            Self::Unborn => "the git repository has no commit yet".to_owned(),
            Self::Unknown { revision, is_shallow: false } => format!("git knows no revision `{revision}`"),
            Self::Unknown { revision, is_shallow: true } => {
                format!("this clone is shallow, and has no revision `{revision}`")
            }
            Self::Ambiguous(revision) => format!("the hashes of several objects begin with `{revision}`"),
            Self::NotACommit(revision) => format!("the revision `{revision}` is not a commit"),
            Self::Unrelated { one, other, is_shallow: false } => {
                format!("`{one}` and `{other}` have no commit in common")
            }
            Self::Unrelated { one, other, is_shallow: true } => {
                format!("this clone is shallow, and has no commit that `{one}` and `{other}` have in common")
            }
            Self::Said(said) => format!("git says: {said}"),
        }
    }

    /// What to type: one sentence in the imperative.
    pub(crate) fn help(&self) -> String {
        match self {
            Self::NotInstalled => "Install git, or name folders instead of revisions.".to_owned(),
            Self::NoRepository => {
                "Change to a clone of the project, or name folders instead of revisions.".to_owned()
            }
            Self::Untrusted { command } => format!("Run `{command}` if you trust it."),
            Self::Unborn => "Commit the project first, or name a folder to compare with.".to_owned(),
            Self::Unknown { is_shallow: true, .. } | Self::Unrelated { is_shallow: true, .. } => {
                UNSHALLOW.to_owned()
            }
            Self::Unknown { .. } => {
                "Write a branch, a tag or a commit; `git branch --all` and `git tag` list \
                                     them, and `git fetch` gets new ones."
                    .to_owned()
            }
            Self::Ambiguous(_) => "Write more of its digits.".to_owned(),
            Self::NotACommit(_) => "Name a branch, a tag or a commit.".to_owned(),
            Self::Unrelated { .. } => "Write two dots in place of three.".to_owned(),
            Self::Said(_) => "Mend the git repository, then run the command again.".to_owned(),
        }
    }
}
