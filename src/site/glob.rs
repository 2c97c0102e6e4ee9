//! Names with `*`: paths in repositories, and target triples as build scripts write them. Owns how they
//! are compared; must not know where they stand.

/// Whether a name fits a pattern in which each `*` stands for any text.
pub(crate) fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Whether a path fits a pattern, in which each `*` stands for any part of one name.
pub fn path_fits(pattern: &str, path: &str) -> bool {
    pattern.split('/').count() == path.split('/').count() && is_below(pattern, path)
}

/// Whether a path fits a pattern, or lies below a folder that does.
fn is_below(pattern: &str, path: &str) -> bool {
    let mut names = path.split('/');
    pattern.split('/').all(|part| names.next().is_some_and(|name| fits(part, name)))
}

/// Whether a path is passed over: it lies below a folder that fits a pattern; a pattern of one name counts in
/// every folder, as in `.gitignore`.
pub fn is_passed_over(pattern: &str, path: &str) -> bool {
    match pattern.contains('/') {
        true => is_below(pattern, path),
        false => path.split('/').any(|name| fits(pattern, name)),
    }
}

/// Whether a triple is the one that is meant, perhaps with `*` in it. The vendor part may be left out of
/// either: wasm32-wasip1 is wasm32-unknown-wasip1.
pub(crate) fn triple_fits(written: &str, triple: &str) -> bool {
    let (written, triple): (Vec<_>, Vec<_>) = (written.split('-').collect(), triple.split('-').collect());
    match written.len().cmp(&triple.len()) {
        std::cmp::Ordering::Equal => all_fit(&written, &triple),
        std::cmp::Ordering::Less => {
            written.len() + 1 == triple.len() && all_fit(&written, &without_vendor(&triple))
        }
        std::cmp::Ordering::Greater => {
            triple.len() + 1 == written.len() && all_fit(&without_vendor(&written), &triple)
        }
    }
}

fn all_fit(written: &[&str], triple: &[&str]) -> bool {
    written.iter().zip(triple).all(|(pattern, part)| fits(pattern, part))
}

fn without_vendor<'t>(parts: &[&'t str]) -> Vec<&'t str> {
    parts.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, part)| *part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, name) in [
            ("a", "a"),
            ("*", ""),
            ("*", "ab"),
            ("a*", "a"),
            ("a*c", "abbc"),
            ("*b*b*", "abxb"),
            ("a*a", "aa"),
        ] {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("a", "ab"), ("a*a", "a"), ("a*b", "ac"), ("*b*b", "ab"), ("", "a"), ("ab*ba", "aba")]
        {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }

    #[test]
    fn a_star_stays_within_a_name() {
        assert!(path_fits("docs/*.md", "docs/a.md"));
        assert!(!path_fits("docs/*.md", "docs/a/b.md"));
        assert!(!path_fits("docs", "docs/a.md"));
        assert!(is_below("Doc/what*", "Doc/whatsnew/3.13.rst"));
        assert!(!is_below("Doc/whatsnew", "Doc"));
    }

    #[test]
    fn one_name_is_passed_over_in_every_folder() {
        for (pattern, path) in
            [("Misc", "Misc/NEWS.d/a"), ("*.lock", "a/b/Cargo.lock"), ("a/b", "a/b/c"), ("a/*", "a/b")]
        {
            assert!(is_passed_over(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in
            [("Misc", "Miscellany/a"), ("a/b", "c/a/b"), ("a/b", "a"), ("*.lock", "a.locks")]
        {
            assert!(!is_passed_over(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn a_triple_is_the_same_whatever_its_vendor() {
        for (written, triple) in [
            ("wasm32-wasip1", "wasm32-unknown-wasip1"),
            ("wasm32-unknown-wasip1", "wasm32-wasip1"),
            ("x86_64-*-linux-gnu", "x86_64-unknown-linux-gnu"),
            ("aarch64-*-linux-android", "aarch64-linux-android"),
            ("x86_64-*-freebsd*", "x86_64-unknown-freebsd"),
            ("aarch64-apple-darwin*", "aarch64-apple-darwin"),
        ] {
            assert!(triple_fits(written, triple), "{written} {triple}");
        }
        for (written, triple) in [
            ("wasm32-wasi", "wasm32-unknown-wasip1"),
            ("wasm32-wasip1", "wasm64-unknown-wasip1"),
            ("x86_64-apple-darwin*", "aarch64-apple-darwin"),
            ("x86_64-*-linux-gnu", "x86_64-unknown-linux-gnueabihf"),
            ("wasm32", "wasm32-a-b"),
        ] {
            assert!(!triple_fits(written, triple), "{written} {triple}");
        }
    }
}
