//! Records that say too little: a lock without its source, a change without its day, reason or source.
//! Owns those messages; must not know how a record is read otherwise.

use super::component::Components;
use super::decode::{Decoder, Entry, Fields};
use super::words::closest;
use crate::finding::Finding;
use crate::words::joined;

/// What must be said of a change, and in which words.
const OF_A_CHANGE: [(&str, &str); 3] =
    [("on", "the day as `on:`"), ("why", "the reason as `why:`"), ("source", "a link as `source:`")];

/// A lock without its source. A key that is no component was perhaps meant to be one.
pub(super) fn lock(
    decoder: &mut Decoder<'_>,
    fields: &Fields<'_>,
    entry: &Entry<'_>,
    components: &Components,
) {
    let meant = |name: &str| components.lacks(name) && closest(name, &["source"]).is_some();
    if !fields.lacks("source") || fields.names().any(meant) {
        return;
    }
    let message = format!("the lock of Python {} has no `source`", entry.name);
    decoder.findings.push(
        Finding::error("lock-without-source", message)
            .at(decoder.place(fields.span()))
            .why(
                "a lock is the official record (PEP 11, PEP 816), and must be traceable to where it was made",
            )
            .help("Add it, such as `source: https://github.com/python/peps/pull/4984`."),
    );
}

/// A change that does not say when, why and where it was recorded: one finding for all that is missing.
pub(super) fn change(decoder: &mut Decoder<'_>, fields: &Fields<'_>) {
    let missing: Vec<_> = OF_A_CHANGE.into_iter().filter(|(name, _)| fields.lacks(name)).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<_> = missing.iter().map(|(name, _)| format!("no `{name}`")).collect();
    let words: Vec<_> = missing.iter().map(|(_, words)| *words).collect();
    decoder.findings.push(
        Finding::error("change-incomplete", format!("this change has {}", joined(&names, "and")))
            .at(decoder.place(fields.span()))
            .why("PEP 816 asks for a note of when and why a lock was changed, and it must be traceable")
            .help(format!("Add {}.", joined(&words, "and"))),
    );
}
