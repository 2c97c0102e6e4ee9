//! What a file is called in the repository that holds it. Owns where the root of a git repository is; needs
//! no git, and must not know what the path is for.

use std::path::{Component, Path, PathBuf};

/// The path of a file below the root of its git repository, with `/` between folders; outside of any, below
/// the first of some other roots that holds it; else none. Symbolic links are followed, as a repository holds
/// the file and not the detour.
pub(crate) fn path_in_repository(file: &Path, roots: &[&Path]) -> Option<String> {
    let file = real(file)?;
    let other = || roots.iter().filter_map(|root| real(root)).find(|root| file.starts_with(root));
    let root = git_root(&file).map(Path::to_owned).or_else(other)?;
    let below = file.strip_prefix(root).ok()?;
    let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Some(parts.join("/"))
}

/// The path of a file in a diff, which is applied where it begins: below the root of its git repository;
/// outside of any, below where the command was run, below a project's folder, or beside it.
pub(crate) fn path_in_diff(file: &Path, shown: &str, project: &Path) -> String {
    let is_below = |path: &Path| path.components().all(|part| matches!(part, Component::Normal(_)));
    let in_git = || path_in_repository(file, &[]);
    let in_project = || path_in_repository(file, &[project]);
    let named = || file.file_name().map(|name| name.to_string_lossy().into_owned());
    let shown = || shown.to_owned();
    let here = Some(shown()).filter(|shown| is_below(Path::new(shown)));
    in_git().or(here).or_else(in_project).or_else(named).unwrap_or_else(shown)
}

/// The nearest folder upwards with `.git`, which is a folder, or a file in a worktree or a submodule.
fn git_root(file: &Path) -> Option<&Path> {
    file.ancestors().skip(1).find(|folder| folder.join(".git").exists())
}

/// The real path of a file, also of one that is missing; the empty path is the current folder.
fn real(file: &Path) -> Option<PathBuf> {
    if let Ok(real) = file.canonicalize() {
        return Some(real);
    }
    if file == Path::new("") {
        return Path::new(".").canonicalize().ok();
    }
    Some(real(file.parent()?)?.join(file.file_name()?))
}
