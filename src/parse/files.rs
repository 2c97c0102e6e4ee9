//! Which file of `data/` is read as what. Owns the names of platform files, and those that nothing
//! reads; must not know what a file says.

use std::collections::BTreeMap;

use super::words::closest;
use super::{Files, PLATFORMS, PYTHONS, RETIRED, SITES, TIERS};
use crate::finding::Finding;
use crate::source::Place;

/// The platform files with their keys; two files for one key are an error.
pub(super) fn platforms<'f>(
    root: &str,
    files: &'f Files,
    findings: &mut Vec<Finding>,
) -> Vec<(&'f str, &'f str)> {
    let keyed = files.keys().filter_map(|path| Some((path.as_str(), platform_key(path)?)));
    // Where two names differ in case only, as some file systems cannot tell, the sound one is to stay.
    let (sound, odd): (Vec<_>, Vec<_>) = keyed.partition(|(_, key)| is_key(key));
    let mut first_of: BTreeMap<String, &str> = BTreeMap::new();
    let mut platforms: Vec<(&str, &str)> = Vec::new();
    for (path, key) in sound.into_iter().chain(odd) {
        let first = *first_of.entry(key.to_ascii_lowercase()).or_insert(path);
        if first != path {
            findings.push(repeated(root, first, path));
            continue;
        }
        if !is_key(key) {
            findings.push(bad_name(root, path, key));
        }
        platforms.push((path, key));
    }
    platforms
}

fn repeated(root: &str, first: &str, path: &str) -> Finding {
    let message = format!("`{root}{first}` and `{root}{path}` are the same platform");
    Finding::error("repeated-platform", message)
        .at(Place::file(format!("{root}{path}")))
        .help(format!("Move what it says to `{root}{first}`, and remove it."))
}

fn bad_name(root: &str, path: &str, key: &str) -> Finding {
    let help = match meant_key(key) {
        Some(meant) => format!("Rename the file to `{root}{PLATFORMS}{meant}.yaml`."),
        None => "Name it in lower-case letters, digits and single `-`, such as `wasi.yaml`.".to_owned(),
    };
    Finding::error("bad-name", format!("a platform cannot have the name `{key}`"))
        .at(Place::file(format!("{root}{path}")))
        .why("it is a part of the names of documents and of labels in them")
        .help(help)
}

/// The key of the platform that a file is.
fn platform_key(path: &str) -> Option<&str> {
    let name = path.strip_prefix(PLATFORMS).filter(|name| !name.contains('/'))?;
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).filter(|_| !is_put_aside(path))
}

/// Lower-case letters, digits and single dashes between them.
pub(super) fn is_key(key: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    key.split('-').all(word)
}

/// The key that was probably meant by something like one.
pub(super) fn meant_key(name: &str) -> Option<String> {
    let plain: String = name.to_ascii_lowercase().replace(['_', ' ', '.'], "-");
    is_key(&plain).then_some(plain)
}

/// A warning for each file that nothing reads: a slip in its name would hide all that it says.
pub(super) fn unread(root: &str, files: &Files) -> Vec<Finding> {
    let is_read =
        |path: &str| [PYTHONS, TIERS, RETIRED, SITES].contains(&path) || platform_key(path).is_some();
    let unread = files.keys().filter(|path| !is_read(path) && !is_put_aside(path));
    unread.map(|path| unread_file(root, path, files)).collect()
}

fn unread_file(root: &str, path: &str, files: &Files) -> Finding {
    let help = match meant_path(path) {
        Some(meant) if files.contains_key(&meant) => {
            format!("Move what it says to `{root}{meant}`, and remove it.")
        }
        Some(meant) => format!("Rename it to `{root}{meant}`, or move it out of `{root}data/`."),
        None => format!("Move it out of `{root}data/`."),
    };
    Finding::error("unread-file", format!("nothing reads `{root}{path}`"))
        .at(Place::file(format!("{root}{path}")))
        .why("data is `pythons.yaml`, `tiers.yaml`, `retired.yaml`, `sites.yaml`, and `platforms/` with a file for each platform")
        .help(help)
        .as_warning()
}

/// The path that was probably meant.
fn meant_path(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let extension = extension.to_ascii_lowercase();
    if !extension.is_empty() && closest(&extension, &["yaml", "yml"]).is_none() {
        return None;
    }
    if path.starts_with(PLATFORMS) {
        return meant_key(stem).map(|key| format!("{PLATFORMS}{key}.yaml"));
    }
    closest(&stem.to_ascii_lowercase(), &["pythons", "tiers", "retired", "sites"])
        .map(|name| format!("data/{name}.yaml"))
}

/// What editors and people leave beside their files: hidden files, backups, and a word on the folder.
fn is_put_aside(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let hidden = path.split('/').any(|part| part.starts_with('.'));
    hidden || name.ends_with('~') || name.starts_with('#') || name.starts_with("README")
}
