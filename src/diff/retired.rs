//! Platforms that are no longer supported, as facts.

use super::entry::{self, Entry, Facts};
use super::{Change, Kind, Section, Subject};
use crate::model::Retired;

pub(super) fn changes(base: &[Retired], head: &[Retired]) -> Vec<Change> {
    let entries = |retired: &[Retired]| retired.iter().map(entry).collect::<Vec<_>>();
    let about = Subject::new(Kind::Retired, "", "No longer supported");
    let place = head.first().map(|retired| &retired.name.place);
    let order = Change::order(Section::Retired, &about, "the entries are", place);
    entry::changes(&entries(base), &entries(head), Some(order))
}

fn entry(retired: &Retired) -> Entry {
    let Retired {
        name,
        unsupported,
        unsupported_remark,
        broken,
        broken_remark,
        removed,
        details,
        listed,
        delisted,
        source,
    } = retired;
    let mut facts = Facts::default();
    facts
        .plain("name", name)
        .implied()
        .plain("unsupported from", unsupported)
        .prose("remark on that", unsupported_remark)
        .maybe("build broken from", broken)
        .prose("remark on the build", broken_remark)
        .maybe("code removed in", removed)
        .maybe("details", details)
        .maybe("listed", listed)
        .maybe("delisted", delisted)
        .source(source);
    let keys = [name.value.clone(), unsupported.value.clone()].join("\0");
    Entry {
        section: Section::Retired,
        about: Subject::new(Kind::Retired, name.value.clone(), name.value.clone()),
        context: String::new(),
        added: "added:".to_owned(),
        removed: "removed:".to_owned(),
        keys: vec![keys, name.value.clone()],
        facts,
        place: name.place.clone(),
    }
}
