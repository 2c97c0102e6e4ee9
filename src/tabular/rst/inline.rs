//! The text that readers see of inline markup. Owns roles, links, literals and escapes; must not know
//! where the text stands.
//!
//! Where docutils would find an error, such as a literal without end, the marks stay in the text.

use crate::tabular::Frills;
use crate::tabular::cell::one_line;

/// The text without its markup, on one line.
pub(super) fn plain(markup: &str, frills: &mut Frills) -> String {
    let mut reader = Reader {
        rest: markup,
        behind: None,
        in_underscores: false,
        out: String::new(),
        unclosed: [false; 4],
        frills,
    };
    while reader.step() {}
    one_line(&reader.out)
}

/// Names of roles are shorter.
const LONGEST_ROLE: usize = 64;

/// Marks that end as they begin; longer ones first.
const MARKS: [&str; 4] = ["``", "**", "*", "`"];

struct Reader<'t, 'f> {
    rest: &'t str,
    /// The character before the rest.
    behind: Option<char>,
    /// The word that is being read begins with `_`, so that it is no reference.
    in_underscores: bool,
    out: String,
    /// For each mark: no end of it follows any more. A text of many beginnings is read once.
    unclosed: [bool; 4],
    frills: &'f mut Frills,
}

impl<'t> Reader<'t, '_> {
    /// Reads what stands first; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else { return false };
        let starts = self.behind.is_none_or(|behind| !behind.is_alphanumeric());
        if self.behind.is_none_or(|behind| !is_of_word(behind)) {
            self.in_underscores = c == '_';
        }
        let read = match c {
            '\\' => self.escaped(),
            '`' | '*' if starts => self.marked(""),
            ':' if starts => self.role(),
            '[' if starts => self.footnote(),
            '_' => self.reference_mark(),
            _ => false,
        };
        if !read {
            self.out.push(c);
            self.skip(c.len_utf8());
        }
        true
    }

    fn skip(&mut self, bytes: usize) {
        self.behind = self.rest[..bytes].chars().next_back().or(self.behind);
        self.rest = &self.rest[bytes..];
    }

    /// A backslash hides a blank, and the meaning of anything else.
    fn escaped(&mut self) -> bool {
        let next = self.rest[1..].chars().next();
        self.out.extend(next.filter(|next| !next.is_whitespace()));
        if self.behind.is_none_or(|behind| !is_of_word(behind)) {
            self.in_underscores = next == Some('_');
        }
        self.skip(1 + next.map_or(0, char::len_utf8));
        if next.is_none_or(char::is_whitespace) {
            // What follows may begin like at the start of a word.
            self.behind = None;
        }
        true
    }

    /// Text between two marks, for which a role may have been named.
    fn marked(&mut self, role: &str) -> bool {
        let marks = MARKS.iter().enumerate();
        let Some((number, mark)) = marks.into_iter().find(|(_, mark)| self.rest.starts_with(**mark)) else {
            return false;
        };
        let inside = &self.rest[mark.len()..];
        if self.unclosed[number] || inside.starts_with(char::is_whitespace) {
            return false;
        }
        let Some(end) = end(inside, mark) else {
            self.unclosed[number] = true;
            return false;
        };
        let text = &inside[..end];
        self.skip(mark.len() + end + mark.len());
        match *mark {
            "``" => self.out.push_str(text),
            "`" => self.interpreted(text, role),
            _ => self.out.push_str(&unescaped(text)),
        }
        true
    }

    /// What a role or a link shows.
    fn interpreted(&mut self, text: &str, role: &str) {
        let (shown, target) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((shown, target)) => (shown.trim_end(), Some(target)),
            None => (text, None),
        };
        let is_link = self.rest.starts_with('_');
        if is_link {
            self.frills.links = true;
            self.skip(if self.rest.starts_with("__") { 2 } else { 1 });
        }
        let role = if role.is_empty() && !is_link { self.role_behind() } else { role };
        let shown = if shown.is_empty() { target.unwrap_or_default() } else { shown };
        let shown = unescaped(shown);
        match (role, target) {
            ("pep" | "PEP", None) => self.out.push_str(&format!("PEP {shown}")),
            ("rfc" | "RFC", None) => self.out.push_str(&format!("RFC {shown}")),
            (_, None) if !is_link => {
                let name = shown.strip_prefix('!').unwrap_or(&shown);
                let last = |name: &'_ str| name.rsplit('.').next().map(str::to_owned);
                let name = name.strip_prefix('~').and_then(last).unwrap_or_else(|| name.to_owned());
                self.out.push_str(&name);
            }
            _ => self.out.push_str(&shown),
        }
    }

    /// A role that is named before its text.
    fn role(&mut self) -> bool {
        let Some(role) = role(self.rest).filter(|role| self.rest[role.len() + 2..].starts_with('`')) else {
            return false;
        };
        let (before, behind) = (self.rest, self.behind);
        self.skip(role.len() + 2);
        let read = !self.rest.starts_with("``") && self.marked(role);
        if !read {
            (self.rest, self.behind) = (before, behind);
        }
        read
    }

    /// A role that is named behind its text.
    fn role_behind(&mut self) -> &'t str {
        let role = role(self.rest).unwrap_or_default();
        if !role.is_empty() {
            self.skip(role.len() + 2);
        }
        role
    }

    /// A reference to a footnote shows no words, one to a citation its label.
    fn footnote(&mut self) -> bool {
        let inside = &self.rest[1..];
        let length = inside.find(|c: char| c == ']' || c == '[' || c.is_whitespace()).unwrap_or(0);
        let label = &inside[..length];
        let is_footnote = label == "*" || label.starts_with('#') || label.parse::<u32>().is_ok();
        let rest = inside[length..].strip_prefix("]_").filter(|_| length > 0);
        if rest.is_none_or(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_')) {
            return false;
        }
        self.frills.footnotes |= is_footnote;
        self.frills.links |= !is_footnote;
        if !is_footnote {
            self.out.push_str(&self.rest[..length + 2]);
        }
        self.skip(length + 3);
        true
    }

    /// The mark of a reference behind a word, or of a target before its text.
    fn reference_mark(&mut self) -> bool {
        let rest = self.rest.trim_start_matches('_');
        let count = self.rest.len() - rest.len();
        let is_target = count == 1 && rest.starts_with('`') && self.behind.is_none_or(char::is_whitespace);
        let is_reference = count <= 2
            && !rest.starts_with(char::is_alphanumeric)
            && self.behind.is_some_and(char::is_alphanumeric)
            && !self.in_underscores;
        self.frills.links |= is_reference;
        if !is_target && !is_reference {
            self.out.push_str(&self.rest[..count]);
        }
        self.skip(count);
        if is_target {
            // What follows begins as it does behind a blank.
            self.behind = None;
        }
        true
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || "_-.+:".contains(c)
}

