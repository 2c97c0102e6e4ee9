//! A document by the name that people and markers use. Owns which path a name stands for.

use similar::get_close_matches;

/// Why a name stands for no document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong: one clause, in lower case.
    pub message: String,
    /// What to type.
    pub help: String,
}

/// The path of the document with this name: its whole path, or its path without the extension, where
/// these extensions are tried first and several that are left are an error.
pub fn document<'a>(paths: &[&'a str], name: &str, extensions: &[&str]) -> Result<&'a str, Unknown> {
    let name = name.strip_prefix("out/").unwrap_or(name);
    if let Some(path) = paths.iter().find(|path| **path == name) {
        return Ok(path);
    }
    let preferred = extensions.iter().find_map(|extension| {
        let whole = format!("{name}.{extension}");
        paths.iter().find(|path| **path == whole)
    });
    if let Some(path) = preferred {
        return Ok(path);
    }
    let stem = |path: &str| path.rsplit_once('.').map_or(path, |(stem, _)| stem) == name;
    let named: Vec<&'a str> = paths.iter().copied().filter(|path| stem(path)).collect();
    match named.as_slice() {
        [path] => Ok(path),
        [] => Err(unknown(paths, name)),
        several => Err(Unknown {
            message: format!("`{name}` is more than one document: {}", several.join(", ")),
            help: "Write the name with its extension.".into(),
        }),
    }
}

fn unknown(paths: &[&str], name: &str) -> Unknown {
    let stems = paths.iter().map(|path| path.rsplit_once('.').map_or(*path, |(stem, _)| stem));
    let names: Vec<&str> = paths.iter().copied().chain(stems).collect();
    let help = match get_close_matches(name, &names, 1, 0.5).first() {
        Some(near) => format!("Write `{near}`; these are all the documents: {}.", paths.join(", ")),
        None => format!("Use one of these documents: {}.", paths.join(", ")),
    };
    Unknown { message: format!("there is no document `{name}`"), help }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: &[&str] = &["a/x.rst", "a/y.md", "a/y.rst", "b.v1/z.json", "c"];

    #[test]
    fn a_name_stands_for_one_document() {
        for (name, extensions, path) in [
            ("a/x.rst", &[][..], "a/x.rst"),
            ("a/x", &["md", "html"], "a/x.rst"),
            ("a/y", &["rst"], "a/y.rst"),
            ("a/y", &["html", "md"], "a/y.md"),
            ("b.v1/z", &["rst"], "b.v1/z.json"),
            ("out/a/x.rst", &[], "a/x.rst"),
            ("c", &["rst"], "c"),
        ] {
            assert_eq!(document(PATHS, name, extensions), Ok(path), "{name} {extensions:?}");
        }
    }

    #[test]
    fn several_documents_are_listed_and_a_near_one_is_named() {
        let several = document(PATHS, "a/y", &[]).unwrap_err();
        assert_eq!(several.message, "`a/y` is more than one document: a/y.md, a/y.rst");
        let unknown = document(PATHS, "a/xx", &["rst"]).unwrap_err();
        assert!(unknown.help.starts_with("Write `a/x`"), "{}", unknown.help);
    }
}
