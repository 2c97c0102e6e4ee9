//! What a cell means, however it is written. Owns which spellings are one value: other names of a version,
//! triples without their vendor, forms of a day; must not know where a cell stands.

use crate::model::platform::{Component, folded};
use crate::model::{Date, Registry};
use crate::version::Python;

/// What the cells of a column are.
pub(super) enum Values<'r> {
    /// Versions of a component.
    Versions(&'r Component),
    /// Python versions.
    Pythons,
    /// Anything else.
    Words,
}

impl<'r> Values<'r> {
    /// What stands below a title of a document.
    pub(super) fn below(title: &str, registry: &'r Registry) -> Self {
        let title = folded(title);
        let is_named = |component: &Component| names(component).any(|name| folded(name) == title);
        let mut components = registry.components().map(|(_, component)| component);
        match components.find(|component| is_named(component)) {
            Some(component) => Self::Versions(component),
            None if title == "python" => Self::Pythons,
            None => Self::Words,
        }
    }

    /// The one spelling of what a cell means.
    pub(super) fn meaning(&self, text: &str) -> String {
        let known = match self {
            Self::Versions(component) => version(component, text),
            Self::Pythons => python(text),
            Self::Words => None,
        };
        known.or_else(|| day(text)).unwrap_or_else(|| word(text))
    }
}

fn names(component: &Component) -> impl Iterator<Item = &str> {
    let also = component.also.iter().map(|name| name.as_str());
    [component.name.as_str(), component.key.as_str()].into_iter().chain(also)
}

/// A version by any of its names, perhaps behind the component's own: `WASI 0.1`, `wasi-sdk-24`. A triple
/// stands for the one version that it is built with.
fn version(component: &Component, text: &str) -> Option<String> {
    let mut versions = component
        .targets
        .iter()
        .filter(|(_, triples)| triples.iter().any(|triple| without_vendor(triple) == without_vendor(text)));
    let of_triple = match (versions.next(), versions.next()) {
        (Some((version, _)), None) => Some(version.value.clone()),
        _ => None,
    };
    let spellings = [text].into_iter().chain(names(component).filter_map(|name| behind(name, text)));
    let plain = |text: &str| {
        let bare = text.strip_prefix('v').filter(|text| text.starts_with(|c: char| c.is_ascii_digit()));
        component.version(text).or_else(|| component.version(bare?))
    };
    let version = spellings.into_iter().find_map(plain).or(of_triple)?;
    Some(version.canonical(component.precision.as_ref().map(|precision| precision.value)))
}

/// What follows a name at the start of a text.
fn behind<'t>(name: &str, text: &'t str) -> Option<&'t str> {
    let name = folded(name);
    let longest = 2 * name.chars().count();
    let ends = text.char_indices().take(longest).map(|(at, c)| at + c.len_utf8());
    let end = ends.into_iter().find(|&end| folded(&text[..end]) == name)?;
    let rest = text[end..].trim_start_matches([' ', '-', '_']);
    (rest.len() < text.len() - end).then_some(rest)
}

fn python(text: &str) -> Option<String> {
    let text = ["CPython", "Python"].iter().find_map(|name| behind(name, text)).unwrap_or(text);
    Some(Python::parse(text.strip_suffix(".x").unwrap_or(text))?.to_string())
}

/// A day in the forms that people write: `2026-05-27`, `27 May 2026`, `27-May-2026`, `May 27, 2026`.
fn day(text: &str) -> Option<String> {
    const LONGEST: usize = 24;
    if text.len() > LONGEST || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> = text.split([' ', '-', ',', '.', '/']).filter(|word| !word.is_empty()).collect();
    let &[first, second, third] = words.as_slice() else { return None };
    let (year, month, day) = match (month(first), month(second)) {
        (Some(month), None) => (third, month, second),
        (None, Some(month)) if first.len() == 4 => (first, month, third),
        (None, Some(month)) => (third, month, first),
        (None, None) if first.len() == 4 => (first, second.parse().ok()?, third),
        _ => return None,
    };
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    Some(Date::new(year, month, day).ok()?.to_string())
}

/// The number of a month, which may be shortened to three letters or more.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let number = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word))?;
    i8::try_from(number + 1).ok()
}

/// A word as it is; a dash in a cell of its own is nothing.
fn word(text: &str) -> String {
    match text {
        "-" | "–" | "—" | "n/a" | "N/A" => String::new(),
        text => without_vendor(text),
    }
}

/// A triple without its vendor: wasm32-unknown-wasip1 is wasm32-wasip1.
fn without_vendor(text: &str) -> String {
    const VENDORS: [&str; 3] = ["unknown", "pc", "apple"];
    match text.split_once('-').and_then(|(machine, rest)| Some((machine, rest.split_once('-')?))) {
        Some((machine, (vendor, rest))) if VENDORS.contains(&vendor) => format!("{machine}-{rest}"),
        _ => text.to_owned(),
    }
}
