//! The comment on a pull request: whatever stands in names and texts, GitHub shows it and does nothing
//! else, and however much there is, it fits.

use std::path::PathBuf;

use pep11::diff::{Change, Kind, Section, Subject};
use pep11::finding::Finding;
use pep11::plan::{Edit, Planned, Reason};
use pep11::report::diff::{Verdict, markdown};
use pep11::source::{Place, Source};
use proptest::prelude::*;
use proptest::sample::select;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

const MOST: usize = 65_536;

/// What means something in Markdown, in HTML or to GitHub.
const PIECES: &[&str] = &[
    "@python/core",
    "@a",
    "#123",
    "GH-12",
    "gh-1",
    "python/cpython#157923",
    "https://example.org",
    "www.a.org",
    "a@b.org",
    "mailto:a@b.org",
    "161b3195fc2558d2b1ba3eb9ffae3b2b47407623",
    ":+1:",
    "$x$",
    "$$",
    "`",
    "``",
    "```",
    "````\n",
    "~~~",
    "~~",
    "*",
    "**",
    "_",
    "__",
    "[",
    "]",
    "(",
    ")",
    "[a](b)",
    "![a](b)",
    "[^1]",
    "[x] ",
    "[ ] ",
    "<",
    ">",
    "</details>",
    "<details>",
    "<!--",
    "-->",
    "<b>",
    "<a@b.c>",
    "<script>",
    "&amp;",
    "&#64;",
    "&",
    "\\",
    "|",
    "| - |",
    "#",
    "# ",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "1) ",
    "12.",
    ">",
    "---",
    "===",
    "\n",
    "\n\n",
    "\r",
    "\t",
    "    ",
    " ",
    "word",
    "x86_64",
    "3.15",
    "é",
    "文",
    "\u{202e}",
    "\u{200b}",
    "\u{0}",
    "\u{1b}[31m",
    "→",
    "“",
    ":",
    ".",
    "!",
    "{{",
    "%}",
    "```diff",
    "GH",
    "-",
    "1",
    "2",
];

fn hostile() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

fn change() -> impl Strategy<Value = Change> {
    let optional = || prop::option::of(hostile());
    let section = select(&[Section::Locks, Section::Sites][..]);
    (section, hostile(), hostile(), optional(), optional()).prop_map(|(section, name, says, why, source)| {
        Change {
            section,
            about: Subject { kind: Kind::Python, id: name.clone(), name },
            what: String::new(),
            before: None,
            after: None,
            says,
            why,
            source,
            base: None,
            head: None,
        }
    })
}

fn finding() -> impl Strategy<Value = Finding> {
    let optional = || prop::option::of(hostile());
    (hostile(), hostile(), any::<bool>(), optional(), optional()).prop_map(
        |(message, path, line, why, help)| {
            let source = Source::new(path, if line { "a: b" } else { "" });
            let mut finding = Finding::error("lock-moved", message).at(Place::new(&source, 0..1));
            (finding.why, finding.help) = (why, help);
            finding
        },
    )
}

fn planned() -> impl Strategy<Value = Planned> {
    let bytes = || prop::option::of(hostile().prop_map(String::into_bytes));
    (hostile(), bytes(), bytes()).prop_map(|(shown, before, after)| Planned {
        edit: Edit { path: PathBuf::new(), before, after },
        shown,
        in_diff: None,
        reason: Reason::Document,
    })
}

/// What is left of a comment when it is read: what stands in code, and what does not.
#[derive(Default)]
struct Read {
    items: usize,
    strong: usize,
    blocks: usize,
    /// What stands in items outside of code, and with it; a line for each.
    text: String,
    all: String,
    wrong: Vec<String>,
}

