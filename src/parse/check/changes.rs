//! Changes after a lock: each goes on from the one before, and the last ends at what is locked now.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::model::platform::{Change, Lock, Platform};

/// Changes that do not lead to what the locks say.
pub(super) fn chains(platform: &Platform) -> Vec<Finding> {
    let mut chains: BTreeMap<_, Vec<&Change>> = BTreeMap::new();
    for change in &platform.changes {
        chains.entry((change.python.value, change.component.as_str())).or_default().push(change);
    }
    let mut findings = Vec::new();
    for chain in chains.values_mut() {
        chain.sort_by_key(|change| change.on.value);
        findings.extend(chain.iter().filter_map(|change| no_change(change)));
        findings.extend(chain.windows(2).filter_map(|pair| gap(pair[0], pair[1])));
        let Some(last) = chain.last() else { continue };
        match platform.lock(*last.python) {
            Some(lock) => findings.extend(end(chain, last, lock)),
            None => findings.push(no_lock(last)),
        }
    }
    findings
}

fn no_change(change: &Change) -> Option<Finding> {
    (change.from == change.to).then(|| {
        Finding::error("no-change", format!("this change is from {0} to {0}", change.from.value))
            .at(change.to.place.clone())
            .related(change.from.place.clone(), "the same")
            .help("Write the version that it was before and the one that it is now, or remove the change.")
    })
}

fn gap(earlier: &Change, later: &Change) -> Option<Finding> {
    (earlier.to != later.from).then(|| {
        let message = format!(
            "this change is from {}, and the one before it led to {}",
            later.from.value, earlier.to.value
        );
        Finding::error("broken-chain", message)
            .at(later.from.place.clone())
            .related(earlier.to.place.clone(), format!("the change of {}", *earlier.on))
            .help(format!(
                "Write `\"{}\"`, or add the change that is missing between them.",
                earlier.to.value
            ))
    })
}

/// What is locked now is where the last change ends, and no change is older than the lock.
fn end(chain: &[&Change], last: &Change, lock: &Lock) -> Vec<Finding> {
    let mut findings = Vec::new();
    match lock.version(&last.component) {
        None => findings.push(no_lock(last)),
        Some(version) if *version != last.to => findings.push(
            Finding::error(
                "broken-chain",
                format!("the last change is to {}, and {} is locked", last.to.value, version.value),
            )
            .at(last.to.place.clone())
            .related(version.place.clone(), "what is locked now")
            .help("Write the same version at both places, or add the change that is missing."),
        ),
        Some(_) => {}
    }
    let early = chain.iter().filter(|change| change.on.value < lock.recorded.value);
    findings.extend(early.map(|change| {
        Finding::error(
            "change-before-lock",
            format!("this change is of {}, before the lock was recorded", *change.on),
        )
        .at(change.on.place.clone())
        .related(lock.recorded.place.clone(), "the lock")
        .help("Correct one of the two days, or remove the change: a change is what moved after the lock.")
    }));
    findings
}

fn no_lock(change: &Change) -> Finding {
    let message =
        format!("Python {} has no lock of `{}` that could change", *change.python, *change.component);
    Finding::error("change-without-lock", message)
        .at(change.component.place.clone())
        .help("Add the lock under `locks`, or remove the change; what only moves is a pin.")
}
