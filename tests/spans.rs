//! The bytes that spell a value are exactly those: where they are replaced by the same value in other
//! words, the file says the same. In real files, in faulty ones, and in any layout.

use std::fmt::Write as _;

use pep11::parse::Files;
use pep11::yaml::{self, Node, Tree, Value};
use proptest::prelude::*;
use proptest::sample::select;

use crate::fix::random;
use crate::random_data::PIECES;
use crate::{data, folder};

/// All that a node says, in brackets and quotes on one line.
fn in_brackets(node: &Node, out: &mut String) {
    match &node.value {
        Value::Null => out.push_str("null"),
        Value::Scalar { text, .. } => in_quotes(text, out),
        Value::List(items) => {
            out.push('[');
            for item in items {
                in_brackets(item, out);
                out.push_str(", ");
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for (key, value) in entries {
                in_brackets(key, out);
                out.push_str(" : ");
                in_brackets(value, out);
                out.push_str(", ");
            }
            out.push('}');
        }
    }
}

fn in_quotes(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => write!(out, "\\{c}").unwrap(),
            ' '..='~' => out.push(c),
            _ => write!(out, "\\U{:08X}", u32::from(c)).unwrap(),
        }
    }
    out.push('"');
}

fn said(node: &Node) -> String {
    let mut said = String::new();
    in_brackets(node, &mut said);
    said
}

/// Every node that is written where it stands.
fn nodes<'t>(node: &'t Node, all: &mut Vec<&'t Node>) {
    if node.defined.is_some() {
        return;
    }
    all.push(node);
    match &node.value {
        Value::List(items) => items.iter().for_each(|item| nodes(item, all)),
        Value::Map(entries) => entries.iter().for_each(|(key, value)| {
            nodes(key, all);
            nodes(value, all);
        }),
        _ => {}
    }
}

/// The text with one value in other words; none where those cannot stand there.
fn rewritten(tree: &Tree, node: &Node) -> Option<String> {
    let text = &tree.source.text;
    let (before, after) = (&text[..node.span.start], &text[node.span.end..]);
    let own = &text[node.span.clone()];
    let new = said(node);
    match &node.value {
        // A value that is left out, where there is a sign that it could be there, and that sign is its own.
        Value::Null if own.is_empty() => {
            if text.contains("? ") {
                return None;
            }
            let line = before.rsplit('\n').next().unwrap_or("").trim();
            let is_there = (before.ends_with(':') || (line == "-" && !before.contains(['[', '{'])))
                && after.starts_with([' ', '\n', '\r']);
            is_there.then(|| format!("{before} {new}{after}"))
        }
        Value::Null | Value::Scalar { .. } => Some(format!("{before}{new}{after}")),
        // An anchor would be lost, a key in brackets must stand on one line, and one without a value ends
        // where what follows begins.
        _ if own.contains(['&', '?']) || new.len() > 1000 => None,
        // One blank more, as brackets must stand deeper than the key of a list that does not.
        _ => Some(format!("{before} {new}{after}")),
    }
}

/// How many values of a file were written anew.
fn check(path: &str, bytes: &[u8]) -> Result<usize, TestCaseError> {
    let Ok(tree) = yaml::read(path, bytes) else { return Ok(0) };
    // A tag or a merge has a part in what the value beside it says.
    if !tree.findings.is_empty() {
        return Ok(0);
    }
    let mut all = Vec::new();
    nodes(&tree.root, &mut all);
    let mut count = 0;
    // Of a file with many values, some from all over it.
    for node in all.iter().step_by(all.len() / 150 + 1) {
        let Some(text) = rewritten(&tree, node) else { continue };
        let again = yaml::read(path, text.as_bytes()).map(|again| said(&again.root));
        let shown = || {
            format!(
                "{:?} at {:?}:\n{}\n{text}",
                &tree.source.text[node.span.clone()],
                node.span,
                tree.source.text
            )
        };
        match again {
            Ok(again) => prop_assert!(again == said(&tree.root), "{}", shown()),
            Err(finding) => prop_assert!(false, "{}: {}", finding.message, shown()),
        }
        count += 1;
    }
    Ok(count)
}

fn check_all(files: &Files) -> Result<usize, TestCaseError> {
    files.iter().map(|(path, bytes)| check(path, bytes)).sum()
}

#[test]
fn in_real_and_faulty_files() {
    let mut count = 0;
    for case in data::folders() {
        count += check_all(&data::below(&case)).unwrap_or_else(|error| panic!("{}: {error}", case.display()));
    }
    assert!(count > 3000, "only {count} values");
    // Each of the larger files has too many values to write each anew.
    let own = data::below(&folder::own().join("data"));
    check("pythons.yaml", &own["data/pythons.yaml"]).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_any_layout(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
        let [before, _] = random::both(bytes, 20);
        check_all(&before)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn in_any_pieces_of_yaml(pieces in prop::collection::vec(select(PIECES), 0..40)) {
        check("x", pieces.concat().as_bytes())?;
    }
}
