//! Findings for machines: what is written for every case of faulty data is valid, by a real validator and
//! the official schema of SARIF, and says what was found.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use pep11::finding::{Finding, Fix};
use pep11::project::Project;
use pep11::report::{self, Paths};
use pep11::source::{Place, Source};
use serde_json::{Value, json};

use crate::docutils::venv;
use crate::{binary, data, folder, rules};

/// By what findings are known again.
mod fingerprints;
/// The lines for GitHub, read back as its runner reads them.
mod github;

/// What is wrong with each document, by the schema; none where the test is to be skipped.
fn messages(schema: &Value, documents: &[Value]) -> Option<Vec<Vec<String>>> {
    let python = match venv::python("report-venv", include_str!("report/requirements.txt")) {
        Ok(python) => python,
        Err(why) => venv::skip(&why)?,
    };
    let mut child = Command::new(python)
        .arg(folder::own().join("tests/report/validate.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // The script reads all of its input before it says anything, so this cannot block.
    serde_json::to_writer(child.stdin.take().unwrap(), &json!({"schema": schema, "documents": documents}))
        .unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "the validator failed");
    let messages: Vec<Vec<String>> = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(messages.len(), documents.len());
    Some(messages)
}

fn are_valid(schema: &Value, documents: &[(String, Value)]) {
    let (names, documents): (Vec<&String>, Vec<Value>) =
        documents.iter().map(|(name, document)| (name, document.clone())).unzip();
    let Some(messages) = messages(schema, &documents) else { return };
    let wrong: Vec<_> =
        names.into_iter().zip(messages).filter(|(_, messages)| !messages.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn parsed(document: serde_json::Result<String>) -> Value {
    let text = document.unwrap();
    assert!(text.ends_with("}\n"), "{text}");
    serde_json::from_str(&text).unwrap()
}

fn json_schema() -> Value {
    parsed(report::json::schema())
}

/// What is found in every case of faulty data, and findings that no data has.
fn found() -> Vec<(String, Vec<Finding>)> {
    let reviewed = |data| Project { root: "a b/".to_owned(), data, ..Project::default() }.review().findings;
    let cases = data::all().into_iter().map(|(name, data)| (name, reviewed(data)));
    let cases: Vec<_> = cases
        .chain(rules::all())
        .chain([("odd".to_owned(), odd()), ("none".to_owned(), Vec::new())])
        .collect();
    assert!(cases.iter().map(|(_, found)| found.len()).sum::<usize>() > 100, "the findings are gone");
    cases
}

/// Findings with all that there can be, and with texts that are made to break out.
fn odd() -> Vec<Finding> {
    let source = Source::new("ü, x/%41:*.yaml", "\u{feff}a: é\r\n\u{1f600}b: [c]\n");
    let place = |text: &str| {
        let start = source.text.find(text).unwrap();
        Place::new(&source, start..start + text.len())
    };
    let hostile = "::error file=x,line=1::\r\n%0A {0} {} [a](0) \\[b\\](javascript:c) \u{1}\u{2028}";
    let full = Finding::error("odd", hostile)
        .at(place("é\r\n\u{1f600}b"))
        .label(hostile)
        .related(place("[c]"), hostile)
        .related(Place::file("/absolute/ö"), "")
        .detail(hostile)
        .why(hostile)
        .help(hostile)
        .fix(Fix { edits: vec![(3..3, "# {".to_owned()), (5..8, String::new())], says: hostile.to_owned() });
    vec![
        Finding::error("placeless", "this is nowhere."),
        Finding::error("whole-file", "this is a file").at(Place::file("/x y")).as_warning(),
        Finding::error("at-the-end", "").at(Place::new(&source, source.text.len()..source.text.len() + 9)),
        full,
    ]
}

#[test]
fn json_is_valid_and_counts() {
    let of = |(name, found): (String, Vec<Finding>)| {
        let document = parsed(report::json::findings(&found));
        assert_eq!(document["findings"].as_array().unwrap().len(), found.len(), "{name}");
        let errors = document["errors"].as_u64().unwrap() + document["warnings"].as_u64().unwrap();
        assert_eq!(errors, found.len() as u64, "{name}");
        (name, document)
    };
    are_valid(&json_schema(), &found().into_iter().map(of).collect::<Vec<_>>());
}

#[test]
fn json_says_lines_and_columns_in_characters() {
    let document = parsed(report::json::findings(&odd()));
    let full = &document["findings"][3];
    assert_eq!([&full["line"], &full["column"], &full["end_line"], &full["end_column"]], [1, 4, 2, 3]);
    let edits = full["fix"]["edits"].as_array().unwrap();
    let at =
        |edit: &Value| ["line", "column", "end_line", "end_column"].map(|name| edit[name].as_u64().unwrap());
    assert_eq!([at(&edits[0]), at(&edits[1])], [[1, 1, 1, 1], [1, 3, 1, 5]]);
    assert_eq!(full["related"][1], json!({"path": "/absolute/ö", "label": ""}));
    assert_eq!(document["findings"][0].get("path"), None);
    assert_eq!(document["findings"][2]["line"], 3);
}

/// A validator that finds nothing wrong would be no test.
#[test]
fn faults_in_documents_are_found() {
    let json = parsed(report::json::findings(&odd()));
    let sarif = parsed(report::sarif::findings(&odd(), &Paths::new()));
    let broken = |document: &Value, pointer: &str, value: Value| {
        let mut document = document.clone();
        *document.pointer_mut(pointer).unwrap() = value;
        document
    };
    let wrong_json = [
        broken(&json, "/version", json!(2)),
        broken(&json, "/findings/3/severity", json!("note")),
        broken(&json, "/findings/3/line", json!(0)),
        broken(&json, "/findings/3/fix/edits/0/text", json!(null)),
        broken(&json, "/findings/3/related", json!(null)),
    ];
    let wrong_sarif = [
        broken(&sarif, "/version", json!("2.0.0")),
        broken(&sarif, "/runs/0/results/3/level", json!("fatal")),
        broken(&sarif, "/runs/0/results/3/locations/0/physicalLocation/region/startLine", json!(0)),
        broken(&sarif, "/runs/0/results/3/locations/0/physicalLocation/artifactLocation/uri", json!("a b")),
        broken(&sarif, "/runs/0/results/3/partialFingerprints/pep11~1v1", json!(1)),
    ];
    for (schema, documents) in [(json_schema(), wrong_json), (json!("sarif"), wrong_sarif)] {
        let Some(messages) = messages(&schema, &documents) else { return };
        assert!(messages.iter().all(|messages| !messages.is_empty()), "{messages:#?}");
    }
}

#[test]
fn sarif_is_valid_and_whole() {
    let of = |(name, found): (String, Vec<Finding>)| {
        let mut document = parsed(report::sarif::findings(&found, &Paths::new()));
        is_whole(&document, &found);
        // The catalogue is the same in all of them: it is enough to validate it in one.
        if name != "none" {
            document["runs"][0]["tool"]["driver"]["rules"] = json!([]);
        }
        (name, document)
    };
    are_valid(&json!("sarif"), &found().into_iter().map(of).collect::<Vec<_>>());
}

/// What GitHub's code scanning asks for, and the schema does not.
fn is_whole(document: &Value, found: &[Finding]) {
    let run = &document["runs"][0];
    let (rules, results) = (run["tool"]["driver"]["rules"].as_array().unwrap(), &run["results"]);
    for rule in rules {
        for text in ["/shortDescription/text", "/fullDescription/text", "/help/text"] {
            let text = rule.pointer(text).unwrap().as_str().unwrap();
            assert!(!text.is_empty() && (rule["help"]["text"] == text || text.chars().count() <= 1024));
        }
    }
    assert_eq!(results.as_array().unwrap().len(), found.len());
    for (result, finding) in results.as_array().unwrap().iter().zip(found) {
        assert_eq!(rules[result["ruleIndex"].as_u64().unwrap() as usize]["id"], finding.rule);
        let message = result["message"]["text"].as_str().unwrap();
        let message = message.replace("{{", "{").replace("}}", "}").replace("] (", "](");
        assert!(message.starts_with(&seen(&finding.message)), "{message}");
        for fingerprint in ["pep11/v1", "primaryLocationLineHash"] {
            assert!(!result["partialFingerprints"][fingerprint].as_str().unwrap().is_empty());
        }
        let location = &result["locations"][0]["physicalLocation"];
        let shown = finding.place.as_ref().map_or(".", |place| place.source.path.as_str());
        let uri = location["artifactLocation"]["uri"].as_str().unwrap();
        assert_eq!(decoded(uri.strip_prefix("file://").unwrap_or(uri)), shown);
        let line = finding.place.as_ref().and_then(Place::line_and_column).map(|(line, _)| line as u64);
        assert_eq!(location["region"]["startLine"].as_u64(), line);
        let [start, end] = ["startLine", "endLine"].map(|name| location["region"][name].as_u64());
        assert_eq!(start, end, "a review shows what is within the lines that it touches");
    }
}

/// What is not seen in a text, as it is written.
fn seen(text: &str) -> String {
    let escaped = |c: char| match c {
        '\t' | '\r' | '\n' => c.escape_default().to_string(),
        '\u{feff}' | '\u{2028}' => c.escape_unicode().to_string(),
        c if c.is_control() => c.escape_unicode().to_string(),
        c => c.to_string(),
    };
    text.chars().map(escaped).collect()
}

/// A reference without its percent signs.
fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            _ => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn no_text_of_a_result_makes_a_link_or_a_placeholder() {
    let document = parsed(report::sarif::findings(&odd(), &Paths::new()));
    let message = document["runs"][0]["results"][3]["message"]["text"].as_str().unwrap();
    let links: Vec<&str> = message.match_indices("](").map(|(at, _)| &message[at..]).collect();
    assert_eq!(links.len(), 2, "the two related places: {message}");
    assert!(links[0].starts_with("](0)\n") && links[1] == "](1)", "{links:?}");
    // A viewer shows doubled braces as they stand: only those are that could be taken for a placeholder.
    assert!(message.contains("{{0}} {} [a]"), "{message}");
    assert!(!message.replace("{{0}}", "").contains("{0}"), "{message}");
}

/// Text that turns its direction would be read as something else.
#[test]
fn nothing_that_turns_text_is_shown() {
    let turning = "a\u{202e}b\u{2066}c\u{200f}d\u{2028}e";
    let source = Source::new("x\u{202e}.yaml", format!("name: {turning}, z\n"));
    let at = source.text.find('z').unwrap();
    let found = [Finding::error("odd", turning)
        .at(Place::new(&source, at..at + 1))
        .label(turning)
        .related(Place::new(&source, 0..4), turning)
        .why(turning)
        .help(turning)
        .detail(format!("+{turning}\n"))];
    let turns = |text: &str| text.contains(['\u{202e}', '\u{2066}', '\u{200f}', '\u{2028}']);
    let text = report::text::finding(&found[0], false);
    assert!(!turns(&text) && text.matches("a\\u{202e}b\\u{2066}").count() == 7, "{text}");
    let caret = text.lines().find_map(|line| line.find("^ a\\u")).unwrap();
    assert!(text.lines().any(|line| line.get(caret..=caret) == Some("z")), "{text}");
    assert!(text.contains(".yaml:1:18\n"), "the column is that of the file: {text}");
    let github = report::github::findings(&found, &Paths::new());
    assert!(!turns(&github.replace("file=x\u{202e}.yaml", "")), "{github}");
    let result = &parsed(report::sarif::findings(&found, &Paths::new()))["runs"][0]["results"][0];
    assert!(!turns(&result["message"].to_string()), "{result}");
    let json = &parsed(report::json::findings(&found))["findings"][0];
    for words in ["message", "label", "why", "help"] {
        assert!(!turns(json[words].as_str().unwrap()), "{json}");
    }
}

/// Whatever the command finds, also outside of the data: documents, regions, templates.
#[test]
fn what_the_command_prints_is_valid() {
    let home = tempfile::tempdir().unwrap();
    folder::copy(&folder::own().join("tests/cli/project"), home.path());
    folder::copy(&folder::own().join("tests/regions"), &home.path().join("ö: regions"));
    fs::write(home.path().join("templates/bad.rst"), "{{ nothing }} {% if %}\n").unwrap();
    let check = |format: &str, into: bool| -> Value {
        let arguments: &[&str] = if into { &["--into", "ö: regions"] } else { &[] };
        let mut command = binary::command(home.path());
        let done = command.args(["check", "--format", format]).args(arguments).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
        serde_json::from_slice(&done.stdout).unwrap()
    };
    let faulty = [check("json", true), check("sarif", true)];
    assert_eq!(faulty[0]["findings"][0]["rule"], "template-syntax", "{}", faulty[0]);
    fs::remove_file(home.path().join("templates/bad.rst")).unwrap();
    let stale = [check("json", false), check("sarif", false)];
    let regions = [check("json", true), check("sarif", true)];
    assert!(regions[0]["errors"].as_u64().unwrap() > 20, "{}", regions[0]);
    let named = |documents: [&Value; 3]| documents.map(|document| (String::new(), document.clone()));
    are_valid(&json_schema(), &named([&faulty[0], &stale[0], &regions[0]]));
    are_valid(&json!("sarif"), &named([&faulty[1], &stale[1], &regions[1]]));
}

/// What stands in checkouts, in every form: all that can be found, and nothing.
#[test]
fn what_scan_prints_is_valid() {
    let home = tempfile::tempdir().unwrap();
    let layouts =
        [("cpython-3.15", "python/cpython"), ("peps", "python/peps"), ("cpython-3.13", "python/cpython")];
    let scan = |layout: &str, kind: &str, repository: &str, format: &str| -> (String, Value) {
        let checkout = home.path().join(format!("ö: {layout} {kind}"));
        folder::copy(&folder::own().join("tests/sites").join(layout).join(kind), &checkout);
        fs::write(checkout.join("no text"), [0xff, 0]).unwrap();
        let repository = format!("{repository}={}", checkout.file_name().unwrap().to_str().unwrap());
        let mut command = binary::command(home.path());
        let done = command.args(["scan", "--repo", &repository, "--format", format]).output().unwrap();
        assert!(done.status.code() < Some(2), "{}", String::from_utf8_lossy(&done.stderr));
        let document = serde_json::from_slice(&done.stdout).unwrap();
        (format!("{layout} {kind} {format}"), document)
    };
    let of = |format: &str| -> Vec<(String, Value)> {
        let both = layouts.iter().flat_map(|one| [(one, "right"), (one, "wrong")]);
        both.map(|((layout, repository), kind)| scan(layout, kind, repository, format)).collect()
    };
    let schema = parsed(report::scan::schema());
    let documents = of("json");
    are_valid(&schema, &documents);
    are_valid(&json!("sarif"), &of("sarif"));
    let outcomes: Vec<&str> = documents
        .iter()
        .flat_map(|(_, document)| document["checkouts"][0]["sites"].as_array().unwrap())
        .map(|site| site["outcome"].as_str().unwrap())
        .collect();
    for outcome in ["agrees", "disagrees", "missing", "not-found", "not-compared"] {
        assert!(outcomes.contains(&outcome), "{outcome}: {outcomes:?}");
    }
    let mut broken = documents[0].1.clone();
    broken["checkouts"][0]["sites"][0]["outcome"] = json!("perhaps");
    let Some(messages) = messages(&schema, &[broken]) else { return };
    assert!(!messages[0].is_empty());
}

/// Two projects that have little in common, and one that is as it was.
#[test]
fn a_change_as_json_is_valid() {
    let small = tempfile::tempdir().unwrap();
    folder::copy(&folder::own().join("tests/cli/project"), small.path());
    let (own, small) = (folder::own(), small.path());
    let between = |base: &Path, head: &Path| {
        let mut command = binary::command(small);
        let done = command.arg("diff").args([base, head]).args(["--format", "json"]).output().unwrap();
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        let document: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!(document["changes"].as_array().unwrap().is_empty(), base == head);
        (format!("{} {}", base.display(), head.display()), document)
    };
    let schema = parsed(report::diff::schema());
    let broken = tempfile::tempdir().unwrap();
    folder::copy(&folder::own().join("tests/cli/project"), broken.path());
    fs::write(broken.path().join("data/tiers.yaml"), "begins: [\n").unwrap();
    let unread = |base: &Path, head: &Path| {
        let mut command = binary::command(small);
        let done = command.arg("diff").args([base, head]).args(["--format", "json"]).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
        let document: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_eq!((&document["compared"], &document["errors"]), (&json!(false), &json!(1)), "{document}");
        ("unread".to_owned(), document)
    };
    are_valid(&schema, &[unread(small, broken.path()), unread(broken.path(), small)]);
    let documents = [between(small, own), between(own, small), between(own, own)];
    are_valid(&schema, &documents);
    let mut broken = documents[0].1.clone();
    broken["changes"][0]["about"] = json!(null);
    let Some(messages) = messages(&schema, &[broken]) else { return };
    assert!(!messages[0].is_empty());
}

/// The paths in a repository, as the binary makes them.
fn below(root: &str, found: &[Finding]) -> Paths {
    let known = |shown: &str| (shown.to_owned(), shown.strip_prefix(root).unwrap_or(shown).to_owned());
    report::paths(found).into_iter().map(known).collect::<BTreeMap<_, _>>()
}

#[test]
fn paths_are_those_of_the_repository() {
    let case = data::all().into_iter().find(|(name, _)| name == "far-apart").unwrap();
    let found = Project { root: "../sub/".to_owned(), data: case.1, ..Project::default() }.review().findings;
    let paths = below("../sub/", &found);
    let sarif = report::sarif::findings(&found, &paths).unwrap();
    let github = report::github::findings(&found, &paths);
    assert!(!found[0].related.is_empty() && sarif.contains("relatedLocations"));
    let uris = sarif.matches("\"uri\": \"data/").count();
    assert_eq!(uris, sarif.matches("\"uri\": ").count());
    assert!(github.contains("file=data/") && !github.contains("../sub"), "{github}");
}
