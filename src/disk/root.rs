//! What a file is called in the repository that holds it. Owns where the root of a git repository is; needs
//! no git, and must not know what the path is for.

use std::path::{Path, PathBuf};

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
