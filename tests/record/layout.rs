//! A lock in files that people have laid out in their own ways: it goes where it belongs, and looks like the
//! others.

use std::fs;

use super::text;
use crate::binary;
use crate::folder::{copy, own};

/// What `locks` looks like before and after.
const LAYOUTS: &[(&str, &str)] = &[
    // Newest first; what is said above an entry stays above it.
    (
        "locks:\n  # of 3.15\n  \"3.15\": {wasi: \"0.1\", wasi-sdk: \"33\", recorded: 2026-05-27, source: https://e.org/33}\n",
        "locks:\n  \"3.16\": {wasi: \"0.1\", wasi-sdk: \"36\", recorded: 2027-05-05, source: https://e.org/36}\n  # of 3.15\n  \"3.15\": {wasi: \"0.1\", wasi-sdk: \"33\", recorded: 2026-05-27, source: https://e.org/33}\n",
    ),
    // Oldest first.
    (
        "locks:\n  \"3.14\": {wasi: \"0.1\", wasi-sdk: \"24\", recorded: 2025-05-07, source: https://e.org/24}\n  \"3.15\": {wasi: \"0.1\", wasi-sdk: \"33\", recorded: 2026-05-27, source: https://e.org/33} # c\n",
        "locks:\n  \"3.14\": {wasi: \"0.1\", wasi-sdk: \"24\", recorded: 2025-05-07, source: https://e.org/24}\n  \"3.15\": {wasi: \"0.1\", wasi-sdk: \"33\", recorded: 2026-05-27, source: https://e.org/33} # c\n  \"3.16\": {wasi: \"0.1\", wasi-sdk: \"36\", recorded: 2027-05-05, source: https://e.org/36}\n",
    ),
    // In lines, with other quotes and blank lines between.
    (
        "locks:\n    '3.15':\n        wasi: '0.1'\n        wasi-sdk: '33'\n        recorded: 2026-05-27\n        source: https://e.org/33\n\n    '3.14':\n        wasi: '0.1'\n        wasi-sdk: '24'\n        recorded: 2025-05-07\n        source: https://e.org/24\n",
        "locks:\n    '3.16':\n        wasi: '0.1'\n        wasi-sdk: '36'\n        recorded: 2027-05-05\n        source: https://e.org/36\n\n    '3.15':\n        wasi: '0.1'\n        wasi-sdk: '33'\n        recorded: 2026-05-27\n        source: https://e.org/33\n\n    '3.14':\n        wasi: '0.1'\n        wasi-sdk: '24'\n        recorded: 2025-05-07\n        source: https://e.org/24\n",
    ),
    // In braces.
    (
        "locks: {\"3.15\": {wasi: \"0.1\", wasi-sdk: \"33\", recorded: 2026-05-27, source: https://e.org/33}}\n",
        "locks: {\"3.16\": {wasi: \"0.1\", wasi-sdk: \"36\", recorded: 2027-05-05, source: https://e.org/36}, \"3.15\": {wasi: \"0.1\", wasi-sdk: \"33\", recorded: 2026-05-27, source: https://e.org/33}}\n",
    ),
    // Nothing yet, in all its forms, or not even the key.
    (
        "locks: {} # none\n",
        "locks: # none\n  \"3.16\": {wasi: \"0.1\", wasi-sdk: \"36\", recorded: 2027-05-05, source: https://e.org/36}\n",
    ),
    (
        "",
        "locks:\n  \"3.16\": {wasi: \"0.1\", wasi-sdk: \"36\", recorded: 2027-05-05, source: https://e.org/36}\n\n",
    ),
];

#[test]
fn a_lock_goes_where_it_belongs_in_any_layout() {
    for (before, after) in LAYOUTS {
        for line_break in ["\n", "\r\n"] {
            let home = tempfile::tempdir().unwrap();
            copy(&own().join("tests/record/project"), home.path());
            let file = home.path().join("data/platforms/wasi.yaml");
            let whole = fs::read_to_string(&file).unwrap();
            let begin = whole.find("# Newest first.").unwrap();
            let end = whole.find("sites:").unwrap();
            let with = |locks: &str| {
                format!("{}{locks}{}", &whole[..begin], &whole[end..]).replace('\n', line_break)
            };
            fs::write(&file, with(before)).unwrap();
            let arguments = ["record", "wasi", "3.16", "wasi=0.1", "wasi-sdk=36", "--on", "2027-05-05"];
            let mut command = binary::command(home.path());
            let done = command.args(arguments).args(["--source", "https://e.org/36"]).output().unwrap();
            assert!(done.status.success(), "{before}\n{}", text(&done.stderr));
            assert_eq!(fs::read_to_string(&file).unwrap(), with(after), "{before}");
        }
    }
}