/// Reads a comment with everything that GitHub reads; nothing may be there but what is made here.
fn read(comment: &str) -> Read {
    let mut read = Read::default();
    let mut html = String::new();
    let (mut open, mut is_block) = (0, false);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    for event in Parser::new_ext(comment, options) {
        match event {
            Event::Start(Tag::Item) => {
                read.items += 1;
                read.all.push('\n');
                read.text.push('\n');
            }
            Event::Start(Tag::Strong) => read.strong += 1,
            Event::Start(Tag::Heading { .. }) => read.all.push('\n'),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "diff" => {
                read.blocks += 1;
                is_block = true;
            }
            Event::End(TagEnd::CodeBlock) => is_block = false,
            Event::Text(_) if is_block => {}
            Event::Text(text) => {
                read.text.push_str(&text);
                read.all.push_str(&text);
            }
            Event::Code(code) => read.all.push_str(&code),
            Event::Start(Tag::HtmlBlock) => html.clear(),
            Event::Html(part) => html.push_str(&part),
            Event::End(TagEnd::HtmlBlock) => open = element(&html, open, &mut read.wrong),
            Event::Start(Tag::Paragraph | Tag::List(None)) | Event::SoftBreak => {}
            Event::End(
                TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item | TagEnd::Strong | TagEnd::Heading(_),
            ) => {}
            other => read.wrong.push(format!("{other:?}")),
        }
    }
    if open != 0 || is_block {
        read.wrong.push("something is left open".to_owned());
    }
    // GitHub looks for these in all text that is no code.
    let lower = read.text.to_lowercase();
    for pinging in ["@", "#", "gh-", "://", "www.", "$"] {
        if lower.contains(pinging) {
            read.wrong.push(format!("{pinging} in {lower:?}"));
        }
    }
    read
}

/// Lines of HTML: each is one of three, and how deep they go.
fn element(html: &str, mut open: i32, wrong: &mut Vec<String>) -> i32 {
    for line in html.lines() {
        let name = line.strip_prefix("<summary><code>").and_then(|rest| {
            ["new", "changed", "removed"]
                .iter()
                .find_map(|verb| rest.strip_suffix(&format!("</code> ({verb})</summary>")))
        });
        match (line, name) {
            ("<details>", _) => open += 1,
            ("</details>", _) => open -= 1,
            (_, Some(name)) if !name.contains(['<', '>', '"']) => {}
            _ => wrong.push(format!("HTML: {line:?}")),
        }
        if !(0..=1).contains(&open) {
            wrong.push("a fold in a fold".to_owned());
        }
    }
    open
}

/// Without what may be shown otherwise: blanks, backquotes, and characters that are not seen.
fn bare(text: &str) -> String {
    let is_shown = |c: &char| !c.is_whitespace() && *c != '`';
    text.replace('\u{202e}', "\\u{202e}")
        .replace('\u{200b}', "\\u{200b}")
        .replace('\u{0}', "\\u{0}")
        .replace('\u{1b}', "\\u{1b}")
        .chars()
        .filter(is_shown)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn names_cannot_break_out(
        changes in prop::collection::vec(change(), 0..4),
        findings in prop::collection::vec(finding(), 0..3),
        documents in prop::collection::vec(planned(), 0..3),
        notes in prop::collection::vec(hostile(), 0..2),
        base in hostile(),
        head in hostile(),
    ) {
        let verdict = Verdict {
            base: &base, head: &head, is_compared: true, known: 0,
            changes: &changes, findings: &findings, documents: &documents, notes: &notes,
        };
        let comment = markdown(&verdict);
        prop_assert!(comment.len() <= MOST);
        let read = read(&comment);
        prop_assert!(read.wrong.is_empty(), "{:#?}\n{}", read.wrong, comment);
        prop_assert_eq!(read.strong, changes.len() + findings.len(), "{}", comment);
        prop_assert_eq!(read.blocks, documents.len(), "{}", comment);
        let below = changes.iter().filter(|change| change.why.is_some() || change.source.is_some()).count();
        let said = findings.iter().map(|f| usize::from(f.why.is_some()) + usize::from(f.help.is_some()));
        let items = changes.len() + below + findings.len() + said.sum::<usize>() + notes.len();
        prop_assert_eq!(read.items, items, "{}", comment);
        // All of it is there to be read.
        for change in &changes {
            prop_assert!(bare(&read.all).contains(&bare(&change.says)), "{:?}\n{}", change.says, comment);
            prop_assert!(bare(&read.all).contains(&bare(&change.about.name)), "{:?}\n{}", change.about.name, comment);
        }
    }
}

fn fact(says: impl Into<String>) -> Change {
    Change {
        section: Section::Locks,
        about: Subject { kind: Kind::Python, id: "3.15".to_owned(), name: "Python 3.15".to_owned() },
        what: "WASI".to_owned(),
        before: None,
        after: None,
        says: says.into(),
        why: None,
        source: None,
        base: None,
        head: None,
    }
}

