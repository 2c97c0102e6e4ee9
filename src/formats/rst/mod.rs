//! reStructuredText. Owns the list of what the format is made of: how text is escaped, and what a
//! table and a note in Markdown become.

pub mod escape;
pub mod note;
pub mod table;
