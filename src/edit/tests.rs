//! Each kind of layout once, before and after a change.

use super::*;

fn path(path: &str) -> Path {
    path.split_whitespace().map(str::to_owned).collect()
}

fn lock() -> Datum {
    let version = |text| Datum::from(Scalar::quoted(text));
    Datum::short(vec![
        (Scalar::plain("sdk"), version("34")),
        (Scalar::plain("recorded"), Scalar::plain("2027-05-05").into()),
    ])
}

fn entry(into: &str, beside: Beside) -> Change {
    Change::Entry { into: path(into), beside, key: Scalar::quoted("3.16"), value: lock() }
}

fn first(into: &str) -> Change {
    entry(into, Beside::Before("3.15".to_owned()))
}

fn last(into: &str) -> Change {
    entry(into, Beside::Last)
}

fn item(end: End) -> Change {
    let value = Datum::map(vec![
        (Scalar::plain("python"), Scalar::quoted("3.16").into()),
        (Scalar::plain("why"), Scalar::plain("A: b").into()),
    ]);
    Change::Item { into: path("l"), end, value }
}

fn value(at: &str, new: Scalar) -> Change {
    Change::Value { at: path(at), new }
}

fn done(before: &str, change: &Change) -> Result<String, Finding> {
    edit("x.yaml", before.as_bytes(), std::slice::from_ref(change))
        .map(|bytes| String::from_utf8(bytes).unwrap())
}

#[track_caller]
fn check(cases: &[(&str, Change, &str)]) {
    for (before, change, after) in cases {
        let done = done(before, change).unwrap_or_else(|finding| panic!("{before}\n{}", finding.message));
        assert_eq!(done, *after, "{before}");
    }
}

#[test]
fn entries_of_mappings_in_lines() {
    check(&[
        (
            "l:\n  \"3.15\": {sdk: \"33\", recorded: 2026-05-27}\n",
            first("l"),
            "l:\n  \"3.16\": {sdk: \"34\", recorded: 2027-05-05}\n  \"3.15\": {sdk: \"33\", recorded: 2026-05-27}\n",
        ),
        (
            "# Newest first.\nl: # locks\n    # on 3.15\n    '3.15': { 'sdk': '33', recorded: \"2026-05-27\" } # c\nm: 1",
            first("l"),
            "# Newest first.\nl: # locks\n    '3.16': { 'sdk': '34', 'recorded': \"2027-05-05\" }\n    # on 3.15\n    '3.15': { 'sdk': '33', recorded: \"2026-05-27\" } # c\nm: 1",
        ),
        (
            "l:\r\n  # on all\r\n\r\n  \"3.15\":\r\n     sdk: \"33\"\r\n",
            first("l"),
            "l:\r\n  # on all\r\n\r\n  \"3.16\":\r\n     sdk: \"34\"\r\n     recorded: 2027-05-05\r\n  \"3.15\":\r\n     sdk: \"33\"\r\n",
        ),
        (
            "\u{feff}\"3.15\": {sdk: \"33\"}\n\n\"3.14\": {}",
            first(""),
            "\u{feff}\"3.16\": {sdk: \"34\", recorded: 2027-05-05}\n\n\"3.15\": {sdk: \"33\"}\n\n\"3.14\": {}",
        ),
        (
            "l:\n  \"3.15\": {sdk: \"33\"} # c\n    # deeper\n\n# m\nm: 1\n",
            last("l"),
            "l:\n  \"3.15\": {sdk: \"33\"} # c\n    # deeper\n  \"3.16\": {sdk: \"34\", recorded: 2027-05-05}\n\n# m\nm: 1\n",
        ),
        (
            "l:\n  \"3.14\":\n\n  \"3.15\":",
            last("l"),
            "l:\n  \"3.14\":\n\n  \"3.15\":\n\n  \"3.16\": {sdk: \"34\", recorded: 2027-05-05}",
        ),
        (
            "l: &a\n  &b \"3.15\": &c {sdk: \"33\"}\n",
            first("l"),
            "l: &a\n  \"3.16\": {sdk: \"34\", recorded: 2027-05-05}\n  &b \"3.15\": &c {sdk: \"33\"}\n",
        ),
        (
            "l:\n  t: |\n    a\n    b\n",
            last("l"),
            "l:\n  t: |\n    a\n    b\n  \"3.16\": {sdk: \"34\", recorded: 2027-05-05}\n",
        ),
    ]);
}

