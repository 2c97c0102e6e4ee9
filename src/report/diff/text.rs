//! A change for a terminal: a summary, a line for each fact, what the policy says in full, and what
//! becomes of documents.

use super::Verdict;
use crate::diff::Change;
use crate::report::text::{findings, one_line};
use crate::report::visible::visible_lines;

/// For a terminal; the styled form has ANSI escapes.
pub fn text(verdict: &Verdict<'_>, styled: bool) -> String {
    let bold = |title: &str| if styled { format!("\u{1b}[1m{title}\u{1b}[0m") } else { title.to_owned() };
    let mut shown = format!("{}: {}\n", bold(&one_line(&between(verdict))), verdict.summary());
    let mut section = None;
    for change in verdict.changes {
        if section.replace(change.section) != Some(change.section) {
            shown.push_str(&format!("\n{}\n", bold(change.section.title())));
        }
        shown.push_str(&lines(change));
    }
    if !verdict.findings.is_empty() {
        shown.push_str(&format!("\n{}\n", bold(verdict.findings_title())));
        shown.push_str(&findings(verdict.findings, styled));
    }
    if !verdict.documents.is_empty() {
        shown.push_str(&format!("\n{}\n", bold("Documents")));
        for planned in verdict.documents {
            shown.push_str(&format!("  {} {}\n", planned.verb(), one_line(&planned.shown)));
        }
        for planned in verdict.documents {
            shown.push_str(&format!("\n{}", visible_lines(&planned.diff())));
        }
    }
    for note in verdict.notes {
        shown.push_str(&format!("\n{}\n", one_line(note)));
    }
    shown
}

fn between(verdict: &Verdict<'_>) -> String {
    format!("{} → {}", verdict.base, verdict.head)
}

fn lines(change: &Change) -> String {
    let mut lines = format!("  {}\n", one_line(&format!("{}: {}", change.about, change.says)));
    if let Some(why) = &change.why {
        let why: Vec<&str> = why.split_whitespace().collect();
        lines.push_str(&format!("      {}\n", one_line(&why.join(" "))));
    }
    if let Some(source) = &change.source {
        lines.push_str(&format!("      {}\n", one_line(source)));
    }
    lines
}
