//! Which entry of one list is which of another. Owns the matching; must not know what entries are.

use std::collections::{BTreeMap, VecDeque};

/// An entry that is in one of two lists, or in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matched<'t, T> {
    /// It is in both, as it was and as it is.
    Kept(&'t T, &'t T),
    /// It is no longer there.
    Gone(&'t T),
    /// It was not there.
    New(&'t T),
}

/// Matches entries that have a key in common: first those with the same first key, then those of the
/// rest with the same second, and so on; of several with one key, in their order. What there is now
/// comes first, in its order.
pub(super) fn matched<'t, T>(
    base: &'t [T],
    head: &'t [T],
    keys: impl Fn(&T) -> Vec<String>,
) -> Vec<Matched<'t, T>> {
    let indices = indices(base, head, keys);
    let is_kept: Vec<bool> = {
        let mut kept = vec![false; base.len()];
        indices.iter().flatten().for_each(|&at| kept[at] = true);
        kept
    };
    let now = head.iter().zip(indices).map(|(head, at)| match at {
        Some(at) => Matched::Kept(&base[at], head),
        None => Matched::New(head),
    });
    let gone = base.iter().zip(is_kept).filter(|(_, kept)| !kept).map(|(base, _)| Matched::Gone(base));
    now.chain(gone).collect()
}

/// The same where each entry has its match at its own place, as in data that hardly changed: nothing is
/// sorted then. None where that is not so.
pub(super) fn aligned<'t, T>(
    base: &'t [T],
    head: &'t [T],
    is_same: impl Fn(&T, &T) -> bool,
) -> Option<Vec<Matched<'t, T>>> {
    let pairs = || base.iter().zip(head);
    let is_aligned = base.len() == head.len() && pairs().all(|(base, head)| is_same(base, head));
    is_aligned.then(|| pairs().map(|(base, head)| Matched::Kept(base, head)).collect())
}

/// For each entry of `head` the index of its match in `base`.
pub(super) fn indices<T>(base: &[T], head: &[T], keys: impl Fn(&T) -> Vec<String>) -> Vec<Option<usize>> {
    let all = |entries: &[T]| entries.iter().map(&keys).collect::<Vec<_>>();
    let (base_keys, head_keys) = (all(base), all(head));
    let passes = base_keys.iter().chain(&head_keys).map(Vec::len).max().unwrap_or(0);
    let mut found: Vec<Option<usize>> = vec![None; head.len()];
    let mut is_free = vec![true; base.len()];
    for pass in 0..passes {
        let mut free: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
        for (at, keys) in base_keys.iter().enumerate().filter(|(at, _)| is_free[*at]) {
            if let Some(key) = keys.get(pass) {
                free.entry(key).or_default().push_back(at);
            }
        }
        for (keys, found) in head_keys.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
            *found = keys.get(pass).and_then(|key| free.get_mut(key.as_str())?.pop_front());
            found.iter().for_each(|&at| is_free[at] = false);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_surest_match_comes_first() {
        let keys = |text: &&str| vec![(*text).to_owned(), text[..1].to_owned()];
        let found = indices(&["a1", "a2", "b1", "c1"], &["a2", "a3", "d1", "b2"], keys);
        assert_eq!(found, [Some(1), Some(0), None, Some(2)]);
    }

    #[test]
    fn of_several_alike_each_is_matched_once() {
        let found = indices(&["a", "a"], &["a", "a", "a"], |text| vec![(*text).to_owned()]);
        assert_eq!(found, [Some(0), Some(1), None]);
    }
}
