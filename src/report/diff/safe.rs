//! Text that anybody may have written, as Markdown on GitHub that shows it and does nothing else. Owns
//! what may not happen: markup, links, pings of people and teams, references to issues and commits,
//! emoji, mathematics, and text that runs backwards.

use crate::formats::markdown::escape;

/// Text of more bytes than this is shortened.
const LONGEST: usize = 800;

/// What stands in place of text that is empty: markup around nothing is no markup.
const NOTHING: &str = "(nothing)";

/// Text on one line. What stands between backquotes becomes code, and so does each word of which GitHub
/// would make more than text: it looks for names and references behind escapes, but not in code.
pub(super) fn text(text: &str) -> String {
    let text = shortened(text);
    if text.is_empty() {
        return NOTHING.to_owned();
    }
    let parts: Vec<&str> = text.split('`').collect();
    // An odd number of backquotes does not pair, and between two of them something is to stand.
    let is_nothing = |part: &&str| part.trim().is_empty();
    if parts.len().is_multiple_of(2) || parts.iter().skip(1).step_by(2).any(is_nothing) {
        return not_a_marker(words(&text));
    }
    let mut safe = String::new();
    for (index, part) in parts.iter().enumerate() {
        let part_safe = if index % 2 == 1 { escape::code(part.trim()) } else { spaced(part) };
        // Two codes side by side would be one.
        if safe.ends_with('`') && part_safe.starts_with('`') {
            safe.push(' ');
        }
        safe.push_str(&part_safe);
    }
    not_a_marker(safe)
}

/// Without a bullet, a rule or the number of a list, of which one would begin where the text does.
fn not_a_marker(mut text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let is_number = digits > 0 && text[digits..].strip_prefix(['.', ')']).is_some_and(is_end);
    if text.starts_with(['+', '-', '=']) || is_number {
        text.insert(digits, '\\');
    }
    text
}

/// Text as code, on one line.
pub(super) fn code(text: &str) -> String {
    let text = shortened(text);
    if text.is_empty() { NOTHING.to_owned() } else { escape::code(&text) }
}

/// Text inside of an HTML element that shows code.
pub(super) fn html(text: &str) -> String {
    shortened(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Words, with the blanks around them.
fn spaced(part: &str) -> String {
    let blank = |is_there: bool| if is_there { " " } else { "" };
    match words(part) {
        words if words.is_empty() => blank(!part.is_empty()).to_owned(),
        words => format!("{}{words}{}", blank(part.starts_with(' ')), blank(part.ends_with(' '))),
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

fn word(word: &str) -> String {
    if !does_more(word) {
        return escaped(word);
    }
    // A sentence goes on behind the code.
    let start = word.trim_start_matches('(');
    let inner = start.trim_end_matches([',', '.', ';', ':', ')']);
    if !does_more(inner) {
        return escape::code(word);
    }
    format!("{}{}{}", &word[..word.len() - start.len()], escape::code(inner), &start[inner.len()..])
}

/// What `formats/markdown` escapes by where it stands in a line is escaped anywhere here: words are put
/// together.
fn escaped(word: &str) -> String {
    let mut safe = String::with_capacity(word.len() + 4);
    let is_inside = |at: usize| {
        word[..at].ends_with(char::is_alphanumeric) && word[at + 1..].starts_with(char::is_alphanumeric)
    };
    for (at, c) in word.char_indices() {
        let needed = match c {
            '\\' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '!' | '`' => true,
            // Inside a word an underscore is no emphasis: x86_64 stays as it is.
            '_' => !is_inside(at),
            _ => false,
        };
        if needed {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// Whether GitHub makes more than text of a word, whatever is escaped in it.
fn does_more(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    word.contains(['@', '#', '$'])
        || lower.contains("://")
        || lower.contains("www.")
        || lower.contains("gh-")
        || word.matches(':').count() > 1
        || is_hash(&lower)
}

/// Whether a commit's hash stands in a word.
fn is_hash(word: &str) -> bool {
    word.split(|c: char| !c.is_ascii_hexdigit()).any(|run| run.len() >= 7)
}

/// Text on one line, of a length that can be read, of which everything is seen.
fn shortened(text: &str) -> String {
    let mut short = String::new();
    let words = text.split_whitespace().flat_map(|word| [" ", word]).skip(1);
    for c in words.flat_map(str::chars) {
        if short.len() >= LONGEST {
            short.push('…');
            break;
        }
        match c {
            c if is_unseen(c) => short.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => short.push(c),
        }
    }
    short
}

/// Characters that show nothing, or that turn the direction of others.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{e0000}'..='\u{e007f}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_pinged_and_nothing_is_linked() {
        for (given, expected) in [
            ("by @python/core, see #123", "by `@python/core`, see `#123`"),
            ("GH-123 or gh-1", "`GH-123` or `gh-1`"),
            ("https://example.org", "`https://example.org`"),
            ("a *b* [c](d) <e>", "a \\*b\\* \\[c\\](d) \\<e\\>"),
            ("set `lock` here", "set `lock` here"),
            ("`a``b`", "`a` `b`"),
            ("one ` only", "one \\` only"),
            ("161b3195fc", "`161b3195fc`"),
            (":+1: $x$", "`:+1:` `$x$`"),
            ("x86_64 → 2.17, _b_", "x86_64 → 2.17, \\_b\\_"),
            ("- 1. + a-b", "\\- 1. + a-b"),
            ("12) a", "12\\) a"),
            ("3.15", "3.15"),
            ("(see https://a.b/c)", "(see `https://a.b/c`)"),
            ("a\u{202e}b\nc", "a\\\\u{202e}b c"),
        ] {
            assert_eq!(text(given), expected);
        }
    }
}