/// Where a mark ends the text that it began.
fn end(inside: &str, mark: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + inside[from..].find(mark)?;
        let (before, after) = (&inside[..at], &inside[at + mark.len()..]);
        let is_escaped = mark != "``" && before.ends_with('\\') && !before.ends_with("\\\\");
        let is_inside = before.is_empty()
            || before.ends_with(char::is_whitespace)
            || is_escaped
            || after.starts_with(char::is_alphanumeric)
            || mark != "`" && after.starts_with('_')
            || mark == "``" && after.starts_with('`');
        if !is_inside {
            return Some(at);
        }
        from = at + 1;
    }
}

/// The name of a role between two colons.
fn role(text: &str) -> Option<&str> {
    let inside = text.strip_prefix(':')?;
    let is_of_name = |&c: &char| c.is_ascii_alphanumeric() || "-_.+:".contains(c);
    let length = inside.chars().take(LONGEST_ROLE).take_while(is_of_name).count();
    let name = inside[..length].strip_suffix(':')?;
    (name.starts_with(|c: char| c.is_ascii_alphanumeric()) && !name.contains("::")).then_some(name)
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.extend(characters.next().filter(|c| !c.is_whitespace())),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_read_as_its_text() {
        for (markup, text) in [
            ("", ""),
            ("\\", ""),
            ("a  b\tc", "a b c"),
            ("``wasm32-wasip1``", "wasm32-wasip1"),
            ("*a* **b** ``c\\d``", "a b c\\d"),
            ("2 * 3 * 4, a*b*c", "2 * 3 * 4, a*b*c"),
            ("`open, ``open, *open", "`open, ``open, *open"),
            ("`33 <https://example.org/a_b>`__, `x`_", "33, x"),
            ("`<https://example.org>`_", "https://example.org"),
            (":pep:`816`, :rfc:`2119`", "PEP 816, RFC 2119"),
            (":pep:`the PEP <816>` and `11`:pep:", "the PEP and PEP 11"),
            (":func:`~os.path.join` :c:macro:`!X`", "join X"),
            ("3.11 [1]_ [#note]_ [*]_", "3.11"),
            ("[1] [CIT2020]_", "[1] [CIT2020]"),
            ("WASI_ and wasi-libc__ but \\_x_ x\\_", "WASI and wasi-libc but _x_ x_"),
            ("x86_64-linux __init__ a__b", "x86_64-linux __init__ a__b"),
            ("a:b_ `a_ b`_ *a*b*", "a:b a_ b a*b"),
            ("\\*\\_ a\\ ``b``\\ c", "*_ abc"),
            ("1:2 ::x:: :a: :b`", "1:2 ::x:: :a: :b`"),
            ("|version|", "|version|"),
        ] {
            assert_eq!(plain(markup, &mut Frills::default()), text, "{markup}");
        }
    }

    #[test]
    fn many_beginnings_are_read_once() {
        let markup = " `a **b ``c *d :e:`f [1".repeat(20_000);
        assert_eq!(plain(&markup, &mut Frills::default()).len(), markup.len() - 1);
    }
}
