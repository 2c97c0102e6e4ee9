//! Text that CommonMark, with GitHub's additions, reads back letter for letter.

/// Text with a backslash wherever it might be markup, anywhere in a line or first on it. Blanks and
/// line breaks become single blanks.
pub fn inline(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(words.len() + 8);
    let mut before = ' ';
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let first = escaped.is_empty();
        let needed = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '&' => true,
            // Inside a word an underscore is no emphasis: x86_64 stays as it is.
            '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
            '#' | '>' | '+' | '=' => first,
            '-' => first,
            '!' => after == '[',
            '.' | ')' => before.is_ascii_digit() && after == ' ' && starts_with_digits(&escaped),
            // GitHub makes links of bare URLs and of mail addresses.
            ':' => after == '/',
            '@' => true,
            _ => false,
        };
        if needed {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

fn starts_with_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// A link's destination as it stands between the parentheses.
pub fn destination(url: &str) -> String {
    let encoded = url.replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E");
    // `&amp;` and the like would be read as one character.
    let encoded = if encoded.contains(';') { encoded.replace('&', "\\&") } else { encoded };
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '(' | ')' | '&');
    if encoded.chars().all(is_plain) && !encoded.is_empty() {
        encoded
    } else {
        format!("<{}>", encoded.replace(['\n', '\r'], ""))
    }
}

/// Text as code, with as many backticks around it as it needs.
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_triples_and_people_stay_as_they_are() {
        for plain in [
            "x86_64-unknown-linux-gnu",
            "Gregory P. Smith",
            "glibc, gcc",
            "0.1",
            "3.15",
            "32-bit Raspberry Pi OS",
        ] {
            assert_eq!(inline(plain), plain);
        }
    }
}
