//! The directives whose content is known for what it is. Owns their names; must not know how any is read.

use crate::tabular::Language;

/// What a directive does with its content.
pub(super) enum Content {
    /// It makes a table of it.
    Table,
    /// It reads it as text, as outside of it.
    Text,
    /// The same; without any, it speaks of what comes next, past comments.
    Class,
    /// It has words for an index, and a target for them.
    Index,
    /// It shows it as it is, or makes something else of it.
    Verbatim(&'static str, Language),
    /// Nobody here knows.
    Unknown,
}

/// What the directive of this name does, with what stands on its line.
pub(super) fn content(name: &str, argument: &str) -> Content {
    let name = name.to_ascii_lowercase();
    match name.rsplit(':').next().unwrap_or_default() {
        "table" | "list-table" | "csv-table" => Content::Table,
        "class" | "cssclass" | "rst-class" => Content::Class,
        "index" => Content::Index,
        "raw" if argument.eq_ignore_ascii_case("html") => Content::Verbatim("raw HTML", Language::Html),
        "raw" => Content::Verbatim("a raw block", Language::Rst),
        own if TEXT.contains(&own) => Content::Text,
        own if CODE.contains(&own) => Content::Verbatim("code", of_code(argument)),
        _ => Content::Unknown,
    }
}

/// What code is written in.
fn of_code(argument: &str) -> Language {
    match argument.to_ascii_lowercase().as_str() {
        "md" | "markdown" => Language::Markdown,
        "html" => Language::Html,
        _ => Language::Rst,
    }
}

/// Directives whose content is text as outside of them.
const TEXT: &[&str] = &[
    "admonition",
    "attention",
    "attribute",
    "caution",
    "compound",
    "confval",
    "container",
    "danger",
    "data",
    "deprecated",
    "deprecated-removed",
    "describe",
    "details",
    "dropdown",
    "envvar",
    "epigraph",
    "error",
    "exception",
    "function",
    "highlights",
    "hint",
    "ifconfig",
    "impl-detail",
    "important",
    "macro",
    "member",
    "method",
    "module",
    "note",
    "object",
    "only",
    "opcode",
    "option",
    "pull-quote",
    "rubric",
    "seealso",
    "sidebar",
    "staticmethod",
    "tab-item",
    "tab-set",
    "tip",
    "topic",
    "type",
    "var",
    "versionadded",
    "versionchanged",
    "versionremoved",
    "warning",
];

/// Directives that show their content as it is.
const CODE: &[&str] = &[
    "code",
    "code-block",
    "console",
    "digraph",
    "doctest",
    "graph",
    "graphviz",
    "highlight",
    "ipython",
    "literalinclude",
    "math",
    "mermaid",
    "parsed-literal",
    "plantuml",
    "productionlist",
    "prompt",
    "sourcecode",
    "testcleanup",
    "testcode",
    "testoutput",
    "testsetup",
];
