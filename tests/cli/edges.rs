//! The edges of the system: whatever happens there, the command says it, exits with 2 and does not
//! panic, and files are as they were.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::binary;
use crate::folder::{copy, files};
use crate::git;

/// A small project in a folder of its own.
fn project() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/project"), home.path());
    home
}

fn said(done: &Output) -> String {
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[track_caller]
fn fails(command: &mut Command, with: &str) {
    let done = command.output().unwrap();
    let said = said(&done);
    assert!(done.status.code() == Some(2) && said.contains(with), "{:?}\n{said}", done.status);
}

#[track_caller]
fn succeeds(command: &mut Command) -> Output {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    done
}

const COMMANDS: &[&[&str]] = &[
    &["render", "--diff"],
    &["render"],
    &["check"],
    &["show", "platforms"],
    &["get", "wasi-sdk", "3.15"],
    &["context"],
    &["diff", ".", "."],
];

#[test]
fn a_reader_that_has_gone_is_no_fault() {
    for arguments in COMMANDS {
        let home = project();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let done = binary::command(home.path()).args(*arguments).stdout(writer).output().unwrap();
        // What is wrong stays wrong when nobody reads of it: nothing was rendered here.
        let expected = i32::from(*arguments == ["check"]);
        assert_eq!(done.status.code(), Some(expected), "{arguments:?}: {}", said(&done));
    }
}

#[test]
fn what_lies_in_out_is_no_place_of_regions() {
    let home = project();
    fs::create_dir_all(home.path().join("out/x")).unwrap();
    fs::write(home.path().join("out/x/a.txt"), "# pep11: begin platforms\n# pep11: end\n").unwrap();
    fs::write(home.path().join("templates/t.md"), "<!-- pep11: begin platforms -->\n\n<!-- pep11: end -->\n")
        .unwrap();
    for _ in 0..2 {
        succeeds(binary::command(home.path()).args(["render", "--into", "out"]));
        succeeds(binary::command(home.path()).args(["check", "--into", "out"]));
    }
    assert!(!home.path().join("out/x/a.txt").exists());
}

#[test]
fn nobody_has_to_hear_messages() {
    let home = project();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let done = binary::command(home.path()).args(["get", "x", "3.15"]).stderr(writer).output().unwrap();
    assert_eq!(done.status.code(), Some(2));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_standard_output_is_said() {
    for arguments in COMMANDS {
        let home = project();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        fails(
            binary::command(home.path()).args(*arguments).stdout(full),
            "standard output cannot be written",
        );
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
    use std::os::unix::process::CommandExt;

    use super::*;

    const NOBODY: u32 = 65534;

    /// The binary as somebody for whom permissions count: root may do anything.
    fn unprivileged(home: &Path) -> Command {
        let mut command = binary::command(home);
        if fs::metadata(home).unwrap().uid() != 0 {
            return command;
        }
        for entry in walkdir::WalkDir::new(home) {
            chown(entry.unwrap().path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        // Nobody may not go where the binary lies.
        let binary = home.join(".pep11");
        if !binary.exists() {
            // In a process of its own: a file that is open for writing here could not be executed, and
            // what another thread starts meanwhile would inherit it.
            let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_pep11")).arg(&binary).status();
            assert!(copied.unwrap().success());
        }
        let (folder, mut own) = (command.get_current_dir().unwrap().to_owned(), Command::new(binary));
        own.current_dir(folder).env_clear().stdin(Stdio::null()).uid(NOBODY).gid(NOBODY);
        command = own;
        command
    }

    fn mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        for path in ["data/tiers.yaml", "data/platforms", "data", "templates", "out", "out/platforms.md"] {
            let home = project();
            succeeds(binary::command(home.path()).arg("render"));
            let mut command = unprivileged(home.path());
            let at = home.path().join(path);
            let before = fs::metadata(&at).unwrap().permissions().mode();
            mode(&at, 0);
            fails(command.arg("check"), "permission denied");
            mode(&at, before);
        }
    }

    #[test]
    fn what_cannot_be_read_below_an_into_is_said() {
        for path in ["docs/a.rst", "docs"] {
            let home = project();
            fs::create_dir(home.path().join("docs")).unwrap();
            fs::write(home.path().join("docs/a.rst"), "text").unwrap();
            let mut command = unprivileged(home.path());
            mode(&home.path().join(path), 0);
            fails(command.args(["check", "--into", "docs"]), "permission denied");
            mode(&home.path().join(path), 0o755);
        }
    }

    #[test]
    fn what_cannot_be_written_is_said_and_all_is_as_it_was() {
        for path in ["out/api/v1", "out", "docs"] {
            let home = project();
            succeeds(binary::command(home.path()).arg("render"));
            let region = "# pep11: begin pep-0816/support\n# pep11: end\n";
            fs::create_dir(home.path().join("docs")).unwrap();
            fs::write(home.path().join("docs/a.txt"), region).unwrap();
            let yaml = home.path().join("data/platforms/wasi.yaml");
            let changed = fs::read_to_string(&yaml).unwrap().replace("33", "34");
            fs::write(yaml, changed).unwrap();
            fs::write(home.path().join("templates/new.txt"), "new\n").unwrap();
            let mut command = unprivileged(home.path());
            let before = files(home.path());
            mode(&home.path().join(path), 0o555);
            fails(command.args(["render", "--into", "docs"]), "permission denied; nothing has been changed");
            mode(&home.path().join(path), 0o755);
            assert!(files(home.path()) == before, "{path}: something was written");
        }
    }

    /// Two files to mend, one of which may not change.
    fn two_to_mend() -> tempfile::TempDir {
        let home = project();
        for (path, old, new) in
            [("platforms/wasi.yaml", "\"33\"", "33"), ("pythons.yaml", "\"3.15\":", "3.15:")]
        {
            let path = home.path().join("data").join(path);
            let changed = fs::read_to_string(&path).unwrap().replace(old, new);
            fs::write(path, changed).unwrap();
        }
        home
    }

    #[test]
    fn data_that_cannot_be_written_is_not_mended_in_part() {
        let cases = [
            ("data/pythons.yaml", 0o444, "data/pythons.yaml: is read-only; nothing has been changed"),
            ("data/platforms/wasi.yaml", 0o444, "data/platforms/wasi.yaml: is read-only; nothing"),
            ("data/platforms", 0o555, "permission denied; nothing has been changed"),
        ];
        for (path, forbidden, said) in cases {
            let home = two_to_mend();
            let mut command = unprivileged(home.path());
            let before = files(home.path());
            mode(&home.path().join(path), forbidden);
            fails(command.args(["check", "--fix"]), said);
            mode(&home.path().join(path), 0o755);
            assert!(files(home.path()) == before, "{path}: something was written");
        }
    }

    #[test]
    fn data_behind_a_link_is_mended_where_it_is() {
        let home = two_to_mend();
        let own = home.path().join("data/platforms/wasi.yaml");
        let elsewhere = home.path().join("elsewhere.yaml");
        fs::rename(&own, &elsewhere).unwrap();
        symlink("../../elsewhere.yaml", &own).unwrap();
        let done = binary::command(home.path()).args(["check", "--fix"]).output().unwrap();
        assert_eq!(done.status.code(), Some(1), "{}", said(&done));
        assert!(own.is_symlink() && fs::read_to_string(&elsewhere).unwrap().contains("wasi-sdk: \"33\""));
    }

    #[test]
    fn links_are_not_followed_to_what_would_be_removed() {
        let home = project();
        succeeds(binary::command(home.path()).arg("render"));
        let elsewhere = tempfile::tempdir().unwrap();
        let precious = elsewhere.path().join("precious.txt");
        fs::write(&precious, "not pep11's").unwrap();
        symlink(elsewhere.path(), home.path().join("out/link")).unwrap();
        for command in ["check", "render"] {
            fails(binary::command(home.path()).arg(command), "out/link: is a symbolic link to a folder");
        }
        assert_eq!(fs::read_to_string(&precious).unwrap(), "not pep11's");
        fs::remove_file(home.path().join("out/link")).unwrap();
        // A link to a file goes; what it names stays.
        symlink(&precious, home.path().join("out/link.txt")).unwrap();
        succeeds(binary::command(home.path()).arg("render"));
        assert!(!home.path().join("out/link.txt").exists());
        assert_eq!(fs::read_to_string(&precious).unwrap(), "not pep11's");
        symlink("nowhere", home.path().join("out/platforms.rst")).unwrap();
        fails(binary::command(home.path()).arg("render"), "leads nowhere");
    }

    #[test]
    fn a_document_may_be_a_link_and_its_folder_may_not() {
        let (home, elsewhere) = (project(), tempfile::tempdir().unwrap());
        symlink(elsewhere.path(), home.path().join("out")).unwrap();
        fails(binary::command(home.path()).arg("render"), "out: is a symbolic link to a folder");
        fs::remove_file(home.path().join("out")).unwrap();
        succeeds(binary::command(home.path()).arg("render"));
        let page = home.path().join("out/platforms.md");
        let rendered = fs::read_to_string(&page).unwrap();
        fs::rename(&page, home.path().join("out/.real.md")).unwrap();
        fs::write(home.path().join("out/.real.md"), "stale").unwrap();
        symlink(".real.md", &page).unwrap();
        succeeds(binary::command(home.path()).arg("render"));
        assert!(fs::symlink_metadata(&page).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(home.path().join("out/.real.md")).unwrap(), rendered);
        succeeds(binary::command(home.path()).arg("check"));
    }

    #[test]
    fn links_that_run_in_a_circle_are_said() {
        for folder in ["data", "templates"] {
            let home = project();
            symlink(".", home.path().join(folder).join("loop")).unwrap();
            fails(binary::command(home.path()).arg("check"), "is a symbolic link to a folder that it is in");
        }
    }

    #[test]
    fn data_may_be_linked() {
        let (home, real) = (tempfile::tempdir().unwrap(), project());
        symlink(real.path().join("data"), home.path().join("data")).unwrap();
        let done = succeeds(binary::command(home.path()).args(["get", "wasi-sdk", "3.14"]));
        assert_eq!(done.stdout, b"24\n");
    }

    #[test]
    fn names_need_not_be_utf_8() {
        let odd = OsStr::from_bytes(b"\xff\xfe");
        let home = project();
        for arguments in [
            vec![odd],
            vec![OsStr::new("show"), odd],
            vec![OsStr::new("get"), odd, odd],
            vec![OsStr::new("-C"), odd, OsStr::new("check")],
            vec![OsStr::new("check"), OsStr::new("--into"), odd],
            vec![OsStr::new("show"), OsStr::new("platforms"), OsStr::new("--as-of"), odd],
        ] {
            fails(binary::command(home.path()).args(&arguments), "");
        }
        fs::create_dir(home.path().join("out")).unwrap();
        fs::write(home.path().join("out").join(odd), "x").unwrap();
        fails(binary::command(home.path()).arg("render"), "has a name that is not UTF-8");
    }

    #[test]
    fn a_project_and_regions_may_lie_where_names_are_not_utf_8() {
        let home = tempfile::tempdir().unwrap();
        let odd = home.path().join(OsStr::from_bytes(b"\xff"));
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/project"), &odd);
        fs::write(
            odd.join(OsStr::from_bytes(b"\xfe.txt")),
            "# pep11: begin pep-0816/support\n# pep11: end\n",
        )
        .unwrap();
        let arguments =
            |command| [OsStr::new("-C"), odd.as_os_str(), command, OsStr::new("--into"), odd.as_os_str()];
        succeeds(binary::command(home.path()).args(arguments(OsStr::new("render"))));
        succeeds(binary::command(home.path()).args(arguments(OsStr::new("check"))));
    }

    #[test]
    fn a_pipe_is_no_file() {
        let home = project();
        let made = Command::new("mkfifo").arg(home.path().join("data/pipe.yaml")).status();
        if made.is_ok_and(|status| status.success()) {
            succeeds(binary::command(home.path()).arg("render"));
        }
    }
}

/// A terminal of 60 columns around the binary, by Python's module `pty`; none without Python.
fn on_a_terminal(home: &Path, environment: &str) -> Option<String> {
    const SCRIPT: &str = "\
import os, pty, sys
home, binary, environment = sys.argv[1:4]
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(home)
    os.execve(binary, ['pep11', 'check'], dict(pair.split('=') for pair in environment.split()))
said = b''
while True:
    try:
        part = os.read(terminal, 1 << 16)
    except OSError:
        part = b''
    if not part:
        break
    said += part
os.waitpid(pid, 0)
sys.stdout.buffer.write(said)
";
    let python: PathBuf = crate::docutils::python()?;
    let mut command = Command::new(python);
    command.args(["-c", SCRIPT]).arg(home).args([env!("CARGO_BIN_EXE_pep11"), environment]);
    let done = command.output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    Some(String::from_utf8(done.stdout).unwrap())
}

#[test]
fn colour_is_for_terminals() {
    const ESCAPE: char = '\u{1b}';
    let home = project();
    let plain = binary::command(home.path()).arg("check").output().unwrap();
    assert!(!said(&plain).contains(ESCAPE));
    let forced = binary::command(home.path()).env("CLICOLOR_FORCE", "1").arg("check").output().unwrap();
    assert!(said(&forced).contains(ESCAPE));
    let refused = binary::command(home.path()).env("NO_COLOR", "1").arg("check").output().unwrap();
    assert!(!said(&refused).contains(ESCAPE));
    if cfg!(windows) {
        return;
    }
    for (environment, coloured) in
        [("TERM=xterm", true), ("TERM=xterm NO_COLOR=1", false), ("TERM=dumb", false)]
    {
        let Some(text) = on_a_terminal(home.path(), environment) else { return };
        assert_eq!(text.contains(ESCAPE), coloured, "{environment}: {text:?}");
        assert!(text.contains("missing"), "{text:?}");
    }
}

#[test]
fn what_is_no_text_is_not_adopted() {
    let home = project();
    let table = "====== ==== ========\nPython WASI WASI SDK\n====== ==== ========\n3.15   0.1  33\n\
        3.14   0.1  24\n====== ==== ========\n";
    let write = |name: &str, bytes: &[u8]| fs::write(home.path().join(name), bytes).unwrap();
    let adopt = |name: &str| {
        let mut command = binary::command(home.path());
        command.args(["adopt", "--write", "good.rst", name]);
        command
    };
    write("good.rst", table.as_bytes());
    write("utf-16.rst", &table.bytes().flat_map(|byte| [byte, 0]).collect::<Vec<_>>());
    fails(&mut adopt("utf-16.rst"), "utf-16.rst: is no text: it has a NUL");
    write("large.rst", &b"long\n".repeat((16 << 20) / 5 + 1));
    fails(&mut adopt("large.rst"), "large.rst: is larger than 16 MiB");
    assert_eq!(fs::read_to_string(home.path().join("good.rst")).unwrap(), table, "half of it was written");
    write("odd.rst", &[b"\xff\n\n", table.as_bytes()].concat());
    succeeds(&mut adopt("odd.rst"));
    assert!(fs::read(home.path().join("odd.rst")).unwrap().starts_with(b"\xff\n\n.. pep11: begin "));
}

#[test]
#[cfg(unix)]
fn a_link_is_adopted_where_it_leads() {
    let home = project();
    let table = "| Python | WASI | WASI SDK |\n|-|-|-|\n| 3.15 | 0.1 | 33 |\n";
    fs::create_dir_all(home.path().join("elsewhere")).unwrap();
    fs::create_dir_all(home.path().join("templates/pep-0816")).unwrap();
    fs::write(home.path().join("elsewhere/file.md"), table).unwrap();
    std::os::unix::fs::symlink("elsewhere/file.md", home.path().join("link.md")).unwrap();
    let template = r#"{{ table(platforms.wasi.locks, [{"title": "Python", "of": "python"},
        {"of": "versions", "each": platforms.wasi.locked, "named": platforms.wasi.components}]) }}"#;
    fs::write(home.path().join("templates/pep-0816/support.md"), template).unwrap();
    let arguments = ["adopt", "link.md", "elsewhere/file.md", "--write", "--update"];
    succeeds(binary::command(home.path()).args(arguments));
    assert!(fs::symlink_metadata(home.path().join("link.md")).unwrap().is_symlink());
    let after = fs::read_to_string(home.path().join("elsewhere/file.md")).unwrap();
    assert!(
        after.starts_with("<!-- pep11: begin pep-0816/support -->\n") && after.contains("3.14"),
        "{after}"
    );
}

