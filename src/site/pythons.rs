//! The Python versions that a place names, in whatever words. Owns that what is not surely understood is not
//! guessed.

use super::Match;
use crate::model::site::Hole;
use crate::version::Python;

/// The Python versions that a match names, or why they cannot be told; none where it has no hole for any.
pub(super) fn named(found: &Match) -> Option<Result<Vec<Python>, String>> {
    let part = |hole: &Hole| found.get(hole).map(|capture| capture.text.as_str());
    if let Some((major, minor)) = part(&Hole::PythonMajor).zip(part(&Hole::PythonMinor)) {
        return Some(one(&format!("{major}.{minor}")));
    }
    found.captures.iter().find_map(|capture| match capture.hole {
        Hole::Python => Some(one(&capture.text)),
        Hole::Pythons => Some(listed(&capture.text)),
        _ => None,
    })
}

fn one(text: &str) -> Result<Vec<Python>, String> {
    Python::of_release(text).map(|python| vec![python]).ok_or_else(|| unclear(text))
}

fn unclear(text: &str) -> String {
    format!("which Python versions `{}` are is not clear", text.trim())
}

/// The Python versions in a text such as `3.13.1+ (as well), 3.14` or `3.13-3.15`. What is left open, as in
/// `3.15 and later`, is only what is named.
fn listed(text: &str) -> Result<Vec<Python>, String> {
    // What is compared is no list.
    if text.contains(['<', '>', '~', '!', '*']) {
        return Err(unclear(text));
    }
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/' | '&');
    let mut pythons: Vec<Python> = Vec::new();
    let mut reaches = false;
    for word in text.split(is_between).filter(|word| !word.is_empty()) {
        if matches!(word, "-" | "–" | "to" | "through" | "until" | "...") {
            reaches = !pythons.is_empty();
            continue;
        }
        let Some((first, last)) = range(word) else {
            // `3.x` may be any, and no other word is.
            if word.starts_with("3.") || reaches {
                return Err(unclear(text));
            }
            continue;
        };
        let first = match pythons.last() {
            Some(before) if reaches => *before,
            _ => first,
        };
        pythons.extend(first.up_to(last).ok_or_else(|| unclear(text))?);
        reaches = false;
    }
    if pythons.is_empty() || reaches { Err(unclear(text)) } else { Ok(pythons) }
}

/// The first and the last Python version of a word such as `3.14` or `3.13-3.15`.
fn range(word: &str) -> Option<(Python, Python)> {
    let word = word.trim_matches(['.', ':', '"', '\'', '`', '#']);
    if let Some(python) = Python::of_release(word) {
        return Some((python, python));
    }
    let (first, last) = word.split_once('-').or_else(|| word.split_once('–'))?;
    Some((Python::of_release(first)?, Python::of_release(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_named_in_many_ways() {
        for (text, expected) in [
            ("3.13 (w/ a link below), 3.14", "3.13 3.14"),
            ("3.13.1+, 3.14", "3.13 3.14"),
            ("3.16.0a1", "3.16"),
            ("3.13-3.15", "3.13 3.14 3.15"),
            ("3.13 - 3.15", "3.13 3.13 3.14 3.15"),
            ("3.9 to 3.11.", "3.9 3.9 3.10 3.11"),
            ("3.13.1, 3.14.2", "3.13 3.14"),
            ("Python 3.15 and later", "3.15"),
            ("3.11 & 3.12", "3.11 3.12"),
        ] {
            let found: Vec<String> = listed(text).unwrap().iter().map(Python::to_string).collect();
            assert_eq!(found.join(" "), expected, "{text}");
        }
        for text in [
            "all of them",
            "3.x",
            ">= 3.13",
            "3.13 to the end",
            "3.15-3.13",
            "3.13, 3.x",
            "3.13 -",
            "2.7-3.1",
        ] {
            assert!(listed(text).is_err(), "{text}: {:?}", listed(text));
        }
    }
}
