//! Stand-in.
use crate::note::Note;
/// Write.
pub fn write(note: &Note<'_>, _: usize, _: Option<u32>) -> String {
    note.markdown().to_owned()
}
