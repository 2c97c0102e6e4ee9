//! What an unpacked SDK says that it ships: what the data lacks is added, what it has is never replaced.

use std::fs;

use super::{CONFIG, Desk, changed, text};
use crate::folder::{copy, own};

/// A desk whose CPython builds with an SDK, and that SDK's own word.
fn desk(sdk: &str, version: &str) -> Desk {
    let desk = Desk::new();
    let config = fs::read_to_string(desk.at(CONFIG)).unwrap();
    fs::write(desk.at(CONFIG), config.replace("36", sdk)).unwrap();
    copy(&own().join("tests/record/wasi-sdk-36"), &desk.at("sdk"));
    fs::write(desk.at("sdk/VERSION"), version).unwrap();
    desk
}

/// What changes in the data, without the lock.
fn shipped(desk: &Desk) -> Result<Vec<String>, String> {
    let file = desk.at("pep11/data/platforms/wasi.yaml");
    let before = fs::read_to_string(&file).unwrap();
    let done = desk.record(&["--from", "../sdk", "--on", "2027-05-05"]);
    let said = text(&done.stderr);
    if !done.status.success() {
        return Err(said);
    }
    let mut lines = changed(&before, &fs::read_to_string(&file).unwrap());
    assert!(lines.pop().is_some_and(|line| line.starts_with("+  \"3.16\": ")), "{said}");
    Ok(lines)
}

const LIBC: &str = "0123456789ab";

#[test]
fn what_the_data_lacks_of_a_version_is_added_to_it() {
    let desk = desk("34", &format!("34.0+m\nwasi-libc: {LIBC}\nllvm: 4434dabb6991\nllvm-version: 23.1.0\n"));
    let added = [r#"+        wasi-libc: "0123456789ab""#, r#"+        llvm: "23.1.0""#];
    assert_eq!(shipped(&desk).unwrap(), added);
}

#[test]
fn a_version_whose_page_is_known_names_it() {
    let desk = desk("36", &format!("36.0\nwasi-libc: {LIBC}\n"));
    desk.commit("sdk");
    let git = |arguments: &[&str]| crate::git::run(desk.folder.path(), &desk.at("sdk"), arguments);
    git(&["remote", "add", "origin", "git@github.com:WebAssembly/wasi-sdk.git"]);
    git(&["tag", "wasi-sdk-36"]);
    let source = format!(
        "+        source: https://github.com/WebAssembly/wasi-sdk/commit/{}",
        git(&["rev-parse", "HEAD"]).trim()
    );
    assert_eq!(shipped(&desk).unwrap(), ["+      \"36\":", "+        wasi-libc: \"0123456789ab\"", &source]);
}

#[test]
fn what_the_data_has_stays() {
    let known = "161b3195fc25";
    let desk = desk("33", &format!("33.0\nwasi-libc: {known}\nllvm: 4434dabb6991\nllvm-version: 22.1.0\n"));
    assert_eq!(shipped(&desk).unwrap(), [""; 0]);
}

#[test]
fn an_sdk_that_says_otherwise_is_refused() {
    let desk = desk("33", &format!("33.0\nwasi-libc: {LIBC}\nllvm: 4434dabb6991\nllvm-version: 22.1.0\n"));
    let said = shipped(&desk).unwrap_err();
    let message = "error[not-recorded]: WASI SDK 33 has wasi-libc 0123456789ab here, and 161b3195fc2558d2b1ba3eb9ffae3b2b47407623 in the data\n  --> ../sdk/VERSION:2:12\n";
    assert!(said.contains(message), "{said}");
}

#[test]
fn two_sdks_that_differ_are_refused() {
    let desk = desk("36", &format!("36.0\nwasi-libc: {LIBC}\n"));
    fs::create_dir(desk.at("other")).unwrap();
    fs::write(desk.at("other/VERSION"), "36.0\nwasi-libc: ab0123456789\n").unwrap();
    let done = desk.record(&["--from", "../sdk", "--from", "../other", "--on", "2027-05-05"]);
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("WASI SDK 36 has wasi-libc 0123456789ab here, and ab0123456789 there"), "{said}");
}

/// What is built between two releases is called after the one before it.
#[test]
fn an_sdk_that_is_no_release_is_no_source() {
    for version in ["36.5g0123456789ab+m", "36.0x"] {
        let desk = desk("36", &format!("{version}\nwasi-libc: {LIBC}\n"));
        let said = shipped(&desk).unwrap_err();
        assert!(said.contains("error: `../sdk/VERSION` has nothing that a site of WASI reads\n"), "{said}");
    }
    let desk = desk("36-dev", "");
    let said = text(&desk.record(&["--on", "2027-05-05"]).stderr);
    assert!(
        said.contains("error[not-recorded]: no version of WASI SDK was found for Python 3.16\n"),
        "{said}"
    );
    assert!(said.contains("| wasi-sdk = 36-dev\n"), "{said}");
    assert!(
        said.contains("^ this is no version of it") || said.contains("- this is no version of it"),
        "{said}"
    );
}
