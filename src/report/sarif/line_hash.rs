//! The hash of a line by which GitHub knows an alert again. The action that uploads SARIF computes it from
//! the files and warns about any other value; who uploads without that action needs it in the document.
//! Owns that algorithm; must not know what is found on the line.
//!
//! A line is hashed together with what follows it: its first hundred UTF-16 code units that are neither
//! blank nor tab, all line ends being one newline, then a mark for the end of the file, then zeros. The hash
//! is a polynomial in 37 modulo 2^64. Lines with the same hash are numbered from the first.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::{Place, Source};

const UNITS: usize = 100;
const FACTOR: u64 = 37;
const END_OF_FILE: u16 = u16::MAX;

/// The hashes of files, each computed once.
#[derive(Default)]
pub(super) struct Lines {
    files: Vec<(Arc<Source>, Vec<String>)>,
}

impl Lines {
    /// The hash of the line on which a place begins; none for a whole file.
    pub(super) fn hash(&mut self, place: &Place) -> Option<String> {
        let (line, _) = place.line_and_column()?;
        let known = self.files.iter().position(|(source, _)| Arc::ptr_eq(source, &place.source));
        let index = known.unwrap_or_else(|| {
            self.files.push((Arc::clone(&place.source), hashes(&place.source.text)));
            self.files.len() - 1
        });
        self.files[index].1.get(line - 1).cloned()
    }
}

/// The hash of each line of a text.
fn hashes(text: &str) -> Vec<String> {
    let (units, starts) = units(text);
    let hash = |start: &usize| {
        let window = units[*start..].iter().copied().chain(std::iter::repeat(0)).take(UNITS);
        window.fold(0_u64, |sum, unit| sum.wrapping_mul(FACTOR).wrapping_add(u64::from(unit)))
    };
    let mut seen: BTreeMap<u64, usize> = BTreeMap::new();
    let mut numbered = |hash: u64| {
        let number = seen.entry(hash).or_default();
        *number += 1;
        format!("{hash:x}:{number}")
    };
    starts.iter().map(|start| numbered(hash(start))).collect()
}

/// The code units that count, and where among them each line begins.
fn units(text: &str) -> (Vec<u16>, Vec<usize>) {
    const TAB: u16 = 0x09;
    const NEWLINE: u16 = 0x0a;
    const RETURN: u16 = 0x0d;
    const BLANK: u16 = 0x20;
    let (mut units, mut starts) = (Vec::new(), Vec::new());
    let (mut at_start, mut after_return) = (true, false);
    for unit in text.encode_utf16().chain([END_OF_FILE]) {
        let is_passed_over = matches!(unit, TAB | BLANK) || (after_return && unit == NEWLINE);
        after_return = unit == RETURN;
        if is_passed_over {
            continue;
        }
        if at_start {
            starts.push(units.len());
        }
        units.push(if unit == RETURN { NEWLINE } else { unit });
        at_start = units.last() == Some(&NEWLINE);
    }
    (units, starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the action computes for these texts.
    #[test]
    fn hashes_are_those_of_the_action() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
        let few = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(hashes(" a\nb\n  \t\tc\n d"), few);
        let lines = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        for ends in [["\n"; 5], ["\r"; 5], ["\r\n"; 5], ["\r\n", "\n", "\r", "\r", "\r\n"]] {
            let [a, b, c, d, e] = ends;
            let text = format!(" hello; \t\nworld!!!{a}{b}{c}  \t\tGreetings{d} End{e}");
            assert_eq!(hashes(&text), lines, "{text:?}");
        }
        let many = hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10));
        assert_eq!((many[0].as_str(), many[5].as_str()), ("a7f2ff13bc495cf2:1", "a7f2ff13bc495cf2:6"));
        assert_eq!(
            many[6..],
            [
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ]
        );
    }
}
