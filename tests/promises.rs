//! What adding a platform or a template does. That no Rust and no list is touched is kept by the tests
//! themselves: they add one file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{binary, docutils, folder};

/// Values that could be taken for markup.
mod hostile;

/// What `render` said, without what it does to each file.
fn render(home: &Path) -> BTreeSet<String> {
    let done = binary::command(home).arg("render").output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap().lines().map(str::to_owned).collect()
}

fn lines(lines: &[&str]) -> BTreeSet<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn a_platform_is_one_file() {
    let home = folder::frozen_copy();
    let yaml = "\
name: Quux OS
components:
  quux-sdk:
    name: Quux SDK
    lock: {from: beta 1, change: maintainers, since: \"3.15\"}
locks:
  \"3.15\": {quux-sdk: \"7.1\", recorded: 2026-06-01, source: https://example.org/quux}
notes:
  - Quux OS is *new*.
";
    fs::write(home.path().join("data/platforms/quux.yaml"), yaml).unwrap();
    let expected = lines(&[
        "changed  out/api/v1/platforms.json",
        "changed  out/cpython/platform-support.rst",
        "new      out/pep-0011/notes/quux.rst",
        "changed  out/platforms.md",
    ]);
    assert_eq!(render(home.path()), expected);
    let note = fs::read_to_string(home.path().join("out/pep-0011/notes/quux.rst")).unwrap();
    assert!(note.contains("Quux SDK") && note.contains("7.1") && note.contains("*new*"), "{note}");
    for overview in ["cpython/platform-support.rst", "platforms.md"] {
        let text = fs::read_to_string(home.path().join("out").join(overview)).unwrap();
        assert!(text.contains("Quux OS") && text.contains("Quux SDK"), "{overview}");
    }
    let got = binary::command(home.path()).args(["get", "quux sdk", "3.15"]).output().unwrap();
    assert_eq!(got.stdout, b"7.1\n");
    if docutils::python().is_some() {
        assert_eq!(docutils::messages(&[("quux.rst", &note)])[0], [""; 0], "{note}");
    }
    fs::remove_file(home.path().join("data/platforms/quux.yaml")).unwrap();
    assert_eq!(render(home.path()).len(), 4);
    assert!(!home.path().join("out/pep-0011/notes/quux.rst").exists());
}

#[test]
fn a_document_is_one_template() {
    let home = folder::frozen_copy();
    let templates = home.path().join("templates");
    let add = |path: &str, text: &str| {
        let path = templates.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    add("new.md", "{{ pythons[0].python }}\n");
    add("by/{platform}/{tier}.txt", "{{ platform.name }}, tier {{ tier.number }}\n");
    add("py-{python}.html", "<p>{{ python.python }} in {{ document.path }}</p>\n");
    add("_mine.rst", "not a document\n");
    add("_mine/neither.rst", "not a document\n");
    // Nothing to show is no document.
    add("empty.rst", "{% if false %}text{% endif %}\n");
    let expected = lines(&[
        "new      out/by/emscripten/1.txt",
        "new      out/by/emscripten/2.txt",
        "new      out/by/emscripten/3.txt",
        "new      out/by/libc/1.txt",
        "new      out/by/libc/2.txt",
        "new      out/by/libc/3.txt",
        "new      out/by/wasi/1.txt",
        "new      out/by/wasi/2.txt",
        "new      out/by/wasi/3.txt",
        "new      out/new.md",
        "new      out/py-3.11.html",
        "new      out/py-3.12.html",
        "new      out/py-3.13.html",
        "new      out/py-3.14.html",
        "new      out/py-3.15.html",
        "new      out/py-3.16.html",
    ]);
    assert_eq!(render(home.path()), expected);
    let read = |path: &str| fs::read_to_string(home.path().join("out").join(path)).unwrap();
    assert_eq!(read("by/wasi/2.txt"), "WASI, tier 2\n");
    assert_eq!(read("py-3.13.html"), "<p>3.13 in py-3.13.html</p>\n");
}

#[test]
fn a_template_of_the_project_comes_before_that_of_the_binary() {
    let home = folder::frozen_copy();
    fs::remove_dir_all(home.path().join("templates")).unwrap();
    assert_eq!(render(home.path()), lines(&[]));
    fs::create_dir_all(home.path().join("templates/pep-0816")).unwrap();
    fs::write(home.path().join("templates/pep-0816/support.rst"), "Mine.\n").unwrap();
    assert_eq!(render(home.path()), lines(&["changed  out/pep-0816/support.rst"]));
}

/// What a template of one line makes, or says.
fn made_by(path: &str, template: &str) -> String {
    let home = folder::frozen_copy();
    fs::create_dir_all(home.path().join("templates")).unwrap();
    fs::write(home.path().join("templates").join(path), template).unwrap();
    let done = binary::command(home.path()).args(["show", path]).output().unwrap();
    assert!(done.status.code().is_some_and(|code| code < 3), "{:?}", done.status);
    String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap()
}

#[test]
fn numbers_in_templates_have_limits() {
    for (template, said) in [
        (
            "{{ table([{'b': 1}], [{'title': 'a', 'of': 'b', 'width': 99999999999999}]) }}",
            "`width` is at most 1000",
        ),
        ("{{ 'a' | note(indent=9000000000000000000) }}", "`indent` is at most 100"),
        ("{{ 'a' | note(under=18446744073709551615) }}", "`under` is at most 6"),
    ] {
        let all = made_by("x.rst", template);
        assert!(all.contains(said), "{all}");
    }
}

#[test]
fn a_file_of_settings_takes_no_value_that_needs_quotes() {
    let line = "SDK={{ platforms.wasi.locks[0].versions['wasi-sdk'] }}";
    assert_eq!(made_by("x.env", line), "SDK=33\n");
    for value in ["$(rm -rf /)", "a b", "\\\"", "a: b # c", "`x`", "a;b"] {
        for path in ["x.sh", "x.yaml", "x.toml", "x.mk"] {
            let all = made_by(path, &format!("X={{{{ \"{value}\" }}}}"));
            assert!(all.contains("would need quotes in a file of settings"), "{path} {value}: {all}");
        }
    }
}
