//! `pep11 diff`: what changed between two states of a project, and what the lock policy says of it.

use std::collections::BTreeMap;
use std::path::Path;

use pep11::diff;
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
    if !(before.is_whole && after.is_whole) {
        let unread = [side::unread(&before), side::unread(&after)].concat();
        console::complain(&unread);
        return Ok(Status::Found);
    }
    let changes = diff::between(&before.registry, &after.registry);
    let findings = new_findings((&base, &before), (&head, &after));
    let (documents, notes) = match changed_documents((&base, &before), (&head, &after)) {
        Ok(documents) => (documents, Vec::new()),
        Err(notes) => (Vec::new(), notes),
    };
    let verdict = Verdict {
        base: &base.name,
        head: &head.name,
        changes: &changes,
        findings: &findings,
        documents: &documents,
        notes: &notes,
    };
    console::result(&match args.format {
        DiffFormat::Text => report::text(&verdict, console::is_result_coloured()),
        DiffFormat::Markdown => report::markdown(&verdict),
        DiffFormat::Json => report::json(&verdict).map_err(std::io::Error::from)?,
    })?;
    Ok(Status::Fine)
}

/// A state with what was found in it.
type State<'s> = (&'s Side, &'s Reviewed);

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
