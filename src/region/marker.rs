//! Markers: the lines that begin and end regions. Owns what reads as a marker, what was meant to be
//! one, and what is only prose; must not know which markers belong together.

use std::ops::Range;

use super::line::{self, Ending};
use super::{FORMS, Form, MARK};

/// A line that is a marker or was meant to be one.
pub(super) struct Marker {
    pub(super) form: &'static Form,
    pub(super) meaning: Meaning,
    /// What is wrong with it, if anything is.
    pub(super) fault: Option<Fault>,
    /// Its line, counted from 1.
    pub(super) line: usize,
    /// Its bytes, without blanks around it.
    pub(super) span: Range<usize>,
    /// The first byte of its line.
    pub(super) start: usize,
    /// The first byte after its line.
    pub(super) next: usize,
    /// The blanks before it.
    pub(super) indent: String,
    /// How its line ends.
    pub(super) ending: Option<Ending>,
}

/// What a marker does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Begin(String),
    End,
}

/// Why a line that was meant to be a marker is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: String,
}

/// All markers of a text, from top to bottom.
pub(super) fn markers(bytes: &[u8]) -> Vec<Marker> {
    let mut found = Vec::new();
    let (mut number, mut counted, mut next) = (1, 0, 0);
    for at in memchr::memmem::find_iter(bytes, MARK) {
        if at < next {
            continue;
        }
        let line = line::line_at(bytes, at);
        number += line::count(&bytes[counted..line.text.start]);
        counted = line.text.start;
        next = line.text.end;
        let (indent, span) = trim(bytes, line.text.clone());
        if let Some((form, meaning, fault)) = read(&bytes[span.clone()]) {
            let (start, next, ending) = (line.text.start, line.next(), line.ending);
            found.push(Marker { form, meaning, fault, line: number, span, start, next, indent, ending });
        }
    }
    found
}

/// Whether a line of a document would be read as a marker, also as a faulty one.
pub(super) fn is_marker(line: &str) -> bool {
    let (_, span) = trim(line.as_bytes(), 0..line.len());
    read(&line.as_bytes()[span]).is_some()
}

/// The blanks before a line's text, and the bytes of the text. A byte-order mark is not part of a
/// file's first line.
fn trim(bytes: &[u8], line: Range<usize>) -> (String, Range<usize>) {
    const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
    let blank = |&byte: &u8| byte == b' ' || byte == b'\t';
    let mut text = &bytes[line.clone()];
    if line.start == 0 {
        text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    }
    let start = line.end - text.len();
    let before = text.iter().take_while(|byte| blank(byte)).count();
    let after = text[before..].iter().rev().take_while(|byte| blank(byte)).count();
    let indent = text[..before].iter().map(|&byte| char::from(byte)).collect();
    (indent, start + before..line.end - after)
}

/// Reads a line without the blanks around it.
fn read(text: &[u8]) -> Option<(&'static Form, Meaning, Option<Fault>)> {
    let form = FORMS.iter().find(|form| text.starts_with(form.open.as_bytes()))?;
    let text = String::from_utf8_lossy(text);
    let said = text.strip_prefix(form.open)?.trim_start().strip_prefix(MARK)?;
    let said = said.trim_start_matches(':');
    let words: Vec<&str> = said.strip_suffix(form.close).unwrap_or(said).split_whitespace().collect();
    let meaning = meaning(&words)?;
    let fault = fault(form, &meaning, &words, &text);
    Some((form, meaning, fault))
}

/// What the words after `pep11:` ask for, spelled right or nearly; none where they are prose.
fn meaning(words: &[&str]) -> Option<Meaning> {
    let keyword = words.first()?;
    let is = |name: &str, most: usize| {
        keyword.eq_ignore_ascii_case(name) || words.len() <= most && is_near(keyword, name)
    };
    if is("begin", 2) {
        return Some(Meaning::Begin(words.get(1).copied().unwrap_or_default().to_owned()));
    }
    is("end", 1).then_some(Meaning::End)
}

/// Says what keeps a line from being a marker.
fn fault(form: &Form, meaning: &Meaning, words: &[&str], text: &str) -> Option<Fault> {
    let (right, expected) = match meaning {
        Meaning::Begin(name) => (form.begin(name), 2),
        Meaning::End => (form.end(), 1),
    };
    if words.len() < expected {
        return Some(Fault {
            message: "a region begins here without naming its document".to_owned(),
            help: format!("Write `{}` with a document such as `pep-0816/support`.", form.begin("DOCUMENT")),
        });
    }
    if right.contains(char::REPLACEMENT_CHARACTER) {
        return Some(Fault {
            message: "the name of the document is not UTF-8".to_owned(),
            help: format!("Write `{}` in UTF-8.", form.begin("DOCUMENT")),
        });
    }
    if right == text {
        return None;
    }
    let message = if !form.close.is_empty() && !text.contains(form.close) {
        format!("the marker's comment does not end with `{}` on its line", form.close)
    } else if words.len() > expected {
        "a marker has more words than it may".to_owned()
    } else if text.contains(|char: char| char.is_whitespace() && char != ' ') {
        "a marker has blanks in it that are no spaces".to_owned()
    } else {
        "a marker is misspelled".to_owned()
    };
    Some(Fault { message, help: format!("Write `{right}`, alone on the line.") })
}

/// Whether two words differ by one letter that is missing, added, replaced or swapped with the next.
fn is_near(word: &str, name: &str) -> bool {
    let (word, name) = (word.to_ascii_lowercase().into_bytes(), name.as_bytes());
    let same = word.iter().zip(name).take_while(|(a, b)| a == b).count();
    let (word, name) = (&word[same..], &name[same..]);
    let same = word.iter().rev().zip(name.iter().rev()).take_while(|(a, b)| a == b).count();
    match (&word[..word.len() - same], &name[..name.len() - same]) {
        ([], []) | ([_], [] | [_]) | ([], [_]) => true,
        ([a, b], [c, d]) => (a, b) == (d, c),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_differ_by_one_slip() {
        for word in ["begin", "begn", "bgin", "Begin", "beginn", "begni", "begun", "ebgin"] {
            assert!(is_near(word, "begin"), "{word}");
        }
        for word in ["being", "be", "region", "gin", ""] {
            assert!(!is_near(word, "begin"), "{word}");
        }
    }

    #[test]
    fn a_byte_order_mark_and_blanks_are_no_part_of_a_marker() {
        let bytes = "\u{feff}\t # pep11: end \t".as_bytes();
        let found = markers(bytes);
        assert_eq!(&bytes[found[0].span.clone()], b"# pep11: end");
        assert_eq!((found[0].indent.as_str(), found[0].fault.as_ref()), ("\t ", None));
    }
}
