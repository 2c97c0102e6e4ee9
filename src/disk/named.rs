//! Files that are named one by one. Owns how each is read, once; must not know what for.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::Fault;
use super::MOST_BYTES;

/// A file that was named, and what it holds.
pub(crate) struct Named {
    /// As it was named.
    pub(crate) path: PathBuf,
    /// By its real path.
    pub(crate) real: PathBuf,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
}

/// Reads files in the order in which they are named, each once, or says of each why it cannot be read.
pub(crate) fn read(paths: &[PathBuf]) -> Result<Vec<Named>, Vec<Fault>> {
    let (mut files, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for path in paths {
        match real(path) {
            Ok(real) if !seen.insert(real.clone()) => {}
            Ok(real) => match text(path) {
                Ok(bytes) => files.push(Named { path: path.clone(), real, bytes }),
                Err(fault) => faults.push(fault),
            },
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(files) } else { Err(faults) }
}

fn real(path: &Path) -> Result<PathBuf, Fault> {
    let real = fs::canonicalize(path).and_then(|real| Ok((fs::metadata(&real)?, real)));
    match real {
        Ok((metadata, real)) if metadata.is_file() => Ok(real),
        Ok((metadata, _)) if metadata.is_dir() => {
            let help = format!("Name files, such as `{}`.", path.join("*.rst").display());
            Err(Fault::new(path, "is a folder", help))
        }
        Ok(_) => Err(Fault::new(path, "is no file", "Name a file.")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
            if is_link {
                return Err(Fault::new(
                    path,
                    "is a symbolic link that leads nowhere",
                    "Name a file that exists.",
                ));
            }
            Err(Fault::new(path, "no such file", "Name a file that exists."))
        }
        Err(error) => Err(Fault::reading(path, &error)),
    }
}

fn text(path: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| Fault::reading(path, &error))?;
    if bytes.len() as u64 > MOST_BYTES {
        let message = format!("is larger than {} MiB", MOST_BYTES >> 20);
        return Err(Fault::new(path, message, "Name a smaller file."));
    }
    if bytes.contains(&0) {
        return Err(Fault::new(path, "is no text: it has a NUL", "Name a text file, in UTF-8."));
    }
    Ok(bytes)
}
