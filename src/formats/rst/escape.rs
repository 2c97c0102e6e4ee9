//! Text that docutils reads back letter for letter. Owns which characters get a backslash, and where;
//! must not know what the text is for.
//!
//! The rules are docutils' own (`parsers/rst/states.py`): inline markup starts only after a blank, an
//! opening bracket or quote, or one of `-/:`; it ends only before a blank or punctuation; and block
//! syntax stands first on a line. So most words need nothing, and get nothing. An unneeded backslash
//! is harmless, a missing one is not: where a case is hard to decide, there is a backslash.

/// What stands beside a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// The edge of a block, or a blank.
    Blank,
    /// Nobody knows.
    Anything,
}

/// Which changes the text must be safe from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Docutils as it is.
    Docutils,
    /// Docutils and its `SmartQuotes`, which Sphinx turns on: `--` and `...` become one character,
    /// and quotes are curled.
    SmartQuotes,
}

/// `text`, so that it is read back letter for letter wherever inline text may stand and whatever
/// stands beside it. Line breaks and tabs become blanks; docutils keeps no blanks at an edge.
pub fn inline(text: &str) -> String {
    inline_for(text, Reader::Docutils)
}

/// The same for the whole text of a block or a table cell, or the first of it.
pub fn paragraph(text: &str) -> String {
    paragraph_for(text, Reader::Docutils)
}

/// `inline`, for a reader that changes more than docutils does.
pub(crate) fn inline_for(text: &str, reader: Reader) -> String {
    escape(&on_one_line(text), Beside::Anything, Beside::Anything, reader)
}

/// `paragraph`, for a reader that changes more than docutils does.
pub(crate) fn paragraph_for(text: &str, reader: Reader) -> String {
    let mut out = escape(on_one_line(text).trim(), Beside::Blank, Beside::Anything, reader);
    if starts_block(&out, true) {
        guard_start(&mut out);
    }
    if ends_in_literal_marker(&out) {
        out.insert(out.len() - 1, '\\');
    }
    out
}

