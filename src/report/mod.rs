//! Findings for people and machines. Each form is a file; none may know where findings come from.

pub mod diff;
pub mod text;
