//! Whether time is in proportion to size, on a machine that does other things as well. What is compared are stretches
//! of one length: four times the small work, one after the other, and the large work once. Who gets only half of
//! the processor gets half of it in both.

use std::time::Duration;

const ROUNDS: usize = 30;

/// Fails if work that is four times as large takes more than twice as long as four times the small one, in each of
/// many rounds. In square it would take four times as long. Both give the time that they took.
pub fn takes_four_times_as_long(name: &str, few: impl Fn() -> Duration, many: impl Fn() -> Duration) {
    let (mut small, mut large) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        small = small.min((0..4).map(|_| few()).sum());
        large = large.min(many());
        if large < small * 2 {
            return;
        }
    }
    panic!("{name}: {large:?} for what should take {small:?}");
}
