//! No value can change the markup of any format. The data in `tests/promises/data/` has a token such as
//! `"T07T"` in every field that takes any text, and `https://example.org/U07U` in every link. Each
//! document is rendered with the tokens and with hostile values in their places; a parser of the format
//! must then find the same document, with the values letter for letter where the tokens were.

use std::collections::BTreeMap;

use pep11::project::Project;
use pep11::render::Documents;
use pep11::source::Source;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};

use crate::{docutils, folder};

/// Texts that some format could take for its own.
const TEXTS: &[&str] = &[
    "*_",
    "|x|",
    "<b>",
    "`",
    "``x``",
    "\"",
    "'",
    "\\",
    "](x)",
    "{{ x }}",
    "{% raw %}",
    "*emphasis*",
    "**strong**",
    "_target_",
    "x_",
    "x__",
    "`x`_",
    ":pep:`11`",
    "[1]_",
    "[x](https://example.org)",
    "![x](y)",
    "<!-- -->",
    "</td></tr>",
    "&lt;",
    "&#42;",
    "&",
    "- item",
    "1. item",
    "#. item",
    "# heading",
    "+ item",
    ".. comment",
    ".. image:: x",
    "::",
    "text::",
    "====",
    "----",
    "| line",
    "> quote",
    ">>> doctest",
    "+-+",
    "== ==",
    "~~~",
    "```",
    "    indented",
    "trailing  ",
    "a  b",
    "\\ ",
    "x\\",
    "\\*",
    "https://example.org/x_*y*",
    "me@example.org",
    "www.example.org",
    "-->",
    "--",
    "...",
    "\"quoted\"",
    "'it''s'",
    "“”",
    "مرحبا *العالم*",
    "שלום|",
    "e\u{301}*",
    "\u{301}",
    "日本語|表",
    "👩‍👩‍👧‍👦 _x_",
    "\u{200b}*x*",
    "\u{202e}abc*",
    "\u{a0}*",
    "A",
    "None",
    "null",
    "pep11: end",
    ".. pep11: end",
    "<script>alert(1)</script>",
    "a\tb",
    "$(x)",
    "%s",
    "{x}",
    "~",
    "^",
    "=",
    "(x)",
    "[x]",
    "[x]:",
    "* * *",
    "___",
    "ftp://x_",
    "(1)",
    "A.",
    "-x",
    "--opt  description",
    ":field: value",
    "__ x",
    "|",
    "||",
    "+",
];

/// Links with what a link may hold and some format gives a meaning to.
const LINKS: &[&str] = &[
    "https://example.org/a_(b)_*c*",
    "https://example.org/x_",
    "https://example.org/?a=1&amp;b=2&c=3#d",
    "https://example.org/'~[x]!:@$,;=+%20",
    "https://example.org/)",
    "https://example.org/](x)",
    "http://example.org/*",
    "https://example.org/é/日本",
    "https://example.org/x.",
    "https://example.org/__init__",
    "https://example.org/a%5C_b",
    "https://example.org/((x",
    "https://example.org/[",
];

/// The fields that name a component.
const NAMES: [&str; 5] = ["T41T", "T42T", "T47T", "T48T", "T61T"];

/// A value to put where a token was.
type Values = BTreeMap<String, String>;

fn tokens(texts: &BTreeMap<String, String>) -> Vec<String> {
    let mut tokens = Vec::new();
    for text in texts.values() {
        for mark in ['T', 'U'] {
            let is_token = |word: &&str| {
                word.len() == 4
                    && word.starts_with(mark)
                    && word.ends_with(mark)
                    && word[1..3].bytes().all(|byte| byte.is_ascii_digit())
            };
            let words = text.split(|c: char| !c.is_ascii_alphanumeric());
            tokens.extend(words.filter(is_token).map(str::to_owned));
        }
    }
    tokens.sort();
    assert!(tokens.windows(2).all(|pair| pair[0] != pair[1]), "a token stands in two fields: {tokens:?}");
    tokens
}

fn data() -> BTreeMap<String, String> {
    let files = folder::files(&folder::own().join("tests/promises/data"));
    files
        .into_iter()
        .map(|(path, bytes)| (format!("data/{path}"), String::from_utf8(bytes).unwrap()))
        .collect()
}

