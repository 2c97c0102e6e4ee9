//! Notes in Markdown, as docutils reads what they become: the project's own cases, arbitrary Markdown,
//! and the example files beside the project where there are any.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pep11::formats::names::Names;
use pep11::formats::rst::note::{Roles, Setting};
use pep11::formats::{html, markdown, rst};
use pep11::note::read;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::{docutils, folder};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What docutils and the comparison have to say of each case.
fn complaints(cases: &[Value]) -> Vec<Vec<String>> {
    let python = docutils::python().expect("the caller asked for Python first");
    let mut child = Command::new(python)
        .arg(root().join("tests/markdown/compare.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(cases).unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feed = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

fn to_rst(markdown: &str, width: usize) -> String {
    let setting = Setting { width, ..Setting::default() };
    rst::note::write(&read(markdown).unwrap(), &setting, &mut Names::new("case"))
}

fn to_html(markdown: &str) -> String {
    html::note::write(&read(markdown).unwrap(), &html::note::Setting::default(), &mut Names::new("case"))
}

fn to_markdown(text: &str) -> String {
    markdown::note::write(&read(text).unwrap(), &markdown::note::Setting::default(), &mut Names::new("case"))
}

/// Every file `cases/NAME.md` is a note, and `cases/NAME.html` what docutils must make of it.
#[test]
fn the_cases_are_read_back_exactly() {
    let Some(_) = docutils::python() else { return };
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("tests/markdown/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let cases: Vec<Value> = files
        .iter()
        .map(|path| {
            let markdown = std::fs::read_to_string(path).unwrap();
            let html = std::fs::read_to_string(path.with_extension("html")).unwrap();
            json!({"rst": to_rst(&markdown, 79), "wide": to_rst(&markdown, usize::MAX), "html": html, "exact": true})
        })
        .collect();
    let mut wrong = String::new();
    for ((path, case), complaints) in files.iter().zip(&cases).zip(complaints(&cases)) {
        for complaint in complaints {
            let rst = case["rst"].as_str().unwrap();
            wrong.push_str(&format!("{}: {complaint}\n{rst}\n", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Words that mean something to Markdown or to reStructuredText, and some that mean nothing.
const WORDS: &[&str] = &[
    "a",
    "word",
    "*",
    "-",
    "+",
    "1.",
    "2)",
    "(c)",
    "A.",
    "i.",
    "#.",
    "#",
    ">",
    "|",
    "||",
    "|x|",
    "_x_",
    "x_",
    "__y__",
    "[1]_",
    "[a]",
    "`c`",
    "``d``",
    "`",
    "::",
    ":x:",
    ":class:",
    "--",
    "---",
    "...",
    "..",
    ">>>",
    "__",
    "==",
    "====",
    "+--+",
    "-v",
    "--opt",
    "/V",
    "\\",
    "\\*",
    "\\_",
    "\\`",
    "\\\\",
    "*e*",
    "**s**",
    "***b***",
    "~~d~~",
    "[l](u)",
    "[l](<a b>)",
    "[](u)",
    "[*e*](u)",
    "[`c`](u_)",
    "![i](s)",
    "![](s)",
    "[![i](s)](t)",
    "http://a.b",
    "mailto:x@y.z",
    "<http://a.b/c>",
    "<x@y.z>",
    "PEP 8",
    "PEP",
    "8",
    "\u{a0}",
    "\u{3000}",
    "é",
    "概要",
    "“q”",
    "\"",
    "'",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "&amp;",
    "&nbsp;",
    "&#42;",
    "&lt;",
    "~",
    "^",
    "=",
    "!",
    "?",
    ",",
    ";",
    ":",
    "/",
    "//",
    "@",
    "a:b",
    "std::x",
    "x*y",
    "*a*b",
    "\"*x*\"",
    "*x*:",
    "`a`:",
    "`a`s",
    "y**x**",
    "3.14",
    "End.",
    "Then",
    "ก็",
    "à",
    "\u{ad}",
];

fn line() -> impl Strategy<Value = String> {
    let gap = prop_oneof![4 => Just(" "), 2 => Just(""), 1 => Just("\n"), 1 => Just("  "), 1 => Just("  \n")];
    prop::collection::vec((prop::sample::select(WORDS), gap), 1..10)
        .prop_map(|words| words.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn indented(text: &str, first: &str, rest: &str) -> String {
    text.lines()
        .enumerate()
        .map(|(i, line)| format!("{}{line}\n", if i == 0 { first } else { rest }))
        .collect()
}

fn blocks() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => line(),
        1 => (1..5_usize, line()).prop_map(|(n, text)| format!("{} {}", "#".repeat(n), text.replace('\n', " "))),
        1 => Just("---".to_owned()),
        1 => prop::sample::select(&["", " ", "\t", "\n"][..]).prop_map(|edge| format!("```py\n{edge}x\n  y\n{edge}\n```")),
        1 => line().prop_map(|text| indented(&text, "    ", "    ")),
        1 => (line(), line()).prop_map(|(a, b)| {
            let cell = |text: String| text.replace(['\n', '|'], " ");
            format!("| a | {} |\n|---|---|\n| {} | b |", cell(a), cell(b))
        }),
        1 => Just(String::new()),
    ];
    let join = |parts: Vec<String>| parts.join("\n\n");
    leaf.prop_recursive(4, 40, 4, move |inner| {
        let some = prop::collection::vec(inner, 1..4).prop_map(join);
        prop_oneof![
            some.clone(),
            some.clone().prop_map(|text| indented(&text, "> ", "> ")),
            prop::collection::vec(some.clone(), 1..4)
                .prop_map(|items| items.iter().map(|item| indented(item, "- ", "  ")).collect()),
            (0..20_u32, prop::collection::vec(some, 1..4)).prop_map(|(start, items)| {
                let item = |(i, item): (usize, &String)| {
                    indented(item, &format!("{}. ", start as usize + i), "    ")
                };
                items.iter().enumerate().map(item).collect()
            }),
        ]
    })
}

/// The same notes every time.
fn sample(strategy: impl Strategy<Value = String>, count: usize) -> Vec<String> {
    let rng = TestRng::deterministic_rng(Config::default().rng_algorithm);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    (0..count)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .filter(|text| read(text).is_ok())
        .collect()
}

#[test]
fn arbitrary_notes_keep_their_words_and_docutils_is_silent() {
    let Some(_) = docutils::python() else { return };
    let notes = sample(blocks(), 600);
    assert!(notes.len() > 300);
    let cases: Vec<Value> = notes
        .iter()
        .map(|note| json!({"rst": to_rst(note, 79), "wide": to_rst(note, usize::MAX), "html": to_html(note)}))
        .collect();
    for ((note, case), complaints) in notes.iter().zip(&cases).zip(complaints(&cases)) {
        assert!(complaints.is_empty(), "{note:?}\n{}\n{complaints:#?}", case["rst"].as_str().unwrap());
    }
}

#[test]
fn markdown_keeps_its_meaning() {
    for note in sample(blocks(), 1000) {
        let (before, after) = (to_html(&note), to_html(&to_markdown(&note)));
        assert_eq!(before, after, "{note:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics(text in "\\PC{0,80}", odd in "[\\x00-\\x7f\u{85}\u{2028}*_`|<>\\[\\]\\\\\\n ]{0,80}") {
        for markdown in [text, odd] {
            if let Ok(note) = read(&markdown) {
                for roles in [Roles::Docutils, Roles::Sphinx] {
                    let setting = Setting { pep: Some(8), headings: &['-'], roles, ..Setting::default() };
                    rst::note::write(&note, &setting, &mut Names::new("x"));
                }
                to_html(&markdown);
                to_markdown(&markdown);
            }
        }
    }
}

#[test]
fn deep_nesting_is_flattened_without_loss() {
    let Some(_) = docutils::python() else { return };
    let nested: String = (0..500).map(|i| format!("{}- w{i}\n", "  ".repeat(i))).collect();
    for note in [format!("{}x", "> ".repeat(5000)), format!("{}x", "*a ".repeat(5000)), nested] {
        let rst = to_rst(&note, 79);
        let case = json!({"rst": rst, "html": to_html(&note)});
        let found = complaints(&[case]);
        assert!(found[0].is_empty(), "{:.300}", found[0].join("\n"));
    }
}

#[test]
fn several_notes_share_the_names_of_one_document() {
    let Some(_) = docutils::python() else { return };
    let mut names = Names::new("pep-0011/notes/wasi");
    let notes = ["[`a`](u) b[^1]\n\n[^1]: c", "[`a`](u) and [`a`](v) b[^1]\n\n[^1]: c", "x[^1]\n\n[^1]: d"];
    let setting = Setting::default();
    let all: Vec<String> =
        notes.iter().map(|note| rst::note::write(&read(note).unwrap(), &setting, &mut names)).collect();
    let together = all.join("\n");
    assert_eq!(together.matches("replace:: ``a``").count(), 2, "{together}");
    assert_eq!(together.matches(".. [#pep11-pep-0011.notes.wasi.1]").count(), 1, "{together}");
    let host =
        format!("Host [1]_ |x| `a`_ [#]_.\n\n.. [1] x\n.. |x| replace:: y\n.. _a: z\n.. [#] w\n\n{together}");
    let html: String = notes.iter().map(|note| to_html(note)).collect();
    let found = complaints(&[json!({"rst": host, "html": html})]);
    assert!(!found[0].iter().any(|complaint| complaint.contains("docutils says")), "{found:?}\n{host}");
}

#[test]
fn a_word_more_changes_the_lines_of_its_sentence() {
    let sentence =
        "This sentence of the note is as long as any other and goes on over more than one line of text. ";
    let note = sentence.repeat(12);
    let edited = note.replacen("is as long", "is exactly as long", 1);
    let (before, after) = (to_rst(&note, 79), to_rst(&edited, 79));
    let changed = after.lines().filter(|line| !before.lines().any(|other| other == *line)).count();
    assert!(changed <= 2, "{changed} lines:\n{after}");
    assert!(before.lines().all(|line| line.len() <= 79), "{before}");
}

#[test]
fn links_to_peps_and_rfcs_are_roles() {
    let write = |markdown: &str, pep| {
        let setting = Setting { pep, roles: Roles::Sphinx, ..Setting::default() };
        rst::note::write(&read(markdown).unwrap(), &setting, &mut Names::new(""))
    };
    let address = "https://peps.python.org/pep-0816/";
    assert_eq!(write("See PEP 816.", None), "See :pep:`816`.\n");
    assert_eq!(write("See PEP 816.", Some(816)), "See PEP 816.\n");
    assert_eq!(write(&format!("[PEP 816]({address})"), None), ":pep:`816`\n");
    assert_eq!(write(&format!("[PEP 816]({address})"), Some(816)), "PEP 816\n");
    assert_eq!(write(&format!("[why]({address}#rationale)"), None), ":pep:`why <816#rationale>`\n");
    let rfc = "https://www.rfc-editor.org/rfc/rfc9110";
    assert_eq!(write(&format!("[RFC 9110]({rfc})"), None), ":rfc:`9110`\n");
    assert_eq!(write(&format!("[semantics]({rfc}#section-3)"), None), ":rfc:`semantics <9110#section-3>`\n");
    for markdown in
        [address, rfc, &format!("`{address}`"), &format!("    {address}"), &format!("[`x`]({address})")]
    {
        let rst = write(markdown, None);
        assert!(!rst.contains("peps.python.org/pep-") && !rst.contains("rfc-editor.org/rfc/"), "{rst}");
    }
}

/// Where the example files stand beside the project, all that reStructuredText can hold is exact.
#[test]
fn the_examples_beside_the_project_are_exact() {
    let Some(examples_folder) = folder::shared("markdown") else { return };
    let score = examples_folder.join("score.py");
    let Some(python) = docutils::python() else { return };
    for file in ["commonmark-public.json", "domain-public.json"] {
        let examples = std::fs::read_to_string(examples_folder.join(file)).unwrap();
        let examples: Vec<Value> = serde_json::from_str(&examples).unwrap();
        let answers: Vec<Option<String>> = examples
            .iter()
            .map(|example| {
                let markdown = example["markdown"].as_str().unwrap();
                read(markdown).is_ok().then(|| to_rst(markdown, 79))
            })
            .collect();
        let work = Path::new(env!("CARGO_TARGET_TMPDIR")).join("markdown-score");
        std::fs::create_dir_all(&work).unwrap();
        std::fs::write(work.join("answers.json"), serde_json::to_string(&answers).unwrap()).unwrap();
        let script =
            "import shutil, sys; sys.stdin.read(); shutil.copyfileobj(open(sys.argv[1]), sys.stdout)";
        std::fs::write(work.join("answer.py"), script).unwrap();
        let batch = format!("'{}' answer.py answers.json", python.display());
        let scored = Command::new(&python)
            .current_dir(&work)
            .arg(score.canonicalize().unwrap())
            .arg("--examples")
            .arg(examples_folder.join(file).canonicalize().unwrap())
            .args(["--batch-cmd", &batch, "--json", "result.json"])
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(scored.success());
        let result: Value =
            serde_json::from_str(&std::fs::read_to_string(work.join("result.json")).unwrap()).unwrap();
        for subset in ["representable", "reachable"] {
            let total = &result["totals"][subset];
            assert_eq!(total["exact_and_silent"], total["examples"], "{file}, {subset}");
            assert_eq!(total["text_lost"], 0, "{file}, {subset}");
        }
    }
}