/// `text` without line breaks and control characters. Docutils ends lines at more characters than
/// `\n`, and has its own use for NUL.
fn on_one_line(text: &str) -> String {
    let blank = |c: char| match c {
        '\0' => '\u{fffd}',
        '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    };
    text.chars().map(blank).collect()
}

/// `text` with its backslashes, between two neighbours.
pub(crate) fn escape(text: &str, before: Beside, after: Beside, reader: Reader) -> String {
    if !text.contains(['\\', '`', '*', '|', '_', ':', '@', '-', '.', '"', '\'']) {
        return text.to_owned();
    }
    with_backslashes(text, before, after, |c, place| match c {
        '\\' | '`' | '*' => true,
        // Docutils takes the end of the text for what may follow a mark.
        '|' => place.may_start() && !place.next().is_some_and(char::is_whitespace),
        '_' => place.ends_reference(),
        ':' => place.ends_scheme(),
        '@' => !place.after_blank() && !place.before_blank(),
        _ => place.is_changed_by(reader),
    })
}

/// `text` with a backslash before each character that needs one where it stands.
fn with_backslashes(
    text: &str,
    before: Beside,
    after: Beside,
    needs_one: impl Fn(char, &Place<'_>) -> bool,
) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (i, &c) in chars.iter().enumerate() {
        if needs_one(c, &Place { chars: &chars, i, before, after }) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// How far back from a quote its word is looked at.
const LONGEST_OPTION: usize = 64;

/// One character of a text and what stands around it.
struct Place<'a> {
    chars: &'a [char],
    i: usize,
    before: Beside,
    after: Beside,
}

impl Place<'_> {
    fn previous(&self) -> Option<char> {
        self.i.checked_sub(1).map(|i| self.chars[i])
    }

    fn next(&self) -> Option<char> {
        self.chars.get(self.i + 1).copied()
    }

    fn after_blank(&self) -> bool {
        self.previous().map_or(self.before == Beside::Blank, char::is_whitespace)
    }

    fn before_blank(&self) -> bool {
        self.next().map_or(self.after == Beside::Blank, char::is_whitespace)
    }

    /// Whether inline markup may start here.
    fn may_start(&self) -> bool {
        match self.previous() {
            None => true,
            Some(c) if c.is_ascii_punctuation() => "'\"(<[{-/:".contains(c),
            Some(c) => !c.is_alphanumeric(),
        }
    }

    /// `name_`, `name__` and `[1]_`: the first underscore of a run between the end of a word and
    /// anything but a letter.
    fn ends_reference(&self) -> bool {
        let after_name = match self.previous() {
            None => self.before == Beside::Anything,
            Some(c) => c == ']' || c.is_alphanumeric(),
        };
        after_name && {
            let after_run = self.chars[self.i..].iter().find(|&&c| c != '_');
            after_run.is_none_or(|c| !c.is_alphanumeric())
        }
    }

    /// `https:` and the like, of which docutils makes a link. It knows some hundred schemes and
    /// learns more, so any word of two or more letters counts.
    fn ends_scheme(&self) -> bool {
        let scheme = self.chars[..self.i]
            .iter()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric() || "+.-".contains(**c));
        let (length, letters) =
            scheme.fold((0, 0), |(n, l), c| (n + 1, l + usize::from(c.is_ascii_alphabetic())));
        let url_follows = match self.next() {
            None => false,
            Some(c) => c.is_ascii_alphanumeric() || (c.is_ascii_punctuation() && !"\"<>^`|{}".contains(c)),
        };
        length > 1 && letters > 0 && url_follows
    }

    /// Whether a reader makes another character of this one.
    fn is_changed_by(&self, reader: Reader) -> bool {
        let typographic = matches!(self.chars[self.i], '-' | '.' | '"' | '\'');
        typographic && reader == Reader::SmartQuotes && self.is_educated()
    }

    /// Whether `SmartQuotes` would change this character though the author meant it: all but the
    /// last of `--` and `...`, and quotes in options and in words with digits.
    fn is_educated(&self) -> bool {
        match self.chars[self.i] {
            '-' => self.next() == Some('-'),
            '.' => self.next() == Some('.') && (self.run_of_dots() > 2),
            _ => self.word_is_technical(),
        }
    }

    fn run_of_dots(&self) -> usize {
        let from = self.i.saturating_sub(2);
        self.chars[from..].iter().take(5).filter(|&&c| c == '.').count()
    }

    /// Whether a quote stands inside a word such as `--with="x"` or `5'10"`, and not around one.
    fn word_is_technical(&self) -> bool {
        let near = &self.chars[self.i.saturating_sub(LONGEST_OPTION)..self.i];
        let inside = near.rsplit(|c| c.is_whitespace()).next().unwrap_or_default();
        inside.contains(&'=')
            || inside.last().is_some_and(char::is_ascii_digit) && !inside.contains(&'"')
            || inside.first() == Some(&'-')
    }
}

/// `text` for the inside of a role or a link, where only two characters have a meaning.
pub(crate) fn quoted(text: &str, reader: Reader) -> String {
    with_backslashes(text, Beside::Anything, Beside::Anything, |c, place| match c {
        '\\' | '`' => true,
        _ => place.is_changed_by(reader),
    })
}

/// Whether docutils would read a line as the start of a block other than a paragraph, or as the
/// underline of a title. With `alone`, the line holds nothing but `line`.
pub(crate) fn starts_block(line: &str, alone: bool) -> bool {
    let word = line.split(' ').next().unwrap_or_default();
    let Some(first) = word.chars().next() else { return false };
    match first {
        '-' | '+' | '*' | '\u{2022}' | '\u{2023}' | '\u{2043}' if word.chars().nth(1).is_none() => true,
        '-' | '+' | '/' if is_option(word) => true,
        '+' if word.starts_with("+-") => true,
        '-' | '\u{2014}' if is_attribution(line) => true,
        ':' if is_role(word) => false,
        ':' => word.chars().nth(1).is_some_and(|c| c != ':') || (alone && is_one_mark(word)),
        '>' if word == ">>>" => true,
        '|' | '.' | '_' if matches!(word, "|" | ".." | "__") => true,
        '=' if word.chars().all(|c| c == '=') => true,
        _ => is_enumerator(word) || (alone && is_one_mark(line)),
    }
}

