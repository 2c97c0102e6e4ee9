//! `pep11 rules`: a line for each rule, its name first, so that a script can cut it off.

use pep11::catalogue::{self, Entry};

use crate::console::{self, Status, Unable};

pub(super) fn run() -> Result<Status, Unable> {
    console::result(&table(catalogue::entries()))?;
    Ok(Status::Fine)
}

fn table(entries: &[Entry]) -> String {
    let widest = |text: fn(&Entry) -> &str| entries.iter().map(|entry| text(entry).len()).max().unwrap_or(0);
    let name = widest(|entry| entry.name);
    let severity = widest(|entry| entry.severity.as_str());
    let about = widest(|entry| entry.about.as_str());
    let line = |entry: &Entry| {
        let (is, of) = (entry.severity.as_str(), entry.about.as_str());
        format!("{:name$}  {is:severity$}  {of:about$}  {}\n", entry.name, entry.summary)
    };
    entries.iter().map(line).collect()
}
