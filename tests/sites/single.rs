//! Single files, and what is said of them: what a tree with all files of a repository would hide.

use std::fs;

use pep11::parse;
use pep11::site::{self, Checkout, Comparison, File, Scanned};
use pep11::source::Source;
use pep11::version::Python;

use super::{registry, said};
use crate::{binary, folder};

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

/// However many other names a version has, its patterns can be looked for, or `check` says that they cannot.
#[test]
fn patterns_with_many_names_can_be_looked_for() {
    let with_names = |bytes: usize| {
        // These have more than one letter in the other case.
        let names: Vec<String> = (0..bytes / 10).map(|number| format!("ſKσ{number:04}")).collect();
        let mut files = folder::frozen_project().data;
        let platform = files.get_mut("data/platforms/wasi.yaml").unwrap();
        let text = String::from_utf8(platform.clone()).unwrap();
        let anchor = "aliases:\n      \"0.1\": [";
        assert!(text.contains(anchor), "the aliases are written in another way");
        let text = text.replace(anchor, &format!("{anchor}{}, ", names.join(", ")));
        let site = "sites:\n  - {repository: octo/cat, path: x, pattern: 'wasi = {wasi}'}\n";
        *platform = text.replace("sites:\n", site).into_bytes();
        parse::registry("", &files)
    };
    let (registry, findings) = with_names(17_500);
    assert!(findings.is_empty(), "{findings:#?}");
    for site in registry.all_sites() {
        assert!(site::Matcher::new(site, &registry).is_some(), "{}", site.pattern.text);
    }
    let (_, findings) = with_names(19_000);
    assert!(findings.iter().any(|finding| finding.rule == "site-without-effect"), "{findings:#?}");
}

/// What is nearest to a line that is not there helps to mend the site.
#[test]
fn what_is_nearest_is_shown() {
    let finding = |site: &str, text: &str| {
        let mut files = folder::frozen_project().data;
        let platform = files.get_mut("data/platforms/wasi.yaml").unwrap();
        let all = String::from_utf8(platform.clone()).unwrap();
        let site = format!("sites:\n  - {{repository: octo/cat, path: x, {site}}}\n");
        *platform = all.replace("sites:\n", &site).into_bytes();
        let (registry, findings) = parse::registry("", &files);
        assert!(findings.is_empty(), "{findings:#?}");
        let checkout = checkout("octo/cat", None, &[("x", text)]);
        let findings = scanned(&checkout, site::compare(&registry, &checkout)).findings();
        let [finding, nothing] = findings.as_slice() else { panic!("{findings:#?}") };
        assert_eq!(nothing.rule, "nothing-compared");
        let place = finding.place.as_ref().unwrap();
        let shown = place.source.text[place.span.clone()].to_owned();
        (finding.message.clone(), shown, finding.help.clone().unwrap())
    };
    let (message, shown, help) = finding("pattern: 'WASI_SDK={wasi-sdk}'", "a\nexport WASI_SDK=33\n");
    assert_eq!(message, "no line of `x` begins like `WASI_SDK={wasi-sdk}`");
    assert_eq!(shown, "WASI_SDK=33");
    assert!(help.starts_with("Begin the pattern with `{...}`"), "{help}");
    let (message, shown, _) = finding("pattern: 'wasi_sdk = v{wasi-sdk}'", "a\nWASI_SDK is 33.\n");
    assert_eq!(message, "nothing in `x` is like `wasi_sdk = v{wasi-sdk}`");
    assert_eq!(shown, "WASI_SDK is 33.");
    let site = "pattern: 'sdk = {wasi-sdk}', within: '## Versions'";
    let (message, shown, _) = finding(site, "# Versions\nsdk = 33\n");
    assert_eq!(message, "nothing in `x` is like `## Versions`");
    assert_eq!(shown, "# Versions");
}

/// No more are listed than anybody reads, and that is said.
#[test]
fn very_many_possible_sites_are_cut_short_aloud() {
    let home = folder::frozen_copy();
    let root = home.path().join("cpython");
    let layout = folder::own().join("tests/sites/cpython-3.15/right");
    fs::create_dir_all(root.join("Include")).unwrap();
    fs::copy(layout.join("Include/patchlevel.h"), root.join("Include/patchlevel.h")).unwrap();
    fs::write(root.join("many.txt"), "wasi-sdk-33\n".repeat(site::MOST + 1)).unwrap();
    let done = binary::command(home.path()).args(["scan", "--repo", "cpython=cpython"]).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        said.contains("not searched: many.txt has 1000 possible sites or more: the rest is not listed"),
        "{said}"
    );
    assert!(said.contains("possible 1000"), "{said}");
}