/// Makes text of a line that starts another block.
pub(crate) fn guard_start(line: &mut String) {
    // One more backslash would leave a line of backslashes what it is: docutils takes them for a
    // transition. A blank behind a backslash is nothing, but no backslash.
    line.insert_str(0, if line.starts_with('\\') { "\\ " } else { "\\" });
}

/// Whether a paragraph would end in the marker of a literal block.
pub(crate) fn ends_in_literal_marker(text: &str) -> bool {
    text.strip_suffix("::")
        .is_some_and(|before| before.bytes().rev().take_while(|&b| b == b'\\').count() % 2 == 0)
}

/// `-v`, `--long`, `+x`, `/V`: the start of an option list where the rest of the line allows it, and
/// wrapping changes the rest of the line.
fn is_option(word: &str) -> bool {
    let name = word.strip_prefix("--").unwrap_or(&word[1..]);
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// ``:pep:`816` ``: no field, as the second colon is followed by a mark.
fn is_role(word: &str) -> bool {
    word[1..].split_once(':').is_some_and(|(name, rest)| {
        rest.starts_with('`') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    })
}

/// `-- name` last in a quote.
fn is_attribution(line: &str) -> bool {
    line.starts_with('\u{2014}') || (line.starts_with("--") && !line.starts_with("----"))
}

/// `1.`, `a)`, `(iv)`, `#.`: the start of an enumerated list.
fn is_enumerator(word: &str) -> bool {
    let inner = match word.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')'),
        None => word.strip_suffix(['.', ')']),
    };
    let all = |set: &str, s: &str| !s.is_empty() && s.chars().all(|c| set.contains(c));
    inner.is_some_and(|s| {
        s == "#"
            || s.len() == 1 && s.starts_with(|c: char| c.is_ascii_alphabetic())
            || all("0123456789", s)
            || all("ivxlcdm", s)
            || all("IVXLCDM", s)
    })
}

/// A line of one punctuation character repeated: a transition, or part of a title.
fn is_one_mark(line: &str) -> bool {
    let line = line.trim_end();
    let mut chars = line.chars();
    chars.next().is_some_and(|first| first.is_ascii_punctuation() && chars.all(|c| c == first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_values_stay_as_they_are() {
        for text in [
            "x86_64-unknown-linux-gnu",
            "Gregory P. Smith",
            "glibc, gcc",
            "0.1",
            "iOS on M1 macOS simulator",
            "__d6_pthread_create (configure.in)",
            "Irix 4 and --with-sgi-dl",
            "str|bytes",
            "12:30",
        ] {
            assert_eq!(inline(text), text);
            assert_eq!(paragraph(text), text);
        }
        assert_eq!(inline("--with-sgi-dl"), "--with-sgi-dl");
    }

    #[test]
    fn markup_gets_a_backslash() {
        for (text, escaped) in [
            ("*_", r"\*_"),
            ("name_", r"name\_"),
            ("name__", r"name\__"),
            ("[1]_", r"[1]\_"),
            ("|x|", r"\|x|"),
            (r"C:\x", r"C:\\x"),
            ("https://a.example", r"https\://a.example"),
            ("a@b.example", r"a\@b.example"),
            ("a\nb\u{2028}c", "a b c"),
        ] {
            assert_eq!(inline(text), escaped);
        }
    }

    #[test]
    fn block_starts_get_a_backslash() {
        for (text, escaped) in [
            ("- x", r"\- x"),
            ("3. x", r"\3. x"),
            ("A. N. Other", r"\A. N. Other"),
            ("(c) 2024", r"\(c) 2024"),
            ("-v  x", r"\-v  x"),
            ("--opt", r"\--opt"),
            (">>>", r"\>>>"),
            ("..", r"\.."),
            ("__", r"\__"),
            ("|", r"\|"),
            (":x: y", r"\:x: y"),
            ("x::", r"x:\:"),
            ("::", r"\::"),
            ("====", r"\===="),
            ("????", r"\????"),
            (r"\\", r"\ \\\\"),
            ("3.14 adds", "3.14 adds"),
            ("", ""),
        ] {
            assert_eq!(paragraph(text), escaped);
        }
    }
}
