//! A change as a comment on a pull request, as GitHub reads it. Owns its outline, and that it is never
//! longer than what GitHub takes: diffs of documents are left out first, the longest before the others,
//! then the ends of lists.

use super::fit::{kept, shortened};
use super::{Verdict, safe};
use crate::diff::Change;
use crate::finding::Finding;
use crate::plan::Planned;
use crate::report::visible::visible_lines;

/// GitHub takes 65,536 characters. Nobody says of which kind; there are never more of them than bytes.
const MOST: usize = 65_536;

/// Kept for headings and for words on what was left out.
const OUTLINE: usize = 6_144;

/// For a comment on a pull request: never longer than what fits there.
pub fn markdown(verdict: &Verdict<'_>) -> String {
    let lists = Lists::of(verdict);
    let whole: usize = lists.all().iter().flat_map(|items| items.iter()).map(String::len).sum();
    let room = MOST - OUTLINE;
    let lists_fit = whole <= room;
    // What the policy says counts most; what one list does not need the next may have.
    let [findings, facts, documents, notes, sites] = if lists_fit {
        lists.all().map(|items| shortened(items, usize::MAX))
    } else {
        let mut left = room;
        let mut take = |items: &[String], share: usize| {
            let (shown, more) = shortened(items, share.min(left));
            left -= shown.len();
            (shown, more)
        };
        let notes = take(&lists.notes, room / 8);
        let findings = take(&lists.findings, room / 2);
        let documents = take(&lists.documents, room / 8);
        let facts = take(&lists.facts, room);
        let sites = take(&lists.sites, room);
        [findings, facts, documents, notes, sites]
    };
    let diffs = if lists_fit { diffs(verdict.documents, room - whole) } else { None };
    let mut comment = format!("### {}\n\n", title(verdict));
    comment.push_str(&format!("{} → {}\n", safe::code(verdict.base), safe::code(verdict.head)));
    comment.push_str(&section("Facts", &facts, lists.facts.len()));
    comment.push_str(&section("Sites", &sites, lists.sites.len()));
    comment.push_str(&section(verdict.findings_title(), &findings, lists.findings.len()));
    match diffs {
        Some(diffs) if !verdict.documents.is_empty() => {
            comment.push_str(&format!("\n#### Documents\n\n{diffs}"))
        }
        _ => comment.push_str(&section("Documents", &documents, lists.documents.len())),
    }
    comment.push_str(&section("Not compared", &notes, lists.notes.len()));
    comment
}

fn title(verdict: &Verdict<'_>) -> String {
    let summary = verdict.summary();
    let mut chars = summary.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A heading and a list below it; nothing where there is nothing to list.
fn section(title: &str, (shown, more): &(String, usize), all: usize) -> String {
    if all == 0 {
        return String::new();
    }
    let rest = match (shown.is_empty(), more) {
        (_, 0) => String::new(),
        (true, more) => format!("- {more}, too many to be shown here\n"),
        (false, more) => format!("- and {more} more\n"),
    };
    format!("\n#### {title}\n\n{shown}{rest}")
}

/// The items of each list, each as whole lines.
struct Lists {
    findings: Vec<String>,
    facts: Vec<String>,
    sites: Vec<String>,
    documents: Vec<String>,
    notes: Vec<String>,
}

impl Lists {
    fn of(verdict: &Verdict<'_>) -> Self {
        let note = |note: &String| format!("- {}\n", safe::text(note));
        let document = |planned: &Planned| format!("- {} ({})\n", safe::code(&planned.shown), planned.verb());
        let (facts, sites) = verdict.facts_and_sites();
        Self {
            findings: verdict.findings.iter().map(finding).collect(),
            facts: facts.into_iter().map(told).collect(),
            sites: sites.into_iter().map(told).collect(),
            documents: verdict.documents.iter().map(document).collect(),
            notes: verdict.notes.iter().map(note).collect(),
        }
    }

    fn all(&self) -> [&[String]; 5] {
        [&self.findings, &self.facts, &self.documents, &self.notes, &self.sites]
    }
}

fn told(change: &Change) -> String {
    let mut item = format!("- **{}**: {}\n", safe::text(&change.about.name), safe::text(&change.says));
    let source = change.source.as_deref().map(safe::code);
    let why = change.why.as_deref().map(safe::text);
    // A link would leave a trace where it leads.
    match (why, source) {
        (Some(why), Some(source)) => item.push_str(&format!("  - {why} ({source})\n")),
        (Some(only), None) | (None, Some(only)) => item.push_str(&format!("  - {only}\n")),
        (None, None) => {}
    }
    item
}

fn finding(finding: &Finding) -> String {
    let mut item = format!("- **{}** {}", finding.severity.as_str(), safe::code(finding.rule));
    if let Some(place) = &finding.place {
        let path = &place.source.path;
        let place =
            place.line_and_column().map_or_else(|| path.clone(), |(line, _)| format!("{path}:{line}"));
        item.push_str(&format!(" in {}", safe::code(&place)));
    }
    item.push_str(&format!(": {}\n", safe::text(&finding.message)));
    for (what, said) in [("Why", &finding.why), ("What to do", &finding.help)] {
        if let Some(said) = said {
            item.push_str(&format!("  - {what}: {}\n", safe::text(said)));
        }
    }
    item
}

/// Each document with its diff folded away, in `room` bytes; none where not even their names fit.
fn diffs(documents: &[Planned], room: usize) -> Option<String> {
    let diffs: Vec<String> = documents.iter().map(Planned::diff).collect();
    let replaced = documents.iter().zip(&diffs).map(|(planned, diff)| folded(planned, &left_out(diff)));
    let replaced: Vec<String> = replaced.collect();
    let bodies: Vec<String> = diffs.iter().map(|diff| fenced(diff)).collect();
    let names: usize = replaced.iter().map(String::len).sum();
    let lengths: Vec<usize> = bodies.iter().map(String::len).collect();
    let kept = kept(&lengths, room.checked_sub(names)?);
    let shown = documents.iter().zip(bodies).zip(replaced).zip(kept);
    Some(
        shown
            .map(
                |(((planned, body), replaced), is_kept)| {
                    if is_kept { folded(planned, &body) } else { replaced }
                },
            )
            .collect(),
    )
}

fn left_out(diff: &str) -> String {
    format!("The diff has {} lines, too many to be shown here.\n", diff.lines().count())
}

fn folded(planned: &Planned, body: &str) -> String {
    let (name, verb) = (safe::html(&planned.shown), planned.verb());
    format!("<details>\n<summary><code>{name}</code> ({verb})</summary>\n\n{body}\n</details>\n")
}

/// A diff that cannot end its own fence, nor turn what is read.
fn fenced(diff: &str) -> String {
    let diff = &visible_lines(diff);
    let longest = diff.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let end = if diff.ends_with('\n') { "" } else { "\n" };
    format!("{fence}diff\n{diff}{end}{fence}\n")
}
