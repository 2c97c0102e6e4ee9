//! `pep11 diff`: what changed between two states of a project, and what the lock policy says of it.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use pep11::diff::{self, Change};
use pep11::finding::Finding;
use pep11::plan::{self, Planned};
use pep11::project::Reviewed;
use pep11::render::Documents;
use pep11::report::diff::{self as report, Verdict};
use pep11::rules::Against;

use super::side::{self, Side};
use crate::cli::{self, DiffFormat};
use crate::console::{self, Status, Unable};

pub(super) fn run(given: Option<&Path>, args: &cli::Diff) -> Result<Status, Unable> {
    let (base, head) = side::pair(given, args.base.as_deref(), args.head.as_deref())?;
    let before = base.project.review();
    let against = Against { base: Some(&before.registry), as_of: None };
    let after = head.project.review_against(against);
    let (base, head) = ((&base, &before), (&head, &after));
    let (comparison, status) = if before.is_whole && after.is_whole {
        (Comparison::between(base, head), Status::Fine)
    } else {
        (Comparison::unread(base, head), Status::Found)
    };
    match print(args.format, &comparison.verdict(base, head)) {
        // Who reads no further must not make faulty data sound.
        Err(Unable::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        printed => printed?,
    }
    Ok(status)
}

fn print(format: DiffFormat, verdict: &Verdict<'_>) -> Result<(), Unable> {
    console::result(&match format {
        DiffFormat::Text => report::text(verdict, console::is_result_coloured()),
        DiffFormat::Markdown => report::markdown(verdict),
        DiffFormat::Json => report::json(verdict).map_err(std::io::Error::from)?,
    })
}

/// A state with what was found in it.
type State<'s> = (&'s Side, &'s Reviewed);

/// What there is to say of two states.
#[derive(Default)]
struct Comparison {
    is_compared: bool,
    changes: Vec<Change>,
    findings: Vec<Finding>,
    known: usize,
    documents: Vec<Planned>,
    notes: Vec<String>,
}

impl Comparison {
    /// Two states of sound data.
    fn between(base: State<'_>, head: State<'_>) -> Self {
        let findings = new_findings(base, head);
        let (documents, notes) = match changed_documents(base, head) {
            Ok(documents) => (documents, Vec::new()),
            Err(notes) => (Vec::new(), notes),
        };
        Self {
            is_compared: true,
            changes: diff::between(&base.1.registry, &head.1.registry),
            known: head.1.findings.len() - findings.len(),
            findings,
            documents,
            notes,
        }
    }

    /// Two states of which one cannot be read whole: what is missing from it is no change.
    fn unread(base: State<'_>, head: State<'_>) -> Self {
        let faulty = [base, head].into_iter().filter(|(_, reviewed)| !reviewed.is_whole);
        let names: Vec<String> = faulty.map(|(side, _)| format!("`{}`", side.name)).collect();
        let names = names.join(" and of ");
        let note =
            format!("Facts and documents were not compared, as the data of {names} cannot be read whole.");
        Self {
            findings: [side::unread(base.1), side::unread(head.1)].concat(),
            notes: vec![note],
            ..Self::default()
        }
    }

    fn verdict<'v>(&'v self, base: State<'v>, head: State<'v>) -> Verdict<'v> {
        Verdict {
            base: &base.0.name,
            head: &head.0.name,
            is_compared: self.is_compared,
            changes: &self.changes,
            findings: &self.findings,
            known: self.known,
            documents: &self.documents,
            notes: &self.notes,
        }
    }
}

/// What was not found before. What was is no part of the change, wherever it stands now.
fn new_findings(base: State<'_>, head: State<'_>) -> Vec<Finding> {
    let key = |side: &Side, finding: &Finding| {
        // Some messages name a file, whose path begins as those of its side do.
        let message = finding.message.replace(&format!("`{}", side.project.root), "`");
        (finding.rule, message)
    };
    let mut known = BTreeMap::new();
    for finding in &base.1.findings {
        *known.entry(key(base.0, finding)).or_insert(0_usize) += 1;
    }
    let is_new = |finding: &&Finding| match known.get_mut(&key(head.0, finding)) {
        Some(count @ 1..) => {
            *count -= 1;
            false
        }
        _ => true,
    };
    head.1.findings.iter().filter(is_new).cloned().collect()
}

/// The documents that are not the same on both sides, or why that cannot be said.
fn changed_documents(base: State<'_>, head: State<'_>) -> Result<Vec<Planned>, Vec<String>> {
    match (documents(base), documents(head)) {
        (Ok(before), Ok(after)) => {
            let before = before.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
            Ok(plan::of_documents(Path::new("out"), "out/", &after, &before))
        }
        (before, after) => {
            let mut notes: Vec<String> = [before.err(), after.err()].into_iter().flatten().collect();
            notes.dedup();
            Err(notes)
        }
    }
}

fn documents((side, reviewed): State<'_>) -> Result<Documents, String> {
    side.project.documents(&reviewed.registry).map_err(|findings| {
        let why = findings.first().map_or_else(String::new, |finding| format!(": {}", said(finding)));
        format!("Documents were not compared, as they cannot be rendered from `{}`{why}.", side.name)
    })
}

/// A finding in a sentence.
fn said(finding: &Finding) -> String {
    let Some(place) = &finding.place else { return finding.message.clone() };
    let line = place.line_and_column().map_or_else(String::new, |(line, _)| format!(":{line}"));
    format!("{} ({}{line})", finding.message, place.source.path)
}
