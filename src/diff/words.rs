//! The words in which a change is told. Owns how values are quoted and prose is shortened; must not
//! know what the values are.

use crate::words::listed;

/// So many words of prose are shown.
const WORDS: usize = 24;

/// So many words that did not change are shown on either side of those that did.
const AROUND: usize = 3;

/// A single word may be anything, as a link is.
const LONGEST: usize = 160;

/// Prose in quotes, on one line.
pub(super) fn quoted(prose: &str) -> String {
    in_quotes(&shown(prose))
}

/// Two versions of a text in quotes, each with what is different in it.
pub(super) fn both_quoted(before: &str, after: &str) -> [String; 2] {
    both_shown(before, after).map(|text| in_quotes(&text))
}

/// Lines with holes as code, on one line.
pub(super) fn coded(pattern: &str) -> String {
    as_code(&shown(&on_one_line(pattern)))
}

/// Two versions of lines with holes as code, each with what is different in it.
pub(super) fn both_coded(before: &str, after: &str) -> [String; 2] {
    both_shown(&on_one_line(before), &on_one_line(after)).map(|text| as_code(&text))
}

fn in_quotes(text: &str) -> String {
    format!("“{text}”")
}

/// In backquotes, unless it has some itself.
fn as_code(text: &str) -> String {
    if text.contains('`') { in_quotes(text) } else { format!("`{text}`") }
}

/// Where a line ends means something in a pattern.
fn on_one_line(pattern: &str) -> String {
    pattern.replace('\n', " ⏎ ")
}

fn shown(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    excerpt(&words, 0, 0)
}

fn both_shown(before: &str, after: &str) -> [String; 2] {
    let before: Vec<&str> = before.split_whitespace().collect();
    let after: Vec<&str> = after.split_whitespace().collect();
    let same = |(a, b): &(&&str, &&str)| a == b;
    let start = before.iter().zip(&after).take_while(same).count();
    let ends = before[start..].iter().rev().zip(after[start..].iter().rev());
    let end = ends.take_while(same).count();
    [excerpt(&before, start, end), excerpt(&after, start, end)]
}

/// The words without most of the first `start` and the last `end`, and never too many.
fn excerpt(words: &[&str], start: usize, end: usize) -> String {
    let first = start.saturating_sub(AROUND);
    let last = words.len() - end.saturating_sub(AROUND);
    let last = last.min(first + WORDS);
    let (head, tail) = (if first > 0 { "… " } else { "" }, if last < words.len() { " …" } else { "" });
    let shown: Vec<String> = words[first..last].iter().map(|word| shortened(word)).collect();
    format!("{head}{}{tail}", shown.join(" "))
}

fn shortened(word: &str) -> String {
    match word.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &word[..at]),
        None => word.to_owned(),
    }
}

/// What two lists of names do not have in common, or that only their order changed.
pub(super) fn list_change(before: &[String], after: &[String]) -> String {
    let mut rest: Vec<&String> = before.iter().collect();
    rest.sort();
    let mut added = Vec::new();
    // Both are walked once: lists of targets can be long.
    let mut sorted: Vec<&String> = after.iter().collect();
    sorted.sort();
    let mut removed: Vec<String> = Vec::new();
    let (mut left, mut right) = (rest.into_iter().peekable(), sorted.into_iter().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if a == b => {
                left.next();
                right.next();
            }
            (Some(a), Some(b)) if a > b => added.extend(right.next().cloned()),
            (Some(_), _) => removed.extend(left.next().cloned()),
            (None, Some(_)) => added.extend(right.next().cloned()),
            (None, None) => break,
        }
    }
    let added = (!added.is_empty()).then(|| format!("{} added", added.join(", ")));
    let removed = (!removed.is_empty()).then(|| format!("{} removed", removed.join(", ")));
    let parts: Vec<String> = [added, removed].into_iter().flatten().collect();
    if parts.is_empty() { format!("now in the order {}", listed(after)) } else { parts.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown_of_prose() {
        let words = |n: usize| (0..n).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
        let before = format!("{} old {}", words(9), words(9));
        let after = format!("{} new {}", words(9), words(9));
        let shown = both_quoted(&before, &after);
        assert_eq!(shown, ["“… 6 7 8 old 0 1 2 …”", "“… 6 7 8 new 0 1 2 …”"]);
        assert_eq!(both_quoted("a b", "a b c"), ["“a b”", "“a b c”"]);
        assert_eq!(both_quoted("a a", "a a a"), ["“a a”", "“a a a”"]);
    }

    #[test]
    fn a_pattern_is_code_on_one_line() {
        assert_eq!(coded("a = {a}\nb"), "`a = {a} ⏎ b`");
        assert_eq!(coded("``{triple}``"), "“``{triple}``”");
        assert_eq!(both_coded("a\nb", "a b"), ["`a ⏎ b`", "`a b`"]);
    }

    #[test]
    fn lists_say_what_came_and_went() {
        let change = |before: &[&str], after: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
            list_change(&owned(before), &owned(after))
        };
        assert_eq!(change(&["a", "b"], &["b", "c", "d"]), "c, d added; a removed");
        assert_eq!(change(&["a", "b"], &["b", "a"]), "now in the order b, a");
        assert_eq!(change(&["a"], &["a", "a"]), "a added");
        assert_eq!(change(&["a"], &[]), "a removed");
    }
}
