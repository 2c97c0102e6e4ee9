//! Lines of a text whose line endings are mixed, as docutils counts them: LF, CR LF and a lone CR
//! each end one. Owns where a line begins and ends; must not know what is on it.

use std::ops::Range;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Lf,
    CrLf,
    Cr,
}

impl Ending {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
            Self::Cr => "\r",
        }
    }
}

/// One line.
pub(super) struct Line {
    /// Its bytes, without its ending.
    pub(super) text: Range<usize>,
    /// Its ending; none for a last line without one.
    pub(super) ending: Option<Ending>,
}

impl Line {
    /// The first byte after the line.
    pub(super) fn next(&self) -> usize {
        self.text.end + self.ending.map_or(0, |ending| ending.as_str().len())
    }
}

/// The line that a byte is on.
pub(super) fn line_at(bytes: &[u8], at: usize) -> Line {
    let start = memchr::memrchr2(b'\n', b'\r', &bytes[..at]).map_or(0, |before| before + 1);
    line_from(bytes, start)
}

/// The line that starts at a byte.
fn line_from(bytes: &[u8], start: usize) -> Line {
    let rest = &bytes[start..];
    let Some(length) = memchr::memchr2(b'\n', b'\r', rest) else {
        return Line { text: start..bytes.len(), ending: None };
    };
    let ending = match &rest[length..] {
        [b'\n', ..] => Ending::Lf,
        [b'\r', b'\n', ..] => Ending::CrLf,
        _ => Ending::Cr,
    };
    Line { text: start..start + length, ending: Some(ending) }
}

/// All lines of a text; a last ending is not followed by an empty line.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    std::iter::from_fn(move || {
        (start < text.len()).then(|| {
            let line = line_from(text.as_bytes(), start);
            start = line.next();
            &text[line.text]
        })
    })
}

/// How many lines end in a stretch of bytes that does not stop between CR and LF.
pub(super) fn count(bytes: &[u8]) -> usize {
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_ends_a_line() {
        let text = "a\r\nb\rc\n\r\r\nd";
        assert_eq!(lines(text).collect::<Vec<_>>(), ["a", "b", "c", "", "", "d"]);
        assert_eq!(count(text.as_bytes()), 5);
        let c = line_at(text.as_bytes(), text.find('c').unwrap());
        assert_eq!((c.text.clone(), c.ending, c.next()), (5..6, Some(Ending::Lf), 7));
    }
}
