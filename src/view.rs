//! All that templates may see, and `pep11 context` prints. Owns the names that templates rely on;
//! must not know any format. A view is plain data: no place in the YAML, no rule, no type of the
//! model comes through.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::platform::{Component, Lock, Pin, Platform, Skipped, Stated, Statement, Support};
use crate::model::python::{Milestone, Release};
use crate::model::tiers::{Tier, Tiers};
use crate::model::{At, Date, Registry, Retired};
use crate::version::Python;

/// What every template sees.
#[derive(Serialize)]
pub struct View {
    /// The feature releases, newest first.
    pub pythons: Vec<PythonView>,
    /// The platforms by their keys.
    pub platforms: BTreeMap<String, PlatformView>,
    /// The tiers by their numbers.
    pub tiers: BTreeMap<String, TierView>,
    /// The platforms that are no longer supported.
    pub retired: Vec<RetiredView>,
    /// The day of which this is the state; nothing where it is the state as recorded.
    pub as_of: Option<String>,
}

/// A feature release.
#[derive(Serialize)]
pub struct PythonView {
    /// `3.15`.
    pub python: String,
    pep: u32,
    branch: String,
    beta_1: MilestoneView,
    #[serde(rename = "final")]
    final_release: MilestoneView,
    end_of_life: MilestoneView,
    source: String,
}

#[derive(Serialize)]
struct MilestoneView {
    date: String,
    state: &'static str,
}

