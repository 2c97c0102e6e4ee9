//! What templates see of PEP 11's tiers.

use serde::Serialize;

use super::{shown, text};
use crate::model::tiers::{Tier, Tiers};

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

/// The tiers by their numbers.
pub(super) fn of(tiers: &Tiers) -> Vec<(String, TierView)> {
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
