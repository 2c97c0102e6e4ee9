//! Words in messages: numbers of things, and lists of them. Must not know what the things are.

/// `1 error`, `2 errors`.
pub fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`, with the word that stands before the last.
pub fn joined(words: &[impl AsRef<str>], before_last: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {before_last} {last}", first.join(", ")),
    }
}

/// `a`, `a or b`, `a, b or c`.
pub fn either(words: &[impl AsRef<str>]) -> String {
    joined(words, "or")
}

/// `a`, `a, b`; `none` where there is nothing.
pub fn listed(words: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_lists() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "day")), ["0 days", "1 day", "2 days"]);
        assert_eq!(joined(&["a", "b", "c"], "and"), "a, b and c");
        assert_eq!(either(&["a".to_owned(), "b".to_owned()]), "a or b");
        assert_eq!([joined(&["a"], "and"), joined(&[""; 0], "and")], ["a", ""]);
        assert_eq!([listed(&["a", "b"]), listed(&[""; 0])], ["a, b", "none"]);
    }
}
