//! Data files that are made to do harm, or are very wrong: each is refused with few words and soon.

use std::fmt::Write as _;

use pep11::yaml::LARGEST_FILE;

use crate::data::{printed, with_platform};

/// What is printed for a platform file.
fn said_of(bytes: impl Into<Vec<u8>>) -> String {
    printed(with_platform(bytes))
}

#[test]
fn a_file_of_more_than_16_mib_is_refused() {
    let mut text = String::from("name: X\ncomponents: {}\n");
    let comment = "# 0123456789 0123456789 0123456789 0123456789 0123456789\n";
    text.push_str(&comment.repeat(LARGEST_FILE / comment.len()));
    text.truncate(LARGEST_FILE);
    assert_eq!(said_of(text.clone()), "");
    text.push('#');
    let said = said_of(text);
    assert!(
        said.starts_with("error[file-too-large]: `data/platforms/x.yaml` has more than 16 MiB\n"),
        "{said}"
    );
}

#[test]
fn deep_nesting_is_refused_before_the_stack_is_full() {
    let blocks: String = (0..5000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    for (text, column) in [
        (format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000)), "1:49"),
        ("[".repeat(10_000), "1:49"),
        (format!("{}1{}", "{a: ".repeat(10_000), "}".repeat(10_000)), "1:193"),
        (format!("{}1\n", "- ".repeat(10_000)), "1:97"),
        (format!("{}1\n", "? ".repeat(10_000)), "1:97"),
        (blocks, "49:49"),
    ] {
        let said = said_of(text);
        assert!(said.starts_with("error[yaml-limit]: the YAML is nested deeper than 48 levels\n"), "{said}");
        assert!(said.contains(&format!("x.yaml:{column}\n")), "{column}: {said}");
        assert!(said.ends_with("\n1 error\n"), "{said}");
    }
}

#[test]
fn aliases_cannot_fill_the_memory() {
    // Each level in ten times the one before; each anchor in all that stand outside of it.
    let bomb: String =
        (1..40).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "))).collect();
    let items = "x, ".repeat(50_000);
    let anchored = format!("{}[{items}]{}", "[&a ".repeat(40), "]".repeat(40)).replace("&a", "&a ");
    for text in [format!("a0: &a0 [x]\n{bomb}"), format!("k: &b {anchored}")] {
        let said = said_of(text);
        assert!(
            said.starts_with("error[yaml-limit]: anchors and aliases repeat more than 100,000 values\n"),
            "{said}"
        );
    }
}

#[test]
fn a_file_of_too_many_values_is_refused() {
    let said = said_of(format!("[{}]", "x,".repeat(1_100_000)));
    assert!(said.starts_with("error[yaml-limit]: the file has more than 1,000,000 values\n"), "{said}");
}

/// With work that grows with the square of the file, these would take minutes.
#[test]
fn each_of_thousands_of_faults_is_printed() {
    let keys = |separator: &str| -> String {
        (0..5_000).fold(String::new(), |mut text, n| {
            write!(text, "key{n}: 1{separator}").unwrap();
            text
        })
    };
    let repeated = "same: 1\n".repeat(5_000);
    let pins =
        "- {python: 3.15, component: wasi-sdk, version: 33, on: someday, source: here}\n  ".repeat(1_250);
    for (text, faults) in [
        (format!("name: X\ncomponents: {{}}\n{}", keys("\n")), 5_000),
        (format!("{{name: X, components: {{}}, {}}}", keys(", ")), 5_000),
        (format!("name: X\ncomponents: {{}}\nsame: 1\n{repeated}"), 5_001),
        (format!("name: X\ncomponents:\n  wasi-sdk: {{name: Y}}\npins:\n  {pins}"), 4 * 1_250 + 1),
    ] {
        let said = said_of(text);
        assert!(said.ends_with(&format!("\n{faults} errors\n")), "{}", &said[said.len() - 200..]);
    }
}

#[test]
fn a_very_long_text_in_a_message_is_shortened() {
    let said = said_of(format!("name: X\npep: {}\ncomponents: {{}}\n", "é".repeat(1_000_000)));
    assert!(
        said.starts_with("error[bad-number]: `pep` must be a whole number, and this is `é"),
        "{}",
        &said[..200]
    );
    assert!(said.len() < 8_000, "{}", said.len());
}