#[test]
fn what_is_empty_becomes_a_block() {
    let below = "\n  \"3.16\": {sdk: \"34\", recorded: 2027-05-05}";
    for (before, after) in [
        ("l:\nm: 1\n", format!("l:{below}\nm: 1\n")),
        ("l: {}", format!("l:{below}")),
        ("l:  {  }  # none\nm: 1\n", format!("l:  # none{below}\nm: 1\n")),
        ("l: ~\n", format!("l:{below}\n")),
        ("l: &a null # c\n", format!("l: &a # c{below}\n")),
        ("l: []\r\n", format!("l:{}\r\n", below.replace('\n', "\r\n"))),
        ("k:\n    a: b\nl:\n", format!("k:\n    a: b\nl:{}\n", below.replace("  ", "    "))),
        ("{l: {}, m: 1}", "{l: {\"3.16\": {sdk: \"34\", recorded: 2027-05-05}}, m: 1}".to_owned()),
        ("{l: , m: 1}", "{l: {\"3.16\": {sdk: \"34\", recorded: 2027-05-05}} , m: 1}".to_owned()),
    ] {
        check(&[(before, last("l"), &after)]);
    }
    check(&[
        ("l: []\n", item(End::Last), "l:\n  - python: \"3.16\"\n    why: \"A: b\"\n"),
        ("k:\n- a\nl:\n", item(End::First), "k:\n- a\nl:\n- python: \"3.16\"\n  why: \"A: b\"\n"),
    ]);
}

#[test]
fn entries_of_mappings_in_braces() {
    let new = "\"3.16\": {sdk: \"34\", recorded: 2027-05-05}";
    for (before, change, after) in [
        ("l: {\"3.15\": {}}\n", first("l"), format!("l: {{{new}, \"3.15\": {{}}}}\n")),
        ("l: {\"3.15\": {}}\n", last("l"), format!("l: {{\"3.15\": {{}}, {new}}}\n")),
        ("l: {\"3.15\": {},}\n", last("l"), format!("l: {{\"3.15\": {{}}, {new},}}\n")),
        ("l: {\"3.15\"}\n", last("l"), format!("l: {{\"3.15\", {new}}}\n")),
        ("l: { &a \"3.15\": 1 }\n", first("l"), format!("l: {{ {new}, &a \"3.15\": 1 }}\n")),
        ("l: {\n  \"3.15\": {} # c\n}\n", first("l"), format!("l: {{\n  {new},\n  \"3.15\": {{}} # c\n}}\n")),
        ("l: {\n  \"3.15\": {} # c\n}\n", last("l"), format!("l: {{\n  \"3.15\": {{}}, # c\n  {new}\n}}\n")),
        (
            "l: {\n  \"3.15\": {}, # c\n}\n",
            last("l"),
            format!("l: {{\n  \"3.15\": {{}}, # c\n  {new},\n}}\n"),
        ),
        ("l: {\n  \"3.15\": {}}\n", last("l"), format!("l: {{\n  \"3.15\": {{}},\n  {new}}}\n")),
    ] {
        check(&[(before, change, &after)]);
    }
}

#[test]
fn items_of_lists() {
    check(&[
        (
            "l:\n  - python: \"3.15\"\n    why: b\n",
            item(End::Last),
            "l:\n  - python: \"3.15\"\n    why: b\n  - python: \"3.16\"\n    why: \"A: b\"\n",
        ),
        (
            "l:\n# c\n-   python: '3.15'\n    why: 'b'\n",
            item(End::First),
            "l:\n-   python: '3.16'\n    why: 'A: b'\n# c\n-   python: '3.15'\n    why: 'b'\n",
        ),
        (
            "l:\n  - {python: \"3.15\"}\n\n  - {python: \"3.14\"} # c\n  # of m\nm: 1",
            item(End::Last),
            "l:\n  - {python: \"3.15\"}\n\n  - {python: \"3.14\"} # c\n\n  - {python: \"3.16\", why: \"A: b\"}\n  # of m\nm: 1",
        ),
        ("l: [{a: b}]\n", item(End::First), "l: [{python: \"3.16\", why: \"A: b\"}, {a: b}]\n"),
        ("l: [{a: b}]", item(End::Last), "l: [{a: b}, {python: \"3.16\", why: \"A: b\"}]"),
        (
            "l:\n  -\n    a: b\n",
            item(End::Last),
            "l:\n  -\n    a: b\n  - python: \"3.16\"\n    why: \"A: b\"\n",
        ),
    ]);
}

#[test]
fn scalars_keep_their_quotes() {
    check(&[
        ("a: {b: \"33\"} # c\n", value("a b", Scalar::quoted("34")), "a: {b: \"34\"} # c\n"),
        ("a: &x '33'\n", value("a", Scalar::quoted("34")), "a: &x '34'\n"),
        ("a: 33\n", value("a", Scalar::quoted("34")), "a: \"34\"\n"),
        ("a: 2026-05-27\n", value("a", Scalar::plain("2027-05-05")), "a: 2027-05-05\n"),
        ("a:\nb: 1", value("a", Scalar::plain("c")), "a: c\nb: 1"),
        ("{a, b: 1}", value("a", Scalar::plain("c")), "{a: c, b: 1}"),
        ("{a: , b: 1}", value("a", Scalar::plain("c, d")), "{a: \"c, d\" , b: 1}"),
        ("a: |\n  x\n  y\nb: 1\n", value("a", Scalar::plain("c")), "a: c\nb: 1\n"),
        (
            "a: {expected: 2026-05-27}",
            Change::Key { at: path("a expected"), new: Scalar::plain("actual") },
            "a: {actual: 2026-05-27}",
        ),
    ]);
}

