//! The README does what it says: its commands print what stands below them, its region is fresh, and
//! the paths that it names exist.

use std::path::Path;
use std::process::Command;

use crate::{binary, folder, git};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The commands of a document's `console` blocks, each with what it prints.
fn sessions(text: &str) -> Vec<(String, String)> {
    let mut sessions: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("$ ") {
            _ if line.starts_with("```") => inside = line == "```console",
            Some(command) if inside => sessions.push((command.to_owned(), String::new())),
            _ if inside => {
                let (_, output) = sessions.last_mut().expect("a command comes first");
                output.push_str(line);
                output.push('\n');
            }
            _ => {}
        }
    }
    sessions
}

#[test]
#[cfg(unix)]
fn the_tour_prints_what_it_says() {
    let readme = std::fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let sessions = sessions(&readme);
    assert!(sessions.len() >= 5, "the tour was found");
    let project = folder::own_copy();
    // Its reader has a clone.
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "The project"]] {
        git::run(project.path(), project.path(), arguments);
    }
    let folder = Path::new(env!("CARGO_BIN_EXE_pep11")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    for (command, expected) in sessions {
        let done = Command::new("sh")
            .args(["-c", &format!("{command} 2>&1")])
            .current_dir(project.path())
            .env_clear()
            .envs(git::environment(project.path()))
            .env("PATH", &path)
            .output()
            .unwrap();
        let printed = String::from_utf8(done.stdout).unwrap();
        snapbox::assert_data_eq!(printed.trim_end().to_owned(), expected.trim_end().to_owned());
    }
}

#[test]
fn its_region_is_fresh() {
    let done = binary::command(Path::new(ROOT)).args(["check", "--into", "README.md"]).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
}

#[test]
fn its_template_renders() {
    let readme = std::fs::read_to_string(Path::new(ROOT).join("README.md")).unwrap();
    let (_, after) = readme.split_once("```jinja\n").unwrap();
    let (template, _) = after.split_once("```").unwrap();
    let project = folder::own_copy();
    std::fs::write(project.path().join("templates/wasi.md"), template).unwrap();
    let done = binary::command(project.path()).args(["show", "wasi"]).output().unwrap();
    let shown = String::from_utf8(done.stdout).unwrap();
    assert!(shown.starts_with("# WASI\n\n| Python | SDK    |\n"), "{shown}");
}
