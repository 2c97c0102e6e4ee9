//! The command `pep11`.
fn main() {}