/// A platform with its tables.
#[derive(Serialize)]
pub struct PlatformView {
    key: String,
    name: String,
    pep: Option<u32>,
    caveat: Option<String>,
    components: BTreeMap<String, ComponentView>,
    /// The components that locks name, in the order of the data.
    locked: Vec<String>,
    /// The components that come with the locked ones, in the order of the data.
    shipped: Vec<String>,
    locks: Vec<LockView>,
    changes: Vec<ChangeView>,
    /// The components that pins name, and those that come with them, in the order of the data.
    pinned: Vec<String>,
    /// For each Python version the newest pin of each component.
    builds: Vec<BuildView>,
    pins: Vec<PinView>,
    stated: Vec<StatedView>,
    support: Vec<SupportView>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct ComponentView {
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

#[derive(Serialize)]
struct LockView {
    python: String,
    versions: BTreeMap<String, String>,
    /// What the locked versions ship, by component.
    ships: BTreeMap<String, String>,
    recorded: String,
    source: Option<String>,
    remark: Option<String>,
}

#[derive(Serialize)]
struct ChangeView {
    python: String,
    component: String,
    from: String,
    to: String,
    on: String,
    why: String,
    source: String,
    approved: Option<String>,
}

#[derive(Serialize)]
struct BuildView {
    python: String,
    versions: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct PinView {
    python: String,
    component: String,
    version: String,
    on: Option<String>,
    by: Option<String>,
    #[serde(rename = "where")]
    location: Option<String>,
    source: String,
    remark: Option<String>,
    /// No later pin of the same component and Python version stands beside it.
    newest: bool,
}

#[derive(Serialize)]
struct StatedView {
    component: String,
    by: String,
    triples: Vec<String>,
    minimum: Option<String>,
    version: Option<String>,
    source: String,
    remark: Option<String>,
}

#[derive(Serialize)]
struct SupportView {
    python: String,
    tier: Option<u32>,
    /// The tier as text: `none` where the platform is not supported.
    tier_or_none: String,
    triple: Option<String>,
    source: String,
    remark: Option<String>,
}

/// A tier with its rows.
#[derive(Serialize)]
pub struct TierView {
    number: u32,
    contacts: usize,
    source: String,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    id: String,
    triple: String,
    notes: String,
    contacts: Vec<String>,
    since: String,
    source: String,
}

/// A platform that is no longer supported.
#[derive(Serialize)]
pub struct RetiredView {
    name: String,
    unsupported: String,
    unsupported_remark: Option<String>,
    broken: Option<String>,
    broken_remark: Option<String>,
    removed: Option<String>,
    details: Option<String>,
    source: String,
}

/// The view of the registry, on a day if it was rewound to one.
pub fn of(registry: &Registry, as_of: Option<Date>) -> View {
    let platform = |platform: &Platform| (platform.key.clone(), of_platform(registry, platform));
    View {
        pythons: registry.releases.iter().map(of_release).collect(),
        platforms: registry.platforms.iter().map(platform).collect(),
        tiers: registry.tiers.iter().flat_map(of_tiers).collect(),
        retired: registry.retired.iter().map(of_retired).collect(),
        as_of: as_of.map(|day| day.to_string()),
    }
}

fn text(value: &At<String>) -> String {
    value.value.clone()
}

fn optional(value: &Option<At<String>>) -> Option<String> {
    value.as_ref().map(text)
}

fn shown<T: ToString>(value: &At<T>) -> String {
    value.value.to_string()
}

fn optional_shown<T: ToString>(value: &Option<At<T>>) -> Option<String> {
    value.as_ref().map(shown)
}

fn all_shown<T: ToString>(values: &[At<T>]) -> Vec<String> {
    values.iter().map(shown).collect()
}

fn by_key<T: ToString>(versions: &[(At<String>, At<T>)]) -> BTreeMap<String, String> {
    versions.iter().map(|(key, version)| (text(key), shown(version))).collect()
}

fn of_release(release: &Release) -> PythonView {
    let milestone = |milestone: &At<Milestone>| MilestoneView {
        date: milestone.date.to_string(),
        state: if milestone.actual { "actual" } else { "expected" },
    };
    PythonView {
        python: shown(&release.python),
        pep: release.pep.value,
        branch: text(&release.branch),
        beta_1: milestone(&release.beta_1),
        final_release: milestone(&release.final_release),
        end_of_life: milestone(&release.end_of_life),
        source: text(&release.source),
    }
}

fn of_platform(registry: &Registry, platform: &Platform) -> PlatformView {
    let pinned: Vec<&Component> =
        platform.components.iter().filter(|component| is_pinned(platform, component)).collect();
    let is_locked =
        |component: &&Component| platform.locks.iter().any(|lock| lock.version(&component.key).is_some());
    let locks: Vec<LockView> = platform.locks.iter().map(|lock| of_lock(platform, lock)).collect();
    let is_shipped =
        |component: &&Component| locks.iter().any(|lock| lock.ships.contains_key(&component.key.value));
    PlatformView {
        key: platform.key.clone(),
        name: text(&platform.name),
        pep: platform.pep.as_ref().map(|pep| pep.value),
        caveat: optional(&platform.caveat),
        components: platform
            .components
            .iter()
            .map(|component| (text(&component.key), of_component(component)))
            .collect(),
        locked: platform.components.iter().filter(is_locked).map(|component| text(&component.key)).collect(),
        shipped: platform
            .components
            .iter()
            .filter(is_shipped)
            .map(|component| text(&component.key))
            .collect(),
        locks,
        changes: platform.changes.iter().map(of_change).collect(),
        builds: registry
            .releases
            .iter()
            .filter_map(|release| of_build(platform, &pinned, release.python.value))
            .collect(),
        pinned: pinned.iter().map(|component| text(&component.key)).collect(),
        pins: platform.pins.iter().map(|pin| of_pin(platform, pin)).collect(),
        stated: platform.stated.iter().map(of_stated).collect(),
        support: platform.support.iter().map(of_support).collect(),
        notes: platform.notes.iter().map(text).collect(),
    }
}

fn is_pinned(platform: &Platform, component: &Component) -> bool {
    let by_name = |key: &str| platform.pins.iter().any(|pin| *pin.component == key);
    by_name(&component.key) || component.shipped_by.as_ref().is_some_and(|by| by_name(by))
}

fn of_component(component: &Component) -> ComponentView {
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
            from: "beta 1",
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

fn of_lock(platform: &Platform, lock: &Lock) -> LockView {
    let inside = |(key, version): &(At<String>, At<crate::version::Version>)| {
        platform.shipment(key, version).map(|shipment| by_key(&shipment.versions)).unwrap_or_default()
    };
    LockView {
        python: shown(&lock.python),
        versions: by_key(&lock.versions),
        ships: lock.versions.iter().flat_map(inside).collect(),
        recorded: shown(&lock.recorded),
        source: optional(&lock.source),
        remark: optional(&lock.remark),
    }
}

fn of_change(change: &crate::model::platform::Change) -> ChangeView {
    ChangeView {
        python: shown(&change.python),
        component: text(&change.component),
        from: shown(&change.from),
        to: shown(&change.to),
        on: shown(&change.on),
        why: text(&change.why),
        source: text(&change.source),
        approved: optional(&change.approved),
    }
}

fn of_build(platform: &Platform, pinned: &[&Component], python: Python) -> Option<BuildView> {
    let version = |component: &&Component| {
        platform.built_with(component, python).map(|v| (text(&component.key), v.to_string()))
    };
    let versions: BTreeMap<_, _> = pinned.iter().filter_map(version).collect();
    (!versions.is_empty()).then(|| BuildView { python: python.to_string(), versions })
}

fn of_pin(platform: &Platform, pin: &Pin) -> PinView {
    let newest =
        platform.pin(&pin.component, pin.python.value).is_some_and(|newest| std::ptr::eq(newest, pin));
    PinView {
        python: shown(&pin.python),
        component: text(&pin.component),
        version: shown(&pin.version),
        on: optional_shown(&pin.on),
        by: optional(&pin.by),
        location: optional(&pin.location),
        source: text(&pin.source),
        remark: optional(&pin.remark),
        newest,
    }
}

fn of_stated(stated: &Stated) -> StatedView {
    let (minimum, version) = match &stated.statement {
        Statement::Minimum(minimum) => (Some(shown(minimum)), None),
        Statement::Exactly(version) => (None, Some(shown(version))),
        Statement::Unknown => (None, None),
    };
    StatedView {
        component: text(&stated.component),
        by: text(&stated.by),
        triples: all_shown(&stated.triples),
        minimum,
        version,
        source: text(&stated.source),
        remark: optional(&stated.remark),
    }
}

fn of_support(support: &Support) -> SupportView {
    SupportView {
        python: shown(&support.python),
        tier: support.tier.as_ref().map(|tier| tier.value),
        tier_or_none: support.tier.as_ref().map_or_else(|| "none".to_owned(), shown),
        triple: optional(&support.triple),
        source: text(&support.source),
        remark: optional(&support.remark),
    }
}

fn of_tiers(tiers: &Tiers) -> Vec<(String, TierView)> {
    tiers.tiers.iter().map(|tier| (shown(&tier.number), of_tier(tiers, tier))).collect()
}

fn of_tier(tiers: &Tiers, tier: &Tier) -> TierView {
    let mut rows: Vec<RowView> = Vec::new();
    for (target, state) in tiers.rows(tier.number.value) {
        let Some(last) = target.events.last() else { continue };
        rows.push(RowView {
            id: text(&target.id),
            triple: state.triple.to_owned(),
            notes: state.notes.to_owned(),
            contacts: state.contacts.iter().map(|&contact| contact.to_owned()).collect(),
            since: shown(&last.on),
            source: text(&last.source),
        });
    }
    TierView { number: tier.number.value, contacts: tier.contacts.value, source: text(&tier.source), rows }
}

fn of_retired(retired: &Retired) -> RetiredView {
    RetiredView {
        name: text(&retired.name),
        unsupported: text(&retired.unsupported),
        unsupported_remark: optional(&retired.unsupported_remark),
        broken: optional(&retired.broken),
        broken_remark: optional(&retired.broken_remark),
        removed: optional(&retired.removed),
        details: optional(&retired.details),
        source: text(&retired.source),
    }
}