/// One file of several that may not be written: the others stay as they are, too.
#[test]
#[cfg(unix)]
fn a_file_that_cannot_be_written_keeps_all_from_it() {
    use std::os::unix::fs::PermissionsExt;
    let home = project();
    let table = "====== ==== ========\nPython WASI WASI SDK\n====== ==== ========\n3.15   0.1  33\n\
        3.14   0.1  24\n====== ==== ========\n";
    for name in ["first.rst", "kept.rst", "last.rst"] {
        fs::write(home.path().join(name), table).unwrap();
    }
    fs::set_permissions(home.path().join("kept.rst"), fs::Permissions::from_mode(0o444)).unwrap();
    let files = ["first.rst", "kept.rst", "last.rst"];
    let mut adopt = binary::command(home.path());
    fails(adopt.args(["adopt", "--write"]).args(files), "kept.rst: is read-only; nothing has been changed");
    for name in files {
        assert_eq!(fs::read_to_string(home.path().join(name)).unwrap(), table, "{name}");
    }
    // What needs no change may be read-only.
    succeeds(binary::command(home.path()).args(["adopt", "kept.rst"]));
}

/// A shell's pattern names what is no text as well: by its name it is passed over, and what looks like a
/// text by its name is not.
#[test]
#[cfg(unix)]
fn what_is_named_beside_a_text_is_passed_over_or_refused() {
    let home = project();
    let table = "====== ==== ========\nPython WASI WASI SDK\n====== ==== ========\n3.15   0.1  33\n\
        3.14   0.1  24\n====== ==== ========\n";
    let at = |name: &str| home.path().join(name);
    fs::write(at("good.rst"), table).unwrap();
    fs::write(at("empty.rst"), "").unwrap();
    fs::write(at("half.rst"), &table[..50]).unwrap();
    fs::write(at("image.png"), [0, 1, 2]).unwrap();
    fs::create_dir(at("folder.rst")).unwrap();
    std::os::unix::fs::symlink("nowhere.rst", at("dangling.rst")).unwrap();
    std::os::unix::fs::symlink("good.rst", at("again.rst")).unwrap();
    let adopt = |names: &[&str]| {
        let mut command = binary::command(home.path());
        command.args(["adopt", "--write"]).args(names);
        command
    };
    fails(&mut adopt(&["good.rst", "folder.rst"]), "folder.rst: is a folder");
    fails(&mut adopt(&["good.rst", "dangling.rst"]), "dangling.rst: is a symbolic link that leads nowhere");
    assert_eq!(fs::read_to_string(at("good.rst")).unwrap(), table, "half of it was written");
    let names = ["image.png", "empty.rst", "half.rst", "again.rst", "good.rst", "./good.rst"];
    let done = adopt(&names).output().unwrap();
    let adopted = String::from_utf8_lossy(&done.stdout);
    assert!(adopted.starts_with("again.rst:3: adopted as pep-0816/support\n"), "{adopted}");
    // Half a table is none that can be read, and is left as it is.
    assert!(
        adopted.contains("error[table-unreadable]: ") && adopted.contains(" half.rst:1:1\n"),
        "{adopted}"
    );
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        said.starts_with("pep11: image.png was passed over: ")
            && said.ends_with("2 tables: 1 adopted, 1 cannot be adopted as it stands\n"),
        "{said}"
    );
    assert_eq!(fs::read_to_string(at("good.rst")).unwrap().matches("pep11: begin").count(), 1);
    assert_eq!(fs::read(at("half.rst")).unwrap(), table.as_bytes()[..50]);
}

