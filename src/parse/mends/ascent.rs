//! What may stay where it is when a list is put in order. Must not know what the list holds.

/// The most numbers that ascend from the first to the last, in their order.
pub(in crate::parse) fn longest_ascent(numbers: &[usize]) -> Vec<usize> {
    // For each length the index of the least number that ends so many, and what comes before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < *number);
        before.push(length.checked_sub(1).map(|last| ends[last]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut ascent: Vec<usize> = std::iter::successors(ends.last().copied(), |&index| before[index])
        .map(|index| numbers[index])
        .collect();
    ascent.reverse();
    ascent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_few_as_can_be_move() {
        assert_eq!(longest_ascent(&[1, 2, 3, 0]), [1, 2, 3]);
        assert_eq!(longest_ascent(&[3, 0, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_ascent(&[1, 0]).len(), 1);
        assert!(longest_ascent(&[]).is_empty());
    }
}
