//! What only a disk can do: links, folders in place of files, bytes that are no text, and no rights.

use std::fs;
use std::path::Path;

use crate::{binary, folder};

/// A checkout of CPython 3.15 with one site, and what `scan` says of it.
fn scan(change: impl FnOnce(&Path)) -> (Option<i32>, String, String) {
    let home = folder::frozen_copy();
    let root = home.path().join("cpython");
    let layout = folder::own().join("tests/sites/cpython-3.15/right");
    for path in ["Include/patchlevel.h", "Platforms/WASI/config.toml"] {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::copy(layout.join(path), root.join(path)).unwrap();
    }
    change(&root);
    let done = binary::command(home.path()).args(["scan", "--repo", "cpython=cpython"]).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code(), text(&done.stdout), text(&done.stderr))
}

const CONFIG: &str = "Platforms/WASI/config.toml";

#[test]
fn a_sound_checkout_is_read() {
    let (code, out, said) = scan(|_| {});
    assert!(
        out.contains("agrees: cpython/Platforms/WASI/config.toml:3:12: WASI SDK for Python 3.15 is 33.0"),
        "{out}"
    );
    assert_eq!(code, Some(0), "{out}{said}");
}

/// A folder that happens to lie in what looks like a checkout is no part of it if it is a repository of its own.
#[test]
fn the_root_of_a_checkout_is_not_looked_for_above_its_repository() {
    let inner = |is_repository: bool| {
        let (code, _, said) = scan(|root| {
            let other = root.with_file_name("other");
            fs::rename(root, &other).unwrap();
            fs::create_dir_all(other.join("inner")).unwrap();
            if is_repository {
                fs::create_dir(other.join("inner/.git")).unwrap();
            }
            #[cfg(unix)]
            std::os::unix::fs::symlink(other.join("inner"), root).unwrap();
            #[cfg(not(unix))]
            fs::rename(other.join("inner"), root).unwrap();
        });
        assert_eq!(code, Some(2), "{said}");
        said.contains("Name the root of the checkout, `")
    };
    assert_eq!([inner(false), inner(true)], [cfg!(unix), false]);
}

