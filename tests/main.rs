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

/// Tables of existing documents that become regions: cases, properties, the real PEPs.
mod adopt;
/// The binary, run by other modules.
mod binary;
/// What is said of each rule, and that its examples are true.
mod catalogue;
/// Sessions with the binary: every command, what it prints where, and how it ends.
mod cli;
/// What is wrong in data, as cases.
mod data;
/// What changed between two states of the data, and how it is shown.
mod diff;
/// The documents of this project: well formed, and right on any day.
mod documents;
/// The real docutils and Sphinx, asked by other modules.
mod docutils;
/// Edits of YAML texts: nothing else changes.
mod edit;
/// What `check --fix` makes of data, and that it touches nothing else.
mod fix;
/// Folders and what is in them, for other modules.
mod folder;
/// `out/` is what `data/` and `templates/` make.
mod fresh;
/// git, run by other modules.
mod git;
/// Data files that are made to do harm, or are very wrong.
mod hostile;
/// The order of the modules, and what the library must not touch.
mod layers;
/// Notes in Markdown, read back by docutils.
mod markdown;
/// Single mutations of the data that break the policy.
mod mutations;
/// What adding a platform or a template does, and what hostile values cannot do.
mod promises;
/// Whether time is in proportion to size, for other modules.
mod proportion;
/// Data files with any bytes.
mod random_data;
/// The README does what it says.
mod readme;
/// Regions in the real PEPs, where there is a copy of them.
mod real;
/// Recording a lock, from a checkout to a pull request.
mod record;
/// Regions: cases as files, and properties of random files.
mod regions;
/// What happened to PEP 11 and PEP 816, once more.
mod replay;
/// Findings for machines: valid by real validators, read back as they were, and known again.
mod report;
/// Projects in git revisions: what sessions cannot show.
mod revisions;
/// What the rules about the policy find, as cases.
mod rules;
/// Much data, and the time that the rules take.
mod scaling;
/// Sites in trees like those of other repositories, right and wrong.
mod sites;
/// The bytes of each value in YAML are exactly those: each can be written anew.
mod spans;
/// Tables in reStructuredText: as PEP 11 has them, and as docutils reads them back.
mod tables;
/// What is left out on this machine, said by other modules.
mod untested;
/// From upstream and back: adoption and a lock on the whole way.
mod upstream;
