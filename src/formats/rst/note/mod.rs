//! Stand-in.
use crate::note::Note;
/// Names.
pub struct Names;
impl Names {
    /// New.
    pub fn new(_: &str) -> Self {
        Self
    }
}
/// Setting.
pub struct Setting<'a> {
    /// PEP.
    pub pep: Option<u32>,
    /// Headings.
    pub headings: &'a [char],
    /// Width.
    pub width: usize,
}
/// Write.
pub fn write(note: &Note<'_>, _: &Setting<'_>, _: &mut Names) -> String {
    note.markdown().to_owned()
}
