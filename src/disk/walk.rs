//! Finds the files that may hold a region in other people's trees. Owns which files are looked at
//! and how; must not know what a region is beyond the bytes that announce one.
//!
//! Most files hold no region, so they cost three things only: being listed, being read through a
//! small window, and a vectorised search. Nothing asks for a file's metadata.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use ignore::{DirEntry, WalkBuilder, WalkState};
use pep11::region::{MARK, may_have_marker};

use super::{Fault, MOST_BYTES};

/// Most documents fit, and it stays in the processor's second-level cache.
const WINDOW: usize = 64 << 10;

/// Calls `visit` once for every file below the roots that holds the marker, on all cores, and returns
/// its answers in the order of the paths, or everything that could not be read.
///
/// A root is a folder or a file. Below folders, hidden names, what `.gitignore` and `.ignore` name,
/// large files and symbolic links are passed over; a file that is itself a root is always read.
pub(crate) fn walk<T: Send>(
    roots: &[PathBuf],
    visit: &(dyn Fn(&Path, &[u8]) -> T + Sync),
) -> Result<Vec<(PathBuf, T)>, Vec<Fault>> {
    let found = Found { answers: Mutex::new(Vec::new()), faults: Mutex::new(Vec::new()) };
    let roots = resolve(roots, &found);
    let mut reader = Reader::new(visit, &found);
    for (_, file) in roots.files.iter() {
        reader.read_root(file);
    }
    for walker in walkers(&roots) {
        walker.build_parallel().run(|| {
            let mut reader = Reader::new(visit, &found);
            let roots = &roots;
            Box::new(move |entry| {
                reader.take(roots, entry);
                WalkState::Continue
            })
        });
    }
    found.into_result()
}

/// The roots by their real paths, each with the path as it was typed.
#[derive(Default)]
struct Roots {
    folders: BTreeMap<PathBuf, PathBuf>,
    files: BTreeMap<PathBuf, PathBuf>,
}

impl Roots {
    /// A path below a folder, as somebody who typed that folder would write it.
    fn typed(&self, real: &Path) -> PathBuf {
        let root = real.ancestors().find_map(|above| self.folders.get_key_value(above));
        match root.and_then(|(root, typed)| Some(typed.join(real.strip_prefix(root).ok()?))) {
            Some(path) => path,
            None => real.to_owned(),
        }
    }
}

fn resolve<T>(typed: &[PathBuf], found: &Found<T>) -> Roots {
    let mut roots = Roots::default();
    for path in typed {
        match fs::canonicalize(path).and_then(|real| Ok((fs::metadata(&real)?, real))) {
            Ok((metadata, real)) if metadata.is_dir() => {
                roots.folders.entry(real).or_insert_with(|| path.clone());
            }
            Ok((metadata, real)) if metadata.is_file() => {
                roots.files.entry(real).or_insert_with(|| path.clone());
            }
            Ok(_) => {
                found.fault(Fault::new(path, "is neither a file nor a folder", "Name a file or a folder."))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                found.fault(Fault::new(path, "no such file or folder", "Name a file or folder that exists."));
            }
            Err(error) => found.fault(Fault::reading(path, &error)),
        }
    }
    roots
}

/// A walker for the folders in git repositories, and one for the others.
fn walkers(roots: &Roots) -> impl Iterator<Item = WalkBuilder> {
    let in_repository = |folder: &&PathBuf| folder.ancestors().any(|above| above.join(".git").exists());
    let (tracked, others): (Vec<_>, Vec<_>) = roots.folders.keys().partition(in_repository);
    [walker(roots, &tracked, true), walker(roots, &others, false)].into_iter().flatten()
}

/// What is walked must follow from the trees alone: rules of the user's own git settings do not count,
/// nor do those above the repository, or above the folder where there is none.
fn walker(roots: &Roots, folders: &[&PathBuf], in_repository: bool) -> Option<WalkBuilder> {
    let (first, more) = folders.split_first()?;
    let mut walker = WalkBuilder::new(first);
    for folder in more {
        walker.add(folder);
    }
    walker
        .threads(thread::available_parallelism().map_or(1, usize::from))
        .require_git(in_repository)
        .parents(in_repository)
        .git_global(false)
        .git_exclude(false);
    if roots.folders.len() + roots.files.len() > 1 {
        // A root below another root is visited as a root, and only so.
        let own: BTreeSet<PathBuf> = roots.folders.keys().chain(roots.files.keys()).cloned().collect();
        walker.filter_entry(move |entry| entry.depth() == 0 || !own.contains(entry.path()));
    }
    Some(walker)
}