#[test]
fn what_is_no_text_is_said_and_not_read() {
    let huge = |root: &Path| {
        let mut text = b"[targets]\nwasi-sdk = 33\n".to_vec();
        text.resize((16 << 20) + 1, b' ');
        fs::write(root.join(CONFIG), text).unwrap();
    };
    let folder = |root: &Path| {
        fs::remove_file(root.join(CONFIG)).unwrap();
        fs::create_dir(root.join(CONFIG)).unwrap();
    };
    let binary = |root: &Path| fs::write(root.join(CONFIG), b"[targets]\nwasi-sdk = 33\n\0").unwrap();
    let latin = |root: &Path| fs::write(root.join(CONFIG), b"[targets]\nwasi-sdk = 33\n# caf\xe9\n").unwrap();
    let cases: [(&dyn Fn(&Path), &str); 4] = [
        (&huge, "is larger than 16 MiB"),
        (&folder, "is not a file"),
        (&binary, "is not UTF-8 text"),
        (&latin, "is not UTF-8 text"),
    ];
    for (change, why) in cases {
        let (code, out, said) = scan(change);
        assert!(out.contains(&format!("warning[site-not-found]: `{CONFIG}` {why}")), "{out}{said}");
        assert!(!out.contains("WASI SDK for"), "{out}");
        // Nothing else is there to be compared.
        assert!(out.contains("error[nothing-compared]: nothing in `cpython` was compared"), "{out}");
        assert_eq!(code, Some(1), "{out}{said}");
    }
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_a_checkout() {
    use std::os::unix::fs::symlink;
    let outside = |root: &Path| {
        fs::rename(root.join(CONFIG), root.join("../config.toml")).unwrap();
        symlink("../../../config.toml", root.join(CONFIG)).unwrap();
    };
    let folder = |root: &Path| {
        fs::rename(root.join("Platforms"), root.join("../Platforms")).unwrap();
        symlink("../Platforms", root.join("Platforms")).unwrap();
    };
    for change in [&outside as &dyn Fn(&Path), &folder] {
        let (code, out, said) = scan(change);
        assert!(out.contains("is a link that leads out of the checkout"), "{out}{said}");
        assert!(!out.contains("WASI SDK for"), "{out}");
        assert_eq!(code, Some(1), "{out}{said}");
    }
    let inside = |root: &Path| {
        fs::rename(root.join(CONFIG), root.join("config.toml")).unwrap();
        symlink("../../config.toml", root.join(CONFIG)).unwrap();
    };
    let (_, out, said) = scan(inside);
    assert!(out.contains("WASI SDK for Python 3.15 is 33.0, as"), "{out}{said}");
    let nowhere = |root: &Path| {
        fs::remove_file(root.join(CONFIG)).unwrap();
        symlink("nowhere", root.join(CONFIG)).unwrap();
    };
    let (_, out, said) = scan(nowhere);
    assert!(out.contains("is a link that leads nowhere"), "{out}{said}");
}

/// A checkout that does not say what it is gets no answer.
#[test]
fn half_a_version_is_none() {
    for header in
        ["", "#define PY_VERSION", "#define PY_VERSION \"3", "#define PY_VERSION \"3.x\"", "\"3.15\""]
    {
        let (code, out, said) = scan(|root| fs::write(root.join("Include/patchlevel.h"), header).unwrap());
        assert_eq!((code, out.as_str()), (Some(2), ""), "{header:?}: {said}");
        assert!(said.contains("does not say in Include/patchlevel.h which Python version it is"), "{said}");
    }
    let (code, _, said) = scan(|root| {
        fs::write(root.join("Include/patchlevel.h"), "#define PY_VERSION \"3.2.1\"\n").unwrap();
    });
    assert_eq!(code, Some(2));
    assert!(said.contains("nothing is recorded for Python 3.2"), "{said}");
}

/// Every way in which people write a version or a triple, and what only looks so.
#[test]
fn spellings_are_known_whatever_the_file() {
    let spelled = [
        "wasi-sdk-24",
        "wasi-sdk-24.0-x86_64-linux",
        "/opt/wasi-sdk-24/bin",
        "WASI_SDK=wasi-sdk-24",
        "https://example.org/releases/download/wasi-sdk-24/wasi-sdk-24.0-x86_64-linux.tar.gz",
        "WASI_SDK_VERSION=24",
        "WASI_SDK_VERSION = \"24\"",
        "wasi-sdk-version: '24'",
        "wasi_sdk_version ?= 24",
        "WASI SDK >= 24",
        "wasm32-wasi",
        "--target=wasm32-wasip1",
        "wasm32-unknown-wasi",
        "wasm32-unknown-wasip2",
        "emsdk 4.0.12",
        "./emsdk install 4.0.12",
        "emscripten==4.0.12",
        "emscripten>=4.0.12",
        "EMSCRIPTEN_VERSION=4.0.12",
        "emscripten_version: \"4.0.12\"",
        "FROM emscripten/emsdk:4.0.12",
        "image: emscripten/emsdk:4.0.12-arm64",
        "Emscripten 4.0.12.",
    ];
    let others = [
        "https://github.com/WebAssembly/wasi-sdk",
        "https://github.com/WebAssembly/wasi-sdk/pull/600",
        "The WASI SDK is 24 days old, and Emscripten as well.",
        "wasi-sdk-${WASI_SDK_VERSION}",
        "WASI_SDK_VERSION: ${{ env.WASI_SDK_VERSION }}",
        "WASI_SDK_PATH=/opt/wasi-sdk",
        "Emscripten 64-bit builds",
        "Emscripten 3 and 4",
        "emscripten.h emsdk_env.sh",
        "libwasm32-wasi.a wasm32-wasi_x",
        "my-wasi-sdk-24",
        "wasi-sdk-24x",
    ];
    let (code, out, said) = scan(|root| {
        let write = |path: &str, text: &str| {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        };
        write("spelled", &spelled.join("\n"));
        write("others", &others.join("\n"));
        for path in [
            "CHANGELOG.md",
            "docs/CHANGES.rst",
            "sub/yarn.lock",
            "pyodide-lock.json",
            "web/a.min.js",
            "a.js.map",
        ] {
            write(path, "wasi-sdk-24\n");
        }
        // What a machine has written in one line.
        write("web/bundle.js", &format!("{}\"wasi-sdk-24\"{}", "a();".repeat(800), "b();".repeat(800)));
        fs::write(root.join("image"), b"wasi-sdk-24\n\0").unwrap();
        fs::write(root.join("latin"), b"wasi-sdk-24 caf\xe9\n").unwrap();
    });
    let lines: Vec<String> = out
        .lines()
        .filter_map(|line| line.strip_prefix("possible: cpython/"))
        .map(|line| line.split(':').take(2).collect::<Vec<_>>().join(":"))
        .collect();
    let wanted: Vec<String> = (1..=spelled.len()).map(|line| format!("spelled:{line}")).collect();
    assert_eq!(lines, wanted, "{out}");
    assert!(said.contains("pep11: not searched: 2 files that are no UTF-8 text\n"), "{said}");
    assert_eq!(code, Some(0), "{out}{said}");
}

/// Lines of sites, of the past, of git and of what git ignores are no possible sites; other lines are.
#[test]
fn possible_sites_are_those_that_nobody_knows() {
    let (code, out, said) = scan(|root| {
        let write = |path: &str, text: &str| {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        };
        write("Misc/NEWS.d/3.15.rst", "Use wasi-sdk-33.\n");
        write("Doc/whatsnew/3.15.rst", "Use WASI SDK 33.\n");
        write(".git/config", "wasi-sdk-33\n");
        write(".gitignore", "/build/\n");
        write("build/log", "wasi-sdk-33\n");
        write(".github/workflows/new.yml", "env:\n  WASI_SDK_VERSION: 24\n");
        write(
            "tools.sh",
            "cd wasi-sdk-32.0-x86_64-linux wasi-sdk-31\nwasi-sdk-${N}\nmy-wasi-sdk-32\nwasi-sdk-x3\n",
        );
        write(
            "notes.md",
            "Emscripten 4.0.12, or config.site-wasm32-wasi, or xwasm32-wasi\nat build/wasm32-wasi.\n",
        );
    });
    let possible: Vec<&str> = out.lines().filter(|line| line.starts_with("possible: ")).collect();
    assert_eq!(
        possible,
        [
            "possible: cpython/.github/workflows/new.yml:2:3: WASI_SDK_VERSION: 24",
            "possible: cpython/notes.md:1:1: Emscripten 4.0.12",
            "possible: cpython/notes.md:2:10: wasm32-wasi",
            "possible: cpython/tools.sh:1:4: wasi-sdk-32.0",
        ],
        "{out}{said}"
    );
    assert_eq!(code, Some(0));
}

/// The site is right: it is the checkout that cannot be read.
#[test]
fn what_to_do_with_a_file_that_is_no_text_is_about_the_file() {
    let latin = |root: &Path| fs::write(root.join(CONFIG), b"[targets]\nwasi-sdk = 33\n# caf\xe9\n").unwrap();
    let (_, out, _) = scan(latin);
    let warning = out.split("is not UTF-8 text").nth(1).unwrap().split("\n\n").next().unwrap();
    let help = "help: Look at that file of the checkout, and get it again as its commit has it.";
    assert!(warning.contains(help), "{out}");
}

/// Names are chosen by whoever made the checkout, and are shown on a terminal.
#[cfg(unix)]
#[test]
fn names_with_control_characters_are_never_printed_as_they_are() {
    let odd = |root: &Path| {
        for name in ["a\u{1b}[31m.sh", "b\nerror: all is lost.sh", "c\u{202e}.sh"] {
            fs::write(root.join(name), "curl wasi-sdk-33.0.tar.gz\n").unwrap();
        }
    };
    let (_, out, said) = scan(odd);
    let all = out + &said;
    assert!(!all.contains(['\u{1b}', '\u{202e}']) && !all.contains("\nerror: all"), "{all:?}");
    assert!(all.contains("a\\u{1b}[31m.sh has a control character in its name\n"), "{all}");
    assert!(all.contains("b\\nerror: all is lost.sh has a control character in its name\n"), "{all}");
    assert!(all.contains("possible: cpython/c\\u{202e}.sh:1:6: wasi-sdk-33.0\n"), "{all}");
}