/// The documents of the data with values in place of tokens, by the project's own templates and those
/// of this test.
fn documents(data: &BTreeMap<String, String>, values: &Values) -> Documents {
    let mut project = Project { templates: folder::own_project().templates, ..Project::default() };
    for (path, text) in [("every.html", HTML), ("every.rst", RST), ("every.md", MARKDOWN)] {
        project.templates.insert(path.into(), Source::new(path, text));
    }
    for (path, text) in data {
        let mut text = text.clone();
        for (token, value) in values {
            text = text.replace(&format!("\"{token}\""), &Value::from(value.as_str()).to_string());
            text = text.replace(
                &format!("https://example.org/{token}"),
                &format!("'{}'", value.replace('\'', "''")),
            );
        }
        project.data.insert(path.clone(), text.into_bytes());
    }
    let reviewed = project.review();
    assert!(reviewed.findings.is_empty(), "{:#?}", reviewed.findings);
    project.documents(&reviewed.registry).unwrap()
}

const HTML: &str = r#"<!DOCTYPE html>
<title>{{ platforms.quux.name }}</title>
{{ heading(platforms.quux.name, 1) }}
<p title="{{ platforms.quux.components.one.name }}" class='{{ retired[0].name }}'>{{ tiers["1"].rows[0].notes }}</p>
{{ table(tiers["1"].rows, [{"title": platforms.quux.name, "of": "triple", "link": "source"}, {"title": "B", "of": "contacts"}, {"title": "C", "of": "notes", "as": "code"}]) }}
{{ link(platforms.quux.name, retired[0].details) }}
{{ platforms.quux.stated[0].by | code }}
{{ platforms.quux.stated[0].by | paragraph }}
"#;

const RST: &str = r#"
{{ heading(platforms.quux.name, 1) }}

{{ platforms.quux.stated[0].by | paragraph }}

Before {{ tiers["1"].rows[0].notes }} behind.

* {{ retired[0].name | paragraph }}

* Code {{ platforms.quux.stated[0].by | code }}, link {{ link(platforms.quux.name, retired[0].details) }}.

{{ table(tiers["1"].rows, [{"title": platforms.quux.name, "of": "triple", "link": "source"}, {"title": "B", "of": "contacts"}, {"title": "C", "of": "notes", "as": "code"}]) }}

{{ table(tiers["1"].rows, [{"title": "A", "of": "notes"}, {"title": "B", "of": "triple"}], group=true) }}
"#;

const MARKDOWN: &str = r#"
{{ heading(platforms.quux.name, 1) }}

{{ platforms.quux.stated[0].by | paragraph }}

Before {{ tiers["1"].rows[0].notes }} behind.

* {{ retired[0].name | paragraph }}

* Code {{ platforms.quux.stated[0].by | code }}, link {{ link(platforms.quux.name, retired[0].details) }}.

{{ table(tiers["1"].rows, [{"title": platforms.quux.name, "of": "triple", "link": "source"}, {"title": "B", "of": "contacts"}, {"title": "C", "of": "notes", "as": "code"}]) }}
"#;

/// A parsed Markdown document as the outlines of docutils are.
fn markdown_outline(text: &str) -> Value {
    let mut outline: Vec<Value> = Vec::new();
    let mut add = |what: String, text: bool| match outline.last_mut() {
        Some(Value::Array(last)) if text => {
            if let Some(Value::String(last)) = last.first_mut() {
                last.push_str(&what);
            }
        }
        _ if text => outline.push(json!([what])),
        _ => outline.push(Value::from(what)),
    };
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) => add(text.into_string(), true),
            Event::SoftBreak => add(" ".to_owned(), true),
            Event::Code(text) => {
                add("code".to_owned(), false);
                add(text.into_string(), true);
                add("end of code".to_owned(), false);
            }
            Event::Start(Tag::Link { dest_url, .. }) => add(format!("link to {dest_url}"), false),
            other => add(format!("{other:?}"), false),
        }
    }
    Value::from(outline)
}

/// Text without blanks, which layouts add and take away, and addresses as any writer encodes them.
fn alike(text: &str) -> String {
    let text = text.replace([' ', '\n', '\t', '\u{a0}'], "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let code = behind.get(..2).and_then(|code| u8::from_str_radix(str::from_utf8(code).ok()?, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(byte) => (bytes.push(byte), rest = &behind[2..]),
            None => (bytes.push(*first), rest = behind),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An outline with values in place of tokens, and blanks as layouts need them.
fn filled(outline: &Value, values: &Values) -> Value {
    match outline {
        Value::String(text) => {
            let text = values.iter().fold(text.clone(), |text, (token, value)| {
                let text = text.replace(&format!("https://example.org/{token}"), value);
                text.replace(token, value)
            });
            Value::from(alike(&text))
        }
        Value::Array(items) => items.iter().map(|item| filled(item, values)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), filled(value, values))).collect()
        }
        other => other.clone(),
    }
}

