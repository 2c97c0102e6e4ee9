//! Single files, and what is said of them: what a tree with all files of a repository would hide.

use pep11::site::{self, Checkout, Comparison, File, Scanned};
use pep11::source::Source;
use pep11::version::Python;

use super::{registry, said};

/// What is said of some files of CPython 3.15.
fn of_cpython(files: &[(&str, &str)]) -> String {
    said_of("python/cpython", Some("3.15"), files)
}

fn checkout(repository: &str, python: Option<&str>, files: &[(&str, &str)]) -> Checkout {
    let file =
        |(path, text): &(&str, &str)| File { path: (*path).to_owned(), text: Ok(Source::new(*path, *text)) };
    let python = python.map(|python| Python::parse(python).unwrap());
    Checkout { repository: repository.to_owned(), python, files: files.iter().map(file).collect() }
}

fn said_of(repository: &str, python: Option<&str>, files: &[(&str, &str)]) -> String {
    let registry = registry();
    let checkout = checkout(repository, python, files);
    said(&registry, &checkout, &site::compare(&registry, &checkout))
}

fn scanned<'r>(checkout: &Checkout, comparisons: Vec<Comparison<'r>>) -> Scanned<'r> {
    Scanned {
        repository: "python/cpython",
        folder: ".".to_owned(),
        python: checkout.python,
        identity: None,
        comparisons,
        possible: Vec::new(),
        unread: Vec::new(),
        not_text: 0,
    }
}

const CONFIG: &str = "Platforms/WASI/config.toml";

/// A file that ends behind a value may be half of one.
#[test]
fn what_may_be_cut_off_is_not_compared() {
    for end in ["", "."] {
        let text = format!("[targets]\nwasi-sdk = 3{end}");
        let said = of_cpython(&[(CONFIG, &text)]);
        let expected = format!(
            "not compared: {CONFIG}:2:12: WASI SDK is 3; the file ends behind it, and may be only a part\n"
        );
        assert!(said.contains(&expected), "{said}");
    }
}

/// Only what surely is the same thing stands elsewhere.
#[test]
fn a_lost_triple_is_not_found_in_a_list_of_tiers() {
    let tiers = ("configure.ac", "  [x86_64-*-linux-gnu/gcc], [PY_SUPPORT_TIER=1],\n");
    let said = of_cpython(&[tiers]);
    assert!(said.contains(&format!("warning[site-not-found]: there is no file `{CONFIG}`\n")), "{said}");
    assert!(!said.contains("stands elsewhere"), "{said}");
    let registry = registry();
    let checkout = checkout("python/cpython", Some("3.15"), &[tiers]);
    let findings = scanned(&checkout, site::compare(&registry, &checkout)).findings();
    let lost = findings.iter().filter(|finding| finding.message.contains(CONFIG));
    assert_eq!(lost.count(), 1, "said once, although two sites are there");
    let moved = of_cpython(&[(
        ".github/workflows/reusable-wasi.yml",
        "  CROSS_BUILD_WASI: cross-build/wasm32-wasip1\n",
    )]);
    assert!(
        moved.contains(&format!(
            "not found: there is no file `{CONFIG}`; the triple of WASI stands elsewhere\n"
        )),
        "{moved}"
    );
    assert!(
        moved.contains("there is no file `Doc/library/intro.rst`; the triple of WASI stands elsewhere"),
        "{moved}"
    );
    assert!(!moved.contains("the triple of Emscripten stands elsewhere"), "{moved}");
}

/// However many lines a place lacks, one finding says so.
#[test]
fn what_is_missing_is_one_finding() {
    let registry = registry();
    let checkout = checkout(
        "python/cpython",
        Some("3.15"),
        &[("configure.ac", "  [x86_64-*-linux-gnu/gcc], [PY_SUPPORT_TIER=1],\n")],
    );
    let findings = scanned(&checkout, site::compare(&registry, &checkout)).findings();
    let missing: Vec<_> = findings.iter().filter(|finding| finding.rule == "site-incomplete").collect();
    let [missing] = missing.as_slice() else { panic!("{missing:#?}") };
    assert_eq!(missing.message, "19 things are missing here that PEP 11 of 2026-05-07 has");
    let help = missing.help.as_ref().unwrap();
    assert!(help.contains("s390x-unknown-linux-gnu (glibc, gcc)"), "{help}");
}

/// What is built between two releases is called after the one before it.
#[test]
fn a_build_between_two_releases_is_none() {
    let rest = "\nwasi-libc: 161b3195fc25\nllvm: 4434dabb6991\nllvm-version: 22.1.0\n";
    for version in ["33.12g0a1b2c3d4e5f", "33.12g0a1b2c3d4e5f+m", "33-dev", "33.x", "33_1"] {
        let said = said_of("WebAssembly/wasi-sdk", None, &[("VERSION", &format!("{version}{rest}"))]);
        assert!(!said.contains("of WASI SDK 33"), "{version}: {said}");
        assert!(said.contains("site-not-found"), "{version}: {said}");
    }
    for version in ["33.0", "33.0+m", "33"] {
        let said = said_of("WebAssembly/wasi-sdk", None, &[("VERSION", &format!("{version}{rest}"))]);
        assert!(said.contains("agrees: VERSION:2:12: wasi-libc of WASI SDK 33"), "{version}: {said}");
    }
}

/// The tier may stand on the next line, and nothing needs a blank beside punctuation.
#[test]
fn layout_is_no_matter() {
    for line in [
        "[x86_64-*-linux-gnu/gcc],\n      [PY_SUPPORT_TIER=1],",
        "[x86_64-*-linux-gnu/gcc],[PY_SUPPORT_TIER=1],",
        "[x86_64-*-linux-gnu/gcc],\t[PY_SUPPORT_TIER=1],",
    ] {
        let said = of_cpython(&[("configure.ac", &format!("  {line}\n"))]);
        assert!(
            said.contains("the tier of x86_64-*-linux-gnu/gcc for Python 3.15 is 1, as PEP 11"),
            "{line}: {said}"
        );
    }
}
