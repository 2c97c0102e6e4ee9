//! `pep11 check`: reports the plan, and everything that is wrong before there is one.

use std::io::ErrorKind;
use std::path::Path;

use pep11::finding::{Finding, Severity};
use pep11::project::Reviewed;
use pep11::rules::Against;

use super::side::{self, Side};
use super::{findings as report, fix, plan, typed};
use crate::cli;
use crate::console::{self, Status, Unable};
use crate::disk::project::Located;

pub(super) fn run(given: Option<&Path>, args: &cli::Check) -> Result<Status, Unable> {
    let as_of = args.as_of.as_deref().map(super::date).transpose()?;
    let mut located = super::located(given)?;
    let base = args.base.as_deref().map(|base| side::base(given, base)).transpose()?;
    if args.fix {
        fix::mend(&mut located)?;
    }
    let revision = base.as_ref().and_then(Side::revision);
    let base = base.as_ref().map(|base| base.project.review());
    let sound_base = base.as_ref().filter(|base| base.is_whole).map(|base| &base.registry);
    let reviewed = located.project.review_against(Against { as_of, base: sound_base });
    let mut found = Found { findings: reviewed.findings.clone(), notes: Vec::new() };
    found.findings.extend(base.iter().flat_map(side::unread));
    let print = |found: &Found| report::print(&found.findings, args.format, &[&located.folder], revision);
    if reviewed.is_faulty() {
        found.notes.push("documents and regions were not compared: the data has errors".to_owned());
        let again = || typed::command(given, "check --fix");
        found.notes.extend(fix::mendable(&located.project, &reviewed.findings, again));
    } else if let Err(unable) = found.drift(given, args, &located, &reviewed) {
        // What is known already is not lost on a wrong argument.
        if report::is_open_ended(args.format) {
            print(&found)?;
        }
        return Err(unable);
    }
    match print(&found) {
        // Who reads no further must not make a faulty project a sound one.
        Err(Unable::Output(error)) if error.kind() == ErrorKind::BrokenPipe => {}
        shown => shown?,
    }
    found.notes.iter().for_each(|note| console::note(note));
    Ok(found.status(args.deny_warnings))
}

/// What there is to say.
struct Found {
    findings: Vec<Finding>,
    /// Remarks on what was done.
    notes: Vec<String>,
}

impl Found {
    /// Adds what is not fresh.
    fn drift(
        &mut self,
        given: Option<&Path>,
        args: &cli::Check,
        located: &Located,
        reviewed: &Reviewed,
    ) -> Result<(), Unable> {
        let plan = match plan::plan(located, reviewed, &args.into)? {
            Ok(plan) => plan,
            Err(faults) => {
                self.findings.extend(faults);
                return Ok(());
            }
        };
        let mend = typed::command(given, &format!("render{}", typed::options("--into", &args.into)));
        self.findings.extend(plan.planned.iter().map(|planned| planned.finding(&mend)));
        if plan.planned.is_empty() && plan.findings.is_empty() {
            self.notes.push(format!("{}: all fresh", plan.counted(!args.into.is_empty())));
        }
        if !args.into.is_empty() && plan.regions == 0 && plan.findings.is_empty() {
            self.notes.push("no file below what `--into` names has a region".to_owned());
        }
        self.findings.extend(plan.findings);
        Ok(())
    }

    fn status(&self, deny_warnings: bool) -> Status {
        let counts = |finding: &Finding| deny_warnings || finding.severity == Severity::Error;
        if self.findings.iter().any(counts) { Status::Found } else { Status::Fine }
    }
}
