//! `pep11 check`: reports the plan, and everything that is wrong before there is one.

use std::io::ErrorKind;
use std::path::Path;

use pep11::finding::{Finding, Severity};

use super::{fix, plan};
use crate::cli;
use crate::console::{self, Status, Unable};

pub(super) fn run(given: Option<&Path>, args: &cli::Check) -> Result<Status, Unable> {
    let mut located = super::located(given)?;
    if args.fix {
        fix::mend(&mut located)?;
    }
    let reviewed = located.project.review();
    let mut findings = reviewed.findings.clone();
    let mut notes = Vec::new();
    if reviewed.is_faulty() {
        notes.push("documents and regions were not compared: the data has errors".to_owned());
        notes.extend(fix::mendable(&located.project, &reviewed.findings, || command(given, "check --fix")));
    } else {
        let plan = match plan::plan(&located, &reviewed, &args.into) {
            Ok(plan) => plan,
            Err(unable) => {
                // What is known already is not lost on a wrong argument.
                console::findings(&findings)?;
                return Err(unable);
            }
        };
        match plan {
            Ok(plan) => {
                let mend = mend(given, args);
                findings.extend(plan.planned.iter().map(|planned| planned.finding(&mend)));
                if plan.planned.is_empty() && plan.findings.is_empty() {
                    notes.push(format!("{}: all fresh", plan.counted(!args.into.is_empty())));
                }
                if !args.into.is_empty() && plan.regions == 0 && plan.findings.is_empty() {
                    notes.push("no file below what `--into` names has a region".to_owned());
                }
                findings.extend(plan.findings);
            }
            Err(more) => findings.extend(more),
        }
    }
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    let status = if findings.iter().any(is_error) { Status::Found } else { Status::Fine };
    match console::findings(&findings) {
        // Who reads no further must not make a faulty project a sound one.
        Err(Unable::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        shown => shown?,
    }
    notes.iter().for_each(|note| console::note(note));
    Ok(status)
}

/// The command that mends drift, as it has to be typed here.
fn mend(given: Option<&Path>, args: &cli::Check) -> String {
    let mut command = command(given, "render");
    for path in &args.into {
        command.push_str(&format!(" --into {}", quoted(path)));
    }
    command
}

/// A command for the same project.
fn command(given: Option<&Path>, name: &str) -> String {
    match given {
        Some(folder) => format!("pep11 -C {} {name}", quoted(folder)),
        None => format!("pep11 {name}"),
    }
}

/// A path as a word for the shell.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy().into_owned();
    // What begins with a dash would be an option.
    let text = if text.starts_with('-') { format!("./{text}") } else { text };
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