fn document(shown: &str, lines: usize) -> Planned {
    let text: String = (0..lines).map(|n| format!("line {n} `````` of many\n")).collect();
    Planned {
        edit: Edit { path: PathBuf::new(), before: None, after: Some(text.into_bytes()) },
        shown: shown.to_owned(),
        in_diff: None,
        reason: Reason::Document,
    }
}

fn comment(changes: &[Change], findings: &[Finding], documents: &[Planned]) -> (String, Read) {
    let comment = markdown(&Verdict {
        base: "a",
        head: "b",
        is_compared: true,
        known: 0,
        changes,
        findings,
        documents,
        notes: &["A note.".to_owned()],
    });
    assert!(comment.len() <= MOST, "{}", comment.len());
    let read = read(&comment);
    assert!(read.wrong.is_empty(), "{:#?}", read.wrong);
    (comment, read)
}

#[test]
fn the_longest_diffs_are_left_out_first() {
    let documents = [document("short.rst", 10), document("long.rst", 9_999), document("middle.rst", 900)];
    let (comment, read) = comment(&[fact("one")], &[], &documents);
    assert_eq!(read.blocks, 2, "{comment}");
    assert!(comment.contains("<code>long.rst</code> (new)</summary>\n\nThe diff has 10002 lines, too many"));
    assert!(comment.contains("line 899 "));
}

#[test]
fn what_is_left_out_of_lists_is_counted() {
    let facts: Vec<Change> =
        (0..3_000).map(|n| fact(format!("fact-{n} *{}*", "é".repeat(n % 300)))).collect();
    let findings: Vec<Finding> =
        (0..2_000).map(|n| Finding::error("lock-moved", format!("finding-{n}")).help("Do it.")).collect();
    let documents: Vec<Planned> = (0..900).map(|n| document(&format!("doc-{n}-é.rst"), 30)).collect();
    let (comment, read) = comment(&facts, &findings, &documents);
    assert_eq!(read.blocks, 0);
    let mut left_out = 0;
    for line in read.all.lines() {
        if let Some(more) = line.strip_prefix("and ").and_then(|rest| rest.strip_suffix(" more")) {
            left_out += more.parse::<usize>().unwrap();
        }
    }
    let shown = ["fact-", "finding-", "doc-"].map(|name| read.all.matches(name).count());
    assert!(shown.iter().all(|&shown| shown > 50), "{shown:?}");
    assert_eq!(shown.iter().sum::<usize>() + left_out, 3_000 + 2_000 + 900);
    assert!(comment.len() > MOST / 2, "half of it is empty: {}", comment.len());
    assert!(read.all.contains("A note."));
}

#[test]
fn sites_leave_room_for_facts() {
    let site = |n: usize| Change { section: Section::Sites, ..fact(format!("site-{n} {}", "s".repeat(99))) };
    let facts = |n: usize| (0..n).map(|n| fact(format!("fact-{n} {}", "f".repeat(99))));
    let (few, read) = comment(&(0..2_000).map(site).chain(facts(9)).collect::<Vec<_>>(), &[], &[]);
    assert!(few.starts_with("### 9 facts changed; 2000 changes to sites; "), "{few}");
    assert_eq!(read.all.matches("fact-").count(), 9);
    let shown = read.all.matches("site-").count();
    assert!(shown > 300 && read.all.contains(&format!("and {} more", 2_000 - shown)), "{shown}");
    let (many, _) = comment(&facts(2_000).chain((0..9).map(site)).collect::<Vec<_>>(), &[], &[]);
    assert!(many.contains("#### Sites\n\n- 9, too many to be shown here\n"), "{many}");
}

#[test]
fn a_single_thing_of_any_size_fits() {
    for text in ["x".repeat(1_000_000), "`@".repeat(100_000), "\u{202e}".repeat(9_999), "a b ".repeat(99_999)]
    {
        let finding = Finding::error("lock-moved", &text).why(&text).help(&text).at(Place::file(&text));
        let change = Change { why: Some(text.clone()), source: Some(text.clone()), ..fact(&text) };
        let (_, read) = comment(&[change], &[finding], &[document(&text, 9_999)]);
        assert_eq!(read.strong, 2);
    }
}
