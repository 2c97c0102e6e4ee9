//! What fits into a comment. Owns what is left out when there is too much: never what makes the rest
//! hard to read; must not know Markdown.

/// The lines of a list that fit, and how many do not.
pub(super) fn shortened(items: &[String], most: usize) -> (String, usize) {
    let mut shown = String::new();
    for (index, item) in items.iter().enumerate() {
        if shown.len() + item.len() > most {
            return (shown, items.len() - index);
        }
        shown.push_str(item);
    }
    (shown, 0)
}

/// Which of several texts are kept so that all that is kept is no longer than `most`: the longest are left
/// out first; of those that are as long, the last.
pub(super) fn kept(lengths: &[usize], most: usize) -> Vec<bool> {
    let mut kept = vec![true; lengths.len()];
    let mut total: usize = lengths.iter().sum();
    let mut longest: Vec<usize> = (0..lengths.len()).collect();
    longest.sort_by_key(|&index| (lengths[index], index));
    while total > most {
        let Some(index) = longest.pop() else { break };
        total -= lengths[index];
        kept[index] = false;
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_go_first() {
        assert_eq!(kept(&[5, 9, 1, 9], 15), [true, true, true, false]);
        assert_eq!(kept(&[5, 9, 1, 9], 6), [true, false, true, false]);
        assert_eq!(kept(&[5], 0), [false]);
        assert!(kept(&[], 0).is_empty());
    }

    #[test]
    fn a_list_ends_before_it_is_too_long() {
        let items = ["aa".to_owned(), "bb".to_owned(), "c".to_owned()];
        assert_eq!(shortened(&items, 5), ("aabbc".to_owned(), 0));
        assert_eq!(shortened(&items, 4), ("aabb".to_owned(), 1));
        assert_eq!(shortened(&items, 1), (String::new(), 3));
    }
}
