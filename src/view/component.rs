//! What templates see of a component and its versions.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{all_shown, by_key, optional, optional_shown, shown, text};
use crate::model::At;
use crate::model::platform::{Component, Skipped};

#[derive(Serialize)]
pub(super) struct ComponentView {
    key: String,
    name: String,
    also: Vec<String>,
    aliases: Vec<NamesView>,
    lock: Option<PolicyView>,
    targets: Vec<NamesView>,
    skipped: Vec<SkippedView>,
    shipped_by: Option<String>,
    ships: Vec<ShipmentView>,
}

#[derive(Serialize)]
struct NamesView {
    version: String,
    names: Vec<String>,
}

#[derive(Serialize)]
struct PolicyView {
    from: &'static str,
    change: &'static str,
    since: Option<String>,
}

#[derive(Serialize)]
struct SkippedView {
    versions: Vec<String>,
    why: String,
    source: String,
}

#[derive(Serialize)]
struct ShipmentView {
    version: String,
    released: Option<String>,
    targets: Option<Vec<String>>,
    versions: BTreeMap<String, String>,
    source: Option<String>,
    remark: Option<String>,
}

/// The view of a component.
pub(super) fn of(component: &Component) -> ComponentView {
    let names = |(version, names): &(At<_>, Vec<At<String>>)| NamesView {
        version: shown(version),
        names: all_shown(names),
    };
    ComponentView {
        key: text(&component.key),
        name: text(&component.name),
        also: all_shown(&component.also),
        aliases: component.aliases.iter().map(names).collect(),
        lock: component.lock.as_ref().map(|policy| PolicyView {
            from: policy.from.as_str(),
            change: policy.change.as_str(),
            since: optional_shown(&policy.since),
        }),
        targets: component.targets.iter().map(names).collect(),
        skipped: component.skipped.iter().map(of_skipped).collect(),
        shipped_by: optional(&component.shipped_by),
        ships: component
            .ships
            .iter()
            .map(|shipment| ShipmentView {
                version: shown(&shipment.version),
                released: optional_shown(&shipment.released),
                targets: shipment.targets.as_ref().map(|targets| all_shown(targets)),
                versions: by_key(&shipment.versions),
                source: optional(&shipment.source),
                remark: optional(&shipment.remark),
            })
            .collect(),
    }
}

fn of_skipped(skipped: &Skipped) -> SkippedView {
    SkippedView {
        versions: all_shown(&skipped.versions),
        why: text(&skipped.why),
        source: text(&skipped.source),
    }
}
