//! `pep11 markdown`: standard input to standard output, as a note would be rendered.

use std::io::{self, Read};

use pep11::finding::Finding;
use pep11::formats::names::Names;
use pep11::formats::{html, markdown, rst};
use pep11::note::{self, Note, Refusal};
use pep11::source::{Place, Source};

use crate::cli::{self, To};
use crate::console::{self, Status, Unable};

/// The most that is read: 64 MiB.
const LARGEST_INPUT: u64 = 64 << 20;

pub(super) fn run(args: &cli::Markdown) -> Result<Status, Unable> {
    let text = read()?;
    match note::read(&text) {
        Ok(note) => {
            console::result(&write(&note, args.to))?;
            Ok(Status::Fine)
        }
        Err(refusals) => {
            console::complain(&findings(&text, refusals));
            Ok(Status::Found)
        }
    }
}

fn read() -> Result<String, Unable> {
    let unreadable = |why: String| Unable::typed(why, "Pipe Markdown in UTF-8 into `pep11 markdown`.");
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LARGEST_INPUT + 1).read_to_end(&mut bytes);
    let count = read.map_err(|error| unreadable(format!("standard input cannot be read: {error}")))?;
    if count as u64 > LARGEST_INPUT {
        return Err(unreadable(format!("standard input has more than {} MiB", LARGEST_INPUT >> 20)));
    }
    String::from_utf8(bytes).map_err(|_| unreadable("standard input is not UTF-8 text".to_owned()))
}

fn write(note: &Note<'_>, to: To) -> String {
    let mut names = Names::new("");
    match to {
        To::Rst => rst::note::write(note, &rst::note::Setting::default(), &mut names),
        To::Html => html::note::write(note, &html::note::Setting::default(), &mut names),
        To::Md => markdown::note::write(note, &markdown::note::Setting::default(), &mut names),
    }
}

fn findings(text: &str, refusals: Vec<Refusal>) -> Vec<Finding> {
    let source = Source::new("standard input", text);
    let finding = |refusal: Refusal| {
        Finding::error("bad-markdown", refusal.message)
            .at(Place::new(&source, refusal.span))
            .help(refusal.help)
    };
    refusals.into_iter().map(finding).collect()
}