/// What all threads have found.
struct Found<T> {
    answers: Mutex<Vec<(PathBuf, T)>>,
    faults: Mutex<Vec<Fault>>,
}

impl<T> Found<T> {
    fn answer(&self, path: PathBuf, answer: T) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).push((path, answer));
    }

    fn fault(&self, fault: Fault) {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    fn into_result(self) -> Result<Vec<(PathBuf, T)>, Vec<Fault>> {
        let mut answers = self.answers.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut faults = self.faults.into_inner().unwrap_or_else(PoisonError::into_inner);
        answers.sort_by(|(one, _), (other, _)| one.cmp(other));
        faults.sort();
        faults.dedup();
        if faults.is_empty() { Ok(answers) } else { Err(faults) }
    }
}

/// What a file turned out to be.
enum Scanned {
    Unmarked,
    Marked,
    TooLarge,
}

/// Reads files on one thread, again and again into the same memory.
struct Reader<'a, T> {
    visit: &'a (dyn Fn(&Path, &[u8]) -> T + Sync),
    found: &'a Found<T>,
    window: Vec<u8>,
    whole: Vec<u8>,
}

impl<'a, T> Reader<'a, T> {
    fn new(visit: &'a (dyn Fn(&Path, &[u8]) -> T + Sync), found: &'a Found<T>) -> Self {
        Self { visit, found, window: vec![0; WINDOW], whole: Vec::new() }
    }

    /// Reads a file that was named, whatever it is called.
    fn read_root(&mut self, path: &Path) {
        match self.scan(path) {
            Ok(Scanned::Unmarked) => {}
            Ok(Scanned::Marked) => self.found.answer(path.to_owned(), (self.visit)(path, &self.whole)),
            Ok(Scanned::TooLarge) => self.found.fault(Fault::new(
                path,
                format!("is larger than {} MiB", MOST_BYTES >> 20),
                "Name a smaller file.",
            )),
            Err(error) => self.found.fault(Fault::reading(path, &error)),
        }
    }

    /// Reads what the walk came upon.
    fn take(&mut self, roots: &Roots, entry: Result<DirEntry, ignore::Error>) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return self.report(roots, Path::new(""), &error),
        };
        if let Some(error) = entry.error() {
            self.report(roots, entry.path(), error);
        }
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            return;
        }
        match self.scan(entry.path()) {
            Ok(Scanned::Unmarked | Scanned::TooLarge) => {}
            Ok(Scanned::Marked) => {
                let path = roots.typed(entry.path());
                let answer = (self.visit)(&path, &self.whole);
                self.found.answer(path, answer);
            }
            Err(error) => self.found.fault(Fault::reading(&roots.typed(entry.path()), &error)),
        }
    }

    /// Looks for the marker; a file that has it is then in `whole`.
    fn scan(&mut self, path: &Path) -> io::Result<Scanned> {
        const KEPT: usize = MARK.len() - 1;
        let mut file = File::open(path)?;
        let (mut kept, mut read) = (0, 0);
        loop {
            let count = match file.read(&mut self.window[kept..]) {
                Ok(0) => return Ok(Scanned::Unmarked),
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let filled = kept + count;
            if may_have_marker(&self.window[..filled]) {
                return self.read_whole(file);
            }
            read += count as u64;
            if read > MOST_BYTES {
                return Ok(Scanned::TooLarge);
            }
            // The marker may lie across two reads.
            kept = filled.min(KEPT);
            self.window.copy_within(filled - kept..filled, 0);
        }
    }

    fn read_whole(&mut self, mut file: File) -> io::Result<Scanned> {
        self.whole.clear();
        file.rewind()?;
        let read = file.take(MOST_BYTES + 1).read_to_end(&mut self.whole)?;
        Ok(if read as u64 > MOST_BYTES { Scanned::TooLarge } else { Scanned::Marked })
    }

    /// Reports what could not be read; a line that is no pattern in somebody's `.gitignore` is theirs.
    fn report(&self, roots: &Roots, near: &Path, error: &ignore::Error) {
        match error {
            ignore::Error::Partial(errors) => errors.iter().for_each(|error| self.report(roots, near, error)),
            ignore::Error::WithPath { path, err } => self.report(roots, path, err),
            ignore::Error::WithLineNumber { err, .. } | ignore::Error::WithDepth { err, .. } => {
                self.report(roots, near, err);
            }
            ignore::Error::Io(error) => self.found.fault(Fault::reading(&roots.typed(near), error)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
