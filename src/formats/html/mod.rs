//! HTML. Owns the list of what the format is made of.

pub mod note;
