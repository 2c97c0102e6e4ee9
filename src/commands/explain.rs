//! `pep11 explain`: what is said of one rule, as text for a terminal.

use pep11::catalogue::{self, Entry};

use crate::cli;
use crate::console::{self, Status, Unable};

pub(super) fn run(args: &cli::Explain) -> Result<Status, Unable> {
    let entry = catalogue::entry(&args.rule).ok_or_else(|| unknown(&args.rule))?;
    console::result(&explanation(entry))?;
    Ok(Status::Fine)
}

fn unknown(rule: &str) -> Unable {
    let help = match catalogue::nearest(rule) {
        Some(near) => format!("Type `pep11 explain {}`, or `pep11 rules` to see every rule.", near.name),
        None => "Type `pep11 rules` to see every rule.".to_owned(),
    };
    Unable::typed(format!("there is no rule `{rule}`"), help)
}

fn explanation(entry: &Entry) -> String {
    let Entry { name, summary, text, .. } = entry;
    let (severity, about) = (entry.severity.as_str(), entry.about.as_str());
    let mut said = format!("{summary}\n\n");
    said += &format!("rule      {name}\n");
    said += &format!("severity  {severity}\n");
    said += &format!("about     {about}: {}\n", entry.about.description());
    if let Some(source) = entry.source {
        said += &format!("source    {}\n          {}\n", source.text, source.url);
    }
    said + "\n" + text
}
