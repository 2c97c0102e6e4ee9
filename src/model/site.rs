//! Sites: places in other repositories where a version, a triple, a tier or a date is written by hand.
//! Must not know how a site is looked for, nor what the data says for it.

use super::At;
use crate::pattern::Pattern;
use crate::version::Python;

/// A place, or several of one form, in somebody's repository.
#[derive(Clone, Debug)]
pub struct Site {
    /// The platform that it belongs to; none where it belongs to targets or releases.
    pub platform: Option<String>,
    /// The repository: `python/cpython`.
    pub repository: At<String>,
    /// The file, from the root of the repository, and where it was in other versions; `*` stands for any
    /// part of a name.
    pub paths: Vec<At<String>>,
    /// The line or lines that are there, with a hole for each value; of a table, what its columns are called.
    pub pattern: At<Pattern>,
    /// The columns of a table that stands there, by what they are called, each with the value in its cells.
    pub columns: Vec<(At<String>, Hole)>,
    /// The line behind which they stand: a heading, a table, a class.
    pub within: Option<At<Pattern>>,
    /// The line that ends what `within` began.
    pub to: Option<At<Pattern>>,
    /// The values that stand there.
    pub holes: Vec<Hole>,
    /// The Python versions for which it counts.
    pub pythons: Pythons,
    /// How the version there is meant.
    pub relation: Relation,
    /// Whose pins and statements it shows, where that is not everybody's.
    pub by: Option<At<String>>,
    /// Whether everything that the data has should stand there.
    pub complete: bool,
    /// The tier of what stands there, where no value says it; no number where that is in none.
    pub tier: Option<At<Option<u32>>>,
    /// What targets are called there: their ids, each with names in which `*` stands for anything. What has
    /// no name there is not looked for.
    pub names: Vec<(At<String>, Vec<At<String>>)>,
    /// Markdown.
    pub remark: Option<At<String>>,
}

/// What may stand in a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hole {
    /// A version of the component with this key.
    Component(String),
    /// A Python version.
    Python,
    /// The first number of one.
    PythonMajor,
    /// The second number of one.
    PythonMinor,
    /// Some text with several Python versions.
    Pythons,
    /// A target triple, perhaps with `*` in it.
    Triple,
    /// What a triple is compiled with, which tells targets of one triple apart.
    Compiler,
    /// A target's notes, which do so in PEP 11.
    Notes,
    /// Who looks after a target.
    Contacts,
    /// The number of a tier.
    Tier,
    /// A target as it is called there.
    Target,
    /// A day in the life of a release.
    Day(Day),
    /// Whether that day has come.
    State,
    /// The PEP of a release.
    Pep,
}

/// A day in the life of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Beta 1.
    Beta1,
    /// The first final release.
    Final,
    /// The end of the last support.
    EndOfLife,
}

impl Hole {
    /// The holes that every site may have, by name.
    pub const NAMED: [(&str, Self); 15] = [
        ("python", Self::Python),
        ("python-major", Self::PythonMajor),
        ("python-minor", Self::PythonMinor),
        ("pythons", Self::Pythons),
        ("triple", Self::Triple),
        ("compiler", Self::Compiler),
        ("notes", Self::Notes),
        ("contacts", Self::Contacts),
        ("tier", Self::Tier),
        ("target", Self::Target),
        ("beta-1", Self::Day(Day::Beta1)),
        ("final", Self::Day(Day::Final)),
        ("end-of-life", Self::Day(Day::EndOfLife)),
        ("state", Self::State),
        ("pep", Self::Pep),
    ];

    /// Whether it is one of the two numbers of a Python version.
    pub fn is_part_of_python(&self) -> bool {
        matches!(self, Self::PythonMajor | Self::PythonMinor)
    }

    /// Whether it only says for which Python versions the others are.
    pub fn is_of_python(&self) -> bool {
        self.is_part_of_python() || matches!(self, Self::Python | Self::Pythons)
    }

    /// The hole of a name that no component has.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(known, _)| *known == name).map(|(_, hole)| hole.clone())
    }
}

/// The Python versions for which a site counts.
#[derive(Clone, Debug, Default)]
pub enum Pythons {
    /// All.
    #[default]
    All,
    /// From one on, or up to one, both included.
    Range {
        /// The first.
        since: Option<At<Python>>,
        /// The last.
        until: Option<At<Python>>,
    },
    /// These.
    Only(Vec<At<Python>>),
}

impl Pythons {
    /// Whether a Python version is among them.
    pub fn contains(&self, python: Python) -> bool {
        match self {
            Self::All => true,
            Self::Range { since, until } => {
                since.as_ref().is_none_or(|since| **since <= python)
                    && until.as_ref().is_none_or(|until| python <= **until)
            }
            Self::Only(pythons) => pythons.iter().any(|only| **only == python),
        }
    }
}

/// How a version at a site is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Relation {
    /// This one.
    #[default]
    Exactly,
    /// This one or a newer one.
    Minimum,
}

impl Site {
    /// Whether it has a hole.
    pub fn has(&self, hole: &Hole) -> bool {
        self.holes.contains(hole)
    }

    /// Whether it says in which tier targets are.
    pub fn is_of_tiers(&self) -> bool {
        self.has(&Hole::Tier) || self.tier.is_some()
    }

    /// Whether all that it says is which Python version the repository is.
    pub fn is_identity(&self) -> bool {
        self.says_python()
            && !self.has(&Hole::Pythons)
            && self.holes.iter().all(|hole| hole.is_part_of_python() || *hole == Hole::Python)
    }

    /// Whether what stands there says for which Python versions it is.
    pub fn says_python(&self) -> bool {
        let one = [Hole::Python, Hole::Pythons].iter().any(|hole| self.has(hole));
        one || (self.has(&Hole::PythonMajor) && self.has(&Hole::PythonMinor))
    }
}
