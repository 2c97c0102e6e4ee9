//! `pep11 check`: reports the plan, and everything that is wrong before there is one.

use std::io::ErrorKind;
use std::path::Path;

use pep11::finding::{Finding, Severity};
use pep11::rules::Against;

use super::side::{self, Side};
use super::{findings as report, plan};
use crate::cli;
use crate::console::{self, Status, Unable};

pub(super) fn run(given: Option<&Path>, args: &cli::Check) -> Result<Status, Unable> {
    let as_of = args.as_of.as_deref().map(super::date).transpose()?;
    let located = super::located(given)?;
    let base = args.base.as_deref().map(|typed| side::base(given, typed)).transpose()?;
    let revision = base.as_ref().and_then(Side::revision);
    let base = base.as_ref().map(|base| base.project.review());
    let sound_base = base.as_ref().filter(|base| base.is_whole).map(|base| &base.registry);
    let reviewed = located.project.review_against(Against { as_of, base: sound_base });
    let mut findings = reviewed.findings.clone();
    findings.extend(base.iter().flat_map(side::unread));
    let mut notes = Vec::new();
    if reviewed.is_faulty() {
        notes.push("documents and regions were not compared: the data has errors".to_owned());
    } else {
        let plan = match plan::plan(&located, &reviewed, &args.into) {
            Ok(plan) => plan,
            Err(unable) => {
                // What is known already is not lost on a wrong argument.
                if report::is_open_ended(args.format) {
                    report::print(&findings, args.format, &located.folder, revision)?;
                }
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
    let counts = |finding: &Finding| args.deny_warnings || finding.severity == Severity::Error;
    let status = if findings.iter().any(counts) { Status::Found } else { Status::Fine };
    match report::print(&findings, args.format, &located.folder, revision) {
        // Who reads no further must not make a faulty project a sound one.
        Err(Unable::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        shown => shown?,
    }
    notes.iter().for_each(|note| console::note(note));
    Ok(status)
}

/// The command that mends drift, as it has to be typed here.
fn mend(given: Option<&Path>, args: &cli::Check) -> String {
    let quoted = |path: &Path| {
        let text = path.to_string_lossy().into_owned();
        // What begins with a dash would be an option.
        let text = if text.starts_with('-') { format!("./{text}") } else { text };
        let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%".contains(c);
        if !text.is_empty() && text.chars().all(is_plain) {
            text
        } else {
            format!("'{}'", text.replace('\'', "'\\''"))
        }
    };
    let mut command = String::from("pep11");
    if let Some(folder) = given {
        command.push_str(&format!(" -C {}", quoted(folder)));
    }
    command.push_str(" render");
    for path in &args.into {
        command.push_str(&format!(" --into {}", quoted(path)));
    }
    command
}
