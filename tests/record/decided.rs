//! What is typed beside checkouts: decisions, the day and the source.

use std::fs;

use super::{CONFIG, Desk, text};
use crate::folder::{copy, own};

impl Desk {
    /// The message and what is said besides; it must be recorded.
    #[track_caller]
    fn recorded(&self, more: &[&str]) -> (String, String) {
        let done = self.record(&[&["--on", "2027-05-05"], more].concat());
        let said = text(&done.stderr);
        assert!(done.status.success(), "{said}");
        (text(&done.stdout), said)
    }

    /// What is said where it is refused, and nothing written.
    #[track_caller]
    fn refuses(&self, arguments: &[&str]) -> String {
        let before = fs::read(self.at("pep11/data/platforms/wasi.yaml")).unwrap();
        let done = self.run(arguments);
        let said = text(&done.stderr);
        assert!(!done.status.success() && done.stdout.is_empty(), "{}{said}", text(&done.stdout));
        assert_eq!(fs::read(self.at("pep11/data/platforms/wasi.yaml")).unwrap(), before);
        said
    }
}

#[test]
fn a_decision_names_every_checkout_that_says_otherwise() {
    let desk = Desk::new();
    copy(&desk.at("cpython"), &desk.at("other"));
    copy(&own().join("tests/record/wasi-sdk-36"), &desk.at("wasi-sdk-36"));
    let config = fs::read_to_string(desk.at(CONFIG)).unwrap();
    let other = config.replace("36", "37");
    assert_ne!(other, config);
    fs::write(desk.at("other/Platforms/WASI/config.toml"), other).unwrap();
    let (message, said) = desk.recorded(&["--from", "../other", "--from", "../wasi-sdk-36", "wasi-sdk=37.0"]);
    let expected = "\nWASI SDK 37\n\
                    - as decided by the maintainers: 37.0\n\
                    - Platforms/WASI/config.toml of python/cpython in `other`\n\
                    - not 36 as in Platforms/WASI/config.toml of python/cpython in `cpython`\n\
                    - not 36 as in VERSION of WebAssembly/wasi-sdk\n";
    assert!(message.contains(expected), "{message}");
    let note = "pep11: WASI SDK 37 is recorded as decided, and not 36 as `Platforms/WASI/config.toml` of \
                python/cpython in `cpython` has it nor 36 as `VERSION` of WebAssembly/wasi-sdk has it\n";
    assert!(said.contains(note), "{said}");
    assert!(said.contains(" as given (37.0)\n"), "{said}");
}

#[test]
fn what_nobody_has_heard_of_is_said() {
    let desk = Desk::new();
    let (message, said) = desk.recorded(&["wasi-sdk=38"]);
    assert!(message.contains("- as decided by the maintainers\n- not 36 as in Platforms/WASI/config.toml\n"));
    let note = "pep11: the data has no WASI SDK 38 so far; the newest that it knows is 34: see whether there is one\n";
    assert!(said.contains(note), "{said}");
    let desk = Desk::new();
    fs::write(desk.at(CONFIG), "[targets]\nhost-triple = \"wasm32-wasip1\"\n").unwrap();
    let (_, said) = desk.recorded(&["wasi-sdk=33"]);
    assert!(said.contains("pep11: WASI SDK 33 is recorded as decided: no checkout here says it\n"), "{said}");
    assert!(!said.contains("so far"), "{said}");
}

#[test]
fn examples_are_of_the_component_that_was_typed() {
    let desk = Desk::new();
    let said = desk.refuses(&["record", "wasi", "3.16", "wasi=abc"]);
    assert!(said.contains("help: Write one such as `wasi=0.3`."), "{said}");
    let said = desk.refuses(&["record", "wasi", "3.16", "wasi-sdk=abc"]);
    assert!(said.contains("help: Write one such as `wasi-sdk=34`."), "{said}");
    let said = desk.refuses(&["record", "wasi", "3.16", "wasi=33"]);
    let help = "error: the data knows no triple of WASI 33\n |\n = help: Write `wasi=0.1`, `wasi=0.2` or `wasi=0.3`, \
                or add 33 to its `targets` in `data/platforms/wasi.yaml` first.\n";
    let said: String = said.replace("  |", " |").replace("  =", " =");
    assert!(said.contains(help), "{said}");
}

#[test]
fn nothing_is_recorded_before_a_python_version_is_made() {
    let desk = Desk::new();
    let record =
        ["record", "wasi", "3.16", "--from", "../cpython", "--source", "https://example.org/l", "--on"];
    let said = desk.refuses(&[&record[..], &["1999-01-01"]].concat());
    assert!(said.contains("error[not-recorded]: nobody was making Python 3.16 on 1999-01-01\n"), "{said}");
    assert!(said.contains("help: Name with `--on DATE` the day on which it was recorded.\n"), "{said}");
    // The main branch became 3.16 on this day.
    desk.refuses(&[&record[..], &["2026-05-04"]].concat());
    let pythons = fs::read_to_string(desk.at("pep11/data/pythons.yaml")).unwrap();
    let begins = pythons.split("\"3.15\":").nth(1).unwrap().split("beta-1: {actual: ").nth(1).unwrap();
    assert!(desk.run(&[&record[..], &[&begins[..10]]].concat()).status.success());
}

#[test]
fn a_password_in_a_link_is_never_written() {
    let desk = Desk::new();
    let link = "https://somebody:ghp_5ecret@github.com/python/cpython/pull/1?a=b@c";
    for option in ["--source", "--approved"] {
        let said = desk.refuses(&["record", "wasi", "3.16", "--from", "../cpython", option, link]);
        assert!(said.contains("help: Write `https://github.com/python/cpython/pull/1?a=b@c`."), "{said}");
        assert!(!said.contains("5ecret"), "{said}");
    }
    // What stands behind the host may have any character.
    let medium = "https://example.org/@somebody/lock";
    let done = desk.run(&["record", "wasi", "3.16", "--from", "../cpython", "--source", medium, "--diff"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    // Nor is it read from the data.
    let file = desk.at("pep11/data/pythons.yaml");
    let data = fs::read_to_string(&file).unwrap();
    fs::write(&file, data.replacen("source: https://", "source: https://a:b@", 1)).unwrap();
    let check = text(&desk.run(&["check"]).stdout);
    assert!(
        check.contains("error[bad-link]: ") && check.contains(": what stands before `@` is a secret."),
        "{check}"
    );
}
