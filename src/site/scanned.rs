//! What was found in one checkout, all of it. Owns what is said of it line by line and in one; must not know
//! the disk, nor any format for programs.

use std::fmt::Write as _;

use super::finding::findings;
use super::{Comparison, Lack, Outcome, Possible};
use crate::finding::Finding;
use crate::version::Python;

/// What was found in one checkout.
pub struct Scanned<'r> {
    /// The repository: `python/cpython`.
    pub repository: &'r str,
    /// The folder of the checkout, as it was named.
    pub folder: String,
    /// The Python version that it is; none where it is no particular one, or says several.
    pub python: Option<Python>,
    /// What is wrong with that version.
    pub identity: Option<Finding>,
    /// Each thing at a site; none where the version is not known.
    pub comparisons: Vec<Comparison<'r>>,
    /// Places that may be sites.
    pub possible: Vec<Possible>,
    /// Files that could not be searched for those, and why: clauses that follow their names.
    pub unread: Vec<(String, String)>,
    /// How many files were not searched as they are no text in UTF-8.
    pub not_text: usize,
}

impl Scanned<'_> {
    /// What is wrong, in the order of the sites.
    pub fn findings(&self) -> Vec<Finding> {
        let found = findings(&self.comparisons);
        self.identity.iter().cloned().chain(found).chain(self.nothing_compared()).collect()
    }

    /// A checkout in which no site was found would disagree in nothing.
    fn nothing_compared(&self) -> Option<Finding> {
        let is_lacking =
            |own: &Comparison<'_>| matches!(own.outcome, Outcome::NotFound(lack, _) if lack != Lack::Moved);
        let is_nothing = !self.comparisons.is_empty() && self.comparisons.iter().all(is_lacking);
        is_nothing.then(|| {
            let message = format!(
                "nothing in `{}` was compared: no site of {} was found",
                self.folder, self.repository
            );
            Finding::error("nothing-compared", message)
                .why("what is not found is not held against the data, and does not agree with it")
                .help(format!("Name the root of a whole checkout of {} behind `=`.", self.repository))
        })
    }

    /// A line for each thing that needs no finding: first what agrees, last what may be a site.
    pub fn lines(&self) -> String {
        let mut compared: Vec<&Comparison<'_>> = self.comparisons.iter().collect();
        compared.sort_by_key(|comparison| match comparison.outcome {
            Outcome::Agrees => 0,
            Outcome::NotCompared(_) => 1,
            _ => 2,
        });
        let compared = compared.into_iter().filter_map(Comparison::line);
        compared.chain(self.possible.iter().map(Possible::line)).map(|line| line + "\n").collect()
    }

    /// What was not searched, and how many of each there are: a line for each.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks: Vec<String> =
            self.unread.iter().map(|(path, why)| format!("not searched: {path} {why}")).collect();
        match self.not_text {
            0 => {}
            1 => remarks.push("not searched: a file that is no UTF-8 text".to_owned()),
            many => remarks.push(format!("not searched: {many} files that are no UTF-8 text")),
        }
        remarks.push(self.counts());
        remarks
    }

    fn counts(&self) -> String {
        let count = |is_counted: fn(&Outcome) -> bool| {
            self.comparisons.iter().filter(|comparison| is_counted(&comparison.outcome)).count()
        };
        let agree = count(|outcome| *outcome == Outcome::Agrees);
        let disagree = count(|outcome| matches!(outcome, Outcome::Disagrees | Outcome::Missing));
        let not_found =
            count(|outcome| matches!(outcome, Outcome::NotFound(lack, _) if *lack != Lack::Moved));
        let not_compared = count(|outcome| matches!(outcome, Outcome::NotCompared(_)));
        let mut said = self.repository.to_owned();
        match self.python {
            Some(python) => drop(write!(said, " as Python {python}")),
            None if self.identity.is_some() => {
                said.push_str(": nothing was compared, as it is not known which Python version it is");
                return said;
            }
            None => {}
        }
        let possible = self.possible.len();
        said + &format!(
            ": agree {agree}, disagree {disagree}, not found {not_found}, not compared {not_compared}, possible {possible}"
        )
    }
}