/// The outlines of documents of one format.
fn outlines(extension: &str, texts: &[&str]) -> Vec<Value> {
    let known = |outlines: Vec<docutils::Outline>| {
        outlines.into_iter().map(|outline| json!([outline.messages, outline.tree])).collect()
    };
    match extension {
        "rst" => known(docutils::outlines(texts)),
        "html" => known(docutils::html_outlines(texts)),
        "md" => texts.iter().map(|text| markdown_outline(text)).collect(),
        "json" => texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect(),
        other => panic!("no parser for {other}"),
    }
}

#[test]
fn no_value_changes_the_markup_of_any_format() {
    let Some(_) = docutils::python() else { return };
    let data = data();
    let tokens = tokens(&data);
    let tame = documents(&data, &Values::new());
    let long = ["*x_|`".repeat(400), "many words_ ".repeat(300)];
    let texts: Vec<&str> = TEXTS.iter().copied().chain(long.iter().map(String::as_str)).collect();
    // Shifted by one each time, every value comes to stand in every field.
    let runs: Vec<(Values, Documents)> = (0..texts.len())
        .map(|shift| {
            let value = |(at, token): (usize, &String)| {
                let list = if token.starts_with('T') { texts.as_slice() } else { LINKS };
                let value = list[(at + shift) % list.len()];
                // No two components have names that differ in signs only.
                let value = match (NAMES.contains(&token.as_str()), shift % 2) {
                    (true, 0) => format!("{value} {}", token.to_lowercase()),
                    (true, _) => format!("{} {value}", token.to_lowercase()),
                    _ => value.to_owned(),
                };
                (token.clone(), value)
            };
            let values: Values = tokens.iter().enumerate().map(value).collect();
            let documents = documents(&data, &values);
            (values, documents)
        })
        .collect();
    let mut wrong = Vec::new();
    for (path, tame) in &tame {
        let (_, extension) = path.rsplit_once('.').unwrap();
        let texts: Vec<&str> = runs.iter().map(|(_, documents)| documents[path].as_str()).collect();
        let expected = outlines(extension, &[tame]).remove(0);
        for ((values, _), outline) in runs.iter().zip(outlines(extension, &texts)) {
            let (expected, actual) = (filled(&expected, values), filled(&outline, &Values::new()));
            if let Some(difference) = difference(&expected, &actual) {
                wrong.push(format!("{path}: {difference}"));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(
        wrong.is_empty(),
        "{} differences, such as\n{}",
        wrong.len(),
        wrong[..wrong.len().min(30)].join("\n")
    );
}

/// The first part in which two outlines differ.
fn difference(expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        _ if expected == actual => None,
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            expected.iter().zip(actual).find_map(|(expected, actual)| difference(expected, actual))
        }
        (Value::Object(_), Value::Object(_)) => {
            let fields = expected.as_object().unwrap().iter().zip(actual.as_object().unwrap());
            fields.into_iter().find_map(|((_, expected), (_, actual))| difference(expected, actual))
        }
        _ => Some(format!("expected {expected}\n     found {actual}")),
    }
}

#[test]
fn a_text_of_one_line_takes_no_line_break_and_no_control_character() {
    let data = data();
    for token in tokens(&data) {
        for value in ["a\nb", "a\u{0}b", "a\u{b}b", "a\u{85}b", "a\u{2028}b", "a\u{1b}[31mb", "a\rb"] {
            let quoted = Value::from(value).to_string();
            let mut project = Project::default();
            for (path, text) in &data {
                let text = text.replace(&format!("\"{token}\""), &quoted);
                let text = text.replace(&format!("https://example.org/{token}"), &quoted);
                project.data.insert(path.clone(), text.into_bytes());
            }
            assert!(project.review().is_faulty(), "{token} may be {quoted}");
        }
    }
}

#[test]
fn an_address_of_a_pep_becomes_a_role_or_is_not_spelled() {
    let data = data();
    for address in ["https://peps.python.org/pep-0738/", "https://www.rfc-editor.org/rfc/rfc2119"] {
        let values = tokens(&data).into_iter().filter(|token| token.starts_with('U'));
        let values: Values = values.map(|token| (token, address.to_owned())).collect();
        for (path, text) in documents(&data, &values) {
            if path.starts_with("pep-") && path.ends_with(".rst") {
                let refused = text.contains("peps.python.org/pep-") || text.contains("rfc-editor.org/rfc/");
                assert!(!refused, "{path}:\n{text}");
            }
        }
    }
}
