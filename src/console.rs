//! The terminal and the exit status. Owns what goes to which stream, and when it is coloured; must
//! not know any command.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use pep11::finding::Finding;
use pep11::report;

use crate::disk::Fault;
use crate::disk::git::Refusal;

/// How a command ended, if it could answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// All is well.
    Fine,
    /// Something was found.
    Found,
}

/// Why a command could not answer.
#[derive(Debug)]
pub(crate) enum Unable {
    /// Files that could not be read or written.
    Disk(Vec<Fault>),
    /// A name, a date or a place that was typed and does not exist.
    Typed {
        /// What is wrong: one clause.
        message: String,
        /// What to type.
        help: String,
    },
    /// Standard output could not be written.
    Output(io::Error),
}

impl Unable {
    /// Something that was typed does not exist.
    pub(crate) fn typed(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Typed { message: message.into(), help: help.into() }
    }
}

impl From<io::Error> for Unable {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<Refusal> for Unable {
    fn from(refusal: Refusal) -> Self {
        Self::typed(refusal.message(), refusal.help())
    }
}

impl From<Fault> for Unable {
    fn from(fault: Fault) -> Self {
        Self::Disk(vec![fault])
    }
}

/// The exit status, after saying why if there is no answer.
pub(crate) fn exit_code(ended: Result<Status, Unable>) -> ExitCode {
    match ended {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Found) => ExitCode::from(1),
        // Who reads no further has read enough.
        Err(Unable::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(unable) => {
            message(&said(&unable));
            ExitCode::from(2)
        }
    }
}

fn said(unable: &Unable) -> String {
    let error = |message: String, help: &str| {
        let finding = Finding::error("", message).help(help);
        report::text::finding(&finding, is_coloured(&io::stderr()))
    };
    match unable {
        Unable::Disk(faults) => faults.iter().map(|fault| error(fault.to_string(), &fault.help)).collect(),
        Unable::Typed { message, help } => error(message.clone(), help),
        Unable::Output(failed) => {
            error(format!("standard output cannot be written: {failed}"), "Make room, or write elsewhere.")
        }
    }
}

/// Writes a result to standard output.
pub(crate) fn result(text: &str) -> Result<(), Unable> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Whether a result may have colours.
pub(crate) fn is_result_coloured() -> bool {
    is_coloured(&io::stdout())
}

/// Writes a message to standard error; nobody is left to hear that it failed.
pub(crate) fn message(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// One line of remark on standard error.
pub(crate) fn note(text: &str) {
    message(&format!("pep11: {}\n", report::visible(text)));
}

/// Findings as the result of a command.
pub(crate) fn findings(findings: &[Finding]) -> Result<(), Unable> {
    result(&report::text::findings(findings, is_coloured(&io::stdout())))
}

/// Findings that kept a command from its result.
pub(crate) fn complain(findings: &[Finding]) {
    message(&report::text::findings(findings, is_coloured(&io::stderr())));
}

/// Colour only on a terminal; `NO_COLOR`, `CLICOLOR_FORCE` and `TERM` are obeyed.
fn is_coloured(stream: &(impl IsTerminal + anstream::stream::RawStream)) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}
