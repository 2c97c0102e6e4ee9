//! `out/` is what `data/` and `templates/` make, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Once;

use crate::{binary, folder};

/// Whether what is expected is to be written anew.
pub fn overwrites() -> bool {
    std::env::var_os("SNAPSHOTS").is_some_and(|action| action == "overwrite")
}

/// `SNAPSHOTS=overwrite cargo test` renders, as `cargo run -- render --into README.md` does, and does so once.
pub fn overwrite() {
    static RENDERED: Once = Once::new();
    if overwrites() {
        RENDERED.call_once(|| {
            let mut render = binary::command(folder::own());
            let done = render.args(["render", "--into", "README.md"]).output().unwrap();
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        });
    }
}

#[test]
fn out_is_what_data_and_templates_make() {
    overwrite();
    let project = folder::own_project();
    let reviewed = project.review();
    assert!(reviewed.findings.is_empty(), "{:#?}", reviewed.findings);
    let made = project.documents(&reviewed.registry).unwrap();
    let found = folder::files(&folder::own().join("out"));
    let wrong: Vec<&String> = made
        .keys()
        .chain(found.keys())
        .filter(|path| made.get(*path).map(String::as_bytes) != found.get(*path).map(Vec::as_slice))
        .collect();
    assert!(wrong.is_empty(), "type `cargo run -- render --into README.md`: {wrong:?}");
    assert!(found.len() >= 11, "documents are gone");
}

/// What tells whether a file was written at all.
#[cfg(unix)]
fn written(path: &std::path::Path) -> BTreeMap<String, (u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    let files = folder::files(path).into_keys();
    let identity = |file: String| {
        let metadata = fs::metadata(path.join(&file)).unwrap();
        (file, (metadata.ino(), metadata.mtime(), metadata.mtime_nsec()))
    };
    files.map(identity).collect()
}

#[cfg(not(unix))]
fn written(_: &std::path::Path) -> BTreeMap<String, (u64, i64, i64)> {
    BTreeMap::new()
}

#[test]
fn rendered_twice_is_rendered_once() {
    let home = folder::own_copy();
    let out = home.path().join("out");
    fs::remove_dir_all(&out).unwrap();
    let render = || binary::command(home.path()).arg("render").output().unwrap();
    assert!(render().status.success());
    assert_eq!(folder::files(&out), folder::files(&folder::own().join("out")));
    let before = written(&out);
    let done = render();
    assert!(done.status.success() && done.stdout.is_empty());
    assert_eq!(written(&out), before);
}
