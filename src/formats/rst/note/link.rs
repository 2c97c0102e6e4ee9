//! Targets of links and images. Owns how an address is spelled, and which links are roles; must not
//! know what stands around them.

use super::wrap::{CUT, cut_long_words};
use super::{Roles, Setting};
use crate::formats::rst::escape::{Reader, quoted};
use crate::mention::{Series, Target, target};

/// How a link to a PEP or an RFC is written.
pub(super) enum Mention {
    /// As its text: the document is the PEP itself.
    Plain,
    /// As finished markup.
    Role(String),
}

/// The markup for a link with plain `text` where its target is a PEP or an RFC that has a role.
pub(super) fn mention(url: &str, text: &str, setting: &Setting<'_>) -> Option<Mention> {
    let target = target(url)?;
    let Target { series, number, fragment } = target;
    if series == Series::Pep && setting.pep == Some(number) && fragment.is_none() {
        return Some(Mention::Plain);
    }
    let name = format!("{} {number}", series.name());
    let says_its_name = text == name && fragment.is_none();
    match setting.roles {
        Roles::Docutils => {
            (says_its_name && series == Series::Pep).then(|| role(series, &number.to_string()))
        }
        Roles::Sphinx if says_its_name => Some(role(series, &number.to_string())),
        Roles::Sphinx => {
            let fragment = fragment.map(|f| format!("#{f}")).unwrap_or_default();
            let text = quoted(text, Reader::SmartQuotes).replace('<', "\\<").replace('>', "\\>");
            Some(role(series, &format!("{text} <{number}{fragment}>")))
        }
    }
}

fn role(series: Series, content: &str) -> Mention {
    Mention::Role(format!(":{}:`{content}`", series.role()))
}

/// An address as docutils takes it: in ASCII, without what would end it or change it.
pub(super) fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    let no_mail = looks_like_mail(url);
    for c in url.chars() {
        match c {
            '@' if no_mail => out.push_str("%40"),
            _ if c.is_ascii_alphanumeric() || "!#$%&'()*+,-./:;=?@_~".contains(c) => out.push(c),
            _ => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    // A last `_` would make it the name of another target.
    if out.ends_with('_') {
        out.insert(out.len() - 1, '\\');
    }
    cut_long_words(&hide(&out), &CUT.to_string())
}

/// Docutils puts `mailto:` before what could be a mail address, such as the path `/users/@name`.
fn looks_like_mail(url: &str) -> bool {
    !url.contains([':', ';', ',', '(', ')', '[', ']'])
}

/// What python/peps refuses in every line, in favour of the roles, whatever it is part of.
const REFUSED: [(&str, usize); 4] = [
    ("peps.python.org/pep-", 16),
    ("dev/peps/pep-", 9),
    ("rfc-editor.org/rfc/", 15),
    ("ietf.org/doc/html/rfc", 18),
];

/// Whether python/peps would refuse a line with this text.
pub(super) fn is_refused(text: &str) -> bool {
    if !text.contains('/') {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    REFUSED.iter().any(|(part, _)| lower.contains(part))
}

/// `text`, which is escaped already, with a backslash within everything that python/peps refuses.
pub(super) fn hide(text: &str) -> String {
    if !is_refused(text) {
        return text.to_owned();
    }
    let lower = text.to_ascii_lowercase();
    let mut cuts: Vec<usize> = REFUSED
        .iter()
        .flat_map(|(part, cut)| lower.match_indices(part).map(move |(at, _)| at + cut))
        .collect();
    cuts.sort_unstable();
    let mut out = String::with_capacity(text.len() + cuts.len());
    let mut done = 0;
    for at in cuts {
        out.push_str(&text[done..at]);
        out.push('\\');
        done = at;
    }
    out + &text[done..]
}

/// Whether docutils makes this very link of the bare address.
pub(super) fn is_bare(url: &str, text: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) else {
        return false;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "./~%-?=&+#".contains(c);
    url == text
        && url.len() < 1000
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        && rest.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
        && rest.chars().all(plain)
        && rest.matches(['?', '#']).count() <= 1
        && !is_refused(url)
}
