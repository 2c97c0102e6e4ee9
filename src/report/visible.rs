//! Text that anybody may have written, with nothing in it that is not seen. Owns which characters show
//! nothing or turn the direction of others, and what is written in their place; must not know where the
//! text is shown.

/// All of a text on one line: what is not seen is written as the escape of it.
pub fn visible(text: &str) -> String {
    escaped(text, is_unseen)
}

/// The same for whole lines, as of a diff or an excerpt: their ends and tabs stay.
pub fn visible_lines(text: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let bare = line.trim_end_matches(['\n', '\r']);
        escaped(bare, |c| c != '\t' && is_unseen(c)) + &line[bare.len()..]
    });
    lines.collect()
}

/// The same for a text of which controls are made visible by who draws it.
pub(super) fn visible_but_controls(text: &str) -> String {
    escaped(text, |c| !c.is_control() && is_unseen(c))
}

fn escaped(text: &str, is_unseen: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if !is_unseen(c) => shown.push(c),
            '\t' | '\n' | '\r' => shown.extend(c.escape_default()),
            c => shown.extend(c.escape_unicode()),
        }
    }
    shown
}

/// Characters that show nothing, or that turn the direction of others.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || matches!(c, '\u{e0000}'..='\u{e007f}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_unseen() {
        assert_eq!(visible("é\u{202e}\t\n\u{1b}\u{200f}→"), "é\\u{202e}\\t\\n\\u{1b}\\u{200f}→");
        assert_eq!(visible_lines("+\ta\u{2066}\r\n\rb\n"), "+\ta\\u{2066}\r\n\\rb\n");
        assert_eq!(visible_but_controls("\u{1b}\u{200e}"), "\u{1b}\\u{200e}");
    }
}
