//! Checkouts whose files are cut short, or hold anything at all: an answer is the right one, or there is none.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use pep11::model::Registry;
use pep11::record::{self, Asked};
use pep11::site::{self, Checkout, File};
use pep11::source::Source;
use pep11::version::Python;
use proptest::prelude::*;

use crate::folder::{files, frozen_project, own};

fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| frozen_project().review().registry)
}

type Tree = BTreeMap<String, Vec<u8>>;

fn trees<'t>(cpython: &'t Tree, sdk: &'t Tree) -> [(&'static str, &'t Tree); 2] {
    [("python/cpython", cpython), ("WebAssembly/wasi-sdk", sdk)]
}

fn tree(name: &str) -> Tree {
    files(&own().join("tests/record").join(name))
}

/// The versions that two checkouts give for a lock, and what comes with them; none where they are refused.
fn versions(registry: &Registry, trees: &[(&str, &Tree)]) -> Option<Vec<String>> {
    let platform = registry.platforms.iter().find(|platform| platform.key == "wasi").unwrap();
    let (python, on) = (Python::parse("3.16").unwrap(), "2027-05-05".parse().unwrap());
    let asked = Asked { registry, platform, python, on };
    let mut readings = Vec::new();
    let mut shipped = Vec::new();
    for (repository, tree) in trees {
        let text = |path: &str, bytes: &[u8]| match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(path, text)),
            Err(_) => Err("is not UTF-8 text".to_owned()),
        };
        let file = |(path, bytes): (&String, &Vec<u8>)| File { path: path.clone(), text: text(path, bytes) };
        let files: Vec<File> = tree.iter().map(file).collect();
        let python = site::identity(registry, repository, &files).map(|(python, _)| python);
        let checkout = Checkout { repository: (*repository).to_owned(), python, files };
        let told = record::read(asked, "checkout", &checkout, &[]).ok()?;
        readings.extend(told.readings);
        shipped.extend(told.shipped);
    }
    let choices = record::choose(asked, &readings, &[]).ok()?;
    let ships = record::ships(asked, &choices, &shipped).ok()?;
    let inside = ships.iter().flat_map(|ships| &ships.inside);
    let chosen = choices.iter().map(|choice| format!("{} {}", *choice.component.key, choice.version));
    Some(chosen.chain(inside.map(|own| format!("{} {}", *own.component.key, own.version))).collect())
}

const RIGHT: [&str; 4] = ["wasi 0.1", "wasi-sdk 36", "wasi-libc 161b3195fc25", "llvm 23.1.0"];

#[test]
fn a_file_that_is_cut_short_gives_no_other_version() {
    let registry = registry();
    let (cpython, sdk) = (tree("cpython-3.16"), tree("wasi-sdk-36"));
    assert_eq!(versions(registry, &trees(&cpython, &sdk)).unwrap(), RIGHT);
    let mut refused = 0;
    let mut check = |cut: Option<Vec<String>>, what: String| match cut {
        None => refused += 1,
        Some(found) => {
            assert!(found.iter().all(|found| RIGHT.contains(&found.as_str())), "{what}: {found:?}")
        }
    };
    for (path, bytes) in &cpython {
        for length in 0..bytes.len() {
            let mut cut = cpython.clone();
            cut.insert(path.clone(), bytes[..length].to_vec());
            check(versions(registry, &trees(&cut, &sdk)), format!("{path} cut at {length}"));
        }
    }
    for (path, bytes) in &sdk {
        for length in 0..bytes.len() {
            let cut = BTreeMap::from([(path.clone(), bytes[..length].to_vec())]);
            check(versions(registry, &trees(&cpython, &cut)), format!("{path} cut at {length}"));
        }
    }
    assert!(refused > 50, "{refused}");
}

/// A pre-release that is cut short is not the release.
#[test]
fn a_version_that_is_cut_short_is_not_a_shorter_version() {
    let (registry, mut cpython, sdk) = (registry(), tree("cpython-3.16"), Tree::new());
    for line in ["wasi-sdk = 36.0-rc.1", "wasi-sdk = 36.0.1+m", "wasi-sdk = 36_1", "wasi-sdk = 36g12"] {
        for length in 0..line.len() {
            let text = format!("[targets]\nhost-triple = \"wasm32-wasip1\"\n{}", &line[..length]);
            cpython.insert("Platforms/WASI/config.toml".to_owned(), text.into_bytes());
            let found = versions(registry, &trees(&cpython, &sdk)[..1]);
            assert_eq!(found, None, "{}", &line[..length]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_an_answer_or_none(
        at in any::<proptest::sample::Index>(),
        file in any::<proptest::sample::Index>(),
        bytes in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'\n'), Just(b'3'), Just(b'.')], 0..6),
    ) {
        let registry = registry();
        let (mut cpython, sdk) = (tree("cpython-3.16"), tree("wasi-sdk-36"));
        let path = file.get(&cpython.keys().cloned().collect::<Vec<_>>()).clone();
        let text = cpython.get_mut(&path).unwrap();
        let begin = at.index(text.len());
        let end = (begin + bytes.len()).min(text.len());
        text.splice(begin..end, bytes);
        // What an SDK ships does not depend on a checkout of CPython.
        for found in versions(registry, &trees(&cpython, &sdk)).unwrap_or_default() {
            prop_assert!(!found.starts_with("llvm") || found == RIGHT[3], "{}", found);
        }
    }
}
