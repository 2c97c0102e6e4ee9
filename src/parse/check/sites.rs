//! What sites name outside of their own entry: the targets of PEP 11.

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
