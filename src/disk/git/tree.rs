//! The files below a folder of a commit. Owns which of them are read and where symbolic links lead: as
//! on the disk, as far as the commit goes; must not know what the files are for.

use std::collections::BTreeMap;
use std::io;

use super::objects::{Entry, Kind, Object, Objects};
use super::process::Git;
use super::{Commit, Held};
use crate::disk::Fault;

/// As many symbolic links lead on from one another on Linux.
const MOST_LINKS: usize = 40;

/// The longest path that a symbolic link can hold on Linux.
const LONGEST_LINK: u64 = 4096;

/// The files of a folder, by their paths below it.
pub(super) fn read(git: &Git, commit: &Commit, folder: &str, most: u64) -> Held {
    let broken = |error| vec![broken(commit, folder, &error)];
    let objects = match Objects::of(git) {
        Ok(objects) => objects,
        Err(error) => return Held { files: None, faults: broken(error) },
    };
    let (files, faults, missing) = (BTreeMap::new(), Vec::new(), None);
    let mut reader = Reader { objects, commit, folder, most, files, faults, missing };
    match reader.folder() {
        Ok(is_there) => {
            reader.say_missing();
            Held { files: is_there.then_some(reader.files), faults: reader.faults }
        }
        Err(error) => Held { files: None, faults: broken(error) },
    }
}

fn broken(commit: &Commit, folder: &str, error: &io::Error) -> Fault {
    let help = "Run `git fsck`, and mend what it finds.";
    Fault::new(&commit.path(folder), format!("cannot be read from git: {error}"), help)
}

struct Reader<'r> {
    objects: Objects,
    commit: &'r Commit,
    /// The folder's path in the repository.
    folder: &'r str,
    most: u64,
    files: BTreeMap<String, Vec<u8>>,
    faults: Vec<Fault>,
    /// The first path whose object is not in this clone, and how many there are.
    missing: Option<(String, usize)>,
}

/// Where a path leads.
enum Found {
    /// To a file or a folder, by its hash.
    File(String),
    Folder(String),
    /// Into another repository.
    Submodule,
    /// To nothing, without a symbolic link on the way.
    Nothing,
    /// By a symbolic link to nothing.
    Nowhere,
    /// By a symbolic link out of the repository.
    Outside,
    /// By a symbolic link back to it.
    Circle,
    /// It is not in this clone.
    Missing,
}

