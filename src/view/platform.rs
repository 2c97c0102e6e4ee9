//! What templates see of a platform: its tables, in the order of the data.

use std::collections::BTreeMap;

use serde::Serialize;

use super::component::{self, ComponentView};
use super::{all_shown, by_key, optional, optional_shown, shown, text};
use crate::model::platform::{Change, Component, Lock, Pin, Platform, Stated, Statement, Support};
use crate::model::python::Release;
use crate::model::{At, Registry};
use crate::version::{Python, Version};

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
    /// The components of `builds`, in the order of the data.
    pinned: Vec<String>,
    /// For each Python version without a lock the newest pin of each component. Where a platform has locks, what
    /// merely builds is worth a place only if a lock could have been recorded: from beta 1 on.
    builds: Vec<BuildView>,
    pins: Vec<PinView>,
    stated: Vec<StatedView>,
    support: Vec<SupportView>,
    notes: Vec<String>,
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
    /// What people call the component.
    name: String,
    /// The statement in words: `2.17 or newer`.
    says: String,
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

/// The view of a platform.
pub(super) fn of(registry: &Registry, platform: &Platform) -> PlatformView {
    let is_locked =
        |component: &&Component| platform.locks.iter().any(|lock| lock.version(&component.key).is_some());
    let locks: Vec<LockView> = platform.locks.iter().map(|lock| of_lock(platform, lock)).collect();
    let is_shipped =
        |component: &&Component| locks.iter().any(|lock| lock.ships.contains_key(&component.key.value));
    let builds: Vec<BuildView> = registry
        .releases
        .iter()
        .filter(|release| is_told(platform, release))
        .filter_map(|release| of_build(platform, release.python.value))
        .collect();
    PlatformView {
        key: platform.key.clone(),
        name: text(&platform.name),
        pep: platform.pep.as_ref().map(|pep| pep.value),
        caveat: optional(&platform.caveat),
        components: platform
            .components
            .iter()
            .map(|component| (text(&component.key), component::of(component)))
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
        pinned: platform
            .components
            .iter()
            .map(|component| text(&component.key))
            .filter(|key| builds.iter().any(|build| build.versions.contains_key(key)))
            .collect(),
        builds,
        pins: platform.pins.iter().map(|pin| of_pin(platform, pin)).collect(),
        stated: platform.stated.iter().map(|stated| of_stated(platform, stated)).collect(),
        support: platform.support.iter().map(of_support).collect(),
        notes: platform.notes.iter().map(text).collect(),
    }
}

/// Whether it is worth saying what a Python version is built with.
fn is_told(platform: &Platform, release: &Release) -> bool {
    platform.locks.is_empty() || release.beta_1.actual && platform.lock(release.python.value).is_none()
}

fn of_lock(platform: &Platform, lock: &Lock) -> LockView {
    let inside = |(key, version): &(At<String>, At<Version>)| {
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

fn of_change(change: &Change) -> ChangeView {
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

fn of_build(platform: &Platform, python: Python) -> Option<BuildView> {
    let version = |component: &Component| {
        platform.built_with(component, python).map(|v| (text(&component.key), v.to_string()))
    };
    let versions: BTreeMap<_, _> = platform.components.iter().filter_map(version).collect();
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

fn of_stated(platform: &Platform, stated: &Stated) -> StatedView {
    let component = platform.component(&stated.component);
    let (minimum, version) = match &stated.statement {
        Statement::Minimum(minimum) => (Some(shown(minimum)), None),
        Statement::Exactly(version) => (None, Some(shown(version))),
        Statement::Unknown => (None, None),
    };
    StatedView {
        component: text(&stated.component),
        name: component.map_or_else(|| text(&stated.component), |component| text(&component.name)),
        says: stated.statement.to_string(),
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
