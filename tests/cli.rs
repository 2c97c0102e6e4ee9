//! The command line as people meet it. Each file in `tests/cli/` is a session with the real binary,
//! between lines of prose:
//!
//! - `$ command` runs in an empty folder of its own, which is called `[HOME]`; `0|` gives the lines of
//!   its standard input, and `NAME=VALUE` in front of `pep11` adds to its environment.
//! - `| head -1` behind it leaves that many lines of what it says on standard output.
//! - `1|` is what it said on standard output, `2|` on standard error, `=` its exit status if not 0.
//! - Behind `| /pointer` stands which part of a JSON document is shown; all of it must be JSON.
//!
//! Besides `pep11` there are a few commands that set the scene; `Session::scene` has them. Sessions
//! are written anew by `SNAPSHOTS=overwrite cargo test`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use snapbox::{Assert, Data};

use crate::binary;
use crate::folder::{copy, copy_frozen, files};
use crate::git;

/// What no session can show: pipes that close, files that cannot be read, a terminal.
mod edges;

#[test]
fn sessions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(files.len() >= 10, "the sessions are gone");
    let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
    let mut wrong = String::new();
    for file in files {
        let expected = fs::read_to_string(&file).unwrap();
        let actual = play(&expected);
        let name = file.file_stem().unwrap().to_str().unwrap();
        let expected = Data::read_from(&file, None).raw();
        if let Err(error) = assert.try_eq(Some(&name), actual.into(), expected) {
            writeln!(wrong, "{error}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A session with everything that its commands say now.
fn play(written: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let home = home.path().canonicalize().unwrap();
    let mut session = Session { folder: home.clone(), home };
    let mut played = String::new();
    let mut lines = written.lines().peekable();
    while let Some(line) = lines.next() {
        if ["1|", "2|", "= "].iter().any(|mark| line.starts_with(mark)) {
            continue;
        }
        writeln!(played, "{line}").unwrap();
        let Some(command) = line.strip_prefix("$ ") else { continue };
        let mut input = String::new();
        while let Some(line) = lines.next_if(|line| line.starts_with("0|")) {
            writeln!(played, "{line}").unwrap();
            writeln!(input, "{}", line[2..].strip_prefix(' ').unwrap_or("")).unwrap();
        }
        played.push_str(&session.run(command, &input));
    }
    played
}

struct Session {
    home: PathBuf,
    folder: PathBuf,
}

impl Session {
    /// Runs a command, and gives what it said.
    fn run(&mut self, command: &str, input: &str) -> String {
        let (command, most) = match command.rsplit_once(" | head -") {
            Some((command, most)) => (command, most.parse().unwrap()),
            None => (command, usize::MAX),
        };
        let (command, pointer) = command.split_once(" | ").unwrap_or((command, ""));
        let words = words(&command.replace("[HOME]", &self.home.to_string_lossy()));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let variables: Vec<_> = words.iter().map_while(|word| word.split_once('=')).collect();
        if let ["pep11", arguments @ ..] = &words[variables.len()..] {
            let mut command = binary::command(&self.folder);
            command.envs(git::environment(&self.home)).envs(variables);
            let mut done = command.args(arguments).output().unwrap();
            if !pointer.is_empty() {
                done.stdout = part(&done.stdout, pointer);
            }
            return self.said(&done, most);
        }
        let listed = self.scene(&words, input);
        prefixed("1|", &listed)
    }

    /// The commands that set the scene, or look at it.
    fn scene(&mut self, words: &[&str], input: &str) -> String {
        let at = |path: &str| self.folder.join(path);
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        match *words {
            // The small project of these tests, as `project/`.
            ["project"] => copy(&own.join("tests/cli/project"), &at("project")),
            // A small checkout or project of those in `tests/record/`, beside all others.
            ["checkout", name] => copy(&own.join("tests/record").join(name), &self.home.join(name)),
            // This project with the data of `tests/frozen/`, likewise.
            ["frozen"] => copy_frozen(&at("frozen")),
            ["cd", folder] => self.folder = at(folder),
            ["write", file] => {
                fs::create_dir_all(at(file).parent().unwrap()).unwrap();
                fs::write(at(file), input).unwrap();
            }
            ["replace", file, old, new] => {
                let before = fs::read_to_string(at(file)).unwrap();
                assert!(before.contains(old), "{file} has no {old}");
                fs::write(at(file), before.replace(old, new)).unwrap();
            }
            ["cat", file] => return fs::read_to_string(at(file)).unwrap(),
            ["ls", folder] => return files(&at(folder)).into_keys().map(|path| path + "\n").collect(),
            // With fixed authors and dates, and without the settings of whoever runs the tests.
            ["git", ref arguments @ ..] => return git::fed(&self.home, &self.folder, arguments, input),
            #[cfg(unix)]
            ["link", target, name] => std::os::unix::fs::symlink(target, at(name)).unwrap(),
            ["mkdir", folder] => fs::create_dir_all(at(folder)).unwrap(),
            ["rm", path] if at(path).is_dir() => fs::remove_dir_all(at(path)).unwrap(),
            ["rm", path] => fs::remove_file(at(path)).unwrap(),
            _ => panic!("no command: {words:?}"),
        }
        String::new()
    }

    fn said(&self, done: &Output, most: usize) -> String {
        let text = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).replace(&*self.home.to_string_lossy(), "[HOME]");
            text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]")
        };
        let status = match done.status.code() {
            Some(0) => String::new(),
            Some(code) => format!("= {code}\n"),
            None => "= killed\n".to_owned(),
        };
        let shown: String = text(&done.stdout).split_inclusive('\n').take(most).collect();
        prefixed("1|", &shown) + &prefixed("2|", &text(&done.stderr)) + &status
    }
}

/// A part of a JSON document.
fn part(document: &[u8], pointer: &str) -> Vec<u8> {
    let document: serde_json::Value = serde_json::from_slice(document).unwrap();
    let part = document.pointer(pointer).unwrap_or_else(|| panic!("there is no {pointer}"));
    (serde_json::to_string_pretty(part).unwrap() + "\n").into_bytes()
}

fn prefixed(mark: &str, text: &str) -> String {
    let line = |line: &str| if line.is_empty() { format!("{mark}\n") } else { format!("{mark} {line}\n") };
    let mut lines: String = text.lines().map(line).collect();
    if !text.is_empty() && !text.ends_with('\n') {
        writeln!(lines, "{mark} [no line break at the end]").unwrap();
    }
    lines
}

/// The words of a command: `'one word'`, and no other quoting.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut quoted) = (vec![String::new()], false);
    for character in command.chars() {
        match character {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().unwrap().push(character),
        }
    }
    words
}