impl Reader<'_> {
    /// Reads the folder, if there is one.
    fn folder(&mut self) -> io::Result<bool> {
        match self.find(self.folder)? {
            Found::Nothing => return Ok(false),
            Found::File(_) => self.fault("", "is not a folder", "Name a revision in which it is a folder."),
            found => self.take(found, "", &mut Vec::new())?,
        }
        Ok(true)
    }

    /// Reads what is below a tree; `above` are the trees that it is in.
    fn below(&mut self, tree: &str, path: &str, above: &mut Vec<String>) -> io::Result<()> {
        let Some(entries) = self.entries(tree)? else {
            self.miss(path);
            return Ok(());
        };
        above.push(tree.to_owned());
        for entry in entries.into_iter().filter(|entry| !entry.name.starts_with(b".")) {
            let Ok(name) = std::str::from_utf8(&entry.name) else {
                self.fault(path, "has a file whose name is not UTF-8", "Rename or remove it.");
                continue;
            };
            let path = join(path, name);
            let found = match entry.kind {
                Kind::File => Found::File(entry.id),
                Kind::Folder => Found::Folder(entry.id),
                Kind::Submodule => Found::Submodule,
                Kind::Link => self.find(&join(self.folder, &path))?,
            };
            self.take(found, &path, above)?;
        }
        above.pop();
        Ok(())
    }

    /// Reads what a path below the folder has led to.
    fn take(&mut self, found: Found, path: &str, above: &mut Vec<String>) -> io::Result<()> {
        match found {
            Found::File(id) => match self.objects.get(&id, self.most)? {
                Object::File(bytes) => drop(self.files.insert(path.to_owned(), bytes)),
                _ => self.miss(path),
            },
            Found::Folder(id) if above.contains(&id) => {
                self.fault(path, "is a symbolic link to a folder that it is in", "Remove the link.");
            }
            Found::Folder(id) => self.below(&id, path, above)?,
            Found::Submodule => self.fault(
                path,
                "is a submodule, whose files are in another repository",
                "Name folders instead of revisions.",
            ),
            Found::Nothing | Found::Nowhere => {
                self.fault(path, "is a symbolic link that leads nowhere", "Remove it.");
            }
            Found::Circle => self.fault(path, "is a symbolic link that leads to itself", "Remove it."),
            Found::Outside => self.fault(
                path,
                "is a symbolic link out of the repository, which a revision does not hold",
                "Put the files in place of the link, or name a folder instead of the revision.",
            ),
            Found::Missing => self.miss(path),
        }
        Ok(())
    }

    /// Where a path in the repository leads. git itself has an option for this, which does not know `.`
    /// in a symbolic link.
    fn find(&mut self, path: &str) -> io::Result<Found> {
        let mut parts: Vec<Vec<u8>> = path.rsplit('/').map(|part| part.as_bytes().to_owned()).collect();
        let mut folders = vec![format!("{}^{{tree}}", self.commit.id)];
        let mut links = 0;
        while let Some(part) = parts.pop() {
            match part.as_slice() {
                b"" | b"." => continue,
                b".." => drop(folders.pop()),
                _ => {}
            }
            let Some(folder) = folders.last() else { return Ok(Found::Outside) };
            if part == b".." {
                continue;
            }
            let Some(entries) = self.entries(&folder.clone())? else { return Ok(Found::Missing) };
            let Some(entry) = entries.into_iter().find(|entry| entry.name == part) else {
                return Ok(if links == 0 { Found::Nothing } else { Found::Nowhere });
            };
            match entry.kind {
                Kind::Folder => folders.push(entry.id),
                Kind::Submodule => return Ok(Found::Submodule),
                Kind::File if parts.is_empty() => return Ok(Found::File(entry.id)),
                Kind::File => return Ok(Found::Nowhere),
                Kind::Link => {
                    links += 1;
                    let Object::File(target) = self.objects.get(&entry.id, LONGEST_LINK)? else {
                        return Ok(Found::Missing);
                    };
                    if links > MOST_LINKS {
                        return Ok(Found::Circle);
                    }
                    if target.starts_with(b"/") {
                        return Ok(Found::Outside);
                    }
                    parts.extend(target.rsplit(|&byte| byte == b'/').map(<[u8]>::to_owned));
                }
            }
        }
        Ok(folders.pop().map_or(Found::Outside, Found::Folder))
    }

    /// What stands in a tree; none if it is not in this clone.
    fn entries(&mut self, tree: &str) -> io::Result<Option<Vec<Entry>>> {
        match self.objects.get(tree, 0)? {
            Object::Folder(entries) => Ok(Some(entries)),
            _ => Ok(None),
        }
    }

    fn miss(&mut self, path: &str) {
        let whole = join(self.folder, path);
        self.missing.get_or_insert((whole, 0)).1 += 1;
    }

    /// One fault for all that is missing: a partial clone may lack every file.
    fn say_missing(&mut self) {
        let Some((path, count)) = self.missing.take() else { return };
        let others = match count {
            1 => String::new(),
            2 => ", nor is one other file".to_owned(),
            count => format!(", nor are {} other files", count - 1),
        };
        self.faults.push(Fault::new(
            &self.commit.path(&path),
            format!("is not in this clone{others}; nothing is fetched here"),
            format!(
                "Fetch the revision with `git archive --output=/dev/null {}`, or clone without `--filter`.",
                self.commit.name
            ),
        ));
    }

    fn fault(&mut self, path: &str, message: &str, help: &str) {
        self.faults.push(Fault::new(&self.commit.path(&join(self.folder, path)), message, help));
    }
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() || name.is_empty() { format!("{folder}{name}") } else { format!("{folder}/{name}") }
}
