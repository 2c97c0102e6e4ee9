//! Words that may be typed: not too many of them, and the one that was probably meant.

/// So many words are searched and listed at most.
pub(super) const MANY: usize = 100;

/// Words with commas between; where there are too many, the first of them.
pub(super) fn listed(words: &[&str]) -> String {
    if words.len() <= MANY {
        crate::words::listed(words)
    } else {
        format!("{} and more", words[..10].join(", "))
    }
}

/// The known word that was probably meant. Among hundreds of words no slip is looked for: it takes
/// long, and several will do.
pub(super) fn closest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    if known.len() > MANY {
        return None;
    }
    similar::get_close_matches(word, known, 1, 0.7).first().copied()
}
