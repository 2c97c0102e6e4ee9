//! pep11: one source of truth for the versions that CPython platforms are locked to.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod finding;
pub mod formats;
mod mention;
pub mod note;
pub mod source;
pub mod table;
