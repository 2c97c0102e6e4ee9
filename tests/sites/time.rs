//! Texts that are made to take long: four times as much of one takes about four times as long, and sixteen
//! times where something is looked for from each of its bytes or lines.

use std::time::{Duration, Instant};

use pep11::embedded;
use pep11::model::Registry;
use pep11::model::site::{Pythons, Site};
use pep11::site::{Matcher, Spellings};
use pep11::source::Source;

use crate::proportion;

/// Patterns in which much may be anything, over several lines and behind others, beside those of this project.
const SITES: &str = r#"sites:
  - {repository: octo/cat, path: x, pattern: '{...}a{...}b{...}c{...} {wasi-sdk}'}
  - {repository: octo/cat, path: x, pattern: '{...} {triple} {...} {wasi-sdk}'}
  - {repository: octo/cat, path: x, pattern: '{target}" {tier}', names: {wasm32-wasi: ["*a*a*a*a*b"]}}
  - {repository: octo/cat, path: x, pattern: 'a {pythons} b {wasi-sdk}'}
  - {repository: octo/cat, path: x.rst, columns: {a: triple, b: notes}, within: 'a {tier}', to: 'b', complete: true}
  - {repository: octo/cat, path: x, pattern: 'x {...}a{...}b {wasi-sdk}', within: 'a{...}', to: '{...}b{...}c'}
  - {repository: octo/cat, path: x, pattern: '({wasi-sdk})'}
  - {repository: octo/cat, path: x, within: 'a {python-major}', pattern: 'a {python-minor}'}
  - repository: octo/cat
    path: x
    pattern: |
      a{...}
      a{...}
      {...}a{...}
      b {wasi-sdk}
"#;
const SPELLINGS: &str = r#"spellings:
  - 'a{...}b{...}c {wasi-sdk}'
  - 'a{=}{...}{wasi-sdk}'
  - "a\na\na\nb {wasi-sdk}"
"#;

/// One text for each way in which a matcher may go astray, so many bytes long.
fn texts(size: usize) -> Vec<(String, String)> {
    let pieces = [
        // One long line, of what may begin a pattern anywhere.
        "a",
        "[",
        " ",
        "1",
        ".",
        "-",
        "a-b",
        "ab",
        "a b ",
        "3.15 ",
        "1.",
        "1, ",
        "(1, ",
        "\"",
        "wasi-sdk-",
        "wasi-sdk-1",
        "wasi-sdk-1x ",
        "WASI_SDK_VERSION = ",
        "WASI_SDK_VERSION = 1x ",
        "emsdk install ",
        "wasm32-wasi",
        "é",
        "\u{feff}",
        // Many lines: near misses of all kinds.
        "\n",
        "\r\n",
        " \n",
        "a\n",
        "a b\n",
        "\na\nb\n",
        "a\n\n a\n",
        "a-b\n",
        "a-b\n\n  c",
        "a-b c\n",
        "a 1\na-b c\n",
        "[targets]\n",
        "[targets]\nwasi-sdk = 3x\n",
        "[targets]\nwasi-sdk = 33\n",
        "[metadata.\"3.15\"]\n",
        "stage = \"3.15.0 beta 1\"\n",
        "stage = \"3.15.0 beta 1\"\nstate = \"actual\"\n",
        "Tier 1\n",
        "Tier 1\na-b c\n",
        "Python WASI WASI SDK\n",
        "Python WASI WASI SDK\n3.15 0.1 33\n",
        "[x-y/z], [PY_SUPPORT_TIER=1\n",
        "[x-y/z], [PY_SUPPORT_TIER=1]\n",
        "STABLE_BUILDERS_TIER_1 = [\n(\"a\"",
        "(\"AMD64 a\",",
        "(\"AMD64 a\",\n",
        "#define PY_MAJOR_VERSION 3\n",
        "#define PY_VERSION \"3.15\"\n",
        "* a MSVC (a-b): 1\n",
        "33\nwasi-libc: \n",
        "- **CPython**: 3.15\n",
        "a with Python 3.15 use the\n",
        "``wasm32-wasi`` (`WASI`_) ",
        "a 3\na 15\n",
        "= =\na b\n= =\n",
        "= =\na b\n= =\nc d\n= =\n\n",
        "Tier 1\n\n= =\na b\n= =\nc d\n= =\n\n",
    ];
    let repeated = |piece: &str| (format!("{piece:?}"), piece.repeat(size / piece.len()));
    let mut texts: Vec<_> = pieces.into_iter().map(repeated).collect();
    // Parts of which none ends, fewer than are read at all.
    for begin in ["Tier 1\n", "[targets]\n", "a 1\n", "class Wasm32WasiCrossBuild:\n"] {
        texts.push((format!("{begin:?} …"), format!("{begin}{}\n", "x".repeat(80)).repeat(size / 100)));
    }
    // A line that is at a site, with what is spelled behind it again and again.
    texts.push(("covered".to_owned(), format!("wasi-sdk = 33 {}", "wasi-sdk-33 ".repeat(size / 12))));
    texts
}

/// The data with more sites, all of which are at one path.
fn registry() -> Registry {
    let mut files = embedded::data();
    let platform = files.get_mut("data/platforms/wasi.yaml").unwrap();
    let text = String::from_utf8(platform.clone()).unwrap();
    let text = text.replace("sites:\n", SITES).replace("spellings:\n", SPELLINGS);
    *platform = text.into_bytes();
    let mut registry = super::read(&files);
    let at_one_path = |site: &mut Site| {
        site.repository.value = "octo/cat".to_owned();
        site.paths.truncate(1);
        site.paths[0].value = "x.rst".to_owned();
        site.pythons = Pythons::All;
    };
    registry.sites.iter_mut().for_each(at_one_path);
    registry.tiers.as_mut().unwrap().sites.iter_mut().for_each(at_one_path);
    registry.platforms.iter_mut().flat_map(|platform| &mut platform.sites).for_each(at_one_path);
    registry
}

/// All that is looked for, ready: what is made of patterns takes its time, whatever the text.
struct Ready {
    matchers: Vec<Matcher>,
    spellings: Spellings,
}

impl Ready {
    /// How long it takes to look for all sites in a text, and for more on lines that they have not.
    fn time(&self, text: &str) -> Duration {
        let start = Instant::now();
        let source = Source::new("x.rst", text);
        let found = self.matchers.iter().flat_map(|matcher| matcher.matches(&source));
        let covered = vec![found.map(|found| found.place.span.end).max().map_or(0..0, |end| 0..end / 2)];
        let possible = self.spellings.find(&source, &covered);
        assert!(possible.iter().all(|possible| !possible.line().is_empty()));
        start.elapsed()
    }
}

#[test]
fn patterns_are_linear_in_time() {
    let registry = registry();
    let matchers = registry.all_sites().map(|site| Matcher::new(site, &registry).unwrap()).collect();
    let ready = Ready { matchers, spellings: Spellings::new(&registry) };
    let size = 16 << 10;
    for ((name, few), (_, many)) in texts(size).into_iter().zip(texts(4 * size)) {
        proportion::takes_four_times_as_long(&name, || ready.time(&few), || ready.time(&many));
    }
}
