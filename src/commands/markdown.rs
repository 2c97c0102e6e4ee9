//! `pep11 markdown`: standard input to standard output, as a note would be rendered. Owns the edges
//! only: reading, writing, and telling where a note cannot be one.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use pep11::formats::{html, markdown, names::Names, rst};
use pep11::note::{self, Note, Refusal};
use pep11::source::Source;

/// The most that is read.
const LIMIT: u64 = 64 << 20;

/// What the Markdown is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    /// reStructuredText.
    Rst,
    /// HTML.
    Html,
    /// Markdown.
    Md,
}

/// Reads a note and writes it; exit status 1 where it is none, 2 where that cannot be told.
pub(crate) fn run(to: To) -> ExitCode {
    let text = match read() {
        Ok(text) => text,
        Err(error) => return cannot_answer("read standard input", &error),
    };
    match note::read(&text) {
        Ok(note) => match io::stdout().lock().write_all(write(&note, to).as_bytes()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => cannot_answer("write", &error),
            _ => ExitCode::SUCCESS,
        },
        Err(refusals) => refuse(&text, &refusals),
    }
}

fn read() -> io::Result<String> {
    let mut text = String::new();
    if io::stdin().lock().take(LIMIT + 1).read_to_string(&mut text)? as u64 > LIMIT {
        return Err(io::Error::other(format!("more than {} MiB", LIMIT >> 20)));
    }
    Ok(text)
}

fn write(note: &Note<'_>, to: To) -> String {
    let mut names = Names::new("");
    match to {
        To::Rst => rst::note::write(note, &rst::note::Setting::default(), &mut names),
        To::Html => html::note::write(note, &html::note::Setting::default(), &mut names),
        To::Md => markdown::note::write(note, &markdown::note::Setting::default(), &mut names),
    }
}

fn refuse(text: &str, refusals: &[Refusal]) -> ExitCode {
    let source = Source::new("<stdin>", text);
    let mut out = anstream::stderr().lock();
    for refusal in refusals {
        let (line, column) = source.line_and_column(refusal.span.start);
        // Nothing can be done for a standard error that is closed.
        let _ = writeln!(out, "<stdin>:{line}:{column}: error: {}", refusal.message);
        let _ = writeln!(out, "  help: {}", refusal.help);
    }
    ExitCode::from(1)
}

fn cannot_answer(what: &str, error: &io::Error) -> ExitCode {
    let _ = writeln!(anstream::stderr().lock(), "error: could not {what}: {error}");
    ExitCode::from(2)
}
