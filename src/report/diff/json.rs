//! A change for programs: one JSON document in a form that stays. Owns that form, which is types of its
//! own; findings and places in it are those of `pep11 check --format json`.

use schemars::JsonSchema;
use serde::Serialize;

use super::Verdict;
use crate::diff;
use crate::plan::Planned;
use crate::report::document;
use crate::report::json::{Found, Where};
use crate::report::visible::visible;

/// The form that is written here. A new field does not change it; a field that goes, or means something
/// else, does.
const VERSION: u32 = 1;

/// What `pep11 diff --format json` prints: what changed between two states, by meaning.
///
/// Findings and places are those of `pep11 check --format json`. What has no value is left out. Fields,
/// sections and kinds may be added: pass over those that you do not know.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "pep11 diff")]
struct Report<'v> {
    /// The version of this form.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The state before: a revision or a folder.
    base: &'v str,
    /// The state after.
    head: &'v str,
    /// Whether the data of both states could be read whole. Where it could not, the findings say why, and
    /// nothing is known of facts and documents.
    compared: bool,
    /// Each fact that changed, and then what changed of sites, in the order in which `--format text` shows
    /// them.
    changes: Vec<Changed<'v>>,
    /// What the policy says of it, without what was there before.
    findings: Vec<Found<'v>>,
    /// How many of the findings are errors.
    errors: usize,
    /// How many of the findings are warnings.
    warnings: usize,
    /// How many findings of the state after were there before.
    known: usize,
    /// The documents that change.
    documents: Vec<Document<'v>>,
    /// What could not be compared and why, in sentences.
    notes: &'v [String],
}

/// A fact that changed, or something that is said of a site.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Change")]
struct Changed<'v> {
    /// The kind of fact: `locks`, `tiers`, `releases`, `platforms`, `builds` or `retired`; or `sites`, which
    /// are no facts.
    section: &'v str,
    /// What it is about.
    about: About<'v>,
    /// The fact, or what is said of the site, in a few words.
    what: &'v str,
    /// What was said before; left out where nothing was, or where only an order changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    before: Option<&'v str>,
    /// What is said now; left out where nothing is, or where only an order changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    after: Option<&'v str>,
    /// The change in words for a reader, which go on from the name of what it is about.
    says: String,
    /// Why it changed: Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    why: Option<&'v str>,
    /// A link to where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    source: Option<&'v str>,
    /// Where it was said before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Where")]
    base: Option<Where<'v>>,
    /// Where it is said now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Where")]
    head: Option<Where<'v>>,
}

/// What a change is about.
#[derive(Serialize, JsonSchema)]
struct About<'v> {
    /// The kind of thing: `python`, `platform`, `component`, `target`, `tier`, `retired` or `site`.
    kind: &'v str,
    /// By what the data knows it, such as `3.12` or `wasi-sdk`; may be empty.
    id: &'v str,
    /// By what people know it, such as `Python 3.12` or `WASI SDK`.
    name: &'v str,
}

/// A document that changes.
#[derive(Serialize, JsonSchema)]
struct Document<'v> {
    /// Its path, with `/` between folders.
    path: &'v str,
    /// What happens to it: `new`, `changed` or `removed`.
    verb: &'v str,
    /// The change as a unified diff.
    diff: String,
}

/// For machines: the form is versioned.
pub fn json(verdict: &Verdict<'_>) -> serde_json::Result<String> {
    let (errors, warnings) = crate::report::counts(verdict.findings);
    document::printed(&Report {
        version: VERSION,
        base: verdict.base,
        head: verdict.head,
        compared: verdict.is_compared,
        changes: verdict.changes.iter().map(Changed::new).collect(),
        findings: verdict.findings.iter().map(Found::new).collect(),
        errors,
        warnings,
        known: verdict.known,
        documents: verdict.documents.iter().map(Document::new).collect(),
        notes: verdict.notes,
    })
}

/// The JSON Schema of such a document.
pub fn schema() -> serde_json::Result<String> {
    document::schema::<Report<'_>>()
}

impl<'v> Changed<'v> {
    fn new(change: &'v diff::Change) -> Self {
        let diff::Change { section, about, what, before, after, says, why, source, base, head } = change;
        Self {
            section: section.name(),
            about: About { kind: about.kind.name(), id: &about.id, name: &about.name },
            what,
            before: before.as_deref(),
            after: after.as_deref(),
            says: visible(says),
            why: why.as_deref(),
            source: source.as_deref(),
            base: base.as_ref().map(Where::new),
            head: head.as_ref().map(Where::new),
        }
    }
}

impl<'v> Document<'v> {
    fn new(planned: &'v Planned) -> Self {
        Self { path: &planned.shown, verb: planned.verb(), diff: planned.diff() }
    }
}
