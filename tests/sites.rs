//! Sites: every folder in `tests/sites/` is a checkout in the shape of an upstream repository, with the
//! lines that matter only. In `right/` every site agrees with the data of this project; in `wrong/` each is
//! wrong in its own way. `expected` is what the sites of both say; `repository` is its name. Values that may
//! move, such as what main builds with, stand as `@emscripten@`, and days as `@3.16 final@`.
//! `SNAPSHOTS=overwrite cargo test` rewrites what is expected.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use pep11::model::Registry;
use pep11::model::site::Site;
use pep11::parse::{self, Files};
use pep11::query::{self, Origin};
use pep11::site::{self, Checkout, Comparison, File, Lack, Outcome};
use pep11::source::Source;
use pep11::{embedded, history};
use snapbox::{Assert, Data};

use crate::folder;

/// Checkouts as a command meets them on a disk.
mod disk;
/// What is said of single files.
mod single;
/// Texts that are made to take long.
mod time;

#[test]
fn exactly_the_wrong_sites_disagree() {
    let registry = registry();
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    let mut wrong = String::new();
    for layout in layouts() {
        let name = layout.file_name().unwrap().to_string_lossy().into_owned();
        let right = checkout(&registry, &layout, "right");
        let found = site::compare(&registry, &right);
        let at_fault: Vec<String> = found.iter().filter_map(|f| Some(f.finding()?.message)).collect();
        assert!(at_fault.is_empty(), "{name}: {at_fault:#?}");
        let mut said = format!("Right:\n{}\nWrong:\n", said(&registry, &right, &found));
        let other = checkout(&registry, &layout, "wrong");
        said.push_str(&self::said(&registry, &other, &site::compare(&registry, &other)));
        let expected = Data::read_from(&layout.join("expected"), None).raw();
        if let Err(error) = assert.try_eq(Some(&name), said.into(), expected) {
            writeln!(wrong, "{error}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whoever adds a site adds its lines to a layout.
#[test]
fn every_site_has_a_right_and_a_wrong_line() {
    let registry = registry();
    let place = |site: &Site| (site.pattern.place.source.path.clone(), site.pattern.place.span.start);
    let of = |kind: &str, counts: fn(&Outcome) -> bool| -> BTreeSet<_> {
        let checkouts: Vec<Checkout> =
            layouts().iter().map(|layout| checkout(&registry, layout, kind)).collect();
        let compared = checkouts.iter().flat_map(|checkout| site::compare(&registry, checkout));
        compared.filter(|found| counts(&found.outcome)).map(|found| place(found.site)).collect()
    };
    let right = of("right", |outcome| *outcome == Outcome::Agrees);
    let wrong = of("wrong", |outcome| matches!(outcome, Outcome::Disagrees | Outcome::Missing));
    let lacking = |found: &BTreeSet<_>| -> Vec<String> {
        let sites = registry.all_sites().filter(|site| !site.is_identity() && !found.contains(&place(site)));
        sites.map(|site| site.pattern.text.clone()).collect()
    };
    // Nothing in the data is the container's own, so it cannot be held against anything.
    let unknown = "WASMTIME_VERSION{=}{wasmtime}";
    // What is in a tier should not be there at all: nothing can be right.
    let nothing_right = "(\"riscv64 {target}\",";
    assert_eq!(lacking(&right), [nothing_right, unknown], "right");
    assert_eq!(lacking(&wrong), [unknown], "wrong");
}

/// The keys of a mapping have no order: of the names that fit, the one that says most counts.
#[test]
fn the_order_of_names_means_nothing() {
    let registry = registry();
    let mut other = registry.clone();
    for site in other.tiers.iter_mut().flat_map(|tiers| &mut tiers.sites) {
        site.names.reverse();
    }
    for kind in ["right", "wrong"] {
        for layout in layouts() {
            let checkout = checkout(&registry, &layout, kind);
            let [one, two] = [&registry, &other].map(|registry| {
                let found = site::compare(registry, &checkout);
                found.iter().map(|found| format!("{} {:?}", found.what, found.outcome)).collect::<Vec<_>>()
            });
            assert_eq!(one, two, "{}", layout.display());
        }
    }
}

#[test]
fn a_site_is_added_by_data_alone() {
    let mut files = folder::frozen_project().data;
    let sites =
        "sites:\n  - {repository: octo/cat, path: conf/*.ini, pattern: 'sdk={wasi-sdk};py={python}'}\n";
    let platform = files.get_mut("data/platforms/wasi.yaml").unwrap();
    let text = String::from_utf8(platform.clone()).unwrap().replace("sites:\n", sites);
    *platform = text.into_bytes();
    let registry = read(&files);
    let text = "[a]\nsdk=33.0;py=3.15.2\nsdk=33;py=3.14\nsdk=34x;py=3.15\nsdk=24;py=3.99\n";
    let checkout = Checkout {
        repository: "octo/cat".to_owned(),
        python: None,
        files: vec![File { path: "conf/a.ini".to_owned(), text: Ok(Source::new("conf/a.ini", text)) }],
    };
    let said = said(&registry, &checkout, &site::compare(&registry, &checkout));
    assert_eq!(
        said,
        "agrees: conf/a.ini:2:5: WASI SDK for Python 3.15 is 33.0, as the lock says\n\
         error[site-disagrees]: conf/a.ini:3:5: WASI SDK for Python 3.14 is 33 here, and the lock says 24\n\
         not compared: conf/a.ini:5:5: WASI SDK for Python 3.99 is 24; Python 3.99 is not in `data/pythons.yaml`\n"
    );
}

/// A line for each comparison, with what may move as it stands in the layouts.
fn said(registry: &Registry, checkout: &Checkout, comparisons: &[Comparison<'_>]) -> String {
    let mut said = String::new();
    for comparison in comparisons {
        let mut line = match (comparison.finding(), comparison.line()) {
            (Some(finding), _) => {
                let place = finding.place.as_ref().unwrap();
                let at = match (place.line_and_column(), &comparison.outcome) {
                    (_, Outcome::NotFound(..)) => String::new(),
                    (Some((line, column)), _) => format!("{}:{line}:{column}: ", place.source.path),
                    _ => format!("{}: ", place.source.path),
                };
                let severity = finding.severity.as_str();
                format!("{severity}[{}]: {at}{}", finding.rule, finding.message)
            }
            (None, line) => line.unwrap(),
        };
        for Movable { of, mark, value } in movable(registry, checkout) {
            let Some(at) = line.find(&format!("{of} ")) else { continue };
            for before in ["says ", " is "] {
                let (old, new) = (format!("{before}{value}"), format!("{before}{mark}"));
                let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', ',', ';']);
                let found = line[at..].find(&old).map(|found| at + found);
                if let Some(at) = found.filter(|at| ends(&line[at + old.len()..])) {
                    line.replace_range(at..at + old.len(), &new);
                }
            }
        }
        writeln!(said, "{line}").unwrap();
    }
    said
}

/// A value that may move.
struct Movable {
    /// What it is a value of, as comparisons say it.
    of: String,
    /// As it stands in the layouts.
    mark: String,
    /// What it is now.
    value: String,
}

/// The pins of what a checkout is, and the days of releases.
fn movable(registry: &Registry, checkout: &Checkout) -> Vec<Movable> {
    let mut movable = Vec::new();
    if let Some(python) = checkout.python.map(|python| python.to_string()) {
        for (_, component) in registry.components() {
            let Ok(answer) = query::get(registry, &component.key, &python) else { continue };
            if matches!(answer.origin, Origin::Pin { .. }) {
                movable.push(Movable {
                    of: format!("{} for Python {python}", *component.name),
                    mark: format!("@{}@", *component.key),
                    value: answer.version.to_string(),
                });
            }
        }
    }
    for release in &registry.releases {
        let days =
            [("beta-1", "beta 1", &release.beta_1), ("final", "the final release", &release.final_release)];
        for (key, name, day) in days {
            let of = format!("{name} of Python {}", *release.python);
            let mark = format!("@{} {key}@", *release.python);
            movable.push(Movable { of: of.clone(), mark, value: day.date.to_string() });
            let value = if day.actual { "actual" } else { "expected" }.to_owned();
            let mark = format!("@{} {key} state@", *release.python);
            movable.push(Movable { of, mark, value });
        }
    }
    movable
}

fn layouts() -> Vec<PathBuf> {
    let entries = fs::read_dir(folder::own().join("tests/sites")).unwrap().map(|entry| entry.unwrap().path());
    let mut layouts: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    layouts.sort();
    assert!(layouts.len() >= 10, "the layouts are gone");
    layouts
}

fn checkout(registry: &Registry, layout: &Path, kind: &str) -> Checkout {
    let repository = fs::read_to_string(layout.join("repository")).unwrap().trim().to_owned();
    let mut files: Vec<File> = folder::files(&layout.join(kind))
        .into_iter()
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            File { text: Ok(Source::new(path.as_str(), text)), path }
        })
        .collect();
    let python = site::identity(registry, &repository, &files).map(|(python, _)| python);
    let mut checkout = Checkout { repository, python, files: Vec::new() };
    let movable = movable(registry, &checkout);
    for file in &mut files {
        let mut text = file.text.as_ref().unwrap().text.clone();
        movable.iter().for_each(|movable| text = text.replace(&movable.mark, &movable.value));
        file.text = Ok(Source::new(file.path.as_str(), text));
    }
    checkout.files = files;
    checkout
}

/// The data with its sites, and with facts as they were when the layouts were made: new ones need no edit of
/// a layout. What has no date is marked in them instead.
fn registry() -> Registry {
    let mut registry = read(&embedded::data());
    let day = parse::date("2026-11-01").unwrap();
    let then = history::as_of(&registry, day);
    registry.tiers = then.tiers;
    registry.releases = folder::frozen_project().review().registry.releases;
    for (platform, then) in registry.platforms.iter_mut().zip(then.platforms) {
        platform.locks = then.locks;
    }
    registry
}

fn read(files: &Files) -> Registry {
    let (registry, findings) = parse::registry("", files);
    assert!(findings.is_empty(), "{findings:#?}");
    registry
}

/// The real PEPs, where there is a copy of them beside the project.
#[test]
fn the_real_peps_lack_one_row() {
    let Some(peps) = folder::shared("upstream/peps") else { return };
    let registry = registry();
    let paths = ["peps/pep-0011.rst", "peps/pep-0816.rst", "release_management/python-releases.toml"];
    let file = |path: &str| {
        let text = fs::read_to_string(peps.join(path.rsplit('/').next().unwrap())).unwrap();
        File { path: path.to_owned(), text: Ok(Source::new(path, text)) }
    };
    let files = paths.map(file).into();
    let checkout = Checkout { repository: "python/peps".to_owned(), python: None, files };
    let comparisons = site::compare(&registry, &checkout);
    let faults: Vec<String> = comparisons
        .iter()
        .filter(|found| found.outcome != Outcome::Agrees)
        .map(|found| format!("{}: {} {:?}", found.place.source.path, found.what, found.outcome))
        .collect();
    assert_eq!(faults, ["peps/pep-0816.rst: Python 3.15 Missing"]);
    assert!(comparisons.len() > 70, "{}", comparisons.len());
}

/// What is not there is said, and nothing is taken for a version.
#[test]
fn odd_texts_have_no_versions() {
    let registry = registry();
    let python =
        registry.releases.iter().map(|release| release.python.value).find(|p| p.to_string() == "3.15");
    let files = |path: &str, text: &str| {
        let text = Ok(Source::new(path, text));
        Checkout {
            repository: "python/cpython".to_owned(),
            python,
            files: vec![File { path: path.to_owned(), text }],
        }
    };
    for text in [
        "",
        "[targets]",
        "[targets]\nwasi-sdk =",
        "[targets]\nwasi-sdk = 3x3\n",
        "[targets]\nwasi-sdk = 33.x\n",
        "[targets]\nwasi-sdk = v33\n",
        "[targets]\nwasi-sdk = 36-dev\n",
        "[targets]\nwasi-sdk = 33-nightly\n",
        "[targets]\nwasi-sdk = \"33-nightly\"\n",
        "[targets]\nwasi-sdk = 33+m\n",
        "[targets]\nwasi-sdk = 33+\n",
        "[targets]\nwasi-sdk = 3_6\n",
        "[targets]\nwasi-sdk = 36.12g0a1b2c3d4e5f\n",
        "[targets]\nwasi-sdk >= 33\n",
        "[targets]\n# wasi-sdk = 33\n",
        "[targets]\nold-wasi-sdk = 33\n",
        "[other]\nwasi-sdk = 33\n",
        "[targets]\n[other]\nwasi-sdk = 33\n",
        "wasi-sdk = 33\n[targets]\n",
        "[targets]\nwasi-sdk\n= 33\n",
        "<<<<<<< ours\nwasi-sdk = 33\n",
    ] {
        let checkout = files("Platforms/WASI/config.toml", text);
        let comparisons = site::compare(&registry, &checkout);
        let of_sdk = comparisons.iter().filter(|found| found.site.pattern.text == "wasi-sdk{=}{wasi-sdk}");
        let outcomes: Vec<&Outcome> = of_sdk.map(|found| &found.outcome).collect();
        assert!(
            matches!(outcomes.as_slice(), [Outcome::NotFound(Lack::Text | Lack::Behind, _)]),
            "{text:?}: {outcomes:?}"
        );
    }
    for text in [
        "\u{feff}[targets]\r\n  wasi-sdk\t=   33.0 # now\r\n",
        "[ targets ]\nwasi-sdk=33\n",
        "[targets]\nwasi-sdk = \"33\"\n",
        "[targets]\nwasi-sdk = '33.0' # now\n",
        "[targets]\nhost-triple='wasm32-wasip1'\n",
    ] {
        let checkout = files("Platforms/WASI/config.toml", text);
        let comparisons = site::compare(&registry, &checkout);
        let agrees = comparisons.iter().any(|found| found.outcome == Outcome::Agrees);
        assert!(agrees, "{text:?}: {comparisons:#?}");
    }
}
