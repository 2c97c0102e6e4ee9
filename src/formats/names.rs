//! Names for what a note has to define: substitutions, targets, footnotes. Owns that they are unique
//! in every file that may show the document, and that equal definitions are made once. Must not know
//! what a definition looks like.

use std::collections::{BTreeMap, BTreeSet};

/// The names of one document.
#[derive(Clone, Debug)]
pub struct Names {
    prefix: String,
    of_definition: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

/// The longest part of a name that is taken from the text.
const LONGEST_HINT: usize = 32;

impl Names {
    /// The names of a document, known by its path, such as `pep-0011/notes/wasi`. All begin with
    /// `pep11-` and the path: names of the host and of other documents beside it do not. A full stop
    /// ends each part of the path, so that no document's names are another's.
    pub fn new(document: &str) -> Self {
        let path: Vec<String> = document.split('/').map(slug).filter(|part| !part.is_empty()).collect();
        let prefix = if path.is_empty() { "pep11-".into() } else { format!("pep11-{}.", path.join(".")) };
        Self { prefix, of_definition: BTreeMap::new(), taken: BTreeSet::new() }
    }

    /// The name for `definition`, after `hint` where it can be; and whether it is new, so that the
    /// definition is still to be written.
    pub(crate) fn define(&mut self, hint: &str, definition: &str) -> (String, bool) {
        if let Some(name) = self.of_definition.get(definition) {
            return (name.clone(), false);
        }
        let hint: String = slug(hint).chars().take(LONGEST_HINT).collect();
        let hint = hint.trim_end_matches('-');
        let wanted = format!("{}{}", self.prefix, if hint.is_empty() { "x" } else { hint });
        let name = self.unused(&wanted);
        self.taken.insert(name.clone());
        self.of_definition.insert(definition.to_owned(), name.clone());
        (name, true)
    }

    /// A name that nothing else has, after `hint` where it can be.
    pub(crate) fn unique(&mut self, hint: &str) -> String {
        let number = self.next();
        self.define(hint, &format!("{number} {hint}")).0
    }

    /// Whether `definition` comes up for the first time.
    pub(crate) fn is_first(&mut self, definition: &str) -> bool {
        self.of_definition.insert(definition.to_owned(), String::new()).is_none()
    }

    /// A number that is different each time.
    pub(crate) fn next(&mut self) -> usize {
        self.of_definition.insert(format!("next {}", self.of_definition.len()), String::new());
        self.of_definition.len()
    }

    /// `wanted`, with a number behind it where that is taken.
    fn unused(&mut self, wanted: &str) -> String {
        if !self.taken.contains(wanted) {
            return wanted.to_owned();
        }
        // Remembering the last number keeps thousands of equal hints from taking quadratic time.
        let last = self.of_definition.get(&format!("number {wanted}")).and_then(|n| n.parse().ok());
        let mut number: usize = last.unwrap_or(1);
        loop {
            number += 1;
            let name = format!("{wanted}-{number}");
            if !self.taken.contains(&name) {
                self.of_definition.insert(format!("number {wanted}"), number.to_string());
                return name;
            }
        }
    }
}

/// Lower-case ASCII letters and digits with single hyphens between: what docutils takes as a name
/// without quotes, and as an id as it is.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().take(4 * LONGEST_HINT) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_definitions_share_a_name_and_others_do_not() {
        let mut names = Names::new("pep-0011/notes/wasi");
        let first = names.define("The *docs*", "a");
        assert_eq!(first, ("pep11-pep-0011.notes.wasi.the-docs".into(), true));
        assert_eq!(names.define("other", "a"), (first.0.clone(), false));
        assert_eq!(names.define("The docs", "b").0, first.0 + "-2");
        assert_eq!(Names::new("").define("\u{df}", "c").0, "pep11-x");
    }
}