/// Paths in a diff are those of the repository that a file is in, wherever the project is.
#[test]
fn diffs_of_other_repositories_are_applied_there() {
    let home = tempfile::tempdir().unwrap();
    let (ours, peps) = (home.path().join("ours/deep"), home.path().join("peps"));
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/project"), &ours);
    let table = "====== ==== ========\nPython WASI WASI SDK\n====== ==== ========\n3.14   0.1  24\n\
        3.15   0.1  33\n====== ==== ========\n";
    let names = ["peps/deep/PEP 816.rst", "peps/pep-0011.rst", "alone/pep.rst"];
    for name in names {
        fs::create_dir_all(home.path().join(name).parent().unwrap()).unwrap();
        fs::write(home.path().join(name), table).unwrap();
    }
    git::run(home.path(), &peps, &["init"]);
    git::run(home.path(), &home.path().join("ours"), &["init"]);
    let apply = |folder: &Path, arguments: &[&str]| {
        let done = succeeds(binary::command(&ours).args(arguments));
        let diff = String::from_utf8(done.stdout).unwrap();
        assert!(!diff.is_empty());
        git::fed(home.path(), folder, &["apply", "-"], &diff);
    };
    succeeds(binary::command(&ours).arg("render"));
    for (name, folder) in names.iter().zip([&peps, &peps, &home.path().join("alone")]) {
        let file = format!("../../{name}");
        apply(folder, &["adopt", &file, "--diff"]);
        apply(folder, &["render", "--into", &file, "--diff"]);
    }
    for name in names {
        let after = fs::read_to_string(home.path().join(name)).unwrap();
        assert!(
            after.contains("\n3.15   0.1  33\n3.14   0.1  24\n") && after.starts_with(".. pep11: begin"),
            "{after}"
        );
    }
}