#[test]
fn texts_of_several_lines_stay_readable() {
    let why = |text: &str| Change::Entry {
        into: Vec::new(),
        beside: Beside::Last,
        key: Scalar::plain("why"),
        value: Scalar::plain(text).into(),
    };
    check(&[
        ("a: 1\n", why("One.\n\nTwo: # x\n"), "a: 1\nwhy: |\n  One.\n\n  Two: # x\n"),
        ("a: 1\r\n", why("One.\nTwo."), "a: 1\r\nwhy: |-\r\n  One.\r\n  Two.\r\n"),
        ("a: 1\n", why(" One.\nTwo."), "a: 1\nwhy: \" One.\\nTwo.\"\n"),
        (
            "a: 1\n",
            why("\u{85}\u{7}\u{2028}\u{feff}"),
            "a: 1\nwhy: \"\\U00000085\\U00000007\\U00002028\\U0000feff\"\n",
        ),
        ("{a: 1}", why("One.\nTwo."), "{a: 1, why: \"One.\\nTwo.\"}"),
    ]);
    for text in
        ["", "~", "null", "- a", "a: b", "a #b", "#a", "a ", "@a", "%", "é", "\"", "'", "\\", "a:", "--- a"]
    {
        for before in ["a: 1\n", "{a: 1}", "a: '1'"] {
            assert!(done(before, &why(text)).is_ok(), "{before} {text:?}");
            assert!(done(before, &value("a", Scalar::plain(text))).is_ok(), "{before} {text:?}");
        }
    }
}

#[test]
fn a_new_key_has_its_place_among_the_known() {
    const KNOWN: &[&str] = &["name", "locks", "changes", "notes"];
    let after = |key: &str| Beside::After(key.to_owned());
    for (present, beside) in [
        (&["name", "locks", "notes"][..], after("locks")),
        (&["name", "notes"], after("name")),
        (&["notes", "name"], after("name")),
        (&["notes"], Beside::Before("notes".to_owned())),
        (&["name", "odd"], after("name")),
        (&[], Beside::Last),
    ] {
        assert_eq!(among(KNOWN, present, "changes"), beside, "{present:?}");
    }
}

#[test]
fn what_is_not_certain_is_refused_with_what_to_type() {
    let cases = [
        (
            "a: &x \"33\"\nb: *x\n",
            value("a", Scalar::quoted("34")),
            "`a` is not edited: something else would change with it",
        ),
        ("a: &x \"33\"\nb: *x\n", value("b", Scalar::quoted("34")), "`b` is not edited: it is an alias"),
        (
            "a: &x {c: 1}\nb: *x\n",
            value("b c", Scalar::quoted("34")),
            "`b.c` is not edited: it stands where an alias leads",
        ),
        (
            "l: &x\n  \"3.15\": 1\nb: *x\n",
            first("l"),
            "`l.3.16` is not edited: something else would change with it",
        ),
        (
            "l:\n  ? \"3.15\"\n  : 1\n",
            first("l"),
            "`l.3.16` is not edited: it does not begin a line of its own",
        ),
        (
            "l:\n  t: |+\n    a\n\n\nm: 1\n",
            last("l"),
            "`l.3.16` is not edited: something else would change with it",
        ),
        ("l: [ # c\n]\n", item(End::Last), "`l` is not edited: more than nothing stands there"),
        (
            "a: 1\ra: 2\n",
            value("a", Scalar::quoted("34")),
            "`a` is not edited: a line of the file ends with a carriage return alone",
        ),
        ("a: 1\na: 2\n", value("a", Scalar::quoted("34")), "`a` is not edited: its key is there twice"),
        ("a: [1]\n", value("a", Scalar::quoted("34")), "`a` is not edited: it is no single value"),
        ("l: {\"3.16\": 1}\n", last("l"), "`l.3.16` is not edited: it is there already"),
        ("a: 1\n", value("b", Scalar::quoted("34")), "`b` is not edited: it is not there"),
    ];
    for (before, change, message) in cases {
        let refused = done(before, &change).unwrap_err();
        assert_eq!((refused.rule, refused.message.as_str()), ("not-editable", message), "{before}");
        assert!(refused.help.unwrap().starts_with("Write `"), "{before}");
    }
    let refused = done("l:\n  ? \"3.15\"\n  : 1\n", &first("l")).unwrap_err();
    assert_eq!(refused.help.unwrap(), "Write `\"3.16\": {sdk: \"34\", recorded: 2027-05-05}` there by hand.");
}
