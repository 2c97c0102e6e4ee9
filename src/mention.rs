//! Mentions of PEPs and RFCs: `PEP 816` in prose, and addresses of them. Owns what counts as one;
//! must not know what a format makes of it.

/// A PEP or an RFC that something points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Target<'a> {
    /// Which series.
    pub(crate) series: Series,
    /// The number in it.
    pub(crate) number: u32,
    /// The part after `#`.
    pub(crate) fragment: Option<&'a str>,
}

/// The two series that have roles of their own in reStructuredText.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Series {
    /// Python Enhancement Proposals.
    Pep,
    /// Requests for Comments.
    Rfc,
}

impl Series {
    /// The name of the role, and of the series in an address.
    pub(crate) fn role(self) -> &'static str {
        match self {
            Self::Pep => "pep",
            Self::Rfc => "rfc",
        }
    }

    /// What the roles print before the number.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Pep => "PEP",
            Self::Rfc => "RFC",
        }
    }
}

/// Where each series is published.
const ADDRESSES: [(Series, &str); 6] = [
    (Series::Pep, "peps.python.org/pep-"),
    (Series::Pep, "www.python.org/dev/peps/pep-"),
    (Series::Rfc, "www.rfc-editor.org/rfc/rfc"),
    (Series::Rfc, "rfc-editor.org/rfc/rfc"),
    (Series::Rfc, "datatracker.ietf.org/doc/html/rfc"),
    (Series::Rfc, "tools.ietf.org/html/rfc"),
];

/// What an address points to, if that is a PEP or an RFC and nothing beside it.
pub(crate) fn target(url: &str) -> Option<Target<'_>> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (series, rest) =
        ADDRESSES.into_iter().find_map(|(series, start)| Some((series, rest.strip_prefix(start)?)))?;
    let (rest, fragment) = match rest.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (rest, None),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let digits = rest.strip_suffix(".html").or_else(|| rest.strip_suffix(".txt")).unwrap_or(rest);
    let number = number(digits.trim_start_matches('0')).or((digits == "0000").then_some(0))?;
    let whole = fragment.is_none_or(|f| !f.is_empty() && f.chars().all(is_fragment));
    (digits.len() <= 5 && whole).then_some(Target { series, number, fragment })
}

fn is_fragment(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~%".contains(c)
}

fn number(digits: &str) -> Option<u32> {
    let plain = digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The address of a PEP.
pub(crate) fn pep_address(number: u32) -> String {
    format!("https://peps.python.org/pep-{number:04}/")
}

/// A stretch of prose, cut where PEPs are mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Prose<'a> {
    /// Text without a mention.
    Text(&'a str),
    /// The number, and the words as the author wrote them.
    Pep(u32, &'a str),
}

/// `text`, cut at each `PEP 816` that stands as a word of its own. Numbers with leading zeros are left
/// alone, as the roles would print them without.
pub(crate) fn cut_at_mentions(text: &str) -> Vec<Prose<'_>> {
    let mut cut = Vec::new();
    let mut done = 0;
    for (at, _) in text.match_indices("PEP") {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || "_-/".contains(c)) {
            continue;
        }
        let Some(rest) = text[at + 3..].strip_prefix([' ', '\n']) else { continue };
        let digits = &rest[..rest.bytes().take_while(u8::is_ascii_digit).count()];
        let ends = !rest[digits.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let plain = digits == "0" || !digits.starts_with('0');
        if let (Some(number), true, true) = (number(digits), ends, plain) {
            if done < at {
                cut.push(Prose::Text(&text[done..at]));
            }
            done = at + 4 + digits.len();
            cut.push(Prose::Pep(number, &text[at..done]));
        }
    }
    if done < text.len() {
        cut.push(Prose::Text(&text[done..]));
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_a_word_of_its_own() {
        use Prose::{Pep, Text};
        assert_eq!(cut_at_mentions("see PEP 816."), [Text("see "), Pep(816, "PEP 816"), Text(".")]);
        assert_eq!(cut_at_mentions("PEP\n0"), [Pep(0, "PEP\n0")]);
        for text in ["APEP 8", "PEP816", "PEPs 8", "PEP 0008", "PEP 12345", "PEP 8a", "PEP "] {
            assert_eq!(cut_at_mentions(text), [Text(text)]);
        }
    }

    #[test]
    fn an_address_is_one_of_the_series_and_nothing_else() {
        let pep = |number, fragment| Some(Target { series: Series::Pep, number, fragment });
        assert_eq!(target("https://peps.python.org/pep-0816/"), pep(816, None));
        assert_eq!(target("https://peps.python.org/pep-0816/#why"), pep(816, Some("why")));
        assert_eq!(target("http://www.python.org/dev/peps/pep-0008"), pep(8, None));
        assert_eq!(target("https://peps.python.org/pep-0816/x.png"), None);
        assert_eq!(target("https://peps.python.org/"), None);
        let rfc = Some(Target { series: Series::Rfc, number: 9110, fragment: Some("section-3") });
        assert_eq!(target("https://www.rfc-editor.org/rfc/rfc9110.html#section-3"), rfc);
    }
}
