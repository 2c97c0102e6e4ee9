//! What was found in checkouts, for programs: one JSON document in a form that stays. Owns that form and its
//! schema; must not know how anything is compared.

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use super::json::{Found, Where};
use super::visible::visible;
use crate::finding::Finding;
use crate::site::{self, Comparison, Lack, Scanned};

/// The form that is written here. A new field does not change it; a field that goes, or means something
/// else, does.
const VERSION: u32 = 1;

/// What `pep11 scan --format json` prints: every site that agrees, disagrees or was not found.
///
/// Lines and columns are counted from 1, columns in characters (Unicode code points; a byte-order mark is
/// none). The end is the place of the first character that does not belong to it. What has no value is
/// left out. Words for a reader have nothing in them that is not seen: a control character, or one that
/// turns the direction of text, stands in them as an escape. Fields may be added: pass over those that you do not know.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "pep11 scan")]
struct Report<'s> {
    /// The version of this form.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The checkouts, in the order in which they were named.
    checkouts: Vec<Checkout<'s>>,
    /// What is wrong: a finding for each site that disagrees, lacks something or was not found, as
    /// `pep11 check` has them.
    findings: Vec<Found<'s>>,
    /// How many of the findings are errors.
    errors: usize,
    /// How many of the findings are warnings.
    warnings: usize,
}

/// What was found in one checkout.
#[derive(Serialize, JsonSchema)]
struct Checkout<'s> {
    /// The repository, such as `python/cpython`.
    repository: &'s str,
    /// The folder, as it was named.
    folder: &'s str,
    /// The Python version that it is, such as `3.15`; left out where it is for several, or says several.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    python: Option<String>,
    /// What stands at each site, in the order of the sites.
    sites: Vec<AtSite<'s>>,
    /// Places that look like a site, and are none that is known.
    possible: Vec<Possible<'s>>,
    /// Files that could not be searched for such places.
    not_searched: Vec<NotSearched<'s>>,
    /// How many more files were not searched, as they are no text in UTF-8.
    not_text: usize,
}

/// One thing at a site, held against the data.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Site")]
struct AtSite<'s> {
    /// How the two compare.
    outcome: Outcome,
    /// What is compared, such as `WASI SDK for Python 3.15`; where nothing was found, what would stand there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    what: Option<String>,
    /// What stands there; left out where nothing does.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    there: Option<String>,
    /// What the data says, each with who says it and where.
    says: Vec<Says<'s>>,
    /// Why it was not found or not compared: one clause, in lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    why: Option<String>,
    /// Where it stands; where nothing was found, the file, or the site itself in the data.
    #[serde(flatten)]
    place: Where<'s>,
    /// Where the same stands again.
    also: Vec<Where<'s>>,
    /// The site in the data.
    site: Where<'s>,
}

/// How a site and the data compare.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// Both say the same.
    Agrees,
    /// They do not.
    Disagrees,
    /// The data has more than the place, which should have all of it.
    Missing,
    /// There is no such file or line.
    NotFound,
    /// There is no such file or line, and what it had was found at other sites.
    Elsewhere,
    /// The data does not say, or nobody can tell for what the place is.
    NotCompared,
}

/// What the data says of a thing.
#[derive(Serialize, JsonSchema)]
struct Says<'s> {
    /// Who says it, such as `the lock`.
    who: String,
    /// What, such as `33`.
    text: String,
    /// Whether what stands at the site is that.
    agrees: bool,
    /// Where in the data.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    place: Option<Where<'s>>,
}

/// A place that looks like a site.
#[derive(Serialize, JsonSchema)]
struct Possible<'s> {
    /// What is spelled there.
    text: String,
    #[serde(flatten)]
    place: Where<'s>,
}

/// A file that could not be searched.
#[derive(Serialize, JsonSchema)]
struct NotSearched<'s> {
    /// The file.
    path: &'s str,
    /// Why: a clause that follows its name.
    why: &'s str,
}

/// Checkouts as a JSON document; `findings` are those of all of them.
pub fn checkouts(scanned: &[Scanned<'_>], findings: &[Finding]) -> serde_json::Result<String> {
    let (errors, warnings) = super::counts(findings);
    document::printed(&Report {
        version: VERSION,
        checkouts: scanned.iter().map(Checkout::new).collect(),
        findings: findings.iter().map(Found::new).collect(),
        errors,
        warnings,
    })
}

/// The JSON Schema of such a document.
pub fn schema() -> serde_json::Result<String> {
    document::schema::<Report<'_>>()
}

impl<'s> Checkout<'s> {
    fn new(scanned: &'s Scanned<'_>) -> Self {
        let possible =
            |own: &'s site::Possible| Possible { text: visible(&own.text), place: Where::new(&own.place) };
        Self {
            repository: scanned.repository,
            folder: &scanned.folder,
            python: scanned.python.map(|python| python.to_string()),
            sites: scanned.comparisons.iter().map(AtSite::new).collect(),
            possible: scanned.possible.iter().map(possible).collect(),
            not_searched: scanned.unread.iter().map(|(path, why)| NotSearched { path, why }).collect(),
            not_text: scanned.not_text,
        }
    }
}

impl<'s> AtSite<'s> {
    fn new(comparison: &'s Comparison<'_>) -> Self {
        let says = |says: &'s site::Says| Says {
            who: visible(&says.who),
            text: visible(&says.text),
            agrees: says.agrees,
            place: says.place.as_ref().map(Where::new),
        };
        let (outcome, why) = Outcome::of(&comparison.outcome);
        let unless_empty = |text: &str| Some(visible(text)).filter(|text| !text.is_empty());
        Self {
            outcome,
            what: unless_empty(&comparison.what),
            there: unless_empty(&comparison.there),
            says: comparison.says.iter().map(says).collect(),
            why: why.map(visible),
            place: Where::new(&comparison.place),
            also: comparison.also.iter().map(Where::new).collect(),
            site: Where::new(&comparison.site.pattern.place),
        }
    }
}

impl Outcome {
    fn of(outcome: &site::Outcome) -> (Self, Option<&str>) {
        match outcome {
            site::Outcome::Agrees => (Self::Agrees, None),
            site::Outcome::Disagrees => (Self::Disagrees, None),
            site::Outcome::Missing => (Self::Missing, None),
            site::Outcome::NotFound(Lack::Moved, why) => (Self::Elsewhere, Some(why)),
            site::Outcome::NotFound(_, why) => (Self::NotFound, Some(why)),
            site::Outcome::NotCompared(why) => (Self::NotCompared, Some(why)),
        }
    }
}
