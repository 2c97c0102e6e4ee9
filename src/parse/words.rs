//! Words in messages: lists of them, and the one that was probably meant.

/// `a`, `a or b`, `a, b or c`.
pub(super) fn either(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// So many words are searched and listed at most.
pub(super) const MANY: usize = 100;

/// Words with commas between; where there are too many, the first of them.
pub(super) fn listed(words: &[&str]) -> String {
    match words {
        [] => "none".to_owned(),
        all if all.len() <= MANY => all.join(", "),
        many => format!("{} and more", many[..10].join(", ")),
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
