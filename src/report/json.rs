//! Findings for programs: one JSON document in a form that stays. Owns that form and its schema, which
//! are types of their own, so that nothing inside can change what others read.

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use super::extent::Extent;
use super::visible::visible;
use crate::finding::{self, Finding};
use crate::source::{Place, Source};

/// The form that is written here. A new field does not change it; a field that goes, or means something
/// else, does.
const VERSION: u32 = 1;

/// What `pep11 check --format json` prints: everything that is wrong.
///
/// Lines and columns are counted from 1, columns in characters (Unicode code points; a byte-order mark is
/// none). The end is the place of the first character that does not belong to it. What has no value is
/// left out. Words for a reader have nothing in them that is not seen: a control character, or one that
/// turns the direction of text, stands in them as an escape. Fields may be added: pass over those that you do not know.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "pep11 check")]
struct Report<'f> {
    /// The version of this form.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// What is wrong, in the order in which `--format text` shows it.
    findings: Vec<Found<'f>>,
    /// How many of the findings are errors.
    errors: usize,
    /// How many of the findings are warnings.
    warnings: usize,
}

/// One thing that is wrong.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub(super) struct Found<'f> {
    /// The permanent name of the rule that is broken, in kebab-case.
    rule: &'f str,
    /// How bad it is.
    severity: Severity,
    /// What is wrong: one clause, in lower case.
    message: String,
    /// Where it is; left out where it is in no file.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    place: Option<Where<'f>>,
    /// A few words about the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    label: Option<String>,
    /// Why it is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    why: Option<String>,
    /// What to do: one sentence in the imperative.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    help: Option<String>,
    /// Whole lines that show it, such as a unified diff.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    detail: Option<&'f str>,
    /// Other places that belong to it.
    related: Vec<Related<'f>>,
    /// What mends it, where that is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Fix")]
    fix: Option<Fix<'f>>,
}

/// How bad a finding is.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Severity {
    /// The exit status is 1.
    Error,
    /// The exit status is 1 only with `--deny-warnings`.
    Warning,
}

/// A file, or a place in it.
#[derive(Serialize, JsonSchema)]
pub(super) struct Where<'f> {
    /// The file, as it can be opened from where the command was run, with `/` between folders.
    path: &'f str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

/// Where something begins and ends; left out where it is a whole file.
#[derive(Serialize, JsonSchema)]
struct Range {
    /// The line of the first character.
    #[schemars(range(min = 1))]
    line: usize,
    /// The column of the first character.
    #[schemars(range(min = 1))]
    column: usize,
    /// The line of the first character behind it.
    #[schemars(range(min = 1))]
    end_line: usize,
    /// The column of the first character behind it.
    #[schemars(range(min = 1))]
    end_column: usize,
}

/// A place that belongs to a finding.
#[derive(Serialize, JsonSchema)]
struct Related<'f> {
    #[serde(flatten)]
    place: Where<'f>,
    /// A few words about the place.
    label: String,
}

/// What mends a finding: nothing but what is named changes in its file.
#[derive(Serialize, JsonSchema)]
struct Fix<'f> {
    /// What it does: one sentence in the past tense.
    says: &'f str,
    /// The edits, from the first to the last; none touches another. All places are those before any edit.
    edits: Vec<Edit<'f>>,
}

/// A part of the finding's file, and what is to stand there.
#[derive(Serialize, JsonSchema)]
struct Edit<'f> {
    #[serde(flatten)]
    range: Range,
    /// The new text; empty where the part is to go.
    text: &'f str,
}

/// Findings as a JSON document, also where there are none.
pub fn findings(findings: &[Finding]) -> serde_json::Result<String> {
    let (errors, warnings) = super::counts(findings);
    let findings = findings.iter().map(Found::new).collect();
    document::printed(&Report { version: VERSION, findings, errors, warnings })
}

/// The JSON Schema of such a document.
pub fn schema() -> serde_json::Result<String> {
    document::schema::<Report<'_>>()
}

impl<'f> Found<'f> {
    pub(super) fn new(finding: &'f Finding) -> Self {
        let related =
            |(place, label): &'f (Place, String)| Related { place: Where::new(place), label: visible(label) };
        let source = finding.place.as_ref().map(|place| &*place.source);
        Self {
            rule: finding.rule,
            severity: Severity::of(finding.severity),
            message: visible(&finding.message),
            place: finding.place.as_ref().map(Where::new),
            label: Some(visible(&finding.label)).filter(|label| !label.is_empty()),
            why: finding.why.as_deref().map(visible),
            help: finding.help.as_deref().map(visible),
            detail: Some(finding.detail.as_str()).filter(|detail| !detail.is_empty()),
            related: finding.related.iter().map(related).collect(),
            fix: finding.fix.as_ref().zip(source).map(|(fix, source)| Fix::new(fix, source)),
        }
    }
}

impl Severity {
    fn of(severity: finding::Severity) -> Self {
        match severity {
            finding::Severity::Error => Self::Error,
            finding::Severity::Warning => Self::Warning,
        }
    }
}

impl<'f> Where<'f> {
    pub(super) fn new(place: &'f Place) -> Self {
        Self { path: &place.source.path, range: Extent::of(place).map(Range::of) }
    }
}

impl Range {
    fn of(Extent { line, column, end_line, end_column }: Extent) -> Self {
        Self { line, column, end_line, end_column }
    }
}

impl<'f> Fix<'f> {
    fn new(fix: &'f finding::Fix, source: &Source) -> Self {
        let edit = |(span, text): &'f (std::ops::Range<usize>, String)| Edit {
            range: Range::of(Extent::of_span(source, span)),
            text,
        };
        Self { says: &fix.says, edits: fix.edits.iter().map(edit).collect() }
    }
}
