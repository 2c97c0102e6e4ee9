//! pep11: one source of truth for the versions that CPython platforms are locked to.
//!
//! The library is pure: it reads no file, no clock and no environment, and prints nothing. What a
//! project's files hold goes in; documents, edits and findings come out. The binary owns the edges.
//!
//! The corridor, from first to last. A module uses only those above it.
//!
//! | module | owns |
//! | --- | --- |
//! | `words` | numbers and lists of things, in words |
//! | `source` | a file's text, and places in it |
//! | `finding` | one thing that is wrong, with a way to mend it |
//! | `catalogue` | what is said of each rule, for who gets a finding |
//! | `version` | versions, and how they compare |
//! | `pattern` | lines with holes, as sites are written |
//! | `yaml` | a YAML file as a tree of located nodes |
//! | `edit` | edits of a YAML text that touch nothing else |
//! | `note` | which Markdown is a note |
//! | `mention` | PEPs and RFCs that prose speaks of |
//! | `table` | a table of finished cells, before any format draws it |
//! | `model` | what the data says: typed, small, located |
//! | `parse` | from YAML to the model, every fault at once |
//! | `release_data` | the release data of the PEPs, a TOML file |
//! | `import` | what the release data changes in the data |
//! | `diff` | what changed between two states of the data, by meaning |
//! | `mend` | mends of the data, each proven before it is written |
//! | `rules` | what may not be in the data, each rule with its name |
//! | `history` | the data as it stood at the end of a day |
//! | `query` | one version for a script |
//! | `view` | what templates see of the model |
//! | `formats` | all that is particular to reStructuredText, Markdown, HTML, JSON and plain text |
//! | `tabular` | tables as they stand in texts, read back to their cells |
//! | `site` | what stands at places in other repositories, and whether the data says so too |
//! | `record` | a lock taken from checkouts |
//! | `render` | templates and a view become documents |
//! | `lookup` | a document by the name that people and markers use |
//! | `region` | the marked parts of other files |
//! | `plan` | what is to become of files, before anything is written |
//! | `adopt` | tables in other files that become regions |
//! | `report` | findings and changes as people and machines read them |
//! | `embedded` | the data and templates inside the binary |
//! | `project` | the whole corridor, from texts to documents |
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod mention;

pub mod adopt;
pub mod catalogue;
pub mod diff;
pub mod edit;
pub mod embedded;
pub mod finding;
pub mod formats;
pub mod history;
pub mod import;
pub mod lookup;
pub mod mend;
pub mod model;
pub mod note;
pub mod parse;
pub mod pattern;
pub mod plan;
pub mod project;
pub mod query;
pub mod record;
pub mod region;
pub mod release_data;
pub mod render;
pub mod report;
pub mod rules;
pub mod site;
pub mod source;
pub mod table;
pub mod tabular;
pub mod version;
pub mod view;
pub mod words;
pub mod yaml;
