//! Sites against the data: what stands at places in other repositories, and whether the data says so too.
//! Owns which sites there are for a checkout; must not know the disk. A value that the data does not have
//! is never held against a place.

mod compare;
mod comparison;
mod component;
mod covered;
mod finding;
mod glob;
mod identity;
mod matcher;
mod meant;
mod moved;
mod nearest;
mod possible;
mod pythons;
mod reading;
mod release;
mod scanned;
mod table;
mod target;
mod triple;
mod whole;

use std::sync::Arc;

use crate::model::Registry;
use crate::model::site::{Pythons, Site};
use crate::source::Source;
use crate::version::Python;

pub use compare::{compare, compare_as};
pub use comparison::{Comparison, Lack, Outcome, Says};
pub use covered::covered;
pub(crate) use glob::triple_fits;
pub use glob::{is_passed_over, path_fits};
pub use identity::{contradiction, identities, identity, overruled};
pub use matcher::{Capture, MOST, Match, Matcher};
pub use nearest::instead;
pub use possible::{Possible, Spellings};
pub use reading::{Reading, read, read_all};
pub use scanned::Scanned;

/// A checkout of a repository, with the files that its sites name.
pub struct Checkout {
    /// The repository: `python/cpython`.
    pub repository: String,
    /// The Python version that it is; none where it is no particular one, or none is known.
    pub python: Option<Python>,
    /// The files at the paths of its sites.
    pub files: Vec<File>,
}

/// A file of a checkout.
pub struct File {
    /// Its path from the root of the repository.
    pub path: String,
    /// What it holds, or why that cannot be read: a clause that follows its name.
    pub text: Result<Arc<Source>, String>,
}

/// The sites in a repository that count for what a checkout is.
pub fn sites<'r>(registry: &'r Registry, repository: &str, python: Option<Python>) -> Vec<&'r Site> {
    let counts = |site: &&Site| match (&site.pythons, python) {
        (pythons, Some(python)) => pythons.contains(python),
        (Pythons::Range { .. }, None) => site.says_python(),
        _ => true,
    };
    registry.all_sites().filter(|site| *site.repository == repository).filter(counts).collect()
}

/// The same of a checkout, each with the Python version that it is for unless it says so itself: that of the
/// checkout, or else another, where the site alone does not tell.
fn sites_as<'r>(
    registry: &'r Registry,
    checkout: &Checkout,
    otherwise: Option<Python>,
) -> Vec<(&'r Site, Option<Python>)> {
    let tells = |site: &Site| site.says_python() || matches!(site.pythons, Pythons::Only(_));
    let silent = sites(registry, &checkout.repository, otherwise);
    let told = sites(registry, &checkout.repository, checkout.python);
    let is_among = |sites: &[&Site], own: &Site| sites.iter().any(|site| std::ptr::eq(*site, own));
    let of = |site: &'r Site| match checkout.python.is_none() && otherwise.is_some() && !tells(site) {
        true => is_among(&silent, site).then_some((site, otherwise)),
        false => is_among(&told, site).then_some((site, checkout.python)),
    };
    registry.all_sites().filter_map(of).collect()
}

/// The repositories that have sites, by name, each once.
pub fn repositories(registry: &Registry) -> Vec<&str> {
    let mut names: Vec<&str> = registry.all_sites().map(|site| site.repository.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a path of the repository is one of a site.
pub fn is_at(site: &Site, path: &str) -> bool {
    site.paths.iter().any(|pattern| path_fits(pattern, path))
}
