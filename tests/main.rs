//! All tests of the project as one binary; each module says what it covers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    unreachable_pub,
    missing_docs
)]

/// Sessions with the binary: every command, what it prints where, and how it ends.
mod cli;
/// What is wrong in data, as cases.
mod data;
/// The real docutils and Sphinx, asked by other modules.
mod docutils;
/// Data files that are made to do harm, or are very wrong.
mod hostile;
/// Notes in Markdown, read back by docutils.
mod markdown;
/// The binary, run by other modules.
mod pep11;
/// Data files with any bytes.
mod random_data;
/// The README does what it says.
mod readme;
/// Regions: cases as files, and properties of random files.
mod regions;
/// Tables in reStructuredText: as PEP 11 has them, and as docutils reads them back.
mod tables;
