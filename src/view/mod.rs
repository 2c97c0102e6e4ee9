//! All that templates may see, and `pep11 context` prints. Owns the names that templates rely on;
//! must not know any format. A view is plain data: no place in the YAML, no rule, no type of the
//! model comes through.

mod component;
mod platform;
mod tiers;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::python::{Milestone, Release};
use crate::model::{At, Date, Platform, Registry, Retired};
pub use platform::PlatformView;
pub use tiers::TierView;

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
    let platform = |platform: &Platform| (platform.key.clone(), platform::of(registry, platform));
    View {
        pythons: registry.releases.iter().map(of_release).collect(),
        platforms: registry.platforms.iter().map(platform).collect(),
        tiers: registry.tiers.iter().flat_map(tiers::of).collect(),
        // The list of a day still has what left it later; that of today has not.
        retired: registry
            .retired
            .iter()
            .filter(|r| as_of.is_some() || r.delisted.is_none())
            .map(of_retired)
            .collect(),
        as_of: as_of.map(|day| day.to_string()),
    }
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
