//! Reads other people's repositories: the files at the paths of sites, and all texts in search of more.
//! Owns what is no text that can be trusted: links out of the tree, huge files, bytes that are no UTF-8.
//! Must not know what a site is.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use pep11::site;
use pep11::source::Source;

use super::{Fault, MOST_BYTES, shown};

/// The root of a repository.
pub(crate) struct Root {
    typed: PathBuf,
    real: PathBuf,
}

/// Why a file has no text: a clause that follows its name.
type Untold = String;

/// What a search came upon.
pub(crate) enum Found {
    /// A text, with its path from the root.
    Text(String, Arc<Source>),
    /// A file that could not be read, and why.
    Unread(String, Untold),
    /// A file that is no text.
    Binary,
}

impl Root {
    /// The folder that was typed.
    pub(crate) fn open(typed: &Path) -> Result<Self, Fault> {
        let help = "Name the folder of a checkout behind `=`.";
        let real = fs::canonicalize(typed).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Fault::new(typed, "no such folder", help),
            _ => Fault::reading(typed, &error),
        })?;
        match real.is_dir() {
            true => Ok(Self { typed: typed.to_owned(), real }),
            false => Err(Fault::new(typed, "is not a folder", help)),
        }
    }

    /// The folder itself, without links.
    pub(crate) fn real(&self) -> &Path {
        &self.real
    }

    /// The nearest folder above that has files whose paths fit patterns. What is above a git repository is no
    /// part of it.
    pub(crate) fn above<'p, P: Iterator<Item = &'p str>>(&self, patterns: impl Fn() -> P) -> Option<PathBuf> {
        let inner = self.real.ancestors().take_while(|folder| !folder.join(".git").exists());
        let mut roots =
            inner.filter_map(Path::parent).map(Path::to_owned).map(|real| Self { typed: real.clone(), real });
        roots.find(|root| !root.files(patterns()).is_empty()).map(|root| root.real)
    }

    /// The files whose paths fit patterns, in order, each once.
    pub(crate) fn files<'p>(&self, patterns: impl Iterator<Item = &'p str>) -> Vec<site::File> {
        let mut paths = BTreeSet::new();
        for pattern in patterns {
            let parts: Vec<&str> = pattern.split('/').collect();
            self.expand(String::new(), &parts, &mut paths);
        }
        paths.into_iter().map(|path| site::File { text: self.text(&path), path }).collect()
    }

    /// The paths below a folder that fit the parts of a pattern. What is there and cannot be looked at is one
    /// of them: that it cannot be read is said where it is read.
    fn expand(&self, folder: String, parts: &[&str], paths: &mut BTreeSet<String>) {
        let Some((first, rest)) = parts.split_first() else { return };
        let below = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let names = match first.contains('*') {
            false => vec![(*first).to_owned()],
            true => match self.names(&folder) {
                Ok(names) => names,
                Err(error) if is_absent(&error) => return,
                Err(_) => {
                    paths.insert(below(&parts.join("/")));
                    return;
                }
            },
        };
        for name in names.iter().filter(|name| site::path_fits(first, name)) {
            let path = below(name);
            match rest {
                [] => match fs::symlink_metadata(self.real.join(&path)) {
                    Err(error) if is_absent(&error) => {}
                    _ => drop(paths.insert(path)),
                },
                rest => self.expand(path, rest, paths),
            }
        }
    }

    fn names(&self, folder: &str) -> io::Result<Vec<String>> {
        let entries = fs::read_dir(self.real.join(folder))?;
        Ok(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
    }

    fn text(&self, path: &str) -> Result<Arc<Source>, Untold> {
        printable(path)?;
        let real = fs::canonicalize(self.real.join(path)).map_err(|error| self.astray(path, &error))?;
        if !real.starts_with(&self.real) {
            return Err("is a link that leads out of the checkout".to_owned());
        }
        let bytes = bytes(&real)?;
        text(bytes).map(|text| self.source(path, text)).ok_or_else(|| "is not UTF-8 text".to_owned())
    }

    /// Why there is no real path. How a system calls a link that leads to itself differs.
    fn astray(&self, path: &str, error: &io::Error) -> Untold {
        let leads_nowhere = |path: &Path| path.is_symlink() && fs::metadata(path).is_err();
        let whole = self.real.join(path);
        let mut folders = whole.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.real));
        match error.kind() {
            io::ErrorKind::PermissionDenied => unread(error),
            _ if leads_nowhere(&whole) => "is a link that leads nowhere".to_owned(),
            _ if folders.any(leads_nowhere) => "lies behind a link that leads nowhere".to_owned(),
            _ => unread(error),
        }
    }

    fn source(&self, path: &str, text: String) -> Arc<Source> {
        Source::new(shown(&self.typed.join(path)), text)
    }

    /// Calls `take` for every file that is no link and that git does not ignore, in order; `.git` is no
    /// part of a checkout. What is below a path that `is_passed_over` is not looked at.
    pub(crate) fn search(
        &self,
        is_passed_over: impl Fn(&str) -> bool + Send + Sync + 'static,
        take: &mut dyn FnMut(Found),
    ) {
        let root = self.real.clone();
        let wanted = move |entry: &ignore::DirEntry| {
            let path = below(entry.path(), &root);
            path.is_none_or(|path| path.is_empty() || (path != ".git" && !is_passed_over(&path)))
        };
        let in_repository = self.real.ancestors().any(|above| above.join(".git").exists());
        let walk = WalkBuilder::new(&self.real)
            .hidden(false)
            .require_git(in_repository)
            .parents(in_repository)
            .git_global(false)
            .git_exclude(false)
            .sort_by_file_name(Ord::cmp)
            .filter_entry(wanted)
            .build();
        for entry in walk {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    let Some(path) = below(entry.path(), &self.real) else { continue };
                    take(self.found(path, entry.path()));
                }
                Ok(_) => {}
                Err(error) => {
                    take(Found::Unread(self.typed.display().to_string(), format!("cannot be read: {error}")))
                }
            }
        }
    }

    fn found(&self, path: String, real: &Path) -> Found {
        match printable(&path).and_then(|()| bytes(real)) {
            Ok(bytes) => match text(bytes) {
                Some(text) => Found::Text(path.clone(), self.source(&path, text)),
                None => Found::Binary,
            },
            Err(why) => Found::Unread(shown(&self.typed.join(&path)), why),
        }
    }
}

/// A path below a folder, with `/` between names; none where it is not UTF-8.
fn below(path: &Path, root: &Path) -> Option<String> {
    let parts: Option<Vec<_>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn bytes(real: &Path) -> Result<Vec<u8>, Untold> {
    // A pipe would be waited for.
    if !fs::metadata(real).map_err(|error| unread(&error))?.is_file() {
        return Err("is not a file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(real).map_err(|error| unread(&error))?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unread(&error))?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(format!("is larger than {} MiB", MOST_BYTES >> 20)),
        false => Ok(bytes),
    }
}

/// A name that does more than be seen is read by nobody as it is.
fn printable(path: &str) -> Result<(), Untold> {
    let is_odd = path.contains(char::is_control);
    if is_odd { Err("has a control character in its name".to_owned()) } else { Ok(()) }
}

/// Whether nothing is there; a file in place of a folder has nothing below it.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn text(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn unread(error: &io::Error) -> Untold {
    match error.kind() {
        io::ErrorKind::NotFound => "is gone".to_owned(),
        io::ErrorKind::PermissionDenied => "cannot be read: permission denied".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}
