//! pep11: one source of truth for the versions that CPython platforms are locked to.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod mention;

pub mod embedded;
pub mod finding;
pub mod formats;
pub mod history;
pub mod lookup;
pub mod model;
pub mod note;
pub mod parse;
pub mod plan;
pub mod project;
pub mod query;
pub mod region;
pub mod render;
pub mod report;
pub mod rules;
pub mod source;
pub mod table;
pub mod version;
pub mod view;
pub mod yaml;
