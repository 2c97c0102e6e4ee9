//! What sites name outside of their own entry: the targets of PEP 11, and components of platforms.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::model::{At, Registry};
use crate::parse::words::{closest, listed};

/// Targets that sites have names for, and that there are not; `known` are the ids of all that are written,
/// faulty or not.
pub(in crate::parse) fn unknown_targets(registry: &Registry, known: &[&str]) -> Vec<Finding> {
    let ids: BTreeSet<&str> = known.iter().copied().collect();
    let named = registry.all_sites().flat_map(|site| &site.names).map(|(id, _)| id);
    named.filter(|id| !ids.contains(id.as_str())).map(|id| unknown(id, known)).collect()
}

fn unknown(id: &At<String>, known: &[&str]) -> Finding {
    let help = match (closest(id, known), known) {
        (Some(near), _) => format!("Write `{near}`."),
        (None, []) => "Add the target to `data/tiers.yaml`.".to_owned(),
        (None, known) => format!("Write one of these, or add it to `data/tiers.yaml`: {}.", listed(known)),
    };
    Finding::error("unknown-target", format!("no target has the id `{}`", **id))
        .at(id.place.clone())
        .help(help)
}

/// Says of a hole that only the file of a platform knows where its site belongs; `files` are those of none.
pub(in crate::parse) fn where_it_belongs(registry: &Registry, findings: &mut [Finding], files: &[String]) {
    for finding in findings.iter_mut().filter(|finding| finding.rule == "unknown-hole") {
        let Some(place) = finding.place.as_ref().filter(|place| files.contains(&place.source.path)) else {
            continue;
        };
        let written = place.source.text.get(place.span.clone()).unwrap_or_default();
        let name = written.trim_matches(['{', '}', '"', '\'']);
        let home = registry.components().map(|(_, component)| component).find(|own| *own.key == name);
        if let Some(component) = home {
            let file = &component.key.place.source.path;
            finding.help = Some(format!("Put the site into `{file}`, which has the component `{name}`."));
        }
    }
}
